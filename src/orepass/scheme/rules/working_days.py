"""Working days: counted from the day after, without the weekend and without the holidays that are named.

A scheme that counts in working days has to say whose: the calendar of holidays is an input, never an assumption.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, InputRefused, Source, names_in, need, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.scheme.rules.worded import between

APPEALS: Final = Source(title="Better Cotton assurance", clause="ten working days", verified=True)
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKEND: Final = "sat,sun"
WORKING_DAYS_MAX: Final = 1_000


def counted(start: date, days: int, *, free: Collection[int], holidays: Collection[date]) -> date:
    """Return the day on which so many working days after a start are over; none over is the start itself."""
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() not in free and day not in holidays
    return day


def _weekend(text: str) -> frozenset[int]:
    names = names_in(text)
    known = all(name in DAYS for name in names)
    problem = said(_("name days of {codes}, not all of them"), codes=DAYS)
    need(known and len(set(names)) < len(DAYS), "weekend", text, problem)
    return frozenset(DAYS.index(name) for name in names)


def _holidays(text: str) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(part.strip()) for part in text.split(",") if part.strip())
    except ValueError:
        problem = _("write days such as 2025-12-25, with commas")
        raise InputRefused(where="holidays", name="holidays", value=text, problem=problem) from None


@rule("working-days-after")
def working_days_after(*, start: date, days: int, holidays: str = "", weekend: str = WEEKEND) -> Computed[date]:
    """The last of so many working days after a start; holidays and the days of the weekend are named with commas."""
    need(0 <= days <= WORKING_DAYS_MAX, "days", days, between(0, WORKING_DAYS_MAX))
    off = _holidays(holidays)
    value = counted(start, days, free=_weekend(weekend), holidays=off)
    words = said(
        _("{days} working days after {start}; free are {codes}; holidays: {holidays}."),
        days=days,
        start=start,
        codes=weekend or said(_("no days of the week")),
        holidays=tuple(sorted(off)) or _("none"),
    )
    return Computed(value=value, unit="date", explanation=(words,), sources=(OWN_CHOICE,))


@rule("appeal-by")
def appeal_by(
    *, informed_on: date, working_days: int = 10, holidays: str = "", weekend: str = WEEKEND
) -> Computed[date]:
    """The last day to appeal, in working days after the decision was told; name the holidays that count."""
    need(0 <= working_days <= WORKING_DAYS_MAX, "working_days", working_days, between(0, WORKING_DAYS_MAX))
    counted_days = working_days_after(start=informed_on, days=working_days, holidays=holidays, weekend=weekend)
    return Computed(
        value=counted_days.value, unit="date", explanation=counted_days.explanation, sources=(APPEALS, OWN_CHOICE)
    )
