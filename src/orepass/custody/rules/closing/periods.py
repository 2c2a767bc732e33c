"""The periods of an account, one after the other, and by when each of them is closed.

A period is half-open. The first begins on the day the account was opened; each ends where the next begins. Once a
period is closed its days take no entry any more: what is heard of later is booked on the first day that is open, and
keeps its own day beside it.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, at_least_one, need, not_below_zero, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

CLOSE_DAYS: Final = 30
"""Days after a period's end in which it is closed, where the scheme does not say."""

CLOSE_DAYS_MAX: Final = 365
RECONCILED: Final = Source(
    title="ISO 22095-2:2026",
    clause="mass balance, credit method: accounts are reconciled period by period",
    verified=False,
)


class State(StrEnum):
    """Where the first open period of an account stands on a day."""

    RUNNING = "running"
    TO_CLOSE = "to_close"
    OVERDUE = "overdue"


class Span(msgspec.Struct, frozen=True, order=True):
    """One period of an account: the number says the how manieth it is."""

    number: int
    begins_on: date
    ends_before: date

    @property
    def last_day(self) -> date:
        """Return the last day of the period."""
        return self.ends_before - timedelta(days=1)


def span(number: int, *, opened_on: date, months: int) -> Span:
    """Return a period by its number; the first is 1."""
    return Span(number, add_months(opened_on, (number - 1) * months), add_months(opened_on, number * months))


def span_of(day: date, *, opened_on: date, months: int) -> Span:
    """Return the period in which a day lies; a day before the account was opened is in none."""
    assert day >= opened_on, "no period holds a day before the account was opened"
    number = max(((day.year - opened_on.year) * 12 + day.month - opened_on.month) // months, 1)
    found = span(number, opened_on=opened_on, months=months)
    while found.ends_before <= day:
        found = span(found.number + 1, opened_on=opened_on, months=months)
    return found


def state(period: Span, *, on: date, close_days: int) -> State:
    """Say whether a period still runs, waits to be closed, or is overdue."""
    if on < period.ends_before:
        return State.RUNNING
    return State.OVERDUE if on > due(period, close_days=close_days) else State.TO_CLOSE


def due(period: Span, *, close_days: int) -> date:
    """Return the last day to close a period: so many days after its last one."""
    return period.last_day + timedelta(days=close_days)


def booked_on(own_day: date, *, open_from: date) -> date:
    """Return the day on which an entry is booked: its own, or the first that is open."""
    return max(own_day, open_from)


@rule("custody-close-by", parameters={"period_months": "custody.period_months", "close_days": "custody.close_days"})
def close_by(
    *, opened_on: date, period_months: int = 3, closed_periods: int = 0, close_days: int = CLOSE_DAYS
) -> Computed[date]:
    """The last day to close the first open period of an account; closed_periods says how many are closed already."""
    at_least_one(period_months=period_months)
    not_below_zero(closed_periods=closed_periods, close_days=close_days)
    need(
        close_days <= CLOSE_DAYS_MAX,
        "close_days",
        close_days,
        said(_("it must be at most {most}"), most=CLOSE_DAYS_MAX),
    )
    period = span(closed_periods + 1, opened_on=opened_on, months=period_months)
    value = due(period, close_days=close_days)
    return Computed(
        value=value,
        unit="date",
        explanation=(
            said(
                _("Period {number} runs from {begin} to {end}."),
                number=period.number,
                begin=period.begins_on,
                end=period.last_day,
            ),
            said(_("{day} plus {days} days is {end}."), day=period.last_day, days=close_days, end=value),
        ),
        sources=(RECONCILED, OWN_CHOICE),
    )


@rule("custody-booked-on", parameters={"period_months": "custody.period_months"})
def booking_day(*, own_day: date, opened_on: date, period_months: int = 3, closed_periods: int = 0) -> Computed[date]:
    """The day on which an entry is booked: its own, or the first open one where its period is closed already."""
    at_least_one(period_months=period_months)
    not_below_zero(closed_periods=closed_periods)
    need(own_day >= opened_on, "own_day", own_day, "it lies before the account was opened")
    open_from = span(closed_periods + 1, opened_on=opened_on, months=period_months).begins_on
    value = booked_on(own_day, open_from=open_from)
    own, first = _("{day} is open."), _("Everything before {day} is closed and signed.")
    words = said(own, day=own_day) if value == own_day else said(first, day=open_from)
    return Computed(value=value, unit="date", explanation=(words,), sources=(OWN_CHOICE,))
