"""What a set of credentials proves together: which claims of a passport certificates cover, and whose a DID is.

The third tier of UNTP's tests, as a plain function: (a) a criterion of a claim is covered by an assessment that names
it, conforms, and is about the same product, its facility, or is the evidence that the passport links to; (b) a claim
is covered when each of its criteria is; (c) an issuer is known when an identity anchor names its DID, and that anchor's
issuer is one that is trusted, or is known in the same way. Versions 0.6.1 and 0.7.0 are read alike. Whoever asks hands
in only credentials that were checked, or a :class:`Judge` who says of each certificate why it does not count.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Any, Final

import msgspec

from orepass.credentials.rules.keys import multibase_digest
from orepass.credentials.rules.presented import digest_of
from orepass.kernel.text import marked as _

PASSPORT: Final = "DigitalProductPassport"
CONFORMITY: Final = "DigitalConformityCredential"
ANCHOR: Final = "DigitalIdentityAnchor"

Document = dict[str, Any]


class Doubt(msgspec.Struct, frozen=True):
    """Why a certificate does not count for a claim: a sentence about ``{certificate}``, with what else it names."""

    template: str
    params: dict[str, str] = {}


NOT_CONFORMING: Final = Doubt(_("{certificate} does not count: it does not say that the criterion is met."))
OTHER_THING: Final = Doubt(_("{certificate} does not count: it is about another product or site."))
OTHER_VERSION: Final = Doubt(_("{certificate} does not count: it is not the document that the claim links to."))
BARE_WORD: Final = Doubt(
    _("{certificate} does not count: that the product belongs to what it is about is the word of an unknown issuer.")
)


class Judge(msgspec.Struct, frozen=True):
    """Who is believed.

    Attributes:
        doubt: say why a certificate does not count on a day (``None``: the claim names none); nothing where it counts.
        is_believed: say whether the issuer of a passport is one whose word joins a certificate to the product.
    """

    doubt: Callable[[Document, date | None], Doubt | None]
    is_believed: Callable[[Document], bool]


EVERYBODY: Final = Judge(lambda _certificate, _day: None, lambda _passport: True)
"""For credentials that were all checked beforehand."""


class Covered(msgspec.Struct, frozen=True):
    """A criterion of a claim, the conformity credentials that cover it, and those that name it and do not count."""

    criterion: str
    by: tuple[str, ...]
    refused: tuple[tuple[str, Doubt], ...] = ()


class ClaimCover(msgspec.Struct, frozen=True):
    """A claim with its criteria, and the day it speaks of where one is named."""

    passport: str
    claim: str
    criteria: tuple[Covered, ...]
    on: date | None = None

    @property
    def is_covered(self) -> bool:
        """Say whether there are criteria, and each is covered."""
        return bool(self.criteria) and all(one.by for one in self.criteria)


class Known(msgspec.Struct, frozen=True):
    """A DID, and the chain of anchors from it to one that is trusted; no chain where there is none.

    Attributes:
        name: what the first anchor of the chain calls it.
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


def trust_graph(
    credentials: Sequence[Document], *, roots: Collection[str] = (), judge: Judge = EVERYBODY
) -> TrustGraph:
    """Say what credentials prove together; ``roots`` are the DIDs whose identity anchors are trusted."""
    certificates = [one for one in credentials if CONFORMITY in _list(one.get("type"))]
    passports = [one for one in credentials if PASSPORT in _list(one.get("type"))]
    claims = [cover for one in passports for cover in claims_covered(one, certificates, judge)]
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
    chain = _chain(did, about, roots)
    named_by = tuple(dict.fromkeys(issuer_of(anchor) for anchor in about.get(did, [])))
    return Known(did, _name(chain[0]) if chain else "", tuple(_text(one.get("id")) for one in chain), named_by)


def _chain(did: str, about: dict[str, list[Document]], roots: Collection[str]) -> tuple[Document, ...]:
    """Return the anchors from a DID to a trusted issuer, the shortest way; a root vouches for itself by being one."""
    ways: list[tuple[str, tuple[Document, ...]]] = [(did, ())]
    seen = {did}
    for present, way in ways:
        for anchor in about.get(present, []):
            issuer, longer = issuer_of(anchor), (*way, anchor)
            if issuer in roots:
                return longer
            if issuer not in seen:
                seen.add(issuer)
                ways.append((issuer, longer))
    return ()


