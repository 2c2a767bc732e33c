"""Read the bytes of an EPCIS document without trusting them (EPCIS 2.0, 9: JSON and JSON-LD bindings).

Numbers become ``Decimal`` and never a binary float; a name that stands twice in one object, a text of megabytes or a
thousand brackets in a row is refused before anything is looked at. What kind of document it is, is told by its content.
"""

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

import msgspec

from orepass.custody.rules.epcis import codes
from orepass.kernel.finding import Finding
from orepass.kernel.nesting import is_too_deep

BYTES_MAX: Final = 64 * 2**20
EVENTS_MAX: Final = 100_000
TEXT_MAX: Final = 64 * 2**10
DEPTH_MAX: Final = 48
DIGITS_MAX: Final = 40
INTEGER_DIGITS: Final = 18
EXPONENT_MAX: Final = 30
BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"

Json = Any
"""A JSON value whose numbers are ``int`` or ``Decimal``."""


class Kind(StrEnum):
    """What was sent."""

    DOCUMENT = "EPCISDocument"
    QUERY = "EPCISQueryDocument"
    EVENT = "event"


EVENT_TYPES: Final = (
    "ObjectEvent",
    "AggregationEvent",
    "TransactionEvent",
    "TransformationEvent",
    "AssociationEvent",
)


class Document(msgspec.Struct, frozen=True):
    """A document taken apart: its envelope, its context and its events with the pointer to each."""

    kind: Kind
    body: dict[str, Json]
    events: list[Json]
    pointer: str

    @property
    def context(self) -> Json:
        """Return the document's ``@context``, as it was written."""
        return self.body.get("@context")

    def where(self, index: int) -> str:
        """Return the JSON pointer of an event."""
        return f"{self.pointer}/{index}" if self.kind is not Kind.EVENT else ""


