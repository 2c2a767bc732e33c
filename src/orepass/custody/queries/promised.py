"""Which lots something was promised about: the rooms that issue passports stand above this one and answer here.

They put their answer into the table when the application starts, so that a late event says what it changes.
"""

from collections.abc import Callable, Iterable
from typing import Final

type Promised = Callable[[Iterable[str]], Iterable[str]]
"""By the names of lots: those for which a passport was issued."""

_known: Final[list[Promised]] = []


def knows_promised(promised: Promised) -> None:
    """Put a room's answer into the table."""
    if promised not in _known:
        _known.append(promised)


def promised(uris: Iterable[str]) -> frozenset[str]:
    """Return of some lots those that something was promised about."""
    named = list(uris)
    return frozenset(uri for answer in _known for uri in answer(named))
