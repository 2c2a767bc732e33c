"""The rating block of a pack, read into the one engine of `levels` (domain rules A7).

``rating.kind`` names the family of scheme, so that a level that lacks what its kind lives from is refused:

- ``thresholds``: scores per dimension or subject, with gates (the default);
- ``letters``: letters from C to AAA, with a goal (``floor``) that every indicator must reach;
- ``award``: granted if nothing is below the ``floor``, plans for what is met in part (``plan_months``);
- ``musts``: every core requirement, and ``musts_percent`` of the others, met in full;
- ``points``: ``points_min``, or ``points_by_year`` of participation;
- ``modules``: whole subjects that must be passed (``modules``).
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from orepass.kernel.suggestion import suggest
from orepass.scheme.rules.levels import Item, Level, Rating
from orepass.scheme.rules.parameters import Parameter, Rules

__all__ = [
    "AGGREGATIONS",
    "KINDS",
    "LETTERS",
    "OUTCOMES",
    "RATINGS",
    "YES_NO",
    "BadRating",
    "Item",
    "Level",
    "Rating",
    "rating_of",
    "unfit",
]

RATINGS: Final = ("full", "substantial", "partial", "none")
LETTERS: Final = ("AAA", "AA", "A", "B", "C")
YES_NO: Final = ("yes", "no")
HOWS: Final = ("minimum", "mean", "weighted_mean")
AGGREGATIONS: Final = (
    *(f"{how}_of_{what}" for what in ("dimensions", "subjects", "phases") for how in HOWS),
    "minimum_of_requirements",
    "mean_of_requirements",
)
LEVELS: Final = "rating.levels"
OUTCOMES: Final = ("conforms", "candidate")
KINDS: Final[dict[str, frozenset[str]]] = {
    "thresholds": frozenset(),
    "letters": frozenset({"floor"}),
    "award": frozenset({"floor"}),
    "musts": frozenset({"musts_percent"}),
    "points": frozenset({"points_min", "points_by_year"}),
    "modules": frozenset({"modules"}),
}
"""What at least one level of each kind must have, any one of them."""
LEVEL_KEYS: Final = frozenset({"rank", "outcome", "gate_min", "threshold_percent"}).union(*KINDS.values())
BLOCK_KEYS: Final = frozenset(
    {"aggregation", "gate_min", "kind", "levels", "plan_months", "scale", "staged", "weights", "words"}
)
YEARS_MAX: Final = 10


class BadRating(ValueError):  # noqa: N818 - says what is wrong with the rating block
    """The rating block cannot be used."""

    def __init__(self, path: str, value: object, suggestion: str) -> None:
        """Say which parameter is wrong and what to write instead."""
        super().__init__(f"{path}: {value}")
        self.path = path
        self.value = value
        self.suggestion = suggestion


def rating_of(rules: Rules) -> Rating:
    """Read the rating block.

    Raises:
        BadRating: a part of it cannot be used.
        ParameterMissing: a part of it is missing.
    """
    _known_keys(rules)
    kind = _one_of("rating.kind", rules.value("rating.kind", "thresholds"), KINDS)
    scale = _scale(rules["rating.scale"].value, kind)
    aggregation = _one_of("rating.aggregation", rules["rating.aggregation"].value, AGGREGATIONS)
    return Rating(
        scale=scale,
        aggregation=aggregation,
        levels=_levels(rules, kind, scale),
        kind=kind,
        weights=_weights(rules, aggregation),
        words=_words(rules, scale),
        plan_months=rules.whole("rating.plan_months") if "rating.plan_months" in rules else None,
    )


def unfit(rating: Rating, groups: Mapping[str, Iterable[str]]) -> Iterator[BadRating]:
    """Go through the names in a rating block that the standard does not have; ``groups`` by dimension, subject, phase.

    The block can be read without the standard; a module or a weight for a subject nobody wrote would never count.
    """
    subjects = set(groups["subject"])
    named = [
        (f"{LEVELS}.{level.name}.modules", module, subjects) for level in rating.levels for module in level.modules
    ]
    named += [("rating.words", subject, subjects | {"*"}) for subject in rating.words]
    named += [("rating.weights", group, set(groups[rating.by])) for group in rating.weights]
    for path, name, known in named:
        if name not in known:
            yield BadRating(path, name, suggest(name, sorted(known)))


def _known_keys(rules: Rules) -> None:
    for path in rules.under("rating"):
        key = path.partition(".")[0]
        if key not in BLOCK_KEYS:
            raise BadRating(f"rating.{path}", key, suggest(key, sorted(BLOCK_KEYS)))


def _one_of(path: str, value: Any, known: Iterable[str]) -> str:  # noqa: ANN401 - as written
    words = list(known)
    if value not in words:
        raise BadRating(path, value, f"Write one of: {', '.join(words)}.")
    return str(value)


def _scale(value: object, kind: str) -> dict[str, Fraction]:
    path = "rating.scale"
    families = (LETTERS, YES_NO) if kind == "letters" else (RATINGS,)
    ends = {families[0][0], families[0][-1]}
    words = [word for family in families for word in family]
    if not isinstance(value, dict) or not ends <= set(value) <= set(words):
        wanted = " and ".join(sorted(ends, reverse=True))
        raise BadRating(path, value, f"Write a share for {wanted} and, if used, the others of: {', '.join(words)}.")
    try:
        scale = {word: Fraction(str(value[word])) for word in words if word in value}
    except (ValueError, ZeroDivisionError):
        raise BadRating(path, value, "Write shares such as 1, 0.5 and 0.") from None
    for family in families:
        shares = [scale[word] for word in family if word in scale]
        if shares and (shares != sorted(shares, reverse=True) or shares[0] != 1 or shares[-1] != 0):
            first, last = family[0], family[-1]
            raise BadRating(path, value, f"Let {first} be 1, {last} be 0, and the others fall between them in order.")
    return scale


def _weights(rules: Rules, aggregation: str) -> dict[str, Fraction]:
    path = "rating.weights"
    if not aggregation.startswith("weighted_mean"):
        if path in rules:
            raise BadRating(path, rules[path].value, "Leave it out, or let the aggregation be a weighted_mean_of_….")
        return {}
    value = rules[path].value
    if not isinstance(value, dict) or not value:
        raise BadRating(path, value, "Write a weight for each group, such as {E: 2, S: 1, G: 1}.")
    return {group: _positive(f"{path}.{group}", weight) for group, weight in value.items()}


def _positive(path: str, value: object) -> Fraction:
    try:
        number = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        number = Fraction(0)
    if number <= 0:
        raise BadRating(path, value, "Write a number above 0.")
    return number


def _words(rules: Rules, scale: Mapping[str, Fraction]) -> dict[str, tuple[str, ...]]:
    path = "rating.words"
    value = rules.value(path, {})
    if not isinstance(value, dict):
        raise BadRating(path, value, "Write the words of each subject, such as {crisis: [yes, no]}; “*” is the rest.")
    for subject, words in value.items():
        if not isinstance(words, list) or not words or not set(words) <= set(scale):
            raise BadRating(f"{path}.{subject}", words, f"Write a list of words of the scale: {', '.join(scale)}.")
    return {subject: tuple(words) for subject, words in value.items()}


def _levels(rules: Rules, kind: str, scale: Mapping[str, Fraction]) -> tuple[Level, ...]:
    names = list(dict.fromkeys(path.partition(".")[0] for path in rules.under(LEVELS)))
    if not names:
        raise BadRating(LEVELS, "…", "Write at least one level with its rank and gate_min.")
    keys = {key for path in rules.under(LEVELS) for key in [path.partition(".")[2]]}
    if KINDS[kind] and not KINDS[kind] & keys:
        wanted = " or ".join(sorted(KINDS[kind]))
        raise BadRating(LEVELS, kind, f"Give a level {wanted}: a rating of kind “{kind}” lives from it.")
    levels = sorted((_level(rules, name, scale) for name in names), key=lambda level: level.rank)
    for below, above in itertools.pairwise(levels):
        if below.rank == above.rank:
            raise BadRating(f"{LEVELS}.{above.name}.rank", above.rank, "Give each level its own rank.")
        if scale[below.gate] > scale[above.gate]:
            gate = f"{LEVELS}.{above.name}.gate_min"
            raise BadRating(gate, above.gate, f"A higher level asks at least “{below.gate}”, as the one below it does.")
    return tuple(levels)


def _level(rules: Rules, name: str, scale: Mapping[str, Fraction]) -> Level:
    own = rules.under(f"{LEVELS}.{name}")
    extra = sorted(set(own) - LEVEL_KEYS)
    if extra:
        listed = ", ".join(sorted(LEVEL_KEYS))
        raise BadRating(f"{LEVELS}.{name}.{extra[0]}", own[extra[0]].value, f"A level has: {listed}.")
    words = {
        "outcome": own["outcome"].value if "outcome" in own else OUTCOMES[0],
        "gate_min": own["gate_min"].value if "gate_min" in own else rules["rating.gate_min"].value,
        "floor": own["floor"].value if "floor" in own else list(scale)[-1],
    }
    for key, word in words.items():
        _one_of(f"{LEVELS}.{name}.{key}", word, OUTCOMES if key == "outcome" else scale)
    return Level(
        name=name,
        rank=rules.whole(f"{LEVELS}.{name}.rank"),
        outcome=words["outcome"],
        gate=words["gate_min"],
        least=own["threshold_percent"].share if "threshold_percent" in own else Fraction(0),
        floor=words["floor"] if "floor" in own else None,
        musts=own["musts_percent"].share if "musts_percent" in own else None,
        points=_points(own, f"{LEVELS}.{name}"),
        modules=_modules(own, f"{LEVELS}.{name}.modules"),
    )


def _points(own: Mapping[str, Parameter], path: str) -> tuple[Fraction, ...]:
    """Return the points that a level asks, year by year; the last year holds for all that follow."""
    if "points_min" in own:
        if "points_by_year" in own:
            raise BadRating(f"{path}.points_min", own["points_min"].value, "Write points_min or points_by_year.")
        return (_positive(f"{path}.points_min", own["points_min"].value),)
    if "points_by_year" not in own:
        return ()
    path, value = f"{path}.points_by_year", own["points_by_year"].value
    if not isinstance(value, list) or not 1 <= len(value) <= YEARS_MAX:
        raise BadRating(path, value, f"Write a list of points for year 1, 2, 3 …, at most {YEARS_MAX} years.")
    points = [_positive(path, each) for each in value]
    if points != sorted(points):
        raise BadRating(path, value, "A later year never asks for fewer points.")
    return tuple(points)


def _modules(own: Mapping[str, Parameter], path: str) -> tuple[str, ...]:
    value = own["modules"].value if "modules" in own else []
    if not isinstance(value, list) or not all(isinstance(module, str) for module in value):
        raise BadRating(path, value, "Write a list of subjects.")
    return tuple(value)
