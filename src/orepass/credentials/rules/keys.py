"""Public keys: Multikey and JWK in and out, and signatures checked by the algorithms that fit the key.

The key decides which algorithms are allowed, never the document: there is no ``none`` and no confusion of one kind of
key with another (RFC 8725 §3.1). Keys: Ed25519, P-256, P-384.
"""

import base64
import functools
import hashlib
from typing import Any, Final

import base58
import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.text import marked as _

ED25519, P256, P384 = "Ed25519", "P-256", "P-384"
SHA256_MULTIHASH: Final = b"\x12\x20"
PREFIXES: Final = {ED25519: b"\xed\x01", P256: b"\x80\x24", P384: b"\x81\x24"}
"""Multicodec prefixes of the public keys."""

ALGORITHMS: Final = {ED25519: frozenset({"EdDSA", "Ed25519"}), P256: frozenset({"ES256"}), P384: frozenset({"ES384"})}
"""JOSE algorithms by kind of key: the allow-list."""

CURVES: Final[dict[str, tuple[type[ec.EllipticCurve], type[hashes.HashAlgorithm], int]]] = {
    P256: (ec.SECP256R1, hashes.SHA256, 32),
    P384: (ec.SECP384R1, hashes.SHA384, 48),
}
TEXT_MAX: Final = 200
KEYS_KEPT: Final = 1024
SIGNATURES_KEPT: Final = 4096
_HELD: Final = set[tuple[str, bytes, bytes, bytes]]()
_LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_FROM_URL: Final = bytes.maketrans(b"-_", b"+/")


