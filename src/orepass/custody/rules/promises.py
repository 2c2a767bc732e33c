"""What passports promise of a book and claim account: what they claim is neither issued as credits nor sold elsewhere.

Credits are issued for the production of a site, and a lot is sold out of it, while passports that hold speak of other
lots of the same production. What is left must always reach for these (C14, C20); a passport that is revoked lets go.
"""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from orepass.custody.rules.accounts import Entry, Kind
from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _

PROMISED = FindingKind(
    "custody.claim.promised",
    Severity.ERROR,
    _("{missing_kg} kg of what would leave the account with {lot} are claimed by passports that hold."),
    what_to_do=_("Claim less of it, or send it without a claim; or revoke a passport that claims it first."),
)


class Promise(msgspec.Struct, frozen=True):
    """What passports claim of a lot, and of how much of it, in the unit of the account."""

    amount: int
    of: int

    def less(self, part: int) -> "Promise":
        """Return what is claimed of the lot without a part of it."""
        rest = max(self.of - part, 0)
        return Promise(self.amount * rest // self.of if self.of else 0, rest)


class Promises(msgspec.Struct):
    """An account as the passports that hold find it.

    Attributes:
        left: what was neither sold as certified, nor issued, nor withdrawn, in the unit of the account.
        by_lot: what passports claim of it, by the lot that they speak of.
    """

    left: int = 0
    by_lot: dict[str, Promise] = msgspec.field(default_factory=dict)

    def missing(self, taken: Iterable[tuple[str, Entry]]) -> int:
        """Return how much of what entries would take out is claimed; a promised lot goes with what is claimed of it.

        What fell short before, since a beginning was declared an error, is nobody's fault who takes something now.
        """
        after = Promises(self.left, dict(self.by_lot))
        for lot, entry in taken:
            after.take(lot, entry)
        return max(after.promised - after.left - max(self.promised - self.left, 0), 0)

    @property
    def promised(self) -> int:
        """Return what passports claim altogether."""
        return sum(promise.amount for promise in self.by_lot.values())

    @property
    def free_kg(self) -> Decimal:
        """Return what nobody was promised, in kilograms."""
        return in_unit(Milligrams(max(self.left - self.promised, 0)))

    def take(self, lot: str, entry: Entry) -> None:
        """Remember an entry of the account, and the lot that it tells of."""
        self.left += entry.amount_mg
        if entry.kind is Kind.SALE and lot in self.by_lot:
            self.by_lot[lot] = self.by_lot[lot].less(entry.total_mg or 0)

    def use(self, lot: str, before: int | None, after: int | None) -> None:
        """Remember that something was made of a lot, by its mass: a passport speaks of what is left of it."""
        if lot in self.by_lot and before:
            promise = self.by_lot[lot]
            self.by_lot[lot] = promise.less(promise.of * (before - (after or 0)) // before)
