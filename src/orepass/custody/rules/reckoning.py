"""What of a lot could be credited when it was received, seen from what still stands of all that happened before.

An event that is declared an error afterwards takes the ground from under receipts that came later; they are reckoned
anew by what booking asks: the way of the claim, what left the sender's book and claim account, the custodian's
certificate on that day, the scheme and the mineral.
"""

from collections.abc import Iterable
from fractions import Fraction

import msgspec

from orepass.custody.rules import accounts
from orepass.custody.rules.accounts import Entry, Unit
from orepass.custody.rules.claims.carrying import Paths, Turn, turned
from orepass.custody.rules.claims.reading import claimable
from orepass.custody.rules.lots import Movement
from orepass.custody.rules.materials import MINERALS
from orepass.custody.rules.opened import OpenAccount
from orepass.custody.rules.weighing import Step


def earlier(steps: Iterable[Step], received: Movement, event: int) -> list[Step]:
    """Return what happened before a receipt; of the same instant, what the journal heard first."""
    return [
        (step, moved)
        for step, moved in steps
        if moved.at < received.at or (moved.at == received.at and not (isinstance(step, int) and step >= event))
    ]


class Ground:
    """What receipts stand on: all that happened before them."""

    def __init__(self, steps: Iterable[Step]) -> None:
        """Take what happened before; it is weighed by mass once an account asks that counts mass."""
        self._steps = list(steps)
        self._ways: dict[bool, Paths] = {}

    def share(self, received: Movement, account: OpenAccount) -> Fraction:
        """Return the share of a received lot that its account may be credited with.

        It is that of the element, and where the account counts mass no more than of all the mass.
        """
        share = self._share(received, account, by_mass=False)
        if account.terms.unit is Unit.CONTAINED or not share:
            return share
        return min(share, self._share(received, account, by_mass=True))

    def _share(self, received: Movement, account: OpenAccount, *, by_mass: bool) -> Fraction:
        if by_mass not in self._ways:
            self._ways[by_mass] = Paths(self._steps, by_mass=by_mass)
        facts = msgspec.structs.replace(received.claim, booked="", part="")
        arriving = self._ways[by_mass].arriving(received.lot, received.holder, facts.by, received.mass_mg)
        parts = turned(arriving, Turn(facts=facts))
        return claimable(parts, account.scheme, MINERALS.get(account.element, ""), of_all=by_mass)


def as_it_stands(entry: Entry, share: Fraction, account: OpenAccount) -> Entry:
    """Return a receipt with the share that stands; never more than was booked."""
    part = share * (1 if account.method in accounts.PERCENTAGES else Fraction(account.yield_ppm, accounts.PPM))
    return msgspec.structs.replace(entry, amount_mg=min(int((entry.total_mg or 0) * part), entry.amount_mg))
