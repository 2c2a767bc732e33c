"""What a passport says, as one internal document per version; every projection is made from it and from nothing else.

Shares are exact fractions. Where the product came from and what may be claimed of it are two answers. By origin a share
is *certified* when its origin had the right to deliver as certified on the day it delivered; *uncertified* when it had
not; *unknown* when nobody knows: unknown is not clean. What may be claimed is what custody followed all the way.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

import msgspec

from orepass.kernel.digest import Digest, digest
from orepass.kernel.quantity import apportion

UNCERTIFIED: Final = "uncertified"
UNKNOWN_CLASSES: Final = frozenset({"", "unknown", "unverified"})


class ProductFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The product, lot or item as its maker names it.

    Attributes:
        lot: the lot's URI in events; ``lot_id`` is our identifier for it.
        granularity: model, batch or item.
        number: the number of the model, batch or item, by granularity.
        category_code: six-digit HS 2022 heading.
        maker: who issued the passport: it had the product, or the part of the lot that is told of.
        mass_mg: what it had of the lot, as told.
        bought: who issued it did not make it, or not alone; then ``site`` is where they had it. Left out where they
            made it, and in versions from before it was kept, whose digest stays.
    """

    lot: str
    lot_id: str
    name: str
    description: str
    granularity: str
    number: str
    category_code: str
    category_name: str
    maker: str
    maker_name: str
    site: str
    site_name: str
    country: str
    produced_on: date | None
    mass_mg: int | None
    bought: bool | msgspec.UnsetType = msgspec.UNSET


class OriginLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The part of the product that comes from one origin, under one certificate or none.

    Attributes:
        told_late: it was first told of where nothing begins, at a refinery or a depot. Left out where it is not so, and
            in versions from before it was kept, whose digest stays.
    """

    origin: str
    site: str
    site_name: str
    country: str
    mineral: str
    claim_class: str
    certificate: str
    share_exact: str
    mass_mg: int | None
    told_late: bool = False

    @property
    def share(self) -> Fraction:
        """Return the exact share."""
        return Fraction(self.share_exact)

    @property
    def is_beyond(self) -> bool:
        """Say whether it is what the product is told to weigh beyond all that went into it."""
        return not self.claim_class


class CertificateLine(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that the product rests on, as it stood when the passport was issued."""

    certificate: str
    holder: str
    holder_name: str
    standard: str
    pack: str
    status: str
    valid_from: date
    valid_before: date
    credential: str
    credential_digest: str


class ClaimLine(msgspec.Struct, frozen=True, kw_only=True):
    """What may be claimed of the product, as it stood when the passport was issued; without a claim the model is empty.

    Attributes:
        pack: the edition it is claimed under.
        percent: the share in whole percents, rounded down.
        wordings: each claim that may be made, in the words of each language.
        lost: why the rest may not be claimed, as a code and a share.
        mass_mg: what may be claimed of the product's mass, as far as it counts. Left out where nobody weighed it, and
            in versions from before it was kept, whose digest stays.
    """

    pack: str = ""
    model: str = ""
    level: str = ""
    share_exact: str = "0"
    percent: int = 0
    certificates: tuple[str, ...] = ()
    wordings: Mapping[str, Mapping[str, str]] = {}
    lost: tuple[tuple[str, str], ...] = ()
    mass_mg: int | msgspec.UnsetType = msgspec.UNSET

    @property
    def share(self) -> Fraction:
        """Return the exact share."""
        return Fraction(self.share_exact)

    @property
    def stands(self) -> bool:
        """Say whether anything may be claimed."""
        return bool(self.model)


NOTHING_CLAIMED: Final = ClaimLine()
"""The claim of a passport that was issued before claims were followed."""


class PassportContent(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a passport."""

    passport: str
    version: int
    product: ProductFacts
    origins: tuple[OriginLine, ...]
    certificates: tuple[CertificateLine, ...]
    issued_on: date
    claim: ClaimLine = NOTHING_CLAIMED

    @property
    def counted_share(self) -> Fraction:
        """Return the share of its mass that counts; of the rest nobody told where it is from."""
        return counted_share(self.origins)

    @property
    def digest(self) -> Digest:
        """Return the digest of this version."""
        return digest(self)


class Certainty(msgspec.Struct, frozen=True):
    """How sure its origin is, in exact shares that add up to one; what may be claimed is another answer.

    ``told_late`` is the part of the uncertified share that was first told of later than where anything begins.
    """

    certified: str
    uncertified: str
    unknown: str
    told_late: str = "0"

    @property
    def told_from_the_start(self) -> str:
        """Return the rest of the uncertified share: not certified where it began."""
        return str(Fraction(self.uncertified) - Fraction(self.told_late))


def certainty(origins: Iterable[OriginLine]) -> Certainty:
    """Say which share was certified where it began, which was not, and of which nobody knows."""
    certified = uncertified = late = Fraction(0)
    for line in origins:
        if line.claim_class == UNCERTIFIED:
            uncertified += line.share
            late += line.share if line.told_late else 0
        elif line.claim_class not in UNKNOWN_CLASSES:
            certified += line.share
    return Certainty(str(certified), str(uncertified), str(1 - certified - uncertified), str(late))


def percent(share_exact: str) -> str:
    """Show a share in percent with one decimal, never rounding a part up to the whole or down to nothing."""
    tenths = Fraction(share_exact) * 1000
    shown = round(tenths)
    if shown == 0 and tenths > 0:
        shown = 1
    if shown == 1000 and tenths < 1000:  # noqa: PLR2004 - the whole, in tenths of a percent
        shown = 999
    return f"{shown // 10}.{shown % 10}"


def with_the_untold(origins: Sequence[OriginLine], told_mg: int | None, counted_mg: int | None) -> list[OriginLine]:
    """Return origins with their masses, which add up to what is told; what nobody told the origin of is unknown.

    A product may be told to weigh more than all that went into it. Where the rest came from nobody said, and unknown
    is not clean: it is a part of its own, and the others are their part of the whole.
    """
    if not told_mg or counted_mg is None:
        return list(origins)
    counted = min(counted_mg, told_mg)
    masses = apportion(counted, [line.share for line in origins]) if counted else [0] * len(origins)
    part = Fraction(counted, told_mg)
    known = [
        msgspec.structs.replace(line, share_exact=str(line.share * part), mass_mg=mass)
        for line, mass in zip(origins, masses, strict=True)
        if part
    ]
    return known if counted == told_mg else [*known, untold(1 - part, told_mg - counted)]


def counted_share(origins: Iterable[OriginLine]) -> Fraction:
    """Return the share of a product's mass that origins were told of."""
    return 1 - sum((line.share for line in origins if line.is_beyond), Fraction(0))


def untold(share: Fraction, mass_mg: int) -> OriginLine:
    """Return the part of a product that nobody told of."""
    return OriginLine(
        origin="",
        site="",
        site_name="",
        country="",
        mineral="",
        claim_class="",
        certificate="",
        share_exact=str(share),
        mass_mg=mass_mg,
    )
