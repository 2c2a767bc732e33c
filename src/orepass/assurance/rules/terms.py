"""The numbers assurance runs on: taken from the pack's rules, generic ISO practice where the pack is silent.

No number of a scheme lives in code. CERA publishes almost none of its own and says that it follows the audit periods of
ISO, so the generic values here (ISO/IEC 17021-1, clauses 5.2.10, 9.1.3, 9.5 and 9.6) stand in, and say that they do.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

import msgspec


class Grade(StrEnum):
    """How grave a nonconformity is."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class GradeTerms(msgspec.Struct, frozen=True, kw_only=True):
    """The clocks of one grade, counted from the end of the visit; no number means no clock of its own."""

    plan_days: int | None = None
    plan_months: int | None = None
    closure_days: int | None = None
    closure_months: int | None = None


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """One scheme's numbers, as assurance needs them."""

    cycle_months: int = 36
    candidate_months: int | None = 12
    surveillance_months: int = 12
    suspension_months: int = 6
    restore_months: int = 6
    provisional_months: int | None = None
    cooling_off_months: int = 24
    rotation_audits: int | None = None
    rotation_years: int | None = None
    competence_required: bool = False
    audit_time_enforced: bool = False
    majors_per_subject: int | None = None
    extension_count: int = 1
    extension_days: int | None = None
    extension_months: int = 6
    provider_withdrawal_days: int = 90
    council: str = ""
    critical: GradeTerms = GradeTerms(plan_days=7, closure_months=1)
    major: GradeTerms = GradeTerms(plan_months=1, closure_months=6)
    minor: GradeTerms = GradeTerms(plan_months=1, closure_months=12)

    def of_grade(self, grade: Grade) -> GradeTerms:
        """Return the clocks of a grade."""
        return {Grade.CRITICAL: self.critical, Grade.MAJOR: self.major, Grade.MINOR: self.minor}[grade]


GENERIC: Final = Terms()
"""Generic ISO practice; used only for what a pack leaves open."""


_PATHS: Final[dict[str, str]] = {
    "cycle_months": "lifecycle.cycle_months",
    "candidate_months": "lifecycle.candidate_months",
    "surveillance_months": "lifecycle.surveillance_months",
    "suspension_months": "lifecycle.suspension_months",
    "restore_months": "lifecycle.restoration_months",
    "provisional_months": "lifecycle.provisional_months",
    "provider_withdrawal_days": "lifecycle.provider_withdrawn_transfer_days",
    "council": "membership.council",
    "cooling_off_months": "separation.cooling_off_months",
    "rotation_audits": "separation.rotation_limit_audits",
    "rotation_years": "separation.rotation_limit_years",
    "competence_required": "separation.competence_required",
    "audit_time_enforced": "audit_time.enforced",
    "majors_per_subject": "nonconformity.majors_per_subject_that_suspend",
    "extension_count": "nonconformity.extension_count",
    "extension_days": "nonconformity.extension_days",
}
"""Which parameter of a pack fills which term."""

_CLOCKS: Final = (("plan_days", "plan_months"), ("closure_days", "closure_months"))
"""Days and months of one clock exclude each other: a pack that names one replaces both."""


def terms_from(values: Mapping[str, Any]) -> Terms:
    """Read the terms from a pack's parameters (dotted path to value); what the pack leaves open stays generic."""
    found: dict[str, Any] = {name: values[path] for name, path in _PATHS.items() if path in values}
    for grade in Grade:
        clocks = msgspec.structs.asdict(GENERIC.of_grade(grade))
        for pair in _CLOCKS:
            written = {name: values.get(f"nonconformity.{grade}.{name}") for name in pair}
            if any(value is not None for value in written.values()):
                clocks |= written
        found[grade.value] = clocks
    return msgspec.convert(found, Terms)
