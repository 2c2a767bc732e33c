"""Events come late and in any order: they are kept, take their place in time, and end in the same state."""

import itertools
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orepass.custody.actions import CaptureRefused
from orepass.custody.models import JournalEvent, Question
from orepass.custody.queries import LotCard, composition, lot_cards, questions
from orepass.custody.queries.claims import claims_for
from orepass.custody.rules.terms import uri_of
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db
OUT = "urn:x:hydroxide"


def day(chain: Any, number: int) -> str:
    return str((chain.at - timedelta(days=10 - number)).isoformat())


def story(chain: Any) -> dict[str, tuple[Any, dict[str, Any]]]:
    """A bag is filled, sent, received and smelted, a day each; who sends which event."""
    bag = f"{uri_of(chain.pit)}/lots/B1"
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    moved = {"action": "OBSERVE", "epcList": [bag], **parties}
    ore = {"ore:material": "cobalt_ore", "ore:mass_kg": Decimal(1000), "ore:grade_pct": Decimal(4)}
    out = {"outputQuantityList": [{"epcClass": OUT, "quantity": Decimal(100), "uom": "KGM"}]}
    hydroxide = {"ore:material": "cobalt_hydroxide", "ore:grade_pct": Decimal(36)}
    told = {
        "begins": (chain.miner, chain.event(action="ADD", epcList=[bag], site=chain.pit, ilmd=ore)),
        "sends": (chain.miner, chain.event(bizStep="shipping", site=chain.pit, **moved)),
        "receives": (chain.smelting, chain.event(bizStep="receiving", site=chain.plant, **moved)),
        "smelts": (
            chain.smelting,
            chain.event("TransformationEvent", site=chain.plant, inputEPCList=[bag], ilmd=hydroxide, **out),
        ),
    }
    return {
        name: (actor, event | {"eventTime": day(chain, number), "eventID": f"urn:x:{name}"})
        for number, (name, (actor, event)) in enumerate(told.items(), 1)
    }


def state(chain: Any) -> list[Any]:
    bag = f"{uri_of(chain.pit)}/lots/B1"

    def told(card: LotCard) -> tuple[Any, ...]:
        left = (card.mass_mg, card.remaining_mg, card.content_mg, card.used_up)
        return (*left, card.site, card.holder, card.claim_class, card.began_at, card.last_at)

    return [told(card) for card in lot_cards([bag, OUT])] + [composition(OUT)]


ORDERS = (
    ("begins", "sends", "receives", "smelts"),
    ("begins", "receives", "smelts", "sends"),
    ("begins", "sends", "smelts", "receives"),
    ("receives", "smelts", "begins", "sends"),
    ("receives", "begins", "sends", "smelts"),
)


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_events_end_in_the_same_state_in_whatever_order_they_arrive(chain: Any, order: tuple[str, ...]) -> None:
    told = story(chain)
    for name in order:
        actor, event = told[name]
        chain.capture(actor, event)
    bag, out, shares = state(chain)
    assert bag[1] == 0
    assert bag[5] == chain.smelter
    assert (out[0], out[5]) == (100 * 10**6, chain.smelter)
    assert [(part.site, part.share_exact, part.certified) for part in shares] == [(chain.pit, "1", True)]
    late = [
        name for at, name in enumerate(order) if any(ORDERS[0].index(name) < ORDERS[0].index(b) for b in order[:at])
    ]
    asked = Question.objects.filter(code="custody.event.late").values_list("event__event_id", flat=True)
    assert {name.removeprefix("urn:x:") for name in asked} == set(late)


def test_order_within_a_document_does_not_matter_and_a_replay_changes_nothing(chain: Any) -> None:
    told = [event for _actor, event in story(chain).values()]
    chain.capture(STEWARD, *reversed(told))
    first = state(chain)
    assert not Question.objects.filter(code="custody.event.late").exists()
    for order in itertools.permutations(told):
        card = chain.capture(STEWARD, *order)
        assert (card.captured, card.duplicates) == (0, 4)
    assert state(chain) == first
    numbers = JournalEvent.objects.order_by("sequence").values_list("event_id", flat=True)
    assert [name.removeprefix("urn:x:") for name in numbers] == list(ORDERS[0])


