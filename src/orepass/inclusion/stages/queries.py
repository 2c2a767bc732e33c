"""Read progress plans: the stage on a day, each step with its day, and whether somebody is still on the way."""

from datetime import date

import msgspec
from django.db.models import Q, QuerySet

from orepass.assurance.queries import ApplicationCard, Task, application_for, certificate_card
from orepass.inclusion.stages.models import Plan, PlanStep
from orepass.inclusion.stages.rules.progress import (
    STEP,
    Stage,
    Step,
    StepState,
    Taken,
    due_on,
    next_due,
    stage_at,
    state_of,
)
from orepass.inclusion.stages.rules.progress import progress_right as right_of
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Verdict
from orepass.platform.access import Actor

EXTEND = "step.extend"
READER = Actor.system("stages")
"""Plans read the file they belong to whoever asks; who may see a plan is checked on the plan."""


class StepCard(msgspec.Struct, frozen=True, kw_only=True):
    """One promised step as of one day."""

    id: Identifier
    requirement: str
    due_year: int
    due_on: date
    state: StepState
    next_steps: tuple[str, ...]
    note: str = ""
    evidence: tuple[str, ...] = ()


class PlanCard(msgspec.Struct, frozen=True, kw_only=True):
    """A progress plan as of one day."""

    id: Identifier
    application: Identifier
    organisation: Identifier
    provider: Identifier
    standard: str
    on: date
    entered_on: date
    stage: Stage
    right: Verdict
    next_due: date | None
    steps: tuple[StepCard, ...]


def _rows() -> QuerySet[Plan]:
    return Plan.objects.prefetch_related("steps__events")


def plan_for(actor: Actor, plan: str, on: date) -> PlanCard:
    """Return a plan as of one day to its client or its provider.

    Raises:
        NotFound: there is none, or it is not the actor's.
    """
    row = _rows().filter(pk=plan).first()
    if row is None or not (actor.is_in(row.organisation_id) or actor.is_in(row.provider_id)):
        raise NotFound(what=plan)
    return plan_card_of(row, on)


def plans_for(actor: Actor, on: date) -> list[PlanCard]:
    """Return the plans in which the actor's organisation is client or provider, as of one day."""
    if not actor.organisation:
        return []
    mine = Q(organisation=actor.organisation) | Q(provider=actor.organisation)
    return [plan_card_of(row, on) for row in _rows().filter(mine)]


def plan_of_application(application: str, on: date) -> PlanCard | None:
    """Return the plan of a file as of one day, or nothing (for rooms above)."""
    row = _rows().filter(application=application).first()
    return plan_card_of(row, on) if row else None


def progress_right(application: str, on: date) -> Verdict:
    """Say whether the client of a file is still on the way it promised; without a plan it is unknown."""
    card = plan_of_application(application, on)
    return right_of(card.stage if card else None)


def plan_card_of(row: Plan, on: date) -> PlanCard:
    """Make the card of a plan as of one day."""
    file = application_for(READER, row.application_id)
    granted_on = certificate_card(file.certificate).valid_from if file.certificate else None
    entered_on = entry_of(file, granted_on, on=day_of(row.opened_at))
    steps = [(step, step_fact(step, entered_on)) for step in row.steps.all()]
    facts = [fact for _row, fact in steps]
    stage = stage_at(facts, candidate=file.candidate, granted_on=granted_on, on=on)
    return PlanCard(
        id=Identifier(row.pk),
        application=Identifier(row.application_id),
        organisation=Identifier(row.organisation_id),
        provider=Identifier(row.provider_id),
        standard=row.standard,
        on=on,
        entered_on=entered_on,
        stage=stage,
        right=right_of(stage),
        next_due=next_due(facts, on),
        steps=tuple(_step_card(step, fact, on) for step, fact in steps),
    )


def entry_of(file: ApplicationCard, granted_on: date | None, *, on: date) -> date:
    """Return the day from which years are counted: the certificate's first, before it the candidate's first."""
    if granted_on is not None:
        return granted_on
    return file.candidate.valid_from if file.candidate else on


def step_fact(row: PlanStep, entered_on: date) -> Step:
    """Return a promised step as a fact."""
    events = list(row.events.all())
    extension = sum(event.days for event in events if event.action == EXTEND)
    taken = tuple(Taken(event.action, day_of(event.at)) for event in events if event.action != EXTEND)
    return Step(requirement=row.requirement, due_on=due_on(entered_on, row.due_year, extension), taken=taken)


def _step_card(row: PlanStep, fact: Step, on: date) -> StepCard:
    state = state_of(fact, on)
    latest = [event for event in row.events.all() if day_of(event.at) <= on]
    return StepCard(
        id=Identifier(row.plan_id),
        requirement=row.requirement,
        due_year=row.due_year,
        due_on=fact.due_on,
        state=state,
        next_steps=STEP.allowed(state),
        note=latest[-1].note if latest else "",
        evidence=tuple(latest[-1].evidence) if latest else (),
    )


def stage_tasks(actor: Actor, on: date) -> list[Task]:
    """Return the steps of plans that wait for the actor's organisation, the most urgent first."""
    client = {"operator", "group_manager"} & {str(role) for role in actor.roles}
    auditor = {"auditor"} & {str(role) for role in actor.roles}
    found = []
    for card in plans_for(actor, on):
        for promised in card.steps:
            mine = card.organisation == actor.organisation
            if mine and client and promised.state in {StepState.OPEN, StepState.LATE}:
                found.append(_task(card, promised, "stages.step.report", min(client), _("Report a step of the plan")))
            if not mine and auditor and promised.state is StepState.REPORTED:
                found.append(_task(card, promised, "stages.step.confirm", "auditor", _("Judge a reported step")))
    return sorted(found, key=lambda task: (task.due_on or date.max, task.subject))


def _task(card: PlanCard, promised: StepCard, action: str, role: str, title: str) -> Task:
    report = action == "stages.step.report"
    return Task(
        action=action,
        title=title,
        subject=promised.requirement,
        case=card.application,
        organisation=card.organisation if report else card.provider,
        role=role,
        due_on=promised.due_on if report else None,
    )
