"""What nobody assayed claims in a mixture no more than its mass, and no more than it can hold of the metal."""

from fractions import Fraction
from typing import Any

import pytest

from orepass.custody.rules.claims.held import POOR, UNASSAYED, Held, cautious
from tests.rules.custody.road import OTHER, Road

M = "org-M1"


def mixed(poor: dict[str, Any], rich: dict[str, Any]) -> Road:
    """900 kg of a product that nobody assayed, made of ore with 9 kg of metal, go in with 100 kg that hold 50 kg."""
    road = Road(chained=False)
    road.mine("ORE", 900, content=9, **poor)
    road.make("P", 900, {"ORE": 900}, by=M, content=None)
    road.mine("RICH", 100, content=50, **rich)
    road.make("OUT", 1000, {"P": 900, "RICH": 100}, by=M, content=59)
    return road


def test_a_poor_product_that_nobody_assayed_claims_no_more_metal_than_went_into_it() -> None:
    claim = mixed({}, {"certified": False}).claim("OUT")
    assert claim.share == Fraction(9, 59)
    assert dict(claim.lost) == {"uncertified": Fraction(1, 10), UNASSAYED: Fraction(9, 10) - Fraction(9, 59)}


def test_rich_material_beside_it_claims_no_more_than_its_mass() -> None:
    claim = mixed({"certified": False}, {}).claim("OUT")
    assert (claim.share, dict(claim.lost)) == (Fraction(1, 10), {"uncertified": Fraction(9, 10)})


def test_of_two_schemes_each_claims_the_least_and_nobody_the_rest() -> None:
    road = mixed({}, {"pack": OTHER})
    assert [road.claim("OUT", scheme=name).share for name in ("rules", "others")] == [Fraction(9, 59), Fraction(1, 10)]
    assert dict(road.claim("OUT", scheme="rules").lost)[UNASSAYED] == 1 - Fraction(9, 59) - Fraction(1, 10)


def test_of_one_scheme_nothing_is_lost() -> None:
    assert mixed({}, {}).claim("OUT").share == 1


def test_what_was_assayed_counts_by_its_metal_as_before() -> None:
    road = Road(chained=False)
    road.mine("ORE", 900, content=9)
    road.mine("RICH", 100, content=50, certified=False)
    road.make("OUT", 1000, {"ORE": 900, "RICH": 100}, by=M, content=59)
    assert road.share("OUT") == Fraction(9, 59)


def test_poor_ore_told_at_nothing_claims_nothing_of_the_metal_beside_it() -> None:
    road = Road(chained=False)
    road.mine("ORE", 900, content=0)
    road.mine("RICH", 100, content=50, certified=False)
    road.make("OUT", 1000, {"ORE": 900, "RICH": 100}, by=M, content=50)
    assert (road.share("OUT"), dict(road.claim("OUT").lost)[UNASSAYED]) == (0, Fraction(9, 10))


def test_a_quantity_that_begins_again_is_a_mixture_too() -> None:
    road = Road(chained=False)
    road.mine("ORE", 900, content=9)
    road.make("Q", 900, {"ORE": 900}, by=M, content=None)
    road.mine("Q", 100, content=50, certified=False)
    assert road.share("Q") == Fraction(9, 59)


def renamed(made: str) -> Road:
    """The poor product is told as copper; ``made`` is what comes out of the mixture."""
    road = Road(chained=False)
    road.mine("ORE", 900, content=9)
    road.make("P", 900, {"ORE": 900}, by=M, content=None, element="Cu")
    road.mine("RICH", 100, content=50, certified=False)
    road.make("OUT", 1000, {"P": 900, "RICH": 100}, by=M, content=None, element=made)
    return road


@pytest.mark.parametrize("made", ["Co", ""])
def test_another_name_for_the_poor_product_wins_nothing(made: str) -> None:
    assert renamed(made).share("OUT") == Fraction(9, 59)


def test_a_part_that_is_told_in_no_metal_may_hold_any_of_it() -> None:
    road = Road(chained=False)
    road.mine("ORE", 900, content=9)
    road.make("P", 900, {"ORE": 900}, by=M, content=None)
    road.make("X", 100, {"NOBODYS": 100}, by=M, content=None, element="")
    road.make("OUT", 1000, {"P": 900, "X": 100}, by=M, content=59)
    assert road.share("OUT") == Fraction(9, 109)


def test_ore_of_another_metal_is_none_of_this_one() -> None:
    road = Road(chained=False)
    road.mine("ORE", 900, content=9)
    road.make("P", 900, {"ORE": 900}, by=M, content=None)
    road.mine("COPPER", 100, content=50, certified=False, element="Cu")
    road.make("OUT", 1000, {"P": 900, "COPPER": 100}, by=M, content=9)
    assert road.share("OUT") == Fraction(9, 10)


def test_parts_assayed_for_one_metal_claim_no_more_of_another_than_they_can_hold() -> None:
    road = Road(chained=False)
    for name, metal, good in (("A", 9, True), ("B", 50, False)):
        road.mine(f"ORE-{name}", 100, content=metal, certified=good)
        road.make(name, 100, {f"ORE-{name}": 100}, by=M, content=50 - 40 * (not good), element="Cu")
    road.make("OUT", 200, {"A": 100, "B": 100}, by=M, content=59)
    assert road.share("OUT") == Fraction(9, 59)


def test_the_least_of_several_ways_is_taken_scheme_by_scheme() -> None:
    good = Held(site="a", certificate="c", pack="x@1", model="segregated")
    other = Held(site="b", certificate="d", pack="y@1", model="segregated")
    plain = Held(lost="uncertified")
    half, third = Fraction(1, 2), Fraction(1, 3)
    first = {good: half, other: third, plain: 1 - half - third}
    assert cautious([first]) is first
    assert cautious([first, first]) is first
    assert cautious([first, {good: third, other: third, plain: third}]) == {
        good: third,
        other: third,
        plain: 1 - half - third,
        POOR: half - third,
    }
    assert cautious([first, {plain: Fraction(1)}]) == {plain: 1 - half - third, POOR: half + third}
