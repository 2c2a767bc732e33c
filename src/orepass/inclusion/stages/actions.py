"""Open a progress plan, report and judge its steps, put one off with a reason."""

from datetime import datetime

from orepass.assurance.actions.file import locked, require_independent_of
from orepass.assurance.queries import ApplicationCard, application_for, outcome_for
from orepass.assurance.rules.impartiality import Duty
from orepass.inclusion.stages.models import Plan, PlanStep, StepEvent
from orepass.inclusion.stages.queries import EXTEND, PlanCard, plan_card_of
from orepass.inclusion.stages.rules.progress import StepState
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify
from orepass.scheme.queries import pack_by_digest

BEFORE_AGREEMENT = frozenset({"draft", "submitted", "returned", "accepted", "offered"})
ENDED = frozenset({"refused", "withdrawn", "declined"})


class NotPlannable(Conflict):
    """There is nothing to plan yet, or no longer."""

    code = "stages.plan.state"
    message = _("No progress plan can be opened while the file is “{state}”.")
    what_to_do = _("Sign the agreement first; a file that has ended needs a new application.")


class PlanExists(Conflict):
    """The file has its plan."""

    code = "stages.plan.exists"
    message = _("This file has a progress plan already.")
    what_to_do = _("Work with that one.")


class StepNotReady(Conflict):
    """The step does not stand where this is possible."""

    code = "stages.step.state"
    message = _("This is not possible while the step is “{state}”.")
    what_to_do = _("A late step is settled by a decision of the provider, not by a report.")


class NoMoreTime(Conflict):
    """The step cannot be put off."""

    code = "stages.step.no_extension"
    message = _("The scheme lets a step be put off {count} times, by at most {days} days, before its day.")
    what_to_do = _("Report what was done so far.")


def open_planning(actor: Actor, application: str, _at: datetime) -> ApplicationCard:
    """Return a file whose client may open its plan.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
        NotPlannable: there is no agreement yet, or the file has ended.
        PlanExists: the file has a plan.
    """
    file = application_for(actor, application)
    actor.must_be_in(file.client, application)
    if file.state in BEFORE_AGREEMENT | ENDED:
        raise NotPlannable(where=application, state=file.state)
    if Plan.objects.filter(application=application).exists():
        raise PlanExists(where=application, state=file.state)
    return file


@action("stages.plan.open", begins=open_planning)
def open_plan(actor: Actor, *, application: Identifier, at: datetime) -> PlanCard:
    """Open the progress plan of a file: every staged requirement that applies becomes a step with a day.

    Raises:
        NotPlannable: there is no agreement yet, or the file has ended.
        PlanExists: the file has a plan.
        NotFound: there is no such file, or it is not the actor's.
    """
    file = open_planning(actor, application, at)
    row = Plan.objects.create(
        id=mint("pln"),
        application_id=file.id,
        organisation_id=file.client,
        provider_id=file.provider,
        standard=file.standard,
        pack_digest=file.pack_digest,
        opened_at=at,
        opened_by=actor.pseudonym,
    )
    years = {
        requirement.id: requirement.due_year
        for requirement in pack_by_digest(file.pack_digest).standard(file.standard).requirements
    }
    # What may or may not apply is promised too: unknown is not clean.
    PlanStep.objects.bulk_create(
        PlanStep(plan=row, requirement=result.requirement, due_year=years[result.requirement])
        for result in outcome_for(actor, application, day_of(at)).results
        if years[result.requirement] and not result.applies.is_no
    )
    notify(organisation=file.provider, kind="stages.plan.opened", subject=row.pk)
    return plan_card_of(row, day_of(at))


def _plan(actor: Actor, plan: str, *, of: str) -> Plan:
    row = locked(Plan.objects.filter(pk=plan)).first()
    if row is None:
        raise NotFound(where="plan", what=plan)
    actor.must_be_in(row.organisation_id if of == "client" else row.provider_id, plan)
    return row


def open_judging(actor: Actor, plan: str, at: datetime) -> Plan:
    """Open a plan for somebody of its provider without a tie to the client.

    Raises:
        NotFound: there is none, or the actor does not act for its provider.
        NotIndependent: the actor has a tie to the client.
    """
    row = _plan(actor, plan, of="provider")
    require_independent_of(actor, row.application_id, Duty.EVALUATE, at)
    return row


