"""More never comes out than went in, whatever is left unsaid: the assay, the other product, the other days."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest

from orepass.custody.rules.history import History
from orepass.custody.rules.lots import EVEN, REST, WEIGHT, Lot, Move, Movement, least_known
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.possible import Part, Throughput, at_first, bounded, most, most_in, told_in
from orepass.custody.rules.terms import Facts
from tests.rules.custody.happened import AT

KG = 10**6


def test_a_second_product_hides_nothing(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-05  transform  BAG-1 → LOT-B  103 kg Co in hydroxide + LOT-C 1 kg Li in lithium_carbonate
        expect      custody.recovery.exceeded  LOT-B
        expect      custody.plausibility.element_untold
    """)
    assert ledger.lots.get("LOT-B").begun == 0


def test_a_product_without_an_assay_hides_nothing(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-05  transform  BAG-1 → LOT-B  103 kg Co in hydroxide + LOT-C 1 kg cobalt_sulfate
        expect      custody.recovery.exceeded  LOT-B
    """)


@pytest.mark.parametrize(("content", "refused"), [("80.22", False), ("80.23", True)])
def test_ore_without_an_assay_holds_no_more_than_its_compound_can(ledger: Any, content: str, refused: bool) -> None:
    # 100 kg of CoO hold 78.65 kg of cobalt; assays may err by 2 %: 80.223 kg.
    ledger.play(f"""
        2026-01-03  mine       BAG-1  100 kg cobalt_ore
        2026-01-05  transform  BAG-1 → LOT-B  {content} kg Co in sulfate
        {"expect custody.recovery.exceeded LOT-B" if refused else ""}
    """)


def test_wet_ore_holds_no_more_than_its_dry_mass_can(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  100 kg cobalt_ore 50 % moisture
        2026-01-05  transform  BAG-1 → LOT-B  41 kg Co in sulfate
        expect      custody.recovery.exceeded  LOT-B
        2026-01-06  transform  BAG-1 → LOT-C  40 kg Co in sulfate
    """)


def test_an_input_without_an_assay_adds_only_what_it_can_hold(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-03  mine       BAG-2  1 kg cobalt_ore
        2026-01-05  transform  BAG-1 + BAG-2 → LOT-B  103 kg Co in sulfate
        expect      custody.recovery.exceeded  LOT-B
        2026-01-06  transform  BAG-1 + BAG-2 → LOT-C  102.8 kg Co in sulfate
    """)


def test_leaving_the_assay_out_on_the_way_wins_nothing(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  100 kg ore 4 % Co
        2026-01-05  transform  BAG-1 → BAG-2  100 kg cobalt_ore
        2026-01-06  transform  BAG-2 → BAG-3  60 kg cobalt_hydroxide
        2026-01-07  transform  BAG-3 → LOT-D  4.1 kg Co in sulfate
        expect      custody.recovery.exceeded  LOT-D
        2026-01-08  transform  BAG-3 → LOT-E  4 kg Co in sulfate
    """)


def test_a_part_without_an_assay_can_hold_all_that_went_in_and_more_than_its_share_is_asked_about(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  100 kg ore 4 % Co
        2026-01-05  transform  BAG-1 → BAG-2 75 kg cobalt_ore + BAG-3 25 kg cobalt_ore
        2026-01-06  transform  BAG-3 → LOT-D  4.1 kg Co in sulfate
        expect      custody.recovery.exceeded  LOT-D
        2026-01-07  transform  BAG-3 → LOT-E  1.03 kg Co in sulfate
        expect      custody.plausibility.element_untold
        2026-01-08  transform  BAG-2 → LOT-F  3.06 kg Co in sulfate
    """)


def test_what_was_split_and_is_mixed_again_is_asked_about_beyond_what_went_in(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  100 kg ore 4 % Co
        2026-01-05  transform  BAG-1 → BAG-2 75 kg cobalt_ore + BAG-3 25 kg cobalt_ore
        2026-01-06  transform  BAG-2 + BAG-3 → BAG-4  100 kg cobalt_ore
        2026-01-07  transform  BAG-4 → LOT-E  4.1 kg Co in sulfate
        expect      custody.plausibility.element_untold
    """)


