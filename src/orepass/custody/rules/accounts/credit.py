"""The credit method: certified material comes in as credit, claims go out, old credits expire first in, first out.

The credit stands in the order of its birth (`tranches`), which is that of the entries unless one came late or was moved
from another account. An overdraft is carried as a debt until the next receipt pays it. Calendar months; a credit of
15 January with a life of 24 months is gone on 15 January two years later (ISO 22095-2:2026, credit method).
Book and claim accounts are kept alike: production is the receipt, what is sold physically and what is issued the claim.
"""

from collections.abc import Iterator
from datetime import date

from orepass.custody.rules.accounts.terms import Entry, Kind, Point, Terms
from orepass.custody.rules.tranches import Tranches
from orepass.kernel.period import MONTHS_PER_YEAR, add_months


class Credit:
    """A credit account after the entries so far; entries come in the order of their days."""

    def __init__(self, terms: Terms, opened_on: date) -> None:
        self.terms, self.opened_on = terms, opened_on
        self.kept = terms.periods_kept
        self.came_in = 0
        self.cause = False
        self.number = 1
        self.ends = add_months(opened_on, terms.period_months)
        self.standing = Tranches()

    @property
    def balance(self) -> int:
        """Return what may still be claimed."""
        return self.standing.balance_mg

    @property
    def overdraft(self) -> int:
        """Return how far below zero the period allows, its causes apart."""
        return int(self.came_in * self.terms.overdraft)

    @property
    def excused(self) -> bool:
        """Say whether an overdraft of this period has the cause it needs."""
        return self.cause or not self.terms.needs_cause

    def allows(self, claim: Entry) -> bool:
        """Say whether a claim after all entries so far leaves the account at zero or above."""
        return self.balance + claim.amount_mg >= 0

    def room(self, claim: Entry) -> int:
        """Return how much a claim after all entries so far might take."""
        del claim
        return self.balance

    def until(self, day: date) -> Iterator[Point]:
        """Close the periods that end by a day."""
        while self.ends <= day:
            end = self.ends
            yield from self.expire(end)
            if self.kept == 0 and (left := self.standing.drop()):
                yield Point(end, "dropped", -left, 0)
            yield Point(end, "period", 0, self.balance)
            self.came_in, self.cause = 0, False
            self.number += 1
            self.ends = add_months(self.opened_on, self.number * self.terms.period_months)

    def expire(self, day: date) -> Iterator[Point]:
        """Let the receipts die whose day has come."""
        if gone := self.standing.expire(day):
            yield Point(day, "expiry", -gone, self.balance)

    def take(self, entry: Entry) -> Iterator[Point]:
        """Take one more entry in."""
        yield from self.until(entry.on)
        yield from self.expire(entry.on)
        if entry.kind is Kind.CAUSE:
            self.cause = True
        elif entry.amount_mg >= 0:
            self.came_in += entry.amount_mg if entry.kind is Kind.RECEIPT else 0
            self.standing.add(entry.of_on or entry.on, self._dies_on(entry.of_on or entry.on), entry.amount_mg)
        else:
            self.standing.take(-entry.amount_mg)
        yield Point(entry.on, entry.kind, entry.amount_mg, self.balance)

    def _dies_on(self, born_on: date) -> date | None:
        life, kept = self.terms.life_months, self.kept
        by_age = add_months(born_on, life) if life is not None else None
        if not kept:
            return by_age
        by_period = add_months(self.opened_on, (self._period_of(born_on) + kept) * self.terms.period_months)
        return by_period if by_age is None else min(by_age, by_period)

    def _period_of(self, day: date) -> int:
        """Return the number of a day's period: this one, unless a credit was born in an earlier one, or elsewhere."""
        opened, months = self.opened_on, self.terms.period_months
        if day >= add_months(opened, (self.number - 1) * months):
            return self.number
        whole = (day.year - opened.year) * MONTHS_PER_YEAR + day.month - opened.month - (day.day < opened.day)
        return whole // months + 1