def test_dispatch_told_late_must_lead_to_the_receipt_that_is_recorded(chain: Any) -> None:
    told = story(chain)
    for name in ("begins", "sends", "receives", "smelts"):
        chain.capture(*told[name])
    actor, event = told["sends"]
    event |= {"eventID": "urn:x:sent-again"}
    elsewhere = event | {"destinationList": [{"type": "owning_party", "destination": "urn:x:another"}]}
    with pytest.raises(CaptureRefused):
        chain.capture(actor, elsewhere)
    again = told["smelts"][1] | {"eventTime": day(chain, 2), "eventID": "urn:x:again", "outputQuantityList": []}
    with pytest.raises(CaptureRefused):
        chain.capture(chain.smelting, again | {"outputEPCList": ["urn:x:second"]})


def test_receipt_that_nobody_dispatched_binds_its_holder_to_nothing(chain: Any) -> None:
    told = story(chain)
    for name in ("begins", "receives", "smelts"):
        chain.capture(*told[name])
    assert Question.objects.get(code="custody.receipt.undispatched").event.event_id == "urn:x:receives"
    assert [part.reason for part in claims_for(OUT).lost] == ["undispatched"]
    actor, event = told["sends"]
    bag, _out, _shares = state(chain)
    assert (bag[1], bag[5]) == (1000 * 10**6, chain.miner.organisation)
    elsewhere = event | {"destinationList": [{"type": "owning_party", "destination": "urn:x:another"}]}
    chain.capture(actor, elsewhere)
    assert claims_for(OUT).model == ""


def test_late_event_says_that_the_lot_was_sent_on_and_long_after_is_asked_once_for_a_document(chain: Any) -> None:
    told = story(chain)
    for name in ("begins", "receives", "smelts", "sends"):
        chain.capture(*told[name])
    (late,) = [found for found in questions(chain.miner) if found.code == "custody.event.late"]
    assert late.params["reason"] == "after the lot was sent on or used"
    old = [
        chain.event(action="OBSERVE", epcList=[f"urn:x:old:{number}"], site=chain.pit, bizStep="inspecting")
        | {"eventTime": (chain.at - timedelta(days=days)).isoformat(), "eventID": f"urn:x:long:{number}"}
        for number, days in enumerate((31, 40, 30))
    ]
    chain.capture(chain.miner, *old)
    asked = [found for found in questions(chain.miner) if found.params.get("reason") == "later than the scheme allows"]
    assert [found.event for found in asked] == ["urn:x:long:1"]


@given(order=st.permutations(range(6)))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_parts_taken_from_a_lot_add_up_in_whatever_order_they_are_told(chain: Any, order: list[int]) -> None:
    name = f"urn:x:lot:{'-'.join(map(str, order))}"
    ore = {"ore:material": "cobalt_ore", "ore:grade_pct": Decimal(4)}

    def quantity(kg: int, uri: str) -> list[dict[str, Any]]:
        return [{"epcClass": uri, "quantity": Decimal(kg), "uom": "KGM"}]

    told = [
        chain.event(action="ADD", quantityList=quantity(100, name), site=chain.pit, ilmd=ore)
        | {"eventTime": day(chain, 1)}
    ]
    told += [
        chain.event(
            "TransformationEvent",
            site=chain.pit,
            inputQuantityList=quantity(10 + number, name),
            outputQuantityList=quantity(10 + number, f"{name}:{number}"),
            ilmd=ore,
        )
        | {"eventTime": day(chain, 1 + number)}
        for number in range(1, 6)
    ]
    for number in order:
        chain.capture(chain.miner, told[number])
    (card,) = lot_cards([name])
    assert (card.mass_mg, card.remaining_mg) == (100 * 10**6, (100 - 65) * 10**6)
