"""A pack as the product uses it: frozen values, one edition of a scheme with its standards, parameters and cases."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from orepass.kernel.digest import Digest
from orepass.kernel.finding import Finding
from orepass.kernel.period import Period
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.scheme.rules.parameters import Rules
from orepass.scheme.rules.written import CaseFile

FALLBACK = "en"

type Text = dict[str, str]


class StandardUnknown(NotFound):
    """The edition has no such standard."""

    code = "scheme.standard.unknown"
    message = _("{pack} has no standard “{standard}”.")
    what_to_do = _("Choose one of: {known}.")


class RequirementUnknown(NotFound):
    """The standard has no such requirement."""

    code = "scheme.requirement.unknown"
    message = _("{standard} has no requirement “{requirement}”.")
    what_to_do = _("{suggestion}")


def told(text: Text, language: str = FALLBACK) -> str:
    """Return a text in a language, or in English where it is not translated."""
    return text.get(language) or text.get(FALLBACK) or next(iter(text.values()), "")


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """What is measured, in which unit, and which way is better."""

    id: str
    unit: str
    better: str
    title: Text


class Interpretation(msgspec.Struct, frozen=True, kw_only=True):
    """What an overlay says about one requirement, in words."""

    overlay: str
    explanation: Text
    also_fails_when: Text


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement with its subject; ``overlay`` names the overlay that added it, if one did.

    ``spoken`` can be read aloud beside ``pictogram``, a drawing that holds nothing but lines and shapes.
    """

    id: str
    standard: str
    subject: str
    dimension: str
    phase: str
    statement: Text
    evidence_small: Text
    evidence_large: Text
    fails_when: Text
    core: bool
    weight: Decimal
    due_year: int
    accepts: tuple[str, ...]
    applies_when: str
    indicator: Indicator | None
    maps_to: tuple[str, ...]
    spoken: Text = {}
    pictogram: str = ""
    overlay: str = ""
    interpretations: tuple[Interpretation, ...] = ()


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """One subject: why it matters and what is required in each phase."""

    code: str
    standard: str
    dimension: str
    title: Text
    why: Text
    requirements: tuple[Requirement, ...]


class Standard(msgspec.Struct, frozen=True, kw_only=True):
    """One standard of an edition with the parameters that hold for it."""

    code: str
    title: Text
    purpose: Text
    status: str
    applies_when: str
    subject_unit: str
    subjects: tuple[Subject, ...]
    requirements: tuple[Requirement, ...]
    rules: Rules

    def requirement(self, requirement: str) -> Requirement:
        """Return one requirement.

        Raises:
            RequirementUnknown: there is none of this identifier.
        """
        for found in self.requirements:
            if found.id == requirement:
                return found
        raise RequirementUnknown(
            standard=self.code, requirement=requirement, suggestion=_("Look it up in the standard.")
        )


class Tightening(msgspec.Struct, frozen=True, kw_only=True):
    """What an overlay asks of one requirement beyond the standard; ``None`` leaves it as it is."""

    requirement: str
    explanation: Text
    also_fails_when: Text
    core: bool | None
    weight: Decimal | None
    due_year: int | None
    accepts: tuple[str, ...] | None
    source: str
    clause: str
    verified: bool


class Workshop(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting behind an overlay: who sat at the table, by interest group."""

    on: date
    place: str
    participants: dict[str, int]


class Overlay(msgspec.Struct, frozen=True, kw_only=True):
    """How an edition is read in one country, for one mineral, in one region; it explains or tightens, never loosens.

    ``condition`` says where it holds, those it ``extends`` included. A draft is shown and never applied.
    """

    name: str
    title: Text
    about: Text
    status: str
    standards: tuple[str, ...]
    condition: str
    extends: tuple[str, ...]
    workshops: tuple[Workshop, ...]
    tightenings: tuple[Tightening, ...]
    additional: tuple[str, ...]
    rules: Rules

    def touches(self, standard: str) -> bool:
        """Say whether it may say anything about a standard."""
        return not self.standards or standard in self.standards


class FileCompleteness(msgspec.Struct, frozen=True, kw_only=True):
    """How far one language is translated in one file."""

    file: str
    present: int
    total: int
    missing: tuple[str, ...]


class Completeness(msgspec.Struct, frozen=True, kw_only=True):
    """How far one language is translated, in all and file by file."""

    language: str
    present: int
    total: int
    missing: tuple[str, ...]
    reviewed: bool
    files: tuple[FileCompleteness, ...] = ()


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """One edition of a scheme, checked and complete; there is no such thing as half a pack."""

    scheme: str
    edition: str
    digest: Digest
    title: Text
    owner: str
    valid_from: date
    valid_before: date | None
    supersedes: str | None
    transition_months: int
    status: str
    languages: tuple[str, ...]
    complete_in: tuple[str, ...]
    unreviewed: tuple[str, ...]
    licence: str
    notice: Text
    flags: dict[str, Text]
    vocabulary: dict[str, list[str]]
    standards: tuple[Standard, ...]
    rules: Rules
    cases: tuple[CaseFile, ...]
    completeness: tuple[Completeness, ...]
    findings: tuple[Finding, ...]
    files: dict[str, Any]
    overlays: tuple[Overlay, ...] = ()

    @property
    def ref(self) -> str:
        """Return the pack's name, such as ``cera-4in1@2026.1``."""
        return f"{self.scheme}@{self.edition}"

    @property
    def period(self) -> Period:
        """Return the days on which the edition may be used for new assessments."""
        return Period(self.valid_from, self.valid_before)

    def standard(self, code: str) -> Standard:
        """Return one standard.

        Raises:
            StandardUnknown: the edition has none of this code.
        """
        for standard in self.standards:
            if standard.code == code:
                return standard
        known = ", ".join(standard.code for standard in self.standards)
        raise StandardUnknown(where=code, pack=self.ref, standard=code, known=known)
