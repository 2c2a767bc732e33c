"""40 kg of a lot in a box: the box takes 40 kg along when it goes, and 60 kg of the 100 stay with who packed it."""

from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import hold_lots
from orepass.custody.models import Entry
from orepass.custody.queries import lot_cards, lot_flow
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.folding import fold
from orepass.custody.rules.terms import uri_of
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import (
    HERE,
    KG,
    account,
    in_account,
    made,
    moved,
    ore,
    quantity,
    refused,
    taken_back,
)

pytestmark = pytest.mark.django_db
BOX, OTHER, OUTER = (f"https://miner.example/boxes/{name}" for name in "ABC")


@pytest.fixture
def lot(chain: Chain) -> str:
    """100 kg of ore with 4 kg of cobalt in it, at the pit."""
    name = f"{uri_of(chain.pit)}/lots/L"
    chain.capture(chain.miner, ore(chain, name, "100"))
    return name


def packing(chain: Chain, box: str, *, hours: int = 1, action: str = "ADD", **children: Any) -> dict[str, Any]:
    return chain.event("AggregationEvent", hours=hours, action=action, parentID=box, site=chain.pit, **children)


def packed(chain: Chain, box: str, lot: str, kg: str, **more: Any) -> dict[str, Any]:
    return packing(chain, box, childQuantityList=[quantity(lot, kg)], **more)


def box_moved(chain: Chain, step: str, hours: int, *boxes: str, **more: Any) -> dict[str, Any]:
    event: dict[str, Any] = moved(chain, step, hours, "", **more)
    del event["quantityList"]
    return event | {"epcList": list(boxes)}


def parts(lot: str) -> dict[str, Any]:
    """What each has of the lot, with what is on its way to them, in kilograms."""
    found: dict[str, Any] = {}
    for (who, _), mass in fold([lot]).get(lot).stock.parts.items():
        found[who] = found.get(who, 0) + Decimal(mass or 0) / KG
    return found


def test_box_takes_along_what_is_in_it_and_no_more(chain: Chain, lot: str) -> None:
    opened = account(chain)
    chain.capture(chain.miner, packed(chain, BOX, lot, "40"), box_moved(chain, "shipping", 2, BOX))
    chain.capture(chain.smelting, box_moved(chain, "receiving", 3, BOX))
    assert parts(lot) == {chain.miner.organisation: 60, chain.smelter: 40}
    assert in_account(chain, opened) == Decimal("1.6") * KG
    assert refused(chain, chain.miner, moved(chain, "shipping", 4, lot, "61")) == ["custody.balance.overdrawn"]
    chain.capture(chain.miner, moved(chain, "shipping", 4, lot, "60"))


def test_two_boxes_of_one_lot_go_apart(chain: Chain, lot: str) -> None:
    both = packed(chain, BOX, lot, "40"), packed(chain, OTHER, lot, "25")
    chain.capture(chain.miner, *both, box_moved(chain, "shipping", 2, OTHER))
    assert parts(lot) == {chain.miner.organisation: 75, chain.smelter: 25}
    chain.capture(chain.miner, box_moved(chain, "shipping", 3, BOX))
    assert parts(lot) == {chain.miner.organisation: 35, chain.smelter: 65}


def test_boxes_in_a_box_go_together(chain: Chain, lot: str) -> None:
    both = packed(chain, BOX, lot, "40"), packed(chain, OTHER, lot, "25")
    outer = packing(chain, OUTER, hours=2, childEPCs=[BOX, OTHER])
    chain.capture(chain.miner, *both, outer, box_moved(chain, "shipping", 3, OUTER))
    assert parts(lot) == {chain.miner.organisation: 35, chain.smelter: 65}


