"""Mass balance accounts: certified material comes in as credit, claims go out, old credits expire first in, first out.

The credit stands in the order of its birth (`tranches`), which is the order of the entries unless one came late or was
moved from another account. An overdraft is carried as a debt until the next receipt pays it. Calendar months; a credit
of 15 January with a life of 24 months is gone on 15 January two years later (ISO 22095-2:2026, credit method).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from orepass.custody.rules.tranches import Tranche, Tranches
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.period import add_months
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _

PPM = 1_000_000


class Kind(StrEnum):
    """Why an entry was made."""

    RECEIPT = "receipt"
    CLAIM = "claim"
    WITHDRAWAL = "withdrawal"
    CORRECTION = "correction"
    TRANSFER = "transfer"


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The rules an account is kept by; a scheme's parameters (its pack's ``custody`` block).

    Attributes:
        period_months: at the end of each period the balance must not be below zero.
        life_months: how long a credit lives; ``None`` is for ever.
        overdraft: how far below zero is allowed, as a fraction of what came in during the period.
        dips_allowed: the account may be below zero inside a period, without a limit.
        carries_over: a positive balance passes into the next period.
    """

    period_months: int = 3
    life_months: int | None = 24
    overdraft: Decimal = Decimal(0)
    dips_allowed: bool = False
    carries_over: bool = True


class Entry(msgspec.Struct, frozen=True):
    """A credit (above zero) or a claim (below) on a day, in milligrams; a credit's life counts from its own day."""

    on: date
    amount_mg: int
    kind: Kind = Kind.RECEIPT
    of_on: date | None = None


class Point(msgspec.Struct, frozen=True):
    """The account after an entry, an expiry or at a period's end."""

    on: date
    what: str
    amount_mg: int
    balance_mg: int


OVERDRAWN = FindingKind(
    "custody.account.overdrawn",
    Severity.ERROR,
    _("{missing_kg} kg more are claimed than the account holds on {day}."),
    what_to_do=_("Claim less, or record the certified delivery that is missing first."),
)
PERIOD_SHORT = FindingKind(
    "custody.account.period_short",
    Severity.ERROR,
    _("The period that ended on {day} closed {missing_kg} kg below zero."),
    what_to_do=_("This is a major nonconformity: buy certified material, and tell those who received the claims."),
)
PERIOD_LONG = FindingKind(
    "custody.account.period_too_long",
    Severity.ERROR,
    _("A period of {given} is longer than the {limit} months that the scheme allows."),
    what_to_do=_("Choose a shorter period."),
)
STOCK_APART = FindingKind(
    "custody.account.stock_apart",
    Severity.ERROR,
    _("Book and stock lie {percent} % apart; {limit} % is allowed."),
    what_to_do=_("Count again, then correct the account by an entry that says why."),
)


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries by day, a day's receipts before its claims."""
    return sorted(entries, key=lambda entry: (entry.on, entry.amount_mg < 0))


def running(entries: Sequence[Entry], terms: Terms, *, opened_on: date, until: date) -> Iterator[Point]:
    """Return the account step by step up to a day, period ends and expiries included."""
    return _Course(terms, opened_on).run(entries, until)


def standing(entries: Sequence[Entry], terms: Terms, *, opened_on: date, on: date) -> list[Tranche]:
    """Return the credit that stands at the end of a day, the oldest first, each part with the day of its birth."""
    course = _Course(terms, opened_on)
    for _point in course.run(entries, on):
        pass
    return course.credit.standing()


