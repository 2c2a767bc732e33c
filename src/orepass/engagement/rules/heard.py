"""Who was heard, against whom one wanted to hear, and what of it may be published.

Counts stand in six dimensions that are never added to one another; of whom nothing is known is a count of its own
(unknown is not clean). A count below a threshold is not published, because in a village five women who cannot read are
five people everybody knows; and where the hidden counts could be reckoned from the total, one that is not small is
hidden with them. The threshold is our own choice.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from orepass.kernel.computed import OWN_CHOICE, Computed, at_least_one, names_in, need, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

THRESHOLD: Final = 5
"""A count of fewer people than this is not published; own choice."""

UNKNOWN: Final = "unknown"
HIDDEN: Final = "hidden"
VALUE_MAX: Final = 40
COUNTS_MAX: Final = 200


class Dimension(StrEnum):
    """By what people are counted."""

    GROUP = "group"
    SEX = "sex"
    LANGUAGE = "language"
    LITERACY = "literacy"
    SIZE = "size"
    REGION = "region"


WORDS: Final[dict[Dimension, tuple[str, ...]]] = {
    Dimension.SEX: ("female", "male", "other"),
    Dimension.LITERACY: ("reads", "cannot_read"),
    Dimension.SIZE: ("asm", "small", "large"),
}
"""The words of the dimensions that have fixed ones; group, language and region are as people call them."""


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """So many people of one kind: heard, or wanted."""

    dimension: Dimension
    value: str
    people: int


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One count against its target; ``people`` is missing where it is not published."""

    dimension: Dimension
    value: str
    people: int | None
    wanted: int

    @property
    def gap(self) -> int | None:
        """Return how many are missing to the target; nothing where the count is not published."""
        return None if self.people is None else max(0, self.wanted - self.people)


WORD_UNKNOWN = FindingKind(
    "engagement.heard.word",
    Severity.ERROR,
    _("“{value}” is no word for {dimension}."),
    what_to_do=_("Use one of: {known}. Leave out of whom nothing is known: they are counted as unknown."),
)
TOO_MANY = FindingKind(
    "engagement.heard.too_many",
    Severity.ERROR,
    _("By {dimension} {counted} people are counted, but {people} were there."),
    what_to_do=_("Count each person once in each dimension, and nobody who was not there."),
)
TOO_LONG = FindingKind(
    "engagement.heard.too_long",
    Severity.ERROR,
    _("The list has more than {limit} entries."),
    what_to_do=_("Shorten it."),
)
BELOW_ZERO = FindingKind(
    "engagement.heard.below_zero",
    Severity.ERROR,
    _("{people} cannot be a number of people."),
    what_to_do=_("Give a whole number from zero on."),
)


def count_findings(counted: Sequence[Counted], people: int | None = None) -> list[Finding]:
    """Return what is wrong with counts; ``people`` is how many were there, nothing for targets."""
    if len(counted) > COUNTS_MAX:
        return [TOO_LONG.at("who", limit=COUNTS_MAX)]
    findings: list[Finding] = []
    for at, one in enumerate(counted):
        where = f"who/{at}"
        known = WORDS.get(one.dimension, ())
        if (known and one.value not in known) or one.value in {"", UNKNOWN} or len(one.value) > VALUE_MAX:
            words = ", ".join(known) or "a short name"
            findings.append(WORD_UNKNOWN.at(where, value=one.value[:VALUE_MAX], dimension=one.dimension, known=words))
        if one.people < 0:
            findings.append(BELOW_ZERO.at(where, people=one.people))
    if people is not None and not findings:
        for dimension, sums in _sums(counted).items():
            if (total := sum(sums.values())) > people:
                findings.append(TOO_MANY.at("who", dimension=dimension, counted=total, people=people))
    return findings


def _sums(counted: Iterable[Counted]) -> dict[Dimension, dict[str, int]]:
    sums: dict[Dimension, dict[str, int]] = {}
    for one in counted:
        values = sums.setdefault(one.dimension, {})
        values[one.value] = values.get(one.value, 0) + one.people
    return sums


