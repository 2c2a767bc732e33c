"""Spoil real inputs: bytes that flip, vanish, repeat and come from elsewhere; values of JSON that turn strange."""

import json
import random
from collections.abc import Callable
from typing import Any

from orepass.credentials.rules.keys import base64url, from_base64url
from orepass.credentials.rules.strict_json import BadDocument

PIECES = (
    b"",
    b"\x00",
    b"\n",
    b"\n\n",
    b" ",
    b'"',
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"[" * 70,
    b"]",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xf0\x9d\x84\x9e",
    b"-0",
    b"1e999",
    b"NaN",
    b"9007199254740993",
    b"99999999999999999999999999",
    b"-1",
    b"..",
    b"~",
    b"#",
    b"%00",
    b"+",
    b"=",
    "—".encode(),
    "٣".encode(),
    b"null",
    b"did:key:z",
    b"A" * 5000,
)
VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**53,
    1.5,
    1e300,
    "",
    "x",
    "\x00",
    "did:key:z6Mk",
    "https://[::1",
    "9999-12-31T23:59:60Z",
    "2026-02-30T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    [],
    {},
    [[]],
    [{}],
    {"id": []},
    {"@value": 1},
    "u" + "A" * 40,
    ["x"] * 40,
)
DEEP = 70


def spoilt(seeds: list[bytes], chance: random.Random) -> bytes:
    """Take one of the seeds and spoil it once or a few times."""
    data = chance.choice(seeds)
    ways: list[Callable[[bytes, random.Random], bytes]] = [_bytes, _bytes, _json, _token, _lines]
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        data = chance.choice(ways)(data, chance)
        if chance.random() < 0.05:
            other = chance.choice(seeds)
            data = data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]
    return data


def _bytes(data: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(data) + 1), chance.choice((0, 1, 1, 2, 7, 40))
    kind = chance.randrange(4)
    if kind == 0 and at < len(data):
        return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
    if kind == 1:
        return data[:at] + data[at + length :]
    if kind == 2:
        return data[:at] + data[at : at + length] * 2 + data[at + length :]
    return data[:at] + chance.choice(PIECES) + data[at + length :]


def _lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(3)
    if kind == 0:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 1:
        lines.insert(at, lines[other])
    else:
        del lines[at]
    return b"\n".join(lines)


def _json(data: bytes, chance: random.Random) -> bytes:
    """Change one value somewhere in a JSON text; another text is spoilt byte by byte."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return _bytes(data, chance)
    spots = list(_spots(value))
    if not spots:
        return _bytes(data, chance)
    holder, key = chance.choice(spots)
    kind = chance.randrange(5)
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, dict):
        holder[chance.choice(("id", "type", "proof", "@context", "stranger", "previousProof"))] = chance.choice(VALUES)
    elif kind == 2:
        for _ in range(DEEP):
            holder[key] = [holder[key]]
    elif kind == 3:
        other, its = chance.choice(spots)
        holder[key] = json.loads(json.dumps(other[its])) if its in other or isinstance(other, list) else None
    else:
        holder[key] = chance.choice(VALUES)
    return json.dumps(value).encode("utf-8", "surrogatepass")


def _token(data: bytes, chance: random.Random) -> bytes:
    """Change a value inside a part of a compact token."""
    parts = data.split(b".")
    at = chance.randrange(len(parts))
    try:
        inside = from_base64url(parts[at].decode())
    except (BadDocument, UnicodeDecodeError):
        return _bytes(data, chance)
    parts[at] = base64url(_json(inside, chance)).encode()
    return b".".join(parts)


def _spots(value: Any) -> list[tuple[Any, Any]]:
    found, waiting = [], [value]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else list(range(len(one))) if isinstance(one, list) else []
        found += [(one, key) for key in keys]
        waiting += [one[key] for key in keys]
    return found
