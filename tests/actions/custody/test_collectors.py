"""Five thousand collectors make one lot, and each of them is still found (K-10)."""

from datetime import timedelta
from typing import Any

import pytest

from orepass.custody import queries
from orepass.custody.rules.terms import uri_of

pytestmark = pytest.mark.django_db

COLLECTORS = 5_000


def bags(count: int) -> list[str]:
    return [f"urn:bag:{number}" for number in range(1, count + 1)]


def collected(chain: Any, count: int) -> str:
    """Fill so many bags at the pit, load them onto a lorry and pour the lorry out as one heap."""
    place = {"site": chain.pit}
    lots = [
        {"ore:lot": bag, "ore:mass_kg": 40, "ore:material": "cobalt_ore", "ore:tag": f"tag-{number}"}
        for number, bag in enumerate(bags(count), 1)
    ]
    filled = chain.event(action="ADD", bizStep="commissioning", epcList=bags(count), ilmd={"ore:lots": lots}, **place)
    packed = {"action": "ADD", "bizStep": "packing", "parentID": "urn:lorry:1", "childEPCs": bags(count)}
    heap = [{"epcClass": "urn:heap:1", "quantity": 40 * count, "uom": "KGM"}]
    poured = {"bizStep": "commissioning", "inputEPCList": ["urn:lorry:1"], "outputQuantityList": heap}
    chain.capture(
        chain.miner,
        filled,
        chain.event("AggregationEvent", hours=1, **packed, **place),
        chain.event("TransformationEvent", hours=2, **poured, **place),
    )
    return "urn:heap:1"


def test_each_of_five_thousand_collectors_is_found_in_the_lot(chain: Any) -> None:
    found = queries.beginnings(collected(chain, COLLECTORS))
    assert [one.tag for one in found] == [f"tag-{number}" for number in range(1, COLLECTORS + 1)]
    assert {(one.site, one.mass_mg) for one in found} == {(chain.pit, 40_000_000)}


def test_what_began_under_a_certificate_is_counted_to_the_day(chain: Any) -> None:
    collected(chain, 3)
    day = chain.day + timedelta(days=1)
    certificates = [chain.certificate.id]
    until = queries.delivered_under(certificates, since=day, before=day + timedelta(days=1))
    before = queries.delivered_under(certificates, since=day - timedelta(days=9), before=day)
    assert (until.lots, until.mass_mg) == (3, 120_000_000)
    assert (before.lots, before.mass_mg) == (0, 0)
    assert queries.delivered_under([], since=day, before=day + timedelta(days=1)).lots == 0


def test_a_lot_goes_from_hand_to_hand_as_both_sides_tell_it(chain: Any) -> None:
    bag = chain.bag("7")
    told = {"action": "OBSERVE", "epcList": [bag], "sender": chain.world.client, "receiver": chain.smelter}
    chain.capture(chain.miner, chain.event(hours=3, bizStep="shipping", site=chain.pit, **told))
    assert queries.custody(bag).proven.is_unknown
    chain.capture(chain.smelting, chain.event(hours=5, bizStep="receiving", site=chain.plant, **told))
    found = queries.custody(bag)
    assert (found.proven.is_yes, found.now.owner, len(found.transfers)) == (True, chain.smelter, 1)
    assert found.transfers[0].place == uri_of(chain.pit)
