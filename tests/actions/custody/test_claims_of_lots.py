"""What may be claimed of a lot, through real events: kept, lost at a hop, spent, and told beside where it came from."""

from datetime import timedelta
from typing import Any

import pytest

from orepass.assurance.actions.certificate import suspend_certificate
from orepass.assurance.queries import chain_right
from orepass.custody.actions import open_account
from orepass.custody.models import Question
from orepass.custody.queries import composition
from orepass.custody.queries.claims import claims_for
from tests.actions.custody.test_capture import refused

HYDROXIDE = "https://smelter.example/lots/H1"


def test_a_claim_over_certified_hands_names_the_mine_in_every_language(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    claim = claims_for(bag)
    assert (claim.model, claim.percent, claim.certificates) == ("identity_preserved", 100, (chain.certificate.id,))
    assert (claim.scheme, claim.lost, claim.mass_mg) == ("cera-4in1", (), 1000 * 10**6)
    said = {offer.claim: offer.wording for offer in claim.offered}
    assert set(said) >= {"names_mine", "made_from_certified", "on_product_label"}
    assert all(set(words) == {"en", "fr", "es", "sw"} for words in said.values())
    assert all("Pit 1" in text for text in said["names_mine"].values())
    assert {part.claim: part.reason for part in claim.not_offered}["contains_percent"] == "model"


def test_k_08_a_trader_without_a_custody_certificate_ends_the_claim_and_the_origin_stays(chain: Any) -> None:
    bag = chain.bag("B1")
    trader = {"id": "https://trader.example/yard"}
    first = {
        "action": "OBSERVE",
        "epcList": [bag],
        "sender": chain.miner.organisation,
        "receiver": chain.world.stranger,
    }
    chain.capture(chain.miner, chain.event(hours=1, bizStep="shipping", site=chain.pit, **first))
    assert claims_for(bag).model == "identity_preserved"
    chain.capture(chain.outsider, chain.event(hours=2, bizStep="receiving", bizLocation=trader, **first))
    lost = claims_for(bag)
    assert (lost.model, lost.percent, [part.reason for part in lost.lost], lost.offered) == ("", 0, ["hop"], ())
    second = {"action": "OBSERVE", "epcList": [bag], "sender": chain.world.stranger, "receiver": chain.smelter}
    chain.capture(chain.outsider, chain.event(hours=3, bizStep="shipping", bizLocation=trader, **second))
    chain.capture(chain.smelting, chain.event(hours=4, bizStep="receiving", site=chain.plant, **second))
    chain.smelt(bag, out=HYDROXIDE, hours=5)
    assert claims_for(HYDROXIDE).lost[0].reason == "hop"
    assert [part.claim_class for part in composition(HYDROXIDE)] == [chain.certificate.claim_class]


def test_what_an_account_holds_is_spent_and_an_event_taken_back_gives_the_claim_again(chain: Any) -> None:
    open_account(chain.smelting, site=chain.plant, element="Co", opened_on=chain.day - timedelta(days=20), at=chain.at)
    bag = chain.bag("B1")
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    moved = {"action": "OBSERVE", "epcList": [bag], **parties}
    chain.capture(chain.miner, chain.event(hours=1, bizStep="shipping", site=chain.pit, **moved))
    received = chain.event(hours=2, bizStep="receiving", site=chain.plant, **moved) | {"eventID": "urn:uuid:b1"}
    chain.capture(chain.smelting, received)
    assert [part.reason for part in claims_for(bag).lost] == ["spent"]
    declared = {"declarationTime": chain.time(5), "reason": "did_not_occur"}
    chain.capture(chain.smelting, received | {"errorDeclaration": declared})
    assert claims_for(bag).model == "identity_preserved"


def test_c13_a_blend_says_its_share_rounded_down_and_nothing_more(chain: Any) -> None:
    bag, plain = chain.bag("B1"), chain.bag("B2", kg="2001", claimed=False)
    other = "https://other.example/bags/1"
    begun = {"ore:material": "cobalt_ore", "ore:mass_kg": 2001, "ore:grade_pct": 4}
    pit = {"id": "https://other.example/pit"}
    chain.capture(chain.smelting, chain.event(action="ADD", epcList=[other], bizLocation=pit, ilmd=begun))
    chain.hand_over(bag, plain)
    chain.smelt(bag, other, out=HYDROXIDE, kg="250", grade="40")
    claim = claims_for(HYDROXIDE)
    assert (claim.model, claim.percent) == ("controlled_blending", 33)
    (offer,) = claim.offered
    assert (offer.claim, "33 %" in offer.wording["en"]) == ("contains_percent", True)


def test_custody_right_is_that_of_the_day_of_the_site_and_of_the_organisation(chain: Any) -> None:
    day = chain.at.date()
    for who in (chain.plant, chain.smelter):
        assert chain_right(who, day).schemes == ("cera-4in1",)
        assert chain_right(who, day).certificates == (chain.custody.id,)
    for who in (chain.pit, chain.miner.organisation, chain.world.stranger):
        assert chain_right(who, day).schemes == ()
    suspend_certificate(
        chain.smelting_world.certifier, certificate=chain.custody.id, grounds="nonconformity", note="Open.", at=chain.at
    )
    assert chain_right(chain.plant, day).schemes == ()
    assert chain_right(chain.plant, day - timedelta(days=1)).schemes == ("cera-4in1",)


@pytest.mark.parametrize(("before", "asked"), [(0, False), (1, True)])
def test_c17_a_lot_dated_before_its_site_was_stopped_is_kept_and_asked_about(
    chain: Any, before: int, asked: bool
) -> None:
    stopped = chain.at - timedelta(days=10 - before)
    suspend_certificate(
        chain.world.certifier, certificate=chain.certificate.id, grounds="nonconformity", note="Open.", at=stopped
    )
    if not asked:
        assert refused(chain.bag, "B1") == {"custody.certificate.lapsed"}
        return
    chain.bag("B1")
    assert Question.objects.filter(code="custody.right.since_lost").count() == 1
