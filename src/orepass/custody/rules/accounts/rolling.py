"""The rolling percentage: of each lot as much may be claimed as was certified in the months before (ISO 22095-2:2026).

The percentage of a month is certified content in over all content in, over so many whole calendar months before it.
It says what may be claimed of a lot; beyond it, no more is ever claimed altogether than certified material came in,
which is stricter than an average alone (own choice). A month before which nothing came in, or something that nobody
measured, has no percentage, and nothing may be claimed in it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Final

import msgspec

from orepass.custody.rules.accounts.credit import Credit
from orepass.custody.rules.accounts.terms import PER_CENT, Entry, Kind, Point, Terms
from orepass.kernel.period import MONTHS_PER_YEAR, add_months

_FOREVER: Final = {"life_months": None, "carries_over": True, "carry_periods": None, "dips_allowed": False}


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """What may be claimed of a lot in one month, and what it was reckoned from.

    Attributes:
        certified_mg, total_mg: what came in during the window before the month.
        share: the certified share of it; ``None`` when nothing came in, or something unmeasured.
    """

    month: date
    certified_mg: int
    total_mg: int
    share: Fraction | None

    @property
    def percent(self) -> Fraction | None:
        """Return the share in per cent."""
        return None if self.share is None else self.share * PER_CENT


def month_number(day: date) -> int:
    """Return the number of a calendar month, counted from the year 0."""
    return day.year * MONTHS_PER_YEAR + day.month - 1


class Rolling:
    """A percentage account after the entries so far, in the order of their days."""

    def __init__(self, terms: Terms, opened_on: date) -> None:
        self.months = terms.rolling_months
        self.sums = Credit(msgspec.structs.replace(terms, **_FOREVER), opened_on)
        self.certified: dict[int, int] = {}
        self.total: dict[int, int] = {}
        self.unmeasured: set[int] = set()

    @property
    def balance(self) -> int:
        """Return what came in as certified and was not claimed yet."""
        return self.sums.balance

    @property
    def overdraft(self) -> int:
        """Return how far below zero is allowed: not at all."""
        return 0

    excused = True

    def allows(self, claim: Entry) -> bool:
        """Say whether a claim after all entries so far keeps to what came in; its percentage is another question."""
        return self.sums.allows(claim)

    def room(self, claim: Entry) -> int:
        """Return how much a claim after all entries so far might take."""
        return self.sums.room(claim)

    def above(self, claim: Entry) -> bool:
        """Say whether a claim is above the percentage of its month; the last milligram is rounded up by bookings."""
        share = self.month(claim.on).share or Fraction(0)
        total = -claim.amount_mg if claim.total_mg is None else claim.total_mg
        return claim.amount_mg < 0 and -claim.amount_mg >= share * total + (1 if share else 0)

    def month(self, day: date) -> Month:
        """Return what may be claimed in the month of a day."""
        number = month_number(day)
        window = range(number - self.months, number)
        certified = sum(self.certified.get(month, 0) for month in window)
        total = sum(self.total.get(month, 0) for month in window)
        unknown = not total or any(month in self.unmeasured for month in window)
        share = None if unknown else Fraction(certified, total)
        return Month(month=day.replace(day=1), certified_mg=certified, total_mg=total, share=share)

    def until(self, day: date) -> Iterator[Point]:
        """Close the periods that end by a day."""
        yield from self.sums.until(day)

    def expire(self, day: date) -> Iterator[Point]:
        """Let nothing die: what a percentage is made of falls out of its window."""
        yield from self.sums.expire(day)

    def take(self, entry: Entry) -> Iterator[Point]:
        """Take one more entry in."""
        yield from self.sums.take(entry)
        if entry.kind is Kind.RECEIPT:
            month = month_number(entry.on)
            if entry.total_mg is None and not entry.amount_mg:
                self.unmeasured.add(month)
            total = max(entry.total_mg or 0, entry.amount_mg)
            self._count(month, entry.amount_mg, total)
        elif entry.kind is Kind.CORRECTION and entry.total_mg is not None:
            self._count(month_number(entry.of_on or entry.on), entry.amount_mg, entry.total_mg)

    def _count(self, month: int, certified: int, total: int) -> None:
        self.certified[month] = self.certified.get(month, 0) + certified
        self.total[month] = self.total.get(month, 0) + total


def percentages(entries: Iterable[Entry], terms: Terms, *, opened_on: date, until: date) -> list[Month]:
    """Return month by month, from the one in which the account was opened, what might be claimed of a lot in it."""
    account = Rolling(terms, opened_on)
    for entry in entries:
        for _ in account.take(entry):
            pass
    first = opened_on.replace(day=1)
    count = month_number(until) - month_number(first) + 1
    return [account.month(add_months(first, at)) for at in range(max(count, 0))]
