"""The progress plan of a file: what was promised, by when, where each step stands, and the steps open now."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from orepass.assurance import queries as assurance
from orepass.assurance.queries import ApplicationCard
from orepass.inclusion.stages import queries as stages
from orepass.inclusion.stages.queries import PlanCard, StepCard
from orepass.inclusion.stages.rules.progress import Stage, StepState
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.scheme import queries as scheme
from orepass.scheme.rules.cards import requirement_card
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Mark, Moment, Table, Task, day, marked, words
from orepass.web.forms import stages as forms
from orepass.web.forms.offered import OfferedForm
from orepass.web.marks import due_mark, verdict_mark
from orepass.web.words import language, translated

GIST = 120
NEXT = 5


@at_work()
def plan(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show the progress plan of a file to its client and its provider; without one, how to begin."""
    actor = actor_of(request)
    today = clock.today()
    file = assurance.application_for(actor, identifier)
    card = stages.plan_of_application(file.id, today)
    said = _statements(file)
    page = {
        "application": file,
        "client": party.organisation_card(file.client),
        "plan": card,
        "stage": stage_mark(card.stage) if card else None,
        "right": verdict_mark(card.right) if card else None,
        "reasons": [translated(reason) for reason in card.right.reasons] if card else [],
        "tasks": _tasks(card, said) if card else [],
        "moments": _moments(card, said) if card else [],
        "is_client": actor.is_in(file.client),
    }
    steps = _plan_steps(actor, card, said) if card else _first_step(actor, file)
    return work_page(request, "desk/plan.html", page, steps=steps, tables=[_table(card, said)])


def stage_mark(stage: Stage) -> Mark:
    """Mark where a client stands on the way to the full standard."""
    return {
        Stage.CANDIDATE: Mark("due", _("candidate")),
        Stage.CANDIDATE_ENDED: Mark("expired", _("time as a candidate has ended")),
        Stage.PROGRESSING: Mark("active", _("on the way, every step in time")),
        Stage.COMPLETED: Mark("verified", _("every step confirmed")),
        Stage.LAPSED: Mark("failed", _("lapsed: a step is late")),
    }[stage]


def step_mark(state: StepState) -> Mark:
    """Mark where a promised step stands."""
    return {
        StepState.OPEN: Mark("due", _("promised")),
        StepState.REPORTED: Mark("declared", _("reported, judgement awaited")),
        StepState.CONFIRMED: Mark("verified", _("confirmed")),
        StepState.LATE: Mark("failed", _("late")),
    }[state]


def _statements(file: ApplicationCard) -> dict[str, str]:
    standard = scheme.pack_by_digest(file.pack_digest).standard(file.standard)
    return {
        listed.id: f"{listed.id} – {requirement_card(listed, language()).statement}" for listed in standard.requirements
    }


def _gist(requirement: str, said: dict[str, str]) -> str:
    whole = said.get(requirement, requirement)
    return whole if len(whole) <= GIST else f"{whole[:GIST].rstrip()}…"


def _tasks(card: PlanCard, said: dict[str, str]) -> list[Task]:
    """List what waits next, the earliest first; the table below has all of it."""
    waiting = [each for each in card.steps if each.state in {StepState.OPEN, StepState.REPORTED, StepState.LATE}]
    return [
        Task(
            what=_gist(each.requirement, said),
            href="#step-list",
            due_on=each.due_on,
            note=step_mark(each.state).word,
            mark=step_mark(each.state) if each.state is not StepState.OPEN else due_mark(each.due_on, card.on),
        )
        for each in sorted(waiting, key=_by_day)[:NEXT]
    ]


def _by_day(each: StepCard) -> tuple[object, str]:
    return (each.due_on, each.requirement)


def _moments(card: PlanCard, said: dict[str, str]) -> list[Moment]:
    moments = [
        Moment(on=card.entered_on, said=_("The years of the plan begin"), future=card.entered_on > card.on),
        *(
            Moment(
                on=each.due_on,
                said=_gist(each.requirement, said),
                kind=step_mark(each.state).kind,
                by=step_mark(each.state).word,
                future=each.due_on > card.on,
            )
            for each in card.steps
        ),
        Moment(on=card.on, said="", today=True),
    ]
    return sorted(moments, key=lambda moment: moment.on)


def _table(card: PlanCard | None, said: dict[str, str]) -> Table:
    return Table(
        id="step-list",
        caption=_("Steps of the plan"),
        columns=(Column(_("Step")), Column(_("Due"), "day"), Column(_("Where it stands")), Column(_("Remark"))),
        rows=tuple(
            (
                words(_gist(each.requirement, said), note=_("year %(count)s") % {"count": each.due_year}),
                day(each.due_on),
                marked(step_mark(each.state)),
                words(each.note or "–"),
            )
            for each in (card.steps if card else ())
        ),
        empty=_("Each requirement that may come later will stand here with the day by which it is promised."),
    )


def _first_step(actor: Actor, file: ApplicationCard) -> list[Step]:
    if not actor.is_in(file.client):
        return []
    return [
        Step(
            tag="stages.plan.open",
            form=forms.OpenPlanForm,
            fixed={"application": file.id},
            done=_("The plan is open. Each step has its day."),
        )
    ]


def _plan_steps(actor: Actor, card: PlanCard, said: dict[str, str]) -> list[Step]:
    unreported = _choices(card, StepState.OPEN, said)
    reported = _choices(card, StepState.REPORTED, said)
    client, provider = actor.is_in(card.organisation), actor.is_in(card.provider)
    offered: list[tuple[bool, str, type[OfferedForm], list[tuple[str, str]]]] = [
        (client, "report", forms.ReportStepForm, unreported),
        (provider, "confirm", forms.ConfirmStepForm, reported),
        (provider, "return", forms.ReturnStepForm, reported),
        (provider, "extend", forms.ExtendStepForm, unreported),
    ]
    return [
        Step(
            tag=f"stages.step.{name}",
            form=form,
            fixed={"plan": card.id},
            options={"choices": {"requirement": choices}},
            done=_("Done, and written to the record."),
        )
        for open_now, name, form, choices in offered
        if open_now and choices
    ]


def _choices(card: PlanCard, state: StepState, said: dict[str, str]) -> list[tuple[str, str]]:
    return [(each.requirement, _gist(each.requirement, said)) for each in card.steps if each.state is state]
