"""Tell packs and standards in one language: the cards behind lists and pages."""

from datetime import date
from typing import Final

import msgspec

from orepass.scheme.rules.model import FALLBACK, Pack, Requirement, Subject, told
from orepass.scheme.rules.overlaying import DRAFT
from orepass.scheme.rules.regions import Region, regions

PHASES: Final = ("commitment", "assessment", "monitoring", "disclosure")


class PackCard(msgspec.Struct, frozen=True, kw_only=True):
    """A pack for a list: what it is and what it holds."""

    scheme: str
    edition: str
    ref: str
    digest: str
    title: str
    owner: str
    status: str
    valid_from: date
    valid_before: date | None
    standards: tuple[str, ...]
    requirements: int
    cases: int
    languages: tuple[str, ...]
    regions: tuple[Region, ...] = ()


class ReadingCard(msgspec.Struct, frozen=True, kw_only=True):
    """What an overlay says about a requirement where it holds."""

    title: str
    explanation: str
    also_fails_when: str


class RequirementCard(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement, told in one language."""

    id: str
    subject: str
    dimension: str
    phase: str
    statement: str
    evidence_small: str
    evidence_large: str
    fails_when: str
    core: bool
    weight: str
    due_year: int
    accepts: tuple[str, ...]
    applies_when: str
    indicator: str
    unit: str
    maps_to: tuple[str, ...]
    translated: bool
    spoken: str = ""
    pictogram: str = ""
    readings: tuple[ReadingCard, ...] = ()


class SubjectCard(msgspec.Struct, frozen=True, kw_only=True):
    """One subject with its requirements by phase, told in one language."""

    code: str
    dimension: str
    title: str
    why: str
    phases: dict[str, tuple[RequirementCard, ...]]


class StandardCard(msgspec.Struct, frozen=True, kw_only=True):
    """One standard for a page, told in one language."""

    code: str
    title: str
    purpose: str
    status: str
    subject_unit: str
    applies_when: str
    core: int
    requirements: int
    subjects: tuple[SubjectCard, ...]
    reviewed: bool


def pack_card(pack: Pack, language: str = FALLBACK) -> PackCard:
    """Tell what a pack is."""
    return PackCard(
        scheme=pack.scheme,
        edition=pack.edition,
        ref=pack.ref,
        digest=pack.digest,
        title=told(pack.title, language),
        owner=pack.owner,
        status=pack.status,
        valid_from=pack.valid_from,
        valid_before=pack.valid_before,
        standards=tuple(standard.code for standard in pack.standards),
        requirements=sum(len(standard.requirements) for standard in pack.standards),
        cases=len(pack.cases),
        languages=pack.languages,
        regions=regions(pack.rules),
    )


def standard_card(pack: Pack, code: str, language: str = FALLBACK) -> StandardCard:
    """Tell one standard, subject by subject and phase by phase, in a language."""
    standard = pack.standard(code)
    return StandardCard(
        code=code,
        title=told(standard.title, language),
        purpose=told(standard.purpose, language),
        status=standard.status,
        subject_unit=standard.subject_unit,
        applies_when=standard.applies_when,
        core=sum(requirement.core for requirement in standard.requirements),
        requirements=len(standard.requirements),
        reviewed=language not in pack.unreviewed,
        subjects=tuple(_subject_card(pack, subject, language) for subject in standard.subjects),
    )


def _subject_card(pack: Pack, subject: Subject, language: str) -> SubjectCard:
    cards = [_with_readings(pack, requirement_card(found, language), language) for found in subject.requirements]
    return SubjectCard(
        code=subject.code,
        dimension=subject.dimension,
        title=told(subject.title, language),
        why=told(subject.why, language),
        phases={phase: tuple(card for card in cards if card.phase == phase) for phase in PHASES},
    )


def _with_readings(pack: Pack, card: RequirementCard, language: str) -> RequirementCard:
    """Add what overlays say about a requirement, each under the title of the place it is said for."""
    said = [
        ReadingCard(
            title=told(overlay.title, language),
            explanation=told(one.explanation, language),
            also_fails_when=told(one.also_fails_when, language),
        )
        for overlay in pack.overlays
        for one in overlay.tightenings
        if overlay.status != DRAFT and one.requirement == card.id and (one.explanation or one.also_fails_when)
    ]
    return msgspec.structs.replace(card, readings=tuple(said)) if said else card


def requirement_card(requirement: Requirement, language: str = FALLBACK) -> RequirementCard:
    """Tell one requirement in a language."""
    indicator = requirement.indicator
    return RequirementCard(
        id=requirement.id,
        subject=requirement.subject,
        dimension=requirement.dimension,
        phase=requirement.phase,
        statement=told(requirement.statement, language),
        evidence_small=told(requirement.evidence_small, language),
        evidence_large=told(requirement.evidence_large, language),
        fails_when=told(requirement.fails_when, language),
        core=requirement.core,
        weight=str(requirement.weight),
        due_year=requirement.due_year,
        accepts=requirement.accepts,
        applies_when=requirement.applies_when,
        indicator=(told(indicator.title, language) or indicator.id) if indicator else "",
        unit=indicator.unit if indicator else "",
        maps_to=requirement.maps_to,
        translated=language in requirement.statement,
        spoken=told(requirement.spoken, language),
        pictogram=requirement.pictogram,
    )
