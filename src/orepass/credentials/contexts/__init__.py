"""JSON-LD contexts that are known here, each pinned by the digest of its canonical JSON; none is loaded from the net.

``index.json`` names them: those with a file are data of others, kept as their packages hold them (NOTICE); those
without one are known by digest alone, and a home brings them itself.
"""

import functools
from importlib.resources import files
from typing import Final

import msgspec

from orepass.credentials.rules.strict_json import Document, canonical, parse_object
from orepass.kernel.digest import Digest, digest_bytes

_HERE: Final = files("orepass.credentials.contexts")


class Pin(msgspec.Struct, frozen=True):
    """A context by its address: the file that holds it here, if any, and the digest of its canonical JSON."""

    url: str
    file: str
    digest: Digest


@functools.cache
def pins() -> dict[str, Pin]:
    """Return every context that is pinned, by address."""
    rows = msgspec.json.decode(_HERE.joinpath("index.json").read_bytes(), type=list[Pin])
    return {row.url: row for row in rows}


@functools.cache
def shipped() -> dict[str, Document]:
    """Return the contexts that are held here, by address; one that was changed on disk is left out."""
    found = {}
    for pin in pins().values():
        if pin.file:
            document = parse_object(_HERE.joinpath(pin.file).read_bytes())
            if digest_of(document) == pin.digest:
                found[pin.url] = document
    return found


def digest_of(context: Document) -> Digest:
    """Return the digest that pins a context: of its meaning as JSON, however it is spaced."""
    return digest_bytes(canonical(context))
