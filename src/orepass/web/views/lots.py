"""Material: the lots in one's hands, the open questions, and the ways to send events."""

from functools import partial

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orepass.assurance import queries as assurance
from orepass.custody import queries as custody
from orepass.custody.actions.capturing import CaptureCard
from orepass.custody.queries.templates import NAME, events_template
from orepass.custody.rules.sheet_columns import SHEET_COLUMNS, SheetColumn
from orepass.custody.rules.sheet_template import example, says
from orepass.kernel.finding import Severity
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.workbooks import TYPE
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Cell, Column, Table, day, marked, mass, words
from orepass.web.delivering import deliverers, materials, recorded
from orepass.web.flows import short_name
from orepass.web.forms import custody as forms
from orepass.web.kept_findings import said_of
from orepass.web.marks import lot_mark
from orepass.web.views.settling import settling_steps
from orepass.web.words import finding_way_out, language, mass_text, number_text

SHOWN = 400
SHOWN_INSIDE = 12
TOLD = 3
"""Findings that are told at once; the others stand in the table of questions."""
TRADES = (Role.OPERATOR, Role.GROUP_MANAGER, Role.BUYER, Role.STEWARD)


@at_work(*TRADES)
def lots(request: HttpRequest) -> HttpResponse:
    """Show the lots of the organisation's events, the open questions, and the ways to send events."""
    actor = actor_of(request)
    sites = [(site.id, site.name) for site in party.sites_of(actor.organisation)]
    held = assurance.certificates(client=actor.organisation).items
    steps = [
        Step(tag="custody.events.upload", form=forms.UploadForm, done=taken),
        Step(tag="custody.events.capture", form=forms.CaptureForm, done=taken),
    ]
    if sites:
        options = {
            "sites": sites,
            "certificates": [(card.id, card.id) for card in held],
            "materials": materials(mineral for card in held for mineral in card.minerals),
            "members": deliverers(actor, clock.today()),
        }
        delivering = Step(tag="custody.delivery.record", form=forms.DeliveryForm, options=options)
        steps.insert(0, msgspec.structs.replace(delivering, done=partial(_delivered, actor)))
    steps += settling_steps(actor, custody.questions(actor), [])
    return work_page(request, "desk/lots.html", {}, steps=steps, tables=[_lots(actor), _questions(actor), _sheet()])


@at_work(*TRADES)
def events_table(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody at work
    """Hand out the empty table of events in the reader's language."""
    response = HttpResponse(events_template(language()), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response


def _delivered(actor: Actor, card: CaptureCard) -> str:
    return format_html("{} {}", taken(card), recorded(actor, card))


def taken(card: CaptureCard) -> str:
    """Say what became of a document, what was noticed about it, and where it waits for an answer."""
    said = [_("Taken into the journal.") if card.captured else _("Nothing new: nothing was changed in the journal.")]
    if card.captured and card.duplicates:
        said.append(_("Already there: %(count)s.") % {"count": number_text(card.duplicates)})
    if card.refused:
        said.append(_("Refused: %(count)s.") % {"count": number_text(card.refused)})
    warned = [finding for finding in card.findings if finding.severity is Severity.WARNING]
    told = warned[:TOLD]
    said += [f"{what} {finding_way_out(finding)}" for what, finding in zip(said_of(told), told, strict=True)]
    if card.questions:
        said.append(
            ngettext(
                "%(count)s question was opened about it. It stands below, under “Open questions about events”.",
                "%(count)s questions were opened about it. They stand below, under “Open questions about events”.",
                len(card.questions),
            )
            % {"count": number_text(len(card.questions))}
        )
    elif warned:
        said.append(_("This was asked already; no other question was opened."))
    return " ".join(said)


def _lots(actor: Actor) -> Table:
    found = custody.lots(actor, limit=SHOWN, newest=True).items
    return Table(
        id="lots",
        caption=_("Lots"),
        columns=(
            Column(_("Lot")),
            Column(_("Material")),
            Column(_("Certainty")),
            Column(_("Mass"), "number"),
            Column(_("Left"), "number"),
            Column(_("Last seen"), "day"),
        ),
        rows=tuple(
            (
                words(short_name(card.uri), href=reverse("web:lot", args=[card.id])),
                words(
                    vocabulary.material(card.material) or "–",
                    note=vocabulary.mineral(card.mineral) if card.mineral else "",
                ),
                marked(lot_mark(card)),
                mass_or_not(card.mass_mg),
                mass_or_not(card.remaining_mg),
                day(card.last_at.date() if card.last_at else None),
            )
            for card in found
        ),
        empty=_("The lots you make, send or receive will stand here, with their mass and how sure their origin is."),
    )


def mass_or_not(amount: int | None) -> Cell:
    """Make a cell of a mass, or say that nobody weighed."""
    return mass(amount) if amount is not None else words(_("not weighed"))


def inside_text(card: custody.LotCard) -> str:
    """Name what is packed into a container, with the mass of what is in it by quantity."""
    shown = [
        f"{short_name(lot)} ({mass_text(card.parts[lot])})" if lot in card.parts else short_name(lot)
        for lot in card.contents[:SHOWN_INSIDE]
    ]
    more = len(card.contents) - len(shown)
    return ", ".join([*shown, *([_("%(count)s more") % {"count": number_text(more)}] if more else [])])


def _sheet() -> Table:
    """Explain the columns of a table of events, each under the heading that the reader would write."""
    return Table(
        id="columns",
        caption=_("What a table of events looks like"),
        columns=(Column(_("Column")), Column(_("What to write")), Column(_("For example"))),
        rows=tuple(
            (_heading(column), words(says(column, language(), _)), words(example(column, language())))
            for column in SHEET_COLUMNS
        ),
        empty="",
    )


def _heading(column: SheetColumn) -> Cell:
    shown = column.heading(language())
    return words(shown, note=column.name if column.name != shown else "")


def _questions(actor: Actor) -> Table:
    asked = custody.questions(actor)
    return Table(
        id="questions",
        caption=_("Open questions about events"),
        columns=(
            Column(_("What was noticed")),
            Column(_("Where")),
            Column(_("State")),
            Column(_("Answer by"), "day"),
        ),
        rows=tuple(
            (
                words(said, note=found.code),
                words(found.where),
                words(vocabulary.settled(found.state), note=found.steps[-1].note if found.steps else ""),
                day(found.answer_by),
            )
            for found, said in zip(asked, said_of(asked), strict=True)
        ),
        empty=_("Nothing is in question. What looks wrong in an event will stand here for a person to judge."),
    )
