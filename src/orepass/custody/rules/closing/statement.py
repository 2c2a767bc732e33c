"""What a closed period comes to: one line of arithmetic that every reader can add up, and what is wrong with it.

``opening + received + moved in + corrected - claimed - moved out - expired - dropped = carried``. The statement is a
frozen document; it names every entry by its digest, so that nobody can change one and keep the statement.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

from orepass.custody.rules import accounts
from orepass.custody.rules.closing.periods import Span
from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, not_below_zero, per_cent, rule
from orepass.kernel.finding import Finding
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

PER_CENT: Final = 100
COUNTED: Final = Source(
    title="https://www.martech-iso-consultancy.com/post/iscc-requirements-on-mass-balance",
    clause="book and physical stock lie at most 0.5 % apart, read on a secondary page",
    verified=False,
)
SHORT: Final = Source(
    title="https://www.iscc-system.org/certification/faq/is-it-possible-to-sell-material-prior-to-receiving-the-"
    "physical-material-and-to-receive-acquire-purchase-the-credits-later-on/",
    clause="a minus at the end of a period is a major nonconformity",
    verified=True,
)


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """A period of an account in milligrams; each line above zero but the corrections, which go both ways."""

    opening_mg: int = 0
    received_mg: int = 0
    moved_in_mg: int = 0
    corrected_mg: int = 0
    claimed_mg: int = 0
    moved_out_mg: int = 0
    expired_mg: int = 0
    dropped_mg: int = 0
    carried_mg: int = 0

    @property
    def closing_mg(self) -> int:
        """Return what stood before the rest was dropped; the next period opens with what was carried."""
        return self.carried_mg + self.dropped_mg


def totals(points: Iterable[accounts.Point], period: Span) -> Totals:
    """Add up the steps of an account in one period; what the steps before it came to is its opening balance.

    The turn of a period belongs to the one that ends: what dies or is dropped on it is told there, once.
    """
    sums: dict[str, int] = {}
    opening = carried = 0
    for point in points:
        carried = point.balance_mg
        if point.what != "period":
            line = _LINES.get(point.what, "claimed")
            line = "moved_out" if line == "moved_in" and point.amount_mg < 0 else line
            sums[line] = sums.get(line, 0) + point.amount_mg
        elif point.on >= period.ends_before:
            break
        else:
            opening, sums = point.balance_mg, {}
    return Totals(
        opening_mg=opening,
        received_mg=sums.get("received", 0),
        moved_in_mg=sums.get("moved_in", 0),
        corrected_mg=sums.get("corrected", 0),
        claimed_mg=-sums.get("claimed", 0),
        moved_out_mg=-sums.get("moved_out", 0),
        expired_mg=-sums.get("expired", 0),
        dropped_mg=-sums.get("dropped", 0),
        carried_mg=carried,
    )


_LINES: Final[dict[str, str]] = {
    accounts.Kind.RECEIPT: "received",
    accounts.Kind.CORRECTION: "corrected",
    accounts.Kind.TRANSFER: "moved_in",
    "expiry": "expired",
    "dropped": "dropped",
}


def certified_percent(entries: Iterable[accounts.Entry], period: Span, terms: accounts.Terms) -> str | None:
    """Return the certified part of all that came in during a period, rounded down to a tenth of a per cent.

    Nothing is said of an account that needs no percentage, nor where something came in that nobody measured.
    """
    came_in = [
        (entry.amount_mg, max(entry.total_mg or 0, entry.amount_mg))
        for entry in entries
        if entry.kind is accounts.Kind.RECEIPT and period.begins_on <= entry.on < period.ends_before
    ]
    total = sum(total for _certified, total in came_in)
    unmeasured = any(not total for _certified, total in came_in)
    if terms.method not in accounts.PERCENTAGES or unmeasured or not total:
        return None
    return str(accounts.rounded(Fraction(sum(certified for certified, _total in came_in) * PER_CENT, total)))


def wrong_at_the_end(found: Sequence[Finding], period: Span) -> list[Finding]:
    """Return, of all that is wrong with an account, what is wrong at the period's end: not a block, but a finding."""
    at_the_end = {accounts.PERIOD_SHORT.code, accounts.CAUSE_MISSING.code}
    return [part for part in found if part.code in at_the_end and part.where == str(period.ends_before)]


def counted_apart(closing_mg: int, counted_mg: int | None, *, tolerance: Decimal | None) -> list[Finding]:
    """Compare what was counted with the book; an account below zero stands for no stock at all.

    Nothing is compared where nothing was counted, or where the scheme names no tolerance.
    """
    if counted_mg is None or tolerance is None:
        return []
    return accounts.check_stock(max(closing_mg, 0), counted_mg, tolerance=tolerance)


@rule("custody-stock-agrees", parameters={"tolerance_percent": "custody.tolerance_percent"})
def stock_agrees(
    *, book_kg: Fraction, counted_kg: Fraction, tolerance_percent: Fraction = Fraction(1, 2)
) -> Computed[bool]:
    """Whether book and physical stock agree at the end of a period, within the tolerance of the scheme."""
    not_below_zero(book_kg=book_kg, counted_kg=counted_kg)
    per_cent(tolerance_percent=tolerance_percent)
    apart = abs(book_kg - counted_kg)
    allowed = book_kg * tolerance_percent / PER_CENT
    words = said(
        _("Book {book} kg and stock {stock} kg lie {apart} kg apart; {percent} % of the book is {allowed} kg."),
        book=_decimal(book_kg),
        stock=_decimal(counted_kg),
        apart=_decimal(apart),
        percent=_decimal(tolerance_percent),
        allowed=_decimal(allowed),
    )
    return Computed(value=apart <= allowed, unit="boolean", explanation=(words,), sources=(COUNTED,))


@rule("custody-period-grade", parameters={"overdraft_percent": "custody.overdraft_percent"})
def period_grade(
    *, balance_kg: Fraction, received_kg: Fraction = Fraction(0), overdraft_percent: Fraction = Fraction(0)
) -> Computed[str]:
    """What the balance at the end of a period is: ok, or a major nonconformity if short beyond the overdraft."""
    not_below_zero(received_kg=received_kg)
    need(0 <= overdraft_percent <= PER_CENT, "overdraft_percent", overdraft_percent, "it must lie between 0 and 100")
    allowed = received_kg * overdraft_percent / PER_CENT
    words = said(
        _("The balance is {balance} kg; it may be {allowed} kg below zero."),
        balance=_decimal(balance_kg),
        allowed=_decimal(allowed),
    )
    value = "ok" if balance_kg >= -allowed else "major"
    return Computed(value=value, unit="code", explanation=(words,), sources=(SHORT, OWN_CHOICE))


def _decimal(value: Fraction) -> Decimal:
    return in_unit(Milligrams(round(value * 10**6)))
