"""What signs: an interface, so that a key may live in a file, a hardware module (PKCS#11) or a service.

Nothing above this interface asks for a private key: keys that cannot leave their device fit as well as files do.
"""

from typing import Protocol


class Signer(Protocol):
    """A private key that signs under the name by which others find its public half."""

    @property
    def key_id(self) -> str:
        """Return that name: the DID URL of the key, or the origin of the log whose key it is."""

    @property
    def algorithm(self) -> str:
        """Return the JOSE name of its algorithm: ES256 or EdDSA."""

    def sign(self, data: bytes) -> bytes:
        """Return the raw signature."""