def tally(*, people: int, heard: Iterable[Counted], wanted: Iterable[Counted]) -> tuple[Cell, ...]:
    """Return the exact counts in every dimension that is counted or wanted; whoever is not counted is unknown."""
    sums, targets = _sums(heard), _sums(wanted)
    cells: list[Cell] = []
    for dimension in Dimension:
        if dimension not in sums and dimension not in targets:
            continue
        counts, goals = sums.get(dimension, {}), targets.get(dimension, {})
        cells += [
            Cell(dimension=dimension, value=value, people=counts.get(value, 0), wanted=goals.get(value, 0))
            for value in sorted({*counts, *goals})
        ]
        rest = people - sum(counts.values())
        cells.append(Cell(dimension=dimension, value=UNKNOWN, people=rest, wanted=0))
    return tuple(cells)


def gaps(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the counts that fall short of their target."""
    return tuple(cell for cell in cells if cell.gap)


def publishable(cells: Sequence[Cell], threshold: int = THRESHOLD) -> tuple[Cell, ...]:
    """Return the counts as anybody may see them: none below the threshold, none that the others would give away.

    Of a few people nothing is known: that tells nothing about them, and is hidden only where it would tell of others.
    """
    shown: list[Cell] = []
    for dimension in dict.fromkeys(cell.dimension for cell in cells):
        row = [cell for cell in cells if cell.dimension is dimension]
        small = {at for at, cell in enumerate(row) if cell.value != UNKNOWN and 0 < (cell.people or 0) < threshold}
        hidden = _hidden([cell.people or 0 for cell in row], small, threshold)
        shown += [msgspec.structs.replace(c, people=None) if at in hidden else c for at, c in enumerate(row)]
    return tuple(shown)


def part_publishable(part: int, whole: int, threshold: int = THRESHOLD) -> bool:
    """Say whether a part of so many people may be published: neither it nor the others are few."""
    return not (0 < part < threshold or 0 < whole - part < threshold)


def _hidden(counts: Sequence[int], small: set[int], threshold: int) -> set[int]:
    """Return the places of the counts that stay hidden, so that no small one follows from their sum.

    Whoever knows the total knows the sum of what is hidden. It tells each count where there is a single one, or where
    each must be one person, or each as many as a small count can be. Then the smallest count that is not small is
    hidden too; and fewer people than the threshold are not divided at all.
    """
    if 0 < sum(counts) < threshold:
        return set(range(len(counts)))
    told = sum(counts[at] for at in small)
    if not small or (len(small) > 1 and len(small) < told < len(small) * (threshold - 1)):
        return small
    rest = sorted((at for at in range(len(counts)) if at not in small), key=lambda at: (counts[at], at))
    return small | set([at for at in rest if counts[at] >= threshold][:1] or rest[-1:])


@rule("heard-published")
def heard_published(*, counts: str, threshold: int = THRESHOLD) -> Computed[str]:
    """Which counts of people heard may be published: none below the threshold, none that the others give away."""
    at_least_one(threshold=threshold)
    written = names_in(counts)
    need(bool(written), "counts", counts, "it must hold numbers of people with commas between them")
    for one in written:
        need(one.isdecimal() and one.isascii(), "counts", one, "each must be a whole number of people")
    numbers = [int(one) for one in written]
    small = {at for at, number in enumerate(numbers) if 0 < number < threshold}
    hidden = _hidden(numbers, small, threshold)
    words = [
        said(
            _("{few} of {count} counts are above zero and below {threshold}; they are hidden."),
            few=len(small),
            count=len(numbers),
            threshold=threshold,
        )
    ]
    if len(hidden) > len(small):
        words.append(said(_("More is hidden, because the total would give the others away.")))
    value = ", ".join(HIDDEN if at in hidden else str(number) for at, number in enumerate(numbers))
    return Computed(value=value, unit="text", explanation=tuple(words), sources=(OWN_CHOICE,))
