"""What signs: an interface, so that a key may live in a file, a hardware module or a service."""

from typing import Protocol


class Signer(Protocol):
    """A private key that signs under the name by which others find its public half."""

    @property
    def key_id(self) -> str:
        """Return the DID URL of the key."""

    @property
    def algorithm(self) -> str:
        """Return the JOSE name of its algorithm: ES256 or EdDSA."""

    def sign(self, data: bytes) -> bytes:
        """Return the raw signature."""
