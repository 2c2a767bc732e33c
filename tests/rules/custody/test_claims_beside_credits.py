"""What credits leave to the material: production issued as credits is not claimed by a lot too, until it is sold."""

from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

import pytest

from orepass.custody.rules.claims.available import EMPTY, GONE, HELD, RECALLED, USED_UP, why_nothing
from orepass.custody.rules.claims.carrying import Paths
from orepass.custody.rules.claims.covered import covered_by_account
from orepass.custody.rules.claims.credited import CREDITED, less_credits, share_kept, share_of_book
from orepass.custody.rules.claims.facts import ClaimFacts
from orepass.custody.rules.claims.held import HOP, Held, Parts
from orepass.custody.rules.claims.offering import REASONS
from orepass.custody.rules.lots import Move, Movement
from tests.rules.custody.road import START, Road

HALF, WHOLE = Fraction(1, 2), Fraction(1)
BOOK = "bal-M1"


class Bag(NamedTuple):
    remaining_mg: int | None = 100
    used_up: bool = False
    ended: bool = False


FULL, USED, LOST, BARE = Bag(), Bag(0, used_up=True), Bag(0, ended=True), Bag(0)


@pytest.mark.parametrize(
    ("lots", "recalled", "held", "why"),
    [
        ([FULL], False, False, ""),
        ([Bag(None)], False, False, ""),
        ([], False, False, ""),
        ([FULL], False, True, HELD),
        ([FULL], True, True, RECALLED),
        ([USED], True, True, USED_UP),
        ([LOST], False, False, GONE),
        ([BARE], False, False, EMPTY),
        ([USED, FULL], False, False, ""),
        ([BARE, USED], False, False, EMPTY),
    ],
)
def test_of_what_is_gone_recalled_or_held_nothing_may_be_claimed(
    lots: list[Bag], recalled: bool, held: bool, why: str
) -> None:
    assert why_nothing(lots, recalled=recalled, held=held) == why
    assert not why or REASONS[why]


@pytest.mark.parametrize(
    ("left", "before", "wanted", "kept"),
    [
        (100, 0, Fraction(100), WHOLE),
        (100, 0, Fraction(400), Fraction(1, 4)),
        (100, 60, Fraction(80), HALF),
        (100, 100, Fraction(1), Fraction(0)),
        (100, 300, Fraction(1), Fraction(0)),
        (0, 0, Fraction(1), Fraction(0)),
        (0, 0, Fraction(0), WHOLE),
        (100, 0, None, Fraction(0)),
    ],
)
def test_a_lot_keeps_at_most_what_credits_and_earlier_passports_left(
    left: int, before: int, wanted: Fraction | None, kept: Fraction
) -> None:
    assert share_kept(left, Fraction(before), wanted) == kept


def mined(*lots: str) -> Road:
    """Lots of a hundred kilograms each, begun at one certified mine that keeps a book."""
    road = Road(keeping=("org-M1", "org-smelter"), booked_at=("M1",))
    for lot in lots:
        road.mine(lot, 100)
    return road


def lost(found: Parts) -> dict[str, Fraction]:
    shares: dict[str, Fraction] = {}
    for held, share in found.items():
        shares[held.lost] = shares.get(held.lost, Fraction(0)) + share
    return shares


def test_what_is_made_of_production_stays_production_until_it_is_sold_as_certified() -> None:
    road = mined("A", "B")
    road.mine("D", 100, certified=False)
    road.make("C", 150, {"A": 50, "D": 100}, by="org-M1")
    assert share_of_book(road.parts("C"), BOOK) == Fraction(1, 3)
    road.make("E", 150, {"A": 50, "B": 100}, by="org-M1")
    assert share_of_book(road.parts("E"), BOOK) == 1
    assert share_of_book(road.parts("E"), "bal-2") == 0
    road.hand("E", "org-M1", "org-smelter")
    found = road.parts("E")
    assert (share_of_book(found, BOOK), lost(found)) == (Fraction(0), {"": WHOLE})


def test_credits_take_from_the_production_of_their_account_and_from_nothing_else() -> None:
    road = mined("A")
    road.mine("B", 100, at="M2")
    road.hand("B", "org-M2", "org-M1")
    road.make("C", 200, {"A": 100, "B": 100}, by="org-M1")
    found = less_credits(road.parts("C"), {BOOK: Fraction(1, 4)})
    assert lost(found) == {"": Fraction(5, 8), CREDITED: Fraction(3, 8)}
    assert lost(less_credits(road.parts("C"), {})) == {"": WHOLE}
    assert not any(held.book for held in found)


def test_lots_that_went_the_same_way_in_one_event_lost_the_same() -> None:
    road = mined("A", "B")
    facts = ClaimFacts(by="org-M1", kept_by="")
    sent = [Movement(lot=lot, move=Move.SENT, at=START + timedelta(9), holder="org-X", claim=facts) for lot in "AB"]
    paths = Paths([*road.steps, *((9, moved) for moved in sent)])
    assert [lost(paths.of(lot, "org-X")) for lot in "AB"] == [{HOP: WHOLE}] * 2


def test_what_lost_its_claim_before_is_not_taken_again() -> None:
    gone = {Held(pack="s@1", model="segregated", lost=HOP, book=BOOK): WHOLE}
    assert (share_of_book(gone, BOOK), lost(less_credits(gone, {BOOK: Fraction(0)}))) == (Fraction(0), {HOP: WHOLE})


@pytest.mark.parametrize(
    ("model", "begun", "lost", "covered"),
    [
        ("mass_balance", {"CPS": "3/4", "uncertified": "1/4"}, {"uncertified": "1/40"}, Fraction(9, 40)),
        ("mass_balance", {"uncertified": "1/2", "unverified": "1/4", "unknown": "1/4"}, {"unknown": "1/8"}, "7/8"),
        ("mass_balance", {"CPS": "1"}, {"spent": "1/2"}, 0),
        ("mass_balance", {"CPS": "1"}, {"unknown": "1/2"}, 0),
        ("controlled_blending", {"CPS": "3/4", "uncertified": "1/4"}, {}, 0),
        ("", {"uncertified": "1"}, {"held": "1"}, 0),
    ],
)
def test_an_account_covers_what_is_claimed_and_was_not_certified_where_it_began(
    model: str, begun: dict[str, str], lost: dict[str, str], covered: Fraction | str
) -> None:
    shares, gone = ({name: Fraction(share) for name, share in told.items()} for told in (begun, lost))
    assert covered_by_account(model, shares, gone) == Fraction(covered)
