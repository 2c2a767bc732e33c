"""Dated ledgers of a furnace, and of a class of ore, that goes on after a part was sold; who buys keeps an account."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from orepass.custody.models import Entry
from orepass.custody.queries import classes_of_all_lots, composition
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.reaching import Asked, find
from orepass.custody.rules.terms import uri_of
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import (
    Buyer,
    account,
    in_account,
    made,
    moved,
    ore,
    quantity,
    taken_back,
)

pytestmark = pytest.mark.django_db
KG = 10**6
HERE = "https://smelter.example/lots/"
CAMPAIGN = "urn:x:furnace-7"
A, B = HERE + "A", HERE + "B"


@pytest.fixture
def ores(chain: Chain) -> dict[str, str]:
    """1,000 kg of ore with 40 kg of cobalt each, at the plant: certified, and not."""
    good, other = f"{uri_of(chain.pit)}/lots/GOOD", f"{uri_of(chain.pit)}/lots/OTHER"
    bare = ore(chain, other, "1000") | {"ore:claimed_pct": Decimal(0)}
    bare.pop("certificationInfo")
    chain.capture(chain.miner, ore(chain, good, "1000"), bare)
    for lot in (good, other):
        chain.capture(chain.miner, moved(chain, "shipping", 1, lot, "1000"))
        chain.capture(chain.smelting, moved(chain, "receiving", 2, lot, "1000"))
    return {"good": good, "other": other}


def fed(chain: Chain, hours: int, lot: str) -> dict[str, Any]:
    return made(chain, hours, [quantity(lot)], transformationID=CAMPAIGN)


def out(chain: Chain, hours: int, lot: str) -> dict[str, Any]:
    """100 kg of hydroxide with 36 kg of cobalt."""
    return made(chain, hours, [], lot, "100", transformationID=CAMPAIGN)


def sold(chain: Chain, buyer: Buyer, hours: int, lot: str) -> None:
    parties = {"giver": chain.smelter, "taker": buyer.organisation}
    chain.capture(chain.smelting, moved(chain, "shipping", hours, lot, "100", place=chain.plant, **parties))
    chain.capture(buyer.actor, moved(chain, "receiving", hours + 1, lot, "100", place=buyer.site, **parties))


def test_nothing_certified_is_sold_before_anything_certified_was_fed(chain: Chain, ores: dict[str, str]) -> None:
    buyer = Buyer(chain)
    for event in (fed(chain, 3, ores["other"]), out(chain, 4, A), fed(chain, 8, ores["good"]), out(chain, 9, B)):
        chain.capture(chain.smelting, event)
    sold(chain, buyer, 5, A)
    assert in_account(chain, buyer.account) == 0
    sold(chain, buyer, 10, B)
    # 4 of 44 kg of cobalt were left of what was fed first
    assert in_account(chain, buyer.account) == 36 * KG * 10 // 11
    assert (claims_for(A).share_exact, [part.share for part in composition(B)]) == (
        "0",
        [Fraction(10, 11), Fraction(1, 11)],
    )


def test_what_was_sold_as_certified_is_not_there_for_the_next_product(chain: Chain, ores: dict[str, str]) -> None:
    buyer = Buyer(chain)
    chain.capture(chain.smelting, fed(chain, 3, ores["good"]), out(chain, 4, A))
    sold(chain, buyer, 5, A)
    assert in_account(chain, buyer.account) == 36 * KG
    chain.capture(chain.smelting, fed(chain, 8, ores["other"]))
    chain.capture(chain.smelting, out(chain, 9, B))
    assert claims_for(B).share == Fraction(1, 11)
    sold(chain, buyer, 10, B)
    assert 39 * KG < in_account(chain, buyer.account) <= 40 * KG
    assert not any(name.startswith(" ") for name in classes_of_all_lots())


def test_what_is_told_late_takes_its_place_in_time(chain: Chain, ores: dict[str, str]) -> None:
    chain.capture(chain.smelting, fed(chain, 3, ores["good"]))
    chain.capture(chain.smelting, fed(chain, 8, ores["other"]))
    chain.capture(chain.smelting, out(chain, 9, B))
    assert claims_for(B).share == Fraction(1, 2)
    chain.capture(chain.smelting, out(chain, 4, A))
    assert (claims_for(A).share, claims_for(B).share) == (1, Fraction(1, 11))


def credited(chain: Chain, ores: dict[str, str], buyer: Buyer) -> dict[str, Any]:
    """36 kg of cobalt come out of certified ore, and are credited to the buyer; returns the event of the feed."""
    first = fed(chain, 3, ores["good"]) | {"eventID": "urn:uuid:fed"}
    chain.capture(chain.smelting, first)
    chain.capture(chain.smelting, out(chain, 6, A))
    sold(chain, buyer, 7, A)
    assert in_account(chain, buyer.account) == 36 * KG
    return first


def test_feed_that_is_told_late_corrects_what_was_credited(chain: Chain, ores: dict[str, str]) -> None:
    buyer = Buyer(chain)
    credited(chain, ores, buyer)
    chain.capture(chain.smelting, fed(chain, 4, ores["other"]))
    assert (claims_for(A).share, in_account(chain, buyer.account)) == (0, 18 * KG)
    assert Entry.objects.filter(corrects__isnull=False).count() == 1


def test_feed_that_is_told_in_time_corrects_nothing(chain: Chain, ores: dict[str, str]) -> None:
    buyer = Buyer(chain)
    credited(chain, ores, buyer)
    chain.capture(chain.smelting, fed(chain, 9, ores["other"]))
    assert in_account(chain, buyer.account) == 36 * KG
    assert Entry.objects.count() == 1


def test_product_that_is_told_late_corrects_what_was_credited_with_a_later_one(
    chain: Chain, ores: dict[str, str]
) -> None:
    buyer = Buyer(chain)
    for event in (fed(chain, 3, ores["good"]), fed(chain, 8, ores["other"]), out(chain, 9, B)):
        chain.capture(chain.smelting, event)
    sold(chain, buyer, 10, B)
    assert in_account(chain, buyer.account) == 18 * KG
    chain.capture(chain.smelting, out(chain, 4, A))
    assert in_account(chain, buyer.account) == 36 * KG // 11
    sold(chain, buyer, 12, A)
    assert 39 * KG < in_account(chain, buyer.account) <= 40 * KG


@pytest.mark.parametrize(("ore_anew", "left_kg"), [("good", 36), ("other", 0)])
def test_feed_that_is_taken_back_and_told_anew_in_one_document_is_credited_by_what_it_was(
    chain: Chain, ores: dict[str, str], ore_anew: str, left_kg: int
) -> None:
    buyer = Buyer(chain)
    first = credited(chain, ores, buyer)
    anew = fed(chain, 3, ores[ore_anew]) | {"eventID": "urn:uuid:fed-anew"}
    assert chain.capture(chain.smelting, taken_back(first, chain), anew).captured == 2
    assert in_account(chain, buyer.account) == left_kg * KG


def test_certified_feed_that_is_told_late_brings_no_credit(chain: Chain, ores: dict[str, str]) -> None:
    buyer = Buyer(chain)
    chain.capture(chain.smelting, fed(chain, 3, ores["other"]))
    chain.capture(chain.smelting, out(chain, 6, A))
    sold(chain, buyer, 7, A)
    chain.capture(chain.smelting, fed(chain, 4, ores["good"]))
    assert in_account(chain, buyer.account) == 0
    assert not Entry.objects.filter(corrects__isnull=False).exists()


def test_a_recall_reaches_a_product_by_what_was_fed_before_it(chain: Chain, ores: dict[str, str]) -> None:
    for event in (fed(chain, 3, ores["good"]), out(chain, 4, A), fed(chain, 8, ores["other"]), out(chain, 9, B)):
        chain.capture(chain.smelting, event)
    parts = find(Asked(lot=ores["other"])).reached.parts
    assert {name: part.most for name, part in parts.items()} == {ores["other"]: 1, B: Fraction(10, 11)}
    parts = find(Asked(lot=ores["good"])).reached.parts
    assert {name: part.most for name, part in parts.items()} == {ores["good"]: 1, A: 1, B: Fraction(1, 11)}


def test_product_and_feed_that_one_document_tells_are_followed_with_what_was_told_before(
    chain: Chain, ores: dict[str, str]
) -> None:
    buyer = Buyer(chain)
    chain.capture(chain.smelting, fed(chain, 3, ores["good"]), out(chain, 4, A))
    chain.capture(chain.smelting, fed(chain, 8, ores["other"]), out(chain, 9, B))
    sold(chain, buyer, 10, B)
    assert in_account(chain, buyer.account) == 36 * KG // 11


@pytest.mark.parametrize(("certified_first", "first_kg", "in_all_kg"), [(True, 20, 40), (False, 0, 40)])
def test_what_begins_of_a_class_after_a_part_was_sold_is_not_credited_twice(
    chain: Chain, certified_first: bool, first_kg: int, in_all_kg: int
) -> None:
    name, lot = account(chain), f"{uri_of(chain.pit)}/lots/CLASS"
    good, bare = ore(chain, lot, "1000"), ore(chain, lot, "1000") | {"ore:claimed_pct": Decimal(0)}
    bare.pop("certificationInfo")
    first, then = (good, bare) if certified_first else (bare, good)
    chain.capture(chain.miner, first)
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot, "500"))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot, "500"))
    assert in_account(chain, name) == first_kg * KG
    chain.capture(chain.miner, then | {"eventTime": chain.time(3)})
    chain.capture(chain.miner, moved(chain, "shipping", 4, lot, "1500"))
    chain.capture(chain.smelting, moved(chain, "receiving", 5, lot, "1500"))
    assert in_account(chain, name) == in_all_kg * KG
