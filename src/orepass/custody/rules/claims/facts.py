"""What an event tells of a claim: who certified it, who had it in hands with which right, and what an account took."""

from fractions import Fraction
from typing import Final

import msgspec

ALL: Final = Fraction(1)

ANYBODY: Final = "*"
"""Nobody's custody certificate was asked for: material in the hands of whoever began the lot."""


class ClaimFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The part of a movement that the claim of the lot hangs on; fixed on the day, as the class of a lot is.

    Attributes:
        pack: the edition under which the lot began certified, or the account is kept.
        level: the level of the certificate.
        chained: that scheme asks everybody on the way for a custody certificate.
        by: who had the part that was sent, used or lost; of a look, who weighs what they have.
        word: the word for a hand-over beside shipping and receiving: departing, arriving or accepting.
        kept_by: the schemes whose custody certificate the custodian had on the day, separated by spaces.
        booked: the element that an account was credited with or charged for.
        part: the share of that element which the account gave, as a fraction.
        by_mass: that account counts mass, and gave for all that the lot weighs.
        book: the book and claim accounts that the lot, or what it was made of, was credited to where it was won.
        left: which part of what stood in such an account for the lot left it with the lot, as a fraction.
        claimed: which share of what was sent its sender claimed, as a fraction; in silence all that it carries.
    """

    pack: str = ""
    level: str = ""
    chained: bool = False
    by: str = ""
    word: str = ""
    kept_by: str = ANYBODY
    booked: str = ""
    part: str = ""
    by_mass: bool = False
    book: str = ""
    left: str = ""
    claimed: str = ""

    @property
    def share(self) -> Fraction:
        """Return the share that an account gave."""
        return Fraction(self.part or "0")

    @property
    def taken(self) -> Fraction:
        """Return which part of what stood in a book and claim account left with the lot; in silence nothing."""
        return Fraction(self.left or "0")

    @property
    def most(self) -> Fraction:
        """Return the most that is claimed of what was sent; what an account gives for it was claimed as well."""
        return max(Fraction(self.claimed), self.share) if self.claimed else ALL

    def keeps(self, scheme: str) -> bool:
        """Say whether the custodian's certificates keep a claim of a scheme."""
        return self.kept_by == ANYBODY or scheme in self.kept_by.split()


NO_FACTS: Final = ClaimFacts()
