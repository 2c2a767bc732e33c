"""What a comparison of two editions says: requirement by requirement, text by text, number by number (`comparison`)."""

from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from orepass.kernel.digest import Digest
from orepass.scheme.rules.overlaying import Side


class Kind(StrEnum):
    """What became of a requirement.

    *Tightened* and *relaxed*: every part that is asked otherwise moved to that side. *Changed*: parts moved to both
    sides, or nobody can say to which. *Reworded*: the same is asked in other words. *Moved*: the same text under
    another identifier.
    """

    TIGHTENED = "tightened"
    RELAXED = "relaxed"
    CHANGED = "changed"
    REWORDED = "reworded"
    MOVED = "moved"
    NEW = "new"
    GONE = "gone"
    UNCHANGED = "unchanged"


class Way(StrEnum):
    """How one part of an edition changed."""

    STRICTER = "stricter"
    LOOSER = "looser"
    UNDECIDED = "undecided"
    WORDING = "wording"
    PLACE = "place"
    BESIDE = "beside"
    NEW = "new"
    GONE = "gone"


class Reach(StrEnum):
    """Whom a later condition reaches beside an earlier one; ``unknown``: it cannot be decided from the two texts."""

    SAME = "same"
    WIDER = "wider"
    NARROWER = "narrower"
    OTHER = "other"
    UNKNOWN = "unknown"


WAY_OF_SIDE: Final = {
    Side.STRICTER: Way.STRICTER,
    Side.LOOSER: Way.LOOSER,
    Side.UNDECIDED: Way.UNDECIDED,
}
WAY_OF_REACH: Final = {
    Reach.SAME: Way.WORDING,
    Reach.WIDER: Way.STRICTER,
    Reach.NARROWER: Way.LOOSER,
    Reach.OTHER: Way.UNDECIDED,
    Reach.UNKNOWN: Way.UNDECIDED,
}
"""Whoever is newly reached is asked more."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One part that differs: what was said and what is said now; nothing where there was or is nothing.

    ``where`` is the requirement, the standard, the overlay or nothing for the edition as a whole; ``reach`` is set for
    conditions.
    """

    where: str
    part: str
    way: Way
    old: str
    new: str
    language: str = ""
    reach: Reach | None = None


class RequirementChange(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement in both editions; a gone one has no new identifier, a new one no old.

    The rest is said of the later edition, or of the earlier one where the requirement is gone.
    """

    kind: Kind
    moved: bool
    old_id: str
    new_id: str
    standard: str
    subject: str
    dimension: str
    phase: str
    core: bool
    statement: dict[str, str]
    changes: tuple[Change, ...] = ()

    @property
    def id(self) -> str:
        """Return the identifier in the later edition, or in the earlier one where it is gone."""
        return self.new_id or self.old_id

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which its words changed."""
        return tuple(sorted({change.language for change in self.changes if change.language}))


class SubjectCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many requirements of one subject were met by each kind of change."""

    standard: str
    subject: str
    dimension: str
    title: dict[str, str]
    counts: dict[str, int]


class LanguageChange(msgspec.Struct, frozen=True, kw_only=True):
    """Which texts changed, came or went in one language."""

    language: str
    changed: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


class EditionSide(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two editions."""

    ref: str
    digest: Digest
    title: dict[str, str]
    status: str
    valid_from: date
    valid_before: date | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two editions beside one another; ``facts`` are all changes outside requirements and parameters."""

    old: EditionSide
    new: EditionSide
    counts: dict[str, int]
    requirements: tuple[RequirementChange, ...]
    parameters: tuple[Change, ...]
    facts: tuple[Change, ...]
    subjects: tuple[SubjectCount, ...]
    languages: tuple[LanguageChange, ...]

    @property
    def changed(self) -> tuple[RequirementChange, ...]:
        """Return the requirements that are not as they were."""
        return tuple(one for one in self.requirements if one.kind is not Kind.UNCHANGED)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing differs."""
        return not (self.changed or self.parameters or self.facts)
