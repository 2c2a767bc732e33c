"""What a dispatch claims of what it sends is the most that goes on with it; silence claims all that it carries."""

from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest

from orepass.custody.rules.claims.carrying import Paths
from orepass.custody.rules.claims.facts import ClaimFacts
from orepass.custody.rules.claims.held import SPENT, UNCLAIMED, Held, capped
from orepass.custody.rules.claims.reading import claimable
from tests.rules.custody.road import KG, OTHER, PACK, Road

M, S, B, T = "org-M1", "org-smelter", "org-buyer", "org-trader"
MB = "mass_balance"
HALF = Fraction(1, 2)
NOTHING, ALL = Decimal(0), None


def certified(kg: int = 1000, **more: object) -> Road:
    """A certified lot of the mine."""
    road = Road(keeping=(S, B))
    road.mine("A", kg, **more)
    return road


def pct(number: int) -> Decimal:
    return Decimal(number)


# --- how much goes on ---


@pytest.mark.parametrize(
    ("claimed", "goes_on"),
    [(NOTHING, 0), (pct(1), 1), (pct(40), 40), (pct(60), 60), (pct(80), 60), (pct(100), 60), (ALL, 60)],
)
def test_mixture_of_60_in_100_goes_on_with_what_was_claimed_of_all_of_it(claimed: Decimal | None, goes_on: int) -> None:
    road = Road(keeping=(S,))
    road.mine("G", 60)
    road.mine("U", 40, certified=False)
    road.make("A", 100, {"G": 60, "U": 40}, by=M)
    road.hand("A", M, S, claimed_pct=claimed)
    claim, share = road.claim("A", S), Fraction(goes_on, 100)
    assert claim.share == share
    assert dict(claim.lost) == {"uncertified": Fraction(2, 5)} | (
        {UNCLAIMED: HALF + Fraction(1, 10) - share} if share < HALF + Fraction(1, 10) else {}
    )


def test_of_what_was_sent_without_a_claim_nothing_is_claimed_and_why_is_said() -> None:
    road = certified()
    road.send("A", M, S, claimed_pct=NOTHING)
    for word in ("arriving", ""):
        claim = road.claim("A", S)
        assert (claim.model, claim.share, claim.lost) == ("", 0, ((UNCLAIMED, Fraction(1)),))
        road.receive("A", M, S, word=word)
    road.make("P", 900, {"A": 1000}, by=S)
    assert (road.share("P"), road.claim("P").reason) == (0, UNCLAIMED)


def test_what_the_sender_keeps_and_what_others_were_sent_keeps_its_claim() -> None:
    road = certified()
    road.hand("A", M, S, kg=400, claimed_pct=NOTHING)
    road.hand("A", M, B, kg=100)
    assert [road.share("A", who) for who in (M, S, B)] == [1, 0, 1]


@pytest.mark.parametrize(("claimed", "left"), [(NOTHING, 600), (pct(25), 700), (ALL, 1000)])
def test_what_comes_back_comes_without_what_was_not_claimed_and_mixes_by_mass(
    claimed: Decimal | None, left: int
) -> None:
    road = certified()
    road.hand("A", M, S, kg=400, claimed_pct=claimed)
    road.hand("A", S, M, kg=400)
    assert road.share("A", M) == Fraction(left, 1000)
    road.make("P", 1000, {"A": 1000}, by=M)
    assert road.share("P") == Fraction(left, 1000)


@pytest.mark.parametrize(("then", "goes_on"), [(ALL, 50), (pct(80), 50), (pct(50), 50), (pct(20), 20), (NOTHING, 0)])
def test_next_hand_claims_no_more_than_it_got(then: Decimal | None, goes_on: int) -> None:
    road = certified()
    road.hand("A", M, S, claimed_pct=pct(50))
    road.hand("A", S, B, claimed_pct=then)
    assert road.share("A", B) == Fraction(goes_on, 100)
    road.hand("A", B, M)
    assert road.share("A", M) == Fraction(goes_on, 100)


