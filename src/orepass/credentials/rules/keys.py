"""Public keys: Multikey and JWK in and out, and signatures checked by the algorithms that fit the key.

The key decides which algorithms are allowed, never the document: there is no ``none`` and no confusion of one kind of
key with another (RFC 8725 §3.1). Keys: Ed25519, P-256, P-384.
"""

import base64
import binascii
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
PREFIXES: Final = {ED25519: b"\xed\x01", P256: b"\x80\x24", P384: b"\x81\x24"}
"""Multicodec prefixes of the public keys."""

ALGORITHMS: Final = {ED25519: frozenset({"EdDSA", "Ed25519"}), P256: frozenset({"ES256"}), P384: frozenset({"ES384"})}
"""JOSE algorithms by kind of key: the allow-list."""

CURVES: Final[dict[str, tuple[type[ec.EllipticCurve], type[hashes.HashAlgorithm], int]]] = {
    P256: (ec.SECP256R1, hashes.SHA256, 32),
    P384: (ec.SECP384R1, hashes.SHA384, 48),
}
ED25519_BYTES: Final = 32
TEXT_MAX: Final = 200


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
        """Say whether a signature (for curves: r and s, one after the other) fits the data."""
        try:
            if self.kind == ED25519:
                Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, data)
                return True
            curve, algorithm, size = CURVES[self.kind]
            if len(signature) != 2 * size:
                return False
            pair = encode_dss_signature(int.from_bytes(signature[:size]), int.from_bytes(signature[size:]))
            public = ec.EllipticCurvePublicKey.from_encoded_point(curve(), self.raw)
            public.verify(pair, data, ec.ECDSA(algorithm()))
        except (InvalidSignature, ValueError):
            return False
        return True


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
    try:
        data = base58.b58decode(text[1:])
    except ValueError:
        raise BadDocument(reason=_("a public key is not in base58btc")) from None
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
        x, y = from_base64url(jwk.get("x")), from_base64url(jwk.get("y"))
        if len(x) == len(y) == CURVES[kind][2]:
            return _checked(kind, b"\x04" + x + y)
    raise BadDocument(reason=_("a public key is of an unknown kind"))


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


def from_base64url(text: object) -> bytes:
    """Decode base64url in its one canonical spelling, without padding.

    Raises:
        BadDocument: anything else.
    """
    if not isinstance(text, str):
        raise BadDocument(reason=_("a part is not base64url"))
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadDocument(reason=_("a part is not base64url")) from None
    if base64url(data) != text:
        raise BadDocument(reason=_("a part is not base64url"))
    return data


def _checked(kind: str, raw: bytes) -> PublicKey:
    try:
        if kind == ED25519:
            return PublicKey(kind, Ed25519PublicKey.from_public_bytes(raw).public_bytes_raw())
        return of_public(ec.EllipticCurvePublicKey.from_encoded_point(CURVES[kind][0](), raw))
    except ValueError:
        raise BadDocument(reason=_("a public key is not a point of its curve")) from None
