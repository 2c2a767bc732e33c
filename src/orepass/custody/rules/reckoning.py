"""What of a lot could be credited when it was received, seen from what still stands of all that happened before.

An event that is declared an error afterwards takes the ground from under receipts that came later; they are reckoned
anew by what booking asks: the way of the claim, what left the sender's book and claim account, the custodian's
certificate on that day, the scheme and the mineral.
"""

from collections.abc import Iterable
from fractions import Fraction

import msgspec

from orepass.custody.rules import accounts
from orepass.custody.rules.accounts import Entry
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


def share_received(paths: Paths, received: Movement, account: OpenAccount) -> Fraction:
    """Return the share of a received lot's element that its account may be credited with."""
    facts = msgspec.structs.replace(received.claim, booked="", part="")
    arriving = paths.arriving(received.lot, received.holder, facts.by, received.mass_mg)
    parts = turned(arriving, Turn(facts=facts))
    return claimable(parts, account.scheme, MINERALS.get(account.element, ""))


def as_it_stands(entry: Entry, share: Fraction, account: OpenAccount) -> Entry:
    """Return a receipt with the share that stands; never more than was booked."""
    part = share * (1 if account.method in accounts.PERCENTAGES else Fraction(account.yield_ppm, accounts.PPM))
    return msgspec.structs.replace(entry, amount_mg=min(int((entry.total_mg or 0) * part), entry.amount_mg))
