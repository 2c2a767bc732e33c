"""Private keys as encrypted files under the home, readable by their owner only.

The passphrase comes from ``OREPASS_KEY_PASSPHRASE``; without it one is made on first use and kept beside the keys: that
protects a copied key file but not a copied home, and a production home sets the variable. A demonstration's keys come
from its seed, are marked in their file names, and are loaded in a demonstration only.
"""

import os
import secrets
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.kernel.identifier import random_bits
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.platform.home import home, is_demonstration

PrivateKey = Ed25519PrivateKey | ec.EllipticCurvePrivateKey

DEMONSTRATION_SUFFIX: Final = ".demonstration.pem"
SUFFIX: Final = ".pem"
# The order of the group of P-256: a private key is a number from 1 up to, not including, the order.
P256_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class KeyType(StrEnum):
    """The kinds of key this system makes."""

    ED25519 = "Ed25519"
    P256 = "P-256"


class DemonstrationKey(Conflict):
    """A demonstration's key was asked for outside the demonstration: anyone can compute it."""

    code = "platform.key.demonstration"
    message = _("The key “{name}” belongs to a demonstration and is refused here.")
    what_to_do = _("Make a key of this home's own, and issue again with it.")


class KeyUnavailable(Conflict):
    """The private key cannot be read."""

    code = "platform.key.unavailable"
    message = _("The private key “{name}” cannot be read: {reason}.")
    what_to_do = _("Restore the folder keys/ of the home from its backup and set the passphrase it was made with.")


def make_key(name: str, key_type: KeyType) -> PrivateKey:
    """Make a private key and keep it under a name that is not yet in use (a demonstration may repeat itself)."""
    demonstration = is_demonstration()
    key = _from_seed(key_type) if demonstration else _fresh(key_type)
    data = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_passphrase()),
    )
    path = _folder() / f"{name}{DEMONSTRATION_SUFFIX if demonstration else SUFFIX}"
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if demonstration else os.O_EXCL)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
    return key


def is_kept(name: str) -> bool:
    """Say whether there is a key file under a name, a demonstration's or not."""
    return any((_folder() / f"{name}{suffix}").is_file() for suffix in (SUFFIX, DEMONSTRATION_SUFFIX))


def load_key(name: str) -> PrivateKey:
    """Return a private key kept under a name.

    Raises:
        DemonstrationKey: it is a demonstration's key and this home is none.
        KeyUnavailable: there is no such file, or the passphrase does not open it.
    """
    folder = _folder()
    demonstration = folder / f"{name}{DEMONSTRATION_SUFFIX}"
    if demonstration.is_file():
        if not is_demonstration():
            raise DemonstrationKey(name=name)
        return _read(demonstration, demonstration.stat().st_mtime_ns)
    path = folder / f"{name}{SUFFIX}"
    if not path.is_file():
        raise KeyUnavailable(name=name, reason="there is no such file")
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, _changed_at: int) -> PrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), _passphrase())
    except (ValueError, TypeError):
        raise KeyUnavailable(name=path.stem, reason="it is damaged or the passphrase is another") from None
    assert isinstance(key, Ed25519PrivateKey | ec.EllipticCurvePrivateKey), "the store makes no other keys"
    return key


def _fresh(key_type: KeyType) -> PrivateKey:
    return Ed25519PrivateKey.generate() if key_type is KeyType.ED25519 else ec.generate_private_key(ec.SECP256R1())


def _from_seed(key_type: KeyType) -> PrivateKey:
    if key_type is KeyType.ED25519:
        return Ed25519PrivateKey.from_private_bytes(random_bits(256).to_bytes(32))
    return ec.derive_private_key(1 + random_bits(384) % (P256_ORDER - 1), ec.SECP256R1())


def _folder() -> Path:
    folder = home() / "keys"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _passphrase() -> bytes:
    named = os.environ.get("OREPASS_KEY_PASSPHRASE")
    if named:
        return named.encode()
    path = _folder() / "passphrase"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_bytes()
