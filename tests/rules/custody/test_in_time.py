"""A campaign in time: dated ledgers of what is fed into a pot, what comes out, and what each product may claim."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from orepass.custody.rules.claims.carrying import Paths
from orepass.custody.rules.claims.facts import ANYBODY, ClaimFacts
from orepass.custody.rules.claims.held import standing_in
from orepass.custody.rules.graph import is_left
from orepass.custody.rules.in_time import cut, fed_again, left_in, pots
from orepass.custody.rules.lots import EVEN, Move, Movement
from orepass.custody.rules.possible import Part
from orepass.custody.rules.terms import Facts
from orepass.custody.rules.weighing import Step, part_within, put_together, weighed_together

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
KG = 10**6
ORE = Facts(element="Co", material="cobalt_ore")
HYDROXIDE = Facts(element="Co", material="cobalt_hydroxide")
SLAG = Facts(material="slag")


def told(table: str) -> list[Step]:
    """Read a ledger: ``DAY feed|make LOT MASS CONTENT [certified]`` in kilograms, ``-`` where nobody measured."""
    steps: list[Step] = []
    for line in filter(None, map(str.strip, table.splitlines())):
        day, verb, lot, mass, content, *more = line.split()
        at = START + timedelta(days=int(day))
        weighed = None if mass == "-" else int(mass) * KG
        assayed = None if content == "-" else int(content) * KG
        if verb == "feed":
            right = ClaimFacts(pack="rules@1", level="certified") if more else ClaimFacts()
            begun = Movement(
                lot=lot, move=Move.BEGUN, at=START, mass_mg=weighed, content_mg=assayed, holder="org-S", facts=ORE,
                claim_class="certified" if more else "uncertified", origin=True, claim=right,
            )  # fmt: skip
            hands = ClaimFacts(by="org-S", kept_by=ANYBODY)
            used = Movement(lot=lot, move=Move.USED, at=at, mass_mg=weighed, content_mg=assayed, facts=ORE, claim=hands)
            steps += [(len(steps), begun), ("C", used)]
        else:
            facts = {"ore": ORE, "slag": SLAG}.get(more[0] if more else "", HYDROXIDE)
            made = Movement(
                lot=lot, move=Move.BEGUN, at=at, mass_mg=weighed, content_mg=assayed, holder="org-S", facts=facts
            )
            steps.append(("C", made))
    return steps


def claimed(steps: list[Step], lot: str, *, by_mass: bool = False) -> Fraction:
    return standing_in(Paths(steps, by_mass=by_mass).of(lot)).get("rules", Fraction(0))


@pytest.mark.parametrize(
    ("table", "first", "second"),
    [
        # nothing certified had gone in when A came out
        ("1 feed U 1000 100\n2 make A 250 100\n3 feed G 1000 100 certified\n4 make B 250 100", 0, 1),
        # A took everything certified along
        ("1 feed G 1000 100 certified\n2 make A 250 100\n3 feed U 1000 100\n4 make B 250 100", 1, 0),
        # a tenth of it was left in the pot
        ("1 feed G 1000 100 certified\n2 make A 250 90\n3 feed U 1000 90\n4 make B 250 100", 1, Fraction(1, 10)),
        # all was fed before anything came out, or at the same instant: one mixture
        ("1 feed G 1000 100 certified\n2 feed U 1000 100\n3 make A 250 90\n4 make B 250 90", "1/2", "1/2"),
        ("1 feed G 1000 100 certified\n2 make A 250 90\n2 feed U 1000 100\n4 make B 250 90", "1/2", "1/2"),
        # told in another order than it happened
        ("4 make B 250 100\n3 feed U 1000 90\n1 feed G 1000 100 certified\n2 make A 250 90", 1, Fraction(1, 10)),
        # what came out before anything went in is of nobody, and takes nothing from what was fed later
        ("1 make A 250 90\n2 feed G 1000 100 certified\n3 make B 250 90", 0, 1),
        # more came out than was in: the rest of it is of nobody
        ("1 feed G 1000 100 certified\n2 make A 250 200\n3 feed U 1000 100\n4 make B 250 100", "1/2", 0),
        # ore that is only mixed, by mass
        ("1 feed G 100 - certified\n2 make A 50 - ore\n3 feed U 150 -\n4 make B 200 - ore", 1, "1/4"),
        ("1 feed G 100 - certified\n2 make A 200 - ore\n3 feed U 150 -\n4 make B 150 - ore", "1/2", 0),
        # nobody assayed the ore, and another form was made: what is left of it may be waste
        ("1 feed G 100 - certified\n2 make A 25 9\n3 feed U 100 -\n4 make B 25 9", 1, 0),
        ("1 feed G 100 - certified\n2 make A 25 9\n3 feed H 100 - certified\n4 make B 25 9", 1, 1),
        # what nobody weighed is not known to be left
        ("1 feed G 100 - certified\n2 make A - -\n3 feed U 100 -\n4 make B 25 9", 1, 0),
    ],
)  # fmt: skip
def test_a_product_is_made_of_what_is_in_the_pot_when_it_comes_out(
    table: str, first: Fraction | str, second: Fraction | str
) -> None:
    steps = told(table)
    assert (claimed(steps, "A"), claimed(steps, "B")) == (Fraction(first), Fraction(second))


def test_uncertified_ore_that_may_be_left_lessens_the_claim_of_the_next_product() -> None:
    steps = told("1 feed U 100 -\n2 make A 25 9\n3 feed G 100 - certified\n4 make B 25 9")
    assert claimed(steps, "A") == 0
    assert Fraction(1, 2) < claimed(steps, "B") < Fraction(3, 5)


def test_shares_by_mass_follow_the_pot_as_well() -> None:
    steps = told("1 feed G 100 40 certified\n2 make A 50 30 ore\n3 feed U 150 10\n4 make B 200 20 ore")
    assert (claimed(steps, "B"), claimed(steps, "B", by_mass=True)) == (Fraction(1, 2), Fraction(1, 4))


def test_slag_that_nobody_assayed_may_have_taken_what_is_missing() -> None:
    steps = told("1 feed G 100 40 certified\n2 make A 50 30\n2 make S 20 - slag\n3 feed U 150 10\n4 make B 50 10")
    assert claimed(steps, "B") == 0


def test_a_campaign_that_is_fed_three_times_is_three_mixtures_each_of_its_own_name() -> None:
    steps = told(
        "1 feed U 9 9\n2 make A 5 5\n3 feed G 9 9 certified\n4 make B 5 5\n5 feed V 9 9\n6 make D 5 5\n7 make E 5 5"
    )
    named, order = cut(steps)
    names = [step for step, moved in named if not moved.origin]
    assert names == ["C", "C", *[" 2 C"] * 2, *[" 3 C"] * 3]
    assert order == {"C": None, " 2 C": "C", " 3 C": " 2 C"}
    assert [(pot.left.content_mg if pot.left else None) for pot in pots(named, order)] == [None, 4 * KG, 8 * KG]
    assert [is_left(name) for name in ("C", " 2 C", 3)] == [False, True, False]
    assert fed_again(steps) == ["C"]


def test_what_is_fed_first_or_told_in_one_event_stays_as_it_is() -> None:
    steps = told("1 feed U 9 9\n2 feed G 9 9\n3 make A 5 5")
    assert cut(steps) == (steps, {})
    assert pots(steps, {}) == []
    assert cut([(1, steps[0][1])]) == ([(1, steps[0][1])], {})
    assert fed_again(steps[:2]) == []


FULL = Part(100, 40, (), ORE)


@pytest.mark.parametrize(
    ("inside", "made", "left"),
    [
        ([], [Part(5, 5, (), ORE)], None),
        ([FULL], [Part(30, 40, (), HYDROXIDE)], None),
        ([FULL], [Part(30, 30, (), HYDROXIDE)], (70, 10)),
        # an assay of more than can have gone in counts as what went in
        ([FULL], [Part(30, 41, (("Co", 40),), HYDROXIDE)], None),
        # nickel that nobody assayed is known to hold no cobalt, or is not
        ([FULL], [Part(30, None, (("Co", 0),), Facts(element="Ni"))], (70, 40)),
        ([FULL], [Part(30, None, (), Facts(element="Ni"))], (70, None)),
        ([Part(100, None, (), ORE)], [Part(100, 100, (), Facts(element="Co"))], None),
        ([Part(None, None, (), ORE)], [Part(30, 30, (), HYDROXIDE)], (None, None)),
    ],
)
def test_what_is_left_is_what_went_in_less_what_came_out(
    inside: list[Part], made: list[Part], left: tuple[int | None, int | None] | None
) -> None:
    found = left_in(inside, made)
    assert (found and (found.mass_mg, found.content_mg)) == left


def test_of_what_was_mixed_only_what_came_out_cannot_hold_is_left_for_certain() -> None:
    ore, half = Part(100, None, (("Co", 60),), ORE), Part(50, None, (("Co", 30),), ORE)
    same, other = left_in([ore], [half]), left_in([ore], [Part(25, 9, (), HYDROXIDE)])
    assert same
    assert other
    assert dict(same.most) == {"Co": 60, EVEN + "Co": 30}
    assert dict(other.most) == {"Co": 51, EVEN + "Co": 0}
    mixed = left_in([ore, Part(10, None, (), Facts(element="Ni"))], [half])
    assert mixed
    assert (mixed.facts.element, mixed.facts.material) == ("", "")


# --- a class of lots that begins again ---


def class_of(*happens: tuple[str, int, int | None, bool]) -> Paths:
    """Begin a class of ore, or sell so much of it: mass and content in kilograms, certified or not."""
    steps: list[Step] = []
    for day, (what, mass, content, certified) in enumerate(happens):
        right = ClaimFacts(pack="rules@1", level="certified") if certified else ClaimFacts()
        begins = what == "begin"
        moved = Movement(
            lot="L",
            move=Move.BEGUN if begins else Move.SENT,
            at=START + timedelta(days=day),
            mass_mg=mass * KG,
            content_mg=None if content is None else content * KG,
            holder="org-M" if begins else f"org-{day}",
            facts=ORE,
            claim_class="certified" if certified else "uncertified",
            origin=begins,
            claim=right if begins else ClaimFacts(by="org-M", kept_by=ANYBODY),
        )
        steps.append((day, moved))
    return Paths(steps)


def of_class(paths: Paths, holder: str) -> Fraction:
    return standing_in(paths.of("L", holder)).get("rules", Fraction(0))


@pytest.mark.parametrize(
    ("happens", "sold", "kept"),
    [
        # what was sold before is the certified ore, and none of it is there any more
        ([("begin", 100, 4, True), ("sell", 100, None, False), ("begin", 100, 4, False)], 1, 0),
        ([("begin", 100, 4, False), ("sell", 100, None, False), ("begin", 100, 4, True)], 0, 1),
        # a half of it is there
        ([("begin", 100, 4, True), ("sell", 50, None, False), ("begin", 100, 4, False)], 1, "1/3"),
        # of rich ore and poor ore the less of content and mass is claimed
        ([("begin", 100, 20, True), ("sell", 50, None, False), ("begin", 100, 10, False)], 1, "1/3"),
        ([("begin", 100, 10, True), ("sell", 50, None, False), ("begin", 100, 20, False)], 1, "1/5"),
        # nobody assayed one of them: at most what its form can hold
        ([("begin", 100, None, True), ("sell", 50, None, False), ("begin", 100, None, False)], 1, "1/3"),
        # all of it began before anything was sold
        ([("begin", 100, 4, True), ("begin", 100, 4, False), ("sell", 100, None, False)], "1/2", "1/2"),
    ],
)
def test_what_was_sold_of_a_class_before_it_began_again_is_not_of_what_began_then(
    happens: list[tuple[str, int, int | None, bool]], sold: int | str, kept: int | str
) -> None:
    paths = class_of(*happens)
    day = next(day for day, told in enumerate(happens) if told[0] == "sell")
    assert (of_class(paths, f"org-{day}"), of_class(paths, "org-M")) == (Fraction(sold), Fraction(kept))


def test_a_class_may_begin_as_often_as_it_is_sold() -> None:
    some = [("begin", 100, 10, True), ("sell", 50, None, False), ("begin", 50, 5, False)]
    paths = class_of(*some, ("sell", 50, None, False), ("begin", 50, 5, True), ("begin", 50, None, True))
    assert of_class(paths, "org-3") == Fraction(1, 2)
    assert Fraction(3, 4) < of_class(paths, "org-M") < 1


ORE_PART = Part(10, 4, (("Co", 8), ("Ni", 2)), ORE)


def test_parts_are_cut_and_put_together() -> None:
    assert part_within(ORE_PART, 5) == Part(5, 2, (("Co", 4), ("Ni", 1)), ORE)
    assert part_within(Part(10, None, (), ORE), 5) == Part(5, None, (), ORE)
    assert part_within(ORE_PART, None) == Part(facts=ORE)
    assert part_within(Part(None, None, (), ORE), 5) == Part(facts=ORE)
    assert put_together(ORE_PART, Part(5, 1, (("Co", 3),), ORE)) == Part(15, 5, (("Co", 11),), ORE)
    assert put_together(ORE_PART, Part(5, 1, (), Facts(element="Ni"))) == Part(15, None, (), Facts())
    assert weighed_together([Part(None, 4, (), ORE), ORE_PART]) == [(4, ()), (4, (10,))]
