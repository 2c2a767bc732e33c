"""Parts of one lot: what never left, what came back and what went on are parts alike, and mix by mass."""

from fractions import Fraction

import pytest

from orepass.custody.rules.claims.carrying import Paths
from orepass.custody.rules.claims.held import HOP, UNDISPATCHED
from tests.rules.custody.road import KG, Road

M, S, B, T = "org-M1", "org-smelter", "org-buyer", "org-trader"
MB = "mass_balance"
HALF = Fraction(1, 2)


def certified(kg: int = 1000, **more: object) -> Road:
    """A certified lot of the mine; the trader has no certificate for its hands."""
    road = Road(keeping=(S, B))
    road.mine("A", kg, **more)
    return road


# --- a part that comes back (audit of 23 November 2026, O1 and H1) ---


@pytest.mark.parametrize("sent", [1, 100, 999])
def test_claim_that_an_account_gave_for_a_part_comes_back_for_that_part(sent: int) -> None:
    road = certified(certified=False)
    road.hand("A", M, S, kg=sent, model=MB, given=Fraction(1))
    road.hand("A", S, M, kg=sent)
    assert (road.share("A", M), road.claim("A", M).model) == (Fraction(sent, 1000), MB)
    road.make("P", 1000, {"A": 1000}, by=M)
    assert road.share("P") == Fraction(sent, 1000)


def test_part_that_goes_on_to_whoever_began_the_lot_claims_for_itself() -> None:
    road = certified(certified=False)
    road.hand("A", M, S, kg=10)
    road.hand("A", S, M, kg=10, model=MB, given=Fraction(1))
    assert road.share("A", M) == Fraction(1, 100)


@pytest.mark.parametrize("sample", [1, 500])
def test_sample_that_comes_back_without_its_claim_leaves_the_rest_its_own(sample: int) -> None:
    road = certified()
    road.hand("A", M, T, kg=sample)
    road.hand("A", T, M, kg=sample)
    kept = Fraction(1000 - sample, 1000)
    assert (road.share("A", M), dict(road.claim("A", M).lost)) == (kept, {HOP: 1 - kept})
    assert road.send("A", M, S)
    assert road.arriving("A", M, S) == kept


def test_part_that_was_sold_out_of_a_book_and_came_back_is_not_in_it_again() -> None:
    road = Road(keeping=(S,), booked_at=("M1",))
    road.mine("A", 100)
    road.hand("A", M, S, kg=50)
    road.hand("A", S, M, kg=50)
    assert (road.share("A", M), road.free("A", M), road.in_book("M1")) == (1, HALF, 50)
    assert road.issue("M1", Fraction(50))
    assert not road.issue("M1", Fraction(1))


def test_what_comes_back_on_the_way_does_not_lessen_what_a_dispatch_takes_out_of_the_book() -> None:
    road = Road(keeping=(S,), booked_at=("M1",))
    road.mine("A", 100)
    road.hand("A", M, S, kg=50)
    road.send("A", S, M, kg=50)
    assert road.send("A", M, S, kg=50)
    assert (road.in_book("M1"), road.free("A", S)) == (0, 1)


# --- what is there is what the parts say (O10) ---


def test_part_that_was_told_in_several_words_weighs_once_beside_the_next() -> None:
    road = certified()
    for word in ("", "departing"):
        road.send("A", M, S, kg=500, word=word)
    for word in ("arriving", "", "accepting"):
        road.receive("A", M, S, kg=500, word=word)
    road.hand("A", M, T, kg=500)
    road.hand("A", T, S, kg=500)
    assert road.share("A", S) == HALF


def test_part_that_was_destroyed_lends_nothing_to_the_next() -> None:
    road = certified()
    road.hand("A", M, S, kg=500)
    road.lose("A", 500, by=S)
    road.hand("A", M, T, kg=500)
    road.hand("A", T, S, kg=500)
    assert (road.share("A", S), road.claim("A", S).reason) == (0, HOP)