def test_a_depot_sorts_its_ore_by_hand(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 4 % Co
        2026-01-05  transform  BAG-1 → BAG-2 200 kg cobalt_ore + BAG-3 800 kg cobalt_ore
        2026-01-06  transform  BAG-2 → LOT-D  24 kg Co in sulfate
        expect      custody.plausibility.element_untold
        2026-01-07  transform  BAG-3 → LOT-E  14 kg Co in sulfate
    """)


def test_a_part_that_was_drawn_is_gone_from_what_the_lot_can_hold(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  100 kg ore 4 % Co
        2026-01-05  transform  BAG-1 → LOT-B  100 kg cobalt_ore
        2026-01-06  transform  LOT-B 50 kg → LOT-C  2 kg Co in sulfate
        2026-01-07  transform  LOT-B → LOT-D  2.1 kg Co in sulfate
        expect      custody.recovery.exceeded  LOT-D
        2026-01-08  transform  LOT-B → LOT-E  2 kg Co in sulfate
    """)


def test_what_the_main_product_holds_is_not_in_the_rest(ledger: Any) -> None:
    # 100 kg went in, assays err by 2 %, 90 kg came out: 12 kg at most are in the slag, and 10 kg unasked.
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-05  transform  BAG-1 → LOT-B  90 kg Co in hydroxide + BAG-2 500 kg cobalt_scrap
        2026-01-06  transform  BAG-2 → LOT-C  13 kg Co in sulfate
        expect      custody.recovery.exceeded  LOT-C
        2026-01-07  transform  BAG-2 → LOT-D  12 kg Co in sulfate
        expect      custody.plausibility.element_untold
    """)


def test_a_lot_of_the_same_name_that_begins_anew_adds_only_what_it_can_hold(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  100 kg ore 4 % Co
        2026-01-05  transform  BAG-1 → LOT-B  100 kg cobalt_ore
        2026-01-06  mine       LOT-B  1 kg cobalt_ore
        2026-01-07  transform  LOT-B 101 kg → LOT-C  5 kg Co in sulfate
        expect      custody.recovery.exceeded  LOT-C
        2026-01-08  transform  LOT-B 101 kg → LOT-D  4.7 kg Co in sulfate
    """)


def test_no_name_on_the_way_hides_how_much_went_in(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 4 % Co
        2026-01-05  transform  BAG-1 → LOT-B  50,000 kg something
        2026-01-06  transform  LOT-B 50,000 kg → LOT-C  500 kg Co in hydroxide
        expect      custody.recovery.exceeded  LOT-C
        2026-01-07  transform  LOT-B 50,000 kg → LOT-D  1 kg Li in lithium_carbonate
        expect      custody.plausibility.element_untold
        2026-01-08  transform  LOT-D → LOT-E  41 kg Co in hydroxide
        expect      custody.recovery.exceeded  LOT-E
        2026-01-09  transform  LOT-D → LOT-F  40 kg Co in hydroxide
    """)


def test_another_metal_than_went_in_is_asked_about(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-05  transform  BAG-1 → LOT-B  50 kg Li in lithium_carbonate
        expect      custody.plausibility.element_untold
    """)
    assert ledger.lots.get("LOT-B").begun == 1


def test_a_by_product_is_asked_about_once_at_a_place(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-03  mine       BAG-2  1,000 kg ore 10 % Co
        2026-01-03  mine       BAG-3  1,000 kg ore 10 % Co
        2026-01-05  transform  BAG-1 → LOT-B  90 kg Co in hydroxide + LOT-C 5 kg Li in lithium_carbonate
        expect      custody.plausibility.element_untold
        2026-01-06  transform  BAG-2 → LOT-D  90 kg Co in hydroxide + LOT-E 5 kg Li in lithium_carbonate
        2026-01-07  transform  BAG-3 → LOT-F  5 kg Li in lithium_carbonate at elsewhere
        expect      custody.plausibility.element_untold
    """)


def test_much_more_of_a_by_product_than_before_is_asked_about_again(ledger: Any) -> None:
    # 5 of 1,000 kg, then 20, then 20.1: each step is compared with the poorest before it.
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-03  mine       BAG-2  1,000 kg ore 10 % Co
        2026-01-03  mine       BAG-3  1,000 kg ore 10 % Co
        2026-01-03  mine       BAG-4  100 kg ore 10 % Co
        2026-01-05  transform  BAG-1 → LOT-A  5 kg Li in lithium_carbonate
        expect      custody.plausibility.element_untold
        2026-01-06  transform  BAG-2 → LOT-B  20 kg Li in lithium_carbonate
        2026-01-07  transform  BAG-3 → LOT-C  20.1 kg Li in lithium_carbonate
        expect      custody.plausibility.element_untold
        2026-01-08  transform  BAG-4 → LOT-D  2.1 kg Li in lithium_carbonate
        expect      custody.plausibility.element_untold
    """)


