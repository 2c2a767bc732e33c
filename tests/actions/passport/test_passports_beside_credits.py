"""What credits were issued for no passport claims, and what a passport claims is neither issued nor sold elsewhere."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from orepass.custody.actions import (
    CaptureRefused,
    withdraw,
)
from orepass.custody.queries import accounts
from orepass.custody.queries.claims import claim_terms, claims_for
from orepass.custody.rules.claims.reading import SchemeTerms
from orepass.kernel.check import Result
from orepass.passport.actions import (
    revoke_product,
)
from orepass.platform import clock
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import moved
from tests.actions.passport.pit import (
    FREE,
    HYDROXIDE,
    KG,
    PACK,
    ROOMS,
    a_pit,
    begun,
    checked,
    credited,
    heap,
    of,
    packed,
    passport,
    promised,
    shipping,
    withdrawn,
)
from tests.beginnings import Teller, Told
from tests.certification import STEWARD
from tests.untouched import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(a_pit)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()


# --- what credits were issued for is not claimed by the lot too ---


def test_what_was_all_issued_as_credits_is_claimed_by_no_lot_and_no_passport(chain: Chain) -> None:
    bag = chain.bag("B1")
    credited(chain, "40")
    claim = claims_for(bag)
    assert (of(claim), claim.offered, claim.stopped) == (("", "0", {"credited": "1"}), (), "")
    assert {part.reason for part in claim.not_offered} == {"credited"}
    card = passport(chain, bag)
    assert (of(card), card.claim.wordings) == (("", "0", {"credited": "1"}), {})
    found, one = checked(chain, card)
    assert (found.verified, one.result) == (True, Result.PASSED)


def test_of_what_was_issued_in_part_at_most_the_rest_is_claimed(chain: Chain) -> None:
    bag = chain.bag("B1")
    credited(chain, "10")
    expected = ("controlled_blending", "3/4", {"credited": "1/4"})
    claim = claims_for(bag)
    assert (of(claim), claim.mass_mg, claim.percent) == (expected, 750 * KG, 75)
    assert {offer.claim for offer in claim.offered} == {"contains_percent"}
    assert of(passport(chain, bag)) == expected


def test_a_certificate_alone_claims_nothing_that_credits_were_issued_for(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under a scheme whose certificate of a site is a claim about its product, and which knows no blends."""
    bag = chain.bag("B1")
    known = claim_terms(claims_for(bag).pack)
    alone = msgspec.structs.replace(known, alone=True)
    monkeypatch.setattr("orepass.custody.queries.claims.claim_terms", lambda _pack: alone)
    unmixed = SchemeTerms(models=("identity_preserved", "segregated"))
    monkeypatch.setattr("orepass.custody.queries.claims.terms_of", lambda _pack: unmixed)
    assert claims_for(bag).offered
    credited(chain, "10")
    assert not claims_for(bag).offered


def test_what_was_withdrawn_from_the_book_is_not_claimed_either(chain: Chain) -> None:
    bag = chain.bag("B1")
    (account,) = accounts(chain.miner)
    withdraw(chain.miner, account=account.id, amount_kg=Decimal(40), note="To a fund", on=chain.at.date(), at=chain.at)
    assert of(claims_for(bag)) == ("", "0", {"credited": "1"})


def test_credits_for_one_of_two_bags_leave_either_to_be_offered_and_one_to_a_passport(chain: Chain) -> None:
    first, second = chain.bag("B1"), chain.bag("B2")
    credited(chain, "40")
    assert of(claims_for(first)) == of(claims_for(second)) == FREE
    kept = passport(chain, second)
    assert of(kept) == FREE
    assert of(claims_for(first)) == of(passport(chain, first, days=1)) == ("", "0", {"credited": "1"})
    assert checked(chain, kept)[1].result is Result.PASSED


def test_a_passport_that_was_revoked_keeps_nothing_from_another(chain: Chain) -> None:
    first, second = chain.bag("B1"), chain.bag("B2")
    credited(chain, "40")
    card = passport(chain, second)
    revoke_product(chain.miner, passport=card.id, grounds="wrong", at=chain.at)
    with clock.frozen_at(chain.at + timedelta(days=1)):
        assert of(claims_for(first)) == FREE


