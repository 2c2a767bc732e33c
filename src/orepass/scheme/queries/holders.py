"""Who holds a certificate under an edition: the rooms that keep certificates stand above this one and answer here.

They put their answer into the table when the application starts, so that an announcement reaches those it concerns.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

type Holders = Callable[[str, date], Iterable[str]]
"""By the digest of an edition and a day: the organisations that an announcement about it concerns."""

_known: Final[list[Holders]] = []


def knows_holders(holders: Holders) -> None:
    """Put a room's answer into the table."""
    if holders not in _known:
        _known.append(holders)


def holders_of(digest: str, on: date) -> list[str]:
    """Return the organisations that an announcement about an edition concerns on a day, each once."""
    return sorted({organisation for holders in _known for organisation in holders(digest, on)})