def open_putting_off(actor: Actor, plan: str, at: datetime) -> Plan:
    """Open a plan for somebody of its provider who took no part in the evaluation.

    Raises:
        NotFound: there is none, or the actor does not act for its provider.
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
    """
    row = _plan(actor, plan, of="provider")
    require_independent_of(actor, row.application_id, Duty.DECIDE, at)
    return row


def _step(row: Plan, requirement: str) -> PlanStep:
    step = row.steps.filter(requirement=requirement).first()
    if step is None:
        raise NotFound(where="requirement", what=requirement[:80])
    return step


def _require(row: Plan, requirement: str, state: StepState, at: datetime) -> None:
    found = next(step for step in plan_card_of(row, day_of(at)).steps if step.requirement == requirement)
    if found.state is not state:
        raise StepNotReady(where=requirement, state=found.state)


@action("stages.step.report")
def report_step(
    actor: Actor, *, plan: Identifier, requirement: str, note: str, evidence: tuple[str, ...] = (), at: datetime
) -> PlanCard:
    """Report a promised step as done, with evidence; in time it waits for its judgement without harm.

    Raises:
        StepNotReady: it is late, reported or confirmed already.
    """
    row = _plan(actor, plan, of="client")
    step = _step(row, requirement)
    _require(row, requirement, StepState.OPEN, at)
    require_evidence(list(evidence))
    StepEvent.objects.create(
        step=step, action="step.report", note=note, evidence=list(evidence), at=at, by=actor.pseudonym
    )
    notify(organisation=row.provider_id, kind="stages.step.reported", subject=row.pk)
    return plan_card_of(row, day_of(at))


def _judge(actor: Actor, row: Plan, requirement: str, name: str, *, note: str, at: datetime) -> PlanCard:
    step = _step(row, requirement)
    _require(row, requirement, StepState.REPORTED, at)
    StepEvent.objects.create(step=step, action=name, note=note, at=at, by=actor.pseudonym)
    notify(organisation=row.organisation_id, kind=f"stages.{name}", subject=row.pk)
    return plan_card_of(row, day_of(at))


@action("stages.step.confirm", begins=open_judging)
def confirm_step(actor: Actor, *, plan: Identifier, requirement: str, note: str = "", at: datetime) -> PlanCard:
    """Confirm a reported step.

    Raises:
        NotIndependent: the actor has a tie to the client.
        StepNotReady: it is not reported.
    """
    return _judge(actor, open_judging(actor, plan, at), requirement, "step.confirm", note=note, at=at)


@action("stages.step.return", begins=open_judging)
def return_step(actor: Actor, *, plan: Identifier, requirement: str, note: str, at: datetime) -> PlanCard:
    """Send a reported step back, with what is missing; its day stays.

    Raises:
        NotIndependent: the actor has a tie to the client.
        StepNotReady: it is not reported.
    """
    return _judge(actor, open_judging(actor, plan, at), requirement, "step.return", note=note, at=at)


@action("stages.step.extend", begins=open_putting_off)
def extend_step(actor: Actor, *, plan: Identifier, requirement: str, days: int, reason: str, at: datetime) -> PlanCard:
    """Put a step off before its day, as often and as long as the scheme allows, with a reason.

    Raises:
        NoMoreTime: the scheme allows no further or no such extension.
        StepNotReady: it is late, reported or confirmed.
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
    """
    row = open_putting_off(actor, plan, at)
    step = _step(row, requirement)
    _require(row, requirement, StepState.OPEN, at)
    rules = pack_by_digest(row.pack_digest).standard(row.standard).rules
    count = int(rules["nonconformity.extension_count"].number)
    longest = int(rules["nonconformity.extension_days"].number)
    if not 0 < days <= longest or step.events.filter(action=EXTEND).count() >= count:
        raise NoMoreTime(where=requirement, count=count, days=longest, state="open")
    StepEvent.objects.create(step=step, action=EXTEND, note=reason, days=days, at=at, by=actor.pseudonym)
    notify(organisation=row.organisation_id, kind="stages.step.extended", subject=row.pk)
    return plan_card_of(row, day_of(at))
