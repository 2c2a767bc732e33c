"""What is told late: a lot as it was, hand-overs that fit, the order within a document, and the question asked."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from orepass.custody.rules import lateness
from orepass.custody.rules.case import Case, Setting
from orepass.custody.rules.checks import balance_overdrawn, event_late, lot_gone, lot_not_held
from orepass.custody.rules.correcting import correction_told_by
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Lots, Move, Movement
from orepass.custody.rules.materials import Limits
from orepass.kernel.computed import InputRefused

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
OWNERS = {"urn:x:miner": "org-MINER", "urn:x:smelter": "org-SMELTER", "urn:x:other": "org-OTHER"}


def on(number: int) -> datetime:
    return DAY + timedelta(days=number)


def moved(number: int, move: Move, **fields: Any) -> Movement:
    return Movement(lot="L", move=move, at=on(number), **fields)


def story(*, used: bool = True) -> Lots:
    """Begun at the miner's on day 0, received by the smelter on day 4 and used up there on day 6."""
    found = Lots()
    found.apply([moved(0, Move.BEGUN, mass_mg=100, holder="org-MINER"), moved(4, Move.RECEIVED, holder="org-SMELTER")])
    if used:
        found.apply([moved(6, Move.USED, mass_mg=100)])
    return found


def case(lots: Lots, happening: Happening, number: int, **fields: Any) -> Case:
    setting = {name: fields.pop(name) for name in ("actor", "today", "promised") if name in fields}
    touched = (Portion(uri="L", mass_mg=fields.pop("mass_mg", None)),)
    event = Event(
        where="e", happening=happening, happened_at=on(number), ours=fields.pop("ours", True), touched=touched, **fields
    )
    return Case(event=event, lots=lots, setting=Setting(owners=OWNERS, **setting), limits=Limits(late_days=Decimal(30)))


def refused(found: Case) -> set[str]:
    checks = (lot_gone, lot_not_held, balance_overdrawn)
    return {finding.code for check in checks for finding in check.check(found)}


def test_dispatch_told_late_fits_when_the_taker_is_recorded_as_having_received_it() -> None:
    hands = {"sender": "urn:x:miner", "receiver": "urn:x:smelter"}
    fits = case(story(), Happening.SENDS, 2, actor="org-MINER", mass_mg=100, **hands)
    assert (lateness.as_of(fits, "L").holder, lateness.completes(fits, "L")) == ("org-MINER", True)
    assert refused(fits) == set()
    assert lateness.completes(case(story(), Happening.SENDS, 2, **hands), "L")


@pytest.mark.parametrize(
    ("number", "fields"),
    [
        (2, {"actor": "org-MINER", "sender": "urn:x:miner", "receiver": "urn:x:other"}),
        (2, {"actor": "org-OTHER", "sender": "urn:x:miner", "receiver": "urn:x:smelter"}),
        (5, {"actor": "org-SMELTER", "sender": "urn:x:smelter", "receiver": "urn:x:other"}),
        (5, {"actor": "org-MINER", "sender": "urn:x:miner", "receiver": "urn:x:smelter"}),
        (2, {"actor": "org-SMELTER", "sender": "urn:x:smelter", "receiver": "urn:x:smelter"}),
        (7, {"actor": "org-MINER", "sender": "urn:x:miner", "receiver": "urn:x:smelter"}),
    ],
)
def test_dispatch_that_leads_elsewhere_is_refused_however_late_it_is_told(number: int, fields: dict[str, str]) -> None:
    told = case(story(), Happening.SENDS, number, **fields)
    assert not lateness.completes(told, "L")
    assert "custody.lot.gone" in refused(told)


def test_receipt_told_late_fits_when_the_lot_was_on_its_way_to_the_taker() -> None:
    lots = Lots()
    sent = moved(2, Move.SENT, holder="org-SMELTER")
    lots.apply([moved(0, Move.BEGUN, mass_mg=9, holder="org-MINER"), sent, moved(6, Move.USED, mass_mg=9)])
    hands = {"sender": "urn:x:miner", "receiver": "urn:x:smelter"}
    assert refused(case(lots, Happening.RECEIVES, 4, actor="org-SMELTER", **hands)) == set()
    assert not lateness.completes(case(lots, Happening.RECEIVES, 4, actor="org-OTHER", **hands), "L")
    assert not lateness.completes(case(lots, Happening.RECEIVES, 1, actor="org-SMELTER", **hands), "L")
    assert not lateness.completes(case(lots, Happening.LOOKS, 4, actor="org-SMELTER", **hands), "L")


