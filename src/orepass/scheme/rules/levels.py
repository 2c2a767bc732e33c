"""From single ratings to a level: one engine for every scheme (domain rules A7).

A scheme is a setting of it: scores per principle with gates, letters with a goal, award if nothing is missed, shares of
musts, points by year, modules. A level is reached when nothing stands in its way: the aggregate is at least its
threshold, every core requirement at least its gate, every requirement at least its floor, enough of the others are met
in full, the points of the year are there, and in its modules everything is at least the gate. A group (dimension,
subject) in which nothing counts is left out and reported. All arithmetic is exact: whole numbers inside, fractions out.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import msgspec


class Obstacle(StrEnum):
    """What may stand between a site and a level."""

    THRESHOLD = "threshold"
    GATE = "gate"
    FLOOR = "floor"
    MUSTS = "musts"
    POINTS = "points"
    MODULES = "modules"


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One level: what must be reached for it, and what it grants."""

    name: str
    rank: int
    outcome: str
    gate: str
    least: Fraction
    floor: str | None = None
    musts: Fraction | None = None
    points: tuple[Fraction, ...] = ()
    modules: tuple[str, ...] = ()

    def points_in(self, year: int | None, *, hopeful: bool = False) -> Fraction:
        """Return the points asked in a year of participation; of an unknown year the most, or hopefully the least."""
        if not self.points:
            return Fraction(0)
        if year is None:
            return min(self.points) if hopeful else max(self.points)
        return self.points[min(year, len(self.points)) - 1]


class Item(msgspec.Struct, frozen=True):
    """One counted requirement: its group, its weight, its rating (``None`` when unknown) and whether it is a gate.

    ``module`` is its subject, where levels ask for whole modules.
    """

    id: str
    group: str
    weight: Fraction | int
    rating: str | None
    core: bool
    module: str = ""


class Standing(NamedTuple):
    """Everything that counts, added up once; ratings as steps of the scale (`Rating.steps`)."""

    share: Fraction | None
    groups: dict[str, Fraction]
    core: int
    lowest: int
    met: int
    musts: int
    points: Fraction
    modules: dict[str, int]


class Steps(NamedTuple):
    """The step of the scale of everything that counts, of the core requirements alone, and the module of each."""

    all: list[int]
    core: list[int]
    modules: list[str]


type Sums = dict[str, tuple[Fraction | int, Fraction | int]]


