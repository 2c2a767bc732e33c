"""Receipts are reckoned anew from what still stands of all that happened before them."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from orepass.custody.rules import accounts
from orepass.custody.rules.accounts import Entry, Kind, Method, Terms, Unit
from orepass.custody.rules.claims.facts import ClaimFacts
from orepass.custody.rules.closing.reversal import taking_back
from orepass.custody.rules.lots import Move, Movement
from orepass.custody.rules.opened import OpenAccount
from orepass.custody.rules.reckoning import Ground, as_it_stands, earlier
from orepass.custody.rules.terms import Facts
from orepass.custody.rules.weighing import Step

DAY = date(2026, 3, 1)
LATER = date(2026, 3, 9)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RECEIVED = Movement(
    lot="a", move=Move.RECEIVED, at=NOON, holder="org-b", claim=ClaimFacts(by="org-a", booked="Co", pack="s@1")
)


def account(method: Method = Method.CREDIT, yield_ppm: int = accounts.PPM, unit: Unit = Unit.CONTAINED) -> OpenAccount:
    terms = Terms(method=method, unit=unit)
    return OpenAccount(
        id="bal-1", organisation="org-b", element="Co", terms=terms, opened_on=DAY, pack="s@1", yield_ppm=yield_ppm
    )


def moved(hour: int, lot: str = "a") -> Movement:
    return Movement(lot=lot, move=Move.SENT, at=NOON.replace(hour=hour))


def test_what_came_before_a_receipt_counts_and_of_the_same_instant_what_was_heard_first() -> None:
    steps: list[Step] = [(9, moved(11)), (4, moved(12)), (5, RECEIVED), (6, moved(12)), ("run", moved(12))]
    assert [step for step, _ in earlier([*steps, (1, moved(13))], RECEIVED, 5)] == [9, 4, "run"]


def test_a_lot_without_its_beginning_gives_nothing() -> None:
    begun = Movement(
        lot="a",
        move=Move.BEGUN,
        at=NOON.replace(hour=8),
        mass_mg=100,
        origin=True,
        certificate="crt-1",
        facts=Facts(element="Co"),
        claim=ClaimFacts(pack="s@1"),
    )
    assert Ground([(1, begun)]).share(RECEIVED, account()) == 1
    assert Ground([]).share(RECEIVED, account()) == 0


def test_an_account_of_mass_has_the_certified_part_of_all_the_mass() -> None:
    """100 kg of certified cobalt and 100 kg of lithium without certificate: all of the cobalt, half of the mass."""

    def begun(lot: str, element: str, pack: str) -> Movement:
        facts, right = Facts(element=element), ClaimFacts(pack=pack)
        named = "crt-1" if pack else ""
        return Movement(
            lot=lot,
            move=Move.BEGUN,
            at=NOON.replace(hour=7),
            mass_mg=100,
            origin=True,
            certificate=named,
            claim_class="" if pack else "uncertified",
            facts=facts,
            claim=right,
        )

    def used(lot: str) -> Movement:
        return Movement(lot=lot, move=Move.USED, at=NOON.replace(hour=8), mass_mg=100)

    made = Movement(lot="a", move=Move.BEGUN, at=NOON.replace(hour=8), mass_mg=200, facts=Facts(element="Co"))
    steps: list[Step] = [(1, begun("co", "Co", "s@1")), (2, begun("li", "Li", ""))]
    ground = Ground([*steps, (3, used("co")), (3, used("li")), (3, made)])
    assert (ground.share(RECEIVED, account()), ground.share(RECEIVED, account(unit=Unit.MASS))) == (1, Fraction(1, 2))
    assert Ground([]).share(RECEIVED, account(unit=Unit.MASS)) == 0


@pytest.mark.parametrize(
    ("method", "yield_ppm", "share", "left"),
    [
        (Method.CREDIT, accounts.PPM, Fraction(1, 2), 50),
        (Method.CREDIT, 900_000, Fraction(1, 2), 45),
        (Method.ROLLING, 900_000, Fraction(1, 2), 50),
        (Method.CREDIT, accounts.PPM, Fraction(1), 80),
        (Method.CREDIT, accounts.PPM, Fraction(0), 0),
    ],
)
def test_a_receipt_is_never_worth_more_than_was_booked(
    method: Method, yield_ppm: int, share: Fraction, left: int
) -> None:
    entry = as_it_stands(Entry(DAY, 80, Kind.RECEIPT, 100), share, account(method, yield_ppm))
    assert (entry.amount_mg, entry.total_mg) == (left, 100)
    assert as_it_stands(Entry(DAY, 80, Kind.RECEIPT), share, account(method)).amount_mg == 0


def test_a_receipt_that_is_worth_less_is_corrected_by_the_difference_and_goes_with_it_later() -> None:
    receipt, terms = Entry(DAY, 100, Kind.RECEIPT, 100), Terms()
    half = Entry(DAY, 50, Kind.RECEIPT, 100)
    first = taking_back([receipt], receipt, terms, opened_on=DAY, on=LATER, instead=half)
    assert first == [Entry(LATER, -50, Kind.CORRECTION)]
    rest = taking_back([receipt, *first], receipt, terms, opened_on=DAY, on=LATER, beside=first)
    assert rest == [Entry(LATER, -50, Kind.CORRECTION)]


def test_a_receipt_that_is_worth_less_lowers_the_percentage_of_its_month_and_leaves_it_later() -> None:
    receipt, terms = Entry(DAY, 100, Kind.RECEIPT, 100), Terms(method=Method.ROLLING)
    half = Entry(DAY, 50, Kind.RECEIPT, 100)
    first = taking_back([receipt], receipt, terms, opened_on=DAY, on=LATER, instead=half)
    assert first == [Entry(LATER, -50, Kind.CORRECTION, 0, DAY)]
    rest = taking_back([receipt, *first], receipt, terms, opened_on=DAY, on=LATER, beside=first)
    assert rest == [Entry(LATER, -50, Kind.CORRECTION, -100, DAY)]
