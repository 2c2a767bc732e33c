"""What signs: interfaces, so that a key may live in a file, a hardware module (PKCS#11) or a service.

Nothing above these interfaces asks for a private key: a holder makes one under a name, shows its public half, and hands
out a signer. Keys that cannot leave their device fit as well as files do.
"""

from typing import Protocol

from orepass.credentials.rules.keys import PublicKey


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


class KeyHolder(Protocol):
    """Where the private halves of an installation's keys are: made there, used there."""

    def make(self, name: str, kind: str) -> PublicKey:
        """Make a key of a kind under a name, and return its public half."""

    def signer(self, name: str, key_id: str) -> Signer:
        """Return a signer with the key of a name; others find its public half under ``key_id``."""
