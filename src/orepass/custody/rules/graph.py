"""What was made of what: uses and makings, the edges of the lots' graph, and the sources where material begins."""

from typing import Final

import msgspec

Name = int | str
"""A lot or a step, by number or by URI."""


NOBODYS: Name = ""
"""The lot that stands for what nobody told of."""


LEFT: Final = " "
"""How the name begins of what is left in a campaign when it is fed again; no lot and no campaign is called so."""


def next_of(name: Name, campaign: str) -> str:
    """Return the name of the mixture of a campaign after another one, and of what is left for it."""
    number = int(str(name).split(" ")[1]) if is_left(name) else 1
    return f"{LEFT}{number + 1} {campaign}"


def is_left(name: Name) -> bool:
    """Say whether a name stands for what is left in a campaign, and for no lot that anybody told of."""
    return isinstance(name, str) and name.startswith(LEFT)


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
