"""Where the private keys of an installation are: files under its home, or with whatever ``OREPASS_KEY_HOLDER`` names.

A class for a hardware module or a service keeps to :class:`KeyHolder`, and is all that has to be written for it: the
keys of identities and of the log are made there and used there. Keys that are files already go on signing from there.
"""

import functools
import logging
from collections.abc import Callable
from typing import Protocol, cast

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils.module_loading import import_string

from orepass.kernel.agreement import Agreement
from orepass.kernel.refusal import Conflict
from orepass.kernel.signer import Signer
from orepass.kernel.text import marked as _
from orepass.platform.keystore import KeyType, PrivateKey, is_kept, load_key, make_key

PublicHalf = Ed25519PublicKey | ec.EllipticCurvePublicKey

ES256, EDDSA = "ES256", "EdDSA"
P256_BYTES = 32

_log = logging.getLogger(__name__)


class NoAgreement(Conflict):
    """The holder of keys signs, and cannot open what is sealed."""

    code = "platform.key.no_agreement"
    message = _("The holder of keys ({holder}) cannot open what is sealed for a key.")
    what_to_do = _("Give it the method “agreement”, or make the key while the files hold the keys.")


class KeyHolder(Protocol):
    """Where the private halves of an installation's keys are: made there, used there, and never shown.

    One that can also open what was sealed has a third method, ``agreement``, with the inputs of ``signer``.
    """

    def make(self, name: str, kind: str) -> PublicHalf:
        """Make a key of a kind (``P-256``, ``Ed25519``) under a name, and return its public half."""

    def signer(self, name: str, key_id: str) -> Signer:
        """Return a signer with the key of a name; others find its public half under ``key_id``."""


class FileSigner:
    """A signer whose key lies encrypted under the home; ECDSA is deterministic, so that equal content signs equally."""

    def __init__(self, name: str, key_id: str) -> None:
        """Open the key kept under a name; others find its public half under ``key_id``."""
        self.key_id = key_id
        self._key: PrivateKey = load_key(name)
        self.algorithm = EDDSA if isinstance(self._key, Ed25519PrivateKey) else ES256

    def sign(self, data: bytes) -> bytes:
        """Return the raw signature: 64 bytes for both kinds of key (for P-256: RFC 6979)."""
        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.sign(data)
        pair = self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return b"".join(number.to_bytes(P256_BYTES) for number in decode_dss_signature(pair))


class FileAgreement:
    """A key that opens what was sealed for it; it lies encrypted under the home."""

    def __init__(self, name: str, key_id: str) -> None:
        """Open the key kept under a name; others find its public half under ``key_id``."""
        self.key_id = key_id
        key = load_key(name)
        assert isinstance(key, ec.EllipticCurvePrivateKey), "keys that agree are made on P-256"
        self._key = key
        self.point = key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)

    def agree(self, other: bytes) -> bytes:
        """Return the secret shared with whoever holds the key of another point."""
        return self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), other))


class FileKeys:
    """The holder of keys that every home has: encrypted files under it."""

    def make(self, name: str, kind: str) -> PublicHalf:
        """Make a key file under a name, and return its public half."""
        return make_key(name, KeyType(kind)).public_key()

    def signer(self, name: str, key_id: str) -> FileSigner:
        """Return a signer with the key file of a name.

        Raises:
            DemonstrationKey: it is a demonstration's key and this home is none.
            KeyUnavailable: there is no such file, or the passphrase does not open it.
        """
        return FileSigner(name, key_id)

    def agreement(self, name: str, key_id: str) -> FileAgreement:
        """Return the key file of a name as one that opens what was sealed for it."""
        return FileAgreement(name, key_id)


def make_held(name: str, kind: str) -> PublicHalf:
    """Make a key with the holder of this installation, and return its public half."""
    return _holder().make(name, kind)


def agreement_of(name: str, key_id: str) -> Agreement:
    """Return the key of a name as one that opens what was sealed for it: from its file where there is one.

    Raises:
        NoAgreement: the holder only signs.
        DemonstrationKey: it is a demonstration's key and this home is none.
        KeyUnavailable: no file holds it where files do, or the passphrase does not open it.
    """
    holder = FileKeys() if is_kept(name) else _holder()
    agreement: Callable[[str, str], Agreement] | None = getattr(holder, "agreement", None)
    if agreement is None:
        raise NoAgreement(holder=settings.KEY_HOLDER)
    return agreement(name, key_id)


def signer_of(name: str, key_id: str) -> Signer:
    """Return a signer with the key of a name: from its file where there is one, else from the holder.

    A key stays where it was made: one that was a file before another holder was named goes on signing from its file,
    and a line of the server's log says so. Once the file is taken away, its key moved or retired, the holder is asked.

    Raises:
        DemonstrationKey: it is a demonstration's key and this home is none.
        KeyUnavailable: no file holds it where files do, or the passphrase does not open it.
    """
    holder = _holder()
    if is_kept(name) and not isinstance(holder, FileKeys):
        _say_once(name, settings.KEY_HOLDER)
        holder = FileKeys()
    return holder.signer(name, key_id)


def _holder() -> KeyHolder:
    return cast("KeyHolder", import_string(settings.KEY_HOLDER)())


@functools.cache
def _say_once(name: str, holder: str) -> None:
    _log.warning("the key %s signs from a file under this home: it was made before %s held the keys", name, holder)
