"""Whether the claim of a passport fell since: what may be claimed of its lot today, beside what the passport says.

A passport goes with its goods. What is told later may take the ground from under it; an account that is credited with
the lot takes its claim over, as is usual; and a hand without a custody certificate ends it.
"""

from collections.abc import Iterable, Mapping
from enum import Enum, auto
from fractions import Fraction
from typing import Final, Protocol

from orepass.custody.rules.claims.credited import CREDITED
from orepass.custody.rules.claims.held import HOP, SPENT

ELSEWHERE: Final = frozenset({SPENT, CREDITED})
"""Why a part may not be claimed that did not fall: it is claimed elsewhere, which is told apart."""


class Today(Protocol):
    """What may be claimed in somebody's hands today, and why the rest may not be."""

    @property
    def holder(self) -> str:
        """Return whose hands they are."""

    @property
    def share(self) -> Fraction:
        """Return the share that may be claimed."""

    @property
    def lost(self) -> Mapping[str, Fraction]:
        """Return the shares that may not be, by reason."""


class Fall(Enum):
    """What became of a claim."""

    ON_THE_WAY = auto()
    """Of the whole, or a part, it ended with somebody who has no custody certificate."""

    OF_A_PART = auto()
    """It fell in some hands, and not in others."""

    OF_ALL = auto()
    """It fell wherever the lot is."""


def fallen(share: Fraction, lost: Mapping[str, Fraction], today: Iterable[Today]) -> Fall | None:
    """Return how a claim fell; nothing where as much may be claimed, or where it is claimed elsewhere."""
    missing = [_missing(share, lost, now) for now in today]
    if not any(fell for fell, _ in missing):
        return None
    if not any(fell - ended > 0 for fell, ended in missing):
        return Fall.ON_THE_WAY
    return Fall.OF_ALL if all(fell for fell, _ in missing) else Fall.OF_A_PART


def credited(issuer: str, lost: Mapping[str, Fraction], today: Iterable[Today]) -> Fall | None:
    """Return of how much of a claim credits were issued since; nothing where the passport's own part is free of them.

    A lot may be in several hands, and each claims for its part: credits for what the seller kept say nothing of what
    was sold. Where whoever issued the passport has none of it any more, nobody knows which part it went with.
    """
    hands = list(today)
    own = [now for now in hands if now.holder == issuer]
    more = [_more(CREDITED, lost, now) for now in own or hands]
    if not any(more):
        return None
    return Fall.OF_ALL if all(more) else Fall.OF_A_PART


def grown(reason: str, lost: Mapping[str, Fraction], today: Iterable[Today]) -> Fraction:
    """Return by how much more is lost for a reason today, in the hands where that is most."""
    return max((_more(reason, lost, now) for now in today), default=Fraction(0))


def _missing(share: Fraction, lost: Mapping[str, Fraction], now: Today) -> tuple[Fraction, Fraction]:
    """Return how much of a claim is missing in some hands, and how much of that ended on the way."""
    elsewhere = sum((_more(reason, lost, now) for reason in ELSEWHERE), Fraction(0))
    return max(share - now.share - elsewhere, Fraction(0)), _more(HOP, lost, now)


def _more(reason: str, lost: Mapping[str, Fraction], now: Today) -> Fraction:
    return max(now.lost.get(reason, Fraction(0)) - lost.get(reason, Fraction(0)), Fraction(0))
