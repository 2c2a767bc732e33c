"""Which lots something was promised about: the rooms that issue passports stand above this one and answer here.

They also say which lots were promised first, since what one passport claims no other lot claims too.

They put their answer into the table when the application starts, so that a late event says what it changes.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Final

type Promised = Callable[[Iterable[str]], Iterable[str]]
"""By the names of lots: those for which a passport was issued."""

type ClaimedBefore = Callable[[str, Collection[str]], Iterable[str]]
"""By the name of a lot: those from some sites that were promised before it, or at all where nothing was of it."""

_known: Final[list[Promised]] = []
_first: Final[list[ClaimedBefore]] = []


def knows_promised(promised: Promised) -> None:
    """Put a room's answer into the table."""
    if promised not in _known:
        _known.append(promised)


def promised(uris: Iterable[str]) -> frozenset[str]:
    """Return of some lots those that something was promised about."""
    named = list(uris)
    return frozenset(uri for answer in _known for uri in answer(named))


def knows_claimed(before: ClaimedBefore) -> None:
    """Put a room's answer about the order into the table."""
    if before not in _first:
        _first.append(before)


def claimed_before(uri: str, sites: Collection[str]) -> list[str]:
    """Return the lots with material of some sites that something was promised about before a lot."""
    return [other for answer in _first for other in answer(uri, sites)]
