"""JSON as signatures need it: I-JSON in (RFC 7493), canonical JSON out (RFC 8785).

Two readers must never see two documents in the same bytes: repeated names, integers beyond 2^53 - 1, numbers that are
none, lone surrogates and noncharacters are refused, and so is anything too large or too deep to be a credential.
"""

import json
import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import msgspec
import rfc8785

from orepass.kernel.canonical import INTEGER_MAX, depth_of_plain, dumps, written_plain
from orepass.kernel.nesting import is_too_deep
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

BYTES_MAX: Final = 2_000_000
DEPTH_MAX: Final = 64
_LAST_OF_PLANES: Final = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
NONCHARACTER: Final = re.compile(f"[\ufdd0-\ufdef{_LAST_OF_PLANES}]")
"""Code points that never stand for a character (RFC 7493 §2.1, Unicode D14)."""

_decode: Final = msgspec.json.Decoder().decode
_encode: Final = msgspec.json.Encoder().encode

Document = dict[str, Any]


class BadDocument(Invalid):
    """The text is not a document that can be signed or checked."""

    code = "credentials.document.invalid"
    message = _("This is not a credential that can be read: {reason}.")
    what_to_do = _("Fetch it again from its issuer, unchanged; it is JSON or a compact token, in UTF-8.")


def parse(text: str | bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Read I-JSON.

    Raises:
        BadDocument: not UTF-8, not JSON, repeated names, unsafe numbers, too large or too deep.
    """
    if len(text) > BYTES_MAX:
        raise BadDocument(reason=_("it is larger than two megabytes"))
    try:
        data = text if isinstance(text, bytes) else text.encode()
        if len(data) > BYTES_MAX:
            raise BadDocument(reason=_("it is larger than two megabytes"))
        if is_too_deep(data):
            raise BadDocument(reason=_("it is nested too deeply"))
        quick = _read_back(data)
        if quick is not None:
            return quick
        value = json.loads(
            data.decode(), object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant
        )
    except UnicodeError:
        raise BadDocument(reason=_("it is not UTF-8")) from None
    except ValueError:
        raise BadDocument(reason=_("it is not JSON")) from None
    _check(value)
    return value


def parse_object(text: str | bytes) -> Document:
    """Read an I-JSON object.

    Raises:
        BadDocument: as :func:`parse`, or another value.
    """
    value = parse(text)
    if not isinstance(value, dict):
        raise BadDocument(reason=_("it is not a JSON object"))
    return value


def parse_told(text: bytes) -> tuple[Document, bool]:
    """Read an I-JSON object, and say whether its bytes are known to be the canonical ones already.

    Raises:
        BadDocument: as :func:`parse_object`.
    """
    value = None if len(text) > BYTES_MAX or is_too_deep(text) else _read_back(text, written_plain)
    return (value, True) if isinstance(value, dict) else (parse_object(text), False)


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """Return the canonical bytes (RFC 8785).

    Raises:
        BadDocument: the value holds something that I-JSON forbids.
    """
    try:
        return dumps(value)
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeError):
        raise BadDocument(reason=_("it has numbers or texts that have no canonical form")) from None


def _read_back(data: bytes, write: Callable[[Any], bytes] = _encode) -> Any:  # noqa: ANN401 - any JSON value
    """Read quickly what can be read in one way only; ``None`` when only the careful way can tell.

    Where the value is written back byte for byte, no name was repeated, no number rounded and no character halved.
    """
    try:
        if not data.isascii() and NONCHARACTER.search(data.decode()):
            return None
        value = _decode(data)
        depth = depth_of_plain(value)
        return value if depth is not None and depth <= DEPTH_MAX and write(value) == data else None
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None


def _object(pairs: list[tuple[str, Any]]) -> Document:
    built = dict(pairs)
    if len(built) != len(pairs):
        raise BadDocument(reason=_("a name is repeated in an object"))
    return built


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > len(str(INTEGER_MAX)) or abs(int(digits)) > INTEGER_MAX:
        raise BadDocument(reason=_("an integer is beyond 2^53 - 1"))
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise BadDocument(reason=_("a number is too large"))
    # However it is written, a whole number that would become another one is no number of I-JSON.
    if value.is_integer() and abs(value) > INTEGER_MAX and Decimal(digits) != Decimal(repr(value)):
        raise BadDocument(reason=_("an integer is beyond 2^53 - 1"))
    return value


def _constant(name: str) -> float:
    raise BadDocument(reason=_("it has numbers that are none"), where=name)


def _check(value: object) -> None:
    """Walk the value without recursion: depth, and texts that are no Unicode."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEPTH_MAX:
            raise BadDocument(reason=_("it is nested too deeply"))
        if isinstance(one, dict):
            waiting.extend((part, depth + 1) for item in one.items() for part in item)
        elif isinstance(one, list):
            waiting.extend((part, depth + 1) for part in one)
        elif isinstance(one, str) and not one.isascii():
            _check_text(one)


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadDocument(reason=_("a text has half a character")) from None
    if NONCHARACTER.search(text):
        raise BadDocument(reason=_("a text has a sign that is no character"))
