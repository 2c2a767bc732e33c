"""In which order a document tells things does not matter; told twice they count once, and taken back, not at all."""

import random
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import transaction

from orepass.custody.actions import capture_events, open_account
from orepass.custody.models import Entry, JournalEvent, Movement
from orepass.custody.queries import balance, composition
from orepass.custody.queries.folding import fold
from orepass.custody.rules.terms import uri_of
from orepass.kernel.identifier import Identifier
from tests.certification import STEWARD

BAGS = [f"https://mine.example/bags/{number}" for number in range(4)]
MADE = ["https://smelter.example/lots/H1", "https://smelter.example/lots/H2"]
KG = 10**6
type Events = Sequence[dict[str, Any]]


def stream(chain: Any) -> list[dict[str, Any]]:
    """Bags begin at the certified pit, are received at the plant and smelted: the story of one account."""
    events = []
    for number, bag in enumerate(BAGS):
        ilmd = {"ore:material": "cobalt_ore", "ore:mass_kg": 1000 + number, "ore:grade_pct": 4}
        claimed = {"certificationInfo": [uri_of(chain.certificate.id)]} if number % 2 else {}
        begun = chain.event(hours=number, action="ADD", epcList=[bag], site=chain.pit, ilmd=ilmd, **claimed)
        parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
        moved = {"action": "OBSERVE", "epcList": [bag], **parties}
        sent = chain.event(hours=10 + number, bizStep="shipping", site=chain.pit, **moved)
        received = chain.event(hours=20 + number, bizStep="receiving", site=chain.plant, **moved)
        events += [begun, sent, received]
    for number, out in enumerate(MADE):
        ilmd = {"ore:material": "cobalt_hydroxide", "ore:grade_pct": 36}
        lots = {"inputEPCList": BAGS[number * 2 : number * 2 + 2]}
        made = {"outputQuantityList": [{"epcClass": out, "quantity": 200, "uom": "KGM"}], "ilmd": ilmd}
        events.append(chain.event("TransformationEvent", hours=30 + number, site=chain.plant, **lots, **made))
    return [event | {"eventID": f"https://mine.example/events/{at}"} for at, event in enumerate(events)]


def declared(event: dict[str, Any], chain: Any) -> dict[str, Any]:
    """The error declaration of an event: it did not occur."""
    return event | {"errorDeclaration": {"declarationTime": chain.time(40), "reason": "did_not_occur"}}


def picture(chain: Any, account: Identifier) -> list[object]:
    """All that can be read of the lots and the account."""
    state = fold([*BAGS, *MADE])
    made = [uri for uri in MADE if state.get(uri).last_at is not None]
    shares = [[(part.claim_class, part.share_exact) for part in composition(uri)] for uri in made]
    lots = [
        (uri, lot.remaining_mg, lot.remaining_content_mg, lot.site, lot.holder, lot.claim_class)
        for uri, lot in sorted(state.known.items())
        if lot.last_at is not None
    ]
    return [lots, shares, balance(account, on=chain.at.date()).balance_mg]


def told(chain: Any, *documents: Events) -> list[object]:
    """Tell documents about an account that was just opened, look, and leave nothing of it behind."""
    with transaction.atomic():
        site, on = chain.plant, chain.day
        account = open_account(chain.smelting, site=site, element="Co", opened_on=on, at=chain.at).id
        for events in documents:
            card = capture_events(STEWARD, document=chain.document(*events), at=chain.at)
            assert card.captured == len(events)
        found = picture(chain, account)
        transaction.set_rollback(True)
    return found


def test_order_within_a_document_does_not_matter(chain: Any) -> None:
    events = stream(chain)
    in_order = told(chain, events)
    assert in_order[2] == 160 * KG + 240_000
    for seed in range(3):
        shuffled = random.Random(seed).sample(events, len(events))  # noqa: S311 - reproducible
        assert told(chain, shuffled) == in_order


def test_document_sent_again_changes_nothing(chain: Any) -> None:
    events = stream(chain)
    account = open_account(chain.smelting, site=chain.plant, element="Co", opened_on=chain.day, at=chain.at).id
    capture_events(STEWARD, document=chain.document(*events), at=chain.at)
    tables = (JournalEvent, Movement, Entry)
    before = picture(chain, account), [table.objects.count() for table in tables]
    again = capture_events(STEWARD, document=chain.document(*reversed(events)), at=chain.at)
    assert (again.captured, again.duplicates) == (0, len(events))
    assert (picture(chain, account), [table.objects.count() for table in tables]) == before


@pytest.mark.parametrize("number", [2, 11, 13], ids=["a receipt", "the last receipt", "a smelting"])
def test_event_that_was_declared_an_error_might_as_well_not_have_been_told(chain: Any, number: int) -> None:
    events = stream(chain)
    never = [event for at, event in enumerate(events) if at != number]
    assert told(chain, events, [declared(events[number], chain)])[2] == told(chain, never)[2]


def test_errors_declared_in_either_order_or_at_once_leave_the_same(chain: Any) -> None:
    events = stream(chain)
    one, other = declared(events[2], chain), declared(events[12], chain)
    first = told(chain, events, [one], [other])
    assert first == told(chain, events, [other], [one]) == told(chain, events, [other, one])
    assert first != told(chain, events)
