"""The public log: its head, its entries, and the proof files that anyone can check without us."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from orepass.transparency import queries as transparency
from orepass.transparency.queries import EntryCard
from orepass.web import vocabulary
from orepass.web.act import work_page
from orepass.web.components import PAGE_SIZE, Cell, Column, Table, day, number, words

SIZES_SHOWN: Final = 200


def log(request: HttpRequest) -> HttpResponse:
    """Show the head of the log and a page of its entries, newest first."""
    wished = request.GET.get("before", "")
    before = int(wished) if wished.isdecimal() and len(wished) < len("10000000000") else None
    found = transparency.entries(before=before, limit=PAGE_SIZE)
    head = transparency.head()
    newest = found[0].index if found else None
    table = Table(
        id="entries",
        caption=_("Entries, newest first"),
        columns=(
            Column(_("Number"), "number", sortable=False),
            Column(_("What happened"), sortable=False),
            Column(_("About"), "code", sortable=False),
            Column(_("Day"), "day", sortable=False),
            Column(_("Proof"), sortable=False),
        ),
        rows=tuple(_row(entry) for entry in found),
        empty=_("Nothing is on the log yet. Certificates, changes of status, editions and passports will stand here."),
        skipped=head.size - newest - 1 if newest is not None and newest < head.size else 0,
        whole=head.size,
    )
    last = found[-1].index if len(found) == PAGE_SIZE else None
    older = f"?before={last}" if last else ""
    page = {
        "head": head,
        "older": older,
        "address": request.build_absolute_uri(reverse("web:log")).rstrip("/"),
        "checkpoint_href": reverse("log-files", args=["checkpoint"]),
    }
    return work_page(request, "public/log.html", page, tables=[table, _sizes()])


def _sizes() -> Table:
    """List the newest sizes that were signed; a proof that the log only grew begins and ends at one of them."""
    return Table(
        id="sizes",
        caption=_("Sizes that were signed, newest first"),
        columns=(
            Column(_("Size"), "number", sortable=False),
            Column(_("Signed at"), "day", sortable=False),
            Column(_("Root hash"), "code", sortable=False),
        ),
        rows=tuple(
            (number(each.size), Cell(_instant(each.signed_at), raw=each.signed_at.isoformat()), words(each.root))
            for each in transparency.sizes(limit=SIZES_SHOWN)
        ),
        empty=_("No checkpoint was signed yet."),
    )


def _instant(at: datetime) -> str:
    return date_format(at, "j N Y, H:i") + " UTC"


def proof(request: HttpRequest, subject: str) -> HttpResponse:  # noqa: ARG001 - the address says it all
    """Answer with the proof that the newest entry of a subject, or the one of a content, is on the log."""
    response = HttpResponse(transparency.proof_file(subject), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{subject}.proof.txt"'
    return response


def _row(entry: EntryCard) -> tuple[Cell, ...]:
    proof_href = reverse("web:proof", args=[entry.content_digest if "/" in entry.subject else entry.subject])
    return (
        words(entry.index if entry.index is not None else "–"),
        words(vocabulary.leaf_kind(entry.kind)),
        words(entry.subject, href=subject_href(entry)),
        day(entry.at.date()),
        words(_("download"), href=proof_href),
    )


def subject_href(entry: EntryCard) -> str:
    """Return the page of what an entry is about, when it has one."""
    pages = {"crt": "web:certificate", "drw": "web:draw", "psp": "web:passport"}
    name = pages.get(entry.subject.partition("-")[0], "")
    return reverse(name, args=[entry.subject]) if name else ""
