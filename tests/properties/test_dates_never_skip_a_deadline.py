"""Month arithmetic never skips a deadline: every month has its day, days keep their order, no gap exceeds a month."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from orepass.assurance.rules.clocks import surveillance_dues
from orepass.assurance.rules.terms import Terms
from orepass.kernel.period import Period, add_months
from orepass.scheme.rules.working_days import working_days_after

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(DAYS, st.integers(0, 600))
def test_so_many_months_later_lies_in_that_month_and_never_in_the_next(start: date, months: int) -> None:
    found = add_months(start, months)
    assert found.year * 12 + found.month == start.year * 12 + start.month + months
    assert found.day <= start.day


@given(DAYS, DAYS, st.integers(0, 600))
def test_a_later_start_never_has_an_earlier_deadline(first: date, second: date, months: int) -> None:
    early, late = sorted([first, second])
    assert add_months(early, months) <= add_months(late, months)


@given(DAYS, st.integers(0, 400))
def test_from_deadline_to_deadline_is_one_month_of_28_to_31_days(start: date, months: int) -> None:
    gap = add_months(start, months + 1) - add_months(start, months)
    assert timedelta(28) <= gap <= timedelta(31)


@given(DAYS, st.integers(1, 60), st.integers(1, 24))
def test_no_surveillance_is_skipped_in_a_cycle(start: date, cycle: int, rhythm: int) -> None:
    end = add_months(start, cycle)
    dues = surveillance_dues(start, end, Terms(surveillance_months=rhythm))
    marks = [start, *dues, end]
    assert dues == sorted(set(dues))
    assert all(add_months(start, rhythm * number) == due for number, due in enumerate(dues, start=1))
    assert all(later - earlier <= timedelta(31 * rhythm) for earlier, later in itertools.pairwise(marks))


@given(DAYS, st.integers(1, 48), st.integers(1, 48))
def test_periods_that_follow_each_other_share_no_day_and_leave_none_out(start: date, first: int, second: int) -> None:
    middle = add_months(start, first)
    earlier, later = Period(start, middle), Period(middle, add_months(middle, second))
    for day in (middle - timedelta(1), middle, start):
        assert earlier.holds(day) != later.holds(day)


@given(DAYS, st.integers(0, 60), st.lists(DAYS, max_size=8))
def test_working_days_end_on_one_and_a_holiday_never_makes_a_deadline_earlier(
    start: date, days: int, holidays: list[date]
) -> None:
    plain = working_days_after(start=start, days=days).value
    listed = ",".join(day.isoformat() for day in holidays)
    moved = working_days_after(start=start, days=days, holidays=listed).value
    assert moved >= plain
    if days:
        assert moved.weekday() < 5
        assert moved not in holidays
