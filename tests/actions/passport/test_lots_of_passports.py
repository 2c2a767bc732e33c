"""A passport is of a lot that is there, and free; what happens to the lot later shows in its checks."""

from datetime import timedelta

import pytest

from orepass.custody.actions import (
    announce_recall,
    end_recall,
    hold_lots,
    open_account,
    release_lots,
)
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.reaching import Asked
from orepass.kernel.check import Result
from orepass.passport import checking
from orepass.passport.actions import (
    BadProduct,
    LotEmpty,
    LotGone,
    LotOnHold,
    LotRecalled,
    LotUsedUp,
    NotTheHolder,
    issue_credential,
)
from tests.actions.custody.conftest import Chain
from tests.actions.passport.pit import (
    FREE,
    HYDROXIDE,
    KG,
    PACK,
    a_pit,
    begun,
    checked,
    colleague,
    heap,
    nothing_offered,
    of,
    packed,
    passport,
    refused,
)
from tests.beginnings import Teller, Told
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(a_pit)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()


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
