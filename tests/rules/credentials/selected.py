"""Proofs of selected statements for tests: made as an issuer and a holder elsewhere make them, of a given graph."""

import hashlib
from collections.abc import Iterable, Sequence

import base58

from orepass.credentials.rules.keys import P256, PublicKey, base64url, from_multibase
from orepass.credentials.rules.proofs.selective import DERIVED, renamed
from tests.rules.credentials.test_chains_of_proofs import CurveSigner

OPTIONS = '_:c14n0 <urn:x:suite> "ecdsa-sd-2023" .\n'
GRAPH = (
    '_:c14n0 <urn:x:name> "Kito, _:c14n1 \u2028 \\"pit\\"" .\n'
    "_:c14n0 <urn:x:near> _:c14n1 .\n"
    '_:c14n1 <urn:x:mass> "12"^^<urn:x:kg> <urn:x:book> .\n'
    '<urn:x:mine> <urn:x:says> "mbao"@sw .\n'
)
NAMES = {0: b"\x22" * 32, 1: b"\x11" * 32}
ISSUER, OWN = CurveSigner(P256, "ES256", secret=7), CurveSigner(P256, "ES256", secret=8)


def head(major: int, number: int) -> bytes:
    """Return how an item of CBOR begins."""
    size = next((size for size, most in enumerate((23, 0xFF, 0xFFFF, 0xFFFFFFFF)) if number <= most), 4)
    first = number if not size else 23 + size
    return bytes([major << 5 | first]) + (number.to_bytes(1 << size - 1) if size else b"")


def of_bytes(value: bytes) -> bytes:
    """Return a text of bytes."""
    return head(2, len(value)) + value


def packed(
    base: bytes,
    own: bytes,
    signatures: Sequence[bytes],
    names: Iterable[tuple[int, bytes]],
    places: Sequence[int],
) -> bytes:
    """Return the bytes of a derived proof."""
    labels = [head(0, number) + of_bytes(label) for number, label in names]
    parts = (
        of_bytes(base),
        of_bytes(own),
        head(4, len(signatures)) + b"".join(map(of_bytes, signatures)),
        head(5, len(labels)) + b"".join(labels),
        head(4, len(places)) + b"".join(head(0, place) for place in places),
    )
    return DERIVED + head(4, 5) + b"".join(parts)


def prefixed(key: PublicKey) -> bytes:
    """Return a key's bytes as a Multikey holds them."""
    return base58.b58decode(key.multibase[1:])


def statements(graph: str = GRAPH) -> list[str]:
    """Return a graph's statements under the names of the proof."""
    return renamed(graph, {f"c14n{number}": f"u{base64url(label)}" for number, label in NAMES.items()})


def derived(always: Sequence[int] = (0, 2), *, issuer: CurveSigner = ISSUER, own: CurveSigner = OWN) -> bytes:
    """Return a proof that holds for the graph, with these statements always shown."""
    made = statements()
    key = prefixed(from_multibase(own.key_id.rpartition("#")[2]))
    shown = "".join(made[place] for place in always)
    signed = hashlib.sha256(OPTIONS.encode()).digest() + key + hashlib.sha256(shown.encode()).digest()
    signatures = [own.sign(one.encode()) for place, one in enumerate(made) if place not in always]
    return packed(issuer.sign(signed), key, signatures, NAMES.items(), always)
