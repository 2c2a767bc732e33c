"""Lots that are sent with a part of their claim, or none: what each hand may claim, kilogram by kilogram.

Every ledger is of 1,000 kg of ore with 40 kg of cobalt, certified where it was won.
"""

from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.models import Movement
from orepass.custody.queries import claims
from orepass.custody.queries.claims import LotClaim, claims_for
from orepass.custody.rules.claims.offering import ClaimTerms
from orepass.custody.rules.claims.reading import SchemeTerms
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import (
    HERE,
    Buyer,
    account,
    in_account,
    lot,
    made,
    moved,
    quantity,
    taken_back,
)

pytestmark = pytest.mark.django_db
KG = 10**6
__all__ = ["lot"]


def claiming(event: dict[str, Any], percent: str) -> dict[str, Any]:
    return event | ({"ore:claimed_pct": Decimal(percent)} if percent else {})


def handed(chain: Chain, name: str, kg: str, percent: str, *, hours: int = 1) -> None:
    """The miner ships so much and claims so many percent of it; the smelter receives it an hour later."""
    chain.capture(chain.miner, claiming(moved(chain, "shipping", hours, name, kg), percent))
    chain.capture(chain.smelting, moved(chain, "receiving", hours + 1, name, kg))


def told(claim: LotClaim) -> tuple[str, int, dict[str, str]]:
    return claim.model, claim.percent, {part.reason: part.share_exact for part in claim.lost}


def kilograms(chain: Chain, name: str) -> tuple[Any, ...]:
    """What the miner and the smelter may claim of their parts, in kg."""
    masses = (claims_for(name, holder=who).mass_mg for who in (chain.miner.organisation, chain.smelter))
    return tuple(None if mass is None else Decimal(mass) / KG for mass in masses)


@pytest.mark.parametrize(
    # day 1: the miner ships 400 of 1,000 kg and claims so many percent; day 1: received.  May claim: miner, smelter
    ("percent", "miner", "smelter"),
    [("0", 600, 0), ("40", 600, 160), ("100", 600, 400), ("", 600, 400)],
)
def test_receiver_may_claim_what_the_sender_claimed(
    chain: Chain, lot: str, percent: str, miner: int, smelter: int
) -> None:
    handed(chain, lot, "400", percent)
    assert kilograms(chain, lot) == (miner, smelter)
    # then the smelter sends 400 kg back: what was not claimed comes without its claim
    back = {"giver": chain.smelter, "taker": chain.miner.organisation}
    chain.capture(chain.smelting, moved(chain, "shipping", 5, lot, "400", place=chain.plant, **back))
    chain.capture(chain.miner, moved(chain, "receiving", 6, lot, "400", place=chain.pit, **back))
    assert claims_for(lot, holder=chain.miner.organisation).mass_mg == (miner + smelter) * KG


def test_lot_that_was_sent_without_a_claim_offers_none_and_says_why(chain: Chain, lot: str) -> None:
    handed(chain, lot, "1000", "0")
    claim = claims_for(lot)
    assert (told(claim), claim.offered, claim.mass_mg) == (("", 0, {"unclaimed": "1"}), (), 0)
    assert {part.why for part in claim.lost} == {"Whoever sent it claimed less of it than it carried."}
    assert {part.reason for part in claim.not_offered} == {"unclaimed"}
    chain.capture(chain.smelting, made(chain, 4, [quantity(lot)], HERE + "A"))
    assert told(claims_for(HERE + "A")) == ("", 0, {"unclaimed": "1"})


@pytest.mark.parametrize(
    ("percent", "kg"), [("0", 0), ("12.5", 5), ("40", 16), ("100", 40), ("", 40)], ids=["0", "12.5", "40", "100", "all"]
)
def test_account_of_the_receiver_is_credited_with_the_cobalt_that_was_claimed(
    chain: Chain, lot: str, percent: str, kg: int
) -> None:
    name = account(chain)
    handed(chain, lot, "1000", percent)
    assert in_account(chain, name) == kg * KG
    assert told(claims_for(lot))[:2] == ("", 0)


@pytest.mark.parametrize(("first", "second"), [("40", ""), ("", "40"), ("40", "90"), ("90", "40")])
def test_shipping_and_departing_are_one_dispatch_and_the_smaller_claim_counts(
    chain: Chain, lot: str, first: str, second: str
) -> None:
    name = account(chain)
    for word, percent in (("shipping", first), ("departing", second)):
        chain.capture(chain.miner, claiming(moved(chain, word, 1, lot, "1000"), percent))
    assert kilograms(chain, lot)[1] == 400
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot, "1000"))
    assert in_account(chain, name) == 16 * KG


