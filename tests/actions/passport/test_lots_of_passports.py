"""A passport is of a lot that is there, free, and claimed once; what happens to the lot later shows in its checks."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from orepass.credentials.rules.verification import Verification
from orepass.custody.actions import (
    announce_recall,
    end_recall,
    hold_lots,
    issue_credits,
    open_account,
    release_lots,
    withdraw,
)
from orepass.custody.queries import accounts
from orepass.custody.queries.claims import LotClaim, claim_terms, claims_for
from orepass.custody.queries.reaching import Asked
from orepass.custody.rules.claims.reading import SchemeTerms
from orepass.kernel.check import Check, Result
from orepass.kernel.refusal import Refusal
from orepass.passport import checking
from orepass.passport.actions import (
    BadProduct,
    LotEmpty,
    LotGone,
    LotOnHold,
    LotRecalled,
    LotUsedUp,
    NotTheHolder,
    ProductInput,
    issue_credential,
    issue_product,
    revoke_product,
)
from orepass.passport.queries import PassportCard
from orepass.platform import clock, home
from orepass.platform.access import Actor
from orepass.transparency.actions import place_queued
from tests.actions.custody.conftest import Chain
from tests.beginnings import Teller, Told
from tests.certification import STEWARD
from tests.untouched import rows_of

pytestmark = pytest.mark.django_db
HYDROXIDE = "https://smelter.example/lots/H1"
PRODUCT = ProductInput(name="Cobalt", category_code="260500", category_name="Cobalt ores")
ROOMS = ("passport", "custody", "credentials", "transparency")
KG = 10**6


def a_pit() -> Chain:
    """A certified pit with a book of its production: 40 kg of cobalt in each bag of a tonne."""
    home.mark_as_demonstration("7")
    chain = Chain()
    opened_on = chain.day - timedelta(days=20)
    open_account(chain.miner, site=chain.pit, element="Co", opened_on=opened_on, method="book", at=chain.at)
    return chain


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(a_pit)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()


def passport(chain: Chain, lot: str, actor: Actor | None = None, *, days: int = 0) -> PassportCard:
    card = issue_product(actor or chain.miner, lot=lot, product=PRODUCT, at=chain.at + timedelta(days=days))
    place_queued()
    return card


def refused(chain: Chain, lot: str, refusal: type[Refusal], actor: Actor | None = None) -> Refusal:
    before = rows_of(*ROOMS)
    with pytest.raises(refusal) as caught:
        passport(chain, lot, actor)
    assert rows_of(*ROOMS) == before
    assert (caught.value.where, caught.value.way_out != "") == ("lot", True)
    return caught.value


def nothing_offered(lot: str, reason: str) -> None:
    claim = claims_for(lot)
    assert (claim.model, claim.share_exact, len(claim.offered), claim.stopped) == ("", "0", 0, reason)
    assert {part.reason for part in claim.lost} == {part.reason for part in claim.not_offered} == {reason}


def checked(chain: Chain, card: PassportCard, *, days: int = 5) -> tuple[Verification, Check]:
    at = chain.at + timedelta(days=days)
    with clock.frozen_at(at):
        found = checking.check_own(card.id, at=at)
    (one,) = [check for check in found.checks if check.name == "lot"]
    return found, one


def credited(chain: Chain, kg: str) -> None:
    (account,) = accounts(chain.miner)
    issue_credits(chain.miner, account=account.id, each_kg=Decimal(kg), on=chain.at.date(), at=chain.at)


def of(claim: LotClaim | PassportCard) -> tuple[str, str, dict[str, str]]:
    """Model, share, and what is lost why."""
    if isinstance(claim, PassportCard):
        return claim.claim.model, claim.claim.share_exact, dict(claim.claim.lost)
    return claim.model, claim.share_exact, {part.reason: part.share_exact for part in claim.lost}


def begun(chain: Chain, lot: str, kg: int, **more: Any) -> str:
    facts = {"ore:material": "cobalt_ore", "ore:mass_kg": kg} | more
    event = chain.event(action="ADD", epcList=[lot], bizStep="commissioning", site=chain.pit, ilmd=facts)
    chain.capture(chain.miner, event)
    return lot


def heap(chain: Chain, name: str) -> str:
    """A tonne of ore in no bag, of which a part may be used."""
    lot = f"https://pit.example/heaps/{name}"
    facts = {"ore:material": "cobalt_ore", "ore:grade_pct": 4}
    weighed = [{"epcClass": lot, "quantity": 1000, "uom": "KGM"}]
    event = chain.event(action="ADD", quantityList=weighed, bizStep="commissioning", site=chain.pit, ilmd=facts)
    chain.capture(chain.miner, event)
    return lot


def packed(chain: Chain, pack: str, *lots: str) -> str:
    children = {"action": "ADD", "parentID": pack, "childEPCs": list(lots)}
    chain.capture(chain.miner, chain.event("AggregationEvent", hours=1, bizStep="packing", site=chain.pit, **children))
    return pack


def colleague(actor: Actor) -> Actor:
    return msgspec.structs.replace(actor, pseudonym="per-COLLEAGUE")


PACK = "https://pit.example/packs/P1"
FREE: tuple[str, str, dict[str, str]] = ("identity_preserved", "1", {})


# --- a passport is issued of what is there and free ---


def test_a_lot_on_hold_gets_no_passport_and_offers_nothing_until_it_is_released(chain: Chain) -> None:
    bag = chain.bag("B1")
    hold = hold_lots(chain.miner, lots=[bag], reason="The seal is broken", at=chain.at)
    assert refused(chain, bag, LotOnHold).code == "passport.lot.on_hold"
    nothing_offered(bag, "held")
    release_lots(colleague(chain.miner), hold=hold.id, note="Sealed anew", at=chain.at)
    assert of(claims_for(bag)) == of(passport(chain, bag)) == FREE


def test_a_tag_on_two_bags_holds_both_until_one_is_declared_an_error(chain: Chain) -> None:
    bags = [begun(chain, f"https://pit.example/bags/{name}", 50, **{"ore:tag": "T-17"}) for name in "AB"]
    for bag in bags:
        refused(chain, bag, LotOnHold)
        nothing_offered(bag, "held")


@pytest.mark.parametrize("stopped", ["bag", "pack"])
def test_a_pack_is_held_with_what_is_in_it_and_what_is_in_it_with_the_pack(chain: Chain, stopped: str) -> None:
    bag = chain.bag("B1")
    packed(chain, PACK, bag)
    hold_lots(STEWARD, lots=[bag if stopped == "bag" else PACK], reason="The seal is broken", at=chain.at)
    refused(chain, bag, LotOnHold)
    for lot in (bag, PACK):
        refused(chain, lot, LotOnHold, STEWARD)
        nothing_offered(lot, "held")


def test_a_recalled_lot_and_the_pack_it_is_in_get_none_until_the_recall_has_ended(chain: Chain) -> None:
    bag, other = chain.bag("B1"), chain.bag("B2")
    packed(chain, PACK, bag)
    card = announce_recall(chain.miner, suspected=Asked(lot=bag), reason="Wrong pit", at=chain.at)
    for lot in (bag, PACK):
        refused(chain, lot, LotRecalled, STEWARD)
        nothing_offered(lot, "recalled")
    assert of(claims_for(other)) == FREE
    end_recall(chain.miner, recall=card.id, note="It was the right pit", at=chain.at)
    assert of(claims_for(bag)) == of(passport(chain, bag)) == FREE


def test_what_was_used_up_lost_or_never_weighed_anything_gets_none(chain: Chain) -> None:
    used, lost = chain.bag("B1"), chain.bag("B2")
    chain.hand_over(used)
    chain.smelt(used, out=HYDROXIDE)
    gone = chain.event(hours=4, action="DELETE", epcList=[lost], bizStep="destroying", site=chain.pit)
    chain.capture(chain.miner, gone)
    empty = heap(chain, "H")
    burnt = [{"epcClass": empty, "quantity": 1000, "uom": "KGM"}]
    chain.capture(
        chain.miner, chain.event(hours=4, action="DELETE", quantityList=burnt, bizStep="destroying", site=chain.pit)
    )
    refused(chain, used, LotUsedUp, chain.smelting)
    refused(chain, lost, LotGone)
    refused(chain, empty, LotEmpty)
    for lot, reason in ((used, "used_up"), (lost, "gone"), (empty, "empty")):
        nothing_offered(lot, reason)
    assert passport(chain, HYDROXIDE, chain.smelting).product.mass_mg == 100 * KG


def test_a_name_that_is_longer_than_passports_keep_is_refused(chain: Chain) -> None:
    fits, long = (begun(chain, f"https://pit.example/bags/{'x' * (length - 25)}", 50) for length in (255, 256))
    assert (len(fits), len(long)) == (255, 256)
    assert passport(chain, fits).product.lot == fits
    refused(chain, long, BadProduct)


def test_who_does_not_hold_the_lot_is_told_that_first(chain: Chain) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    hold_lots(chain.smelting, lots=[bag], reason="The seal is broken", at=chain.at)
    assert refused(chain, bag, NotTheHolder).code == "passport.lot.not_held"


def test_a_passport_tells_of_the_mass_that_is_left(chain: Chain) -> None:
    ore = heap(chain, "H")
    part = [{"epcClass": ore, "quantity": 400, "uom": "KGM"}]
    out = [{"epcClass": "https://pit.example/heaps/C", "quantity": 30, "uom": "KGM"}]
    made = {"inputQuantityList": part, "outputQuantityList": out, "ilmd": {"ore:material": "cobalt_concentrate"}}
    chain.capture(chain.miner, chain.event("TransformationEvent", hours=3, site=chain.pit, **made))
    card = passport(chain, ore)
    assert (card.product.mass_mg, [line.mass_mg for line in card.origins]) == (600 * KG, [600 * KG])
    assert claims_for(ore).mass_mg == 600 * KG


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
    moved: dict[str, Any] = {"action": "OBSERVE", "epcList": [bag], **parties}
    plain: dict[str, Any] = {"bizStep": "shipping", "site": chain.pit, "ore:claimed_pct": 0}
    chain.capture(chain.miner, chain.event(hours=1, **plain, **moved))
    chain.capture(chain.smelting, chain.event(hours=2, bizStep="receiving", site=chain.plant, **moved))
    credited(chain, "40")
    assert claims_for(bag).share == 0
    chain.smelt(bag, out=HYDROXIDE)
    assert (claims_for(HYDROXIDE).share_exact, len(claims_for(HYDROXIDE).offered)) == ("0", 0)


# --- a passport lives on after its issue ---


def test_what_is_held_later_leaves_the_passport_undetermined_until_it_is_released(chain: Chain) -> None:
    card = passport(chain, chain.bag("B1"))
    assert checked(chain, card)[0].verified is True
    hold = hold_lots(chain.miner, lots=[card.product.lot], reason="SECRET REASON", at=chain.at)
    found, one = checked(chain, card)
    assert (found.verified, one.result) == (None, Result.UNDETERMINED)
    assert "on hold" in one.reason
    assert "SECRET" not in "".join(check.reason for check in found.checks)
    release_lots(colleague(chain.miner), hold=hold.id, note="Sealed anew", at=chain.at)
    assert checked(chain, card)[0].verified is True


def test_what_is_recalled_later_leaves_the_passport_undetermined_until_the_recall_ends(chain: Chain) -> None:
    card = passport(chain, chain.bag("B1"))
    recall = announce_recall(chain.miner, suspected=Asked(lot=card.product.lot), reason="SECRET REASON", at=chain.at)
    found, one = checked(chain, card)
    assert (found.verified, one.result, "recalled" in one.reason) == (None, Result.UNDETERMINED, True)
    assert "SECRET" not in "".join(check.reason for check in found.checks)
    end_recall(chain.miner, recall=recall.id, note="It was the right pit", at=chain.at)
    assert checked(chain, card)[0].verified is True


def test_what_is_issued_as_credits_later_fails_the_passport_that_claims_it(chain: Chain) -> None:
    first, second = (passport(chain, chain.bag(name), days=day) for day, name in enumerate(("B1", "B2")))
    credited(chain, "39.999")
    told = {card.id: checked(chain, card) for card in (first, second)}
    assert [told[card.id][0].verified for card in (first, second)] == [True, False]
    one = told[second.id][1]
    assert (one.result, "claimed elsewhere" in one.reason) == (Result.FAILED, True)
    credited(chain, "0.002")
    assert [checked(chain, card)[0].verified for card in (first, second)] == [False, False]


def test_credits_issued_for_what_no_passport_speaks_of_disturb_none(chain: Chain) -> None:
    card = passport(chain, chain.bag("B1"))
    chain.bag("B2")
    credited(chain, "40")
    assert checked(chain, card)[0].verified is True


def test_what_is_used_up_or_credited_to_an_account_later_is_told_and_fails_nothing(chain: Chain) -> None:
    used, booked = (passport(chain, chain.bag(name)) for name in ("B1", "B2"))
    chain.hand_over(used.product.lot)
    chain.smelt(used.product.lot, out=HYDROXIDE)
    opened_on = chain.day - timedelta(days=20)
    open_account(chain.smelting, site=chain.plant, element="Co", opened_on=opened_on, at=chain.at)
    chain.at += timedelta(days=1)
    chain.hand_over(booked.product.lot)
    told = [checked(chain, card) for card in (used, booked)]
    assert [found.verified for found, _one in told] == [True, True]
    assert [one.result for _found, one in told] == [Result.PASSED, Result.UNDETERMINED]
    assert ["Nothing is left" in told[0][1].reason, "account" in told[1][1].reason] == [True, True]


def test_a_stranger_s_credential_and_a_certificate_have_no_such_check(chain: Chain) -> None:
    issued = issue_credential(chain.world.certifier, certificate=chain.certificate.id, at=chain.at)
    checks = checking.check_own(issued.id, at=chain.at).checks
    assert "lot" not in {check.name for check in checks}
