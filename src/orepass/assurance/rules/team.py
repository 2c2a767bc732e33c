"""Whether an audit team can make a visit: competence of its people and of the team as a whole, and rotation.

ISO/IEC 17021-1, 7.1.2 and 9.2.2; rotation on "comply or explain". A record taken back or ended is refused; one that
nobody ever made is refused where the scheme asks for records, and told as a warning elsewhere.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict
from orepass.party.rules.competence import CompetenceFact, Field, competent

AUDITING = frozenset({"lead", "auditor"})

NOT_COMPETENT = FindingKind(
    "assurance.competence.not_shown",
    Severity.ERROR,
    _("{person} is not shown to be competent: {reason}."),
    what_to_do=_("Record the competence with what shows it, or choose somebody else."),
)
NOT_COVERED = FindingKind(
    "assurance.competence.not_covered",
    Severity.ERROR,
    _("Nobody of the team is shown to be competent: {reason}."),
    what_to_do=_("Add somebody with this competence, as auditor, expert or interpreter."),
)
UNRECORDED = FindingKind(
    "assurance.competence.unrecorded",
    Severity.WARNING,
    _("No competence is on record for {person}: {reason}."),
    what_to_do=_("Record the competence with what shows it."),
)
ROTATION_YEARS = FindingKind(
    "assurance.impartiality.rotation_years",
    Severity.ERROR,
    _("{person} has led audits of the client for {years} years; the scheme allows {limit}."),
    what_to_do=_("Let another auditor lead this one, or file an explanation."),
)
FIRM_ROTATION = FindingKind(
    "assurance.impartiality.firm_rotation",
    Severity.ERROR,
    _("The provider has audited the client for {years} years; the scheme allows {limit}."),
    what_to_do=_("The client changes the provider, or an explanation is filed."),
)
ROTATION_EXPLAINED = FindingKind(
    "assurance.impartiality.rotation_explained",
    Severity.WARNING,
    _("The people or the provider do not change as the scheme asks; the explanation filed: {reason}"),
    what_to_do=_("Whoever reviews the file judges the explanation."),
)


class TeamPart(msgspec.Struct, frozen=True, kw_only=True):
    """A person of a team, the part played, and what is on record of the person's competence."""

    person: str
    part: str
    records: tuple[CompetenceFact, ...]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a visit needs: the standard, the minerals of the site, and the language of its people if it was named."""

    standard: str
    minerals: tuple[str, ...] = ()
    language: str = ""


def competence_findings(team: Sequence[TeamPart], wanted: Wanted, on: date, *, required: bool) -> list[Finding]:
    """Return what the team lacks on a day."""
    findings = []
    for member in team:
        if member.part in AUDITING:
            verdict = competent(member.records, Field.STANDARD, wanted.standard, on)
            findings += _told(NOT_COMPETENT, member.person, verdict, required=required)
    for mineral in wanted.minerals:
        findings += _of_team(team, Field.MINERAL, mineral, on, required=required)
    interpreted = any(member.part == "interpreter" for member in team)
    if wanted.language and not interpreted:
        findings += _of_team(team, Field.LANGUAGE, wanted.language, on, required=required)
    return findings


def _of_team(team: Sequence[TeamPart], field: Field, of: str, on: date, *, required: bool) -> list[Finding]:
    verdicts = [competent(member.records, field, of, on) for member in team]
    if any(verdict.is_yes for verdict in verdicts):
        return []
    worst = min(verdicts, key=_is_missing)
    return _told(NOT_COVERED, "the team", worst, required=required)


def _is_missing(verdict: Verdict) -> bool:
    return verdict.unknown is Unknown.MISSING


def _told(kind: FindingKind, person: str, verdict: Verdict, *, required: bool) -> list[Finding]:
    if verdict.is_yes:
        return []
    reason = "; ".join(verdict.reasons)
    if _is_missing(verdict) and not required:
        return [UNRECORDED.at("team", person=person, reason=reason)]
    return [kind.at("team", person=person, reason=reason)]


def years_since(first: date | None, on: date) -> int:
    """Return the full years from a day to a day; none when there was no first day."""
    if first is None:
        return 0
    return on.year - first.year - ((on.month, on.day) < (first.month, first.day))


def rotation_years_findings(
    person: str, *, led_since: date | None, firm_since: date | None, on: date, limit: int | None
) -> list[Finding]:
    """Return a finding when the lead auditor, or the provider, has stayed as many years as the scheme allows."""
    if limit is None:
        return []
    led, firm = years_since(led_since, on), years_since(firm_since, on)
    findings = []
    if led >= limit:
        findings.append(ROTATION_YEARS.at(person, person=person, years=led, limit=limit))
    if firm >= limit:
        findings.append(FIRM_ROTATION.at("provider", years=firm, limit=limit))
    return findings


def explained(findings: Sequence[Finding], explanation: str) -> list[Finding]:
    """Return the findings of rotation, or one warning in their place when an explanation is filed."""
    if not findings or not explanation:
        return list(findings)
    return [ROTATION_EXPLAINED.at("visit.basis.rotation_explanation", reason=explanation)]
