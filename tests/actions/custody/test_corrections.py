"""Whoever received what an event began or sent is told that it was an error, within the working days of the scheme."""

from datetime import date
from typing import Any

import pytest

from orepass.custody.actions import told_receiver
from orepass.custody.actions.correcting import NotSaidHow, NotYoursToTell, ToldAlready
from orepass.custody.models import Correction, CorrectionStep
from orepass.custody.queries import events
from orepass.custody.queries.corrections import CorrectionCard, correction_for, corrections
from orepass.custody.rules.correcting import correction_told_by
from orepass.kernel.refusal import NotFound
from orepass.platform.models import Notice, Record

pytestmark = pytest.mark.django_db
STRANGER = "urn:x:buyer"


def untouched(refusal: type[Exception], **inputs: Any) -> None:
    actor = inputs.pop("actor")
    before = [table.objects.count() for table in (Record, Notice, CorrectionStep)]
    with pytest.raises(refusal):
        told_receiver(actor, **inputs)
    assert [table.objects.count() for table in (Record, Notice, CorrectionStep)] == before


def declared(chain: Any, happening: str) -> list[CorrectionCard]:
    """The miner declares its event of a kind an error."""
    (event,) = [
        found
        for found in events(chain.miner).items
        if found.happening == happening and found.organisation == chain.miner.organisation
    ]
    body = event.value | {"errorDeclaration": {"declarationTime": chain.time(5), "reason": "incorrect_data"}}
    for name in ("recordTime", "@context"):
        body.pop(name, None)
    chain.capture(chain.miner, body)
    return corrections(chain.miner) + corrections(chain.miner, done=True)


def shipped_to_stranger(chain: Any) -> str:
    bag: str = chain.bag("B1")
    shipped = chain.event(
        hours=1,
        sender=chain.miner.organisation,
        action="OBSERVE",
        epcList=[bag],
        bizStep="shipping",
        site=chain.pit,
    )
    shipped["destinationList"] = [{"type": "owning_party", "destination": STRANGER}]
    chain.capture(chain.miner, shipped)
    return bag


def test_five_working_days_leave_the_weekend_out() -> None:
    assert correction_told_by(declared_on=date(2026, 4, 1)).value == date(2026, 4, 8)
    assert correction_told_by(declared_on=date(2026, 4, 1), holidays="2026-04-03").value == date(2026, 4, 9)
    assert correction_told_by(declared_on=date(2026, 4, 1), working_days=0).value == date(2026, 4, 1)


@pytest.mark.parametrize("happening", ["begins", "sends"])
def test_registered_receiver_is_told_at_once_and_nothing_is_left_to_do(chain: Any, happening: str) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    (card,) = declared(chain, happening)
    assert (card.open, card.organisation) == (False, chain.miner.organisation)
    assert card.tell_by == correction_told_by(declared_on=chain.at.date()).value
    assert [(one.party, one.registered, one.told) for one in card.receivers] == [(chain.smelter, True, True)]
    told = Notice.objects.filter(kind="custody.correction.declared")
    assert list(told.values_list("organisation", "subject")) == [(chain.smelter, card.id)]
    assert correction_for(chain.smelting, card.id).receivers == card.receivers
    with pytest.raises(NotFound):
        correction_for(chain.outsider, card.id)
    what = {"correction": card.id, "note": "x", "at": chain.at}
    untouched(ToldAlready, actor=chain.miner, party=chain.smelter, **what)


def test_receiver_who_is_not_registered_is_told_by_the_sender_who_says_how(chain: Any) -> None:
    shipped_to_stranger(chain)
    (card,) = declared(chain, "sends")
    assert (card.open, [(one.party, one.told) for one in card.receivers]) == (True, [(STRANGER, False)])
    due = Notice.objects.get(kind="custody.correction.to_tell")
    assert (due.organisation, due.due_on) == (chain.miner.organisation, card.tell_by)
    what = {"correction": card.id, "party": STRANGER, "at": chain.at}
    untouched(NotSaidHow, actor=chain.miner, note=" ", **what)
    untouched(NotFound, actor=chain.smelting, note="x", **what)
    untouched(NotFound, actor=chain.miner, note="x", **what | {"party": "urn:x:other"})
    done = told_receiver(chain.miner, note="Letter of today", **what)
    assert (done.open, done.receivers[0].note) == (False, "Letter of today")
    untouched(ToldAlready, actor=chain.miner, note="x", **what)
    assert (corrections(chain.miner), len(corrections(chain.miner, done=True))) == ([], 1)


def test_receiver_cannot_say_for_the_sender_that_others_were_told(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    (card,) = declared(chain, "begins")
    untouched(NotYoursToTell, actor=chain.smelting, correction=card.id, party=chain.smelter, note="x", at=chain.at)


def test_event_that_reached_nobody_else_needs_no_correction(chain: Any) -> None:
    chain.bag("B1")
    assert declared(chain, "begins") == []
    assert Correction.objects.count() == 0
