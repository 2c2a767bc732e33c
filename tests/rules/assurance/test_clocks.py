"""Clocks against the vectors of the domain reference (ids N1 to N13)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.assurance.rules.clocks import (
    candidate_period,
    certificate_period,
    closure_due,
    end_after_provider_withdrawal,
    plan_due,
    renewed_period,
    restore_before,
    surveillance_dues,
    suspension_due,
)
from orepass.assurance.rules.terms import GENERIC, Grade, GradeTerms, Terms
from orepass.kernel.period import Period

LETTER = Terms(major=GradeTerms(plan_days=60, closure_days=90))


@pytest.mark.parametrize(
    ("vector", "found", "expected"),
    [
        ("N1", plan_due(Grade.MAJOR, date(2025, 5, 10), GENERIC), date(2025, 6, 10)),
        ("N1", closure_due(Grade.MAJOR, date(2025, 5, 10), GENERIC), date(2025, 11, 10)),
        ("N1", closure_due(Grade.MAJOR, date(2025, 5, 10), GENERIC, extensions=1), date(2026, 5, 10)),
        ("N1", certificate_period(date(2025, 6, 1), 12), Period(date(2025, 6, 1), date(2026, 6, 1))),
        ("N2", plan_due(Grade.MINOR, date(2025, 5, 10), GENERIC), date(2025, 6, 10)),
        ("N3", plan_due(Grade.MAJOR, date(2025, 3, 1), LETTER), date(2025, 4, 30)),
        ("N3", closure_due(Grade.MAJOR, date(2025, 3, 1), LETTER), date(2025, 5, 30)),
        ("N4", closure_due(Grade.MAJOR, date(2025, 1, 20), GENERIC), date(2025, 7, 20)),
        ("N5", certificate_period(date(2025, 2, 10), 36).valid_to, date(2028, 2, 9)),
        ("N5", surveillance_dues(date(2025, 2, 10), date(2028, 2, 10), GENERIC)[0], date(2026, 2, 10)),
        ("N5", restore_before(date(2028, 2, 10), GENERIC), date(2028, 8, 10)),
        ("N6", suspension_due(date(2025, 8, 31), GENERIC), date(2026, 2, 28)),
        ("N13", end_after_provider_withdrawal(date(2025, 3, 1), GENERIC), date(2025, 5, 31)),
    ],
)
def test_vector_of_the_reference_holds(vector: str, found: object, expected: object) -> None:
    assert found == expected, vector


def test_surveillance_is_due_once_a_year_and_not_in_the_last() -> None:
    assert surveillance_dues(date(2025, 2, 10), date(2028, 2, 10), GENERIC) == [date(2026, 2, 10), date(2027, 2, 10)]


def test_an_18_month_rhythm_asks_for_one_visit_in_three_years() -> None:
    terms = Terms(surveillance_months=18)
    assert surveillance_dues(date(2025, 1, 31), date(2028, 1, 31), terms) == [date(2026, 7, 31)]


def test_candidate_time_ends_after_twelve_months() -> None:
    assert candidate_period(date(2025, 1, 31), GENERIC) == Period(date(2025, 1, 31), date(2026, 1, 31))


def test_candidate_time_without_limit_stays_open() -> None:
    assert candidate_period(date(2025, 1, 31), Terms(candidate_months=None)).valid_before is None


def test_candidate_time_ends_with_the_file_when_that_comes_first() -> None:
    signed, decided, late = date(2025, 1, 31), date(2025, 6, 1), date(2026, 6, 1)
    assert candidate_period(signed, GENERIC, ended_on=decided) == Period(signed, decided)
    assert candidate_period(signed, GENERIC, ended_on=late) == Period(signed, date(2026, 1, 31))
    assert candidate_period(signed, Terms(candidate_months=None), ended_on=decided) == Period(signed, decided)


def test_grade_without_clock_has_no_due_day() -> None:
    terms = Terms(minor=GradeTerms())
    assert plan_due(Grade.MINOR, date(2025, 1, 1), terms) is None
    assert closure_due(Grade.MINOR, date(2025, 1, 1), terms) is None


def test_renewal_in_time_keeps_the_old_cycle() -> None:
    found = renewed_period(date(2028, 2, 10), date(2028, 8, 9), GENERIC)
    assert found == Period(date(2028, 8, 9), date(2031, 2, 10))


def test_renewal_after_the_restore_window_starts_a_new_cycle() -> None:
    found = renewed_period(date(2028, 2, 10), date(2028, 8, 10), GENERIC)
    assert found == Period(date(2028, 8, 10), date(2031, 8, 10))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(list(Grade)))
def test_a_plan_never_falls_due_after_the_correction(day: date, grade: Grade) -> None:
    plan, closure = plan_due(grade, day, GENERIC), closure_due(grade, day, GENERIC)
    assert plan is not None
    assert closure is not None
    assert day < plan <= closure


def test_an_extension_in_days_is_added_to_the_clock() -> None:
    terms = Terms(extension_days=90)
    assert closure_due(Grade.MAJOR, date(2025, 1, 20), terms, extensions=1) == date(2025, 10, 18)
