"""Dates, months and half-open periods.

Calendar months clamp at the month's end: 31 January plus one month is the last day of February. Periods are half-open
(``valid_from`` ≤ day < ``valid_before``), so that two periods that follow each other share no day; a reader is shown
"valid to" the day before.
"""

import calendar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import msgspec

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

MONTHS_PER_YEAR = 12


class BeyondCalendar(Invalid, ValueError):  # noqa: N818 - a refusal, as the others
    """No calendar reaches that far."""

    code = "kernel.period.beyond_calendar"
    message = _("{months} months from {day} is a day that no calendar holds.")
    what_to_do = _("Check the year.")


class Period(msgspec.Struct, frozen=True):
    """A half-open span of days; an open end is ``None``."""

    valid_from: date
    valid_before: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether the day lies in the period."""
        return self.valid_from <= day and (self.valid_before is None or day < self.valid_before)

    @property
    def valid_to(self) -> date | None:
        """Return the last day of the period, as shown to readers."""
        return None if self.valid_before is None else self.valid_before - timedelta(days=1)


@lru_cache(maxsize=4096)
def add_months(day: date, months: int) -> date:
    """Add calendar months, clamped to the end of the month.

    Raises:
        BeyondCalendar: the day lies before the year 1 or after the year 9999.
    """
    index = day.year * MONTHS_PER_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_PER_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise BeyondCalendar(day=day, months=months)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def day_of(instant: datetime) -> date:
    """Return the UTC day of an instant; naive instants are a bug."""
    assert instant.tzinfo is not None, "instants carry their time zone"
    return instant.astimezone(UTC).date()
