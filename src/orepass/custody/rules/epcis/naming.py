"""Name an event by its content, so that a replay is known and an error declaration is told from what it declares.

EPCIS lets an error declaration repeat the ``eventID`` of the event it declares; the key of the journal is therefore the
triple (eventID, has an error declaration, hash of the content). ``recordTime`` is the server's and never part of it.
"""

import hashlib
import uuid
from decimal import Decimal
from typing import Final

import msgspec

from orepass.custody.rules.epcis.reading import INTEGER_DIGITS, Json

_TEXT: Final = msgspec.json.Encoder(decimal_format="number")
_SORTED: Final = msgspec.json.Encoder(decimal_format="number", order="sorted")


class Name(msgspec.Struct, frozen=True):
    """What an event is called in the journal."""

    event_id: str
    is_declaration: bool
    key: str


def name_of(event: dict[str, Json]) -> Name:
    """Name a checked event; an event without ``eventID`` is given one that follows from its content."""
    content = {name: normal(part) for name, part in event.items() if name not in {"recordTime", "@context"}}
    given, declares = event.get("eventID", ""), "errorDeclaration" in event
    hashed = hashlib.sha256(_SORTED.encode([given, declares, content]))
    return Name(given or _minted(hashed.digest()), declares, hashed.hexdigest())


def _minted(digest: bytes) -> str:
    # RFC 9562 version 8: the bits are ours, so the identifier follows from the content.
    bits = int.from_bytes(digest[:16]) & ~(0xF000_C000 << 48) | 0x8000_8000 << 48
    return f"urn:uuid:{uuid.UUID(int=bits)}"


def normal(value: Json) -> Json:
    """Return a value whose equal numbers are written alike (1.0 and 1)."""
    if isinstance(value, dict):
        return {name: normal(part) for name, part in value.items()}
    if isinstance(value, list):
        return [normal(part) for part in value]
    if isinstance(value, Decimal):
        short = value == value.to_integral_value() and value.adjusted() < INTEGER_DIGITS
        return int(value) if short else value.normalize()
    return value


def text_of(value: Json) -> str:
    """Write a value as JSON, every decimal with the digits it came with."""
    return _TEXT.encode(value).decode()
