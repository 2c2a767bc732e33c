"""Bitstring status lists (W3C Bitstring Status List 1.0): one bit per credential, at least 131,072 of them.

The first bit is the most significant one of the first byte. A list is gzip, base64url, with the multibase letter ``u``.
"""

import functools
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Final

from orepass.credentials.rules.keys import base64url, from_base64url
from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.text import marked as _

LENGTH_MIN: Final = 131_072
BYTES_MAX: Final = 2_097_152
"""A list of 16 million bits; anything larger is taken for a decompression bomb."""

VALID: Final = timedelta(hours=24)
"""For how long a list of this home speaks, and whatever else is signed anew for its day."""

LISTS_KEPT: Final = 4
"""One list serves many credentials: those unpacked last are kept."""

BYTE: Final = 8
_INDEX: Final = re.compile(r"[0-9]{1,8}\Z")
_GZIP: Final = 16 + zlib.MAX_WBITS
# Header with time 0 and no name, so that the same bits always give the same text.
_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


def encode(values: Mapping[int, int] | Iterable[int], *, length: int = LENGTH_MIN, size: int = 1) -> str:
    """Encode a list: the value of each entry that has one, or the entries whose one bit is set."""
    found = values if isinstance(values, Mapping) else dict.fromkeys(values, 1)
    bits = bytearray(length * size // BYTE)
    for index, value in found.items():
        for place in range(size):
            if value >> (size - 1 - place) & 1:
                number = index * size + place
                bits[number // BYTE] |= 1 << (BYTE - 1 - number % BYTE)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(bytes(bits)) + packer.flush()
    trailer = zlib.crc32(bits).to_bytes(4, "little") + len(bits).to_bytes(4, "little")
    return "u" + base64url(_HEADER + body + trailer)


def decode(text: object) -> bytes:
    """Return the bits of an encoded list.

    Raises:
        BadDocument: not gzip in base64url, shorter than the minimum, or a decompression bomb.
    """
    if not isinstance(text, str):
        raise BadDocument(reason=_("a status list is not a text"))
    return _unpacked(text)


@functools.lru_cache(LISTS_KEPT)
def _unpacked(text: str) -> bytes:
    packed = from_base64url(text.removeprefix("u"))
    unpacker = zlib.decompressobj(_GZIP)
    try:
        bits = unpacker.decompress(packed, BYTES_MAX + 1)
    except zlib.error:
        raise BadDocument(reason=_("a status list is not gzip")) from None
    if len(bits) > BYTES_MAX:
        raise BadDocument(reason=_("a status list unpacks to more than two megabytes"))
    if not unpacker.eof or unpacker.unused_data:
        raise BadDocument(reason=_("a status list is not gzip"))
    if len(bits) * BYTE < LENGTH_MIN:
        raise BadDocument(reason=_("a status list is shorter than 131,072 entries"))
    return bits


def value(bits: bytes, index: object, *, size: int = 1) -> int:
    """Return the value of one entry, of several bits the most significant first.

    Its index is written as a decimal text (W3C) or as a number (as the UNTP schema wants it).

    Raises:
        BadDocument: the index is not a decimal, or beyond the list, or the list has too few entries of that size.
    """
    entries = len(bits) * BYTE // size
    named = _decimal(index)
    if size > 1 and entries < LENGTH_MIN:
        raise BadDocument(reason=_("a status list is shorter than 131,072 entries"))
    first = _within(named, entries) * size
    found = 0
    for place in range(first, first + size):
        found = found << 1 | bits[place // BYTE] >> (BYTE - 1 - place % BYTE) & 1
    return found


def number(index: object, *, entries: int) -> int:
    """Return which entry of a list an index names.

    Raises:
        BadDocument: it is not a decimal, or beyond the list.
    """
    return _within(_decimal(index), entries)


def _decimal(index: object) -> int:
    text = str(index)
    if not _INDEX.match(text):
        raise BadDocument(reason=_("a status index is not a decimal number"))
    return int(text)


def _within(index: int, entries: int) -> int:
    if index >= entries:
        raise BadDocument(reason=_("a status index is beyond its list"))
    return index


def free_index(taken: set[int], random_bits: Callable[[int], int], *, length: int = LENGTH_MIN) -> int:
    """Choose a free index at random, so that an index tells nothing about when or for whom it was given."""
    assert len(taken) < length, "a full list is not asked for"
    while True:
        index = random_bits(length.bit_length() + 31) % length
        if index not in taken:
            return index