class PublicKey(msgspec.Struct, frozen=True):
    """A public key: its kind and its bytes (an elliptic curve point is kept compressed)."""

    kind: str
    raw: bytes

    @property
    def multibase(self) -> str:
        """Return the Multikey form: base58btc of the prefixed bytes."""
        return "z" + base58.b58encode(PREFIXES[self.kind] + self.raw).decode()

    @property
    def jwk(self) -> dict[str, str]:
        """Return the JSON Web Key."""
        if self.kind == ED25519:
            return {"kty": "OKP", "crv": ED25519, "x": base64url(self.raw)}
        curve, _hash, size = CURVES[self.kind]
        numbers = ec.EllipticCurvePublicKey.from_encoded_point(curve(), self.raw).public_numbers()
        x, y = (base64url(number.to_bytes(size)) for number in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": self.kind, "x": x, "y": y}

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Say whether a signature (for curves: r and s, one after the other) fits the data.

        A signature that held is remembered by the digest of what it signed: one status list, one certificate and one
        history serve many credentials.
        """
        mark = (self.kind, self.raw, signature, hashlib.sha256(data).digest())
        if mark in _HELD:
            return True
        if not self._holds(signature, data):
            return False
        if len(_HELD) >= SIGNATURES_KEPT:
            _HELD.clear()
        _HELD.add(mark)
        return True

    def _holds(self, signature: bytes, data: bytes) -> bool:
        try:
            if self.kind == ED25519:
                _ed25519(self.raw).verify(signature, data)
                return True
            _curve, algorithm, size = CURVES[self.kind]
            if len(signature) != 2 * size:
                return False
            pair = encode_dss_signature(int.from_bytes(signature[:size]), int.from_bytes(signature[size:]))
            _point(self.kind, self.raw).verify(pair, data, ec.ECDSA(algorithm()))
        except (InvalidSignature, ValueError):
            return False
        return True


@functools.lru_cache(KEYS_KEPT)
def _point(kind: str, raw: bytes) -> ec.EllipticCurvePublicKey:
    """Open a compressed point: a square root that would cost a third of each signature checked."""
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVES[kind][0](), raw)


@functools.lru_cache(KEYS_KEPT)
def _ed25519(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def forget_signatures() -> None:
    """Check every signature anew from here on."""
    _HELD.clear()


def of_public(key: Ed25519PublicKey | ec.EllipticCurvePublicKey) -> PublicKey:
    """Return the public key of a library's key object."""
    if isinstance(key, Ed25519PublicKey):
        return PublicKey(ED25519, key.public_bytes_raw())
    kind = next(kind for kind, (curve, _hash, _size) in CURVES.items() if curve().name == key.curve.name)
    encoding, form = serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    return PublicKey(kind, key.public_bytes(encoding, form))


def from_multibase(text: object) -> PublicKey:
    """Read a Multikey.

    Raises:
        BadDocument: not base58btc, an unknown kind of key, or not a point of its curve.
    """
    if not isinstance(text, str) or not text.startswith("z") or len(text) > TEXT_MAX:
        raise BadDocument(reason=_("a public key is not in base58btc"))
    data = from_base58(text[1:])
    if data is None:
        raise BadDocument(reason=_("a public key is not in base58btc"))
    for kind, prefix in PREFIXES.items():
        if data.startswith(prefix):
            return _checked(kind, data[len(prefix) :])
    raise BadDocument(reason=_("a public key is of an unknown kind"))


def from_jwk(jwk: object) -> PublicKey:
    """Read a JSON Web Key.

    Raises:
        BadDocument: an unknown kind of key, or not a point of its curve.
    """
    if not isinstance(jwk, dict):
        raise BadDocument(reason=_("a public key is not a JSON Web Key"))
    kind = jwk.get("crv")
    if jwk.get("kty") == "OKP" and kind == ED25519:
        return _checked(ED25519, from_base64url(jwk.get("x")))
    if jwk.get("kty") == "EC" and isinstance(kind, str) and kind in CURVES:
        x, y = jwk.get("x"), jwk.get("y")
        point = _point_of(kind, x, y) if isinstance(x, str) and isinstance(y, str) else None
        if point is not None:
            return point
    raise BadDocument(reason=_("a public key is of an unknown kind"))


@functools.lru_cache(KEYS_KEPT)
def _point_of(kind: str, x: str, y: str) -> PublicKey | None:
    """Return the key of two coordinates; ``None`` when they are not as long as those of the curve."""
    first, second = from_base64url(x), from_base64url(y)
    return _checked(kind, b"\x04" + first + second) if len(first) == len(second) == CURVES[kind][2] else None


def of_method(method: dict[str, Any]) -> PublicKey:
    """Read the key of a verification method, whichever way it is written.

    Raises:
        BadDocument: neither Multikey nor JWK.
    """
    if "publicKeyMultibase" in method:
        return from_multibase(method["publicKeyMultibase"])
    return from_jwk(method.get("publicKeyJwk"))


def base64url(data: bytes) -> str:
    """Encode without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def multibase_digest(sha256_hex: str) -> str:
    """Return a SHA-256 as multibase multihash, as links carry it."""
    return "z" + base58.b58encode(SHA256_MULTIHASH + bytes.fromhex(sha256_hex)).decode()


def from_base58(text: str) -> bytes | None:
    """Decode base58 of a key or a signature; ``None`` for anything else, or longer.

    Blanks at the end are none of it: the library would pass over them.
    """
    if len(text) > TEXT_MAX or text != text.rstrip():
        return None
    try:
        return base58.b58decode(text)
    except ValueError:
        return None


def from_base64url(text: object) -> bytes:
    """Decode base64url in its one canonical spelling, without padding.

    Raises:
        BadDocument: anything else.
    """
    if not isinstance(text, str):
        raise BadDocument(reason=_("a part is not base64url"))
    try:
        letters = text.encode("ascii")
        padded = letters.translate(_FROM_URL) + b"=" * (-len(letters) % 4)
        data = msgspec.convert(padded.decode(), bytes)  # four times faster than the standard library
    except ValueError:
        raise BadDocument(reason=_("a part is not base64url")) from None
    # No letter but the 64, none too many, and no bit set in the last one that stands for nothing.
    rest = len(data) % 3
    spelt = base64url(data[len(data) - rest :]) if rest else ""
    if letters.translate(None, _LETTERS) or len(letters) != (4 * len(data) + 2) // 3 or not text.endswith(spelt):
        raise BadDocument(reason=_("a part is not base64url"))
    return data


@functools.lru_cache(KEYS_KEPT)
def _checked(kind: str, raw: bytes) -> PublicKey:
    try:
        if kind == ED25519:
            return PublicKey(kind, Ed25519PublicKey.from_public_bytes(raw).public_bytes_raw())
        return of_public(ec.EllipticCurvePublicKey.from_encoded_point(CURVES[kind][0](), raw))
    except ValueError:
        raise BadDocument(reason=_("a public key is not a point of its curve")) from None