@dataclass(frozen=True)
class Rating:
    """The rating rules of one standard."""

    scale: Mapping[str, Fraction]
    aggregation: str
    levels: tuple[Level, ...]
    kind: str = "thresholds"
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plan_months: int | None = None

    @cached_property
    def unit(self) -> int:
        """Return the number of steps from nothing to the best rating: shares become whole numbers."""
        return math.lcm(*(share.denominator for share in self.scale.values()))

    @cached_property
    def steps(self) -> dict[str, int]:
        """Return the step of each word of the scale."""
        return {word: int(share * self.unit) for word, share in self.scale.items()}

    @cached_property
    def by(self) -> str:
        """Return what the aggregation groups by: dimension, subject or phase."""
        what = self.aggregation.partition("_of_")[2]
        return what.removesuffix("s") if what != "requirements" else "dimension"

    @cached_property
    def target(self) -> Level:
        """Return the level that makes a site conform, or the first one where none does."""
        return next((level for level in self.levels if level.outcome == "conforms"), self.levels[0])

    @cached_property
    def asks_year(self) -> bool:
        """Say whether the year of participation changes what a level asks."""
        return any(len(level.points) > 1 for level in self.levels)

    @cached_property
    def asks_modules(self) -> bool:
        """Say whether a level asks for whole modules."""
        return any(level.modules for level in self.levels)

    def words_for(self, subject: str) -> tuple[str, ...]:
        """Return the words with which the requirements of a subject may be rated."""
        return self.words.get(subject) or self.words.get("*") or tuple(self.scale)

    def groups(self, items: Sequence[Item], *, hopeful: bool = False) -> dict[str, Fraction]:
        """Return the weighted mean of each group in which something counts."""
        return self._means(self._sums(items, self._steps_of(items, hopeful=hopeful)))

    def _steps_of(self, items: Iterable[Item], *, hopeful: bool) -> list[int]:
        steps, unknown = self.steps, self.unit if hopeful else 0
        return [unknown if item.rating is None else steps[item.rating] for item in items]

    def _sums(self, items: Iterable[Item], steps: Iterable[int]) -> Sums:
        sums: Sums = {}
        for item, step in zip(items, steps, strict=True):
            weight, points = sums.get(item.group, (0, 0))
            sums[item.group] = weight + item.weight, points + item.weight * step
        return sums

    def _means(self, sums: Sums) -> dict[str, Fraction]:
        return {group: Fraction(points, weight * self.unit) for group, (weight, points) in sums.items() if weight}

    def aggregate(self, items: Sequence[Item], *, hopeful: bool = False) -> Fraction | None:
        """Return the share that thresholds are compared with; nothing when nothing counts."""
        return self.standing(items, hopeful=hopeful).share

    def standing(self, items: Sequence[Item], *, hopeful: bool = False, per: int = 1) -> Standing:
        """Add up what counts; ``per`` says how many units of weight make one point."""
        steps = self._steps_of(items, hopeful=hopeful)
        core = [step for item, step in zip(items, steps, strict=True) if item.core]
        return self.stand(self._sums(items, steps), Steps(steps, core, [item.module for item in items]), per=per)

    def stand(self, sums: Sums, steps: Steps, *, per: int = 1) -> Standing:
        """Return how a site stands whose weights and points were added up by group."""
        groups = self._means(sums)
        modules: dict[str, int] = {}
        if self.asks_modules:
            for module, step in zip(steps.modules, steps.all, strict=True):
                modules[module] = min(step, modules.get(module, step))
        return Standing(
            share=self._share(sums, groups, steps.all),
            groups=groups,
            core=min(steps.core, default=self.unit),
            lowest=min(steps.all, default=self.unit),
            met=steps.all.count(self.unit) - steps.core.count(self.unit),
            musts=len(steps.all) - len(steps.core),
            points=Fraction(sum(points for _weight, points in sums.values()), self.unit * per),
            modules=modules,
        )

    def _share(self, sums: Sums, groups: Mapping[str, Fraction], steps: Sequence[int]) -> Fraction | None:
        if not groups:
            return None
        how, _of, what = self.aggregation.partition("_of_")
        if what == "requirements":
            if how == "minimum":
                return Fraction(min(steps), self.unit)
            weight, points = (sum(part) for part in zip(*sums.values(), strict=True))
            return Fraction(points, weight * self.unit)
        if how == "minimum":
            return min(groups.values())
        weights = {group: self.weights.get(group, Fraction(1)) if how == "weighted_mean" else 1 for group in groups}
        total = sum(weights.values(), Fraction(0))
        return sum((mean * weights[group] for group, mean in groups.items()), Fraction(0)) / total

    def missed_gates(self, level: Level, items: Sequence[Item], *, hopeful: bool = False) -> list[str]:
        """Return the core requirements rated below the level's gate."""
        gate, steps = self.steps[level.gate], self._steps_of(items, hopeful=hopeful)
        return [item.id for item, step in zip(items, steps, strict=True) if item.core and step < gate]

    def failed_modules(self, level: Level, standing: Standing) -> list[str]:
        """Return the modules of a level in which something is below its gate; one in which nothing counts passes."""
        gate = self.steps[level.gate]
        return [module for module in level.modules if standing.modules.get(module, gate) < gate]

    def obstacles(
        self, level: Level, standing: Standing, *, year: int | None = 1, hopeful: bool = False
    ) -> list[Obstacle]:
        """Return what stands between a standing and a level; nothing means that it is reached."""
        share = standing.share
        tests: dict[Obstacle, Callable[[], bool]] = {
            Obstacle.THRESHOLD: lambda: share is None or share < level.least,
            Obstacle.GATE: lambda: standing.core < self.steps[level.gate],
            Obstacle.FLOOR: lambda: level.floor is not None and standing.lowest < self.steps[level.floor],
            Obstacle.MUSTS: lambda: level.musts is not None and standing.met < level.musts * standing.musts,
            Obstacle.POINTS: lambda: standing.points < level.points_in(year, hopeful=hopeful),
            Obstacle.MODULES: lambda: bool(level.modules) and bool(self.failed_modules(level, standing)),
        }
        return [obstacle for obstacle, stands in tests.items() if stands()]

    def highest(self, standing: Standing, *, year: int | None = 1, hopeful: bool = False) -> Level | None:
        """Return the highest level that a standing reaches; nothing when nothing counts."""
        for level in reversed(self.levels):
            if not self.obstacles(level, standing, year=year, hopeful=hopeful):
                return level
        return None

    def reached(self, items: Sequence[Item], *, hopeful: bool = False, year: int | None = 1) -> Level | None:
        """Return the highest level that the items reach."""
        return self.highest(self.standing(items, hopeful=hopeful), year=year, hopeful=hopeful)

    def next_above(self, level: Level | None) -> Level | None:
        """Return the level to aim for next."""
        if level is None:
            return self.levels[0]
        return next((above for above in self.levels if above.rank > level.rank), None)
