"""What was made of what: uses and makings, the edges of the lots' graph, and the sources where material begins."""

import msgspec

Name = int | str
"""A lot or a step, by number or by URI."""


NOBODYS: Name = ""
"""The lot that stands for what nobody told of."""


class Source(msgspec.Struct, frozen=True):
    """Where material begins: a site, the class of certification accorded there, and the certificate."""

    site: str
    claim_class: str
    certificate: str = ""
    mineral: str = ""


class Use(msgspec.Struct, frozen=True):
    """A lot goes into a step; the weight is the contained element or the mass, ``None`` when neither is known."""

    step: Name
    lot: Name
    weight: int | None


class Making(msgspec.Struct, frozen=True):
    """A lot comes out of a step, or begins at a source."""

    lot: Name
    weight: int | None
    step: Name | None = None
    source: Source | None = None
