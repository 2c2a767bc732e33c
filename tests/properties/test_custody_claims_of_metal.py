"""What is claimed of a metal is never more than the certified ore can have held, whoever assays what and when."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.custody.road import KG, Road

M = "org-M1"


@st.composite
def pots(draw: st.DrawFn) -> tuple[Road, list[str], int]:
    """Win ore, rich and poor, with a right and without, and mix it; some of what is made is assayed, some is not.

    Returns the road, the lots that are left, and what the certified ore held in milligrams.
    """
    road, left, certified = Road(chained=False), dict[str, tuple[int, int]](), 0
    for number in range(draw(st.integers(2, 9))):
        name = f"L{number}"
        if len(left) < 2 or draw(st.booleans()):
            kg = draw(st.integers(1, 60))
            metal, good = draw(st.integers(0, kg)), draw(st.booleans())
            road.mine(name, kg, content=metal, certified=good)
            left[name], certified = (kg, metal), certified + metal * good
        else:
            taken = draw(st.lists(st.sampled_from(sorted(left)), min_size=1, max_size=4, unique=True))
            parts = {lot: left.pop(lot) for lot in taken}
            kg, metal = (sum(column) for column in zip(*parts.values(), strict=True))
            metal = draw(st.integers(0, metal))
            said = metal if draw(st.booleans()) else None
            road.make(name, kg, {lot: part for lot, (part, _) in parts.items()}, by=M, content=said)
            left[name] = (kg, metal)
    return road, sorted(left), certified * KG


@settings(max_examples=200, deadline=None)
@given(pots())
def test_no_more_of_a_metal_is_claimed_than_the_certified_ore_held(played: tuple[Road, list[str], int]) -> None:
    road, lots, certified = played
    claimed = Fraction(0)
    for name in lots:
        lot = road.lots.get(name)
        most = lot.content_mg if lot.content_mg is not None else lot.most["Co"]
        claimed += road.share(name, M) * most
    assert claimed <= certified