@pytest.mark.parametrize(("kg", "sent"), [("15", 25), ("40", 0), ("50", 0)])
def test_what_is_taken_out_of_a_box_stays(chain: Chain, lot: str, kg: str, sent: int) -> None:
    out = packed(chain, BOX, lot, kg, hours=2, action="DELETE")
    chain.capture(chain.miner, packed(chain, BOX, lot, "40"), out, box_moved(chain, "shipping", 3, BOX))
    assert parts(lot).get(chain.smelter, 0) == sent


def test_more_is_packed_than_there_is_and_then_the_box_does_not_go(chain: Chain, lot: str) -> None:
    chain.capture(chain.miner, packed(chain, BOX, lot, "101"))
    assert refused(chain, chain.miner, box_moved(chain, "shipping", 2, BOX)) == ["custody.balance.overdrawn"]


def test_what_was_sent_beside_the_box_is_not_in_it(chain: Chain, lot: str) -> None:
    chain.capture(chain.miner, packed(chain, BOX, lot, "40"), moved(chain, "shipping", 2, lot, "80"))
    assert refused(chain, chain.miner, box_moved(chain, "shipping", 3, BOX)) == ["custody.balance.overdrawn"]


def test_of_a_box_that_is_used_so_much_is_used_as_was_in_it_once(chain: Chain, lot: str) -> None:
    chain.capture(chain.miner, packed(chain, BOX, lot, "40"), box_moved(chain, "shipping", 2, BOX))
    chain.capture(chain.smelting, box_moved(chain, "receiving", 3, BOX))
    step = made(chain, 4, [], HERE + "H", "4") | {"inputEPCList": [BOX]}
    chain.capture(chain.smelting, step)
    card = lot_cards([lot])[0]
    assert card.remaining_mg == 60 * KG
    assert claims_for(HERE + "H").share == 1
    again = made(chain, 5, [], HERE + "I", "4") | {"inputEPCList": [BOX]}
    chain.capture(chain.smelting, again)
    assert lot_cards([lot])[0].remaining_mg == 60 * KG
    assert claims_for(HERE + "I").share == 0


def test_box_that_is_destroyed_takes_so_much_with_it(chain: Chain, lot: str) -> None:
    lost = chain.event(hours=2, action="DELETE", bizStep="destroying", site=chain.pit, epcList=[BOX])
    chain.capture(chain.miner, packed(chain, BOX, lot, "40"), lost)
    assert lot_cards([lot])[0].remaining_mg == 60 * KG


def test_box_is_what_is_in_it(chain: Chain, lot: str) -> None:
    plain = f"{uri_of(chain.pit)}/lots/P"
    told = {"ore:material": "cobalt_ore", "ore:grade_pct": Decimal(4)}
    begun = chain.event(action="ADD", site=chain.pit, quantityList=[quantity(plain, "900")], ilmd=told)
    inside = packing(chain, BOX, childQuantityList=[quantity(lot, "40"), quantity(plain, "40")])
    chain.capture(chain.miner, begun | {"ore:claimed_pct": 0}, inside)
    assert claims_for(BOX).share == Decimal("0.5")


def test_what_is_packed_late_takes_its_place_beside_what_is_in_other_boxes(chain: Chain, lot: str) -> None:
    chain.capture(chain.miner, packed(chain, BOX, lot, "40"), packed(chain, OTHER, lot, "10", hours=5))
    chain.capture(chain.miner, packed(chain, BOX, lot, "5", hours=3), box_moved(chain, "shipping", 6, BOX))
    assert parts(lot) == {chain.miner.organisation: 55, chain.smelter: 45}
    chain.capture(chain.miner, box_moved(chain, "shipping", 7, OTHER))
    assert parts(lot) == {chain.miner.organisation: 45, chain.smelter: 55}


def test_a_packing_that_never_was_lets_the_box_go_empty(chain: Chain, lot: str) -> None:
    into = packed(chain, BOX, lot, "40")
    into |= {"eventID": "urn:uuid:into"}
    chain.capture(chain.miner, into)
    chain.capture(chain.miner, taken_back(into, chain))
    chain.capture(chain.miner, box_moved(chain, "shipping", 2, BOX))
    assert parts(lot) == {chain.miner.organisation: 100}


