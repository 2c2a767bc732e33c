"""What a dispatch takes out of accounts: the claim it makes, what merely goes out, and production sold as certified."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import msgspec

from orepass.custody.rules import accounts
from orepass.custody.rules.accounts import Entry, Kind, Method
from orepass.custody.rules.case import Case
from orepass.custody.rules.checks.balance_overdrawn import OVERDRAWN
from orepass.custody.rules.claims.double import DOUBLE
from orepass.custody.rules.claims.findings import ABOVE_SHARE
from orepass.custody.rules.lot_books import LotBook, least
from orepass.custody.rules.lots import Lot
from orepass.custody.rules.measuring import part_of, whole_of
from orepass.custody.rules.opened import Booking, OpenAccount
from orepass.custody.rules.promises import PROMISED, Promises
from orepass.kernel.finding import Finding
from orepass.kernel.quantity import Milligrams, in_unit


def rounded_up(exact: Fraction) -> int:
    """Return whole milligrams, up: a claim is never charged for less than it is."""
    return -(-exact.numerator // exact.denominator)


class Selling:
    """One dispatch: what it books so far, and why it may not."""

    def __init__(
        self, case: Case, standing: Mapping[str, accounts.Standing], today: date, promises: Mapping[str, Promises]
    ) -> None:
        """Begin with nothing booked; ``promises`` by account, of those that passports claim."""
        self.case, self.standing, self.today, self.promises = case, standing, today, promises
        self.booked: list[Booking] = []
        self.found: list[Finding] = []

    def claim(self, lot: Lot, portion: int | None, account: OpenAccount, book: LotBook) -> None:
        """Charge an account for the part of a lot that is claimed under mass balance; the same lot once."""
        unit, claimed = account.terms.unit, self.case.event.terms.claimed
        measured, whole = part_of(lot, portion, unit) or 0, whole_of(lot, unit)
        wanted = rounded_up(measured * claimed)
        where = self.case.event.where
        if book.carries(wanted, account.id):
            return
        total = measured
        if account.method is Method.INPUT:
            total = least(measured, book.inside(account.id, whole))
        entry = account.entry(self.case.event.on, -wanted, Kind.CLAIM, total)
        if account.method is Method.ROLLING and (above := self._above(lot, account, claimed)):
            self.found.append(above)
        elif short := self._short(account, entry):
            self.found.append(OVERDRAWN.at(where, lot=lot.uri, missing_kg=in_unit(Milligrams(short))))
        elif book.over(wanted, whole):
            self.found.append(DOUBLE.at(where, lot=lot.uri))
        self.booked.append(Booking(account.id, entry, lot.uri, of_mg=measured))

    def send(self, lot: Lot, portion: int | None, account: OpenAccount, book: LotBook) -> None:
        """Note what goes out beside a claim: the percentage of the inputs is claimed of all of it."""
        measured = part_of(lot, portion, account.terms.unit)
        total = least(measured or 0, book.inside(account.id, whole_of(lot, account.terms.unit)))
        if total:
            entry = account.entry(self.case.event.on, 0, Kind.SENT, total)
            self.booked.append(Booking(account.id, entry, lot.uri, of_mg=measured))

    def sell(self, lot: Lot, portion: int | None, account: OpenAccount, book: LotBook, own: Fraction) -> None:
        """Take production out of a book and claim account that is sold as certified itself; the rest stays there.

        A lot as it was won is in the book with what was certified of it, anything made of it with all it contains.
        """
        claimed, unit = self.case.event.terms.claimed, account.terms.unit
        won = account.id in book.ins
        if not own or not claimed or (lot.origin and not won):
            return  # won before the account was opened, or without a right
        measured = rounded_up((part_of(lot, portion, unit) or 0) * (own if won else Fraction(1)))
        out = least(measured, book.inside(account.id, whole_of(lot, unit)))
        kept = Fraction(account.yield_ppm, accounts.PPM) if lot.origin else own
        amount = rounded_up(out * claimed * kept)
        if not amount:
            return
        entry = account.entry(self.case.event.on, -amount, Kind.SALE, out)
        if self._short(account, entry):
            self.found.append(DOUBLE.at(self.case.event.where, lot=lot.uri))
        elif missing := self._promised(account, lot, entry):
            missing_kg = in_unit(Milligrams(missing))
            self.found.append(PROMISED.at(self.case.event.where, lot=lot.uri, missing_kg=missing_kg))
        left = claimed * Fraction(out, measured)
        self.booked.append(Booking(account.id, entry, lot.uri, of_mg=out, left=left))

    def _promised(self, account: OpenAccount, lot: Lot, entry: Entry) -> int:
        """Return how much of a sale passports claim; each sale may be rounded up by a milligram."""
        promises = self.promises.get(account.id)
        if promises is None:
            return 0
        sold = [(part.lot, part.entry) for part in self.booked if part.account == account.id]
        sold.append((lot.uri, entry))
        return max(promises.missing(sold) - len(sold), 0)

    def _above(self, lot: Lot, account: OpenAccount, claimed: Fraction) -> Finding | None:
        on = account.entry(self.case.event.on, 0, Kind.CLAIM, 0).on
        share = self.standing[account.id].share_in(on)
        if claimed <= share:
            return None
        percent = accounts.rounded(claimed * accounts.PER_CENT, up=True)
        allowed = accounts.rounded(share * accounts.PER_CENT)
        return ABOVE_SHARE.at(self.case.event.where, claimed=percent, lot=lot.uri, share=allowed)

    def _short(self, account: OpenAccount, entry: Entry) -> int:
        """Return how much is missing for an entry, with those of the event before it on the same account."""
        before = [part.entry for part in self.booked if part.account == account.id]
        amount = entry.amount_mg + sum(part.amount_mg for part in before)
        total = (entry.total_mg or 0) + sum(part.total_mg or 0 for part in before)
        together = msgspec.structs.replace(entry, amount_mg=amount, total_mg=total)
        standing = self.standing[account.id]
        if not standing.breaks(together, until=max(self.today, entry.on)):
            return 0
        return max(-amount - standing.room(together), 1)
