"""What every version of UNTP writes alike: addresses, days and instants, and parts whose ``type`` has certain names."""

from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

Uri = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*\Z")]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")]
DateTime = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)\Z")]


class Node(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of all parts: names are written as the vocabulary writes them, absent values are left out."""


class TypedNode(Node, frozen=True, kw_only=True):
    """A part whose ``type``, where given, contains certain names."""

    wanted: ClassVar[tuple[str, ...]] = ()
    types: tuple[str, ...] | UnsetType = msgspec.field(name="type", default=UNSET)

    def __post_init__(self) -> None:
        """Refuse a type that misses a wanted name."""
        if self.types is not UNSET and not set(self.wanted) <= set(self.types):
            message = f"type must contain {', '.join(self.wanted)}"
            raise ValueError(message)
