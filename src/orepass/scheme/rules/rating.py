"""From single ratings to a level: scale, weights, aggregation, gates, thresholds (domain rules A7).

A level is reached when every core requirement is rated at least its gate, the aggregate is at least its threshold and,
where the level has a floor, every requirement is rated at least that. A group (dimension) in which nothing counts is
left out and reported. All arithmetic is in exact fractions.
"""

import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

import msgspec

from orepass.scheme.rules.parameters import Rules

RATINGS: Final = ("full", "substantial", "partial", "none")
AGGREGATIONS: Final = ("minimum_of_dimensions", "mean_of_dimensions", "mean_of_requirements")
LEVELS: Final = "rating.levels"
OUTCOMES: Final = ("conforms", "candidate")
LEVEL_KEYS: Final = frozenset({"rank", "outcome", "gate_min", "threshold_percent", "floor"})


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One level: what must be reached for it, and what it grants."""

    name: str
    rank: int
    outcome: str
    gate: str
    least: Fraction
    floor: str | None = None


class Item(msgspec.Struct, frozen=True):
    """One counted requirement: its group, its weight, its rating (``None`` when unknown) and whether it is a gate."""

    id: str
    group: str
    weight: Fraction
    rating: str | None
    core: bool


class BadRating(ValueError):  # noqa: N818 - says what is wrong with the rating block
    """The rating block cannot be used."""

    def __init__(self, path: str, value: object, suggestion: str) -> None:
        """Say which parameter is wrong and what to write instead."""
        super().__init__(f"{path}: {value}")
        self.path = path
        self.value = value
        self.suggestion = suggestion


class Rating(msgspec.Struct, frozen=True):
    """The rating rules of one standard."""

    scale: dict[str, Fraction]
    aggregation: str
    levels: tuple[Level, ...]

    def score(self, rating: str | None, *, hopeful: bool = False) -> Fraction:
        """Return the points of a rating; an unknown one counts as the best (hopeful) or as nothing."""
        if rating is None:
            return self.scale["full"] if hopeful else self.scale["none"]
        return self.scale[rating]

    def at_least(self, rating: str | None, wanted: str, *, hopeful: bool = False) -> bool:
        """Say whether a rating is as good as another."""
        return self.score(rating, hopeful=hopeful) >= self.scale[wanted]

    def groups(self, items: Iterable[Item], *, hopeful: bool = False) -> dict[str, Fraction]:
        """Return the weighted mean of each group in which something counts."""
        counted: dict[str, dict[tuple[str | None, tuple[int, int]], int]] = {}
        for item in items:
            same = counted.setdefault(item.group, {})
            key = item.rating, item.weight.as_integer_ratio()
            same[key] = same.get(key, 0) + 1
        means = {group: self._mean(same, hopeful=hopeful) for group, same in counted.items()}
        return {group: mean for group, mean in means.items() if mean is not None}

    def _mean(self, same: dict[tuple[str | None, tuple[int, int]], int], *, hopeful: bool) -> Fraction | None:
        """Return the weighted mean of items counted by rating and weight: a few fractions instead of one per item."""
        weighed = [(rating, Fraction(*ratio) * number) for (rating, ratio), number in same.items()]
        weight = sum((worth for _rating, worth in weighed), Fraction(0))
        points = sum((worth * self.score(rating, hopeful=hopeful) for rating, worth in weighed), Fraction(0))
        return points / weight if weight else None

    def aggregate(self, items: Sequence[Item], *, hopeful: bool = False) -> Fraction | None:
        """Return the share that thresholds are compared with; nothing when nothing counts."""
        if self.aggregation == "mean_of_requirements":
            items = [msgspec.structs.replace(item, group="all") for item in items]
        groups = self.groups(items, hopeful=hopeful)
        if not groups:
            return None
        if self.aggregation == "mean_of_dimensions":
            return sum(groups.values(), Fraction(0)) / len(groups)
        return min(groups.values())

    def missed_gates(self, level: Level, items: Iterable[Item], *, hopeful: bool = False) -> list[str]:
        """Return the core requirements rated below the level's gate."""
        return [item.id for item in items if item.core and not self.at_least(item.rating, level.gate, hopeful=hopeful)]

    def below_floor(self, level: Level, items: Iterable[Item], *, hopeful: bool = False) -> list[str]:
        """Return the requirements rated below the level's floor."""
        floor = level.floor
        if floor is None:
            return []
        return [item.id for item in items if not self.at_least(item.rating, floor, hopeful=hopeful)]

    def reached(self, items: Sequence[Item], *, hopeful: bool = False) -> Level | None:
        """Return the highest level reached; nothing when nothing counts."""
        aggregate = self.aggregate(items, hopeful=hopeful)
        if aggregate is None:
            return None
        for level in reversed(self.levels):
            missed = self.missed_gates(level, items, hopeful=hopeful) or self.below_floor(level, items, hopeful=hopeful)
            if aggregate >= level.least and not missed:
                return level
        return None

    def next_above(self, level: Level | None) -> Level | None:
        """Return the level to aim for next."""
        if level is None:
            return self.levels[0]
        at = self.levels.index(level) + 1
        return self.levels[at] if at < len(self.levels) else None