class Unreadable(Exception):  # noqa: N818 - carries the finding out of the parser's callbacks
    """The document cannot be read; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message)


def read(data: bytes | str) -> Document:
    """Take a document apart.

    Raises:
        Unreadable: it is not EPCIS in JSON, or not safe to read.
    """
    return read_value(parse(data))


def read_value(value: Json) -> Document:
    """Take a document apart that is Python objects already, its numbers exact.

    Raises:
        Unreadable: it is not EPCIS in JSON, or not safe to read.
    """
    check_bounds(value)
    document = _envelope(value)
    if len(document.events) > EVENTS_MAX:
        raise Unreadable(codes.TOO_MANY.at(document.pointer, count=len(document.events), limit=EVENTS_MAX))
    return document


def parse(data: bytes | str) -> Json:
    """Parse JSON exactly.

    Raises:
        Unreadable: too large, not UTF-8, XML, not JSON, a repeated name or a number beyond the limits.
    """
    size = len(data)
    if size > BYTES_MAX:
        raise Unreadable(codes.TOO_LARGE.at("", size=size, limit=BYTES_MAX))
    text = _decoded(data) if isinstance(data, bytes) else data
    text = text.removeprefix(BYTE_ORDER_MARK)
    if text.lstrip()[:1] == "<":
        raise Unreadable(codes.XML.at(""))
    if is_too_deep(text):
        raise Unreadable(codes.TOO_DEEP.at("", limit=DEPTH_MAX))
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        finding = codes.SYNTAX.at(where, problem=error.msg, line=error.lineno, column=error.colno)
        raise Unreadable(finding) from None


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(codes.ENCODING.at(f"byte {error.start}", position=error.start)) from None


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        name = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise Unreadable(codes.DUPLICATE_KEY.at(name[:80], name=name[:80]))
    return found


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Unreadable(codes.NUMBER.at("", value=text[:40], digits=DIGITS_MAX)) from None
    _, digits, exponent = value.as_tuple()
    if len(digits) > DIGITS_MAX or not isinstance(exponent, int) or abs(exponent) > EXPONENT_MAX:
        raise Unreadable(codes.NUMBER.at("", value=text[:40], digits=DIGITS_MAX))
    return value


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= INTEGER_DIGITS else _decimal(text)


def _constant(text: str) -> Json:
    raise Unreadable(codes.NUMBER.at("", value=text, digits=DIGITS_MAX))


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_once, parse_float=_decimal, parse_int=_integer, parse_constant=_constant
)


SAFE_INTEGER: Final = 2**53


def exact(value: Json) -> Json:
    """Return a value that came through a door as Python objects, its floats as the decimals written."""
    if isinstance(value, float):
        return _decimal(repr(value))
    if isinstance(value, int) and abs(value) >= SAFE_INTEGER:
        # a door that went through floats on its way would have changed it; text keeps it exact
        raise Unreadable(codes.NUMBER.at("", value=str(value)[:40], digits=len(str(SAFE_INTEGER)) - 1))
    if isinstance(value, dict):
        return {name: exact(part) for name, part in value.items()}
    return [exact(part) for part in value] if isinstance(value, list) else value


def check_bounds(value: Json) -> None:
    """Walk the value without recursion.

    Raises:
        Unreadable: too deep, or a text too long.
    """
    level: list[tuple[str, Json]] = [("", value)] if isinstance(value, dict | list) else []
    for _ in range(DEPTH_MAX):
        level = [part for where, holder in level for part in _parts(where, holder)]
        if not level:
            return
    raise Unreadable(codes.TOO_DEEP.at(level[0][0][:200], limit=DEPTH_MAX))


def _parts(where: str, value: Json) -> Iterator[tuple[str, Json]]:
    named = value.items() if isinstance(value, dict) else enumerate(value)
    for name, part in named:
        if isinstance(name, str) and not name.isascii():
            _encodable(name, where)
        if isinstance(part, str):
            if len(part) > TEXT_MAX:
                raise Unreadable(codes.TOO_LONG.at(f"{where}/{escaped(name)}", size=len(part), limit=TEXT_MAX))
            if not part.isascii():
                _encodable(part, f"{where}/{escaped(name)}")
        elif isinstance(part, dict | list):
            yield f"{where}/{escaped(name)}", part


def _encodable(text: str, where: str) -> None:
    # Half of a surrogate pair can be written in JSON, but is no character and cannot be stored.
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unreadable(codes.ENCODING.at(where.encode("ascii", "replace").decode(), position=error.start)) from None


def escaped(name: object) -> str:
    """Write a name as a step of a JSON pointer (RFC 6901)."""
    return str(name)[:80].replace("~", "~0").replace("/", "~1")


def _envelope(value: Json) -> Document:
    if not isinstance(value, dict):
        raise Unreadable(codes.NOT_EPCIS.at(""))
    match value.get("type"):
        case Kind.DOCUMENT.value:
            return Document(Kind.DOCUMENT, value, _list_at(value, "epcisBody", "eventList"), "/epcisBody/eventList")
        case Kind.QUERY.value:
            steps = ("epcisBody", "queryResults", "resultsBody", "eventList")
            return Document(Kind.QUERY, value, _list_at(value, *steps), "/" + "/".join(steps))
        case str(name) if name in EVENT_TYPES or ":" in name:
            return Document(Kind.EVENT, value, [value], "")
        case _:
            raise Unreadable(codes.NOT_EPCIS.at("/type" if "type" in value else ""))


def _list_at(value: Json, *steps: str) -> list[Json]:
    where = ""
    for step in steps:
        if not isinstance(value, dict):
            raise Unreadable(codes.NOT_OBJECT.at(where, name=where.rpartition("/")[2]))
        where = f"{where}/{step}"
        if step not in value:
            raise Unreadable(codes.MISSING.at(where, name=step))
        value = value[step]
    if not isinstance(value, list):
        raise Unreadable(codes.NOT_LIST.at(where, name=steps[-1]))
    return value
