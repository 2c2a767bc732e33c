"""What an evaluation returns: the outcome with every reason, requirement by requirement, and what to do next."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

import msgspec

from orepass.kernel.digest import Digest
from orepass.kernel.finding import Finding
from orepass.kernel.verdict import Verdict


class Result(StrEnum):
    """The four outcomes; only the first two grant anything."""

    CONFORMS = "conforms"
    CANDIDATE = "candidate"
    DOES_NOT_CONFORM = "does_not_conform"
    UNKNOWN = "unknown"


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about who is assessed; ``None`` and an absent flag mean *not known*.

    ``entered_on`` is the day on which the site entered the scheme: staged requirements fall due from it.
    """

    stage: str | None = None
    activities: tuple[str, ...] | None = None
    size: str | None = None
    minerals: tuple[str, ...] | None = None
    country: str | None = None
    personnel: int | None = None
    flags: dict[str, bool] = {}
    entered_on: date | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: a rating of the scale, ``not_relevant`` or ``unknown``; the classes of evidence seen; a note.

    ``evidence`` is ``None`` where it is not stated (worked cases); an empty tuple says that there is none.
    """

    rating: str
    evidence: tuple[str, ...] | None = None
    note: str = ""


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """An exact share and the same as per cent for readers."""

    share: str
    percent: Decimal


class GroupScore(msgspec.Struct, frozen=True, kw_only=True):
    """The score of a dimension, a subject or a phase; no score where nothing counts."""

    group: str
    score: Score | None
    counted: int
    open: int


class RequirementResult(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement: whether it applies and why, whether it is due, how it was judged, whether it holds the gate."""

    requirement: str
    subject: str
    dimension: str
    phase: str
    core: bool
    applies: Verdict
    why: Finding
    due: Verdict
    due_on: date | None
    rating: str | None
    counted: bool
    score: str | None
    gate: Verdict | None
    reasons: tuple[Finding, ...] = ()


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do next, most urgent first."""

    requirement: str
    step: Finding
    due_on: date | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The result of one evaluation. The digests name the pack and the inputs, so that it can be replayed.

    ``overlays`` names the national interpretations that were laid over the standard; where there is none it is not
    written, so that outcomes from before there were any keep their digests.
    """

    outcome: Result
    level: str
    level_rank: int | None
    best_level: str
    next_level: str
    reasons: tuple[Finding, ...]
    gates_failed: tuple[str, ...]
    gates_unknown: tuple[str, ...]
    next_steps: tuple[NextStep, ...]
    aggregate: Score | None
    dimensions: tuple[GroupScore, ...]
    subjects: tuple[GroupScore, ...]
    phases: tuple[GroupScore, ...]
    results: tuple[RequirementResult, ...]
    pack: str
    pack_digest: Digest
    standard: str
    inputs_digest: Digest
    on: date
    overlays: tuple[str, ...] = ()

    @property
    def grants(self) -> bool:
        """Say whether the outcome grants anything."""
        return self.outcome in {Result.CONFORMS, Result.CANDIDATE}

    def result(self, requirement: str) -> RequirementResult:
        """Return the result of one requirement."""
        return next(result for result in self.results if result.requirement == requirement)


def score_of(share: Fraction) -> Score:
    """Write a share exactly and, rounded down to a tenth, as per cent: never rounded up over a threshold."""
    return ratio(share.numerator, share.denominator)


@lru_cache(maxsize=16_384)
def ratio(points: int, of: int) -> Score:
    """Write a share of whole numbers, such as 5/8; many sites have the same."""
    share = Fraction(points, of)
    percent = Decimal(1000 * share.numerator // share.denominator) / 10
    return Score(share=f"{share.numerator}/{share.denominator}", percent=percent)