def test_claim_of_each_scheme_goes_on_to_that_share() -> None:
    road = Road(keeping=(S,))
    road.mine("G", 50)
    road.mine("O", 50, at="M1", pack=OTHER)
    road.make("A", 100, {"G": 50, "O": 50}, by=M)
    road.hand("A", M, S, claimed_pct=pct(40))
    assert [road.claim("A", S, scheme=scheme).share for scheme in ("rules", "others")] == [Fraction(2, 5)] * 2


def test_lot_of_which_a_part_is_claimed_is_no_pure_one_any_more() -> None:
    road = certified()
    road.hand("A", M, S, claimed_pct=pct(40))
    assert road.claim("A", S).model == "controlled_blending"
    apart = Road(keeping=(S,), models=("identity_preserved", "segregated"))
    apart.mine("A", 100)
    apart.hand("A", M, S, claimed_pct=pct(40))
    assert not apart.claim("A", S).stands


# --- one hand-over in two words ---


@pytest.mark.parametrize("words", [("", "departing"), ("departing", "")])
@pytest.mark.parametrize(
    ("first", "second", "least"),
    [
        (ALL, NOTHING, 0),
        (NOTHING, ALL, 0),
        (pct(40), ALL, 40),
        (ALL, pct(40), 40),
        (pct(40), pct(30), 30),
        (pct(40), pct(40), 40),
    ],
)
@pytest.mark.parametrize("kg", [1000, 250, None])
def test_smaller_of_two_claims_counts_where_a_dispatch_is_told_in_two_words(
    words: tuple[str, str], first: Decimal | None, second: Decimal | None, least: int, kg: int | None
) -> None:
    road = certified()
    for word, claimed in zip(words, (first, second), strict=True):
        road.send("A", M, S, kg=kg, word=word, claimed_pct=claimed)
    road.receive("A", M, S, kg=kg)
    assert road.share("A", S) == Fraction(least, 100)


@pytest.mark.parametrize(
    ("told", "share"),
    [
        ([("", 60, ALL), ("departing", 100, NOTHING)], 0),
        ([("", 60, NOTHING), ("departing", 100, ALL)], Fraction(40, 100)),
        ([("", 60, pct(50)), ("departing", 100, pct(25))], Fraction(25, 100)),
        ([("", 60, pct(50)), ("departing", 100, pct(75))], Fraction(60, 100)),
        ([("", 100, ALL), ("departing", 60, NOTHING)], Fraction(40, 100)),
        ([("", 60, ALL), ("", 40, NOTHING), ("departing", 60, ALL), ("departing", 40, NOTHING)], Fraction(60, 100)),
        ([("", 60, ALL), ("", 40, ALL), ("departing", 60, ALL), ("departing", 40, NOTHING)], Fraction(60, 100)),
    ],
    ids=[
        "all again",
        "nothing at first",
        "less of all",
        "the rest beside",
        "a part again",
        "each in its words",
        "less",
    ],
)
def test_second_word_claims_of_as_much_as_it_tells(
    told: list[tuple[str, int, Decimal | None]], share: Fraction
) -> None:
    road = certified(100)
    for word, kg, claimed in told:
        road.send("A", M, S, kg=kg, word=word, claimed_pct=claimed)
    road.receive("A", M, S, kg=100)
    assert road.share("A", S) == share


def test_word_that_is_told_after_the_arrival_takes_nothing_from_who_received() -> None:
    road = certified()
    road.hand("A", M, S, kg=100)
    road.send("A", M, S, kg=100, word="departing", claimed_pct=NOTHING)
    assert [road.share("A", who) for who in (M, S)] == [1, 1]


