"""A pilot of a draft, for those who develop it and for whoever tries it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.engagement import queries as engagement
from orepass.engagement.queries import DevelopmentCard, PilotCard
from orepass.engagement.rules.development import Met
from orepass.engagement.rules.participation import MINER_HEADINGS, PILOT_HEADINGS
from orepass.kernel.money import Money
from orepass.platform.access import Role
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Table, day, number, words
from orepass.web.forms import developing as forms
from orepass.web.views.developments import statements_of

CHOICE_MAX = 100


@at_work(Role.SCHEME_STAFF, Role.OPERATOR, Role.GROUP_MANAGER)
def pilot(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a pilot with its reports, and let those concerned say how it went."""
    actor = actor_of(request)
    card = engagement.pilot_for(actor, identifier)
    development = engagement.development_for(actor, card.development)
    statements = statements_of(actor, card.development, card.version)
    page = {
        "pilot": card,
        "development": development,
        "back": reverse("web:development-work" if development.own else "web:development", args=[development.id]),
        "facts": [
            (_("Who tries it"), words(card.name)),
            (_("Setting"), words(card.setting)),
            (_("Version"), words(card.version)),
            (_("People who take part"), words(card.people)),
            (_("Small producers among them"), words(card.small_producers)),
            (_("From"), day(card.started_on)),
            (_("Until"), day(card.ended_on)),
        ],
    }
    steps = [] if card.ended_on else _steps(card, development, statements)
    return work_page(request, "desk/pilot.html", page, steps=steps, tables=[_reports(card, statements)])


def _steps(card: PilotCard, development: DevelopmentCard, statements: dict[str, str]) -> list[Step]:
    held = next(version.requirements for version in development.versions if version.number == card.version)
    choices = {
        "requirement": [(name, f"{name} {statements.get(name, '')}"[:CHOICE_MAX]) for name in held],
        "met": [(str(value), vocabulary.met(value)) for value in Met],
        "heading": [(name, vocabulary.heading(name)) for name in (*PILOT_HEADINGS, *MINER_HEADINGS)],
    }
    fixed, done = {"pilot": card.id}, _("Done, and written to the record.")
    report = Step(
        tag="engagement.pilot.report", form=forms.ReportForm, fixed=fixed, options={"choices": choices}, done=done
    )
    end = Step(tag="engagement.pilot.end", form=forms.EndPilotForm, fixed=fixed, done=done)
    return [report, end] if development.own else [report]


def _reports(card: PilotCard, statements: dict[str, str]) -> Table:
    return Table(
        id="reports",
        caption=_("What the pilot says"),
        columns=(
            Column(_("Requirement")),
            Column(_("Could it be met?")),
            Column(_("Minutes"), "number"),
            Column(_("Cost")),
            Column(_("Unclear")),
            Column(_("What should change")),
        ),
        rows=tuple(
            (
                words(each.requirement, note=statements.get(each.requirement, "")),
                words(vocabulary.met(each.met), note=_("misunderstood") if each.misunderstood else ""),
                words("–") if each.minutes is None else number(each.minutes),
                words("–" if each.cost_minor is None else Money(each.cost_minor, each.currency)),
                words(each.unclear or "–"),
                words(each.suggestion or "–", note=vocabulary.heading(each.heading) if each.heading else ""),
            )
            for each in card.reports
        ),
        empty=_("Nothing was reported yet. Say of each requirement whether it could be met."),
    )
