"""What may be decided: which certificate, if any, the facts of a file allow (ISO/IEC 17021-1, 9.5.3).

Unknown never grants: an outcome that is not a plain yes refuses a certificate, whatever the reason.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from orepass.assurance.rules.clocks import closure_due
from orepass.assurance.rules.terms import Grade, Terms
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Verdict, yes


class Decision(StrEnum):
    """What a decision maker can decide about a file."""

    GRANT = "grant"
    GRANT_PROVISIONAL = "grant_provisional"
    DECLINE = "decline"


class NonconformityFact(msgspec.Struct, frozen=True, kw_only=True):
    """What the decision needs to know of a nonconformity."""

    identifier: str
    grade: Grade
    state: str
    visit_ended_on: date
    extensions: int = 0
    verified_on: date | None = None


CRITICAL_OPEN = FindingKind(
    "assurance.decision.critical_open",
    Severity.ERROR,
    _("A critical nonconformity is not closed."),
    what_to_do=_("Close it with proof before any certificate is granted."),
)
MAJOR_OPEN = FindingKind(
    "assurance.decision.major_open",
    Severity.ERROR,
    _("A major nonconformity is not closed."),
    what_to_do=_("Have its correction verified, or decide on the lesser certificate the scheme allows, if any."),
)
MINOR_UNPLANNED = FindingKind(
    "assurance.decision.minor_unplanned",
    Severity.ERROR,
    _("A minor nonconformity has no accepted plan."),
    what_to_do=_("Accept a corrective action plan for it first."),
)
NOT_A_MEMBER = FindingKind(
    "assurance.decision.not_a_member",
    Severity.ERROR,
    _("The client is no member of “{council}” on {day}, by what is on record."),
    what_to_do=_("Have its membership recorded from the council's paper, or decline."),
)
TOO_LATE = FindingKind(
    "assurance.decision.verified_too_late",
    Severity.ERROR,
    _("A major nonconformity was not verified by {due}; the visit has to be repeated."),
    what_to_do=_("Plan another stage 2."),
)
NOT_MET = FindingKind(
    "assurance.decision.outcome_not_met",
    Severity.ERROR,
    _("The evaluation does not say that the standard is met: {reasons}."),
    what_to_do=_("Answer what is missing, correct what is not met, and evaluate again."),
)
NO_PROVISIONAL = FindingKind(
    "assurance.decision.no_provisional",
    Severity.ERROR,
    _("This scheme knows no provisional certificate."),
    what_to_do=_("Grant the full certificate or decline."),
)
CANDIDATE_ENDED = FindingKind(
    "assurance.decision.candidate_ended",
    Severity.ERROR,
    _("The time as a candidate ended before {ended}."),
    what_to_do=_("The client has to apply anew; its evidence may be used again."),
)
PROVIDER_NOT_ACCREDITED = FindingKind(
    "assurance.decision.provider_not_accredited",
    Severity.ERROR,
    _("It is not shown that the provider is accredited for this standard today: {reasons}."),
    what_to_do=_("Record the accreditation, or transfer the file to a provider who has one."),
)


def grade_at(grade: Grade, *, is_open: bool, closure_due: date | None, on: date) -> Grade:
    """Return the grade on a day: an open minor counts as major from the day after its closure was due."""
    late = is_open and closure_due is not None and on > closure_due
    return Grade.MAJOR if late and grade is Grade.MINOR else grade


def effective_grade(fact: NonconformityFact, on: date, terms: Terms) -> Grade:
    """Return the grade of a nonconformity on a day."""
    due = closure_due(fact.grade, fact.visit_ended_on, terms, extensions=fact.extensions)
    return grade_at(fact.grade, is_open=fact.state != "closed", closure_due=due, on=on)


def repeated_grade(grade: Grade) -> Grade:
    """Return the grade of a finding that repeats one of the same cycle: one step up."""
    return {Grade.MINOR: Grade.MAJOR, Grade.MAJOR: Grade.CRITICAL, Grade.CRITICAL: Grade.CRITICAL}[grade]


def decision_findings(
    decision: Decision,
    *,
    outcome: Verdict,
    nonconformities: Sequence[NonconformityFact],
    accredited: Verdict,
    candidate_ended_before: date | None,
    on: date,
    terms: Terms,
) -> list[Finding]:
    """Return every reason against a decision; to decline is always possible."""
    if decision is Decision.DECLINE:
        return []
    findings = [] if outcome.is_yes else [NOT_MET.at(reasons=_reasons(outcome))]
    if not accredited.is_yes:
        findings.append(PROVIDER_NOT_ACCREDITED.at(reasons=_reasons(accredited)))
    if candidate_ended_before is not None and on >= candidate_ended_before:
        findings.append(CANDIDATE_ENDED.at(ended=candidate_ended_before.isoformat()))
    provisional = decision is Decision.GRANT_PROVISIONAL
    if provisional and terms.provisional_months is None:
        findings.append(NO_PROVISIONAL.at())
    for fact in nonconformities:
        findings += _against(fact, provisional=provisional, on=on, terms=terms)
    return findings


def recommendation_findings(
    decision: Decision,
    *,
    outcome: Verdict,
    nonconformities: Sequence[NonconformityFact],
    candidate_ended_before: date | None,
    on: date,
    terms: Terms,
) -> list[Finding]:
    """Return why a decision could not follow a recommendation of it made today.

    What can still be settled before the decision stands against none: a nonconformity within its time, and the
    accreditation of the provider.
    """
    return decision_findings(
        decision,
        outcome=outcome,
        nonconformities=[fact for fact in nonconformities if not _in_time(fact, on, terms)],
        accredited=yes(),
        candidate_ended_before=candidate_ended_before,
        on=on,
        terms=terms,
    )


def _in_time(fact: NonconformityFact, on: date, terms: Terms) -> bool:
    due = closure_due(fact.grade, fact.visit_ended_on, terms, extensions=fact.extensions)
    return fact.state != "closed" and (due is None or on <= due)


def _reasons(verdict: Verdict) -> str:
    return "; ".join(verdict.reasons) or str(verdict.answer)


def _against(fact: NonconformityFact, *, provisional: bool, on: date, terms: Terms) -> list[Finding]:
    grade = effective_grade(fact, on, terms)
    if fact.state == "closed":
        due = closure_due(fact.grade, fact.visit_ended_on, terms, extensions=fact.extensions)
        late = grade is Grade.MAJOR and due is not None and fact.verified_on is not None and fact.verified_on > due
        return [TOO_LATE.at(fact.identifier, due=due)] if late else []
    if grade is Grade.CRITICAL:
        return [CRITICAL_OPEN.at(fact.identifier)]
    if grade is Grade.MAJOR:
        return [] if provisional else [MAJOR_OPEN.at(fact.identifier)]
    return [MINOR_UNPLANNED.at(fact.identifier)] if fact.state in {"open", "planned"} else []
