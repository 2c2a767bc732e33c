"""Raise a nonconformity: graded, tied to a requirement, with clocks from the scheme."""

from datetime import datetime

from orepass.assurance.actions.audit import SampleUnusable, open_audit
from orepass.assurance.actions.file import WrongState, require_candidate_time, require_independent
from orepass.assurance.models import Application, Audit, Nonconformity
from orepass.assurance.queries.cards import NonconformityCard
from orepass.assurance.queries.case import day_to_tell, nonconformity_of
from orepass.assurance.queries.evaluation import standard_of
from orepass.assurance.queries.facts import state_of
from orepass.assurance.rules.decision import repeated_grade
from orepass.assurance.rules.impartiality import Duty
from orepass.assurance.rules.lifecycles import APPLICATION
from orepass.assurance.rules.terms import Grade
from orepass.kernel.identifier import Identifier, mint
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify


def open_raising(actor: Actor, audit: str, at: datetime) -> Audit:
    """Open a visit whose team may still raise what it found.

    Raises:
        NotFound: there is no such visit, or the actor does not act for the provider.
        NotOnTheTeam: the actor is not in the team of the visit.
        WrongState: the evaluation has been handed over already.
        CandidateTimeOver: the file is undecided and its time is over.
        NotIndependent: the actor has a tie to the client.
    """
    visit = open_audit(actor, audit)
    _require_open_evaluation(visit.application, visit)
    require_candidate_time(visit.application, at)
    require_independent(visit.application, actor.pseudonym, Duty.EVALUATE, at)
    return visit


@action("assurance.finding.raise", begins=open_raising)
def raise_nonconformity(
    actor: Actor,
    *,
    audit: Identifier,
    requirement: str,
    grade: Grade,
    statement: str,
    subject: str = "",
    evidence: tuple[str, ...] = (),
    at: datetime,
) -> NonconformityCard:
    """Raise a nonconformity against a requirement; one that repeats an earlier one weighs a grade more.

    Its client is told at once, and of the day to keep once the visit is over, with whose last day the clocks start.

    Raises:
        NotOnTheTeam: the actor is not in the team of the visit.
        NotIndependent: the actor has a tie to the client.
        WrongState: the evaluation has been handed over already.
        SampleUnusable: the subject was not visited.
        RequirementUnknown: the standard has no such requirement.
    """
    visit = open_raising(actor, audit, at)
    file = visit.application
    standard_of(file).requirement(requirement)
    require_evidence(list(evidence))
    if subject and not visit.subjects.filter(subject=subject).exists():
        raise SampleUnusable(where="subject", reason=f"{subject[:40]} is not in it")
    repeated = _was_raised_before(visit, requirement, subject)
    row = Nonconformity.objects.create(
        id=mint("ncf"),
        application=file,
        audit=visit,
        requirement=requirement,
        subject=subject,
        grade=repeated_grade(grade) if repeated else grade,
        repeated=repeated,
        statement=statement,
        evidence=list(evidence),
        raised_at=at,
        raised_by=actor.pseudonym,
    )
    notify(organisation=file.client_id, kind="assurance.finding.raised", subject=row.pk, due_on=day_to_tell(row))
    return nonconformity_of(row)


def _require_open_evaluation(file: Application, visit: Audit) -> None:
    state = state_of(file)
    if state not in {"planned", "evaluated"} and visit.kind == "initial":
        raise WrongState(where=file.pk, state=state, allowed=", ".join(APPLICATION.allowed(state)) or "—")


def _was_raised_before(visit: Audit, requirement: str, subject: str) -> bool:
    """Say whether an earlier visit to the same client raised the same."""
    earlier = Nonconformity.objects.filter(
        application__client=visit.application.client_id,
        application__standard=visit.application.standard,
        requirement=requirement,
        subject=subject,
        audit__planned_at__lt=visit.planned_at,
    )
    return earlier.exclude(audit=visit).exists()