def test_what_was_sold_as_certified_before_the_credits_stays_so_in_other_hands(chain: Chain) -> None:
    sold, kept = chain.bag("B1"), chain.bag("B2")
    chain.hand_over(sold)
    credited(chain, "40")
    assert of(claims_for(sold)) == FREE
    assert of(claims_for(kept)) == ("", "0", {"credited": "1"})
    chain.smelt(sold, out=HYDROXIDE)
    assert of(passport(chain, HYDROXIDE, chain.smelting)) == FREE


def test_what_was_sent_without_a_claim_has_none_also_in_what_is_made_of_it(chain: Chain) -> None:
    bag = chain.bag("B1")
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    told: dict[str, Any] = {"action": "OBSERVE", "epcList": [bag], **parties}
    plain: dict[str, Any] = {"bizStep": "shipping", "site": chain.pit, "ore:claimed_pct": 0}
    chain.capture(chain.miner, chain.event(hours=1, **plain, **told))
    chain.capture(chain.smelting, chain.event(hours=2, bizStep="receiving", site=chain.plant, **told))
    credited(chain, "40")
    assert claims_for(bag).share == 0
    chain.smelt(bag, out=HYDROXIDE)
    assert (claims_for(HYDROXIDE).share_exact, len(claims_for(HYDROXIDE).offered)) == ("0", 0)


# --- what a passport claims is not taken out of the book ---


def test_what_a_passport_claims_is_neither_issued_as_credits_nor_withdrawn_until_it_is_revoked(chain: Chain) -> None:
    card = passport(chain, chain.bag("B1"))
    for take in (credited, withdrawn):
        caught = promised(chain, take, "0.001", lot=card.product.lot)
        assert ("0 kg" in caught.way_out, "revoke" in caught.way_out) == (True, True)
    assert checked(chain, card)[0].verified is True
    revoke_product(chain.miner, passport=card.id, grounds="wrong", at=chain.at)
    credited(chain, "40")


def test_what_passports_leave_is_issued_and_no_gram_more(chain: Chain) -> None:
    cards = [passport(chain, chain.bag(name), days=day) for day, name in enumerate(("B1", "B2"))]
    chain.bag("B3")
    promised(chain, credited, "40.001", lot=cards[0].product.lot)
    credited(chain, "40")
    promised(chain, credited, "0.001", lot=cards[0].product.lot)
    assert [checked(chain, card)[0].verified for card in cards] == [True, True]


def test_a_passport_of_three_quarters_leaves_what_it_does_not_claim(chain: Chain) -> None:
    first = chain.bag("B1")
    credited(chain, "10")
    card = passport(chain, first)
    assert of(card)[1] == "3/4"
    promised(chain, credited, "0.001", lot=first)
    chain.bag("B2")
    credited(chain, "40")
    assert checked(chain, card)[0].verified is True


def test_a_passport_that_claims_nothing_keeps_nothing_back(chain: Chain) -> None:
    bag = chain.bag("B1")
    credited(chain, "40")
    assert of(passport(chain, bag))[1] == "0"
    other = chain.bag("B2")
    assert of(claims_for(other)) == FREE
    credited(chain, "40")


def test_a_bag_and_the_pack_it_is_in_are_promised_once(chain: Chain) -> None:
    bag, other = chain.bag("B1"), chain.bag("B2")
    cards = [passport(chain, bag), passport(chain, packed(chain, PACK, bag, other), STEWARD, days=1)]
    chain.bag("B3")
    promised(chain, credited, "40.001", lot=bag)
    credited(chain, "40")
    assert [checked(chain, card)[0].verified for card in cards] == [True, True]


def test_another_lot_is_not_sold_as_certified_for_what_a_passport_claims(chain: Chain) -> None:
    kept, other = chain.bag("B1"), chain.bag("B2")
    credited(chain, "30")
    card = passport(chain, kept)
    sale = shipping(chain, other)
    before = rows_of(*ROOMS)
    with pytest.raises(CaptureRefused) as caught:
        chain.capture(chain.miner, sale)
    assert [found.code for found in caught.value.findings if found.severity == "error"] == ["custody.claim.promised"]
    assert rows_of(*ROOMS) == before
    chain.capture(chain.miner, sale | {"ore:claimed_pct": 25})
    chain.capture(chain.miner, shipping(chain, kept, hours=2))
    assert checked(chain, card)[0].verified is True


