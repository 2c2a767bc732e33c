"""An account of any method, told step by step, and what is wrong with it; O(n) after sorting, with sums in memory."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Final

from orepass.custody.rules.accounts import inputs, rolling
from orepass.custody.rules.accounts.findings import (
    CAUSE_MISSING,
    OVERDRAWN,
    PERIOD_LONG,
    PERIOD_SHORT,
    STOCK_APART,
)
from orepass.custody.rules.accounts.kept import Keeping, Start, keeping, taken_up
from orepass.custody.rules.accounts.rolling import Month, Rolling
from orepass.custody.rules.accounts.terms import PER_CENT, PPM, Entry, Kind, Method, Point, Terms
from orepass.custody.rules.claims.findings import ABOVE_SHARE
from orepass.kernel.finding import Finding
from orepass.kernel.period import add_months
from orepass.kernel.quantity import Milligrams, in_unit

_NOT_CLAIMED: Final = frozenset({"expiry", "dropped", "period"})
_CLAIMS: Final = frozenset({Kind.CLAIM, Kind.WITHDRAWAL, Kind.SALE, Kind.ISSUE})
TENTH: Final = Decimal("0.1")


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries by day: a day's receipts, then what moved between accounts as it was written, then its claims.

    Credit that goes and comes back on one day must not find its older parts still there: it would come back younger.
    """
    return sorted(entries, key=lambda entry: (entry.on, _turn(entry)))


_MOVED, _CLAIMED = 1, 2


def _turn(entry: Entry) -> int:
    if entry.kind is Kind.TRANSFER:
        return _MOVED
    return _CLAIMED if entry.amount_mg < 0 else 0


def running(entries: Sequence[Entry], terms: Terms, *, opened_on: date, until: date) -> Iterator[Point]:
    """Return the account step by step up to a day, period ends and expiries included."""
    for point, _entry, _account in _told(entries, terms, opened_on, until):
        yield point


def _told(
    entries: Sequence[Entry], terms: Terms, opened_on: date, until: date, start: Start | None = None
) -> Iterator[tuple[Point, Entry | None, Keeping]]:
    account = taken_up(start.text, terms, opened_on) if start else keeping(terms, opened_on)
    for entry in in_order([entry for entry in entries if entry.on <= until]):
        for point in account.take(entry):
            yield point, entry if point.what == entry.kind else None, account
    for point in chain(account.until(until), account.expire(until)):
        yield point, None, account


def period_ends(terms: Terms, *, opened_on: date, until: date) -> Iterator[date]:
    """Return the first day after each period, half-open, up to a day."""
    number = 1
    while (end := add_months(opened_on, number * terms.period_months)) <= until:
        yield end
        number += 1


def at_the_end(entries: Sequence[Entry], terms: Terms, *, opened_on: date, on: date) -> Keeping:
    """Return the account at the end of a day."""
    account = keeping(terms, opened_on)
    for entry in in_order([entry for entry in entries if entry.on <= on]):
        for _point in account.take(entry):
            pass
    for _point in chain(account.until(on), account.expire(on)):
        pass
    return account


def as_credit_moves(entries: Sequence[Entry], terms: Terms, *, opened_on: date, on: date) -> Keeping:
    """Return the account as credit finds it that moves on a day: before that day's claims, in whose place it leaves."""
    before = [entry for entry in entries if entry.on < on or _turn(entry) < _CLAIMED]
    return at_the_end(before, terms, opened_on=opened_on, on=on)


def balance(entries: Sequence[Entry], terms: Terms, *, opened_on: date, on: date, start: Start | None = None) -> int:
    """Return the balance at the end of a day, in milligrams."""
    left = taken_up(start.text, terms, opened_on).balance if start else 0
    for point, _entry, _account in _told(entries, terms, opened_on, on, start):
        left = point.balance_mg
    return left


