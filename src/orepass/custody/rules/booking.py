"""What an event books on the accounts of a place: what comes in, what goes out, and what is claimed of it.

Received lots are credited to one account, of the scheme that certified them; the percentages of the others learn of
them all the same. Lots that begin at a site under its right are production of its book and claim account; what is sold
of it as certified leaves that account, from whichever place it goes, so that no credit is issued for it too, and no
more than that goes on with the lot (C14, C20; `in_books`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Final

from orepass.custody.rules import accounts
from orepass.custody.rules.accounts import Kind, Method, Unit
from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.in_books import told_by_keeper
from orepass.custody.rules.lateness import as_of, completes
from orepass.custody.rules.lot_books import LotBook, Noted, least
from orepass.custody.rules.lots import Lot, Lots, Move, Movement
from orepass.custody.rules.measuring import assured_of, at_most, begun_of, part_of, whole_of
from orepass.custody.rules.movements import brought, holder, movements, sent_anew
from orepass.custody.rules.opened import NO_ACCOUNT, NO_CONTENT, NOT_COVERED, Booking, OpenAccount, late
from orepass.custody.rules.promises import Promises
from orepass.custody.rules.selling import Selling
from orepass.custody.rules.terms import identifier_in
from orepass.kernel.finding import Finding

MASS_BALANCE: Final = accounts.MODEL_OF[Method.CREDIT]
BOOK_AND_CLAIM: Final = accounts.MODEL_OF[Method.BOOK]

ShareOf = Callable[[str, str], Fraction]
"""The share of a lot that may be credited to an account of a scheme."""

OwnShareOf = Callable[[str, OpenAccount], Fraction]
"""The share of a lot that was won at an account's own site, under the account's scheme."""


def _nothing_own(_lot: str, _account: OpenAccount) -> Fraction:
    return Fraction(0)


class Books:
    """The accounts of the places a document tells of."""

    def __init__(
        self,
        by_place: Mapping[str, Iterable[OpenAccount]],
        share_of: ShareOf,
        today: date,
        *,
        own_share_of: OwnShareOf = _nothing_own,
        mass_share_of: ShareOf | None = None,
        lots: Mapping[str, LotBook] | None = None,
        besides: Iterable[OpenAccount] = (),
        promises: Mapping[str, Promises] | None = None,
    ) -> None:
        """Take accounts up as they stand; ``besides`` are kept elsewhere, but hold what the lots are made of.

        ``promises`` are what passports claim of some of them. ``mass_share_of`` tells a share weighed by mass, for
        accounts that count mass; without it a share is the same however it is weighed.
        """
        self.by_place = {place: list(opened) for place, opened in by_place.items()}
        at_places = (account for opened in self.by_place.values() for account in opened)
        self.accounts = {account.id: account for account in chain(at_places, besides)}
        self.standing = {
            account.id: accounts.Standing(account.entries, account.terms, account.opened_on, account.start)
            for account in self.accounts.values()
        }
        self.share_of, self.own_share_of, self.today = share_of, own_share_of, today
        self.mass_share_of = mass_share_of or share_of
        self.lots = dict(lots or {})
        self.promises = dict(promises or {})

    def book(self, case: Case) -> tuple[list[Booking], list[Finding]]:
        """Return what the event books, and why it may not; nothing is remembered yet."""
        match case.event.happening:
            case Happening.RECEIVES:
                booked, found = self._received(case)
            case Happening.BEGINS:
                booked, found = list(self._begun(case)), []
            case Happening.SENDS:
                booked, found = self._sent(case)
            case _:
                return [], []
        return booked, [*found, *late(booked, case.event.where)]

    def keep(self, bookings: Iterable[Booking]) -> None:
        """Remember what an event booked, for the events after it."""
        for booking in bookings:
            account, entry = self.accounts[booking.account], booking.entry
            self.standing[booking.account].entries.append(entry)
            if booking.account in self.promises:
                self.promises[booking.account].take(booking.lot, entry)
            noted = Noted(
                account=booking.account,
                kind=entry.kind,
                amount_mg=entry.amount_mg,
                total_mg=entry.total_mg,
                by_claim=account.method is not Method.BOOK,
            )
            self.lots.setdefault(booking.lot, LotBook()).take(noted)

    def use(self, before: Mapping[str, int | None], lots: Lots) -> None:
        """Remember of which lots something was made, and what was left of each before."""
        for promises in self.promises.values():
            for lot, remaining in before.items():
                promises.use(lot, remaining, lots.get(lot).remaining_mg)

    def _opened(self, case: Case, place: str, element: str) -> list[OpenAccount]:
        return _open_for(case, self.by_place.get(place, ()), element)

    def _books_of(self, case: Case, lot: Lot, opened: Iterable[OpenAccount]) -> list[OpenAccount]:
        """Return the book and claim accounts that a lot may stand in: those of the place, and any that it came into."""
        named = filter(None, (self.accounts.get(book) for book in lot.books))
        known = {account.id: account for account in (*opened, *_open_for(case, named, lot.facts.element))}
        return [
            account
            for account in known.values()
            if account.method is Method.BOOK and told_by_keeper(account, case.setting.actor)
        ]

    def _received(self, case: Case) -> tuple[list[Booking], list[Finding]]:
        booked: list[Booking] = []
        found: list[Finding] = []
        for lot, portion in contents(case):
            opened = _balances(self._opened(case, case.event.site, lot.facts.element))
            onwards = _went_on(case, lot.uri)
            chosen = self._fits(case, lot, opened)
            if opened and chosen is None:
                found.append(_missing(case, lot))
                continue
            for account in opened:
                booking = self._receipt(case, lot, portion, account, credited=account is chosen and not onwards)
                booked += [booking] if booking else []
        return booked, found

    def _fits(self, case: Case, lot: Lot, opened: Sequence[OpenAccount]) -> OpenAccount | None:
        """Return the account an event names, or the one of the scheme that certified most of the lot."""
        named = case.event.terms.account
        if named:
            wanted = identifier_in(named, "bal") or named
            return next((account for account in opened if account.id == wanted), None)
        if len(opened) <= 1:
            return next(iter(opened), None)
        return max(opened, key=lambda account: self.share_of(lot.uri, account.scheme))

    def _receipt(
        self, case: Case, lot: Lot, portion: int | None, account: OpenAccount, *, credited: bool
    ) -> Booking | None:
        unit, by_percentage = account.terms.unit, account.method in accounts.PERCENTAGES
        measured = part_of(lot, portion, unit)
        if measured is None:
            if not by_percentage:
                return None
            # What nobody assayed counts as uncertified, with all its mass: a percentage never gains by not knowing.
            total = at_most(None, lot.remaining_mg if portion is None else portion, unit)
            return Booking(account.id, account.entry(case.event.on, 0, Kind.RECEIPT, total), lot.uri)
        assured = assured_of(lot, portion, unit)
        measured = least(measured, self._lot(lot).room(account.id, whole_of(lot, unit)))
        share = self._share(lot, account) if credited and measured else Fraction(0)
        kept = accounts.PPM if by_percentage else account.yield_ppm
        amount = least(measured, assured) * share.numerator * kept // (share.denominator * accounts.PPM)
        if not measured or not (amount or by_percentage):
            return None
        entry = account.entry(case.event.on, amount, Kind.RECEIPT, measured)
        return Booking(account.id, entry, lot.uri, of_mg=measured)

    def _share(self, lot: Lot, account: OpenAccount) -> Fraction:
        """Return the share that may be credited: of the element, and where mass is counted no more than of the mass.

        Poor ore without a certificate takes little of the metal, and all the more of the mass.
        """
        share = self.share_of(lot.uri, account.scheme)
        if account.terms.unit is Unit.CONTAINED or not share:
            return share
        return min(share, self.mass_share_of(lot.uri, account.scheme))

    def _begun(self, case: Case) -> Iterator[Booking]:
        """Book production: certified, it may be issued as credits; uncertified, it lowers the place's percentages."""
        event = case.event
        if not self.by_place:
            return
        for portion, moved in zip(event.begun, movements(case), strict=True):
            for account in self._opened(case, moved.site, portion.facts.element):
                measured = begun_of(portion, account.terms.unit)
                if account.method is Method.BOOK and _is_production(moved, account):
                    amount = int(Fraction(measured or 0) * account.yield_ppm / accounts.PPM)
                    if amount:
                        entry = account.entry(event.on, amount, Kind.RECEIPT, measured)
                        yield Booking(account.id, entry, portion.uri, of_mg=measured)
            for account in self._opened(case, event.site, portion.facts.element):
                if account.method in accounts.PERCENTAGES and not moved.claim.pack:
                    total = at_most(begun_of(portion, account.terms.unit), portion.mass_mg, account.terms.unit)
                    entry = account.entry(event.on, 0, Kind.RECEIPT, total)
                    yield Booking(account.id, entry, portion.uri, of_mg=total)

    def _sent(self, case: Case) -> tuple[list[Booking], list[Finding]]:
        selling = Selling(case, self.standing, self.today, self.promises)
        terms = case.event.terms
        claims = terms.model == MASS_BALANCE and terms.claimed > 0
        for lot, portion in contents(case):
            opened = self._opened(case, case.event.site, lot.facts.element)
            book, charged = self._lot(lot), None
            if claims:
                balances = _balances(opened)
                charged = self._fits(case, lot, balances)
                if charged is not None:
                    self._claim(selling, lot, sent_anew(case, lot.uri, portion), charged)
                elif balances or lot.model != MASS_BALANCE:
                    selling.found.append(_missing(case, lot))
            for account in opened:
                if account.method is Method.INPUT and account is not charged:
                    selling.send(lot, portion, account, book)
            # What an account of mass balance claims for the lot is not its own claim, which stays in the book.
            if terms.claimed and charged is None and terms.model != BOOK_AND_CLAIM:
                for account in self._books_of(case, lot, opened):
                    selling.sell(lot, portion, account, book, self.own_share_of(lot.uri, account))
        return selling.booked, selling.found

    def _claim(self, selling: Selling, lot: Lot, portion: int | None, charged: OpenAccount) -> None:
        """Charge an account for a lot, unless whoever keeps it may claim nothing on the day."""
        event, rights = selling.case.event, selling.case.rights
        if not charged.is_covered(rights, event.site, event.on):
            named = {"account": charged.id, "scheme": charged.scheme, "day": event.on}
            selling.found.append(NOT_COVERED.at(event.where, lot=lot.uri, **named))
        elif portion == 0:
            return  # shipped, and departing now: one hand-over is charged once
        elif part_of(lot, portion, charged.terms.unit) is None:
            selling.found.append(NO_CONTENT.at(event.where, lot=lot.uri))
        else:
            selling.claim(lot, portion, charged, self._lot(lot))

    def _lot(self, lot: Lot) -> LotBook:
        return self.lots.get(lot.uri) or LotBook()


