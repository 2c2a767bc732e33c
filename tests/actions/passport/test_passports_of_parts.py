"""A passport tells of what its issuer has, and its check says when less may be claimed than it says."""

from datetime import timedelta
from typing import Any

import pytest

from orepass.custody.actions import capture_events, open_account
from orepass.custody.queries.claims import claims_for
from orepass.custody.rules.terms import uri_of
from orepass.kernel.check import Result
from orepass.passport import queries
from orepass.passport.actions import NotTheHolder
from orepass.passport.bundling import bundle_of, check_bundle, own_anchors
from orepass.passport.queries import PassportCard
from orepass.platform import home
from orepass.platform.access import Actor
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import HERE, KG, moved, ore, quantity, taken_back
from tests.actions.passport.pit import checked, of, passport, refused
from tests.beginnings import Teller, Told

pytestmark = pytest.mark.django_db


def a_lot() -> Chain:
    """A certified pit with a tonne of ore at 4 per cent in no book, and a smelter with an account."""
    home.mark_as_demonstration("7")
    chain = Chain()
    opened_on = chain.day - timedelta(days=20)
    open_account(chain.smelting, site=chain.plant, element="Co", opened_on=opened_on, at=chain.at)
    chain.capture(chain.miner, ore(chain, lot_of(chain), "1000", eventID="urn:uuid:beginning"))
    return chain


def lot_of(chain: Chain) -> str:
    return f"{uri_of(chain.pit)}/lots/L"


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(a_lot)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()


def goes(chain: Chain, kg: str = "", taker: str = "", actor: Actor | None = None, hours: int = 1) -> None:
    """A part of the lot, or all of it, goes from the pit to the plant, or to somebody else."""
    to = taker or chain.smelter
    place = chain.plant if to == chain.smelter else to
    chain.capture(chain.miner, moved(chain, "shipping", hours, lot_of(chain), kg, taker=to))
    received = moved(chain, "receiving", hours + 1, lot_of(chain), kg, taker=to, place=place)
    chain.capture(actor or chain.smelting, received)


def made_by(card: PassportCard) -> tuple[str, bool, bool]:
    """The part that the issuer plays, and whether its place and a day of production are named."""
    subject: Any = queries.document(card.credential.id)["credentialSubject"]
    (party,) = subject["relatedParty"]
    return party["role"], card.product.site in subject["producedAtFacility"]["id"], "productionDate" in subject


def uncertified(chain: Chain, name: str, kg: str) -> dict[str, Any]:
    return ore(chain, name, kg, certificationInfo=[], eventTime=chain.time(0), **{"ore:claimed_pct": 0})


# --- it tells of what the issuer has, and of what counts ---


def test_each_who_has_a_part_tells_of_that_part_and_nobody_of_what_they_sold(chain: Chain) -> None:
    lot = lot_of(chain)
    goes(chain, "900")
    mine, theirs = passport(chain, lot), passport(chain, lot, chain.smelting)
    assert (mine.product.mass_mg, mine.claim.mass_mg, of(mine)) == (100 * KG, 100 * KG, ("identity_preserved", "1", {}))
    assert [line.mass_mg for line in mine.origins] == [100 * KG]
    assert (theirs.product.mass_mg, theirs.claim.mass_mg) == (900 * KG, 0)
    assert of(theirs) == ("", "0", {"spent": "1"})  # credited to the account, which gives the claim
    assert queries.passports_of_lot(lot) == {chain.miner.organisation: mine.id, chain.smelter: theirs.id}
    assert (mine.product.site, theirs.product.site) == (chain.pit, chain.plant)
    assert [made_by(mine), made_by(theirs)] == [("producer", True, True), ("owner", False, False)]
    goes(chain, "100", hours=4)
    assert refused(chain, lot, NotTheHolder).code == "passport.lot.not_held"
    assert passport(chain, lot, chain.smelting).version == 2
    assert queries.passport_card(theirs.id).product.mass_mg == 1000 * KG


def test_nobody_tells_of_a_lot_that_two_others_have(chain: Chain) -> None:
    goes(chain, "500")
    goes(chain, "500", taker=chain.world.stranger, actor=chain.outsider, hours=4)
    assert claims_for(lot_of(chain)).holder == chain.miner.organisation
    refused(chain, lot_of(chain), NotTheHolder)