def test_of_what_nobody_weighed_all_was_told_again() -> None:
    road = Road(keeping=(S,))
    road.mine("A", 1000)
    road.steps[0] = 1, msgspec.structs.replace(road.steps[0][1], mass_mg=None, content_mg=None)
    road.lots = type(road.lots)()
    road.lots.apply([road.steps[0][1]])
    road.send("A", M, S)
    road.send("A", M, S, word="departing", claimed_pct=pct(30))
    road.receive("A", M, S)
    assert road.share("A", S) == Fraction(3, 10)


# --- accounts and books ---


@pytest.mark.parametrize(("claimed", "credit"), [(NOTHING, 0), (pct(40), 40), (ALL, 100)])
def test_account_of_the_receiver_is_credited_with_what_was_claimed(claimed: Decimal | None, credit: int) -> None:
    road = certified()
    road.send("A", M, S, claimed_pct=claimed)
    assert road.arriving("A", M, S) == Fraction(credit, 100)
    road.receive("A", M, S, credited="Co")
    parts = road.parts("A", S)
    assert claimable(parts, "rules", "cobalt") == 0
    lost = dict(road.claim("A", S).lost)
    assert (lost.get(SPENT, 0), lost.get(UNCLAIMED, 0)) == (Fraction(credit, 100), 1 - Fraction(credit, 100))


def test_claim_that_an_account_gave_goes_on_whole_and_the_lots_own_beside_it_does_not() -> None:
    for good, lost in ((False, "uncertified"), (True, UNCLAIMED)):
        road = certified(certified=good)
        road.hand("A", M, S, kg=1000, model=MB, given=HALF, claimed_pct=pct(50))
        claim = road.claim("A", S)
        assert (claim.share, claim.model, dict(claim.lost)) == (HALF, MB, {lost: HALF})


def test_what_an_account_gives_is_claimed_to_the_last_milligram() -> None:
    assert ClaimFacts(claimed="1/3", part="334/1000").most == Fraction(334, 1000)
    assert (ClaimFacts(claimed="0").most, ClaimFacts(part="1/2").most) == (0, 1)


def test_claim_out_of_a_book_is_taken_out_once() -> None:
    road = Road(keeping=(S,), booked_at=("M1",))
    road.mine("A", 100)
    for word in ("", "departing"):
        assert road.send("A", M, S, kg=100, word=word, claimed_pct=pct(40))
    road.receive("A", M, S, kg=100)
    assert (road.free("A", S), dict(road.claim("A", S).lost), road.in_book("M1")) == (
        Fraction(2, 5),
        {SPENT: Fraction(3, 5)},
        60,
    )


# --- as it was told before ---


def test_dispatch_on_record_from_before_this_was_kept_takes_nothing_away() -> None:
    road = certified()
    road.hand("A", M, S, claimed_pct=NOTHING)
    assert [moved.claim.claimed for _, moved in road.steps] == ["", "0", ""]
    old = [
        (step, msgspec.structs.replace(moved, claim=msgspec.structs.replace(moved.claim, claimed="")))
        for step, moved in road.steps
    ]
    assert claimable(Paths(old).of("A", S), "rules", "cobalt") == 1


def test_all_that_is_claimed_is_kept_as_silence() -> None:
    road = certified()
    road.hand("A", M, S, claimed_pct=pct(100))
    assert {moved.claim.claimed for _, moved in road.steps} == {""}


def test_receipt_says_nothing_of_what_was_claimed() -> None:
    road = certified()
    road.hand("A", M, S)
    assert road.share("A", S) == 1


def test_mixture_that_claims_no_more_stays_the_same() -> None:
    held, plain = Held(pack=PACK, model=MB), Held(lost="uncertified")
    parts = {held: HALF, plain: HALF}
    assert capped(parts, HALF) is parts
    assert capped(parts, Fraction(0)) == {msgspec.structs.replace(held, lost=UNCLAIMED): HALF, plain: HALF}
    assert KG * sum(capped(parts, Fraction(1, 4)).values()) == KG