def _is_production(moved: Movement, account: OpenAccount) -> bool:
    """Say whether a lot begins certified by an account's scheme, and in the hands of who keeps the account."""
    scheme = moved.claim.pack.partition("@")[0]
    return bool(scheme) and scheme == account.scheme and moved.holder in {"", account.organisation}


def _open_for(case: Case, accounts: Iterable[OpenAccount], element: str) -> list[OpenAccount]:
    return [account for account in accounts if account.element == element and case.event.on >= account.opened_on]


def _balances(opened: Iterable[OpenAccount]) -> list[OpenAccount]:
    return [account for account in opened if account.method is not Method.BOOK]


def _missing(case: Case, lot: Lot) -> Finding:
    element, site = lot.facts.element or "?", case.event.site or "?"
    return NO_ACCOUNT.at(case.event.where, lot=lot.uri, element=element, site=site)


def contents(case: Case) -> Iterator[tuple[Lot, int | None]]:
    """Return the lots that an event hands over, containers opened, with the mass of the part that is moved."""
    for portion in case.event.touched:
        for uri in case.lots.whole_in(portion.uri):
            lot = as_of(case, uri) if completes(case, uri) else case.lots.get(uri)
            mass = portion.mass_mg if uri == portion.uri else None
            yield lot, brought(case, uri, mass) if case.event.happening is Happening.RECEIVES else mass


def _went_on(case: Case, uri: str) -> bool:
    """Say whether a lot whose receipt is told late went on since, with the claim that it carries."""
    taker, at = holder(case.event, case.setting), case.event.happened_at
    moved = (one for one in case.lots.get(uri).history if one.at > at and one.move in {Move.USED, Move.SENT})
    return any(one.claim.by == taker for one in moved)


__all__ = ["MASS_BALANCE", "Booking", "Books", "OpenAccount", "contents"]
