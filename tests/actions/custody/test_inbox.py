"""The inbox: everything open about material, who has to answer, by when, and whether that day has passed."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from orepass.custody.actions import (
    announce_recall,
    answer_dispute,
    answer_question,
    answer_recall,
    hold_lots,
    open_account,
    raise_dispute,
    settle_dispute,
    settle_question,
    told_receiver,
)
from orepass.custody.queries import Asked, events
from orepass.custody.queries.inbox import Kind, custody_tasks, inbox
from orepass.custody.rules.recall_steps import RecallOutcome
from orepass.custody.rules.settling import DisputeOutcome, QuestionOutcome
from orepass.platform.access import Actor
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db
STRANGER = "urn:x:buyer"


def one(actor: Actor, chain: Any, kind: Kind, *, days: int = 0) -> Any:
    (item,) = inbox(actor, chain.at.date() + timedelta(days), kind=kind)
    return item


def none(actor: Actor, chain: Any, kind: Kind) -> bool:
    return inbox(actor, chain.at.date(), kind=kind) == []


def test_question_waits_for_its_sender_until_a_day_and_then_for_another_party(chain: Any) -> None:
    bag = chain.bag("B1")
    again = chain.event(action="ADD", epcList=[bag], site=chain.pit, receiver=chain.smelter, eventID="urn:x:2")
    chain.capture(chain.miner, again | {"ilmd": {"ore:material": "cobalt_ore"}})
    waiting = one(chain.miner, chain, Kind.QUESTION, days=14)
    assert (waiting.action, waiting.asked, waiting.mine) == (
        "custody.question.answer",
        (chain.miner.organisation,),
        True,
    )
    assert (waiting.event, waiting.code, waiting.due_on) == (
        "urn:x:2",
        "custody.tag.reused",
        chain.at.date() + timedelta(14),
    )
    assert (waiting.overdue, one(chain.miner, chain, Kind.QUESTION, days=15).overdue) == (False, True)
    assert not one(chain.smelting, chain, Kind.QUESTION).mine
    assert none(chain.outsider, chain, Kind.QUESTION)
    answer_question(chain.miner, question=waiting.id, note="Read twice", at=chain.at)
    settling = one(chain.smelting, chain, Kind.QUESTION)
    assert (settling.action, settling.asked, settling.mine, settling.due_on) == (
        "custody.question.settle",
        (chain.smelter,),
        True,
        None,
    )
    settle_question(chain.smelting, question=waiting.id, outcome=QuestionOutcome.EXPLAINED, note="Seen", at=chain.at)
    assert none(chain.miner, chain, Kind.QUESTION)


def test_dispute_waits_for_the_sender_and_then_for_whoever_raised_it(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    shipped = next(event for event in events(chain.smelting).items if event.organisation == chain.miner.organisation)
    card = raise_dispute(chain.smelting, event=shipped.event_id, reason="Ten kilograms short", at=chain.at)
    open_ = one(chain.miner, chain, Kind.DISPUTE)
    assert (open_.action, open_.said, open_.mine) == ("custody.dispute.answer", "Ten kilograms short", True)
    answer_dispute(chain.miner, dispute=card.id, note="Weighed again", at=chain.at)
    answered = one(chain.smelting, chain, Kind.DISPUTE)
    assert (answered.action, answered.asked, answered.mine) == ("custody.dispute.settle", (chain.smelter,), True)
    settle_dispute(chain.smelting, dispute=card.id, outcome=DisputeOutcome.STANDS, note="Agreed", at=chain.at)
    assert none(chain.smelting, chain, Kind.DISPUTE)


def test_hold_waits_for_another_person_of_whoever_placed_it(chain: Any) -> None:
    bag = chain.bag("B1")
    card = hold_lots(chain.miner, lots=[bag], reason="Seal", at=chain.at)
    item = one(chain.miner, chain, Kind.HOLD)
    assert (item.id, item.lot, item.action, item.due_on) == (card.id, bag, "custody.lot.release", None)
    assert none(chain.smelting, chain, Kind.HOLD)
    nobodys = msgspec.structs.replace(STEWARD, organisation="")
    hold_lots(nobodys, lots=[bag], reason="Steward", at=chain.at)
    assert [item.mine for item in inbox(STEWARD, chain.at.date(), kind=Kind.HOLD)].count(True) == 1


def test_recall_waits_for_those_told_and_then_for_its_end(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    card = announce_recall(chain.miner, suspected=Asked(lot=bag), reason="Wrong pit", at=chain.at)
    told = one(chain.smelting, chain, Kind.RECALL, days=8)
    assert (told.action, told.mine, told.overdue) == ("custody.recall.answer", True, True)
    assert not one(chain.miner, chain, Kind.RECALL).mine
    answer_recall(chain.smelting, recall=card.id, outcome=RecallOutcome.SET_ASIDE, note="Here", at=chain.at)
    assert none(chain.smelting, chain, Kind.RECALL)
    ending = one(chain.miner, chain, Kind.RECALL)
    assert (ending.action, ending.mine) == ("custody.recall.end", True)


def test_correction_waits_until_the_sender_has_told_who_is_not_registered(chain: Any) -> None:
    bag = chain.bag("B1")
    shipped = chain.event(
        hours=1, sender=chain.miner.organisation, action="OBSERVE", epcList=[bag], bizStep="shipping", site=chain.pit
    )
    shipped["destinationList"] = [{"type": "owning_party", "destination": STRANGER}]
    shipped["eventID"] = "urn:x:shipped"
    chain.capture(chain.miner, shipped)
    declared = shipped | {"errorDeclaration": {"declarationTime": chain.time(5), "reason": "incorrect_data"}}
    chain.capture(chain.miner, declared)
    item = one(chain.miner, chain, Kind.CORRECTION, days=10)
    assert (item.said, item.event, item.mine, item.overdue) == (STRANGER, "urn:x:shipped", True, True)
    told_receiver(chain.miner, correction=item.id, party=STRANGER, note="Letter", at=chain.at)
    assert none(chain.miner, chain, Kind.CORRECTION)


def test_period_that_is_over_waits_to_be_closed(chain: Any) -> None:
    account = open_account(
        chain.smelting, site=chain.plant, element="Co", pack="cera-4in1@2026.1", opened_on=chain.day, at=chain.at
    )
    assert none(chain.smelting, chain, Kind.CLOSING)
    item = one(chain.smelting, chain, Kind.CLOSING, days=200)
    assert (item.account, item.action, item.mine, item.overdue) == (account.id, "custody.period.close", True, True)
    assert none(chain.outsider, chain, Kind.CLOSING)


def test_what_is_due_first_stands_first_and_shows_among_the_tasks(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    hold_lots(chain.smelting, lots=[bag], reason="Seal", at=chain.at)
    announce_recall(chain.miner, suspected=Asked(lot=bag), reason="Wrong pit", at=chain.at)
    found = inbox(chain.smelting, chain.at.date())
    assert [item.kind for item in found] == [Kind.RECALL, Kind.HOLD]
    tasks = custody_tasks(chain.smelting, chain.at.date())
    assert [(task.action, task.due_on) for task in tasks] == [(item.action, item.due_on) for item in found]
    assert custody_tasks(chain.outsider, chain.at.date()) == []
    assert {item.kind for item in inbox(STEWARD, chain.at.date())} == {Kind.RECALL, Kind.HOLD}
    assert inbox(STEWARD, chain.at.date(), mine=True) == []
    assert custody_tasks(msgspec.structs.replace(STEWARD, organisation=""), chain.at.date()) == []