def test_claim_goes_over_several_hands_and_is_the_least_that_was_claimed(chain: Chain, lot: str) -> None:
    handed(chain, lot, "1000", "50")
    other = Buyer(chain)
    onwards = {"giver": chain.smelter, "taker": other.organisation}
    sent = moved(chain, "shipping", 5, lot, "800", place=chain.plant, **onwards)
    chain.capture(chain.smelting, claiming(sent, "75"))
    chain.capture(other.actor, moved(chain, "receiving", 6, lot, "800", place=other.site, **onwards))
    assert in_account(chain, other.account) == 16 * KG  # half of the 32 kg of cobalt in 800 kg
    assert claims_for(lot, holder=chain.smelter).mass_mg == 100 * KG


def test_box_that_is_sent_without_a_claim_takes_the_claim_of_all_that_is_in_it(chain: Chain) -> None:
    bags, box = [chain.bag("B1"), chain.bag("B2")], "urn:epc:id:sscc:0614141.1234567890"
    chain.capture(
        chain.miner,
        chain.event("AggregationEvent", site=chain.pit, action="ADD", bizStep="packing", parentID=box, childEPCs=bags),
    )
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    there = {"action": "OBSERVE", "epcList": [box], **parties}
    shipped = chain.event(hours=1, bizStep="shipping", site=chain.pit, **there)
    chain.capture(chain.miner, claiming(shipped, "0"))
    chain.capture(chain.smelting, chain.event(hours=2, bizStep="receiving", site=chain.plant, **there))
    for name in (*bags, box):
        assert told(claims_for(name))[2] == {"unclaimed": "1"}


def test_dispatch_told_after_the_receipt_brings_no_more_than_it_claims(chain: Chain, lot: str) -> None:
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot, "1000"))
    chain.capture(chain.miner, claiming(moved(chain, "shipping", 1, lot, "1000"), "40"))
    assert told(claims_for(lot)) == ("controlled_blending", 40, {"unclaimed": "3/5"})


@pytest.mark.parametrize(("wrong", "right", "kg"), [("0", "", 40), ("", "40", 16), ("80", "40", 16), ("", "0", 0)])
def test_dispatch_that_is_taken_back_and_told_anew_claims_what_it_says_then(
    chain: Chain, lot: str, wrong: str, right: str, kg: int
) -> None:
    name = account(chain)
    sent = claiming(moved(chain, "shipping", 1, lot, "1000", eventID="urn:uuid:sent"), wrong)
    received = moved(chain, "receiving", 2, lot, "1000", eventID="urn:uuid:received")
    chain.capture(chain.miner, sent)
    chain.capture(chain.smelting, received)
    anew = claiming(moved(chain, "shipping", 1, lot, "1000", eventID="urn:uuid:sent-anew"), right)
    chain.capture(chain.miner, taken_back(sent, chain), anew)
    assert in_account(chain, name) <= kg * KG
    again = received | {"eventID": "urn:uuid:received-anew"}
    chain.capture(chain.smelting, taken_back(received, chain), again)
    assert in_account(chain, name) == kg * KG


def test_replay_changes_nothing(chain: Chain, lot: str) -> None:
    sent = claiming(moved(chain, "shipping", 1, lot, "1000", eventID="urn:uuid:sent"), "40")
    chain.capture(chain.miner, sent)
    before = told(claims_for(lot)), Movement.objects.count()
    chain.capture(chain.miner, sent)
    assert (told(claims_for(lot)), Movement.objects.count()) == before
    assert before[0] == ("controlled_blending", 40, {"unclaimed": "3/5"})


def test_dispatch_that_was_kept_before_this_was_judged_takes_nothing_away(chain: Chain, lot: str) -> None:
    handed(chain, lot, "1000", "0")
    (row,) = Movement.objects.filter(move="sent")
    assert '"claimed":"0"' in row.claim
    Movement.objects.filter(pk=row.pk).update(claim=row.claim.replace(',"claimed":"0"', ""))
    assert told(claims_for(lot)) == ("identity_preserved", 100, {})


@pytest.mark.parametrize(("percent", "offered"), [("40", set()), ("", {"made_from_certified"})])
def test_certificate_of_the_site_alone_claims_no_more_than_the_sender_did(
    chain: Chain, lot: str, percent: str, offered: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pure = ("identity_preserved", "segregated")
    alone = ClaimTerms(by_model=dict.fromkeys(pure, ("made_from_certified",)), alone=True)
    monkeypatch.setattr(claims, "terms_of", lambda _pack: SchemeTerms(models=pure))
    monkeypatch.setattr(claims, "claim_terms", lambda _pack: alone)
    handed(chain, lot, "1000", percent)
    assert {offer.claim for offer in claims_for(lot).offered} == offered
