"""Enveloping proofs: a credential as a compact signed token, ``application/vc+jwt`` (VC-JOSE-COSE §3.1.1, RFC 7515).

The payload is the credential itself. The header says ``typ: vc+jwt``, ``cty: vc`` and, in ``kid``, the DID URL of the
key.
"""

from typing import Any, Final

import msgspec

from orepass.credentials.rules.keys import ALGORITHMS, PublicKey, base64url, from_base64url
from orepass.credentials.rules.strict_json import BYTES_MAX, BadDocument, Document, canonical, parse_object, parse_told
from orepass.kernel.signer import Signer
from orepass.kernel.text import marked as _

TYPES: Final = frozenset({"vc+jwt", "application/vc+jwt", "vc-ld+jwt", "vc+ld+jwt", "JWT", ""})
"""What ``typ`` may say of a credential; a token signed for another purpose is none (RFC 8725 §3.11)."""
PRESENTATION_TYPES: Final = frozenset({"vp+jwt", "application/vp+jwt", "vp-ld+jwt", "vp+ld+jwt", "JWT", ""})
"""What ``typ`` may say of a presentation."""

_PARTS: Final = 3
# The 4/3 that base64 adds, twice the document for header and signature: a bound, not a fit.
TOKEN_MAX: Final = 2 * BYTES_MAX


class Token(msgspec.Struct, frozen=True):
    """A token taken apart; nothing is verified yet."""

    header: dict[str, Any]
    payload: Document
    signed: bytes
    signature: bytes
    canonical_payload: bytes | None = None
    """The bytes of the payload, where they are known to be its canonical form."""

    @property
    def text(self) -> str:
        """Return the token as it was written; it has one spelling."""
        return f"{self.signed.decode()}.{base64url(self.signature)}"

    @property
    def algorithm(self) -> str:
        """Return the algorithm the header claims."""
        return str(self.header.get("alg", ""))


def sign(credential: Document, signer: Signer) -> str:
    """Sign a credential as ``vc+jwt``; the payload is written canonically."""
    return compact({"alg": signer.algorithm, "cty": "vc", "kid": signer.key_id, "typ": "vc+jwt"}, credential, signer)


def compact(header: Document, payload: Document, signer: Signer) -> str:
    """Sign a header and a payload, both written canonically, as a compact token."""
    signed = f"{base64url(canonical(header))}.{base64url(canonical(payload))}"
    return f"{signed}.{base64url(signer.sign(signed.encode()))}"


def parse_token(token: str) -> Token:
    """Take a token apart.

    Raises:
        BadDocument: not three parts of base64url, not JSON, or it asks for extensions that are not understood.
    """
    if len(token) > TOKEN_MAX:
        raise BadDocument(reason=_("it is larger than two megabytes"))
    parts = token.strip().split(".")
    if len(parts) != _PARTS:
        raise BadDocument(reason=_("it is neither JSON nor a compact token"))
    header = parse_object(from_base64url(parts[0]))
    if "crit" in header or "b64" in header:
        raise BadDocument(reason=_("its header asks for an extension that is not understood"))
    written = from_base64url(parts[1])
    payload, is_canonical = parse_told(written)
    signed, signature = f"{parts[0]}.{parts[1]}".encode(), from_base64url(parts[2])
    return Token(header, payload, signed, signature, written if is_canonical else None)


def signature_holds(token: Token, key: PublicKey) -> bool:
    """Say whether the key signed the token with an algorithm that fits the key."""
    return token.algorithm in ALGORITHMS[key.kind] and key.verifies(token.signature, token.signed)


def disagreements(token: Token, *, types: frozenset[str] = TYPES, author: str = "issuer") -> list[str]:
    """Name what in the token contradicts the credential in it: its type, or a registered claim."""
    payload = token.payload
    issuer = payload.get(author)
    expected = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "jti": payload.get("id"),
    }
    wrong = [name for name, value in expected.items() if name in payload and payload[name] != value]
    wrong += ["typ"] if str(token.header.get("typ", "")) not in types else []
    return wrong + [name for name in ("vc", "vp") if name in payload]
