"""The percentage of the inputs of a period: ``p = certified in / all in``, and at most ``p x all out`` is claimed.

What is left over passes into the next period only; going short is allowed up to a share of the certified input of the
period, with a cause that was declared, and is paid back in the period after (C11, C12). Never more is claimed than
came in as certified, whatever went out from stock (own choice). Something that came in and that nobody measured leaves
the period without a percentage.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from orepass.custody.rules.accounts.rolling import Month
from orepass.custody.rules.accounts.terms import OUTS, Entry, Kind, Point, Terms
from orepass.kernel.period import add_months


class Inputs:
    """An input percentage account after the entries so far, in the order of their days.

    Attributes:
        layers: what is left of earlier periods, the oldest first.
        debt: what earlier periods claimed too much.
    """

    def __init__(self, terms: Terms, opened_on: date) -> None:
        self.terms, self.opened_on = terms, opened_on
        self.number = 1
        self.ends = add_months(opened_on, terms.period_months)
        self.layers: deque[int] = deque()
        self.debt = 0
        self._begin()

    def _begin(self) -> None:
        self.certified = self.total = self.out = self.claimed = self.moved = 0
        self.cause = self.unmeasured = False

    @property
    def share(self) -> Fraction | None:
        """Return the percentage of the period so far, as a share."""
        return None if self.unmeasured or not self.total else Fraction(self.certified, self.total)

    def _entitled(self, out: int) -> int:
        share = self.share
        return 0 if share is None else min(self.certified, int(share * out))

    @property
    def balance(self) -> int:
        """Return what may still be claimed, by what went out so far."""
        return sum(self.layers) - self.debt + self._entitled(self.out) + self.moved - self.claimed

    @property
    def overdraft(self) -> int:
        """Return how far below zero the period allows; while an earlier overdraft is unpaid, not at all."""
        return 0 if self.debt else int(self.certified * self.terms.overdraft)

    @property
    def excused(self) -> bool:
        """Say whether an overdraft of this period has the cause it needs."""
        return self.cause or not self.terms.needs_cause

    def allows(self, claim: Entry) -> bool:
        """Say whether a claim after all entries so far leaves the account at zero or above."""
        return self.room(claim) + claim.amount_mg >= 0

    def room(self, claim: Entry) -> int:
        """Return how much a claim after all entries so far might take; what goes out with it counts."""
        more = self._entitled(self.out + (claim.total_mg or 0)) - self._entitled(self.out)
        return self.balance + more

    def until(self, day: date) -> Iterator[Point]:
        """Close the periods that end by a day: what is left passes on, what is too old is dropped."""
        while self.ends <= day:
            end, before = self.ends, self.balance
            left, due = self._left()
            dropped = 0
            while self.terms.periods_kept is not None and len(left) > self.terms.periods_kept:
                dropped += left.popleft()
            if dropped:
                yield Point(end, "dropped", -dropped, before - dropped)
            yield Point(end, "period", 0, before - dropped)
            self.layers, self.debt = left, due
            self._begin()
            self.number += 1
            self.ends = add_months(self.opened_on, self.number * self.terms.period_months)

    def expire(self, day: date) -> Iterator[Point]:
        """Let nothing die between the ends of periods."""
        del day
        yield from ()

    def take(self, entry: Entry) -> Iterator[Point]:
        """Take one more entry in."""
        yield from self.until(entry.on)
        before = self.balance
        if entry.kind is Kind.CAUSE:
            self.cause = True
        elif entry.kind is Kind.RECEIPT:
            self.certified += entry.amount_mg
            self.total += max(entry.total_mg or 0, entry.amount_mg)
            self.unmeasured |= entry.total_mg is None and not entry.amount_mg
        elif entry.kind in OUTS:
            self.claimed -= entry.amount_mg
            self.out += entry.total_mg or 0
        else:
            self.moved += entry.amount_mg
        yield Point(entry.on, entry.kind, self.balance - before, self.balance)

    def _left(self) -> tuple[deque[int], int]:
        """Return what is left of each period, the oldest first and taken first, and what is owed beyond all of it."""
        due = self.claimed + self.debt + max(-self.moved, 0)
        left: deque[int] = deque()
        for layer in (*self.layers, self._entitled(self.out) + max(self.moved, 0)):
            taken = min(layer, due)
            due -= taken
            left.append(layer - taken)
        return left, due


def percentages(entries: Iterable[Entry], terms: Terms, *, opened_on: date, until: date) -> list[Month]:
    """Return month by month the percentage that the period in it had reached by the month's end, or by the last day."""
    account = Inputs(terms, opened_on)
    waiting = deque(entries)
    found: list[Month] = []
    first = opened_on.replace(day=1)
    while first <= until:
        last = min(add_months(first, 1) - timedelta(days=1), until)
        while waiting and waiting[0].on <= last:
            for _ in account.take(waiting.popleft()):
                pass
        for _ in account.until(last):
            pass
        found.append(Month(month=first, certified_mg=account.certified, total_mg=account.total, share=account.share))
        first = add_months(first, 1)
    return found