def check(
    entries: Sequence[Entry], terms: Terms, *, opened_on: date, until: date, start: Start | None = None
) -> list[Finding]:
    """Return where the account broke its terms: a claim it could not carry, or a period that closed short.

    With a ``start`` only what comes after it is looked at.
    """
    found: list[Finding] = []
    for point, entry, account in _told(entries, terms, opened_on, until, start):
        if isinstance(account, Rolling) and entry is not None and entry.kind in _CLAIMS and account.above(entry):
            found.append(above_share(account, entry))
        if point.balance_mg < 0:
            found += _short(point, account, terms)
    return found


def _short(point: Point, account: Keeping, terms: Terms) -> Iterator[Finding]:
    closes = point.what == "period"
    goes_out = point.amount_mg < 0 and point.what not in _NOT_CLAIMED and point.what != Kind.RECEIPT
    if not closes and (not goes_out or terms.dips_allowed):
        return
    allowed = account.overdraft
    short = -point.balance_mg - allowed
    missing = in_unit(Milligrams(max(short, 0) or -point.balance_mg))
    if short > 0:
        yield (PERIOD_SHORT if closes else OVERDRAWN).at(str(point.on), day=point.on, missing_kg=missing)
    elif not account.excused:
        yield CAUSE_MISSING.at(str(point.on), day=point.on, missing_kg=missing)


def above_share(account: Rolling, claim: Entry, lot: str = "") -> Finding:
    """Say that a claim is above the percentage of its month; both percentages are rounded against the claim."""
    allowed = account.month(claim.on).percent or Fraction(0)
    claimed = Fraction(-claim.amount_mg * PER_CENT, claim.total_mg or -claim.amount_mg)
    return ABOVE_SHARE.at(
        str(claim.on),
        lot=lot or "–",
        claimed=rounded(claimed, up=True),
        share=rounded(allowed),
    )


def percentages(entries: Sequence[Entry], terms: Terms, *, opened_on: date, until: date) -> list[Month]:
    """Return what an account that works by percentages allows month by month; nothing for the others."""
    ordered = in_order([entry for entry in entries if entry.on <= until])
    match terms.method:
        case Method.ROLLING:
            return rolling.percentages(ordered, terms, opened_on=opened_on, until=until)
        case Method.INPUT:
            return inputs.percentages(ordered, terms, opened_on=opened_on, until=until)
        case _:
            return []


def rounded(percent: Fraction, *, up: bool = False) -> Decimal:
    """Return a percentage to a tenth, down unless asked otherwise."""
    tenths = Fraction(percent) * 10
    number = -(-tenths.numerator // tenths.denominator) if up else int(tenths)
    return number * TENTH


def check_claim(
    entries: Sequence[Entry], claim: Entry, terms: Terms, *, opened_on: date, until: date, start: Start | None = None
) -> list[Finding]:
    """Return what a new claim would break that was whole before, also later than its own day (back-dated claims)."""
    before = check(entries, terms, opened_on=opened_on, until=until, start=start)
    after = check([*entries, claim], terms, opened_on=opened_on, until=until, start=start)
    known = Counter(map(_told_of, before))
    fresh: list[Finding] = []
    for finding in after:
        if known[_told_of(finding)]:
            known[_told_of(finding)] -= 1
        else:
            fresh.append(finding)
    return fresh


def _told_of(finding: Finding) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return what makes two findings the same: one that stands twice was found twice."""
    return finding.code, finding.where, tuple(sorted(finding.params.items()))


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
    percent = (Decimal(apart) * PER_CENT / book_mg).quantize(Decimal("0.01")) if book_mg else Decimal(PER_CENT)
    return [STOCK_APART.at("", percent=percent, limit=(tolerance * PER_CENT).normalize())]


def credit(content_mg: int, *, certified_ppm: int = PPM, yield_ppm: int = PPM) -> Milligrams:
    """Return the credit of a delivery: contained element × certified share × declared yield, rounded down."""
    return Milligrams(content_mg * certified_ppm * yield_ppm // PPM // PPM)
