"""One digest for everything: SHA-256 over canonical JSON (RFC 8785).

Packs, inputs, records, events and log leaves are all named by this digest, so that a result can be replayed and
compared years later.
"""

import hashlib
from typing import Any, NewType

import msgspec

from orepass.kernel.canonical import dumps
from orepass.kernel.text import plain

Digest = NewType("Digest", str)


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any JSON-like value
    """Return the canonical JSON bytes of a value; structs, dates and decimals (as strings) become JSON first."""
    return dumps(msgspec.to_builtins(value, str_keys=True, enc_hook=plain))


def digest(value: Any) -> Digest:  # noqa: ANN401 - any JSON-like value
    """Return the lower-case hexadecimal SHA-256 of the canonical JSON of a value."""
    return digest_bytes(canonical(value))


def digest_bytes(data: bytes) -> Digest:
    """Return the lower-case hexadecimal SHA-256 of some bytes."""
    return Digest(hashlib.sha256(data).hexdigest())
