"""Accounts as a document finds them open, and the entries that its events are to write on them."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import msgspec

from orepass.custody.rules import accounts
from orepass.custody.rules.case import Rights
from orepass.custody.rules.closing.periods import booked_on
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

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
NOT_COVERED = FindingKind(
    "custody.account.not_covered",
    Severity.ERROR,
    _("{lot} is claimed from the account {account}, but its keeper had no custody certificate of {scheme} on {day}."),
    what_to_do=_(
        "Send the lot without the claim; what stands in the account waits until the certificate is valid again."
    ),
)
LATE = FindingKind(
    "custody.period.late",
    Severity.WARNING,
    _("{lot} is told of on {day}, in a period that is closed; it is booked on {booked_on}."),
    what_to_do=_("Say why it was not told before the period was closed. What was signed stays as it is."),
)


class Booking(msgspec.Struct, frozen=True):
    """An entry to be written when the event is kept.

    Attributes:
        corrects: the closed entry that it takes back.
        of_mg: what the lot, or the part of it that is moved, comes to in the account's unit.
        left: of a sale, which part of what stood in the book for the lot leaves it with the lot.
    """

    account: str
    entry: accounts.Entry
    lot: str
    corrects: int | None = None
    of_mg: int | None = None
    left: Fraction | None = None


class OpenAccount(msgspec.Struct, kw_only=True):
    """An account with its entries so far; before ``open_from`` its periods are closed and take no entry any more.

    With a ``start`` the entries are those that are not in it. A ``chained`` one gives a claim only on days on which
    whoever keeps it has a custody certificate of its scheme.
    """

    id: str
    organisation: str
    element: str
    terms: accounts.Terms
    opened_on: date
    open_from: date = date.min
    site: str = ""
    pack: str = ""
    yield_ppm: int = accounts.PPM
    chained: bool = False
    entries: list[accounts.Entry] = msgspec.field(default_factory=list)
    start: accounts.Start | None = None

    @property
    def scheme(self) -> str:
        """Return the scheme by whose rules the account is kept."""
        return self.pack.partition("@")[0]

    @property
    def method(self) -> accounts.Method:
        """Return how the account tells what may be claimed."""
        return self.terms.method

    def is_covered(self, rights: Rights, place: str, on: date) -> bool:
        """Say whether whoever keeps it may claim from it on a day, at a place as an event names it."""
        return not self.chained or self.scheme in rights.of_custodian(self.organisation, place, on).split()

    def entry(self, day: date, amount: int, kind: accounts.Kind, total: int | None) -> accounts.Entry:
        """Return an entry on its own day, or on the first open one with its own day noted."""
        on = booked_on(day, open_from=self.open_from)
        return accounts.Entry(on, amount, kind, total, None if on == day else day)


def late(bookings: Iterable[Booking], where: str) -> list[Finding]:
    """Ask, once for an event, about what is booked in another period than its own."""
    found = next((booking for booking in bookings if booking.entry.of_on), None)
    if found is None:
        return []
    return [LATE.at(where, lot=found.lot, day=found.entry.of_on, booked_on=found.entry.on)]
