"""A recall finds every lot, says who has how much of it and who is to be told, and keeps what it found."""

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from orepass.custody.actions import (
    announce_recall,
    answer_recall,
    capture_events,
    end_recall,
    open_account,
    release_lots,
)
from orepass.custody.actions.holding import HoldReasonMissing
from orepass.custody.actions.recalling import NothingFound, NotTold, NotYoursToEnd, RecallEnded
from orepass.custody.models import Hold, Recall, RecallStep
from orepass.custody.queries import (
    Asked,
    announced_recall,
    announced_recalls,
    holds,
    lot_card,
    open_recalls_on,
    recall_csv,
    recall_for,
    recall_found,
    recall_json,
)
from orepass.custody.queries.reaching import NothingSuspected
from orepass.custody.rules.recall_steps import RecallOutcome
from orepass.custody.rules.terms import EPCIS_CONTEXT, uri_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from orepass.platform.models import Notice, Record
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db
MG = 10**6
OUT, SOLD, STRANGER = "urn:x:hydroxide", "urn:x:sold", "urn:x:buyer"


def untouched(refusal: type[Exception], act: Any, *arguments: Any, **inputs: Any) -> None:
    def counted() -> list[int]:
        return [table.objects.count() for table in (Record, Notice, Recall, RecallStep, Hold)]

    before = counted()
    with pytest.raises(refusal):
        act(*arguments, **inputs)
    assert counted() == before


def mixed(chain: Any) -> tuple[str, str]:
    """Two certified bags, smelted at the plant into one lot."""
    good, other = chain.bag("B1", kg="600"), chain.bag("B2", kg="400")
    chain.hand_over(good, other)
    chain.smelt(good, other, out=OUT)
    return good, other


def test_recall_of_a_lot_finds_what_it_went_into_with_its_exact_share_and_who_has_it(chain: Any) -> None:
    good, _other = mixed(chain)
    found = recall_found(Asked(lot=good))
    assert ([lot.uri for lot in found.began], [lot.uri for lot in found.affected]) == ([good], [OUT])
    (made,) = found.affected
    assert (made.share_exact, made.share_most_exact, found.exact) == ("3/5", "3/5", True)
    assert (made.remaining_mg, made.suspect_mg, made.certified_mg) == (100 * MG, 60 * MG, 60 * MG)
    assert (made.holder, made.site, made.gone) == (chain.smelter, chain.plant, False)
    assert (found.began[0].gone, found.began[0].suspect_mg) == (True, 0)
    assert (found.suspect_mg, found.certified_mg, found.unweighed) == (60 * MG, 60 * MG, 0)
    (holder,) = found.holders
    assert (holder.holder, holder.registered, holder.lots, holder.suspect_mg) == (chain.smelter, True, 1, 60 * MG)
    assert {one.party: (one.lots, one.has_now) for one in found.tell} == {
        chain.miner.organisation: (1, 0),
        chain.smelter: (2, 1),
    }


def test_recall_of_a_lot_made_from_others_knows_how_much_of_it_was_certified(chain: Any) -> None:
    mixed(chain)
    found = recall_found(Asked(lot=OUT))
    assert (found.began[0].share_exact, found.suspect_mg, found.certified_mg) == ("1", 100 * MG, 100 * MG)


def test_recall_by_certificate_and_by_site_since_a_day(chain: Any) -> None:
    mixed(chain)
    by_certificate = recall_found(Asked(certificate=chain.certificate.id))
    by_site = recall_found(Asked(site=chain.pit))
    assert {lot.uri for lot in by_certificate.lots} <= {lot.uri for lot in by_site.lots}
    assert OUT in {lot.uri for lot in by_certificate.lots}
    assert recall_found(Asked(site=chain.pit, since=chain.day + timedelta(1))).lots == ()
    assert (
        recall_found(Asked(site=chain.pit, since=chain.day)).digest
        == recall_found(Asked(site=chain.pit, since=chain.day)).digest
    )
    with pytest.raises(NothingSuspected):
        recall_found(Asked())


