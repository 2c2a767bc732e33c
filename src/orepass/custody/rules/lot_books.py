"""What accounts hold of one lot: how much of it came in, went out, was claimed, and stands under credits.

A lot that arrives twice comes in once, one that is shipped and then departs goes out once, and of one lot never more is
claimed than it contains, from whichever accounts (C20). What is inside an account is told from its own entries alone.
"""

from collections.abc import Iterable

import msgspec

from orepass.custody.rules.accounts import OUTS, Kind


class Noted(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry of a lot, as its book takes it; ``by_claim``: the account serves mass balance."""

    account: str
    kind: Kind
    amount_mg: int
    total_mg: int | None
    by_claim: bool


class LotBook:
    """The entries of one lot so far, in the order they were written.

    Attributes:
        claimed: what was claimed for it from accounts and not taken into another account since.
        claimed_from: the account of the last claim.
        retired: what credits were retired for it.
    """

    __slots__ = ("claimed", "claimed_from", "ins", "outs", "retired")

    def __init__(self, noted: Iterable[Noted] = (), *, retired: int = 0) -> None:
        """Begin with what was written before."""
        self.ins: dict[str, int] = {}
        self.outs: dict[str, int] = {}
        self.claimed = 0
        self.claimed_from = ""
        self.retired = retired
        for entry in noted:
            self.take(entry)

    def take(self, entry: Noted) -> None:
        """Take one more entry in."""
        total = abs(entry.amount_mg) if entry.total_mg is None else entry.total_mg
        if entry.kind in OUTS:
            self.outs[entry.account] = self.outs.get(entry.account, 0) + total
        elif entry.kind is Kind.RECEIPT:
            self.ins[entry.account] = self.ins.get(entry.account, 0) + total
        if entry.by_claim and entry.kind is Kind.CLAIM:
            self.claimed -= entry.amount_mg
            self.claimed_from = entry.account
        elif entry.by_claim and entry.kind is Kind.RECEIPT and entry.amount_mg:
            self.claimed = max(self.claimed - total, 0)

    def inside(self, account: str, whole: int | None) -> int | None:
        """Return how much of the lot may still go out of an account; ``None`` is as much as anybody says."""
        if account in self.ins:
            return max(self.ins[account] - self.outs.get(account, 0), 0)
        return None if whole is None else max(whole - self.outs.get(account, 0), 0)

    def room(self, account: str, whole: int | None) -> int | None:
        """Return how much of the lot may still come into an account; ``None`` is as much as anybody says."""
        if whole is None:
            return None
        known = account in self.ins or account in self.outs
        return max(whole - (self.inside(account, whole) or 0), 0) if known else whole

    def carries(self, wanted: int, account: str) -> bool:
        """Say whether a claim came with the lot, given by another account than the one asked for it now."""
        return 0 < wanted <= self.claimed and self.claimed_from != account

    def over(self, wanted: int, whole: int | None) -> bool:
        """Say whether one more claim would claim more than there is; each claim may be rounded up by a milligram."""
        return whole is not None and self.claimed + self.retired + wanted > whole + 1


def least(amount: int, limit: int | None) -> int:
    """Return an amount, or a limit below it."""
    return amount if limit is None else min(amount, limit)
