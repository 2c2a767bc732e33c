"""Claims without a right: of accounts whose keeper is suspended, and of hands and places that nobody looked at."""

from datetime import timedelta
from decimal import Decimal

import pytest

from orepass.assurance.actions.certificate import suspend_certificate
from orepass.custody.actions import issue_credits, open_account, retire_credits, withdraw
from orepass.custody.actions.covering import NotCovered
from orepass.custody.actions.credits import CreditUncovered, LotUnfit
from orepass.custody.queries import lot_cards
from orepass.custody.queries.claims import claims_for
from orepass.platform.access import Actor, Role
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import (
    HERE,
    KG,
    Buyer,
    account,
    in_account,
    lot,
    made,
    moved,
    ore,
    quantity,
    refused,
    taken_back,
)

pytestmark = pytest.mark.django_db
__all__ = ["lot"]
SUSPENDED = {"grounds": "nonconformity", "note": "Open."}


def uncertified(chain: Chain, out: str, kg: str) -> None:
    """Hydroxide of 36 per cent at the plant, of ore that nobody certified."""
    name, pit = "https://other.example/lots/o", {"bizLocation": {"id": "https://other.example/pit"}}
    begun = ore(chain, name, "10000", certificationInfo=[], **pit)
    came = moved(chain, "receiving", 2, name, giver="https://other.example/org")
    chain.capture(chain.smelting, begun, came, made(chain, 3, [quantity(name)], out, kg))


# --- accounts of those whose certificate is suspended ---


def test_account_gives_nothing_while_the_custody_of_its_keeper_is_suspended(chain: Chain, lot: str) -> None:
    name, buyer, out = account(chain), Buyer(chain), HERE + "X"
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot))
    uncertified(chain, out, "100")
    since = chain.at - timedelta(days=8)
    suspend_certificate(chain.smelting_world.certifier, certificate=chain.custody.id, at=since, **SUSPENDED)
    hands = {"giver": chain.smelter, "taker": buyer.organisation, "place": chain.plant, "ore:model": "mass_balance"}
    assert refused(chain, chain.smelting, moved(chain, "shipping", 26, out, **hands)) == ["custody.account.not_covered"]
    told = {"account": name, "amount_kg": Decimal(1), "note": "told", "at": chain.at}
    for day in (chain.at, since - timedelta(days=1)):
        with pytest.raises(NotCovered):
            withdraw(chain.smelting, on=day.date(), **told)
    # what was dispatched before stays what it was, and is told late
    chain.capture(chain.smelting, moved(chain, "shipping", 4, out, **hands))
    assert in_account(chain, name) == 4 * KG
    assert claims_for(out, holder=buyer.organisation).model == "mass_balance"


def test_no_credits_are_issued_while_the_certificate_of_the_site_is_suspended(chain: Chain) -> None:
    opened = {"element": "Co", "method": "book", "opened_on": chain.day, "at": chain.at}
    book = open_account(chain.miner, site=chain.pit, **opened).id
    chain.capture(chain.miner, ore(chain, "https://miner.example/lots/K", "1000"))
    asked = {"account": book, "each_kg": Decimal(20), "on": chain.at.date(), "at": chain.at}
    issue_credits(chain.miner, **asked)
    suspend_certificate(chain.world.certifier, certificate=chain.certificate.id, at=chain.at, **SUSPENDED)
    with pytest.raises(NotCovered):
        issue_credits(chain.miner, **asked)
    assert in_account(chain, book) == 20 * KG


# --- masses in other units, and who weighs ---


@pytest.mark.parametrize(
    ("amount", "unit", "milligrams"),
    [
        ("10", "LBR", 4_535_923),
        ("10", "STN", 9_071_847_400),
        ("5000000", "CTM", 1_000 * KG),
        ("0.00000149", "KGM", 1),
    ],
)
def test_mass_in_another_unit_is_the_mass_of_the_lot_and_no_more_is_sent_of_it(
    chain: Chain, amount: str, unit: str, milligrams: int
) -> None:
    name = "https://miner.example/lots/W"
    told = {"epcClass": name, "quantity": Decimal(amount), "uom": unit}
    chain.capture(chain.miner, ore(chain, name, "", quantityList=[told]))
    assert lot_cards([name])[0].mass_mg == milligrams
    more = moved(chain, "shipping", 1, name, "100000")
    assert refused(chain, chain.miner, more) == ["custody.balance.overdrawn"]


@pytest.mark.parametrize(
    ("amount", "unit", "code"),
    [
        ("10", "KG", "custody.mass.unit"),
        ("10", "E4", "custody.mass.unit"),
        ("0.0000001", "KGM", "custody.mass.unusable"),
        ("1e30", "TNE", "custody.mass.unusable"),
    ],
)
def test_mass_that_cannot_be_read_is_refused_with_what_was_told(
    chain: Chain, amount: str, unit: str, code: str
) -> None:
    name = "https://miner.example/lots/W"
    told = {"epcClass": name, "quantity": Decimal(amount), "uom": unit}
    assert refused(chain, chain.miner, ore(chain, name, "", quantityList=[told])) == [code]


