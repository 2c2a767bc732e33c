"""What a set of credentials proves together: which claims of a passport certificates cover, and whose a DID is.

The third tier of UNTP's tests, as a plain function: (a) a criterion of a claim is covered by an assessment that names
it, conforms, and is about the same product, its facility, or is the evidence that the passport links to; (b) a claim
is covered when each of its criteria is; (c) an issuer is known when an identity anchor names its DID, and that anchor's
issuer is one that is trusted, or is known in the same way. Versions 0.6.1 and 0.7.0 are read alike. Whoever asks hands
in only credentials that were checked.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

import msgspec

PASSPORT: Final = "DigitalProductPassport"
CONFORMITY: Final = "DigitalConformityCredential"
ANCHOR: Final = "DigitalIdentityAnchor"

Document = dict[str, Any]


class Covered(msgspec.Struct, frozen=True):
    """A criterion of a claim, and the conformity credentials that cover it."""

    criterion: str
    by: tuple[str, ...]


class ClaimCover(msgspec.Struct, frozen=True):
    """A claim with its criteria."""

    passport: str
    claim: str
    criteria: tuple[Covered, ...]

    @property
    def is_covered(self) -> bool:
        """Say whether there are criteria, and each is covered."""
        return bool(self.criteria) and all(one.by for one in self.criteria)


class Known(msgspec.Struct, frozen=True):
    """A DID, and the chain of anchors from it to one that is trusted; no chain where there is none.

    Attributes:
        name: what the first anchor calls it.
        named_by: the issuers of anchors that name it, trusted or not.
    """

    did: str
    name: str
    chain: tuple[str, ...]
    named_by: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Say whether a trusted register vouches for it."""
        return bool(self.chain)


class TrustGraph(msgspec.Struct, frozen=True):
    """The answer for a set of credentials."""

    claims: tuple[ClaimCover, ...]
    issuers: tuple[Known, ...]


def trust_graph(credentials: Sequence[Document], *, roots: Collection[str] = ()) -> TrustGraph:
    """Say what credentials prove together; ``roots`` are the DIDs whose identity anchors are trusted."""
    certificates = [one for one in credentials if CONFORMITY in _list(one.get("type"))]
    claims = [
        cover for one in credentials if PASSPORT in _list(one.get("type")) for cover in _claims(one, certificates)
    ]
    dids = dict.fromkeys(issuer_of(one) for one in credentials)
    return TrustGraph(tuple(claims), tuple(known(did, credentials, roots=roots) for did in dids))


def issuer_of(credential: Document) -> str:
    """Return the identifier of the issuer; empty where there is none."""
    issuer = credential.get("issuer")
    return _text(issuer.get("id") if isinstance(issuer, dict) else issuer)


def known(did: str, credentials: Iterable[Document], *, roots: Collection[str]) -> Known:
    """Say whose a DID is, by the anchors that lead from it to a trusted one; circles lead nowhere.

    What else a register says of somebody, in credentials of another type, does not say who it is.
    """
    about: dict[str, list[Document]] = {}
    for anchor in (one for one in credentials if ANCHOR in _list(one.get("type"))):
        about.setdefault(_text(_dict(anchor.get("credentialSubject")).get("id")), []).append(anchor)
    first = about.get(did, [])
    name = next((said for anchor in first if (said := _name(anchor))), "")
    named_by = tuple(dict.fromkeys(issuer_of(anchor) for anchor in first))
    return Known(did, name, _chain(did, about, roots), named_by)


def _chain(did: str, about: dict[str, list[Document]], roots: Collection[str]) -> tuple[str, ...]:
    """Return the anchors from a DID to a trusted issuer, the shortest way; a root vouches for itself by being one."""
    ways: list[tuple[str, tuple[str, ...]]] = [(did, ())]
    seen = {did}
    for present, way in ways:
        for anchor in about.get(present, []):
            issuer, longer = issuer_of(anchor), (*way, _text(anchor.get("id")))
            if issuer in roots:
                return longer
            if issuer not in seen:
                seen.add(issuer)
                ways.append((issuer, longer))
    return ()


def _claims(passport: Document, certificates: Sequence[Document]) -> list[ClaimCover]:
    subject = _dict(passport.get("credentialSubject"))
    product = _dict(subject.get("product")) or subject
    things = {_text(product.get("id")), _text(_dict(product.get("producedAtFacility")).get("id"))} - {""}
    claims = [one for name in ("conformityClaim", "performanceClaim") for one in _dicts(subject.get(name))]
    linked = {_text(link.get("linkURL")) for claim in claims for link in _evidence(claim)} - {""}
    covering = _covering(certificates, things, linked)
    return [
        ClaimCover(
            _text(passport.get("id")),
            _text(claim.get("id")),
            tuple(Covered(name, tuple(covering.get(name, ()))) for name in _criteria(claim)),
        )
        for claim in claims
    ]


def _covering(certificates: Iterable[Document], things: set[str], linked: set[str]) -> dict[str, list[str]]:
    """Return the certificates by each criterion that they cover for a product."""
    found: dict[str, list[str]] = {}
    for certificate in certificates:
        name = _text(certificate.get("id"))
        subject = _dict(certificate.get("credentialSubject"))
        assessments = [one for key in ("assessment", "conformityAssessment") for one in _dicts(subject.get(key))]
        for assessment in assessments:
            fits = name in linked or things & _assessed(assessment)
            for criterion in _criteria(assessment) if fits and assessment.get("conformance") is True else ():
                by = found.setdefault(criterion, [])
                by += [] if name in by else [name]
    return found


def _assessed(assessment: Document) -> set[str]:
    products = [_dict(one.get("product")) for one in _dicts(assessment.get("assessedProduct"))]
    facilities = [_dict(one.get("facility")) for one in _dicts(assessment.get("assessedFacility"))]
    return {_text(one.get("id")) for one in [*products, *facilities]} - {""}


def _criteria(declaration: Document) -> list[str]:
    named = [one for key in ("assessmentCriteria", "referenceCriteria") for one in _dicts(declaration.get(key))]
    return list(dict.fromkeys(_text(one.get("id")) for one in named if _text(one.get("id"))))


def _evidence(claim: Document) -> list[Document]:
    return [link for key in ("conformityEvidence", "evidence") for link in _dicts(claim.get(key))]


def _name(anchor: Document) -> str:
    subject = _dict(anchor.get("credentialSubject"))
    return _text(subject.get("registeredName")) or _text(subject.get("name"))


def _dict(value: object) -> Document:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[Document]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
