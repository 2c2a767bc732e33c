"""Identifiers with a check character: ``kind-XXXXXXXXXXXXC``.

Twelve Crockford base-32 characters (60 random bits) and one ISO/IEC 7064 MOD 37-36 check character, so that a single
wrong character or a swap of neighbours is caught when one is read over the telephone or typed in a depot. The kind says
what it names (``org``, ``sit``, ``crt`` …). See docs/decisions/0005-identifiers.md.
"""

import contextlib
import hashlib
import re
import secrets
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Final, NewType

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

Identifier = NewType("Identifier", str)

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
BODY_LENGTH: Final = 12
_SHAPE: Final = re.compile(r"([a-z]{3})-([0-9A-Za-z]{13})\Z")
_LOOK_ALIKE: Final = str.maketrans("ILO", "110")
NOT_MINTED: Final = "*ILO"
"""Check characters that are not given out: swapped into the body, a letter read as a digit could hide the swap."""


class BadIdentifier(Invalid):
    """The identifier is mistyped."""

    code = "kernel.identifier.invalid"
    message = _("“{value}” is not an identifier of this system: its check character does not fit.")
    what_to_do = _("Compare it with the original, character by character; copy it instead of typing it.")


def check_character(body: str) -> str:
    """Return the ISO/IEC 7064 MOD 37-2 check character of a body."""
    modulus = len(CHECK_ALPHABET)
    remainder = 0
    for character in body:
        remainder = (2 * remainder + CHECK_ALPHABET.index(character)) % modulus
    return CHECK_ALPHABET[(1 - 2 * remainder) % modulus]


class _Seeded:
    """A reproducible source for demonstrations and tests: the n-th identifier depends on the seed alone."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.count = 0

    def bits(self, number: int) -> int:
        self.count += 1
        material = hashlib.sha256(f"{self.seed}:{self.count}".encode()).digest()
        return int.from_bytes(material) % (1 << number)


_source: ContextVar[_Seeded | None] = ContextVar("identifier_source", default=None)


@contextlib.contextmanager
def minted_from(seed: str) -> Iterator[None]:
    """Mint reproducible identifiers inside the block (demonstration and tests only)."""
    token = _source.set(_Seeded(seed))
    try:
        yield
    finally:
        _source.reset(token)


def random_bits(number: int) -> int:
    """Return random bits from the operating system, or from the seed inside :func:`minted_from`."""
    source = _source.get()
    return source.bits(number) if source else secrets.randbits(number)


def mint(kind: str) -> Identifier:
    """Make a new identifier of a three-letter kind."""
    while True:
        bits = random_bits(5 * BODY_LENGTH)
        body = "".join(ALPHABET[bits >> shift & 31] for shift in range(5 * (BODY_LENGTH - 1), -1, -5))
        check = check_character(body)
        if check not in NOT_MINTED:
            return Identifier(f"{kind}-{body}{check}")


def parse(text: str, kind: str | None = None) -> Identifier:
    """Read an identifier as typed: letters in either case, I and L as 1, O as 0.

    Raises:
        BadIdentifier: wrong shape, wrong kind or wrong check character.
    """
    shape = _SHAPE.match(text.strip())
    if not shape or (kind and shape[1] != kind):
        raise BadIdentifier(value=text[:60])
    typed = shape[2].upper()
    body = typed[:BODY_LENGTH].translate(_LOOK_ALIKE)
    if set(body) - set(ALPHABET) or check_character(body) != typed[BODY_LENGTH]:
        raise BadIdentifier(value=text[:60])
    return Identifier(f"{shape[1]}-{body}{typed[BODY_LENGTH]}")
