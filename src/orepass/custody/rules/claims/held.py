"""What a part of a lot rests on, and a mixture of such parts that can be weighed in several ways.

A mixture claims of each scheme the least that one of its weighings gives (docs/decisions/0018).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import msgspec

from orepass.custody.rules.claims.lattice import CHAIN, NO_CLAIM

HOP: Final = "hop"
UNDISPATCHED: Final = "undispatched"
"""Nobody who had it told that it was sent."""
UNTOLD: Final = "untold"
"""It was used before anybody told that it began."""
UNASSAYED: Final = "unassayed"
"""By mass there is more of it than it can hold of the metal beside the rest of the mixture."""
SPENT: Final = "spent"
UNCLAIMED: Final = "unclaimed"
"""Whoever sent it claimed less of it than it carried."""
UNKNOWN: Final = "unknown"
NOT_CERTIFIED: Final = frozenset({"uncertified", "unverified", UNKNOWN})
"""Classes under which nothing begins certified; they are the reasons why nothing may be claimed."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a part of a lot rests on: a certificate at its origin, or an account; with the reason where no claim stands.

    Attributes:
        lost: why there is no claim: ``hop``, ``spent``, or the class of what was never certified.
        book: the book and claim account that it is production of, until it is sold as certified.
        keeper: who keeps that account; in anybody else's hands nothing of it is claimed.
    """

    site: str = ""
    certificate: str = ""
    mineral: str = ""
    pack: str = ""
    level: str = ""
    chained: bool = False
    model: str = NO_CLAIM
    lost: str = ""
    book: str = ""
    keeper: str = ""

    @property
    def scheme(self) -> str:
        """Return the scheme of the edition."""
        return self.pack.partition("@")[0]

    @property
    def stands(self) -> bool:
        """Say whether the part may still be claimed."""
        return not self.lost and bool(self.pack) and self.model in CHAIN


NOBODY: Final = Held(lost=UNKNOWN)
"""What rests on nothing that anybody recorded."""

OTHER: Final = "other"
"""No mineral that anybody is certified for; no account of a metal is credited with it, or gives a claim for it."""

OTHER_MATTER: Final = Held(mineral=OTHER, lost=UNKNOWN)
"""What a product weighs beyond what it was made of: nobody told of it, and all the metal is in the rest."""

POOR: Final = Held(lost=UNASSAYED)
"""What a mixture claims less of than its masses say, because nobody assayed all that went in."""

Parts = Mapping[Held, Fraction]


def cautious(ways: Sequence[Parts]) -> Parts:
    """Return a mixture that can be weighed in several ways: of each scheme the least that one of them gives.

    Every way shares out all there is. So no scheme claims more than its own material weighs, nor more metal than it can
    hold; what no way gives to a scheme for certain is claimed by nobody.
    """
    sums = [standing_in(way) for way in ways]
    least = {scheme: min(found.get(scheme, Fraction(0)) for found in sums) for scheme in sums[0]}
    if all(share == sums[0][scheme] for scheme, share in least.items()):
        return ways[0]
    chosen = {
        scheme: next(way for way, found in zip(ways, sums, strict=True) if found.get(scheme, Fraction(0)) == share)
        for scheme, share in least.items()
    }
    found = {held: share for held, share in ways[0].items() if not held.stands}
    for scheme, way in chosen.items():
        found |= {held: share for held, share in way.items() if held.stands and held.scheme == scheme}
    rest = 1 - sum(found.values(), Fraction(0))
    return {**found, POOR: found.get(POOR, Fraction(0)) + rest}


def share_told(share: Fraction, parts: Parts) -> Fraction:
    """Return what a share of a mixture is of the part of it that somebody told of."""
    return min(share / (1 - parts.get(OTHER_MATTER, Fraction(0))), Fraction(1))


def standing_in(parts: Parts) -> dict[str, Fraction]:
    """Return by scheme the share of a mixture that may be claimed."""
    found: dict[str, Fraction] = {}
    for held, share in parts.items():
        if held.stands:
            found[held.scheme] = found.get(held.scheme, Fraction(0)) + share
    return found


def capped(parts: Parts, most: Fraction) -> Parts:
    """Return a mixture of which no more of each scheme is claimed than its sender claimed; all of it claims alike."""
    kept = {scheme: most / share for scheme, share in standing_in(parts).items() if share > most} if most < 1 else {}
    if not kept:
        return parts
    found: dict[Held, Fraction] = {}
    for held, share in parts.items():
        stays = kept.get(held.scheme, Fraction(1)) if held.stands else Fraction(1)
        for now, part in ((held, stays), (msgspec.structs.replace(held, lost=UNCLAIMED), 1 - stays)):
            if part:
                found[now] = found.get(now, Fraction(0)) + share * part
    return found
