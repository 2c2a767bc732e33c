"""Questions about events and disputes over them: who sent the event answers, somebody else settles, all of it stays."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from orepass.custody.actions import (
    answer_dispute,
    answer_question,
    raise_dispute,
    settle_dispute,
    settle_question,
)
from orepass.custody.actions.settling import NothingSaid, NotSettledSo, NotYoursToAnswer, NotYoursToSettle
from orepass.custody.queries import DisputeCard, QuestionCard, disputes, events, questions
from orepass.custody.rules.settling import DisputeOutcome, QuestionOutcome
from orepass.kernel.refusal import NotFound
from orepass.platform.models import Notice, Record
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db


def asked(chain: Any) -> QuestionCard:
    """A question about an event of the miner in which the smelter is named."""
    bag = chain.bag("B1")
    again = chain.event(
        action="ADD", epcList=[bag], site=chain.pit, ilmd={"ore:material": "cobalt_ore"}, eventID="urn:x:2"
    )
    again["destinationList"] = [{"type": "owning_party", "destination": f"{chain.smelter_uri}"}]
    chain.capture(chain.miner, again)
    (card,) = questions(chain.miner)
    return card


@pytest.fixture
def question(chain: Any) -> QuestionCard:
    from_uri = chain.event(sender=chain.miner.organisation, receiver=chain.smelter)["destinationList"][0]
    chain.smelter_uri = from_uri["destination"]
    return asked(chain)


@pytest.fixture
def dispute(chain: Any) -> DisputeCard:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    shipped = next(event for event in events(chain.smelting).items if event.organisation == chain.miner.organisation)
    return raise_dispute(chain.smelting, event=shipped.event_id, reason="Short by ten kilograms", at=chain.at)


def untouched(refusal: type[Exception], act: Any, *arguments: Any, **inputs: Any) -> None:
    before = Record.objects.count(), Notice.objects.count()
    with pytest.raises(refusal):
        act(*arguments, **inputs)
    assert (Record.objects.count(), Notice.objects.count()) == before


def test_question_waits_for_whoever_sent_the_event_until_a_day(chain: Any, question: QuestionCard) -> None:
    assert (question.state, question.asked) == ("open", chain.miner.organisation)
    assert question.answer_by == question.raised_at.date() + timedelta(days=14)


def test_sender_answers_and_another_party_settles_and_all_of_it_stays(chain: Any, question: QuestionCard) -> None:
    what = {"question": question.id, "at": chain.at}
    answer_question(chain.miner, note="The tag was read twice.", **what)
    answer_question(chain.miner, note="Here is the photograph.", **what)
    card = settle_question(chain.smelting, outcome=QuestionOutcome.EXPLAINED, note="Seen.", **what)
    assert (card.state, card.steps[-1].outcome) == ("settled", "explained")
    assert [step.note for step in card.steps] == ["The tag was read twice.", "Here is the photograph.", "Seen."]
    assert questions(chain.miner) == []
    assert [found.id for found in questions(chain.miner, settled=True)] == [question.id]
    told = Notice.objects.filter(kind="custody.question.settled").values_list("organisation", flat=True)
    assert list(told) == [chain.miner.organisation]


def test_nobody_settles_what_they_were_asked_nor_before_it_is_answered(chain: Any, question: QuestionCard) -> None:
    what = {"question": question.id, "note": "x", "at": chain.at}
    settle = {"outcome": QuestionOutcome.EXPLAINED, **what}
    untouched(NotSettledSo, settle_question, chain.smelting, **settle)
    untouched(NotYoursToAnswer, answer_question, chain.smelting, **what)
    answer_question(chain.miner, **what)
    untouched(NotYoursToSettle, settle_question, chain.miner, **settle)
    untouched(NotFound, settle_question, chain.outsider, **settle)
    untouched(NotFound, answer_question, chain.outsider, **what)
    untouched(NothingSaid, settle_question, chain.smelting, **settle | {"note": " "})
    own = msgspec.structs.replace(STEWARD, organisation=chain.miner.organisation)
    untouched(NotYoursToSettle, settle_question, own, **settle)
    assert settle_question(STEWARD, **settle).state == "settled"
    untouched(NotSettledSo, answer_question, chain.miner, **what)


def test_dispute_is_settled_by_whoever_raised_it_and_the_event_is_no_longer_disputed(
    chain: Any, dispute: DisputeCard
) -> None:
    what = {"dispute": dispute.id, "at": chain.at}
    assert next(event for event in events(chain.miner).items if event.event_id == dispute.event).disputed
    untouched(NotYoursToSettle, settle_dispute, chain.miner, outcome=DisputeOutcome.STANDS, note="x", **what)
    untouched(NotYoursToAnswer, answer_dispute, chain.smelting, note="x", **what)
    answer_dispute(chain.miner, note="The scale was off by ten.", **what)
    card = settle_dispute(chain.smelting, outcome=DisputeOutcome.STANDS, note="Agreed.", **what)
    assert (card.state, [step.action for step in card.steps]) == ("settled", ["dispute.answer", "dispute.settle"])
    assert not next(event for event in events(chain.miner).items if event.event_id == dispute.event).disputed
    assert [found.id for found in disputes(chain.miner)] == [dispute.id]
    untouched(NotSettledSo, answer_dispute, chain.miner, note="x", **what)


def test_dispute_ends_as_corrected_only_after_an_error_declaration(chain: Any, dispute: DisputeCard) -> None:
    what = {"dispute": dispute.id, "outcome": DisputeOutcome.CORRECTED, "note": "Taken back.", "at": chain.at}
    untouched(NotSettledSo, settle_dispute, chain.smelting, **what)
    shipped = next(event for event in events(chain.miner).items if event.event_id == dispute.event)
    declared = shipped.value | {"errorDeclaration": {"declarationTime": chain.time(5), "reason": "incorrect_data"}}
    for name in ("recordTime", "@context"):
        declared.pop(name, None)
    chain.capture(chain.miner, declared)
    assert settle_dispute(chain.smelting, **what).state == "settled"
