"""What an event books on a mass balance account: certified material received is credit, a claim sent on is debit."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

import msgspec

from orepass.custody.rules import accounts
from orepass.custody.rules.case import Case
from orepass.custody.rules.checks.balance_overdrawn import OVERDRAWN
from orepass.custody.rules.closing.periods import booked_on
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lateness import as_of, completes
from orepass.custody.rules.lots import Lot
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _

MASS_BALANCE = "mass_balance"

NO_ACCOUNT = FindingKind(
    "custody.account.missing",
    Severity.ERROR,
    _("A mass balance claim is made for {lot}, but there is no account for {element} at {site}."),
    what_to_do=_("Open an account for this element at the site, or send the lot without the claim."),
)
NO_CONTENT = FindingKind(
    "custody.account.content_unknown",
    Severity.ERROR,
    _("A mass balance claim is made for {lot}, but what it contains is not known."),
    what_to_do=_("Record its mass and grade first."),
)
LATE = FindingKind(
    "custody.period.late",
    Severity.WARNING,
    _("{lot} is told of on {day}, in a period that is closed; it is booked on {booked_on}."),
    what_to_do=_("Say why it was not told before the period was closed. What was signed stays as it is."),
)
ShareOf = Callable[[str], Fraction]
"""The certified share of a lot, from its lineage."""


class Booking(msgspec.Struct, frozen=True):
    """An entry to be written when the event is kept; ``corrects``: the closed entry it takes back."""

    account: str
    entry: accounts.Entry
    lot: str
    corrects: int | None = None


class OpenAccount(msgspec.Struct, kw_only=True):
    """An account with its entries so far; before ``open_from`` its periods are closed and take no entry any more.

    With a ``start`` the entries are those that are not in it.
    """

    id: str
    organisation: str
    element: str
    terms: accounts.Terms
    opened_on: date
    open_from: date = date.min
    pack: str = ""
    yield_ppm: int = accounts.PPM
    entries: list[accounts.Entry] = msgspec.field(default_factory=list)
    start: accounts.Start | None = None


class Books:
    """The accounts of the places a document tells of."""

    def __init__(self, by_place: Mapping[str, Iterable[OpenAccount]], share_of: ShareOf, today: date) -> None:
        self.by_place = {place: {found.element: found for found in opened} for place, opened in by_place.items()}
        self.standing = {
            account.id: accounts.Standing(account.entries, account.terms, account.opened_on, account.start)
            for found in self.by_place.values()
            for account in found.values()
        }
        self.share_of = share_of
        self.today = today

    def book(self, case: Case) -> tuple[list[Booking], list[Finding]]:
        """Return what the event books, and why it may not; nothing is remembered yet."""
        event = case.event
        if event.happening is Happening.RECEIVES and event.site in self.by_place:
            came_in = list(self._credits(case))
            return came_in, _late(came_in, event.where)
        if event.happening is Happening.SENDS and event.terms.model == MASS_BALANCE:
            return self._claims(case)
        return [], []

    def keep(self, bookings: Iterable[Booking]) -> None:
        """Remember what an event booked, for the events after it."""
        for booking in bookings:
            self.standing[booking.account].entries.append(booking.entry)

    def _credits(self, case: Case) -> Iterator[Booking]:
        opened = self.by_place[case.event.site]
        for lot, content in _contents(case):
            account = opened.get(lot.facts.element)
            if account is None or not content or case.event.on < account.opened_on:
                continue
            exact = content * self.share_of(lot.uri) * Fraction(account.yield_ppm, accounts.PPM)
            amount = exact.numerator // exact.denominator
            if amount:
                yield Booking(account.id, _entry(account, case.event.on, amount, accounts.Kind.RECEIPT), lot.uri)

    def _claims(self, case: Case) -> tuple[list[Booking], list[Finding]]:
        booked: list[Booking] = []
        found: list[Finding] = []
        event = case.event
        opened = self.by_place.get(event.site, {})
        for lot, content in _contents(case):
            account = opened.get(lot.facts.element)
            if account is None:
                if not _passes_on(case, lot):
                    element = lot.facts.element or "?"
                    found.append(NO_ACCOUNT.at(event.where, lot=lot.uri, element=element, site=event.site or "?"))
                continue
            if content is None:
                found.append(NO_CONTENT.at(event.where, lot=lot.uri))
                continue
            claim = Booking(account.id, _entry(account, event.on, -content, accounts.Kind.CLAIM), lot.uri)
            found += self._short(account, booked, claim, event.where)
            booked.append(claim)
        return booked, found + _late(booked, event.where)

    def _short(self, account: OpenAccount, booked: Iterable[Booking], claim: Booking, where: str) -> Iterator[Finding]:
        before = sum(part.entry.amount_mg for part in booked if part.account == account.id)
        together = msgspec.structs.replace(claim.entry, amount_mg=before + claim.entry.amount_mg)
        standing = self.standing[account.id]
        if standing.breaks(together, until=max(self.today, claim.entry.on)):
            left = standing.balance(claim.entry.on)
            missing = in_unit(Milligrams(max(-together.amount_mg - left, 0)))
            yield OVERDRAWN.at(where, lot=claim.lot, missing_kg=missing)


def _passes_on(case: Case, lot: Lot) -> bool:
    """Say whether a lot brings its own mass balance claim, so that none has to be given for it."""
    claim = case.carried.get(lot.uri)
    return claim.model == MASS_BALANCE if claim else lot.model == MASS_BALANCE


def _entry(account: OpenAccount, day: date, amount: int, kind: accounts.Kind) -> accounts.Entry:
    """Return an entry on its own day, or on the first open one of the account with its own day noted."""
    on = booked_on(day, open_from=account.open_from)
    return accounts.Entry(on, amount, kind, of_on=None if on == day else day)


def _late(bookings: Iterable[Booking], where: str) -> list[Finding]:
    late = next((booking for booking in bookings if booking.entry.of_on), None)
    if late is None:
        return []
    return [LATE.at(where, lot=late.lot, day=late.entry.of_on, booked_on=late.entry.on)]


def _contents(case: Case) -> Iterator[tuple[Lot, int | None]]:
    for portion in case.event.touched:
        for uri in case.lots.contents(portion.uri):
            lot = as_of(case, uri) if completes(case, uri) else case.lots.get(uri)
            partial = portion.mass_mg if uri == portion.uri else None
            yield lot, lot.remaining_content_mg if partial is None else lot.content_of(partial)
