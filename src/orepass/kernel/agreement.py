"""What opens what was sealed for its holder: an interface, so that the private key may live in a file or in a module.

The other side's public key goes in and the secret that both share comes out (ECDH); the private key is never shown.
"""

from typing import Protocol


class Agreement(Protocol):
    """A private key that agrees upon a secret, under the name by which others find its public half."""

    @property
    def key_id(self) -> str:
        """Return that name: the DID URL of the key."""

    @property
    def point(self) -> bytes:
        """Return its public half: a point of P-256, compressed."""

    def agree(self, other: bytes) -> bytes:
        """Return the secret shared with whoever holds the key of another point: 32 bytes."""
