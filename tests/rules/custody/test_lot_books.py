"""What accounts hold of one lot: it comes in once, goes out once, and is claimed for no more than it contains."""

from decimal import Decimal

import pytest

from orepass.custody.rules.accounts import Kind, Unit
from orepass.custody.rules.happening import Portion
from orepass.custody.rules.lot_books import LotBook, Noted, least
from orepass.custody.rules.lots import Lot
from orepass.custody.rules.measuring import at_most, begun_of, part_of, whole_of
from orepass.custody.rules.terms import Facts


def noted(kind: Kind, amount: int, total: int | None = None, account: str = "a", *, by_claim: bool = True) -> Noted:
    return Noted(account=account, kind=kind, amount_mg=amount, total_mg=total, by_claim=by_claim)


def test_a_lot_that_is_inside_does_not_come_in_again_and_goes_out_once() -> None:
    book = LotBook([noted(Kind.RECEIPT, 30, 60)])
    assert (book.inside("a", 100), book.room("a", 100), book.room("b", 100), book.room("a", None)) == (
        60,
        40,
        100,
        None,
    )
    book.take(noted(Kind.SENT, 0, 60))
    assert (book.inside("a", 100), book.room("a", 100)) == (0, 100)


def test_a_lot_made_at_the_place_goes_out_up_to_what_it_is() -> None:
    book = LotBook([noted(Kind.SENT, 0, 70)])
    assert (book.inside("a", 100), book.room("a", 100), book.inside("a", None)) == (30, 70, None)


def test_entries_without_a_whole_are_their_own() -> None:
    assert LotBook([noted(Kind.RECEIPT, 40)]).inside("a", 100) == 40


def test_a_claim_stays_with_the_lot_until_another_account_takes_it_in() -> None:
    book = LotBook([noted(Kind.CLAIM, -40, 100)])
    assert book.claimed == 40
    carried = [book.carries(wanted, account) for wanted, account in ((40, "b"), (41, "b"), (40, "a"), (0, "b"))]
    assert carried == [True, False, False, False]
    book.take(noted(Kind.RECEIPT, 40, 100, account="b"))
    assert (book.claimed, book.carries(1, "a")) == (0, False)


def test_production_and_its_sale_are_no_claims_of_the_lot() -> None:
    book = LotBook([noted(Kind.RECEIPT, 40, 40, by_claim=False), noted(Kind.SALE, -40, 40, by_claim=False)])
    assert (book.claimed, book.inside("a", 40)) == (0, 0)


def test_causes_change_nothing_of_a_lot() -> None:
    assert LotBook([noted(Kind.CORRECTION, 5)]).ins == {}


@pytest.mark.parametrize(("wanted", "over"), [(30, False), (31, False), (32, True)])
def test_all_claims_and_credits_together_fit_into_the_lot(wanted: int, over: bool) -> None:
    book = LotBook([noted(Kind.CLAIM, -50, 100)], retired=20)
    assert (book.over(wanted, 100), book.over(wanted, None)) == (over, False)


def test_a_limit_that_nobody_knows_limits_nothing() -> None:
    assert (least(5, None), least(5, 3), least(3, 5)) == (5, 3, 3)


# --- what an account counts of a lot ---


def lot(moisture: str | None = "25") -> Lot:
    found = Lot("A")
    found.mass_mg, found.content_mg, found.used_mass_mg, found.used_content_mg = 1000, 40, 200, 10
    found.facts = Facts(moisture_pct=None if moisture is None else Decimal(moisture))
    return found


@pytest.mark.parametrize(
    ("unit", "left", "part", "whole"),
    [(Unit.CONTAINED, 30, 4, 40), (Unit.MASS, 800, 100, 1000), (Unit.DRY, 600, 75, 750)],
)
def test_a_lot_comes_to_what_its_account_counts(unit: Unit, left: int, part: int, whole: int) -> None:
    assert (part_of(lot(), None, unit), part_of(lot(), 100, unit), whole_of(lot(), unit)) == (left, part, whole)


def test_without_a_moisture_nobody_knows_the_dry_mass() -> None:
    assert (part_of(lot(None), None, Unit.DRY), whole_of(lot(None), Unit.DRY)) == (None, None)
    assert whole_of(Lot("B"), Unit.MASS) is None


def test_a_lot_that_begins_comes_to_what_is_said_of_it() -> None:
    portion = Portion(uri="A", mass_mg=1000, content_mg=40, facts=Facts(moisture_pct=Decimal(10)))
    assert [begun_of(portion, unit) for unit in (Unit.CONTAINED, Unit.MASS, Unit.DRY)] == [40, 1000, 900]


def test_no_more_is_contained_than_a_lot_weighs() -> None:
    assert (at_most(4, 9, Unit.CONTAINED), at_most(None, 9, Unit.CONTAINED), at_most(None, None, Unit.DRY)) == (
        4, 9, None)  # fmt: skip
    assert at_most(None, 9, Unit.MASS) is None
