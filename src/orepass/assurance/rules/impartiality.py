"""Impartiality: who may review, decide or audit, as a function from facts to findings (ISO/IEC 17021-1, 5.2 and 9.5.1).

The rule sits in the actions, so that no door can forget it. An interest that nobody declared either way is unknown, and
unknown is not clean.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import msgspec

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Verdict, negate


class Duty(StrEnum):
    """What a person does in a file."""

    EVALUATE = "evaluate"
    REVIEW = "review"
    DECIDE = "decide"
    RESOLVE_APPEAL = "resolve_appeal"


class Participation(msgspec.Struct, frozen=True):
    """That a person did something in the same file."""

    person: str
    duty: Duty


class Interests(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person's ties to the client.

    Attributes:
        declared: whether a declared tie (advice, employment, ownership, family) counts within the cooling-off time.
        staff: whether the person holds a role at the client today.
    """

    declared: Verdict
    staff: Verdict


INCOMPATIBLE: Final[dict[Duty, frozenset[Duty]]] = {
    Duty.EVALUATE: frozenset({Duty.REVIEW, Duty.DECIDE}),
    Duty.REVIEW: frozenset({Duty.EVALUATE}),
    Duty.DECIDE: frozenset({Duty.EVALUATE}),
    Duty.RESOLVE_APPEAL: frozenset({Duty.EVALUATE, Duty.REVIEW, Duty.DECIDE}),
}
"""For each duty, the duties in the same file that rule it out. The reviewer may also decide."""

SAME_FILE = FindingKind(
    "assurance.impartiality.same_file",
    Severity.ERROR,
    _("This person took part in the same file ({did}) and may not {duty} it."),
    what_to_do=_("Let someone decide who took no part in the evaluation."),
)
TIED = FindingKind(
    "assurance.impartiality.tied",
    Severity.ERROR,
    _("This person advised, worked for or is tied to the client within the last {months} months: {reason}."),
    what_to_do=_("Choose someone without a tie to the client."),
)
STAFF = FindingKind(
    "assurance.impartiality.staff",
    Severity.ERROR,
    _("This person works for the client: {reason}."),
    what_to_do=_("Choose someone who holds no role at the client."),
)
UNKNOWN_INTEREST = FindingKind(
    "assurance.impartiality.undeclared",
    Severity.ERROR,
    _("It is not known whether this person has a tie to the client: {reason}."),
    what_to_do=_("Ask the person to declare interests before taking part."),
)
ROTATION = FindingKind(
    "assurance.impartiality.rotation",
    Severity.ERROR,
    _("This person has led {audits} audits of the client in a row; the scheme allows {limit}."),
    what_to_do=_("Let another auditor lead this one."),
)
FEE_ON_OUTCOME = FindingKind(
    "assurance.impartiality.fee_on_outcome",
    Severity.ERROR,
    _("The fee depends on the outcome of the assessment."),
    what_to_do=_("Agree a fee that is owed whatever the decision will be."),
)


def independence_findings(
    person: str, duty: Duty, *, file: Iterable[Participation], interests: Interests, cooling_off_months: int
) -> list[Finding]:
    """Return every reason why a person may not take on a duty in a file; none means that the person may."""
    did = sorted({part.duty for part in file if part.person == person and part.duty in INCOMPATIBLE[duty]})
    findings = [SAME_FILE.at(person, did=other, duty=duty) for other in did]
    for kind, tie in ((TIED, interests.declared), (STAFF, interests.staff)):
        reason = "; ".join(tie.reasons) or str(tie.unknown)
        if tie.is_yes:
            findings.append(kind.at(person, months=cooling_off_months, reason=reason))
        elif not negate(tie).is_yes:
            findings.append(UNKNOWN_INTEREST.at(person, reason=reason))
    return findings


def rotation_findings(person: str, *, audits_led: int, limit: int | None) -> list[Finding]:
    """Return a finding when a lead auditor has led as many audits of the client in a row as the scheme allows."""
    if limit is None or audits_led < limit:
        return []
    return [ROTATION.at(person, audits=audits_led, limit=limit)]