def test_whoever_bought_the_whole_lot_tells_of_it_beside_the_passport_of_who_sold_it(chain: Chain) -> None:
    lot = lot_of(chain)
    first = passport(chain, lot)
    goes(chain)
    second = passport(chain, lot, chain.smelting)
    assert (first.id != second.id, second.version, second.organisation) == (True, 1, chain.smelter)
    refused(chain, lot, NotTheHolder)


@pytest.mark.parametrize(("plain", "kg", "counts"), [(True, "900", 900), (False, "100", 100)])
def test_what_weighs_more_than_all_that_went_in_is_of_unknown_origin_in_the_rest(
    chain: Chain, plain: bool, kg: str, counts: int
) -> None:
    facts = {} if plain else {"ilmd": {"ore:material": "battery"}}
    sides = {"inputQuantityList": [quantity(lot_of(chain), kg)], "outputQuantityList": [quantity(HERE + "X", "9000")]}
    step = chain.event("TransformationEvent", hours=3, site=chain.pit, **sides, **facts)
    document = chain.document(step)
    if plain:
        document["@context"] = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]
    capture_events(chain.miner, document=document, proceed=False, at=chain.at)
    card = passport(chain, HERE + "X")
    assert (card.product.mass_mg, card.claim.mass_mg) == (9000 * KG, counts * KG)
    assert [(line.claim_class, line.mass_mg) for line in card.origins] == [
        ("ASM", counts * KG),
        ("", (9000 - counts) * KG),
    ]
    assert (card.certainty.certified, card.certainty.uncertified) == (card.origins[0].share_exact, "0")
    claim, origin = queries.document(card.credential.id)["credentialSubject"]["performanceClaim"]  # type: ignore[call-overload, index]
    assert claim["claimedPerformance"][0]["measure"]["value"] == pytest.approx(counts / 90)
    assert origin["claimedPerformance"][0]["measure"]["value"] == pytest.approx(counts / 90)
    assert f"{counts} kg" in claim["name"]


# --- its check says when less may be claimed than it says ---


def test_dispatch_without_the_claim_fails_the_passport_of_who_sent_it_and_the_receiver_tells_of_none(
    chain: Chain,
) -> None:
    lot = lot_of(chain)
    card = passport(chain, lot)
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot) | {"ore:claimed_pct": 0})
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot))
    found, one = checked(chain, card)
    assert (found.verified, one.result, one.code) == (False, Result.FAILED, "lot.claim_fell")
    assert of(passport(chain, lot, chain.smelting)) == ("", "0", {"unclaimed": "1"})


def test_beginning_that_is_told_anew_as_uncertified_fails_the_passport(chain: Chain) -> None:
    lot = lot_of(chain)
    card = passport(chain, lot)
    assert checked(chain, card)[0].verified is True
    beginning = ore(chain, lot, "1000", eventID="urn:uuid:beginning")
    chain.capture(chain.miner, taken_back(beginning, chain), uncertified(chain, lot, "1000"))
    found, one = checked(chain, card)
    assert (found.verified, one.result, one.code) == (False, Result.FAILED, "lot.claim_fell")
    bundle = bundle_of(card.credential.id, at=chain.at)
    carried = check_bundle(bundle, anchors=own_anchors(), at=chain.at)
    codes = [check.code for check in carried.checks if check.name == "lot"]
    assert (carried.verified, codes) == (False, ["lot.claim_had_fallen"])
    assert of(claims_for(lot))[1] == "0"
    again = passport(chain, lot)
    assert (again.claim.stands, checked(chain, again)[0].verified) == (False, True)


def test_credit_of_a_part_is_told_though_the_rest_is_with_the_issuer(chain: Chain) -> None:
    card = passport(chain, lot_of(chain))
    goes(chain, "900")
    found, one = checked(chain, card)
    assert (found.verified, one.code) == (True, "lot.claim_in_account")


@pytest.mark.parametrize("kg", ["", "900"])
def test_what_went_to_somebody_without_custody_certificate_leaves_the_passport_open(chain: Chain, kg: str) -> None:
    card = passport(chain, lot_of(chain))
    goes(chain, kg, taker=chain.world.stranger, actor=chain.outsider)
    found, one = checked(chain, card)
    assert (found.verified, one.result, one.code) == (None, Result.UNDETERMINED, "lot.claim_ended")
    assert chain.world.stranger not in one.reason