def test_unregistered_receiver_is_to_be_told_by_the_recaller(chain: Any) -> None:
    bag = chain.bag("B1")
    moved = {"action": "OBSERVE", "epcList": [bag], "bizStep": "shipping", "site": chain.pit}
    shipped = chain.event(hours=1, sender=chain.miner.organisation, **moved)
    shipped["destinationList"] = [{"type": "owning_party", "destination": STRANGER}]
    chain.capture(chain.miner, shipped)
    found = recall_found(Asked(lot=bag))
    assert [(one.party, one.registered) for one in found.tell if not one.registered] == [(STRANGER, False)]
    assert (found.holders[0].holder, found.holders[0].registered) == (STRANGER, False)


def test_account_credited_with_a_recalled_lot_shows_with_the_part_that_is_suspected(chain: Any) -> None:
    open_account(
        chain.smelting, site=chain.plant, element="Co", pack="cera-4in1@2026.1", opened_on=chain.day, at=chain.at
    )
    bag = chain.bag("B1")
    chain.hand_over(bag)
    (account,) = recall_found(Asked(lot=bag)).accounts
    assert (account.organisation, account.credited_mg, account.suspect_mg) == (chain.smelter, 40 * MG, 40 * MG)
    assert account.balance_mg == 40 * MG


def test_told_party_sees_only_its_own_lots_and_a_stranger_none(chain: Any) -> None:
    good, _other = mixed(chain)
    asked = Asked(site=chain.pit)
    whole = recall_for(chain.miner, asked)
    assert {one.holder for one in whole.holders} == {chain.smelter}
    seen = recall_for(chain.smelting, asked)
    assert {lot.uri for lot in seen.lots} >= {good, OUT}
    assert (seen.tell, seen.digest) == ((), "")
    assert all({lot.holder, *lot.past_holders} <= {chain.smelter, ""} for lot in seen.lots)
    assert recall_for(chain.outsider, asked).lots == ()
    assert recall_for(chain.world.certifier, Asked(certificate=chain.certificate.id)).tell
    assert recall_for(STEWARD, asked) == whole


def test_export_holds_every_lot_and_no_cell_that_a_spreadsheet_would_run(chain: Any) -> None:
    good, _other = mixed(chain)
    found = recall_found(Asked(lot=good))
    lines = recall_csv(found).splitlines()
    assert (len(lines), lines[0].split(",")[:2]) == (3, ["lot", "uri"])
    assert json.loads(recall_json(found))["certified_mg"] == found.certified_mg
    evil = msgspec.structs.replace(found, began=(msgspec.structs.replace(found.began[0], uri="=1+1"),))
    assert ",'=1+1," in recall_csv(evil)


def test_announcement_is_kept_with_its_digest_told_and_answered_and_ended(chain: Any) -> None:
    good, _other = mixed(chain)
    asked = Asked(lot=good)
    digest = recall_found(asked).digest
    card = announce_recall(chain.miner, suspected=asked, reason="Wrong pit", hold=True, at=chain.at)
    assert (card.digest, card.state, card.own, card.count) == (digest, "announced", True, 2)
    assert (card.suspect_mg, card.answer_by) == (60 * MG, chain.at.date() + timedelta(7))
    told = Notice.objects.get(kind="custody.recall.announced")
    assert (told.organisation, told.due_on) == (chain.smelter, card.answer_by)
    (hold,) = holds(chain.miner)
    assert (hold.recall, hold.lots, lot_card(OUT).on_hold) == (card.id, (OUT,), True)
    assert open_recalls_on([good, OUT]) == {good: (card.id,), OUT: (card.id,)}
    what = {"recall": card.id, "at": chain.at}
    untouched(NotFound, answer_recall, chain.outsider, outcome=RecallOutcome.SET_ASIDE, note="x", **what)
    untouched(HoldReasonMissing, answer_recall, chain.smelting, outcome=RecallOutcome.SET_ASIDE, note=" ", **what)
    untouched(NotYoursToEnd, end_recall, chain.smelting, note="x", **what)
    answered = answer_recall(chain.smelting, outcome=RecallOutcome.SET_ASIDE, note="In bay 4", **what)
    assert (answered.own, answered.asked, len(answered.parties)) == (False, Asked(), 1)
    assert {lot.holder for lot in answered.lots} == {chain.smelter}
    assert announced_recall(chain.miner, card.id).unanswered == (chain.miner.organisation,)
    ended = end_recall(chain.miner, note="All of it came back", **what)
    assert (ended.state, [step.outcome for step in ended.answers]) == ("ended", ["set_aside", ""])
    untouched(RecallEnded, answer_recall, chain.smelting, outcome=RecallOutcome.RETURNED, note="x", **what)
    untouched(RecallEnded, end_recall, chain.miner, note="x", **what)
    assert (announced_recalls(chain.miner), [found.id for found in announced_recalls(chain.miner, ended=True)]) == (
        [],
        [card.id],
    )
    assert open_recalls_on([good]) == {}
    assert lot_card(OUT).on_hold
    release_lots(STEWARD, hold=hold.id, note="Looked at", at=chain.at)
    assert not lot_card(OUT).on_hold


