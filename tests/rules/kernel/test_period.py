"""Months clamp, periods are half-open, and days are those of UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from orepass.kernel.period import Period, add_months, day_of


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 22), 36, date(2029, 11, 22)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_clamp_to_the_end_of_the_month(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_period_holds_its_first_day_and_not_its_end() -> None:
    period = Period(date(2026, 1, 1), date(2027, 1, 1))
    assert period.holds(date(2026, 1, 1))
    assert period.holds(date(2026, 12, 31))
    assert not period.holds(date(2027, 1, 1))
    assert not period.holds(date(2025, 12, 31))
    assert period.valid_to == date(2026, 12, 31)


def test_open_period_never_ends() -> None:
    assert Period(date(2026, 1, 1)).holds(date.max)
    assert Period(date(2026, 1, 1)).valid_to is None


def test_periods_that_follow_each_other_share_no_day() -> None:
    turn = date(2026, 7, 1)
    before, after = Period(date(2026, 1, 1), turn), Period(turn, date(2027, 1, 1))
    days = [date(2026, 6, 25) + timedelta(days=at) for at in range(14)]
    assert all(before.holds(day) != after.holds(day) for day in days)


def test_day_is_that_of_utc() -> None:
    kinshasa = timezone(timedelta(hours=1))
    assert day_of(datetime(2026, 11, 22, 0, 30, tzinfo=kinshasa)) == date(2026, 11, 21)
    assert day_of(datetime(2026, 11, 22, 0, 30, tzinfo=UTC)) == date(2026, 11, 22)


def test_instant_without_time_zone_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        day_of(datetime(2026, 11, 22))  # noqa: DTZ001 - that is the point
