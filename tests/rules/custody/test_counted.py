"""What counts of an element in the lots of a step: together never more than counted going in."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.custody.rules.counted import bounded_and_counted, counts, spread
from orepass.custody.rules.lots import COUNTED, Lot, Move, Movement
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.possible import Part, Throughput
from orepass.custody.rules.terms import Facts
from tests.rules.custody.happened import AT

KG = 10**6
LIMITS = Limits()
ORE = Facts(element="Co", material="cobalt_ore")
WENT_IN = Part(1000 * KG, 100 * KG, (), ORE)


def made(*parts: Part, used: tuple[Part, ...] = (WENT_IN,), before: Throughput | None = None) -> list[Part]:
    """The outputs of a step as they are noted."""
    found = bounded_and_counted(before or Throughput(), Throughput(used, parts), LIMITS)
    return [msgspec.structs.replace(part, most=most) for part, most in zip(parts, found, strict=True)]


def cobalt(parts: list[Part]) -> list[int | None]:
    return [counts(part, "Co", LIMITS) for part in parts]


@pytest.mark.parametrize(
    ("amount", "masses", "caps", "shares"),
    [
        (100, [1, 3], [100, 100], [25, 75]),
        (100, [1, 3], [100, 60], [40, 60]),  # what one cannot hold goes to the other
        (100, [1, 3], [10, 60], [10, 60]),  # nobody can hold the rest
        (100, [None, 3], [100, 100], [50, 50]),
        (100, [1, 1, 1], [100, 100, 100], [33, 33, 34]),
        (100, [1, 3], [0, 100], [0, 100]),
        (0, [1, 3], [5, 5], [0, 0]),
        (100, [], [], []),
    ],
)
def test_what_is_left_is_shared_out_by_mass_as_far_as_each_can_hold_it(
    amount: int, masses: list[int | None], caps: list[int], shares: list[int]
) -> None:
    assert spread(amount, masses, caps) == shares


def test_a_lone_silent_output_counts_for_all_that_went_in() -> None:
    (alone,) = made(Part(1000 * KG, facts=ORE))
    assert counts(alone, "Co", LIMITS) == 100 * KG
    assert COUNTED + "Co" not in dict(alone.most)


def test_nothing_is_noted_where_nobody_weighed_what_went_in() -> None:
    one, other = made(Part(500 * KG), Part(500 * KG), used=(Part(facts=ORE),))
    assert not any(name.startswith(COUNTED) for name, _most in (*one.most, *other.most))


def test_an_assay_of_a_silent_lot_counts_for_no_more_than_the_lot_did() -> None:
    one, _other = made(Part(500 * KG, facts=ORE), Part(500 * KG, facts=ORE))
    assert cobalt(made(Part(500 * KG, 90 * KG, (), ORE), used=(one,))) == [50 * KG]


def test_in_a_campaign_what_follows_counts_for_the_rest() -> None:
    (first,) = made(Part(600 * KG, 70 * KG, (), ORE))
    before = Throughput((WENT_IN,), (first,))
    assert cobalt(made(Part(200 * KG, facts=ORE), Part(200 * KG, facts=ORE), used=(), before=before)) == [
        15 * KG,
        15 * KG,
    ]


def test_a_by_product_is_not_lessened_by_what_came_out_before_anybody_told_of_it() -> None:
    (first,) = made(Part(890 * KG, facts=ORE))
    silver = Part(50 * KG, 40 * KG, (), Facts(element="Ag"))
    (later,) = made(silver, used=(), before=Throughput((WENT_IN,), (first,)))
    assert counts(later, "Ag", LIMITS) == 40 * KG


def test_parts_of_a_lot_are_counted_rounded_down_and_beginning_again_adds_up() -> None:
    lot = Lot("L")
    begun: dict[str, Any] = {"lot": "L", "move": Move.BEGUN, "at": AT, "mass_mg": 3, "content_mg": 3, "facts": ORE}
    lot.apply(Movement(**begun, most=((COUNTED + "Co", 2),)))
    assert dict(lot.most_of(1)) == {COUNTED + "Co": 0}
    assert lot.assured_content_of(None) == 2
    lot.apply(Movement(**begun))
    assert lot.assured_content_of(None) == 5


AMOUNTS = st.integers(0, 50)
MATERIALS = st.sampled_from([ORE, Facts(element="Co", material="cobalt_hydroxide"), Facts(), Facts(element="Li")])


@st.composite
def outputs(draw: st.DrawFn) -> Part:
    mass = draw(st.none() | st.integers(1, 60))
    content = draw(st.none() | st.integers(0, mass or 60))
    facts = draw(MATERIALS)
    return Part(mass, content if facts.element else None, (), facts)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=3), st.lists(outputs(), max_size=4), st.lists(outputs()))
def test_all_outputs_together_count_for_no_more_than_went_in(
    contents: list[int], first: list[Part], then: list[Part]
) -> None:
    used = tuple(Part(60, content, (), ORE) for content in contents)
    earlier = made(*first, used=used)
    later = made(*then, used=(), before=Throughput(used, tuple(earlier)))
    out = [counts(part, "Co", LIMITS) for part in (*earlier, *later)]
    assert sum(amount or 0 for amount in out) <= sum(contents)
    silent = made(*later, used=tuple(earlier)) if earlier and None not in cobalt(earlier) else []
    assert sum(amount or 0 for amount in cobalt(silent)) <= sum(amount or 0 for amount in cobalt(earlier))
