"""Internal inspections: who may inspect whom, and what a finding does (domain rules B3 and B4)."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _


class MemberGrade(StrEnum):
    """How grave a finding at a member is."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class MemberFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What an internal inspector found against a requirement."""

    requirement: str
    grade: MemberGrade
    note: str = ""


class InspectorFact(msgspec.Struct, frozen=True, kw_only=True):
    """An appointed inspector: own unit, units of relatives, and for how long."""

    person: str
    own_unit: str
    related_units: tuple[str, ...]
    valid_from: date
    valid_before: date | None = None


NOT_APPOINTED: Final = FindingKind(
    "groups.inspection.not_appointed",
    Severity.ERROR,
    _("{person} is not an appointed inspector of this group on {day}."),
    what_to_do=_("Appoint the inspector first, with their own unit and the units of their relatives."),
)
OWN_UNIT: Final = FindingKind(
    "groups.inspection.own_unit",
    Severity.ERROR,
    _("An inspector does not inspect their own unit or a relative's ({unit})."),
    what_to_do=_("Send another inspector."),
)


def inspector_findings(
    person: str, *, inspectors: Iterable[InspectorFact], member_person: str, unit: str, on: date
) -> list[Finding]:
    """Return why a person may not inspect a member on a day; none means that the person may."""
    own = [
        fact
        for fact in inspectors
        if fact.person == person and fact.valid_from <= on and (fact.valid_before is None or on < fact.valid_before)
    ]
    if not own:
        return [NOT_APPOINTED.at(person, person=person, day=on)]
    close = person == member_person or any(unit in {fact.own_unit, *fact.related_units} for fact in own)
    return [OWN_UNIT.at(person, unit=unit)] if close else []


def passed(findings: Iterable[MemberFinding]) -> bool:
    """Say whether an inspection was passed: nothing critical and nothing major was found."""
    return all(finding.grade is MemberGrade.MINOR for finding in findings)


def zero_tolerance(findings: Iterable[MemberFinding]) -> bool:
    """Say whether something critical was found."""
    return any(finding.grade is MemberGrade.CRITICAL for finding in findings)
