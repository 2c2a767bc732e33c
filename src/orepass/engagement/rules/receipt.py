"""The receipt of a complaint: a number with a check character and a secret of eighty bits; only its hash is kept."""

import hashlib
from typing import Final

from orepass.kernel.identifier import ALPHABET, random_bits

LETTERS: Final = 16
GROUP: Final = 4
_LOOK_ALIKE: Final = str.maketrans("ILO", "110", "- ")


def new_secret() -> str:
    """Make a secret that can be copied by hand: four groups of four letters and digits."""
    bits = random_bits(5 * LETTERS)
    letters = "".join(ALPHABET[bits >> shift & 31] for shift in range(5 * (LETTERS - 1), -1, -5))
    return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))


def hash_of(secret: str) -> str:
    """Return what is kept of a secret, however it was written: case, hyphens, spaces, I for 1 and O for 0."""
    plain = secret.strip().upper().translate(_LOOK_ALIKE)
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()
