"""Whatever the kind of rating: unknown never grants, a better answer never costs a level, order does not matter."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from orepass.scheme.rules.levels import Item, Level, Rating
from orepass.scheme.rules.rating import AGGREGATIONS, KINDS

SCALE = {"full": Fraction(1), "substantial": Fraction(3, 4), "partial": Fraction(1, 2), "none": Fraction(0)}
GROUPS = ("a", "b", "c")
EXTRA: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "thresholds": ({}, {"least": Fraction(1, 2)}),
    "letters": ({"floor": "partial"}, {"floor": "substantial"}),
    "award": ({"floor": "partial"}, {"floor": "full"}),
    "musts": ({"musts": Fraction(1, 2)}, {"musts": Fraction(95, 100)}),
    "points": ({"points": (Fraction(1), Fraction(2))}, {"points": (Fraction(3), Fraction(5))}),
    "modules": ({"modules": ("a",)}, {"modules": ("a", "b")}),
}

words = st.sampled_from([*SCALE, None])
items = st.lists(
    st.builds(
        lambda at, group, weight, rating, core: Item(f"{group}{at}", group, weight, rating, core, group),
        st.integers(0, 9),
        st.sampled_from(GROUPS),
        st.integers(1, 4).map(lambda weight: Fraction(weight, 2)),
        words,
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


def level(name: str, rank: int, **asked: Any) -> Level:
    return Level(
        **{"name": name, "rank": rank, "outcome": "conforms", "gate": "partial", "least": Fraction(0), **asked}
    )


def rating_of_kind(kind: str, aggregation: str) -> Rating:
    low, high = EXTRA[kind]
    weights = {"a": Fraction(2)} if aggregation.startswith("weighted") else {}
    levels = (level("low", 1, **low), level("high", 2, **{**low, **high}))
    return Rating(SCALE, aggregation, levels, kind=kind, weights=weights)


ratings = st.builds(rating_of_kind, st.sampled_from(sorted(KINDS)), st.sampled_from(AGGREGATIONS))
years = st.sampled_from([1, 2, 9, None])


def rank(found: Level | None) -> int:
    return found.rank if found else 0


def test_every_kind_is_tried() -> None:
    assert set(EXTRA) == set(KINDS)


@given(ratings, items, years, st.data())
def test_an_unknown_answer_or_year_never_raises_a_level(
    rating: Rating, known: list[Item], year: int | None, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(known) - 1))
    hidden = [*known[:at], msgspec.structs.replace(known[at], rating=None), *known[at + 1 :]]
    before = rank(rating.reached(known, year=year))
    assert rank(rating.reached(hidden, year=year)) <= before
    assert rank(rating.reached(known, year=None)) <= before
    assert before <= rank(rating.reached(known, year=year, hopeful=True))
    assert rank(rating.reached(known, year=year, hopeful=True)) <= rank(rating.reached(hidden, year=year, hopeful=True))


@given(ratings, items, years, st.data())
def test_a_better_answer_never_costs_a_level(
    rating: Rating, known: list[Item], year: int | None, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(known) - 1))
    better = [*known[:at], msgspec.structs.replace(known[at], rating="full"), *known[at + 1 :]]
    assert rank(rating.reached(known, year=year)) <= rank(rating.reached(better, year=year))


@given(ratings, items, years, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(
    rating: Rating, known: list[Item], year: int | None, chance: Any
) -> None:
    mixed = list(known)
    chance.shuffle(mixed)
    assert rating.standing(mixed) == rating.standing(known)
    assert rating.reached(mixed, year=year) == rating.reached(known, year=year)


@given(ratings, items)
def test_weights_count_by_their_proportion_alone_but_in_points(rating: Rating, known: list[Item]) -> None:
    doubled = [msgspec.structs.replace(item, weight=item.weight * 2) for item in known]
    one, two = rating.standing(known), rating.standing(doubled)
    assert (one.share, one.groups, two.points) == (two.share, two.groups, one.points * 2)
    assert rating.standing(doubled, per=2).points == one.points


@given(items)
def test_the_weakest_is_never_above_the_mean(known: list[Item]) -> None:
    base = rating_of_kind("thresholds", "minimum_of_dimensions")
    share = {how: replace(base, aggregation=how).aggregate(known) for how in AGGREGATIONS}
    for what in ("dimensions", "subjects", "phases", "requirements"):
        lowest, mean = share[f"minimum_of_{what}"], share[f"mean_of_{what}"]
        assert lowest is not None
        assert mean is not None
        assert lowest <= mean
