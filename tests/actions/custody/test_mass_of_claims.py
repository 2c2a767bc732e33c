"""No more of a lot's mass is claimed, or credited, than went in with a claim, whatever is told of it."""

from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import CaptureRefused
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.folding import fold
from orepass.custody.queries.journal import events_count
from orepass.custody.queries.lots import lot_card
from orepass.custody.rules.lots import COUNTED, EVEN, REST
from tests.actions.custody.test_capture import refused

pytestmark = pytest.mark.django_db

HERE = "https://smelter.example/lots/"
KG = 10**6


def part(name: str, kg: int) -> dict[str, Any]:
    return {"epcClass": f"{HERE}{name}", "quantity": Decimal(kg), "uom": "KGM"}


def made(chain: Any, bag: str, name: str, kg: int, *besides: dict[str, Any], **ilmd: Any) -> Any:
    step = chain.event("TransformationEvent", hours=3, site=chain.plant, inputEPCList=[bag])
    step |= {"inputQuantityList": list(besides), "outputQuantityList": [part(name, kg)]}
    return chain.capture(chain.smelting, step | {"ilmd": {f"ore:{key}": value for key, value in ilmd.items()}})


def uncertified(chain: Any, name: str, kg: int, grade: str) -> dict[str, Any]:
    ilmd = {"ore:material": "cobalt_ore", "ore:grade_pct": Decimal(grade)}
    begun = chain.event(action="ADD", quantityList=[part(name, kg)], hours=2, site=chain.plant, ilmd=ilmd)
    chain.capture(chain.smelting, begun | {"ore:claimed_pct": 0})
    return part(name, kg)


def test_hydroxide_of_a_hundred_times_the_ore_is_refused_and_nothing_is_kept(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    before = events_count()
    with pytest.raises(CaptureRefused, match="100000 kg came out"):
        made(chain, bag, "G", 100_000, material="cobalt_hydroxide")
    assert events_count() == before


@pytest.mark.parametrize(
    ("grade", "percent"), [("0", 9), ("0.01", 97)], ids=["told to hold nothing", "told to be poor"]
)
def test_poor_ore_without_a_certificate_leaves_the_mass_of_a_claim_as_it_was(
    chain: Any, grade: str, percent: int
) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    made(chain, bag, "M", 11_000, uncertified(chain, "P", 10_000, grade), material="cobalt_ore")
    claim = claims_for(f"{HERE}M")
    assert (claim.model, claim.percent, claim.mass_mg) == ("controlled_blending", percent, 1000 * KG)


def test_what_was_assayed_thin_counts_with_what_went_in(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    made(chain, bag, "T", 100_000, material="cobalt_hydroxide", grade_pct=Decimal("0.036"))
    claim = claims_for(f"{HERE}T")
    # 1,000 kg of ore, and what 40 kg of cobalt bind more as Co(OH)2 than as CoO
    assert (claim.percent, (claim.mass_mg or 0) // KG) == (100, 1012)


def test_what_alike_parts_would_hold_is_kept_for_the_next_step_and_told_to_nobody(chain: Any) -> None:
    first = chain.bag("B1", kg="100")
    chain.hand_over(first)
    parts = [{"epcClass": f"https://smelter.example/lots/{name}", "quantity": 50, "uom": "KGM"} for name in "PQ"]
    split = chain.event(
        "TransformationEvent", hours=3, site=chain.plant, inputEPCList=[first], outputQuantityList=parts
    ) | {"ilmd": {"ore:material": "cobalt_ore"}}
    for mark in (EVEN, COUNTED):
        told = split | {"ilmd": {"ore:material": "cobalt_ore", "ore:element": f"{mark}Co"}}
        assert refused(chain.capture, chain.smelting, told) == {"custody.term.invalid"}
    chain.capture(chain.smelting, split)
    uri = parts[0]["epcClass"]
    # What is in no cobalt oxide of the ore is halved by mass: 100 kg less 4 kg of cobalt as CoO.
    kept = {f"{EVEN}Co": 2_000_000, f"{COUNTED}Co": 2_000_000, REST: 47_457_089}
    assert fold([uri]).get(uri).most == {"Co": 4_000_000} | kept
    assert lot_card(uri).at_most == {"Co": 4_000_000}