def rating_of(rules: Rules) -> Rating:
    """Read the rating block.

    Raises:
        BadRating: a part of it cannot be used.
        ParameterMissing: a part of it is missing.
    """
    scale = _scale(rules["rating.scale"].value)
    aggregation = rules["rating.aggregation"].value
    if aggregation not in AGGREGATIONS:
        raise BadRating("rating.aggregation", aggregation, f"Write one of: {', '.join(AGGREGATIONS)}.")
    return Rating(scale, aggregation, _levels(rules, scale))


def _scale(value: object) -> dict[str, Fraction]:
    path = "rating.scale"
    if not isinstance(value, dict) or not {"full", "none"} <= set(value) <= set(RATINGS):
        raise BadRating(
            path, value, f"Write a share for full and none and, if used, the others of: {', '.join(RATINGS)}."
        )
    try:
        scale = {name: Fraction(str(value[name])) for name in RATINGS if name in value}
    except (ValueError, ZeroDivisionError):
        raise BadRating(path, value, "Write shares such as 1, 0.5 and 0.") from None
    shares = list(scale.values())
    if shares != sorted(shares, reverse=True) or scale["full"] != 1 or scale["none"] != 0:
        raise BadRating(path, value, "Let full be 1, none be 0, and the others fall between them in order.")
    return scale


def _levels(rules: Rules, scale: dict[str, Fraction]) -> tuple[Level, ...]:
    names = list(dict.fromkeys(path.partition(".")[0] for path in rules.under(LEVELS)))
    if not names:
        raise BadRating(LEVELS, "…", "Write at least one level with its rank and gate_min.")
    levels = sorted((_level(rules, name, scale) for name in names), key=lambda level: level.rank)
    for below, above in itertools.pairwise(levels):
        if below.rank == above.rank:
            raise BadRating(f"{LEVELS}.{above.name}.rank", above.rank, "Give each level its own rank.")
        if scale[below.gate] > scale[above.gate]:
            gate = f"{LEVELS}.{above.name}.gate_min"
            raise BadRating(gate, above.gate, f"A higher level asks at least “{below.gate}”, as the one below it does.")
    return tuple(levels)


def _level(rules: Rules, name: str, scale: dict[str, Fraction]) -> Level:
    own = rules.under(f"{LEVELS}.{name}")
    extra = sorted(set(own) - LEVEL_KEYS)
    if extra:
        listed = ", ".join(sorted(LEVEL_KEYS))
        raise BadRating(f"{LEVELS}.{name}.{extra[0]}", own[extra[0]].value, f"A level has: {listed}.")
    words = {
        "outcome": own["outcome"].value if "outcome" in own else OUTCOMES[0],
        "gate_min": own["gate_min"].value if "gate_min" in own else rules["rating.gate_min"].value,
        "floor": own["floor"].value if "floor" in own else "none",
    }
    for key, word in words.items():
        known = OUTCOMES if key == "outcome" else tuple(scale)
        if word not in known:
            raise BadRating(f"{LEVELS}.{name}.{key}", word, f"Write one of: {', '.join(known)}.")
    return Level(
        name=name,
        rank=rules.whole(f"{LEVELS}.{name}.rank"),
        outcome=words["outcome"],
        gate=words["gate_min"],
        least=own["threshold_percent"].share if "threshold_percent" in own else Fraction(0),
        floor=words["floor"] if "floor" in own else None,
    )
