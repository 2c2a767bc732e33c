"""Where an account turns: a milligram more, a day later, the second lot of an event."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from orepass.custody.rules import accounts
from orepass.custody.rules.accounts import (
    Entry,
    Kind,
    Point,
    Standing,
    Start,
    Terms,
    balance,
    check,
    check_claim,
    check_period,
    keeping,
    put_down,
    running,
)
from orepass.custody.rules.booking import MASS_BALANCE, Books, OpenAccount
from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.materials import contained, product_of
from orepass.custody.rules.terms import EventTerms, Facts
from orepass.kernel.finding import Finding
from tests.rules.custody.happened import DAY, SITE, event, made

OPENED = date(2026, 1, 1)
KG = 10**6


def day(number: int) -> date:
    return OPENED + timedelta(days=number)


def steps(entries: list[Entry], terms: Terms, until: date) -> list[Point]:
    return list(running(entries, terms, opened_on=OPENED, until=until))


# --- accounts ---


def test_an_account_is_told_step_by_step_with_its_period_ends_and_expiries() -> None:
    entries = [Entry(day(0), 100), Entry(day(31), -30, Kind.CLAIM), Entry(day(31), 5)]
    assert steps(entries, Terms(period_months=2, life_months=3), date(2026, 4, 30)) == [
        Point(day(0), "receipt", 100, 100),
        Point(day(31), "receipt", 5, 105),
        Point(day(31), "claim", -30, 75),
        Point(date(2026, 3, 1), "period", 0, 75),
        Point(date(2026, 4, 30), "expiry", -70, 5),
    ]


def test_nothing_is_told_where_nothing_happened() -> None:
    assert steps([], Terms(), day(30)) == []
    assert steps([Entry(day(0), 1)], Terms(), day(30)) == [Point(day(0), "receipt", 1, 1)]
    assert steps([Entry(day(31), 1)], Terms(), day(30)) == []
    assert balance([], Terms(), opened_on=OPENED, on=day(30)) == 0


def test_what_comes_in_on_the_first_day_of_a_period_belongs_to_it() -> None:
    terms = Terms(carries_over=False, life_months=None)
    found = steps([Entry(day(0), 100), Entry(date(2026, 4, 1), 7)], terms, date(2026, 4, 1))
    assert found == [
        Point(day(0), "receipt", 100, 100),
        Point(date(2026, 4, 1), "dropped", -100, 0),
        Point(date(2026, 4, 1), "period", 0, 0),
        Point(date(2026, 4, 1), "receipt", 7, 7),
    ]


def test_a_debt_is_not_dropped_at_the_end_of_a_period() -> None:
    terms = Terms(carries_over=False, life_months=None, dips_allowed=True)
    assert steps([Entry(day(1), -5, Kind.CLAIM)], terms, date(2026, 4, 1))[-1] == Point(
        date(2026, 4, 1), "period", 0, -5
    )


def test_a_credit_that_dies_between_two_entries_is_told_on_the_day_of_the_second() -> None:
    found = steps([Entry(day(0), 10), Entry(date(2026, 2, 1), 4)], Terms(life_months=1), date(2026, 2, 10))
    assert found == [
        Point(day(0), "receipt", 10, 10),
        Point(date(2026, 2, 1), "expiry", -10, 0),
        Point(date(2026, 2, 1), "receipt", 4, 4),
    ]


def test_a_claim_of_one_milligram_is_a_claim() -> None:
    assert steps([Entry(day(0), 1), Entry(day(1), -1, Kind.CLAIM)], Terms(), day(2))[1:] == [
        Point(day(1), "claim", -1, 0)
    ]


def test_what_was_claimed_does_not_expire_as_well() -> None:
    for amount in (1, 100):
        entries = [Entry(day(0), amount), Entry(day(1), -amount, Kind.CLAIM)]
        assert balance(entries, Terms(life_months=1), opened_on=OPENED, on=date(2026, 2, 1)) == 0


def test_a_claim_may_take_all_there_is_and_not_a_milligram_more() -> None:
    for taken, codes in ((10, []), (11, ["custody.account.overdrawn"])):
        entries = [Entry(day(0), 10), Entry(day(1), -taken, Kind.CLAIM)]
        assert [part.code for part in check(entries, Terms(), opened_on=OPENED, until=day(5))] == codes


def test_an_expiry_below_an_overdraft_is_no_claim() -> None:
    entries = [Entry(day(0), 10), Entry(day(1), -10, Kind.CLAIM)]
    assert check(entries, Terms(life_months=1), opened_on=OPENED, until=day(60)) == []


def test_an_overdraft_is_a_share_of_what_came_in_during_the_period_only() -> None:
    terms = Terms(period_months=1, life_months=None, overdraft=Decimal("0.5"))
    early = [Entry(day(0), 100 * KG), Entry(day(40), -(100 * KG + 1), Kind.CLAIM)]
    assert [part.where for part in check(early, terms, opened_on=OPENED, until=day(45))] == ["2026-02-10"]
    within = [Entry(day(0), 100 * KG), Entry(day(10), -150 * KG, Kind.CLAIM)]
    assert check(within, terms, opened_on=OPENED, until=day(20)) == []
    closed = check(within, terms, opened_on=OPENED, until=day(31))
    assert closed == []
    (short,) = check([*within, Entry(day(12), -KG, Kind.CLAIM)], terms, opened_on=OPENED, until=day(20))
    assert short.params == {"day": "2026-01-13", "missing_kg": "1"}


def test_what_was_broken_before_is_not_laid_to_a_claim_that_breaks_nothing() -> None:
    entries = [Entry(day(0), -50, Kind.CLAIM), Entry(day(1), 200)]
    assert check_claim(entries, Entry(day(2), -10, Kind.CLAIM), Terms(), opened_on=OPENED, until=day(9)) == []


@pytest.mark.parametrize(("months", "days", "long"), [(2, 30, False), (3, 0, False), (3, 1, True), (4, 0, True)])
def test_a_period_is_at_most_as_long_as_the_scheme_allows(months: int, days: int, long: bool) -> None:
    found = check_period(months, limit=3, extra_days=days)
    assert [part.params["given"] for part in found] == [f"{months} months" + f" + {days} d" * bool(days)] * long


def test_book_and_stock_may_lie_apart_by_the_tolerance_and_not_a_milligram_more() -> None:
    def apart(book: int, counted: int) -> list[str]:
        return [part.params["percent"] for part in accounts.check_stock(book, counted, tolerance=Decimal("0.005"))]

    assert (apart(1000, 995), apart(1000, 1005), apart(1000, 994), apart(1000, 1006)) == ([], [], ["0.60"], ["0.60"])
    assert (apart(0, 0), apart(0, 1)) == ([], ["100"])


def test_credit_is_the_certified_share_of_what_the_step_yields() -> None:
    assert accounts.credit(1_000_000, certified_ppm=500_000, yield_ppm=900_000) == 450_000
    assert (accounts.credit(7), accounts.credit(7, certified_ppm=999_999)) == (7, 6)


# --- what an event books ---


def books(**fields: Any) -> Books:
    base: dict[str, Any] = {"id": "acc-1", "organisation": "org-1", "element": "Co", "terms": Terms(), "opened_on": DAY}
    return Books({SITE: [OpenAccount(**base | fields)]}, lambda _lot, _scheme: Fraction(1, 2), DAY)


def booked(books: Books, happened: Event, lots: Lots) -> list[tuple[str, int]]:
    return [(part.lot, part.entry.amount_mg) for part in books.book(Case(event=happened, lots=lots))[0]]


def test_a_part_of_a_lot_is_credited_by_its_mass_and_a_whole_one_by_what_is_left() -> None:
    lots = made(("A", {}), ("B", {"used_content_mg": 10}))
    happened = event(Happening.RECEIVES, Portion(uri="A", mass_mg=50), Portion(uri="B"))
    assert booked(books(), happened, lots) == [("A", 10), ("B", 15)]
    assert booked(books(yield_ppm=500_000), happened, lots) == [("A", 5), ("B", 7)]


def test_what_is_in_a_container_is_credited_bag_by_bag() -> None:
    lots = made(("A", {}), ("B", {}))
    lots.get("BOX").children = {"A": None, "B": None}
    assert booked(books(), event(Happening.RECEIVES, Portion(uri="BOX", mass_mg=7)), lots) == [("A", 20), ("B", 20)]


def test_a_delivery_of_the_day_the_account_was_opened_is_credited_and_one_of_elsewhere_is_not() -> None:
    lots = made(("A", {}))
    received = event(Happening.RECEIVES, Portion(uri="A"))
    assert booked(books(), received, lots) == [("A", 20)]
    assert booked(books(opened_on=DAY + timedelta(days=1)), received, lots) == []
    assert booked(books(), event(Happening.RECEIVES, Portion(uri="A"), site="urn:x:other"), lots) == []


def test_a_lot_that_cannot_be_credited_does_not_keep_the_next_from_it() -> None:
    lots = made(("A", {"facts": Facts(element="Sn")}), ("B", {"content_mg": None}), ("C", {}))
    happened = event(Happening.RECEIVES, *(Portion(uri=name) for name in "ABC"))
    assert booked(books(), happened, lots) == [("C", 20)]


def claimed(kept: Books, lots: Lots, *names: str, site: str = SITE) -> tuple[list[tuple[str, int]], list[Finding]]:
    terms = EventTerms(model=MASS_BALANCE)
    happened = event(Happening.SENDS, *(Portion(uri=name) for name in names), terms=terms, site=site)
    bookings, found = kept.book(Case(event=happened, lots=lots))
    return [(part.lot, part.entry.amount_mg) for part in bookings], found


def test_two_claims_of_one_event_are_taken_from_one_account_together() -> None:
    lots = made(("A", {}), ("B", {}))
    full = books(entries=[Entry(DAY, 80)])
    assert claimed(full, lots, "A", "B") == ([("A", -40), ("B", -40)], [])
    bookings, (finding,) = claimed(books(entries=[Entry(DAY, 79 * KG)]), made(
        ("A", {"content_mg": 40 * KG}), ("B", {"content_mg": 40 * KG})), "A", "B")  # fmt: skip
    assert len(bookings) == 2
    assert finding.params == {"lot": "B", "missing_kg": "1"}


@pytest.mark.parametrize("today", [DAY - timedelta(days=1), DAY, DAY + timedelta(days=9)])
def test_a_claim_is_judged_up_to_today_and_never_before_its_own_day(today: date) -> None:
    account = OpenAccount(id="acc-1", organisation="org-1", element="Co", terms=Terms(), opened_on=DAY)
    kept = Books({SITE: [account]}, lambda _lot, _scheme: Fraction(1), today)
    assert [part.code for part in claimed(kept, made(("A", {})), "A")[1]] == ["custody.balance.overdrawn"]
    account.entries += [Entry(DAY, 50), Entry(DAY + timedelta(days=5), -30, Kind.CLAIM)]
    assert len(claimed(kept, made(("A", {})), "A")[1]) == (today > DAY)


def test_each_lot_that_cannot_be_claimed_is_named_and_the_others_are_booked() -> None:
    lots = made(("A", {"facts": Facts()}), ("B", {"content_mg": None}), ("C", {}))
    bookings, found = claimed(books(entries=[Entry(DAY, 40)]), lots, "A", "B", "C")
    assert bookings == [("C", -40)]
    assert [(part.code, part.params) for part in found] == [
        ("custody.account.missing", {"lot": "A", "element": "?", "site": SITE}),
        ("custody.account.content_unknown", {"lot": "B"}),
    ]
    assert claimed(books(), lots, "C", site="")[1][0].params["site"] == "?"


def test_a_claim_of_another_model_books_nothing() -> None:
    happened = event(Happening.SENDS, Portion(uri="A"), terms=EventTerms(model="segregated"))
    assert books().book(Case(event=happened, lots=made(("A", {})))) == ([], [])


# --- materials ---


def test_contained_element_and_product_are_rounded_down_and_use_the_basis_of_the_grade() -> None:
    lithium = {"material": "spodumene_concentrate", "moisture_pct": Decimal(10), "grade_pct": Decimal(6)}
    assert contained(1_000_000, **lithium) == 25083  # type: ignore[arg-type]
    assert contained(1_000, material="gravel", moisture_pct=Decimal("0.5"), grade_pct=Decimal("33.3")) == 331
    assert product_of(25083, material="spodumene_concentrate", grade_pct=Decimal(6)) == 900_000
    assert product_of(1000, material="gravel", grade_pct=Decimal(50), recovery=Decimal("0.5")) == 1000
    assert product_of(1000, material="cobalt_metal", grade_pct=Decimal(30)) == 3333


def test_an_account_that_was_put_down_tells_an_earlier_day_from_its_first_entry() -> None:
    terms, opened = Terms(), date(2026, 1, 1)
    early, late = Entry(date(2026, 1, 5), 100), Entry(date(2026, 2, 1), 50)
    account = keeping(terms, opened)
    for entry in (early, late):
        assert list(account.take(entry))
    start = Start(late.on, put_down(account), lambda: [early, late])
    standing = Standing([], terms, opened, start)
    assert standing.balance(late.on) == 150
    assert standing.balance(early.on) == 100
    assert standing.start is None
