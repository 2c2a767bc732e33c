"""Read how the subjects of an organisation stand on a day, and what is due."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec
from django.db.models import QuerySet

from orepass.improvement.models import (
    ImprovementPlan,
    Indicator,
    IndicatorValue,
    Measure,
    Policy,
    Risk,
    RiskAssessment,
)
from orepass.improvement.rules.indicator import Better, IndicatorFact, IndicatorState, ValueFact, state
from orepass.improvement.rules.subject import MeasureFact, RiskFact, SubjectFacts, SubjectState, subject_state
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import Period
from orepass.kernel.verdict import Answer
from orepass.platform.access import Actor


class EntryCard(msgspec.Struct, frozen=True):
    """A policy, a risk, an indicator or a plan, by its name."""

    id: Identifier
    organisation: Identifier
    subject: str
    name: str


class MeasureCard(msgspec.Struct, frozen=True):
    """Something to be done, by whom and by when."""

    id: Identifier
    organisation: Identifier
    subject: str
    text: str
    responsible: str
    due_on: date
    done_on: date | None
    effect: str = ""


class ValueCard(msgspec.Struct, frozen=True):
    """A value of an indicator."""

    id: Identifier
    indicator: Identifier
    observed_on: date
    value: Decimal


class PlanCard(msgspec.Struct, frozen=True):
    """An improvement plan as of a day: its subject and days, how many actions it has and how many are done."""

    id: Identifier
    subject: str
    period: Period
    actions: int
    done: int


class SubjectCard(msgspec.Struct, frozen=True):
    """A subject at an organisation on a day, with all it rests on."""

    organisation: Identifier
    subject: str
    on: date
    state: SubjectState
    risks: tuple[RiskFact, ...]
    indicators: tuple[IndicatorState, ...]
    measures: tuple[MeasureCard, ...]


def subject_for(actor: Actor, organisation: str, subject: str, on: date) -> SubjectCard:
    """Return a subject to the organisation it belongs to.

    Raises:
        NotFound: the actor does not act for the organisation.
    """
    actor.must_be_in(organisation, subject)
    return subject_card(organisation, subject, on)


def subject_card(organisation: str, subject: str, on: date) -> SubjectCard:
    """Return how a subject stands at an organisation on a day."""
    facts = _facts(organisation, subject, on)
    measures = _measures(organisation).filter(subject=subject)
    return SubjectCard(
        organisation=Identifier(organisation),
        subject=subject,
        on=on,
        state=subject_state(facts, on),
        risks=facts.risks,
        indicators=facts.indicators,
        measures=tuple(measure_of(row) for row in measures if row.planned_on <= on),
    )


def subjects_of(organisation: str) -> list[str]:
    """Return the subjects an organisation has written anything about, in order."""
    found: set[str] = set()
    for model in (Policy, Risk, Indicator, ImprovementPlan):
        found.update(model.objects.filter(organisation=organisation).values_list("subject", flat=True))
    return sorted(found)


def due_measures(organisation: str, on: date) -> list[MeasureCard]:
    """Return what is planned and not done at an organisation, the most urgent first."""
    rows = _measures(organisation).filter(planned_on__lte=on).order_by("due_on", "id")
    return [card for card in map(measure_of, rows) if card.done_on is None or on < card.done_on]


def plans_of(organisation: str, on: date) -> list[PlanCard]:
    """Return the improvement plans of an organisation that had begun by a day, by subject (for rooms above)."""
    rows = ImprovementPlan.objects.filter(organisation=organisation, valid_from__lte=on)
    found = rows.prefetch_related("actions__done").order_by("subject", "valid_from", "id")
    return [_plan_of(row, on) for row in found]


def _plan_of(row: ImprovementPlan, on: date) -> PlanCard:
    actions = [_measure_fact(action) for action in row.actions.all() if action.planned_on <= on]
    return PlanCard(
        id=Identifier(row.pk),
        subject=row.subject,
        period=Period(row.valid_from, row.valid_before),
        actions=len(actions),
        done=sum(action.done_on is not None and action.done_on <= on for action in actions),
    )


def series(indicator: str) -> list[ValueCard]:
    """Return the values of an indicator, oldest first."""
    rows = IndicatorValue.objects.filter(indicator=indicator).order_by("observed_on", "id")
    return [value_of(row) for row in rows]


def _measures(organisation: str) -> QuerySet[Measure]:
    return Measure.objects.filter(organisation=organisation).select_related("done").order_by("due_on", "id")


def _facts(organisation: str, subject: str, on: date) -> SubjectFacts:
    policies = Policy.objects.filter(organisation=organisation, subject=subject)
    plans = ImprovementPlan.objects.filter(organisation=organisation, subject=subject)
    measures = [_measure_fact(row) for row in _measures(organisation).filter(subject=subject)]
    return SubjectFacts(
        policies=tuple(Period(row.valid_from, row.valid_before) for row in policies),
        risks=tuple(_risks(organisation, subject, on)),
        mitigations=tuple(measure for measure in measures if measure.risk),
        indicators=tuple(_indicators(organisation, subject, on)),
        plans=tuple(Period(row.valid_from, row.valid_before) for row in plans),
        actions=tuple(measure for measure in measures if not measure.risk),
    )


def _risks(organisation: str, subject: str, on: date) -> Iterable[RiskFact]:
    """Take of every risk the newest assessment known on the day."""
    rows = RiskAssessment.objects.filter(
        risk__organisation=organisation, risk__subject=subject, assessed_on__lte=on
    ).select_related("risk")
    newest = {row.risk_id: row for row in rows.order_by("assessed_on", "id")}
    return [
        RiskFact(row.risk_id, row.risk.hazard, Answer(row.presence), row.assessed_on)
        for row in sorted(newest.values(), key=lambda row: row.risk.hazard)
    ]


def _indicators(organisation: str, subject: str, on: date) -> Iterable[IndicatorState]:
    rows = Indicator.objects.filter(organisation=organisation, subject=subject, started_on__lte=on)
    for row in rows.prefetch_related("values").order_by("name", "id"):
        values = [ValueFact(value.observed_on, value.value) for value in row.values.all()]
        yield state(indicator_fact(row), values, on)


def _measure_fact(row: Measure) -> MeasureFact:
    done = getattr(row, "done", None)
    return MeasureFact(
        id=row.pk,
        text=row.text,
        planned_on=row.planned_on,
        due_on=row.due_on,
        done_on=done.done_on if done else None,
        risk=row.risk_id or "",
        indicator=row.indicator_id or "",
    )


def indicator_fact(row: Indicator) -> IndicatorFact:
    """Make the rule's view of an indicator."""
    return IndicatorFact(
        id=row.pk,
        name=row.name,
        unit=row.unit,
        better=Better(row.better),
        target=row.target,
        period_months=row.period_months,
        started_on=row.started_on,
    )


def entry_of(row: Policy | Risk | Indicator | ImprovementPlan, name: str) -> EntryCard:
    """Make the card of an entry."""
    return EntryCard(Identifier(row.pk), Identifier(row.organisation_id), row.subject, name)


def measure_of(row: Measure) -> MeasureCard:
    """Make the card of a measure."""
    done = getattr(row, "done", None)
    return MeasureCard(
        id=Identifier(row.pk),
        organisation=Identifier(row.organisation_id),
        subject=row.subject,
        text=row.text,
        responsible=row.responsible,
        due_on=row.due_on,
        done_on=done.done_on if done else None,
        effect=done.effect if done else "",
    )


def value_of(row: IndicatorValue) -> ValueCard:
    """Make the card of a value."""
    return ValueCard(Identifier(row.pk), Identifier(row.indicator_id), row.observed_on, row.value)
