"""Sign with a key file of the home; ECDSA deterministically (RFC 6979), so that equal content gives equal proofs."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from orepass.credentials.rules.keys import CURVES, P256, PublicKey, of_public
from orepass.platform.keystore import KeyType, PrivateKey, load_key, make_key

ES256, EDDSA = "ES256", "EdDSA"


class FileSigner:
    """A signer whose key lies encrypted under the home."""

    def __init__(self, name: str, key_id: str) -> None:
        """Open the key kept under a name; others find its public half under ``key_id``."""
        self.key_id = key_id
        self._key: PrivateKey = load_key(name)
        self.algorithm = EDDSA if isinstance(self._key, Ed25519PrivateKey) else ES256

    def sign(self, data: bytes) -> bytes:
        """Return the raw signature: 64 bytes for both kinds of key."""
        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.sign(data)
        size = CURVES[P256][2]
        pair = self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return b"".join(number.to_bytes(size) for number in decode_dss_signature(pair))


class FileKeys:
    """The holder of keys that every home has: encrypted files under it."""

    def make(self, name: str, kind: str) -> PublicKey:
        """Make a key file under a name, and return its public half."""
        return of_public(make_key(name, KeyType(kind)).public_key())

    def signer(self, name: str, key_id: str) -> FileSigner:
        """Return a signer with the key file of a name.

        Raises:
            DemonstrationKey: it is a demonstration's key and this home is none.
            KeyUnavailable: there is no such file, or the passphrase does not open it.
        """
        return FileSigner(name, key_id)
