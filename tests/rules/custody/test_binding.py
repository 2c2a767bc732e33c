"""Leaving our terms out of an event opens no way around a rule: what touches lots of mineral is bound by the rules."""

from datetime import timedelta
from typing import Any

import pytest

from orepass.custody.rules.binding import bound
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Lots, Move, Movement
from orepass.custody.rules.terms import Facts
from tests.rules.custody.happened import AT


def plain(happening: Happening, *names: str, hours: int = 0, **more: Any) -> Event:
    touched = tuple(Portion(uri=name) for name in names)
    at = AT + timedelta(hours=hours)
    return Event(where="", happening=happening, happened_at=at, **{"touched": touched} | more)


def known(**more: Any) -> Lots:
    lots = Lots()
    lots.apply([Movement(lot="A", move=Move.BEGUN, at=AT, **more)])
    return lots


@pytest.mark.parametrize(
    ("more", "binds"),
    [
        ({}, False),
        ({"claim_class": "uncertified"}, False),
        ({"bound": True}, True),
        ({"facts": Facts(material="cobalt_ore")}, True),
    ],
    ids=["nothing is known of it", "it began in plain words", "it began in ours", "its form is known"],
)
def test_an_event_about_a_lot_of_mineral_is_bound(more: dict[str, Any], binds: bool) -> None:
    (event,) = bound([plain(Happening.SENDS, "A")], known(**more))
    assert event.ours is binds
    assert [one.ours for one in bound([plain(Happening.SENDS, "B")], known(**more))] == [False]


def test_what_is_packed_into_a_container_binds_too() -> None:
    lots = known(bound=True)
    lots.apply([Movement(lot="A", move=Move.PACKED, at=AT, parent="BOX")])
    assert [one.ours for one in bound([plain(Happening.SENDS, "BOX")], lots)] == [True]


def test_a_lot_that_another_event_of_the_document_begins_binds_what_comes_after_it() -> None:
    uses = plain(Happening.TRANSFORMS, hours=2, used=(Portion(uri="A"),), begun=(Portion(uri="C"),))
    goes_on = plain(Happening.SENDS, "C", hours=3)
    begins = plain(Happening.BEGINS, hours=1, begun=(Portion(uri="A"),), ours=True)
    before = plain(Happening.LOOKS, "A")
    found = bound([goes_on, uses, begins, before], Lots())
    assert [one.ours for one in found] == [True, True, True, False]


def test_a_lot_stays_one_of_mineral_when_it_begins_again_in_other_words() -> None:
    lots = known(bound=True)
    lots.apply([Movement(lot="A", move=Move.BEGUN, at=AT)])
    assert lots.get("A").bound
