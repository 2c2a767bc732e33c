"""Do the contexts of UNTP 0.7.0 give every name in a credential a meaning: asked of a table, before it is signed.

The context itself is pinned by its digest and not shipped. ``v0_7_0/terms.json`` says of each name that our own models
can write, at its place among parts of certain types, whether the two contexts map it, and where the value has to be an
address; `scripts/write_terms.py` makes it by expanding every one of them, and a test compares it with the published
context. A name that is not in it is dropped by readers of linked data, so that nothing with such a name is signed.
"""

import functools
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

import msgspec

from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.terms import MEANINGLESS
from orepass.kernel.finding import Finding
from orepass.passport.untp import schemas, v0_7_0

ADDRESS: Final = "address"
TEXT: Final = "text"
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*\Z")

Tree = dict[str, Any]
"""By the name of a part with its types: the names in it; by the name of a value: ``text`` or ``address``."""


class Table(msgspec.Struct, frozen=True):
    """What the contexts map: they are named with the digests that pin them, in their order."""

    contexts: dict[str, str]
    names: Tree


@functools.cache
def table() -> Table:
    """Return the table of UNTP 0.7.0."""
    return msgspec.json.decode(files(v0_7_0).joinpath("terms.json").read_bytes(), type=Table)


def dropped(document: Document) -> list[Finding]:
    """Return every name in a UNTP 0.7.0 credential that its contexts do not map, and every relative address.

    Of other documents the table knows nothing, and this returns nothing.
    """
    known = schemas.known(document)
    if known is None or known.version != v0_7_0.NUMBER:
        return []
    further = document["@context"][len(table().contexts) :]
    if further or document["@context"] != list(table().contexts):
        return [MEANINGLESS.at("/@context", term=str(one)) for one in further or document["@context"]]
    return list(_in_part("", document, table().names, ""))


def name_of(name: str, part: Document) -> str:
    """Return the name of a part in the table: with its types, for the meaning of what is in it depends on them."""
    types = part.get("type")
    listed = types if isinstance(types, list) else [types] if types else []
    return f"{name}:{'+'.join(sorted(map(str, listed)))}" if listed else name


def _in_part(name: str, part: Document, tree: Tree, where: str) -> Iterator[Finding]:
    inside = tree.get(name_of(name, part))
    if not isinstance(inside, dict):
        is_known = any(each.startswith(f"{name}:") for each in tree)
        yield MEANINGLESS.at(f"{where}/type" if is_known else where, term=str(part.get("type")) if is_known else name)
        return
    for each, value in part.items():
        if each in {"@context", "type"}:
            continue
        listed = list(enumerate(value)) if isinstance(value, list) else [("", value)]
        for place, one in listed:
            at = f"{where}/{each}" if place == "" else f"{where}/{each}/{place}"
            found = _in_part(each, one, inside, at) if isinstance(one, dict) else _of_value(each, one, inside, at)
            yield from found


def _of_value(name: str, value: object, tree: Tree, where: str) -> Iterator[Finding]:
    meaning = tree.get(name)
    if meaning == ADDRESS and not (isinstance(value, str) and _ABSOLUTE.match(value)):
        yield MEANINGLESS.at(where, term=str(value))
    elif meaning not in (ADDRESS, TEXT):
        yield MEANINGLESS.at(where, term=name)
