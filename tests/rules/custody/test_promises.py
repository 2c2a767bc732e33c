"""What passports claim of a book and claim account stays in it, whoever takes something out (C14, C20)."""

from datetime import date
from decimal import Decimal

import pytest

from orepass.custody.rules.accounts import Entry, Kind
from orepass.custody.rules.promises import Promise, Promises
from tests.rules.custody.road import Road

ON = date(2026, 3, 2)
KG = 10**6


def issued(kg: int) -> tuple[str, Entry]:
    return "", Entry(ON, -kg * KG, Kind.ISSUE)


def sold(lot: str, kg: int, of: int | None = None) -> tuple[str, Entry]:
    """A lot is sold: what is claimed, and of how much that leaves."""
    return lot, Entry(ON, -kg * KG, Kind.SALE, (of or kg) * KG)


def promising(left: int, **by_lot: tuple[int, int]) -> Promises:
    return Promises(left * KG, {lot: Promise(amount * KG, of * KG) for lot, (amount, of) in by_lot.items()})


ALL_OF_A = {"A": (60, 60)}
BOTH = {"A": (60, 60), "B": (40, 40)}
THREE_QUARTERS = {"A": (30, 40)}


@pytest.mark.parametrize(
    ("left", "by_lot", "taken", "missing"),
    [
        (100, {}, [issued(100)], 0),
        (100, ALL_OF_A, [issued(40)], 0),
        (100, ALL_OF_A, [issued(41)], 1),
        (100, ALL_OF_A, [sold("B", 41)], 1),
        (100, ALL_OF_A, [sold("A", 60)], 0),
        (100, ALL_OF_A, [sold("A", 30), issued(41)], 1),
        (100, BOTH, [sold("A", 61)], 1),
        (100, BOTH, [sold("C", 1)], 1),
        (30, THREE_QUARTERS, [sold("A", 30, of=40)], 0),
        (30, THREE_QUARTERS, [sold("A", 10, of=20)], 0),
        (30, THREE_QUARTERS, [sold("A", 20, of=20)], 5),
        (90, BOTH, [sold("A", 20)], 0),
        (90, BOTH, [issued(5)], 5),
    ],
)
def test_nothing_leaves_that_a_passport_claims(
    left: int, by_lot: dict[str, tuple[int, int]], taken: list[tuple[str, Entry]], missing: int
) -> None:
    promises = promising(left, **by_lot)
    assert promises.missing(taken) == missing * KG
    assert promises == promising(left, **by_lot)


def test_what_comes_in_and_what_leaves_is_remembered() -> None:
    promises = promising(100, A=(60, 60))
    assert promises.free_kg == Decimal(40)
    promises.take("B", Entry(ON, 10 * KG, Kind.RECEIPT, 10 * KG))
    promises.take("A", Entry(ON, -20 * KG, Kind.SALE, 20 * KG))
    assert (promises, promises.free_kg) == (promising(90, A=(40, 40)), Decimal(50))
    promises.take("A", Entry(ON, -60 * KG, Kind.SALE, 60 * KG))
    promises.take("A", Entry(ON, -60 * KG, Kind.SALE))
    assert (promises, promises.free_kg) == (promising(-30, A=(0, 0)), Decimal(0))


def test_what_is_made_of_a_lot_is_promised_no_longer() -> None:
    promises = promising(100, A=(60, 80))
    promises.use("A", 1000, 250)
    promises.use("B", 1000, 250)
    assert promises == promising(100, A=(15, 20))
    promises.use("A", None, None)
    assert promises == promising(100, A=(15, 20))
    promises.use("A", 250, None)
    assert promises == promising(100, A=(0, 0))


def two_bags(left: int = 0) -> Road:
    """Two bags of a hundred kilograms in a book; a passport claims one of them, and so much else is left."""
    road = Road(keeping=("org-M1", "org-smelter"), booked_at=("M1", "M2"))
    for bag in "AB":
        road.mine(bag, 100)
    road.books.promises = {"bal-M1": promising(100 + left, A=(100, 100))}
    return road


def test_another_bag_is_not_sold_for_what_a_passport_claims_while_its_own_is() -> None:
    road = two_bags(left=40)
    assert not road.send("B", "org-M1", "org-smelter")
    assert not road.send("B", "org-M1", "org-smelter", kg=41)
    assert road.send("B", "org-M1", "org-smelter", kg=40)
    assert road.send("A", "org-M1", "org-smelter")
    assert road.books.promises == {"bal-M1": promising(0, A=(0, 0))}


def test_what_is_sold_without_a_claim_breaks_no_promise() -> None:
    road = two_bags()
    assert road.send("B", "org-M1", "org-smelter", claimed_pct=Decimal(0))
    road.mine("C", 10)
    assert road.send("C", "org-M1", "org-smelter")
    assert road.books.promises == {"bal-M1": promising(100, A=(100, 100))}


def test_a_book_that_no_passport_speaks_of_sells_as_before() -> None:
    road = two_bags()
    road.mine("D", 100, at="M2")
    assert road.send("D", "org-M2", "org-smelter")


def test_what_is_made_of_the_promised_bag_may_be_sold() -> None:
    road = two_bags()
    road.make("C", 100, {"A": 100}, by="org-M1")
    assert road.send("C", "org-M1", "org-smelter")
