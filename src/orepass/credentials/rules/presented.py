"""What was handed in: a token, a token in an envelope, or a document with embedded proofs, taken apart alike."""

from typing import Any, Final

import msgspec

from orepass.credentials.rules import data_integrity, jose
from orepass.credentials.rules.did import ASSERTION
from orepass.credentials.rules.keys import PublicKey
from orepass.credentials.rules.proofs.chains import predecessors
from orepass.credentials.rules.proofs.linked_data import NOBODY, LinkedData
from orepass.credentials.rules.proofs.outcome import BROKEN, HELD, Outcome
from orepass.credentials.rules.proofs.suites import SUITES
from orepass.credentials.rules.strict_json import BadDocument, Document, canonical, parse_object
from orepass.kernel.digest import Digest, digest_bytes
from orepass.kernel.text import marked as _

MEDIA_TYPES: Final = frozenset({"application/vc+jwt", "application/vc-ld+jwt", "application/vc+ld+jwt"})
PRESENTATIONS: Final = frozenset({"VerifiablePresentation", "EnvelopedVerifiablePresentation"})
SD_JWT_TYPES: Final = frozenset({"application/vc+sd-jwt", "application/dc+sd-jwt", "application/sd-jwt"})
ENVELOPED: Final = "EnvelopedVerifiableCredential"
PROOFS_MAX: Final = 16


class Presented(msgspec.Struct, frozen=True):
    """A credential as presented: with its token, or with the proofs inside it."""

    credential: Document
    token: jose.Token | None = None

    @property
    def envelope(self) -> str:
        """Return the kind of token that envelops it."""
        return "vc+jwt"

    @property
    def issuer(self) -> str:
        """Return the issuer's identifier; empty when there is none."""
        issuer = self.credential.get("issuer")
        found = issuer.get("id") if isinstance(issuer, dict) else issuer
        return found if isinstance(found, str) else ""

    @property
    def digest(self) -> Digest:
        """Return the digest of the credential, as a log leaf names it: the same whichever way it is secured."""
        token = self.token
        written = token.canonical_payload if token is not None and token.payload is self.credential else None
        if written is None or "proof" in self.credential:
            return digest_of(self.credential)
        return digest_bytes(written)


class Signature(msgspec.Struct, frozen=True):
    """One signature, enveloping or embedded, behind one face; ``previous`` are the places of those it builds on."""

    presented: Presented
    method: str
    purpose: str
    form: str
    proof: dict[str, Any] | None = None
    previous: tuple[int, ...] = ()

    @property
    def understood(self) -> bool:
        """Say whether the form of the proof is one that is checked here."""
        return self.proof is None or self.form in SUITES

    def outcome(self, key: PublicKey, linked_data: LinkedData = NOBODY) -> Outcome:
        """Say whether the key made the signature: cryptography alone."""
        if self.proof is not None:
            proofs = data_integrity.proofs_of(self.presented.credential)
            previous = [proofs[place] for place in self.previous]
            return data_integrity.verify_proof(
                self.presented.credential, self.proof, key, previous=previous, linked_data=linked_data
            )
        token = self.presented.token
        return HELD if token is not None and jose.signature_holds(token, key) else BROKEN


def digest_of(credential: Document) -> Digest:
    """Return the digest of a credential: of its canonical form without proofs."""
    return digest_bytes(canonical({name: value for name, value in credential.items() if name != "proof"}))


def read(text: str | bytes) -> Presented:
    """Take a credential apart, told by its content.

    Raises:
        BadDocument: neither a token nor a JSON object, or a presentation.
    """
    plain = plain_text(text)
    if not plain.startswith("{"):
        return _of_token(plain)
    document = parse_object(plain)
    _refuse_presentation(document)
    if ENVELOPED in types_of(document):
        return _of_token(out_of_envelope(document.get("id"), MEDIA_TYPES))
    return Presented(document)


def types_of(document: Document) -> list[Any]:
    """Return the types of a document."""
    types = document.get("type")
    return types if isinstance(types, list) else [types]


def signatures(presented: Presented, purpose: str = ASSERTION) -> list[Signature]:
    """Return every signature on the credential: those inside it, in their order, then that of its token.

    A token does not say what it was signed for: it counts for ``purpose``.

    Raises:
        BadDocument: a proof is not an object, there are too many, or they build on what is not there.
    """
    proofs = data_integrity.proofs_of(presented.credential)
    if len(proofs) > PROOFS_MAX:
        raise BadDocument(reason=_("it has more proofs than anyone needs"))
    embedded = [
        Signature(
            presented,
            str(proof.get("verificationMethod", "")),
            str(proof.get("proofPurpose", "")),
            str(proof.get("cryptosuite", proof.get("type", ""))),
            proof,
            tuple(places),
        )
        for proof, places in zip(proofs, predecessors(proofs), strict=True)
    ]
    token = presented.token
    return embedded if token is None else [*embedded, _of_envelope(presented, token, purpose)]


def _of_envelope(presented: Presented, token: jose.Token, purpose: str) -> Signature:
    kid = token.header.get("kid")
    method = f"{presented.issuer}{kid}" if isinstance(kid, str) and kid.startswith("#") else kid
    return Signature(presented, str(method or ""), purpose, f"{presented.envelope} {token.algorithm}")


def plain_text(text: str | bytes) -> str:
    """Return what was handed in as text.

    Raises:
        BadDocument: it is too large, or not UTF-8.
    """
    if len(text) > jose.TOKEN_MAX:
        raise BadDocument(reason=_("it is larger than two megabytes"))
    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    except UnicodeDecodeError:
        raise BadDocument(reason=_("it is not UTF-8")) from None
    return plain.strip()


def out_of_envelope(address: object, media_types: frozenset[str]) -> str:
    """Return the token in a ``data:`` address of one of the media types.

    Raises:
        BadDocument: there is none.
    """
    head, _comma, body = address.partition(",") if isinstance(address, str) else ("", "", "")
    media_type = head.removeprefix("data:").partition(";")[0] if head.startswith("data:") else ""
    if media_type not in media_types and media_type in SD_JWT_TYPES:
        raise BadDocument(reason=_("its envelope holds an SD-JWT, which is checked by itself"))
    if media_type not in media_types:
        raise BadDocument(reason=_("its envelope holds no token"))
    return body


def _of_token(text: str) -> Presented:
    token = jose.parse_token(text)
    _refuse_presentation(token.payload)
    return Presented(token.payload, token)


def _refuse_presentation(document: Document) -> None:
    if not PRESENTATIONS.isdisjoint(one for one in types_of(document) if isinstance(one, str)):
        raise BadDocument(reason=_("it is a presentation; give one of the credentials in it"))