def test_all_is_taken_out_where_nothing_is_named(chain: Chain, lot: str) -> None:
    bag = chain.bag("B1")
    into = packing(chain, BOX, childEPCs=[bag], childQuantityList=[quantity(lot, "40")])
    chain.capture(
        chain.miner, into, packing(chain, BOX, hours=2, action="DELETE"), box_moved(chain, "shipping", 3, BOX)
    )
    assert parts(lot) == {chain.miner.organisation: 100}
    assert parts(bag) == {chain.miner.organisation: 1000}


def test_two_boxes_are_sent_and_credited_together(chain: Chain, lot: str) -> None:
    opened = account(chain)
    both = packed(chain, BOX, lot, "40"), packed(chain, OTHER, lot, "25")
    chain.capture(chain.miner, *both, box_moved(chain, "shipping", 2, BOX, OTHER))
    chain.capture(chain.smelting, box_moved(chain, "receiving", 3, BOX, OTHER))
    assert parts(lot) == {chain.miner.organisation: 35, chain.smelter: 65}
    assert in_account(chain, opened) == Decimal("2.6") * KG
    assert Entry.objects.filter(account=opened).count() == 1


def test_two_boxes_that_are_used_together_are_both_empty(chain: Chain, lot: str) -> None:
    both = packed(chain, BOX, lot, "40"), packed(chain, OTHER, lot, "25")
    chain.capture(chain.miner, *both, box_moved(chain, "shipping", 2, BOX, OTHER))
    chain.capture(chain.smelting, box_moved(chain, "receiving", 3, BOX, OTHER))
    chain.capture(chain.smelting, made(chain, 4, [], HERE + "H", "6") | {"inputEPCList": [BOX, OTHER]})
    assert (lot_cards([BOX])[0].contents, lot_cards([OTHER])[0].contents) == ((), ())
    assert lot_cards([lot])[0].remaining_mg == 35 * KG


@pytest.mark.parametrize("stopped", ["the lot", "the box"])
def test_a_hold_on_the_lot_or_on_the_box_stops_the_box(chain: Chain, lot: str, stopped: str) -> None:
    chain.capture(chain.miner, packed(chain, BOX, lot, "40"))
    hold_lots(chain.miner, lots=[lot if stopped == "the lot" else BOX], reason="Seal", at=chain.at)
    assert refused(chain, chain.miner, box_moved(chain, "shipping", 2, BOX)) == ["custody.lot.held"]


def test_a_box_tells_how_much_of_what_is_in_it(chain: Chain, lot: str) -> None:
    bag = chain.bag("B1")
    chain.capture(chain.miner, packing(chain, BOX, childEPCs=[bag], childQuantityList=[quantity(lot, "40")]))
    card = lot_cards([BOX])[0]
    assert (card.contents, card.parts) == ((bag, lot), {lot: 40 * KG})


def test_the_picture_of_a_box_shows_what_is_in_it(chain: Chain, lot: str) -> None:
    chain.capture(chain.miner, packed(chain, BOX, lot, "40"))
    flow = lot_flow(BOX)
    (box,) = [node for node in flow.nodes if node.id == BOX]
    assert (box.mass_mg, box.content_mg) == (40 * KG, Decimal("1.6") * KG)
    assert [(band.mass_mg, band.content_mg) for band in flow.bands] == [(40 * KG, Decimal("1.6") * KG)]


def test_a_lot_packed_without_a_quantity_goes_as_a_whole(chain: Chain, lot: str) -> None:
    whole = packing(chain, BOX, childQuantityList=[quantity(lot)])
    chain.capture(chain.miner, whole, box_moved(chain, "shipping", 2, BOX))
    assert parts(lot) == {chain.smelter: 100}
