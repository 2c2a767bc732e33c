"""One lot is there once, begins before it is used, and goes through a campaign of one party only."""

from datetime import timedelta
from typing import Any

import pytest

from orepass.custody.rules.case import Case, Setting
from orepass.custody.rules.checks import campaign_not_yours, lot_gone, lot_not_held, named_twice, told_after_use
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.history import History
from orepass.custody.rules.lots import Lot, Lots, Move, Movement
from orepass.custody.rules.terms import Facts
from tests.rules.custody.happened import AT, event, made


def lots(**more: Any) -> Lots:
    found = made(("A", more))
    found.apply([Movement(lot="A", move=Move.PACKED, at=AT, parent="BOX")])
    return found


def part(uri: str = "A", mass: int | None = None) -> Portion:
    return Portion(uri=uri, mass_mg=mass)


@pytest.mark.parametrize(
    ("named", "refused"),
    [
        ((part(),), False),
        ((part(), part()), True),
        ((part("A", 50), part("A", 50)), False),
        ((part("A", 50), part("A", 51)), True),
        ((part("A", 50), part()), True),
        ((part(), part("BOX")), True),
        ((part("A", 50), part("BOX")), True),
        ((part(), part("B")), False),
    ],
    ids=["once", "twice", "two parts", "more than it", "part and whole", "box and bag", "box and part", "two lots"],
)
@pytest.mark.parametrize("field", ["used", "touched"])
def test_a_lot_is_named_once_or_in_parts_that_add_up(named: tuple[Portion, ...], field: str, refused: bool) -> None:
    happened = event(Happening.TRANSFORMS, **{"used": (), "touched": ()} | {field: named})
    assert bool(list(named_twice.check(Case(event=happened, lots=lots())))) is refused


def test_parts_of_a_lot_that_nobody_weighed_may_stand_apart() -> None:
    happened = event(Happening.TRANSFORMS, used=(part("A", 50), part("A", 5000)))
    assert list(named_twice.check(Case(event=happened, lots=lots(mass_mg=None)))) == []


@pytest.mark.parametrize("fields", [{"holder": "org-B"}, {"ended": True}], ids=["another's", "destroyed"])
def test_what_is_in_a_container_counts_as_the_container_does(fields: dict[str, Any]) -> None:
    check = lot_not_held.check if "holder" in fields else lot_gone.check
    happened = event(Happening.TRANSFORMS, used=(part("BOX"),))
    case = Case(event=happened, lots=lots(**fields), setting=Setting(actor="org-A"))
    assert [finding.params["lot"] for finding in check(case)] == ["A"]


def used(hours: int, mass: int | None = None, **fields: Any) -> Lots:
    found = Lots()
    found.apply([Movement(lot="A", move=Move.USED, at=AT + timedelta(hours=hours), mass_mg=mass, **fields)])
    return found


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        (used(-1), ["custody.lot.used_before"]),
        (used(-1, 5), ["custody.lot.used_before"]),
        (used(1), ["custody.lot.told_after_use"]),
        (used(1, 5), ["custody.lot.told_after_use"]),
        (used(1, 5, facts=Facts(element="Co")), []),
        (Lots(), []),
        (made(("A", {})), []),
    ],
    ids=[
        "whole, earlier",
        "part, earlier",
        "whole, later",
        "part, later",
        "told anew",
        "never",
        "begun",
    ],
)
def test_a_lot_that_was_used_before_it_was_told_is_looked_at(known: Lots, codes: list[str]) -> None:
    begins = event(Happening.BEGINS, begun=(part("A", 1),))
    assert [finding.code for finding in told_after_use.check(Case(event=begins, lots=known))] == codes
    looks = event(Happening.LOOKS, part("A"))
    assert list(told_after_use.check(Case(event=looks, lots=known))) == []


@pytest.mark.parametrize(
    ("tellers", "actor", "refused"),
    [({"org-A"}, "org-A", False), ({"org-B"}, "org-A", True), (set(), "org-A", False), ({"org-B"}, "", False)],
    ids=["one's own", "another's", "nobody yet", "the house"],
)
def test_a_campaign_is_told_by_one_party(tellers: set[str], actor: str, refused: bool) -> None:
    happened = event(Happening.TRANSFORMS, campaign="C")
    history = History(told_by={"C": tellers} if tellers else {})
    case = Case(event=happened, lots=Lots(), history=history, setting=Setting(actor=actor))
    assert bool(list(campaign_not_yours.check(case))) is refused


def begun(hours: int, mass: int | None) -> Movement:
    return Movement(lot="A", move=Move.BEGUN, at=AT + timedelta(hours=hours), mass_mg=mass)


@pytest.mark.parametrize(("mass", "gone"), [(50, False), (None, True)])
def test_a_class_of_lots_that_is_produced_again_is_there_again(mass: int | None, gone: bool) -> None:
    lot = Lot("A")
    for movement in (begun(0, 100), Movement(lot="A", move=Move.USED, at=AT, mass_mg=100), begun(2, mass)):
        lot.apply(movement)
    assert (lot.used_up, lot.began_at) == (gone, AT)
    assert lot.remaining_mg == (0 if gone else 50)


def test_ore_of_the_same_form_that_comes_out_does_not_measure_what_was_drawn() -> None:
    ore = Facts(element="Co", material="cobalt_ore")
    whole = made(("A", {"facts": ore}))
    assayed = Portion(uri="B", mass_mg=100, content_mg=39, facts=ore)
    happened: Event = event(Happening.TRANSFORMS, used=(part(),), begun=(assayed,))
    assert Case(event=happened, lots=whole).measured_by_output() is None
