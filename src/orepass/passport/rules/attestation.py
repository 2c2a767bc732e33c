"""What a conformity credential says of its assessor and its scope, from plain facts (UNTP 0.7.0 closed lists).

Nobody's word is stretched: without a fact for it, the level is the weakest that the list has.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

INDEPENDENT: Final = frozenset({"provider", "scheme_owner", "accreditor", "authority"})
ASSOCIATED: Final = frozenset({"cooperative"})

MODELS_BY_FLAG: Final = {
    "segregated_stock": ("identity_preserved", "segregated"),
    "mass_balance": ("mass_balance",),
}
"""The custody models (ISO 22095) that an assessment looked at when the site said it sells that way."""

TOPICS: Final = {
    "air": "air-quality-management",
    "dust": "air-quality-management",
    "armed": "risk-identification",
    "biodiversity": "ecosystem-preservation",
    "carbon": "greenhouse-gas-emissions",
    "chemicals": "chemical-safety",
    "children": "youth-protection",
    "child": "youth-protection",
    "climate": "greenhouse-gas-emissions",
    "coercion": "forced-labor-elimination",
    "community": "community-empowerment",
    "custody": "supply-chain-traceability",
    "decent": "decent-work-conditions",
    "diligence": "supply-chain-risk-reduction",
    "ecosystems": "ecosystem-preservation",
    "emergency": "emergency-readiness",
    "emissions": "greenhouse-gas-emissions",
    "employees": "decent-work-conditions",
    "energy": "energy-optimization",
    "equality": "rights-and-equality",
    "forced": "forced-labor-elimination",
    "force": "forced-labor-elimination",
    "forest": "forest-conservation",
    "grievance": "feedback-channels",
    "habitat": "ecosystem-preservation",
    "health": "health-and-safety",
    "identification": "supply-chain-traceability",
    "integrity": "anti-corruption-measures",
    "labour": "decent-work-conditions",
    "legal": "legal-compliance",
    "licence": "legal-compliance",
    "mercury": "chemical-safety",
    "nature": "ecosystem-preservation",
    "neighbours": "community-empowerment",
    "origin": "origin-tracking",
    "payments": "open-reporting",
    "reagents": "chemical-safety",
    "reporting": "open-reporting",
    "rights": "rights-and-equality",
    "risks": "risk-identification",
    "safety": "workplace-safety",
    "stakeholder": "stakeholder-inclusion",
    "suppliers": "responsible-procurement",
    "tailings": "waste-minimization",
    "traceability": "supply-chain-traceability",
    "transparency": "open-reporting",
    "voices": "stakeholder-inclusion",
    "waste": "waste-minimization",
    "water": "water-conservation",
    "women": "gender-equity",
    "work": "decent-work-conditions",
}
"""Topics of the UNTP conformity topic vocabulary by words in the codes of subjects; our reading."""

COMPLIANCE: Final = "compliance-verification"
"""What a certificate is about where none of its subjects says more: verified adherence to a standard."""

TRACEABILITY: Final = "supply-chain-traceability"
ORIGIN: Final = "origin-tracking"
_LABELS: Final = {
    "anti-corruption-measures": "Anti-Corruption Measures",
    "health-and-safety": "Health and Safety Assurance",
    "rights-and-equality": "Rights and Equality",
}
"""What the vocabulary calls topics whose label is not just their address in capitals."""


class Ordered(msgspec.Struct, frozen=True):
    """A level with its place among those of its standard, where the standard ranks them."""

    code: str
    rank: int | None = None


def assessor_level(*, kind: str, same: bool, peers_review: bool) -> str:
    """Say how far the assessor stands from the assessed.

    Attributes:
        kind: what the assessor is, as an organisation.
        same: it assessed itself.
        peers_review: the scheme lets members review one another.
    """
    if same:
        return "self"
    if kind in INDEPENDENT:
        return "3rdParty"
    return "membership" if kind in ASSOCIATED and peers_review else "unspecified"


def assessment_level(*, kind: str, accredited: bool) -> str:
    """Say under whose authority the assessor works; an accreditation on record is the scheme's own admission of it."""
    if kind == "authority":
        return "authority-mandate"
    if kind == "scheme_owner":
        return "scheme-self"
    return "scheme-cab" if accredited else "no-endorsement"


def models_covered(allowed: Collection[str], flags: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the custody models that an assessment covers: allowed by the edition, and said to be used by the site."""
    said = {model for flag, models in MODELS_BY_FLAG.items() if flags.get(flag) is True for model in models}
    return tuple(model for model in allowed if model in said)


def minerals_covered(at_site: Collection[str], judged: Collection[str]) -> tuple[str, ...]:
    """Return the commodities covered at a site: what is won there and was judged; one of them where one is unknown."""
    if not at_site or not judged:
        return tuple(sorted(set(at_site or judged)))
    return tuple(sorted(set(at_site) & set(judged)))


def topics_of(subjects: Iterable[str]) -> tuple[str, ...]:
    """Return the conformity topics that subjects are about, each once, in their order."""
    found = [TOPICS[word] for code in subjects for word in code.split("-") if word in TOPICS]
    return tuple(dict.fromkeys(found))


def label_of(topic: str) -> str:
    """Return what the vocabulary calls a topic."""
    return _LABELS.get(topic, topic.replace("-", " ").title())


def rank_of(level: str, ranks: Mapping[str, int]) -> Ordered:
    """Place a level among the ranks that a standard gives its levels."""
    return Ordered(level, ranks.get(level))


def lost_scope(ends: Iterable[date | None], *, issued_on: date, on: date) -> bool:
    """Say whether a site left the scope after a credential was issued that names it."""
    return any(end is not None and issued_on < end <= on for end in ends)
