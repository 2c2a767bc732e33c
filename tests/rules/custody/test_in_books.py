"""What stands in a book and claim account leaves it with a lot once, as far as it is sold as certified (C14, C20)."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from msgspec.structs import replace

from orepass.custody.rules.accounts import Entry, Kind, Method
from orepass.custody.rules.booking import Books
from orepass.custody.rules.case import Case, Setting
from orepass.custody.rules.claims.held import HOP, UNDISPATCHED, Held
from orepass.custody.rules.claims.reading import claimable
from orepass.custody.rules.happening import Happening, Portion
from orepass.custody.rules.in_books import books_left, noted_in_books, own_share
from orepass.custody.rules.lot_books import LotBook, Noted
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.movements import movements
from orepass.custody.rules.opened import Booking
from orepass.custody.rules.terms import EventTerms, Facts
from tests.book_ledgers import STORIES, Line, told
from tests.rules.custody.happened import DAY, SITE, event, made
from tests.rules.custody.road import KG, Road
from tests.rules.custody.test_selling import account, right

MINE, SMELTER = "org-M1", "org-smelter"
HALF = Fraction(1, 2)


class OnTheRoad:
    """Plays a ledger against the rules alone."""

    def __init__(self) -> None:
        self.road = Road(keeping=(SMELTER,), booked_at=("M1",))
        self.credit: dict[str, Fraction] = {}

    def play(self, line: Line) -> str:
        road = self.road
        road.now = datetime(line.on.year, line.on.month, line.on.day, 12, tzinfo=UTC)
        kg = Fraction(line.kg or 0)
        match line.verb:
            case "win":
                road.mine(line.lot, int(kg))
            case "issue":
                return "" if road.issue("M1", kg) else "custody.balance.overdrawn"
            case "make":
                road.make(
                    line.lot, int(kg), {line.made_of: int(kg) if line.in_part else self._whole(line.made_of)}, by=MINE
                )
            case "send":
                said = {"claimed_pct": Decimal(line.claimed) if line.claimed else None, "model": line.model}
                said |= {"at": "urn:depot"} if line.from_depot else {}
                went = road.send(line.lot, MINE, SMELTER, kg=int(kg) or None, **said)
                return "" if went else "custody.claim.double"
            case "receive":
                measured = int(kg) or (road.lots.get(line.lot).stock.has(SMELTER) or 0) // KG
                share = road.arriving(line.lot, MINE, SMELTER, kg=measured)
                road.receive(line.lot, MINE, SMELTER, kg=int(kg) or None, credited="Co" if share else "")
                self.credit[line.lot] = self.credit.get(line.lot, Fraction(0)) + share * measured
        return ""

    def _whole(self, lot: str) -> int:
        return (self.road.lots.get(lot).remaining_mg or 0) // KG

    def book(self) -> str:
        return str(float(self.road.in_book("M1")))

    def credited(self) -> str:
        return str(float(sum(self.credit.values())))


@pytest.mark.parametrize("story", STORIES)
def test_no_kilogram_is_claimed_from_the_book_and_with_the_lot(story: str) -> None:
    told(OnTheRoad(), STORIES[story])


# --- who may take what out, and what is written down ---


def test_a_lot_that_is_used_or_sent_on_in_other_hands_carries_nothing_from_the_book() -> None:
    road = Road(keeping=(SMELTER, "org-trader"), booked_at=("M1",))
    road.mine("A", 120)
    road.make("C", 100, {"A": 100}, by=SMELTER)
    road.send("A", "org-trader", SMELTER)
    assert (road.share("C", SMELTER), road.share("A", SMELTER), road.in_book("M1")) == (0, 0, 120)
    assert (road.claim("C").reason, road.lots.get("C").books) == (UNDISPATCHED, ())


def test_a_lot_that_is_received_without_a_dispatch_carries_nothing_from_the_book() -> None:
    road = Road(keeping=(SMELTER,), booked_at=("M1",))
    road.mine("A", 120)
    assert road.share("A") == 1
    road.receive("A", MINE, SMELTER)
    assert (road.share("A", SMELTER), road.claim("A", SMELTER).reason) == (0, UNDISPATCHED)
    assert (road.share("A", MINE), road.in_book("M1")) == (1, 120)


def test_who_won_a_lot_moves_it_and_it_stays_in_the_book() -> None:
    road = Road(booked_at=("M1",))
    road.mine("A", 120)
    road.receive("A", MINE, MINE)
    assert road.arriving("A", MINE, MINE) == 0
    road.make("C", 120, {"A": 120}, by=MINE)
    assert road.lots.get("C").books == ("bal-M1",)
    assert road.send("C", MINE, SMELTER, at="urn:depot")
    assert (road.in_book("M1"), road.free("C")) == (0, 1)


def test_production_that_begins_in_other_hands_is_in_no_book() -> None:
    mine = account(Method.BOOK, site="urn:M1", organisation="org-other")
    kept = Books({SITE: [mine]}, lambda *_: Fraction(1), DAY)
    begun = event(Happening.BEGINS, begun=(Portion(uri="A", mass_mg=9, content_mg=4, facts=Facts(element="Co")),))
    for owner, booked in (("org-other", [4]), ("org-buyer", [])):
        case = Case(event=begun, lots=Lots(), rights=right(), setting=Setting(owners={SITE: owner}))
        assert [part.entry.amount_mg for part in kept.book(case)[0]] == booked


@pytest.mark.parametrize(("actor", "taken"), [("", [-40]), ("org-1", [-40]), ("org-2", [])])
def test_only_who_keeps_a_book_takes_something_out_of_it(actor: str, taken: list[int]) -> None:
    kept = Books(
        {SITE: [account(Method.BOOK, entries=[Entry(DAY, 100)])]},
        lambda *_: Fraction(1),
        DAY,
        own_share_of=lambda *_: Fraction(1),
    )
    sent = event(Happening.SENDS, Portion(uri="A"))
    case = Case(event=sent, lots=made(("A", {})), setting=Setting(actor=actor))
    assert [part.entry.amount_mg for part in kept.book(case)[0]] == taken


def test_what_an_account_of_mass_balance_claims_for_a_lot_leaves_its_own_claim_in_the_book() -> None:
    opened = [account(Method.CREDIT, entries=[Entry(DAY, 100)]), account(Method.BOOK, "acc-2", entries=[Entry(DAY, 9)])]
    kept = Books({SITE: opened}, lambda *_: Fraction(1), DAY, own_share_of=lambda *_: Fraction(1))
    sent = event(Happening.SENDS, Portion(uri="A"), terms=EventTerms(model="mass_balance"))
    entries, found = kept.book(Case(event=sent, lots=made(("A", {}))))
    assert ([(part.account, part.entry.amount_mg) for part in entries], found) == ([("acc-1", -40)], [])


def test_of_a_lot_won_twice_only_what_is_in_the_book_is_taken_out_and_hands_the_claim_on() -> None:
    won = LotBook([Noted(account="acc-1", kind=Kind.RECEIPT, amount_mg=10, total_mg=10, by_claim=False)])
    kept = Books(
        {SITE: [account(Method.BOOK, entries=[Entry(DAY, 100)])]},
        lambda *_: Fraction(1),
        DAY,
        own_share_of=lambda *_: Fraction(1, 2),
        lots={"A": won},
    )
    sent = event(Happening.SENDS, Portion(uri="A"), terms=EventTerms(claimed_pct=Decimal(50)))
    ((booking,), found) = kept.book(Case(event=sent, lots=made(("A", {"origin": True}))))
    assert (booking.entry.amount_mg, booking.entry.total_mg, booking.left, found) == (-5, 10, Fraction(1, 4), [])


def test_of_a_lot_from_two_books_as_much_goes_on_as_the_one_gave_that_gave_least() -> None:
    opened = {name: account(Method.BOOK, name) for name in ("acc-1", "acc-2")}
    opened["acc-3"] = account(Method.CREDIT, "acc-3")
    entry = Entry(DAY, -1, Kind.SALE, 1)
    sold = [Booking("acc-1", entry, "A", left=Fraction(1, 3)), Booking("acc-2", entry, "A", left=Fraction(1, 2))]
    sold += [Booking("acc-3", entry, "A", left=Fraction(1, 9)), Booking("acc-1", entry, "B")]
    case = Case(event=event(Happening.SENDS, Portion(uri="A"), Portion(uri="B")), lots=made(("A", {}), ("B", {})))
    moved = noted_in_books(movements(case), sold, opened, case)
    assert [(part.lot, part.claim.left, part.claim.taken) for part in moved] == [
        ("A", "1/3", Fraction(1, 3)),
        ("B", "", 0),
    ]


def test_a_step_passes_on_the_books_of_what_it_uses_where_those_who_won_it_take_it() -> None:
    lots = made(*((name, {"maker": "org-1", "books": (f"acc-{name}", "acc-1")}) for name in "AB"))
    used, begun = (Portion(uri="A"), Portion(uri="B")), (Portion(uri="C"),)
    for actor, books in (("org-1", "acc-A acc-1 acc-B"), ("org-2", "")):
        happened = event(Happening.TRANSFORMS, used=used, begun=begun)
        case = Case(event=happened, lots=lots, setting=Setting(actor=actor))
        assert noted_in_books(movements(case), [], {}, case)[-1].claim.book == books
    sends = [event(Happening.SENDS, Portion(uri="A")), event(Happening.RECEIVES, Portion(uri="B"))]
    assert books_left(sends, lots, "org-1") == books_left(sends, lots, "") == {"acc-A", "acc-1"}
    assert books_left(sends, lots, "org-2") == set()


def test_what_lost_its_claim_or_is_another_mineral_is_not_taken_out_of_a_book() -> None:
    good = Held(pack="s@1", model="segregated", mineral="cobalt", book="acc-1")
    parts = {
        good: Fraction(1, 4),
        replace(good, lost=HOP): Fraction(1, 4),
        replace(good, mineral="copper"): Fraction(1, 2),
    }
    assert [own_share(parts, "acc-1", name) for name in ("cobalt", "copper", "tin")] == [HALF, 1, 0]
    assert own_share(parts, "acc-2", "cobalt") == 0
    assert claimable(parts, "", "cobalt") == 0


# --- no more than was handed over ---


def three_bags() -> Road:
    """A lot of 120 kg: a third was sold as certified, another third sent without its claim."""
    road = Road(keeping=(SMELTER, "org-x"), booked_at=("M1",))
    road.mine("A", 120)
    road.hand("A", MINE, SMELTER, kg=40)
    road.send("A", MINE, SMELTER, kg=40, claimed_pct=Decimal(0))
    return road


@pytest.mark.parametrize(("kg", "share"), [(40, 1), (80, HALF), (120, Fraction(1, 3))])
def test_who_uses_more_than_was_sold_as_certified_claims_no_more(kg: int, share: Fraction) -> None:
    road = three_bags()
    road.make("C", kg, {"A": kg}, by=SMELTER)
    assert (road.free("C"), road.in_book("M1")) == (share, 80)


def test_what_is_on_its_way_is_used_up_once() -> None:
    road = three_bags()
    road.make("C", 60, {"A": 60}, by=SMELTER)
    road.send("A", MINE, SMELTER, kg=40)
    road.make("D", 60, {"A": 60}, by=SMELTER)
    assert (road.free("C"), road.free("D"), road.in_book("M1")) == (Fraction(2, 3), Fraction(2, 3), 40)


def test_who_has_a_part_sends_on_that_part_where_no_weight_is_told() -> None:
    road = Road(keeping=(SMELTER, "org-x"), booked_at=("M1",))
    road.mine("A", 120)
    road.hand("A", MINE, SMELTER, kg=40)
    road.send("A", SMELTER, "org-x")
    assert road.arriving("A", SMELTER, "org-x") == 1
    road.receive("A", SMELTER, "org-x")
    road.make("C", 120, {"A": 120}, by="org-x")
    assert (road.free("C"), road.in_book("M1")) == (Fraction(1, 3), 80)
