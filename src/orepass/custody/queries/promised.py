"""What was promised of lots: the rooms that issue passports stand above this one and answer here.

They put their answers into the table when the application starts: a late event says what it changes, and what one
passport claims neither another lot claims, nor is it issued as credits.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Final

import msgspec


class ClaimOfLot(msgspec.Struct, frozen=True):
    """What a passport that holds claims of its lot.

    Attributes:
        scheme: of which scheme.
        credited: the share of the lot that it does not claim, since credits were issued for it.
    """

    lot: str
    scheme: str
    credited: Fraction


type Promised = Callable[[Iterable[str]], Iterable[str]]
"""By the names of lots: those for which a passport was issued."""

type Claimed = Callable[[str], Sequence[ClaimOfLot]]
"""By an organisation: what its passports that hold claim, in the order in which these were issued."""

_known: Final[list[Promised]] = []
_claimed: Final[list[Claimed]] = []


def knows_promised(promised: Promised) -> None:
    """Put a room's answer into the table."""
    if promised not in _known:
        _known.append(promised)


def promised(uris: Iterable[str]) -> frozenset[str]:
    """Return of some lots those that something was promised about."""
    named = list(uris)
    return frozenset(uri for answer in _known for uri in answer(named))


def knows_claimed(claimed: Claimed) -> None:
    """Put a room's answer about claims into the table."""
    if claimed not in _claimed:
        _claimed.append(claimed)


def claimed_by(organisation: str, *, before: str = "") -> list[ClaimOfLot]:
    """Return what passports of an organisation claim, in their order; on request only those before a lot's own."""
    found = [claim for answer in _claimed for claim in answer(organisation)]
    own = next((at for at, claim in enumerate(found) if claim.lot == before), len(found))
    return found[:own]
