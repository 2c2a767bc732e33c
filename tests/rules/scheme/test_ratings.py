"""Vectors R1 to R8 of the domain rules (H2): scoring systems of known schemes as settings of one algorithm."""

from fractions import Fraction

import pytest

from orepass.scheme.rules.outcome import score_of
from orepass.scheme.rules.parameters import Parameter, Rules
from orepass.scheme.rules.rating import BadRating, Item, Rating, rating_of

IRMA_LIKE = {
    "transparency": (0, 0, "none"),
    "50": (1, 50, "substantial"),
    "75": (2, 75, "substantial"),
    "100": (3, 100, "full"),
}


def rules(
    levels: dict[str, tuple[int, int, str]], *, scale: dict[str, str] | None = None, floor: str | None = None
) -> Rules:
    values: dict[str, tuple[object, str]] = {
        "rating.scale": (scale or {"full": "1", "substantial": "0.5", "partial": "0.25", "none": "0"}, "map"),
        "rating.aggregation": ("minimum_of_dimensions", "code"),
    }
    for name, (rank, threshold, gate) in levels.items():
        values[f"rating.levels.{name}.rank"] = (rank, "count")
        values[f"rating.levels.{name}.threshold_percent"] = (threshold, "%")
        values[f"rating.levels.{name}.gate_min"] = (gate, "code")
        if floor:
            values[f"rating.levels.{name}.floor"] = (floor, "code")
    return Rules(
        {
            path: Parameter(path=path, value=value, unit=unit, source="test", clause="", verified=False)
            for path, (value, unit) in values.items()
        }
    )


def items(groups: dict[str, list[str]], core: tuple[str, ...] = ()) -> list[Item]:
    """Name items P1.1, P1.2 …; ratings by their first letters, “-” is not relevant and left out."""
    words = {"f": "full", "s": "substantial", "p": "partial", "n": "none"}
    return [
        Item(f"{group}.{at}", group, Fraction(1), words[letter], f"{group}.{at}" in core)
        for group, letters in groups.items()
        for at, letter in enumerate(letters, 1)
        if letter != "-"
    ]


PRINCIPLES = {"P1": list("ffsn-"), "P2": list("fss"), "P3": list("fffn"), "P4": list("sssf")}


def irma_like() -> Rating:
    return rating_of(rules(IRMA_LIKE))


def test_r1_scores_per_principle_and_the_weakest_sets_the_level() -> None:
    rating = irma_like()
    scored = items(PRINCIPLES, core=("P1.1", "P4.1"))
    percents = {group: float(score_of(share).percent) for group, share in rating.groups(scored).items()}
    assert percents == {"P1": 62.5, "P2": 66.6, "P3": 75.0, "P4": 62.5}
    level = rating.reached(scored)
    assert level is not None
    assert level.name == "50"


def test_r2_one_critical_requirement_met_in_part_leaves_transparency_only() -> None:
    scored = items({**PRINCIPLES, "P2": list("fsp")}, core=("P2.3",))
    level = irma_like().reached(scored)
    assert level is not None
    assert level.name == "transparency"


def test_r3_a_critical_requirement_merely_substantially_met_holds_at_75() -> None:
    level = irma_like().reached(items({"P1": list("ffffs"), "P2": list("ffff")}, core=("P1.5",)))
    assert level is not None
    assert level.name == "75"


def test_r4_a_principle_in_which_nothing_is_relevant_is_excluded() -> None:
    rating = irma_like()
    scored = items({"P1": list("ff"), "P2": list("--")})
    assert "P2" not in rating.groups(scored)
    level = rating.reached(scored)
    assert level is not None
    assert level.name == "100"


@pytest.mark.parametrize(("letters", "met"), [("fsnff", False), ("fsffn", False), ("fsfff", True)])
def test_r5_every_indicator_must_reach_the_goal(letters: str, met: bool) -> None:
    # A and better is "substantial" and better here; yes is full, no and B are none.
    goal = rating_of(rules({"goal": (1, 0, "none")}, floor="substantial"))
    assert (goal.reached(items({"all": list(letters)})) is not None) is met


@pytest.mark.parametrize(("letters", "award"), [("f" * 30 + "s" * 3, True), ("f" * 32 + "n", False)], ids=["R6", "R7"])
def test_r6_and_r7_one_miss_refuses_the_mark_and_parts_do_not(letters: str, award: bool) -> None:
    mark = rating_of(rules({"mark": (1, 0, "none")}, floor="substantial"))
    assert (mark.reached(items({"all": list(letters)})) is not None) is award


@pytest.mark.parametrize(("minor", "passed"), [(94, False), (95, True)])
def test_r8_all_major_and_95_per_cent_of_minor_musts(minor: int, passed: bool) -> None:
    rating = rating_of(rules({"certified": (1, 95, "full")}))
    majors = [Item(f"M{at}", "minor", Fraction(0), "full", core=True) for at in range(60)]
    minors = [Item(f"m{at}", "minor", Fraction(1), "full" if at < minor else "none", core=False) for at in range(100)]
    assert (rating.reached([*majors, *minors]) is not None) is passed
    failed = [Item("M", "minor", Fraction(0), "none", core=True), *minors]
    assert rating.reached(failed) is None


def test_unknown_counts_as_nothing_and_hopefully_as_full() -> None:
    rating = irma_like()
    open_item = Item("P1.1", "P1", Fraction(1), None, core=True)
    assert rating.groups([open_item]) == {"P1": 0}
    assert rating.groups([open_item], hopeful=True) == {"P1": 1}
    assert rating.missed_gates(rating.levels[1], [open_item]) == ["P1.1"]


def test_nothing_that_counts_reaches_nothing() -> None:
    assert irma_like().reached([]) is None


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [("minimum_of_dimensions", "0"), ("mean_of_dimensions", "1/2"), ("mean_of_requirements", "3/4")],
)
def test_aggregations_differ(aggregation: str, expected: str) -> None:
    rating = Rating(irma_like().scale, aggregation, irma_like().levels)
    assert rating.aggregate(items({"E": list("fff"), "S": list("n")})) == Fraction(expected)


@pytest.mark.parametrize(
    ("scale", "levels"),
    [
        ({"full": "1", "none": "0.1"}, IRMA_LIKE),
        ({"full": "0.9", "none": "0"}, IRMA_LIKE),
        ({"full": "1", "good": "0.5", "none": "0"}, IRMA_LIKE),
        ({"full": "1", "none": "zero"}, IRMA_LIKE),
        ({"full": "1", "substantial": "0.2", "partial": "0.4", "none": "0"}, IRMA_LIKE),
        (None, {"a": (0, 0, "full"), "b": (0, 50, "full")}),
        (None, {"a": (0, 0, "full"), "b": (1, 50, "partial")}),
        (None, {"a": (0, 0, "excellent")}),
        (None, {}),
    ],
)
def test_a_rating_block_that_contradicts_itself_is_refused(
    scale: dict[str, str] | None, levels: dict[str, tuple[int, int, str]]
) -> None:
    with pytest.raises(BadRating):
        rating_of(rules(levels, scale=scale))
