"""Answers that rest on a certificate of another scheme: the room that keeps the credit says on which days it counts.

That room stands above this one, so it puts its answer into the table here when the application starts. Where nobody
answers for a reference, it is unknown, and unknown never counts.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Final

from orepass.kernel.verdict import Unknown, Verdict, unknown

type Carried = Mapping[tuple[str, str], Verdict]
"""By reference and requirement: whether what the answer rests on stands on the day."""

type Carrier = Callable[[Collection[str], date], Carried]

_carriers: Final[list[Carrier]] = []
NOBODY: Final = unknown(Unknown.UNVERIFIABLE, "nobody answers for what this rests on")


def carry(carrier: Carrier) -> None:
    """Put a room's answer into the table."""
    if carrier not in _carriers:
        _carriers.append(carrier)


def carried(references: Collection[str], on: date) -> dict[tuple[str, str], Verdict]:
    """Return which references stand for which requirements on a day."""
    found: dict[tuple[str, str], Verdict] = {}
    for carrier in _carriers if references else ():
        found |= carrier(references, on)
    return found