def test_what_nobody_weighed_says_nothing_of_a_by_product() -> None:
    history = History()
    history.keep_yields("here", [("Li", 5), ("Cu", None), ("Li", 1)], 1000)
    history.keep_yields("here", [("Li", 5)], 0)
    history.keep_yields("here", [("Li", 9)], 1000)
    assert history.yielded == {("here", "Li"): Fraction(6, 1000)}


def test_too_little_of_the_element_told_is_asked_about_every_time(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-03  mine       BAG-2  1,000 kg gravel
        expect      custody.material.unfamiliar
        2026-01-05  transform  BAG-1 + BAG-2 → LOT-B  60 kg Co in sulfate + LOT-C 60 kg Co in sulfate
        expect      custody.plausibility.element_untold
        2026-01-06  mine       BAG-4  1,000 kg ore 10 % Co
        2026-01-06  mine       BAG-5  1,000 kg gravel
        expect      custody.material.unfamiliar
        2026-01-07  transform  BAG-4 + BAG-5 → LOT-D  120 kg Co in sulfate
        expect      custody.plausibility.element_untold
    """)


def test_more_of_another_metal_than_the_ore_weighs_is_refused(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-05  transform  BAG-1 → LOT-B  919 kg Li in lithium_carbonate
        expect      custody.recovery.exceeded  LOT-B
    """)


def test_a_lot_that_nobody_weighed_is_asked_about(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1
        2026-01-05  transform  BAG-1 → LOT-B  500 kg Co in hydroxide
        expect      custody.plausibility.input_unweighed
        2026-01-06  mine       LOT-C
        2026-01-07  transform  LOT-C 1,000 kg → LOT-D  500 kg Co in hydroxide
        expect      custody.lot.unweighed
        expect      custody.plausibility.input_unweighed
        2026-01-08  transform  LOT-C → LOT-E  500 kg Co in hydroxide
        expect      custody.plausibility.input_unweighed
    """)


def test_a_lot_that_is_weighed_later_gives_what_it_weighs_and_no_more(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       LOT-A
        2026-01-04  weigh      LOT-A  1,000 kg
        2026-01-05  transform  LOT-A 600 kg → LOT-B  600 kg
        2026-01-06  transform  LOT-A 401 kg → LOT-C  401 kg
        expect      custody.balance.overdrawn  LOT-C  1 kg
        2026-01-06  transform  LOT-A 400 kg → LOT-D  400 kg
    """)


def test_what_a_lot_that_is_weighed_later_holds_follows_from_its_grade() -> None:
    lot = Lot("A")
    lot.apply(begun(facts=msgspec.structs.replace(ORE, grade_pct=Decimal(4))))
    lot.apply(Movement(lot="A", move=Move.RECEIVED, at=AT, mass_mg=1000))
    lot.apply(Movement(lot="A", move=Move.SEEN, at=AT, mass_mg=5000))
    assert (lot.mass_mg, lot.content_mg) == (1000, 40)


@pytest.mark.parametrize(("out", "refused"), [("101", False), ("101.1", True), ("50,000", True)])
def test_ore_grows_no_heavier(ledger: Any, out: str, refused: bool) -> None:
    ledger.play(f"""
        2026-01-03  mine       BAG-1  60 kg cobalt_ore
        2026-01-03  mine       BAG-2  40 kg cobalt_ore
        2026-01-05  transform  BAG-1 + BAG-2 → LOT-B  {out} kg cobalt_ore
        {"expect custody.mass.exceeded LOT-B" if refused else ""}
    """)
    assert ledger.lots.get("LOT-B").begun == (0 if refused else 1)


