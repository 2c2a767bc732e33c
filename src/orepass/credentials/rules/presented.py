"""What was handed in: a token, a token in an envelope, or a document with embedded proofs, taken apart alike."""

from typing import Any, Final

import msgspec

from orepass.credentials.rules import data_integrity, jose
from orepass.credentials.rules.keys import PublicKey
from orepass.credentials.rules.strict_json import BadDocument, Document, canonical, parse_object
from orepass.kernel.digest import Digest, digest_bytes
from orepass.kernel.text import marked as _

MEDIA_TYPES: Final = frozenset({"application/vc+jwt", "application/vc-ld+jwt", "application/vc+ld+jwt"})
ASSERTION: Final = "assertionMethod"
PROOFS_MAX: Final = 16


class Presented(msgspec.Struct, frozen=True):
    """A credential as presented: with its token, or with the proofs inside it."""

    credential: Document
    token: jose.Token | None = None

    @property
    def issuer(self) -> str:
        """Return the issuer's identifier; empty when there is none."""
        issuer = self.credential.get("issuer")
        found = issuer.get("id") if isinstance(issuer, dict) else issuer
        return found if isinstance(found, str) else ""

    @property
    def digest(self) -> Digest:
        """Return the digest of the credential, as a log leaf names it: the same whichever way it is secured."""
        return digest_of(self.credential)


class Signature(msgspec.Struct, frozen=True):
    """One signature, enveloping or embedded, behind one face."""

    presented: Presented
    method: str
    purpose: str
    form: str
    proof: dict[str, Any] | None = None

    @property
    def understood(self) -> bool:
        """Say whether the form of the proof is one that is checked here."""
        proof = self.proof
        return proof is None or (self.form in data_integrity.KINDS and "previousProof" not in proof)

    def holds(self, key: PublicKey) -> bool:
        """Say whether the key made the signature: cryptography alone."""
        if self.proof is not None:
            return data_integrity.proof_holds(self.presented.credential, self.proof, key)
        token = self.presented.token
        return token is not None and jose.signature_holds(token, key)


def digest_of(credential: Document) -> Digest:
    """Return the digest of a credential: of its canonical form without proofs."""
    return digest_bytes(canonical({name: value for name, value in credential.items() if name != "proof"}))


def read(text: str | bytes) -> Presented:
    """Take a credential apart, told by its content.

    Raises:
        BadDocument: neither a token nor a JSON object, or a presentation.
    """
    plain = _plain(text)
    if not plain.startswith("{"):
        return _of_token(plain)
    document = parse_object(plain)
    types = document.get("type")
    names = types if isinstance(types, list) else [types]
    if "VerifiablePresentation" in names:
        raise BadDocument(reason=_("it is a presentation; give one of the credentials in it"))
    if "EnvelopedVerifiableCredential" in names:
        return _of_token(_out_of_envelope(document.get("id")))
    return Presented(document)


def signatures(presented: Presented) -> list[Signature]:
    """Return every signature on the credential.

    Raises:
        BadDocument: a proof is not an object, or there are too many.
    """
    token = presented.token
    if token is not None:
        kid = token.header.get("kid")
        method = f"{presented.issuer}{kid}" if isinstance(kid, str) and kid.startswith("#") else kid
        return [Signature(presented, str(method or ""), ASSERTION, f"vc+jwt {token.algorithm}")]
    proofs = data_integrity.proofs_of(presented.credential)
    if len(proofs) > PROOFS_MAX:
        raise BadDocument(reason=_("it has more proofs than anyone needs"))
    return [
        Signature(
            presented,
            str(proof.get("verificationMethod", "")),
            str(proof.get("proofPurpose", "")),
            str(proof.get("cryptosuite", proof.get("type", ""))),
            proof,
        )
        for proof in proofs
    ]


def _plain(text: str | bytes) -> str:
    if len(text) > jose.TOKEN_MAX:
        raise BadDocument(reason=_("it is larger than two megabytes"))
    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    except UnicodeDecodeError:
        raise BadDocument(reason=_("it is not UTF-8")) from None
    return plain.strip()


def _of_token(text: str) -> Presented:
    token = jose.parse_token(text)
    return Presented(token.payload, token)


def _out_of_envelope(address: object) -> str:
    head, _comma, body = address.partition(",") if isinstance(address, str) else ("", "", "")
    if not head.startswith("data:") or head.removeprefix("data:").partition(";")[0] not in MEDIA_TYPES:
        raise BadDocument(reason=_("its envelope holds no token"))
    return body