def claims_covered(passport: Document, certificates: Sequence[Document], judge: Judge = EVERYBODY) -> list[ClaimCover]:
    """Say of each claim of a passport which certificates cover its criteria, and which do not count, and why."""
    subject = _dict(passport.get("credentialSubject"))
    product = _dict(subject.get("product")) or subject
    facility = _text(_dict(product.get("producedAtFacility")).get("id"))
    claims = [one for name in ("conformityClaim", "performanceClaim") for one in _dicts(subject.get(name))]
    links = {_text(link.get("linkURL")): link for claim in claims for link in _evidence(claim)}
    scope = _Scope(_text(product.get("id")), facility, links, judge, is_believed=judge.is_believed(passport))
    bearings = [_Bearing(certificate, scope) for certificate in certificates]
    found = []
    for claim in claims:
        said = (claim.get("claimDate"), claim.get("assessmentDate"), passport.get("validFrom"))
        on = next(filter(None, map(day_of_text, said)), None)
        criteria = tuple(_covered(name, bearings, on) for name in criteria_of(claim))
        found.append(ClaimCover(_text(passport.get("id")), _text(claim.get("id")), criteria, on))
    return found


class _Scope(msgspec.Struct, frozen=True):
    """What a passport speaks of and links to, and who judges."""

    product: str
    facility: str
    links: dict[str, Document]
    judge: Judge
    is_believed: bool


class _About(IntEnum):
    """What an assessment says for a passport; the most that a certificate says of a criterion counts."""

    NO = 0
    OTHER = 1
    FACILITY = 2
    PRODUCT = 3


class _Bearing:
    """What one certificate says for one passport: read once, for strangers may name criteria by the ten thousand."""

    def __init__(self, certificate: Document, scope: _Scope) -> None:
        self.name = _text(certificate.get("id"))
        self._certificate, self._scope = certificate, scope
        self._doubts: dict[date | None, Doubt | None] = {}
        self._says: dict[str, _About] = {}
        for one in assessments_of(certificate):
            about = self._about(one)
            for criterion in criteria_of(one):
                self._says[criterion] = max(about, self._says.get(criterion, _About.NO))

    def _about(self, assessment: Document) -> _About:
        if assessment.get("conformance") is not True:
            return _About.NO
        if self._scope.product in _assessed(assessment, "product"):
            return _About.PRODUCT
        return _About.FACILITY if self._scope.facility in _assessed(assessment, "facility") else _About.OTHER

    def is_about(self, criterion: str) -> bool:
        """Say whether the certificate names a criterion."""
        return criterion in self._says

    def doubt(self, criterion: str, on: date | None) -> Doubt | None:
        """Say why the certificate, which names a criterion, does not cover it here."""
        about = self._says[criterion]
        if about is _About.NO:
            return NOT_CONFORMING
        if about is not _About.PRODUCT:
            if about is _About.OTHER and self._of_link is not None:
                return self._of_link
            # Where it comes from, or what it rests on, the passport says itself: that is worth its issuer's word.
            if not self._scope.is_believed:
                return BARE_WORD
        if on not in self._doubts:
            self._doubts[on] = self._scope.judge.doubt(self._certificate, on)
        return self._doubts[on]

    @cached_property
    def _of_link(self) -> Doubt | None:
        """Say why it is not what the passport links to."""
        link = self._scope.links.get(self.name)
        if link is None:
            return OTHER_THING
        named = link.get("digestMultibase")
        fits = named is None or named == multibase_digest(digest_of(self._certificate))
        return None if fits else OTHER_VERSION


def _covered(criterion: str, bearings: Iterable[_Bearing], on: date | None) -> Covered:
    said = [(one.name, one.doubt(criterion, on)) for one in bearings if one.is_about(criterion)]
    by = dict.fromkeys(name for name, doubt in said if doubt is None)
    return Covered(criterion, tuple(by), tuple((name, doubt) for name, doubt in said if doubt is not None))


def assessments_of(certificate: Document) -> list[Document]:
    """Return the assessments that a conformity credential holds."""
    subject = _dict(certificate.get("credentialSubject"))
    return [one for key in ("assessment", "conformityAssessment") for one in _dicts(subject.get(key))]


def _assessed(assessment: Document, kind: str) -> set[str]:
    """Return the products or facilities that an assessment is about, by their identifiers."""
    found = [_dict(one.get(kind)) for one in _dicts(assessment.get(f"assessed{kind.title()}"))]
    return {_text(one.get("id")) for one in found} - {""}


def criteria_of(declaration: Document) -> list[str]:
    """Return the criteria that a claim or an assessment names, each once."""
    named = [one for key in ("assessmentCriteria", "referenceCriteria") for one in _dicts(declaration.get(key))]
    return list(dict.fromkeys(_text(one.get("id")) for one in named if _text(one.get("id"))))


def _evidence(claim: Document) -> list[Document]:
    return [link for key in ("conformityEvidence", "evidence") for link in _dicts(claim.get(key))]


def day_of_text(value: object) -> date | None:
    """Return the day of a date or an instant as it is written; ``None`` where it is none."""
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        return None


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
