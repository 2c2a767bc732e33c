"""What credits took: what was issued as book and claim credits is not claimed by the material itself too (C14, C20).

Credits are issued for the production of a site, not for one lot, so nobody can say which lot lost its claim. What is
left in the account is what the lots that were not sold as certified may claim altogether: first those with a passport,
in the order in which these were issued, then any other, each for itself as far as it reaches.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import msgspec

from orepass.custody.rules.claims.held import Held, Parts

CREDITED: Final = "credited"


def share_of_book(parts: Parts, account: str) -> Fraction:
    """Return the share of a mixture that may be claimed and is production of a book and claim account."""
    return sum((share for held, share in parts.items() if held.book == account and held.stands), Fraction(0))


def share_kept(left: int, before: Fraction, wanted: Fraction | None) -> Fraction:
    """Return which part of what a lot would claim of an account is left for it; of what nobody measured nothing is.

    Args:
        left: what was neither sold as certified nor issued as credits, in the unit of the account.
        before: what others claim of it first.
        wanted: what the lot would claim; ``None`` where nobody knows.
    """
    if wanted is None:
        return Fraction(0)
    room = max(left - before, Fraction(0))
    return min(room / wanted, Fraction(1)) if wanted else Fraction(1)


def less_credits(parts: Parts, kept: Mapping[str, Fraction]) -> dict[Held, Fraction]:
    """Return what a mixture carries beside the credits that were issued, by account the part that is left for it."""
    found: dict[Held, Fraction] = {}
    for held, share in parts.items():
        stays = kept.get(held.book, Fraction(1)) if held.stands else Fraction(1)
        plain = msgspec.structs.replace(held, book="")
        for now, part in ((plain, stays), (msgspec.structs.replace(plain, lost=CREDITED), 1 - stays)):
            if part:
                found[now] = found.get(now, Fraction(0)) + share * part
    return found