def test_recaller_answers_for_a_party_that_is_not_registered_and_for_no_other(chain: Any) -> None:
    bag = chain.bag("B1")
    moved = {"action": "OBSERVE", "epcList": [bag], "bizStep": "shipping", "site": chain.pit}
    shipped = chain.event(hours=1, sender=chain.miner.organisation, **moved)
    shipped["destinationList"] = [{"type": "owning_party", "destination": STRANGER}]
    chain.capture(chain.miner, shipped)
    card = announce_recall(chain.miner, suspected=Asked(site=chain.pit), reason="Wrong pit", at=chain.at)
    what = {"recall": card.id, "note": "By telephone", "at": chain.at}
    done = answer_recall(chain.miner, outcome=RecallOutcome.RETURNED, party=STRANGER, **what)
    assert done.unanswered == (chain.miner.organisation,)
    untouched(NotTold, answer_recall, chain.miner, outcome=RecallOutcome.RETURNED, party=chain.smelter, **what)


def test_nobody_recalls_what_is_not_theirs_nor_what_is_not_there(chain: Any) -> None:
    chain.bag("B1")
    what = {"reason": "Wrong pit", "at": chain.at}
    untouched(NotFound, announce_recall, chain.smelting, suspected=Asked(site=chain.pit), **what)
    untouched(NotFound, announce_recall, chain.smelting, suspected=Asked(certificate=chain.certificate.id), **what)
    untouched(NotFound, announce_recall, chain.miner, suspected=Asked(certificate="crt-nothing"), **what)
    untouched(NothingFound, announce_recall, chain.smelting, suspected=Asked(site=chain.plant), **what)
    untouched(NothingSuspected, announce_recall, chain.miner, suspected=Asked(), **what)
    untouched(HoldReasonMissing, announce_recall, chain.miner, suspected=Asked(site=chain.pit), reason=" ", at=chain.at)
    staff = Actor("per-STAFF", "org-OTHER", frozenset({Role.SCHEME_STAFF}))
    untouched(NotFound, announce_recall, staff, suspected=Asked(certificate=chain.certificate.id), **what)


def test_events_of_others_in_other_words_are_reached_as_well(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    foreign = chain.document(
        chain.event("TransformationEvent", hours=3, site=chain.plant, inputEPCList=[bag], outputEPCList=["urn:x:bar"])
    ) | {"@context": [EPCIS_CONTEXT]}
    capture_events(chain.smelting, document=foreign, at=chain.at)
    found = recall_found(Asked(lot=bag))
    assert [(lot.uri, lot.share_exact, lot.suspect_mg) for lot in found.affected] == [("urn:x:bar", "1", None)]
    assert found.unweighed == 1
    assert uri_of(chain.pit) in bag
