"""Plan what is to be done about a risk or for a plan, and report it done."""

from datetime import date, datetime

from orepass.improvement.actions.entries import check_order, check_text, own_entry
from orepass.improvement.models import ImprovementPlan, Indicator, Measure, MeasureDone, Risk
from orepass.improvement.queries import MeasureCard, measure_of
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify

TEXT_MAX = 2000


class AlreadyDone(Conflict):
    """A measure is reported done once."""

    code = "improvement.measure.done"
    message = _("This measure is already reported as done, on {state}.")
    what_to_do = _("Plan a new measure if there is more to do.")


@action("improvement.mitigation.plan")
def plan_mitigation(
    actor: Actor, *, risk: Identifier, text: str, responsible: str, due_on: date, at: datetime
) -> MeasureCard:
    """Plan a measure against a risk: what, who, by when.

    Raises:
        NotFound: no such risk, or not the actor's.
        TextMissing: no text or nobody responsible.
        DaysBackwards: due before it is planned.
    """
    found = Risk.objects.filter(pk=risk).first()
    if found is None:
        raise NotFound(where="risk", what=risk)
    actor.must_be_in(found.organisation_id, risk)
    row = _planned(actor, found.subject, found.organisation_id, (text, responsible, due_on), at)
    row.risk = found
    row.save()
    return measure_of(row)


@action("improvement.action.add")
def add_action(
    actor: Actor,
    *,
    plan: Identifier,
    text: str,
    responsible: str,
    due_on: date,
    indicator: Identifier | None = None,
    at: datetime,
) -> MeasureCard:
    """Add an action to an improvement plan, for an indicator that misses its target or for a goal of the plan.

    Raises:
        NotFound: no such plan or indicator, or not the actor's.
        TextMissing: no text or nobody responsible.
        DaysBackwards: due before it is planned.
    """
    found = ImprovementPlan.objects.filter(pk=plan).first()
    if found is None:
        raise NotFound(where="plan", what=plan)
    actor.must_be_in(found.organisation_id, plan)
    row = _planned(actor, found.subject, found.organisation_id, (text, responsible, due_on), at)
    row.plan = found
    if indicator:
        measured = Indicator.objects.filter(pk=indicator, organisation=found.organisation_id, subject=found.subject)
        row.indicator = measured.first()
        if row.indicator is None:
            raise NotFound(where="indicator", what=indicator)
    row.save()
    return measure_of(row)


@action("improvement.measure.report_done")
def report_done(
    actor: Actor, *, measure: Identifier, done_on: date, effect: str, evidence: tuple[str, ...] = (), at: datetime
) -> MeasureCard:
    """Report that a measure is done and what it changed.

    Raises:
        NotFound: no such measure, or not the actor's, or evidence that was never stored.
        AlreadyDone: it is reported done.
        TextMissing: nothing said about the effect.
        DaysBackwards: done in the future or before it was planned.
    """
    row = Measure.objects.select_for_update().filter(pk=measure).first()
    if row is None:
        raise NotFound(where="measure", what=measure)
    actor.must_be_in(row.organisation_id, measure)
    known = MeasureDone.objects.filter(measure=row).first()
    if known is not None:
        raise AlreadyDone(where="measure", state=known.done_on)
    check_text("effect", effect, TEXT_MAX)
    check_order(row.planned_on, done_on, where="done_on")
    check_order(done_on, at.date(), where="done_on")
    require_evidence(list(evidence))
    MeasureDone.objects.create(
        id=mint("msd"),
        measure=row,
        done_on=done_on,
        effect=effect,
        evidence=list(evidence),
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    return measure_of(Measure.objects.select_related("done").get(pk=row.pk))


def _planned(actor: Actor, subject: str, organisation: str, plan: tuple[str, str, date], at: datetime) -> Measure:
    text, responsible, due_on = plan
    check_text("text", text, TEXT_MAX)
    check_text("responsible", responsible, 200)
    check_order(at.date(), due_on, where="due_on")
    entry = own_entry(actor, "msr", subject, (), at) | {"organisation_id": organisation}
    row = Measure(**entry, text=text, responsible=responsible, planned_on=at.date(), due_on=due_on)
    notify(organisation=organisation, kind="improvement.measure.due", subject=row.pk, due_on=due_on)
    return row
