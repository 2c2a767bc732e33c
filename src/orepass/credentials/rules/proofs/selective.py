"""What a holder chose to show of a signed graph (ecdsa-sd-2023, W3C ECDSA Cryptosuites 1.0 §3.6), checked.

The issuer's key signed the statements that are always shown, and a key made for this credential alone, which vouches
for every other statement by itself. A holder hands on the statements chosen, their signatures, and names for the nodes
without a name, which say nothing of what was kept back. What the issuer handed to the holder, from which that is
derived, is told apart: it is no proof for anybody else.

The proof's bytes are CBOR (RFC 8949) of one shape. It is read here as that shape and as no other: no tags, no floats,
nothing of unknown length.
"""

import hashlib
import re
from typing import Final

import base58
import msgspec

from orepass.credentials.rules.keys import P256, PublicKey, base64url, from_base64url, from_multibase
from orepass.credentials.rules.proofs.outcome import BROKEN, HELD, MALFORMED, Outcome
from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.text import marked as _

BASE: Final = b"\xd9\x5d\x00"
DERIVED: Final = b"\xd9\x5d\x01"
VALUE_TEXT_MAX: Final = 1_000_000
UNSIGNED, BYTES, ARRAY, MAP = 0, 2, 4, 5
"""Major types of CBOR."""
PARTS: Final = 5
KEY_BYTES: Final = 35
"""A key of P-256 as a Multikey holds it; nothing longer is read, for base58 takes minutes over a long text."""
SIGNATURE_BYTES: Final = 64
LABEL_BYTES: Final = 32
NODE: Final = r"(?:_:[^ ]+|<[^>]*>)"
LITERAL: Final = r'"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[^ ]+)?'
STATEMENT: Final = re.compile(f"({NODE}) ({NODE}) ({NODE}|(?:{LITERAL}))(?: ({NODE}))? \\.")
BLANK: Final = "_:"
FOR_THE_HOLDER: Final = Outcome(
    holds=None,
    reason=_(
        "This is what an issuer hands to a holder, who chooses from it what to show: "
        "ask the holder for a proof made of it."
    ),
)


class Derived(msgspec.Struct, frozen=True):
    """A derived proof: signatures (r and s, 64 bytes each), and the names of nodes by their canonical ones.

    ``always``: which statements, counted from 0, the issuer wants to be shown whatever else is.
    """

    base_signature: bytes
    own_key: PublicKey
    signatures: list[bytes]
    names: dict[str, str]
    always: frozenset[int]


def proof_bytes(value: object) -> bytes | None:
    """Return the bytes of a proof value in base64url multibase; ``None`` when it is none."""
    if not isinstance(value, str) or not value.startswith("u") or len(value) > VALUE_TEXT_MAX:
        return None
    try:
        return from_base64url(value[1:])
    except BadDocument:
        return None


def verify_derived(value: bytes, key: PublicKey, options: str, graph: str) -> Outcome:
    """Say whether the issuer's key stands behind every statement of a graph.

    ``options`` and ``graph`` are canonical N-Quads (RDFC-1.0 with SHA-256), of the proof and of what is shown.
    """
    if value.startswith(BASE):
        return FOR_THE_HOLDER
    try:
        derived = open_derived(value)
        statements = renamed(graph, derived.names)
    except BadDocument:
        return MALFORMED
    always = [one for place, one in enumerate(statements) if place in derived.always]
    chosen = [one for place, one in enumerate(statements) if place not in derived.always]
    if len(always) != len(derived.always) or len(chosen) != len(derived.signatures):
        return BROKEN
    prefixed = base58.b58decode(derived.own_key.multibase[1:])
    signed = _sha256(options) + prefixed + _sha256("".join(always))
    held = key.verifies(derived.base_signature, signed) and all(
        derived.own_key.verifies(signature, one.encode())
        for signature, one in zip(derived.signatures, chosen, strict=True)
    )
    return HELD if held else BROKEN


def open_derived(value: bytes) -> Derived:
    """Take a derived proof apart.

    Raises:
        BadDocument: its bytes are not those of such a proof.
    """
    reader = _Reader(value)
    if reader.taken(len(DERIVED)) != DERIVED or reader.head(ARRAY) != PARTS:
        raise _unreadable()
    base_signature = reader.bytes_of(SIGNATURE_BYTES)
    own_key = from_multibase("z" + base58.b58encode(reader.bytes_of(KEY_BYTES)).decode())
    signatures = [reader.bytes_of(SIGNATURE_BYTES) for _each in range(reader.head(ARRAY))]
    pairs = [(reader.head(UNSIGNED), reader.bytes_of(LABEL_BYTES)) for _each in range(reader.head(MAP))]
    places = [reader.head(UNSIGNED) for _each in range(reader.head(ARRAY))]
    names = {f"c14n{number}": f"u{base64url(label)}" for number, label in pairs}
    always = frozenset(places)
    once = len(names) == len(set(names.values())) == len(pairs) and len(always) == len(places)
    if own_key.kind != P256 or not once or reader.left():
        raise _unreadable()
    return Derived(base_signature, own_key, signatures, names, always)


def renamed(graph: str, names: dict[str, str]) -> list[str]:
    """Return the statements of a canonical graph with its nodes named anew, in the order of their texts.

    Raises:
        BadDocument: a node is not named, or a name is for no node.
    """
    found = set[str]()

    def term(text: str) -> str:
        if not text.startswith(BLANK):
            return text
        label = text.removeprefix(BLANK)
        found.add(label)
        return f"{BLANK}{names.get(label, '')}"

    def statement(line: str) -> str:
        parts = STATEMENT.fullmatch(line)
        if parts is None:
            raise _unreadable()
        return " ".join([term(part) for part in parts.groups() if part is not None]) + " .\n"

    made = sorted(map(statement, graph.split("\n")[:-1]))  # other breaks of lines may stand within a text
    if found != set(names):
        raise _unreadable()
    return made


class _Reader:
    """The bytes of a proof, read from the front."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def left(self) -> int:
        """Return how many bytes are not read yet."""
        return len(self._data) - self._at

    def taken(self, size: int) -> bytes:
        """Return the next bytes.

        Raises:
            BadDocument: there are fewer.
        """
        if size > self.left():
            raise _unreadable()
        self._at += size
        return self._data[self._at - size : self._at]

    def head(self, major: int) -> int:
        """Return the number that an item of a type begins with: its value, its length or how many are in it.

        Raises:
            BadDocument: it is of another type, or its length is not told.
        """
        (first,) = self.taken(1)
        short = first & 0x1F
        if first >> 5 != major or short > 26:  # noqa: PLR2004 - numbers of more than 32 bits and unknown lengths
            raise _unreadable()
        return short if short < 24 else int.from_bytes(self.taken(1 << short - 24))  # noqa: PLR2004 - RFC 8949 §3

    def bytes_of(self, size: int) -> bytes:
        """Return a text of bytes of one length.

        Raises:
            BadDocument: it is not one, or of another length.
        """
        if self.head(BYTES) != size:
            raise _unreadable()
        return self.taken(size)


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _unreadable() -> BadDocument:
    return BadDocument(reason=_("its proof is not one of selected statements"))
