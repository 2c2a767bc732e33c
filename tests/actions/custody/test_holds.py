"""A hold binds whoever has the lot, and another person ends it; what was stopped and why stays."""

from typing import Any

import msgspec
import pytest

from orepass.custody.actions import CaptureRefused, hold_lots, release_lots
from orepass.custody.actions.holding import (
    HeldAlready,
    HoldReasonMissing,
    NothingToHold,
    NotOnHold,
    OtherPersonReleases,
)
from orepass.custody.models import Hold, JournalEvent, Release
from orepass.custody.queries import HoldCard, hold_for, holds, lot_card
from orepass.custody.rules.terms import EPCIS_CONTEXT, uri_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor
from orepass.platform.models import Notice, Record
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db


def untouched(refusal: type[Exception], act: Any, *arguments: Any, **inputs: Any) -> Any:
    def counted() -> list[int]:
        return [table.objects.count() for table in (Record, Notice, Hold, Release, JournalEvent)]

    before = counted()
    with pytest.raises(refusal) as caught:
        act(*arguments, **inputs)
    assert counted() == before
    return caught.value


def codes(refused: Any) -> set[str]:
    return {finding.code for finding in refused.findings}


def colleague(actor: Actor) -> Actor:
    return msgspec.structs.replace(actor, pseudonym="per-COLLEAGUE")


def shipping(chain: Any, *lots: str, **more: Any) -> dict[str, Any]:
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    moved = {"action": "OBSERVE", "epcList": list(lots), **parties} | more
    return chain.event(hours=1, bizStep="shipping", site=chain.pit, **moved)  # type: ignore[no-any-return]


def held(chain: Any, *lots: str, actor: Actor | None = None) -> HoldCard:
    return hold_lots(actor or chain.miner, lots=list(lots), reason="The seal is broken", at=chain.at)


def test_held_lot_is_not_sent_until_another_person_releases_it_and_all_of_it_stays(chain: Any) -> None:
    bag = chain.bag("B1")
    card = held(chain, bag)
    assert (card.lots, card.still, card.is_open, card.reason) == ((bag,), 1, True, "The seal is broken")
    assert (lot_card(bag).on_hold, lot_card(bag).hold) == (True, card.id)
    refused = untouched(CaptureRefused, chain.capture, chain.miner, shipping(chain, bag))
    assert codes(refused) == {"custody.lot.held"}
    what = {"hold": card.id, "at": chain.at}
    untouched(OtherPersonReleases, release_lots, chain.miner, note="Sealed anew", **what)
    untouched(HoldReasonMissing, release_lots, colleague(chain.miner), note=" ", **what)
    ended = release_lots(colleague(chain.miner), note="Sealed anew", **what)
    assert (ended.still, ended.releases[0].note, ended.releases[0].lots) == (0, "Sealed anew", (bag,))
    assert not lot_card(bag).on_hold
    assert chain.capture(chain.miner, shipping(chain, bag)).captured == 1
    assert holds(chain.miner) == []
    assert [found.id for found in holds(chain.miner, lot=bag, ended=True)] == [card.id]
    untouched(NotOnHold, release_lots, colleague(chain.miner), note="Again", **what)


def test_held_lot_is_not_used_nor_sent_by_a_sender_who_does_not_use_our_words(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    held(chain, bag, actor=chain.miner)
    assert codes(untouched(CaptureRefused, chain.smelt, bag, out="urn:x:out")) == {"custody.lot.held"}
    foreign = chain.document(
        chain.event("TransformationEvent", hours=3, site=chain.plant, inputEPCList=[bag], outputEPCList=["urn:x:out"])
    ) | {"@context": [EPCIS_CONTEXT]}
    capture = chain.capture.__globals__["capture_events"]
    refused = untouched(CaptureRefused, capture, chain.smelting, document=foreign, at=chain.at)
    assert "custody.lot.held" in codes(refused)


def test_hold_on_a_container_binds_what_is_in_it_and_nothing_is_packed_out(chain: Any) -> None:
    bags = [chain.bag("B1"), chain.bag("B2")]
    pallet = f"{uri_of(chain.pit)}/lots/P1"
    packing = {"parentID": pallet, "site": chain.pit}
    chain.capture(chain.miner, chain.event("AggregationEvent", hours=1, action="ADD", childEPCs=bags, **packing))
    card = held(chain, pallet)
    assert set(card.lots) == {pallet, *bags}
    unpacking = chain.event("AggregationEvent", hours=2, action="DELETE", childEPCs=bags[:1], **packing)
    assert codes(untouched(CaptureRefused, chain.capture, chain.miner, unpacking)) == {"custody.lot.held"}
    release_lots(colleague(chain.miner), hold=card.id, lots=bags, note="Only the pallet is in question", at=chain.at)
    assert hold_for(chain.miner, card.id).held == (pallet,)
    assert (lot_card(bags[0]).on_hold, lot_card(bags[0]).hold) == (True, card.id)
    assert codes(untouched(CaptureRefused, chain.capture, chain.miner, unpacking)) == {"custody.lot.held"}
    sent = shipping(chain, bags[0]) | {"eventTime": chain.time(3)}
    assert codes(untouched(CaptureRefused, chain.capture, chain.miner, sent)) == {"custody.lot.held"}
    release_lots(STEWARD, hold=card.id, note="Looked at", at=chain.at)
    assert chain.capture(chain.miner, unpacking).captured == 1


def test_party_and_steward_may_hold_and_a_stranger_is_told_that_there_is_nothing(chain: Any) -> None:
    bag, other = chain.bag("B1"), chain.bag("B2")
    chain.hand_over(bag)
    what = {"reason": "Suspicion", "at": chain.at}
    untouched(NotFound, hold_lots, chain.outsider, lots=[bag], **what)
    untouched(NotFound, hold_lots, chain.smelting, lots=[other], **what)
    untouched(NotFound, hold_lots, chain.miner, lots=["urn:x:nothing"], **what)
    untouched(NothingToHold, hold_lots, chain.miner, lots=[], **what)
    untouched(HoldReasonMissing, hold_lots, chain.miner, lots=[bag], reason=" ", at=chain.at)
    card = hold_lots(chain.smelting, lots=[lot_card(bag).id], **what)
    untouched(HeldAlready, hold_lots, chain.smelting, lots=[bag], **what)
    assert hold_lots(STEWARD, lots=[bag, other], **what).count == 2
    told = Notice.objects.filter(kind="custody.lot.held", subject=card.id).values_list("organisation", flat=True)
    assert list(told) == [chain.miner.organisation]
    untouched(NotFound, release_lots, chain.outsider, hold=card.id, note="x", at=chain.at)
    untouched(OtherPersonReleases, release_lots, chain.miner, hold=card.id, note="x", at=chain.at)
    untouched(NotOnHold, release_lots, colleague(chain.smelting), hold=card.id, lots=[other], note="x", at=chain.at)
    assert (len(holds(chain.miner)), len(holds(chain.smelting)), holds(chain.outsider)) == (2, 2, [])


def test_reader_of_a_hold_sees_only_the_lots_of_its_own_events(chain: Any) -> None:
    bag, other = chain.bag("B1"), chain.bag("B2")
    chain.hand_over(bag)
    card = held(chain, bag, other)
    seen = hold_for(chain.smelting, card.id)
    assert (seen.lots, seen.count) == ((bag,), 2)
    with pytest.raises(NotFound):
        hold_for(chain.outsider, card.id)
