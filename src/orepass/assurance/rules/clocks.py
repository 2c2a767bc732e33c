"""Clocks: when a plan, a correction, a surveillance visit or a decision on a suspension falls due.

Months clamp to the end of the month; a due day is the last day on which the thing is still in time.
"""

from datetime import date, timedelta

from orepass.assurance.rules.terms import Grade, Terms
from orepass.kernel.period import Period, add_months


def _after(start: date, *, days: int | None, months: int | None) -> date | None:
    if months is not None:
        return add_months(start, months)
    return None if days is None else start + timedelta(days=days)


def plan_due(grade: Grade, visit_ended_on: date, terms: Terms) -> date | None:
    """Return the last day for a corrective action plan."""
    clock = terms.of_grade(grade)
    return _after(visit_ended_on, days=clock.plan_days, months=clock.plan_months)


def closure_due(grade: Grade, visit_ended_on: date, terms: Terms, *, extensions: int = 0) -> date | None:
    """Return the last day for verified correction, each granted extension added."""
    clock = terms.of_grade(grade)
    due = _after(visit_ended_on, days=clock.closure_days, months=clock.closure_months)
    if due is None:
        return None
    if terms.extension_days is not None:
        return due + timedelta(days=extensions * terms.extension_days)
    return add_months(due, extensions * terms.extension_months)


def certificate_period(decided_on: date, months: int) -> Period:
    """Return the period of a certificate: so many months from the day of the decision (ISO/IEC 17021-1, 9.1.3)."""
    return Period(decided_on, add_months(decided_on, months))


def renewed_period(old_end: date, decided_on: date, terms: Terms) -> Period:
    """Return the period of a renewal: the old cycle is kept when the decision comes before the restore window ends."""
    if decided_on < restore_before(old_end, terms):
        return Period(decided_on, add_months(old_end, terms.cycle_months))
    return certificate_period(decided_on, terms.cycle_months)


def restore_before(valid_before: date, terms: Terms) -> date:
    """Return the first day on which an expired certificate can no longer be restored without a new stage 2."""
    return add_months(valid_before, terms.restore_months)


def surveillance_dues(valid_from: date, valid_before: date, terms: Terms) -> list[date]:
    """Return the last days for surveillance visits; the visit for recertification replaces the one at the end."""
    dues = []
    months = terms.surveillance_months
    while (due := add_months(valid_from, months)) < valid_before:
        dues.append(due)
        months += terms.surveillance_months
    return dues


def suspension_due(suspended_on: date, terms: Terms) -> date:
    """Return the last day to restore, reduce or withdraw a suspended certificate."""
    return add_months(suspended_on, terms.suspension_months)


def candidate_period(contracted_on: date, terms: Terms, *, ended_on: date | None = None) -> Period:
    """Return the period in which a client may be called a candidate; without a limit it stays open.

    It ends before the day on which the file was decided or withdrawn, if that comes first.
    """
    limit = None if terms.candidate_months is None else add_months(contracted_on, terms.candidate_months)
    ends = [day for day in (limit, ended_on) if day is not None]
    return Period(contracted_on, min(ends, default=None))


def end_after_provider_withdrawal(withdrawn_on: date, terms: Terms) -> date:
    """Return the first day without validity once the provider has lost its accreditation; until then clients move."""
    return withdrawn_on + timedelta(days=terms.provider_withdrawal_days + 1)
