"""Recompute what was decided about a file, a certificate, a group, and show that it is equal or where it differs."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from orepass.kernel.kept import Difference
from orepass.platform.replaying import Replayed, Result, replay_for
from orepass.web.act import work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Mark, Table, marked, words
from orepass.web.vocabulary.rules import decision_kind

MARKS: Final = {Result.EQUAL: "verified", Result.DIFFERENT: "failed", Result.UNDETERMINABLE: "missing"}


@at_work()
def replayed(request: HttpRequest, identifier: str) -> HttpResponse:
    """Recompute everything about one thing, for its parties."""
    found = replay_for(actor_of(request), identifier)
    said = {
        Result.EQUAL: _("equal"),
        Result.DIFFERENT: _("different"),
        Result.UNDETERMINABLE: _("cannot be determined"),
    }
    table = Table(
        id="replayed",
        caption=_("Recomputed just now, from the answers, editions and lists as they were then"),
        columns=(Column(_("Decision")), Column(_("About")), Column(_("Result")), Column(_("Where"))),
        rows=tuple(
            (
                words(decision_kind(one.kind)),
                words(one.id),
                marked(Mark(MARKS[one.result], said[one.result])),
                words(_where(one)),
            )
            for one in found
        ),
        empty=_("Nothing has been decided yet."),
    )
    page = {"identifier": identifier, "equal": all(one.result is Result.EQUAL for one in found), "count": len(found)}
    return work_page(request, "desk/replay.html", page, tables=[table])


def _where(one: Replayed) -> str:
    return one.reason or "; ".join(_said(difference) for difference in one.differences) or "–"


def _said(difference: Difference) -> str:
    return _("%(where)s: stored %(stored)s, computed %(computed)s") % {
        "where": difference.where,
        "stored": difference.stored[:80] or "–",
        "computed": difference.computed[:80] or "–",
    }
