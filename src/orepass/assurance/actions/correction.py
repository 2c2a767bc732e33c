"""From the corrective action plan to verified correction: plan, judge, prove, verify, extend."""

from datetime import date, datetime

from orepass.assurance.actions.file import open_file, require_independent, terms_for
from orepass.assurance.models import Nonconformity, NonconformityStep
from orepass.assurance.queries.cards import NonconformityCard
from orepass.assurance.queries.case import day_to_tell, nonconformity_of
from orepass.assurance.queries.facts import EXTEND, nonconformity_state
from orepass.assurance.rules.impartiality import Duty
from orepass.assurance.rules.lifecycles import NONCONFORMITY
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify


class FindingState(Conflict):
    """The nonconformity does not stand where this step is possible."""

    code = "assurance.finding.state"
    message = _("This is not possible while the nonconformity is “{state}”.")
    what_to_do = _("The steps possible now: {allowed}.")


class NoProof(Invalid):
    """A correction needs proof."""

    code = "assurance.finding.no_proof"
    message = _("A correction is not proved by words alone.")
    what_to_do = _("Store a document, picture or recording as evidence and name it here.")


class NoExtension(Conflict):
    """The closure cannot be put off."""

    code = "assurance.finding.no_extension"
    message = _("The scheme allows {count} extensions, and only before the last day.")
    what_to_do = _("Prove the correction, or let the consequences of the scheme follow.")


def _open(actor: Actor, finding: str, *, of: str) -> Nonconformity:
    row = Nonconformity.objects.filter(pk=finding).first()
    if row is None:
        raise NotFound(where="finding", what=finding)
    open_file(actor, row.application_id, of=of)
    return row


def _step(
    actor: Actor,
    row: Nonconformity,
    action_name: str,
    *,
    note: str,
    at: datetime,
    evidence: tuple[str, ...] = (),
    promised_on: date | None = None,
) -> NonconformityCard:
    state = nonconformity_state(row)
    if action_name != EXTEND and action_name not in NONCONFORMITY.allowed(state):
        raise FindingState(where=row.pk, state=state, allowed=", ".join(NONCONFORMITY.allowed(state)) or "—")
    require_evidence(list(evidence))
    NonconformityStep.objects.create(
        nonconformity=row,
        action=action_name,
        note=note,
        evidence=list(evidence),
        promised_on=promised_on,
        at=at,
        by=actor.pseudonym,
    )
    return nonconformity_of(row)


def open_judging(actor: Actor, finding: str, at: datetime) -> Nonconformity:
    """Open a nonconformity for somebody of the provider without a tie to the client.

    Raises:
        NotFound: there is none, or the actor does not act for the provider.
        NotIndependent: the actor has a tie to the client.
    """
    row = _open(actor, finding, of="provider")
    require_independent(row.application, actor.pseudonym, Duty.EVALUATE, at)
    return row


def open_extension(actor: Actor, finding: str, at: datetime) -> Nonconformity:
    """Open a nonconformity whose closure may still be put off.

    Raises:
        NotIndependent: the actor has a tie to the client.
        NoExtension: the scheme allows no further one, or the last day has passed.
    """
    row = open_judging(actor, finding, at)
    count = terms_for(row.application).extension_count
    due = nonconformity_of(row).closure_due
    extended = row.steps.filter(action=EXTEND).count()
    closed = nonconformity_state(row) == "closed"
    if closed or extended >= count or (due is not None and at.date() > due):
        raise NoExtension(where=row.pk, count=count)
    return row


def _judge(actor: Actor, row: Nonconformity, action_name: str, *, note: str, at: datetime) -> NonconformityCard:
    card = _step(actor, row, action_name, note=note, at=at)
    notify(
        organisation=row.application.client_id,
        kind=f"assurance.{action_name}",
        subject=row.pk,
        due_on=day_to_tell(row),
    )
    return card


@action("assurance.finding.plan")
def plan_correction(
    actor: Actor, *, finding: Identifier, plan: str, promised_on: date, evidence: tuple[str, ...] = (), at: datetime
) -> NonconformityCard:
    """Submit a corrective action plan: cause, correction and by when.

    Raises:
        FindingState: there is a plan already.
    """
    row = _open(actor, finding, of="client")
    card = _step(actor, row, "finding.plan", note=plan, at=at, evidence=evidence, promised_on=promised_on)
    notify(organisation=row.application.provider_id, kind="assurance.finding.planned", subject=row.pk)
    return card


@action("assurance.finding.accept", begins=open_judging)
def accept_plan(actor: Actor, *, finding: Identifier, note: str = "", at: datetime) -> NonconformityCard:
    """Accept a corrective action plan.

    Raises:
        NotIndependent: the actor has a tie to the client.
        FindingState: there is no plan to judge.
    """
    return _judge(actor, open_judging(actor, finding, at), "finding.accept", note=note, at=at)


@action("assurance.finding.return", begins=open_judging)
def return_correction(actor: Actor, *, finding: Identifier, note: str, at: datetime) -> NonconformityCard:
    """Send a plan or a proof back, with what is missing.

    Raises:
        NotIndependent: the actor has a tie to the client.
        FindingState: there is nothing to judge.
    """
    return _judge(actor, open_judging(actor, finding, at), "finding.return", note=note, at=at)


@action("assurance.finding.prove")
def prove_correction(
    actor: Actor, *, finding: Identifier, note: str, evidence: tuple[str, ...], at: datetime
) -> NonconformityCard:
    """Prove that the correction was made, with at least one piece of evidence.

    Raises:
        NoProof: no evidence is named.
        FindingState: no plan has been accepted.
    """
    row = _open(actor, finding, of="client")
    if not evidence:
        raise NoProof(where="evidence")
    card = _step(actor, row, "finding.prove", note=note, at=at, evidence=evidence)
    notify(organisation=row.application.provider_id, kind="assurance.finding.proved", subject=row.pk)
    return card


@action("assurance.finding.close", begins=open_judging)
def close_nonconformity(actor: Actor, *, finding: Identifier, note: str = "", at: datetime) -> NonconformityCard:
    """Close a nonconformity after verifying its correction; it stays in the report.

    Raises:
        NotIndependent: the actor has a tie to the client.
        FindingState: nothing has been proved.
    """
    return _judge(actor, open_judging(actor, finding, at), "finding.close", note=note, at=at)


@action("assurance.finding.extend", begins=open_extension)
def extend_closure(actor: Actor, *, finding: Identifier, reason: str, at: datetime) -> NonconformityCard:
    """Put the closure off once, before its last day, with a reason.

    Raises:
        NoExtension: the scheme allows no further one, or the last day has passed.
        NotIndependent: the actor has a tie to the client.
    """
    row = open_extension(actor, finding, at)
    card = _step(actor, row, EXTEND, note=reason, at=at)
    notify(
        organisation=row.application.client_id,
        kind="assurance.finding.extended",
        subject=row.pk,
        due_on=day_to_tell(row),
    )
    return card
