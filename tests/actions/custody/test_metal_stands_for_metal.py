"""An account of contained cobalt gives a claim for cobalt: not for the nickel, or whatever else, that is beside it."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from orepass.custody.models import Account
from orepass.custody.queries.claims import claims_for
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import (
    HERE,
    KG,
    Buyer,
    account,
    in_account,
    moved,
    ore,
    quantity,
)

pytestmark = pytest.mark.django_db
LOT, PRECURSOR, LITHIUM, CATHODE = (f"{HERE}{name}" for name in ("ore", "pre", "li", "cam"))


def step(chain: Chain, hours: int, inputs: list[dict[str, Any]], out: str, kg: str, material: str) -> dict[str, Any]:
    """What goes in comes out under another name, at one per cent of cobalt."""
    told = {"ore:material": material, "ore:element": "Co", "ore:grade_pct": Decimal(1)}
    sides = {"inputQuantityList": inputs, "outputQuantityList": [quantity(out, kg)], "ilmd": told}
    return chain.event("TransformationEvent", hours=hours, site=chain.plant, **sides)


def lithium(chain: Chain) -> dict[str, Any]:
    told = {"ore:material": "lithium_carbonate", "ore:grade_pct": Decimal(18)}
    begun = chain.event(action="ADD", site=chain.plant, hours=3, quantityList=[quantity(LITHIUM, "100")], ilmd=told)
    return begun | {"ore:claimed_pct": 0}


def sold(chain: Chain, other: Buyer, **claimed: Any) -> None:
    parties = {"giver": chain.smelter, "taker": other.organisation}
    sent = moved(chain, "shipping", 6, CATHODE, place=chain.plant, **parties)
    chain.capture(chain.smelting, sent | {"ore:model": "mass_balance"} | claimed)
    chain.capture(other.actor, moved(chain, "receiving", 7, CATHODE, place=other.site, **parties))


def made_of_ore(chain: Chain) -> None:
    """1,000 kg of certified ore are 2,000 kg of precursor with what nobody told of, and with lithium 2,100."""
    chain.capture(chain.miner, ore(chain, LOT, "1000"), moved(chain, "shipping", 1, LOT))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, LOT), lithium(chain))
    chain.capture(chain.smelting, step(chain, 4, [quantity(LOT, "1000")], PRECURSOR, "2000", "cobalt_precursor"))
    both = [quantity(PRECURSOR), quantity(LITHIUM)]
    chain.capture(chain.smelting, step(chain, 5, both, CATHODE, "2100", "cobalt_cathode"))


def test_credit_of_contained_cobalt_claims_the_mass_that_was_cobalt_ore(chain: Chain) -> None:
    """1,000 kg of ore with 40 kg of cobalt bind 12 kg more as precursor: 1,012 of the 2,100 kg, and not 2,000."""
    opened, other = account(chain), Buyer(chain)
    Account.objects.filter(pk=other.account).delete()
    made_of_ore(chain)
    assert in_account(chain, opened) == 40 * KG
    sold(chain, other)
    claim = claims_for(CATHODE)
    assert in_account(chain, opened) == (40 - 21) * KG
    assert (claim.model, claim.percent) == ("mass_balance", 48)
    assert {lost.reason: round(100 * Fraction(lost.share_exact)) for lost in claim.lost} == {
        "unknown": 47,
        "uncertified": 5,
    }
    assert claim.mass_mg is not None
    assert 980 * KG < claim.mass_mg < 1012 * KG


def test_all_of_the_cobalt_is_credited_to_the_next_account_whatever_is_beside_it(chain: Chain) -> None:
    account(chain)
    other = Buyer(chain)
    made_of_ore(chain)
    sold(chain, other)
    assert in_account(chain, other.account) == 21 * KG


def test_credit_of_mass_gives_for_all_that_the_lot_weighs(chain: Chain) -> None:
    opened, other = account(chain), Buyer(chain)
    Account.objects.filter(pk=other.account).delete()
    Account.objects.update(unit="mass")
    made_of_ore(chain)
    assert in_account(chain, opened) == 1000 * KG
    sold(chain, other, **{"ore:claimed_pct": 47})
    claim = claims_for(CATHODE)
    # 47 per cent of the 2,000 kg that are no lithium, and no more kilograms than the account gave.
    assert (claim.model, claim.share) == ("mass_balance", Fraction(47, 100) * Fraction(2000, 2100))
    assert in_account(chain, opened) == (1000 - 987) * KG
    assert claim.mass_mg is not None
    assert claim.mass_mg < 987 * KG


def test_an_account_of_mass_is_credited_with_the_certified_part_of_the_mass_and_no_more(chain: Chain) -> None:
    """What is certified as cobalt is all of the cobalt, and 1,012 of the 1,112 kg that somebody told of."""
    other = Buyer(chain)
    Account.objects.update(unit="mass")
    made_of_ore(chain)
    parties = {"giver": chain.smelter, "taker": other.organisation}
    chain.capture(chain.smelting, moved(chain, "shipping", 6, CATHODE, place=chain.plant, **parties))
    chain.capture(other.actor, moved(chain, "receiving", 7, CATHODE, place=other.site, **parties))
    assert 980 * KG < in_account(chain, other.account) < 1012 * KG
