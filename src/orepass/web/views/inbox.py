"""What is open about material, and who has to act by when: from questions about events to periods to close."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orepass.custody.queries.bookings import lot_names
from orepass.custody.queries.corrections import corrections
from orepass.custody.queries.inbox import InboxItem, Kind, inbox
from orepass.party import queries as party
from orepass.party.queries import OrganisationCard
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work, opens
from orepass.web.components import Column, Mark, NavigationLink, Table, day, marked, words
from orepass.web.flows import short_name
from orepass.web.forms import custody as forms
from orepass.web.kept_findings import said_of
from orepass.web.marks import due_mark
from orepass.web.views.recalls import RECALLERS
from orepass.web.words import mass_text, number_text, translated

SHOWN = 60
TEXT_MAX = 240


class InboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """One open thing as a row shows it."""

    kind: str
    title: str
    said: str
    href: str
    about: str
    asked: str
    mine: bool
    since: date
    due_on: date | None
    mark: Mark | None


@at_work(*RECALLERS)
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Show everything that is open, what is overdue first; by address, of one kind or only one's own."""
    actor = actor_of(request)
    today = clock.today()
    everything = inbox(actor, today)
    kind = request.GET.get("kind", "")
    mine = request.GET.get("mine", "") == "1"
    found = [item for item in everything if kind in {"", item.kind} and (item.mine or not mine)]
    rows = inbox_rows(found[:SHOWN], today, actor)
    late = sum(item.overdue for item in found)
    page = {
        "rows": rows,
        "said": _said(len(found), late),
        "late": late,
        "filters": _filters(everything, kind, mine=mine),
        "more": len(found) - len(rows),
    }
    return work_page(request, "desk/inbox.html", page, steps=_steps(actor), tables=[_table(found, today, actor)])


def _steps(actor: Actor) -> list[Step]:
    """Offer to say that receivers of one's errors were told, those whom no notice of ours reaches."""
    untold = [
        (f"{card.id} {one.party}", f"{one.party} ({card.event})")
        for card in corrections(actor)
        if actor.is_in(card.organisation)
        for one in card.receivers
        if not one.told
    ]
    if not untold:
        return []
    told = _("Written down; the receiver no longer waits to be told.")
    options = {"choices": {"receiver": untold}}
    return [Step(tag="custody.correction.told", form=forms.TellReceiverForm, options=options, done=told)]


def _said(count: int, late: int) -> str:
    whole = ngettext("%(count)s open", "%(count)s open", count) % {"count": number_text(count)}
    if not late:
        return whole
    overdue = ngettext("%(count)s overdue", "%(count)s overdue", late) % {"count": number_text(late)}
    return f"{whole}, {overdue}"


def _filters(everything: Sequence[InboxItem], kind: str, *, mine: bool) -> list[NavigationLink]:
    counts = Counter(str(item.kind) for item in everything)
    own = sum(item.mine for item in everything)
    links = [NavigationLink(_("all"), _link("", mine=False), len(everything), current=not kind and not mine)]
    links.append(NavigationLink(_("yours to do"), _link("", mine=True), own, current=mine and not kind))
    for each in Kind:
        name = str(each)
        links.append(NavigationLink(vocabulary.open_kind(name), _link(name, mine=False), counts[name], kind == name))
    return links


def _link(kind: str, *, mine: bool) -> str:
    query = urlencode({name: value for name, value in (("kind", kind), ("mine", "1" if mine else "")) if value})
    return f"{reverse('web:inbox')}?{query}" if query else reverse("web:inbox")


def inbox_rows(found: Sequence[InboxItem], today: date, reader: Actor) -> list[InboxRow]:
    """Make the rows of open things: what, about what, who has to act, and by when."""
    lots = lot_names(item.lot for item in found)
    untold = {name for item in found if item.kind is Kind.CORRECTION for name in item.said.split(", ")}
    names = party.organisation_cards({name for item in found for name in item.asked} | untold)
    return [
        InboxRow(
            kind=vocabulary.open_kind(str(item.kind)),
            title=translated(item.title),
            said=_shortened(_said_of(item, said, names)),
            href=_href(item, lots, reader),
            about=short_name(item.lot) if item.lot else item.account or item.id,
            asked=_named(", ".join(item.asked), names) or _("a steward"),
            mine=item.mine,
            since=item.since,
            due_on=item.due_on,
            mark=due_mark(item.due_on, today),
        )
        for item, said in zip(found, said_of(found), strict=True)
    ]


def _said_of(item: InboxItem, said: str, names: Mapping[str, OrganisationCard]) -> str:
    """Say what an item is about in the reader's way: parties by name, a mass with the reader's separators."""
    if item.kind is Kind.CORRECTION:
        return _named(said, names)
    if item.kind is Kind.UNCOVERED:
        return f"{mass_text(int(item.params['missing_mg']))} {item.params['element']}"
    return said


def _named(parties: str, names: Mapping[str, OrganisationCard]) -> str:
    """Name parties that stand in a row; one that is not registered is told as the event tells it."""
    return ", ".join(names[name].name if name in names else name for name in parties.split(", "))


def _shortened(said: str) -> str:
    return said if len(said) <= TEXT_MAX else f"{said[: TEXT_MAX - 1]}…"


def _href(item: InboxItem, lots: dict[str, str], reader: Actor) -> str:
    if item.kind is Kind.RECALL:
        return opens(reader, "recall", item.id)
    if item.account:
        return opens(reader, "account", item.account)
    if item.lot in lots:
        return opens(reader, "lot", lots[item.lot])
    return opens(reader, "lots")


def _table(found: Sequence[InboxItem], today: date, reader: Actor) -> Table:
    rows = inbox_rows(found, today, reader)
    return Table(
        id="open",
        caption=_("The same as a table"),
        columns=(
            Column(_("What is open")),
            Column(_("Kind")),
            Column(_("About")),
            Column(_("Who has to act")),
            Column(_("Since"), "day"),
            Column(_("By"), "day"),
            Column(_("State")),
        ),
        rows=tuple(
            (
                words(row.title),
                words(row.kind),
                words(row.about, href=row.href),
                words(row.asked),
                day(row.since),
                day(row.due_on),
                marked(row.mark or Mark("none", _("no fixed day"))),
            )
            for row in rows
        ),
        empty=_("Nothing is open."),
    )