def test_lot_is_weighed_by_who_has_it_and_by_inspectors_and_by_no_stranger(chain: Chain) -> None:
    name, elsewhere = "https://miner.example/lots/W", {"bizLocation": {"id": "https://t.example/x"}}
    chain.capture(chain.miner, ore(chain, name, ""))
    looks = {"action": "OBSERVE", "bizStep": "inspecting", **elsewhere}
    for actor, kg in ((chain.outsider, "100000"), (chain.smelting, "1")):
        chain.capture(actor, chain.event(hours=1, quantityList=[quantity(name, kg)], **looks))
        assert lot_cards([name])[0].mass_mg is None
    inspector = Actor("per-INSPECTOR", chain.world.provider, frozenset({Role.OPERATOR}))
    chain.capture(inspector, chain.event(hours=2, quantityList=[quantity(name, "900")], **looks))
    assert lot_cards([name])[0].mass_mg == 900 * KG
    chain.capture(chain.miner, chain.event(hours=3, quantityList=[quantity(name, "5")], **looks))
    assert lot_cards([name])[0].mass_mg == 900 * KG


# --- one hand-over in two words ---


@pytest.mark.parametrize(("later", "left"), [("50", 22), ("60", "18.4"), ("", 4)], ids=["the same", "more", "all"])
def test_what_was_shipped_from_an_account_and_then_departs_is_charged_once(
    chain: Chain, lot: str, later: str, left: str
) -> None:
    name, buyer, out = account(chain), Buyer(chain), HERE + "X"
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot))
    uncertified(chain, out, "100")
    hands = {"giver": chain.smelter, "taker": buyer.organisation, "place": chain.plant, "ore:model": "mass_balance"}
    chain.capture(chain.smelting, moved(chain, "shipping", 4, out, "50", **hands))
    chain.capture(chain.smelting, moved(chain, "departing", 5, out, later, **hands))
    assert in_account(chain, name) == Decimal(left) * KG
    got = {"giver": chain.smelter, "taker": buyer.organisation, "place": buyer.site}
    chain.capture(buyer.actor, moved(chain, "receiving", 6, out, "50", **got))
    assert in_account(chain, buyer.account) <= 18 * KG


# --- hands and plants that nobody looked at ---

OUTSIDE = "https://untold.example/org"


@pytest.mark.parametrize("named", [True, False], ids=["named", "not named"])
def test_hop_through_somebody_who_is_not_registered_ends_the_claim(chain: Chain, lot: str, named: bool) -> None:
    name = account(chain)
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot, taker=OUTSIDE))
    received = moved(chain, "receiving", 20, lot, giver=OUTSIDE)
    if not named:
        received.pop("sourceList")
    chain.capture(chain.smelting, received)
    assert in_account(chain, name) == 0
    assert [part.reason for part in claims_for(lot, holder=chain.smelter).lost] == ["hop"]


def test_plant_that_is_not_registered_is_in_the_scope_of_no_custody_certificate(chain: Chain, lot: str) -> None:
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot, place="https://smelter.example/depot"))
    elsewhere = {"bizLocation": {"id": "https://smelter.example/second"}}
    chain.capture(chain.smelting, made(chain, 3, [quantity(lot, "500")], HERE + "A", "50", **elsewhere))
    chain.capture(chain.smelting, made(chain, 4, [quantity(lot, "500")], HERE + "B", "50"))
    assert [part.reason for part in claims_for(HERE + "A").lost] == ["hop"]
    assert claims_for(HERE + "B").model == "identity_preserved"


# --- credits of what never was, and for what somebody else has ---


def test_credit_of_production_that_never_was_is_not_retired(chain: Chain) -> None:
    opened = {"element": "Co", "method": "book", "opened_on": chain.day, "at": chain.at}
    book = open_account(chain.miner, site=chain.pit, **opened).id
    begun = ore(chain, "https://miner.example/lots/K", "1000", eventID="urn:uuid:k")
    chain.capture(chain.miner, begun)
    asked = {"account": book, "each_kg": Decimal(20), "count": 2, "on": chain.at.date(), "at": chain.at}
    first, second = issue_credits(chain.miner, **asked)
    retire_credits(chain.miner, credit_ids=[first.id], note="given", at=chain.at)
    chain.capture(chain.miner, taken_back(begun, chain))
    with pytest.raises(CreditUncovered) as caught:
        retire_credits(chain.miner, credit_ids=[second.id], note="given", at=chain.at)
    assert "40" in str(caught.value)


def test_credits_are_retired_for_a_lot_only_by_who_has_all_of_it(chain: Chain) -> None:
    opened = {"element": "Co", "method": "book", "opened_on": chain.day, "at": chain.at}
    book = open_account(chain.miner, site=chain.pit, **opened).id
    plain = "https://miner.example/lots/P"
    chain.capture(chain.miner, ore(chain, "https://miner.example/lots/K", "1000"))
    chain.capture(chain.miner, ore(chain, plain, "1000", certificationInfo=[], **{"ore:claimed_pct": 0}))
    asked = {"account": book, "each_kg": Decimal(20), "on": chain.at.date(), "at": chain.at}
    (credit,) = issue_credits(chain.miner, **asked)
    chain.capture(chain.miner, moved(chain, "shipping", 1, plain, "900"))
    with pytest.raises(LotUnfit):
        retire_credits(chain.miner, credit_ids=[credit.id], lot=plain, at=chain.at)
    assert claims_for(plain, holder=chain.smelter).model == ""