def test_ore_that_grew_wet_says_so(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  100 kg cobalt_ore 5 % moisture
        2026-01-05  transform  BAG-1 → LOT-B  118 kg cobalt_ore
        expect      custody.mass.exceeded  LOT-B
        2026-01-06  transform  BAG-1 → LOT-C  118 kg cobalt_ore 20 % moisture
    """)


def test_a_product_may_outweigh_what_it_was_made_of(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  100 kg cobalt_hydroxide
        2026-01-05  transform  BAG-1 → LOT-B  280 kg cobalt_sulfate
    """)


def test_nothing_comes_out_of_a_campaign_that_did_not_go_in(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-03  mine       BAG-2  1,000 kg ore 10 % Co
        2026-01-05  transform  BAG-1 during C-1 →
        2026-01-06  transform  → LOT-A  60 kg Co in hydroxide during C-1
        2026-01-07  transform  → LOT-B  43 kg Co in hydroxide during C-1
        expect      custody.recovery.exceeded  LOT-B
        2026-01-08  transform  BAG-2 during C-1 →
        2026-01-09  transform  → LOT-C  43 kg Co in hydroxide during C-1
        2026-01-10  transform  → BAG-3  300 kg cobalt_scrap during C-1
        2026-01-11  transform  → BAG-4  300 kg cobalt_scrap during C-1
        2026-01-12  transform  BAG-4 → LOT-D  1 kg Co in sulfate
        expect      custody.plausibility.element_untold
    """)


# the sums, one by one

ORE = Facts(element="Co", material="cobalt_ore")
LIMITS = Limits()
NOTHING_BEFORE = Throughput()


def ore(mass: int | None = None, content: int | None = None, **most: int) -> Part:
    return Part(mass, content, tuple(most.items()), ORE)


def test_the_least_that_is_known_binds() -> None:
    assert least_known(None, 3, 2) == 2
    assert least_known(None, None) is None
    assert most(ore(100, 7, Co=3), "Co", LIMITS) == 3
    assert most(ore(100, 7, Co=9), "Co", LIMITS) == 7
    assert most(ore(100, Co=3), "Co", LIMITS) == 3
    assert most(ore(100, Co=90), "Co", LIMITS) == 78
    assert most(ore(Co=5), "Co", LIMITS) == 5
    assert most(ore(), "Co", LIMITS) is None


def test_of_an_element_nobody_told_of_there_can_be_all_the_rest() -> None:
    assert most(ore(100, 7), "Cu", LIMITS) == 93
    assert most(ore(100, 7, Cu=5), "Cu", LIMITS) == 5
    assert most(ore(100), "Cu", LIMITS) == 100
    assert most(ore(None, 7), "Cu", LIMITS) is None
    assert most(ore(None, 7, Cu=5), "Cu", LIMITS) == 5
    assert most(Part(5, 7, (), ORE), "Cu", LIMITS) == 0
    step = Throughput((ore(100, 7, Cu=2), Part(50)), ())
    assert (most_in(step, "Co", LIMITS), told_in(step, "Co", LIMITS), told_in(step, "Cu", LIMITS)) == (57, 7, 2)
    assert told_in(step, "Li", LIMITS) == 0
    assert most_in(Throughput((ore(),), ()), "Co", LIMITS) is None


def test_what_begins_is_bound_by_its_form_alone() -> None:
    assert at_first(Throughput((), (ore(100), ore(100, 4), ore())), LIMITS) == [(("Co", 78),), (), ()]


def bounds(*made: Part, used: tuple[Part, ...] = (ore(100 * KG, 50),), before: Throughput = NOTHING_BEFORE) -> Any:
    return [dict(most) for most in bounded(before, Throughput(used, made), LIMITS)]


def test_what_is_left_goes_to_the_outputs_told_in_the_element_by_their_mass() -> None:
    assert bounds(ore(KG, 40), ore(KG), ore(KG)) == [{}, {"Co": 11, EVEN + "Co": 5}, {"Co": 11, EVEN + "Co": 5}]
    assert bounds(ore(KG), ore(None)) == [{"Co": 50}, {"Co": 50}]
    assert bounds(ore(10, 52), ore(KG)) == [{"Co": 50}, {"Co": 0}]
    assert bounds(ore(100), ore(), used=(ore(),)) == [{"Co": 78}, {}]
    assert bounds(ore(10, 45)) == [{}]


def test_what_is_left_goes_else_to_what_nobody_named_and_else_to_all_others() -> None:
    copper = Part(KG, 9, (), Facts(element="Cu"))
    assert bounds(ore(KG), Part(KG), copper) == [{"Co": 50}, {"Co": 0}, {"Co": 0}]
    assert bounds(ore(KG, 40), Part(KG), Part(3 * KG), copper) == [
        {},
        {"Co": 11, EVEN + "Co": 3},
        {"Co": 11, EVEN + "Co": 8},
        {"Co": 0},
    ]
    assert bounds(ore(KG, 40), copper, copper) == [{}, *[{"Co": 11, EVEN + "Co": 5}] * 2]
    assert bounds(Part(KG), used=(ore(KG, 40), ore(KG, 2, Li=7))) == [{"Co": 42, "Li": KG - 40 + 7, EVEN + "Li": 7}]
    assert bounds(Part(KG), used=(ore(),)) == [{}]


def test_a_lot_of_another_element_without_an_assay_is_bound_by_the_mass_that_went_in() -> None:
    tin = Part(400 * KG, None, (), Facts(element="Sn", material="tin_metal"))
    assert bounds(tin) == [{"Co": 50, "Sn": 100 * KG - 50, WEIGHT: 100 * KG, REST: 100 * KG - 63}]


def test_earlier_events_of_a_campaign_have_taken_their_part() -> None:
    before = Throughput((ore(100 * KG, 50),), (ore(KG, Co=20), Part(KG, 9, (), Facts(element="Cu"))))
    assert bounds(ore(KG), used=(), before=before) == [{"Co": 50, EVEN + "Co": 30}]
    before = Throughput((ore(100 * KG, 50),), (ore(KG, **{"Co": 50, EVEN + "Co": 10}),))
    assert bounds(ore(KG), used=(), before=before) == [{"Co": 50, EVEN + "Co": 40}]


def begun(mass: int | None = None, content: int | None = None, facts: Facts = ORE, **most: int) -> Movement:
    return Movement(
        lot="A", move=Move.BEGUN, at=AT, mass_mg=mass, content_mg=content, facts=facts, most=tuple(most.items())
    )


@pytest.mark.parametrize(
    ("again", "most"),
    [
        (begun(10, Co=4), {"Co": 9}),
        (begun(10, 3), {"Co": 8}),
        (begun(10, 3, facts=Facts(element="Li")), {"Co": 12}),
        (begun(10, facts=Facts()), {"Co": 15}),
        (begun(), {}),
        (begun(10, 3, Li=2), {"Co": 8, "Li": 97}),
        (begun(10, **{"Co": 4, EVEN + "Co": 1}), {"Co": 9, EVEN + "Co": 6}),
    ],
    ids=["bound", "assayed", "of another element", "unknown", "unweighed", "with another element", "of unlike parts"],
)
def test_a_class_of_lots_that_begins_again_can_hold_both(again: Movement, most: dict[str, int]) -> None:
    lot = Lot("A")
    lot.apply(begun(95, Co=5))
    lot.apply(again)
    assert lot.most == most


def test_an_object_that_begins_again_is_what_was_told_last() -> None:
    lot = Lot("A")
    lot.apply(begun(95, Co=5))
    lot.apply(msgspec.structs.replace(begun(10, Li=2), instance=True))
    assert lot.most == {"Li": 2}


def test_what_is_drawn_is_rounded_up_and_what_is_left_is_never_below_nothing() -> None:
    lot = Lot("A")
    lot.apply(begun(100, Co=5))
    assert lot.most_of(30) == (("Co", 2),)
    for _ in range(3):
        lot.apply(Movement(lot="A", move=Move.USED, at=AT, mass_mg=30, most=lot.most_of(30)))
    assert lot.most_of(None) == (("Co", 0),)
    unweighed = Lot("B")
    unweighed.apply(begun(None, Co=5))
    assert unweighed.most_of(30) == (("Co", 5),)
