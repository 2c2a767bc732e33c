"""The external sample: how many, and who; anybody with the seed draws the same; extended it only grows."""

from datetime import date
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.inclusion.groups.rules.drawing import (
    Committed,
    DrawKind,
    DrawPlan,
    Listed,
    draw,
    draw_chance,
    draw_rank,
    draw_seed,
    draw_size,
    plan_draw,
    ranked,
    seed_of,
)
from orepass.kernel.computed import InputRefused

MEMBERS = [f"mem-{number:013d}" for number in range(40)]
SEED = "f" * 64
QUARTER = Fraction(1, 4)
COMMITTED = Committed(
    group="grp-1",
    number=1,
    pack="cera-4in1@2026.1",
    pack_digest="p",
    standard="ASM",
    rule="eu-organic",
    kind=DrawKind.INITIAL,
    risk="regular",
    multiplier="1",
    random_share="1/4",
    visit_on=date(2026, 5, 1),
    members=tuple(Listed(member, 0) for member in MEMBERS),
)


def planned(
    n: int, rule: str = "eu-organic", kind: str = "initial", risk: str = "1", share: Fraction = QUARTER
) -> DrawPlan:
    return plan_draw(n, rule=rule, kind=kind, risk=Fraction(risk), random_share=share)


@pytest.mark.parametrize(("n", "size"), [(8, 8), (10, 10), (11, 10), (40, 10), (150, 10), (350, 18), (2000, 100)])
def test_s11_the_size_of_the_european_rule(n: int, size: int) -> None:
    assert planned(n).size == size


@pytest.mark.parametrize(
    ("kind", "size"), [(DrawKind.INITIAL, 10), (DrawKind.SURVEILLANCE, 6), (DrawKind.RECERTIFICATION, 8)]
)
def test_s6_the_size_by_square_root_and_its_random_quarter(kind: DrawKind, size: int) -> None:
    plan = planned(100, "md1", kind)
    assert (plan.size, plan.random) == (size, -(-size // 4))


@pytest.mark.parametrize(("risk", "size"), [("1", 16), ("1.25", 20), ("1.5", 24), ("2", 32)])
def test_s13_risk_multiplies_the_square_root_once(risk: str, size: int) -> None:
    assert planned(250, "risk-sqrt", risk=risk).size == size


def test_risk_enlarges_a_sample_of_the_other_rules_up_to_everybody() -> None:
    assert planned(40, risk="2").size == 20
    assert planned(12, risk="2").size == 12


def test_at_least_one_member_is_drawn_by_chance_even_where_the_scheme_wants_none() -> None:
    assert planned(40, share=Fraction(0)).random == 1
    assert planned(40, share=Fraction(1)).random == 10
    with pytest.raises(InputRefused, match="random_share"):
        planned(40, share=Fraction(5, 4))
    with pytest.raises(InputRefused, match="at least one member"):
        planned(0)


def test_the_order_of_chance_can_be_repeated_by_anybody() -> None:
    # printf "seed:mem-A" | sha256sum, and so on, sorted
    assert ranked([f"mem-{letter}" for letter in "ABCDE"], "seed") == ["mem-A", "mem-B", "mem-D", "mem-E", "mem-C"]


def test_the_rules_of_a_draw_can_be_asked_by_name() -> None:
    assert draw_size(n=40, rule="eu-organic").value == 10
    assert draw_size(n=40, rule="eu-organic").explanation[-1] == "3 of 10 by chance, the rest by risk."
    assert draw_chance(n=40, rule="eu-organic").value == Fraction(3, 40)
    assert draw_seed(commitment="c", beacon="b").value == seed_of("c", "b")
    assert draw_rank(seed="seed", member="mem-A").value < draw_rank(seed="seed", member="mem-B").value


@pytest.mark.parametrize(
    "change",
    [
        {"group": "grp-2"},
        {"number": 2},
        {"pack_digest": "q"},
        {"standard": "CPS"},
        {"rule": "md1"},
        {"kind": DrawKind.SURVEILLANCE},
        {"risk": "high"},
        {"multiplier": "2"},
        {"random_share": "1/3"},
        {"visit_on": date(2026, 5, 2)},
        {"members": COMMITTED.members[1:]},
        {"members": (Listed(MEMBERS[0], 1), *COMMITTED.members[1:])},
    ],
)
def test_the_seed_binds_everything_that_could_be_bent(change: dict[str, object]) -> None:
    other = msgspec.structs.replace(COMMITTED, **change)
    assert seed_of(other.digest, "b") != seed_of(COMMITTED.digest, "b") != seed_of(COMMITTED.digest, "d")


@pytest.mark.parametrize("text", ["1e9", "1/0", "-1", "", "many", "9" * 20])
def test_a_number_that_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(InputRefused, match="plain number"):
        _ = msgspec.structs.replace(COMMITTED, multiplier=text).plan


def test_the_same_list_and_beacon_give_the_same_draw() -> None:
    assert COMMITTED.drawn("b") == COMMITTED.drawn("b")
    assert len(COMMITTED.drawn("b")) == 10
    assert [one.chosen for one in COMMITTED.drawn("b")].count("random") == 3


def test_after_chance_the_worst_standing_are_drawn() -> None:
    plan = DrawPlan(size=5, random=2, explanation=())
    by_chance = ranked(MEMBERS, SEED)[:2]
    risky = [member for member in MEMBERS if member not in by_chance][:3]
    drawn = draw(MEMBERS, plan, seed=SEED, risk_points=dict.fromkeys(risky, 4))
    assert [found.member for found in drawn if found.chosen == "random"] == by_chance
    assert {found.member for found in drawn if found.chosen == "risk"} == set(risky)


POINTS = st.dictionaries(st.sampled_from(MEMBERS), st.integers(0, 9))


@given(st.integers(1, 40), st.text(max_size=20), POINTS)
def test_a_draw_has_its_size_its_random_part_and_nobody_twice(n: int, seed: str, points: dict[str, int]) -> None:
    plan = planned(n)
    drawn = draw(MEMBERS[:n], plan, seed=seed, risk_points=points)
    assert len({found.member for found in drawn}) == len(drawn) == plan.size
    assert sum(found.chosen == "random" for found in drawn) == plan.random
    assert drawn == draw(MEMBERS[:n], plan, seed=seed, risk_points=points)


@given(st.text(max_size=20), POINTS, st.integers(1, 39), st.integers(0, 20))
def test_a_draw_can_be_extended_and_never_shrinks(seed: str, points: dict[str, int], size: int, share: int) -> None:
    def of(wanted: int) -> set[str]:
        plan = DrawPlan(size=wanted, random=max(1, -(-share * wanted // 20)), explanation=())
        return {found.member for found in draw(MEMBERS, plan, seed=seed, risk_points=points)}

    assert of(size) < of(size + 1)


@given(st.sampled_from(MEMBERS), POINTS)
def test_b_10_everybody_may_be_drawn_whatever_the_risk_of_the_others(member: str, points: dict[str, int]) -> None:
    others = {other: 9 for other in MEMBERS if other != member} | {member: 0}
    plan = planned(40)
    seeds = (str(number) for number in range(2000))
    assert any(
        member in {found.member for found in draw(MEMBERS, plan, seed=seed, risk_points=others | points)}
        for seed in seeds
    )
