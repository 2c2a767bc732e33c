"""The external sample: how many, and who; anybody with the seed draws the same."""

from datetime import date
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.inclusion.groups.rules.drawing import DrawKind, DrawPlan, draw, plan_draw, ranked, seed_of
from tests.rules.groups.test_membership import TERMS

MEMBERS = [f"mem-{number:013d}" for number in range(40)]
SEED = "f" * 64


@pytest.mark.parametrize(("n", "size"), [(8, 8), (10, 10), (11, 10), (40, 10), (150, 10), (350, 18), (2000, 100)])
def test_s11_the_size_of_the_european_rule(n: int, size: int) -> None:
    assert plan_draw(n, kind=DrawKind.INITIAL, risk=Fraction(1), terms=TERMS).size == size


@pytest.mark.parametrize(
    ("kind", "size"), [(DrawKind.INITIAL, 10), (DrawKind.SURVEILLANCE, 6), (DrawKind.RECERTIFICATION, 8)]
)
def test_s6_the_size_by_square_root_and_its_random_quarter(kind: DrawKind, size: int) -> None:
    terms = msgspec.structs.replace(TERMS, sample_rule="md1")
    plan = plan_draw(100, kind=kind, risk=Fraction(1), terms=terms)
    assert (plan.size, plan.random) == (size, -(-size // 4))


@pytest.mark.parametrize(("risk", "size"), [("1", 16), ("1.25", 20), ("1.5", 24), ("2", 32)])
def test_s13_risk_multiplies_the_square_root_once(risk: str, size: int) -> None:
    terms = msgspec.structs.replace(TERMS, sample_rule="risk-sqrt")
    assert plan_draw(250, kind=DrawKind.INITIAL, risk=Fraction(risk), terms=terms).size == size


def test_risk_enlarges_a_sample_of_the_other_rules_up_to_everybody() -> None:
    assert plan_draw(40, kind=DrawKind.INITIAL, risk=Fraction(2), terms=TERMS).size == 20
    assert plan_draw(12, kind=DrawKind.INITIAL, risk=Fraction(2), terms=TERMS).size == 12


def test_the_order_of_chance_can_be_repeated_by_anybody() -> None:
    # printf "seed:mem-A" | sha256sum, and so on, sorted
    assert ranked([f"mem-{letter}" for letter in "ABCDE"], "seed") == ["mem-A", "mem-B", "mem-D", "mem-E", "mem-C"]


def test_the_seed_binds_everything_that_could_be_bent() -> None:
    facts = {"pack_digest": "p", "application": "a", "visit_on": date(2026, 5, 1), "beacon": "b", "population": MEMBERS}
    changes = {
        "pack_digest": "q",
        "application": "c",
        "visit_on": date(2026, 5, 2),
        "beacon": "d",
        "population": MEMBERS[1:],
    }
    seeds = {seed_of(**{**facts, name: value}) for name, value in changes.items()}
    assert len(seeds | {seed_of(**facts)}) == 6
    assert seed_of(**{**facts, "population": MEMBERS[::-1]}) == seed_of(**facts)


def test_after_chance_the_worst_standing_are_drawn() -> None:
    plan = DrawPlan(size=5, random=2, explanation=())
    by_chance = ranked(MEMBERS, SEED)[:2]
    risky = [member for member in MEMBERS if member not in by_chance][:3]
    drawn = draw(MEMBERS, plan, seed=SEED, risk_points=dict.fromkeys(risky, 4))
    assert [found.member for found in drawn if found.chosen == "random"] == by_chance
    assert {found.member for found in drawn if found.chosen == "risk"} == set(risky)


@given(st.integers(1, 40), st.text(max_size=20), st.dictionaries(st.sampled_from(MEMBERS), st.integers(0, 9)))
def test_a_draw_has_its_size_its_random_part_and_nobody_twice(n: int, seed: str, points: dict[str, int]) -> None:
    plan = plan_draw(n, kind=DrawKind.INITIAL, risk=Fraction(1), terms=TERMS)
    drawn = draw(MEMBERS[:n], plan, seed=seed, risk_points=points)
    assert len({found.member for found in drawn}) == len(drawn) == plan.size
    assert sum(found.chosen == "random" for found in drawn) == plan.random
    assert drawn == draw(MEMBERS[:n], plan, seed=seed, risk_points=points)
