"""A bundle as a chain of QR codes: packed, cut into numbered frames, each naming the digest of the whole.

A frame reads ``OREPASS1/3/12/9F86D081/…``: number, count, eight digits of the SHA-256 of the packed bytes, and a piece
of them in base45 (RFC 9285), so that QR codes hold it in their alphanumeric mode. Order and repetition do not matter.
"""

import hashlib
import re
import zlib
from collections.abc import Iterable
from typing import Final

from orepass.credentials.rules.strict_json import BYTES_MAX, BadDocument
from orepass.kernel.text import marked as _

LABEL: Final = "OREPASS1"
PIECE: Final = 900
"""Characters of a piece: a code of some 100 modules a side, which a telephone reads from paper."""

FRAMES_MAX: Final = 999
DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_FRAME: Final = re.compile(rf"{LABEL}/([1-9][0-9]{{0,2}})/([1-9][0-9]{{0,2}})/([0-9A-F]{{8}})/([0-9A-Z $%*+\-./:]+)\Z")
_PAIR, _TRIPLE = 2, 3
_BASE: Final = len(DIGITS)
_WORD, _BYTE = 0xFFFF, 0xFF


def frames(text: str, *, piece: int = PIECE) -> list[str]:
    """Pack the text of a bundle and cut it into frames.

    Raises:
        BadDocument: it needs more frames than anyone would scan.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    packed = packer.compress(text.encode()) + packer.flush()
    name = hashlib.sha256(packed).hexdigest()[:8].upper()
    written = to_base45(packed)
    pieces = [written[at : at + piece] for at in range(0, len(written), piece)]
    if len(pieces) > FRAMES_MAX:
        raise BadDocument(reason=_("it is too large for a chain of codes"))
    return [f"{LABEL}/{number}/{len(pieces)}/{name}/{part}" for number, part in enumerate(pieces, 1)]


def joined(lines: Iterable[str]) -> str:
    """Put frames together again, in whatever order and however often each is there.

    Raises:
        BadDocument: a line is no frame, frames are missing or of different bundles, or the whole is damaged.
    """
    found: dict[int, str] = {}
    wholes: set[tuple[str, str]] = set()
    for line in lines:
        shape = _FRAME.match(line)
        if shape is None:
            raise BadDocument(reason=_("a line is not a frame of a bundle"))
        number, count, name, part = shape.groups()
        wholes.add((count, name))
        if len(wholes) > 1 or int(number) > int(count) or found.setdefault(int(number), part) != part:
            raise BadDocument(reason=_("the frames are not of one bundle"))
    if not wholes:
        raise BadDocument(reason=_("a line is not a frame of a bundle"))
    count, name = wholes.pop()
    missing = [str(number) for number in range(1, int(count) + 1) if number not in found]
    if missing:
        raise BadDocument(reason=_("frames are missing"), where=", ".join(missing))
    return _unpacked("".join(found[number] for number in sorted(found)), name)


def is_frames(text: str) -> bool:
    """Say whether a text begins like a chain of frames."""
    return text.lstrip().startswith(f"{LABEL}/")


def to_base45(data: bytes) -> str:
    """Write bytes in base45: two of them as three digits, the least significant first."""
    written = []
    for at in range(0, len(data), _PAIR):
        pair = data[at : at + _PAIR]
        value = int.from_bytes(pair)
        for _digit in range(len(pair) + 1):
            value, digit = divmod(value, _BASE)
            written.append(DIGITS[digit])
    return "".join(written)


def from_base45(text: str) -> bytes | None:
    """Read base45; ``None`` when it is none."""
    data = bytearray()
    for at in range(0, len(text), _TRIPLE):
        digits = [DIGITS.find(sign) for sign in text[at : at + _TRIPLE]]
        value = sum(digit * _BASE**place for place, digit in enumerate(digits))
        if -1 in digits or len(digits) == 1 or value > (_WORD if len(digits) == _TRIPLE else _BYTE):
            return None
        data += value.to_bytes(len(digits) - 1)
    return bytes(data)


def _unpacked(written: str, name: str) -> str:
    damaged = BadDocument(reason=_("the frames do not make up the bundle they name"))
    packed = from_base45(written)
    if packed is None or hashlib.sha256(packed).hexdigest()[:8].upper() != name:
        raise damaged
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        text = unpacker.decompress(packed, BYTES_MAX + 1)
        if len(text) > BYTES_MAX:
            raise BadDocument(reason=_("it is larger than two megabytes"))
        if not unpacker.eof or unpacker.unused_data:
            raise damaged
        return text.decode()
    except (zlib.error, UnicodeDecodeError):
        raise damaged from None