def test_of_a_promised_heap_no_more_is_sold_as_certified_than_its_passport_claims(chain: Chain) -> None:
    ore = heap(chain, "H")
    credited(chain, "10")
    card = passport(chain, ore)
    part: dict[str, Any] = {"quantityList": [{"epcClass": ore, "quantity": 250, "uom": "KGM"}]}
    with pytest.raises(CaptureRefused) as caught:
        chain.capture(chain.miner, shipping(chain, **part))
    assert [found.code for found in caught.value.findings if found.severity == "error"] == ["custody.claim.promised"]
    chain.capture(chain.miner, shipping(chain, **part) | {"ore:claimed_pct": 75})
    promised(chain, credited, "0.001", lot=ore)
    chain.bag("B2")
    credited(chain, "40")
    assert checked(chain, card)[0].verified is True


def test_what_is_made_of_a_promised_lot_is_free_to_be_sold_in_the_same_document(chain: Chain) -> None:
    ore = heap(chain, "H")
    begun(chain, "https://pit.example/bags/spare", 250, **{"ore:grade_pct": 4})
    credited(chain, "10")
    passport(chain, ore)
    out = "https://pit.example/heaps/C"
    facts = {"ore:material": "cobalt_concentrate", "ore:grade_pct": 20}
    made = chain.event(
        "TransformationEvent",
        hours=3,
        site=chain.pit,
        inputEPCList=[ore],
        outputQuantityList=[{"epcClass": out, "quantity": 200, "uom": "KGM"}],
        ilmd=facts,
    )
    sale = shipping(chain, hours=4, quantityList=[{"epcClass": out, "quantity": 200, "uom": "KGM"}])
    chain.capture(chain.miner, made, sale)
    assert of(claims_for(out)) == FREE


def test_a_passport_fails_whose_ground_is_declared_an_error_after_credits(chain: Chain) -> None:
    card = passport(chain, chain.bag("B1"))
    event = chain.event(action="ADD", epcList=["https://pit.example/bags/X"], bizStep="commissioning", site=chain.pit)
    event |= {"ilmd": {"ore:material": "cobalt_ore", "ore:mass_kg": 1000, "ore:grade_pct": 4}, "eventID": "urn:x:1"}
    chain.capture(chain.miner, event)
    credited(chain, "40")
    declared = {"errorDeclaration": {"declarationTime": chain.at.isoformat(), "reason": "did_not_occur"}}
    chain.capture(chain.miner, event | declared)
    found, one = checked(chain, card)
    assert (found.verified, one.result, "claimed elsewhere" in one.reason) == (False, Result.FAILED, True)


def test_credits_issued_for_what_no_passport_speaks_of_disturb_none(chain: Chain) -> None:
    card = passport(chain, chain.bag("B1"))
    chain.bag("B2")
    credited(chain, "40")
    assert checked(chain, card)[0].verified is True


def test_credits_of_what_the_seller_kept_leave_the_passport_of_whoever_bought_the_rest(chain: Chain) -> None:
    ore = heap(chain, "H")
    chain.capture(chain.miner, moved(chain, "shipping", 1, ore, "500"))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, ore, "500"))
    card = passport(chain, ore, chain.smelting)
    assert of(card) == FREE
    credited(chain, "20")
    assert (claims_for(ore, holder=chain.smelter).share, claims_for(ore).share) == (1, 0)
    found, one = checked(chain, card)
    assert (found.verified, one.code) == (True, "lot.well")
    # whoever bought from the smelter has a part of a lot of which another was claimed: nobody can say which it was
    sold = moved(chain, "shipping", 4, ore, "500", giver=chain.smelter, taker=chain.world.stranger, place=chain.plant)
    chain.capture(chain.smelting, sold)
    found, one = checked(chain, card)
    assert (found.verified, one.code) == (None, "lot.part_fell")
