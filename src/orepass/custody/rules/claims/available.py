"""Why nothing may be claimed of a lot just now, whatever it carries: it is gone, recalled, or waits for a person."""

from collections.abc import Collection
from typing import Final, Protocol

USED_UP: Final = "used_up"
GONE: Final = "gone"
EMPTY: Final = "empty"
RECALLED: Final = "recalled"
HELD: Final = "held"
LEFT_NOTHING: Final = frozenset({USED_UP, GONE, EMPTY})
"""Reasons for which nothing is left of a lot."""


class Present(Protocol):
    """A lot as it is now; ``remaining_mg`` is ``None`` where it was never weighed."""

    @property
    def used_up(self) -> bool:
        """Say whether something was made of all of it."""

    @property
    def ended(self) -> bool:
        """Say whether it was destroyed or lost."""

    @property
    def remaining_mg(self) -> int | None:
        """Return the mass that is left."""


def why_nothing(lots: Collection[Present], *, recalled: bool, held: bool) -> str:
    """Return why nothing may be claimed of a lot, or of a container with these lots in it; nothing where it may be.

    What is gone altogether is gone; of the rest a single lot that is recalled or held stops the whole.
    """
    absent = [_absent(lot) for lot in lots]
    if absent and all(absent):
        return absent[0]
    if recalled:
        return RECALLED
    return HELD if held else ""


def _absent(lot: Present) -> str:
    if lot.used_up:
        return USED_UP
    if lot.ended:
        return GONE
    return EMPTY if lot.remaining_mg == 0 else ""