def test_second_word_of_a_delivery_that_is_credited_spends_what_came_with_the_first() -> None:
    road = certified()
    road.send("A", M, S, kg=200)
    road.receive("A", M, S, kg=200, word="arriving")
    for kg, share in ((50, Fraction(3, 4)), (None, 0)):
        road.receive("A", M, S, kg=kg, credited="Co", word="accepting")
        assert (road.share("A", S), road.share("A", M)) == (share, 1)


def test_of_more_than_somebody_has_nobody_told_that_it_was_sent() -> None:
    road = certified()
    road.hand("A", M, S, kg=100)
    for out, kg, share in (("P", 50, 1), ("Q", 50, 1), ("R", 7, 0)):
        road.make(out, kg, {"A": kg}, by=S)
        assert road.share(out) == share
    assert road.claim("R").reason == UNDISPATCHED
    road.make("T", 1200, {"A": 1200}, by=M)
    assert road.share("T") == Fraction(900, 1200)
    road.make("U", 1, {"A": 1}, by=M)
    assert (road.share("U"), road.share("A", M), road.share("A", S)) == (0, 1, 1)


def test_scale_that_errs_within_its_bounds_takes_no_claim_away() -> None:
    road = certified()
    road.hand("A", M, S, kg=100)
    road.make("P", 101, {"A": 101}, by=S)
    assert road.share("P") == 1


def test_delivery_that_comes_in_two_lorries_is_there_when_some_of_it_was_used_between_them() -> None:
    road = certified()
    road.send("A", M, S, kg=600)
    road.receive("A", M, S, kg=300)
    road.make("P", 300, {"A": 300}, by=S)
    road.receive("A", M, S, kg=300)
    stock = road.lots.get("A").stock
    assert (stock.has(S), stock.apart, road.share("A", S)) == (300 * KG, {}, 1)


def test_lot_that_begins_again_after_a_part_came_back_mixes_with_what_is_there() -> None:
    road = certified(500)
    road.hand("A", M, T, kg=250)
    road.hand("A", T, M, kg=250)
    road.mine("A", 500)
    assert road.share("A", M) == Fraction(3, 4)


def test_who_tells_a_receipt_from_themselves_has_nothing_of_what_they_were_never_sent() -> None:
    road = certified()
    road.receive("A", M, S)
    road.send("A", S, S)
    assert road.arriving("A", S, S) == 0


def test_nothing_comes_of_what_was_used_up_and_what_is_there_is_measured() -> None:
    road = certified()
    road.receive("A", M, S, kg=500)
    road.make("P", 1000, {"A": 1000}, by=M)
    assert [road.arriving("A", giver, S, kg=500) for giver in (M, S)] == [0, 0]
    assert Paths(road.steps).of("A", M, 500 * KG) != Paths(road.steps).of("A", M)


def test_told_again_of_what_went_on_since_changes_nothing() -> None:
    road = certified()
    road.hand("A", M, S)
    road.hand("A", S, B)
    road.receive("A", M, S, credited="Co")
    assert (road.share("A", B), road.arriving("A", B, B)) == (1, 1)


def test_lot_of_which_nothing_is_there_yet_is_handed_over_as_nothing() -> None:
    road = certified(1)
    road.mine("Z", 0)
    road.hand("Z", M, S)
    assert road.arriving("Z", M, S) == 0
    road.make("P", 5, {"X": 5}, by=S)
    assert Paths(road.steps).of("X", S, 5) == Paths(road.steps).of("X", S)


def test_what_is_on_its_way_is_spent_by_a_receipt_from_place_to_place_that_an_account_is_credited_with() -> None:
    road = certified()
    road.send("A", M, S)
    assert road.arriving("A", S, S) == 1
    road.receive("A", S, S, credited="Co")
    assert road.share("A", S) == 0