def test_lot_is_as_it_is_when_nothing_was_told_since() -> None:
    lots = story()
    assert lateness.as_of(case(lots, Happening.LOOKS, 6), "L") is lots.get("L")


def test_late_movement_takes_its_place_and_does_not_move_the_lot_back() -> None:
    found = story(used=False)
    found.apply([moved(2, Move.SENT, holder="org-SMELTER"), moved(1, Move.SEEN, site="urn:x:road")])
    lot = found.get("L")
    assert (lot.holder, lot.last_at, [move.move for move in lot.history]) == (
        "org-SMELTER",
        on(4),
        [Move.BEGUN, Move.SEEN, Move.SENT, Move.RECEIVED],
    )


def test_late_packing_does_not_put_a_lot_back_into_what_it_left() -> None:
    packed = [moved(1, Move.PACKED, parent="P"), moved(3, Move.UNPACKED), moved(5, Move.PACKED, parent="Q")]
    for order in permutations(packed):
        found = Lots()
        found.apply([moved(0, Move.BEGUN, mass_mg=1), *order])
        assert (found.get("L").parent, found.contents("P"), found.contents("Q")) == ("Q", ["P"], ["L"])
        assert (found.inside("Q"), found.around("L")) == (["Q", "L"], ["Q"])


def reasons(told: Case) -> list[str]:
    return [finding.params["reason"] for finding in event_late.check(told)]


def test_late_event_says_what_it_comes_after() -> None:
    assert reasons(case(story(), Happening.LOOKS, 2)) == [event_late.SINCE]
    assert reasons(case(story(), Happening.LOOKS, 2, promised=frozenset({"L"}))) == [event_late.PROMISED]
    seen = Lots()
    seen.apply([moved(0, Move.BEGUN), moved(4, Move.SEEN)])
    assert reasons(case(seen, Happening.LOOKS, 2)) == [event_late.AFTER]
    assert reasons(case(seen, Happening.LOOKS, 4)) == []
    assert reasons(case(seen, Happening.LOOKS, 2, ours=False)) == []


def test_event_before_the_lot_began_is_left_to_the_check_that_refuses_it() -> None:
    assert reasons(case(story(), Happening.SENDS, -1)) == []
    assert reasons(case(story(), Happening.LOOKS, -1)) == [event_late.SINCE]


@pytest.mark.parametrize(("days", "asked"), [(29, False), (30, False), (31, True)])
def test_event_told_after_more_days_than_the_scheme_allows_is_asked_about(days: int, asked: bool) -> None:
    today = date(2026, 3, 1) + timedelta(days)
    told = list(event_late.check(case(Lots(), Happening.LOOKS, 0, actor="org-MINER", today=today)))
    assert [event_late.is_long(finding) for finding in told] == ([True] if asked else [])
    assert reasons(case(Lots(), Happening.LOOKS, 0, today=today)) == []


def test_events_of_one_instant_stand_in_the_order_in_which_lots_are_made() -> None:
    def made(name: str, *used: str) -> Event:
        parts = tuple(Portion(uri=uri) for uri in used)
        return Event(
            where=name, happening=Happening.TRANSFORMS, happened_at=DAY, used=parts, begun=(Portion(uri=name),)
        )

    chain = [made("a"), made("b", "a"), made("c", "b", "a"), made("later", "c")]
    chain[3] = Event(where="later", happening=Happening.LOOKS, happened_at=on(1), touched=(Portion(uri="c"),))
    for order in permutations(chain):
        assert [event.where for event in lateness.in_time(order, lambda event: event)] == ["a", "b", "c", "later"]
    loop = [made("x", "y"), made("y", "x"), made("z", "z")]
    assert {event.where for event in lateness.in_time(loop, lambda event: event)} == {"x", "y", "z"}


def test_receivers_are_told_within_working_days() -> None:
    assert correction_told_by(declared_on=date(2026, 4, 3)).value == date(2026, 4, 10)
    assert correction_told_by(declared_on=date(2026, 4, 3), working_days=1).value == date(2026, 4, 6)
    with pytest.raises(InputRefused):
        correction_told_by(declared_on=date(2026, 4, 3), working_days=-1)
