"""A recall goes on where its lots go: what is made of them, and whoever gets them, after the announcement as well."""

from typing import Any

import pytest

from orepass.custody.actions import announce_recall, end_recall
from orepass.custody.actions.pursuing import pursue
from orepass.custody.models import RecallLot
from orepass.custody.queries import Asked, announced_recall, open_recalls_on
from orepass.platform.models import Notice
from tests.actions.custody.conftest import Chain

pytestmark = pytest.mark.django_db
OUT, STRANGER = "urn:x:hydroxide", "urn:x:buyer"


def announced(chain: Chain, suspected: Asked) -> str:
    return announce_recall(chain.miner, suspected=suspected, reason="Wrong pit", at=chain.at).id


def notices(kind: str) -> list[str]:
    found = Notice.objects.filter(kind=f"custody.recall.{kind}").order_by("organisation")
    return list(found.values_list("organisation", flat=True))


def test_what_is_made_of_a_recalled_lot_is_recalled_with_its_share(chain: Chain) -> None:
    good, other = chain.bag("B1", kg="600"), chain.bag("B2", kg="400")
    chain.hand_over(good, other)
    recall = announced(chain, Asked(lot=good))
    before = announced_recall(chain.miner, recall)
    assert open_recalls_on([OUT]) == {}
    chain.smelt(good, other, out=OUT)
    assert open_recalls_on([OUT]) == {OUT: (recall,)}
    card = announced_recall(chain.miner, recall)
    made = next(lot for lot in card.lots if lot.uri == OUT)
    assert (made.share_exact, made.holder, made.found_at) == ("3/5", chain.smelter, chain.at)
    assert [lot.found_at for lot in card.lots if lot.uri == good] == [None]
    assert (card.digest, card.count, before.count) == (before.digest, 2, 1)
    assert notices("reached_more") == [chain.miner.organisation]


def test_whoever_gets_a_recalled_lot_is_told(chain: Chain) -> None:
    bag = chain.bag("B1")
    recall = announced(chain, Asked(lot=bag))
    assert notices("announced") == []
    chain.hand_over(bag)
    assert notices("announced") == [chain.smelter]
    assert {one.party for one in announced_recall(chain.miner, recall).parties} == {
        chain.miner.organisation,
        chain.smelter,
    }
    chain.smelt(bag, out=OUT)
    assert notices("announced") == [chain.smelter]


def test_what_is_packed_or_handed_on_within_something_else_is_followed(chain: Chain) -> None:
    bag = chain.bag("B1")
    recall = announced(chain, Asked(lot=bag))
    pack = {"action": "ADD", "bizStep": "packing", "parentID": "urn:x:pallet", "childEPCs": [bag], "site": chain.pit}
    chain.capture(chain.miner, chain.event("AggregationEvent", hours=1, **pack))
    shipped = chain.event(
        hours=2,
        action="OBSERVE",
        bizStep="shipping",
        epcList=["urn:x:pallet"],
        site=chain.pit,
        sender=chain.miner.organisation,
        receiver=chain.smelter,
    )
    chain.capture(chain.miner, shipped)
    assert chain.smelter in {one.party for one in announced_recall(chain.miner, recall).parties}


def test_what_begins_later_where_everything_is_suspected_is_recalled(chain: Chain) -> None:
    chain.bag("B1")
    by_site = announced(chain, Asked(site=chain.pit))
    by_certificate = announced(chain, Asked(certificate=chain.certificate.id))
    late = chain.bag("B2")
    assert set(open_recalls_on([late])[late]) == {by_site, by_certificate}


@pytest.mark.parametrize("over", [True, False])
def test_recall_that_has_ended_and_one_of_other_lots_stay_as_they_are(chain: Chain, over: bool) -> None:
    bag, other = chain.bag("B1"), chain.bag("B2")
    recall = announced(chain, Asked(lot=bag))
    if over:
        end_recall(chain.miner, recall=recall, note="All of it came back", at=chain.at)
    chain.hand_over(bag if over else other)
    chain.smelt(bag if over else other, out=OUT)
    assert RecallLot.objects.count() == 1
    assert notices("reached_more") == []


def test_event_told_late_lets_a_recall_reach_what_was_made_before_it_was_told(chain: Chain) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    recall = announced(chain, Asked(lot=bag))
    last = chain.event(
        "TransformationEvent",
        hours=5,
        site=chain.plant,
        inputEPCList=[OUT],
        outputEPCList=["urn:x:precursor"],
    )
    chain.capture(chain.smelting, last)
    assert open_recalls_on(["urn:x:precursor"]) == {}
    chain.smelt(bag, out=OUT)
    assert open_recalls_on([OUT, "urn:x:precursor"]) == {OUT: (recall,), "urn:x:precursor": (recall,)}


def test_where_no_recall_is_open_an_event_asks_for_nothing_more(chain: Chain, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        pursue([], at=chain.at)