class _Course:
    """An account on its way through its entries, expiries and period ends."""

    def __init__(self, terms: Terms, opened_on: date) -> None:
        self.terms = terms
        self.opened_on = opened_on
        self.credit = Tranches(terms.life_months)

    def run(self, entries: Sequence[Entry], until: date) -> Iterator[Point]:
        credit = self.credit
        waiting = [entry for entry in in_order(entries) if entry.on <= until]
        for on, entry in _merged(waiting, self.terms, self.opened_on, until):
            yield from self._expire(on)
            if entry is None:
                yield from self._end(on)
                continue
            if entry.amount_mg >= 0:
                credit.add(entry.of_on or on, entry.amount_mg)
            else:
                credit.take(-entry.amount_mg)
            yield Point(on, entry.kind, entry.amount_mg, credit.balance_mg)
        yield from self._expire(until)

    def _expire(self, on: date) -> Iterator[Point]:
        if gone := self.credit.expire(on):
            yield Point(on, "expiry", -gone, self.credit.balance_mg)

    def _end(self, on: date) -> Iterator[Point]:
        if not self.terms.carries_over and (left := self.credit.drop()):
            yield Point(on, "dropped", -left, self.credit.balance_mg)
        yield Point(on, "period", 0, self.credit.balance_mg)


def _merged(
    entries: Sequence[Entry], terms: Terms, opened_on: date, until: date
) -> Iterator[tuple[date, Entry | None]]:
    ends = iter(period_ends(terms, opened_on=opened_on, until=until))
    end = next(ends, None)
    for entry in entries:
        while end is not None and end <= entry.on:
            yield end, None
            end = next(ends, None)
        yield entry.on, entry
    while end is not None:
        yield end, None
        end = next(ends, None)


def period_ends(terms: Terms, *, opened_on: date, until: date) -> Iterator[date]:
    """Return the first day after each period, half-open, up to a day."""
    number = 1
    while (end := add_months(opened_on, number * terms.period_months)) <= until:
        yield end
        number += 1


def balance(entries: Sequence[Entry], terms: Terms, *, opened_on: date, on: date) -> int:
    """Return the balance at the end of a day, in milligrams."""
    return next(
        (point.balance_mg for point in reversed(list(running(entries, terms, opened_on=opened_on, until=on)))), 0
    )


def check(entries: Sequence[Entry], terms: Terms, *, opened_on: date, until: date) -> list[Finding]:
    """Return where the account broke its terms: a claim it could not carry, or a period that closed short."""
    found: list[Finding] = []
    came_in = 0
    for point in running(entries, terms, opened_on=opened_on, until=until):
        came_in += max(point.amount_mg, 0)
        short = -point.balance_mg - int(came_in * terms.overdraft)
        if point.what == "period":
            came_in = 0
        if short <= 0:
            continue
        missing = in_unit(Milligrams(short))
        if point.what == "period":
            found.append(PERIOD_SHORT.at(str(point.on), day=point.on, missing_kg=missing))
        elif point.amount_mg < 0 and point.what != "expiry" and not terms.dips_allowed:
            found.append(OVERDRAWN.at(str(point.on), day=point.on, missing_kg=missing))
    return found


def check_claim(entries: Sequence[Entry], claim: Entry, terms: Terms, *, opened_on: date, until: date) -> list[Finding]:
    """Return what a new claim would break that was whole before, also later than its own day (back-dated claims)."""
    before = check(entries, terms, opened_on=opened_on, until=until)
    after = check([*entries, claim], terms, opened_on=opened_on, until=until)
    return [finding for finding in after if finding not in before]


def check_period(months: int, *, limit: int, extra_days: int = 0) -> list[Finding]:
    """Return whether a period is longer than allowed (C3: three months and one day is too long)."""
    if months < limit or (months == limit and not extra_days):
        return []
    given = f"{months} months" + (f" + {extra_days} d" if extra_days else "")
    return [PERIOD_LONG.at("period_months", given=given, limit=limit)]


def check_stock(book_mg: int, counted_mg: int, *, tolerance: Decimal) -> list[Finding]:
    """Compare the book with what was counted (C4)."""
    apart = abs(book_mg - counted_mg)
    if apart <= int(book_mg * tolerance):
        return []
    percent = (Decimal(apart) * 100 / book_mg).quantize(Decimal("0.01")) if book_mg else Decimal(100)
    return [STOCK_APART.at("", percent=percent, limit=(tolerance * 100).normalize())]


def credit(content_mg: int, *, certified_ppm: int = PPM, yield_ppm: int = PPM) -> Milligrams:
    """Return the credit of a delivery: contained element × certified share × declared yield, rounded down."""
    return Milligrams(content_mg * certified_ppm * yield_ppm // PPM // PPM)
