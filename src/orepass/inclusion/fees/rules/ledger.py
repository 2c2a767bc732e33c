"""What an account comes to: the sum of the entries that no later entry corrects; nothing is ever struck out.

A fee is charged, lessened (waived, saved) and paid (directly, from sales, by a sponsor). A pot is
pledged and drawn on. A premium is owed by buyers, received by the group, spent by its vote. An advance is repaid.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from orepass.inclusion.fees.rules.instalments import shares
from orepass.kernel.money import Money, total


class AccountKind(StrEnum):
    """The four kinds of account."""

    FEE = "fee"
    POT = "pot"
    PREMIUM = "premium"
    ADVANCE = "advance"


class EntryKind(StrEnum):
    """What an entry does."""

    CHARGED = "charged"
    WAIVED = "waived"
    SAVED = "saved"
    PAID = "paid"
    DEDUCTED = "deducted"
    SPONSORED = "sponsored"
    PLEDGED = "pledged"
    DRAWN = "drawn"
    OWED = "owed"
    RECEIVED = "received"
    SPENT = "spent"
    ADVANCED = "advanced"
    REPAID = "repaid"


LESSENS: Final = frozenset({EntryKind.WAIVED, EntryKind.SAVED})
PAYS: Final = frozenset({EntryKind.PAID, EntryKind.DEDUCTED, EntryKind.SPONSORED})
OPENS: Final = frozenset({EntryKind.CHARGED, EntryKind.PLEDGED, EntryKind.OWED, EntryKind.ADVANCED})
SETTLES: Final = frozenset({*PAYS, EntryKind.DRAWN, EntryKind.RECEIVED, EntryKind.REPAID})


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as a fact."""

    id: str
    kind: EntryKind
    amount: Money
    on: date
    party: str = ""
    corrects: str | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What an account comes to: opened, lessened, settled, open; for a premium also what the group has in hand."""

    opened: Money
    lessened: Money
    settled: Money
    spent: Money
    moved_on: date | None

    @property
    def due(self) -> Money:
        """Return what there was to settle after everything that lessens it."""
        return self.opened - self.lessened

    @property
    def open(self) -> Money:
        """Return what is still to be settled: owed of a fee or advance, left in a pot, owed by buyers."""
        return self.due - self.settled

    @property
    def in_hand(self) -> Money:
        """Return what a group has received of its premium and not yet spent."""
        return self.settled - self.spent

    @property
    def is_sound(self) -> bool:
        """Say whether nothing is settled or spent that was not there."""
        return self.open.minor >= 0 and self.in_hand.minor >= 0 and self.due.minor >= 0


def counting(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that count: those that no other line corrects."""
    known = list(lines)
    corrected = {line.corrects for line in known if line.corrects}
    return [line for line in known if line.id not in corrected]


def standing_of(lines: Iterable[Line], currency: str) -> Standing:
    """Return what the lines of an account come to."""
    counted = counting(lines)

    def add_up(kinds: Iterable[EntryKind]) -> Money:
        return total((line.amount for line in counted if line.kind in kinds), currency)

    return Standing(
        opened=add_up(OPENS),
        lessened=add_up(LESSENS),
        settled=add_up(SETTLES),
        spent=add_up({EntryKind.SPENT}),
        moved_on=max((line.on for line in counted if line.kind in SETTLES and line.amount.minor), default=None),
    )


def owed_by(lines: Iterable[Line], party: str, currency: str) -> Money:
    """Return what one buyer still owes of a premium."""
    return standing_of([line for line in counting(lines) if line.party == party], currency).open


def own_share(lines: Iterable[Line], signatory: str, signatories: Sequence[str], currency: str) -> tuple[Money, Money]:
    """Return the share that one of several signatories carries at most, and what was taken from their sales so far.

    What somebody who left had paid, and what others pay, lessens the shares of those who stay.
    """
    counted = counting(lines)
    standing = standing_of(counted, currency)
    from_sales = [line for line in counted if line.kind is EntryKind.DEDUCTED and line.party in signatories]
    taken = total((line.amount for line in from_sales), currency)
    own = total((line.amount for line in from_sales if line.party == signatory), currency)
    each = shares(standing.open + taken, len(signatories))[0]
    return max(own, min(each, own + standing.open)), own
