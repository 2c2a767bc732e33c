"""What dispatches and beginnings book on accounts of every method, told lot by lot."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from orepass.custody.rules.accounts import Entry, Kind, Method, Terms
from orepass.custody.rules.booking import Books, OpenAccount
from orepass.custody.rules.case import Case, Rights, SiteRight
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lot_books import LotBook, Noted
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.terms import EventTerms, Facts
from orepass.kernel.verdict import yes
from tests.rules.custody.happened import DAY, SITE, event, made

KG = 10**6
PACK = "one@2026.1"


def account(method: Method, name: str = "acc-1", **changes: Any) -> OpenAccount:
    terms = Terms(method=method, life_months=None, overdraft=Decimal(0))
    base: dict[str, Any] = {"id": name, "organisation": "org-1", "element": "Co", "pack": PACK, "opened_on": DAY}
    return OpenAccount(**base | {"terms": terms} | changes)


def books(*opened: OpenAccount, own: Fraction = Fraction(1), **more: Any) -> Books:
    shares = {"one": Fraction(1, 4), "two": Fraction(1, 2)}
    return Books({SITE: opened}, lambda _lot, scheme: shares[scheme], DAY, own_share_of=lambda *_: own, **more)


def booked(kept: Books, happened: Event, lots: Lots, **more: Any) -> list[tuple[str, str, int, int | None]]:
    found = kept.book(Case(event=happened, lots=lots, **more))[0]
    return [(part.account, str(part.entry.kind), part.entry.amount_mg, part.entry.total_mg) for part in found]


def codes(kept: Books, happened: Event, lots: Lots) -> list[str]:
    return [found.code for found in kept.book(Case(event=happened, lots=lots))[1]]


def received(*portions: Portion, **terms: Any) -> Event:
    return event(Happening.RECEIVES, *(portions or (Portion(uri="A"),)), terms=EventTerms(**terms))


def sent(*portions: Portion, **terms: Any) -> Event:
    return event(Happening.SENDS, *(portions or (Portion(uri="A"),)), terms=EventTerms(**terms))


# --- what comes in ---


def test_the_account_of_the_scheme_that_certified_most_is_credited() -> None:
    kept = books(account(Method.CREDIT), account(Method.CREDIT, "acc-2", pack="two@1"))
    assert booked(kept, received(), made(("A", {}))) == [("acc-2", "receipt", 20, 40)]
    named = received(account="acc-1")
    assert booked(kept, named, made(("A", {}))) == [("acc-1", "receipt", 10, 40)]
    assert codes(kept, received(account="acc-3"), made(("A", {}))) == ["custody.account.missing"]


def test_percentages_learn_of_what_another_account_is_credited_with() -> None:
    kept = books(account(Method.CREDIT), account(Method.ROLLING, "acc-2"), account(Method.BOOK, "acc-3"))
    assert booked(kept, received(), made(("A", {}))) == [("acc-1", "receipt", 10, 40), ("acc-2", "receipt", 0, 40)]


def test_what_nobody_assayed_counts_with_all_its_mass_and_what_nobody_weighed_is_unknown() -> None:
    kept = books(account(Method.INPUT))
    assert booked(kept, received(), made(("A", {"content_mg": None}))) == [("acc-1", "receipt", 0, 100)]
    part = received(Portion(uri="A", mass_mg=30))
    assert booked(kept, part, made(("A", {"content_mg": None}))) == [("acc-1", "receipt", 0, 30)]
    unknown = made(("A", {"content_mg": None, "mass_mg": None}))
    assert booked(kept, received(), unknown) == [("acc-1", "receipt", 0, None)]


def test_a_lot_that_is_inside_is_not_credited_again() -> None:
    kept = books(account(Method.CREDIT))
    first = kept.book(Case(event=received(), lots=made(("A", {}))))[0]
    kept.keep(first)
    assert booked(kept, received(), made(("A", {}))) == []


# --- what begins ---


def begun(facts: Facts | None = None, content: int | None = 40) -> Event:
    portion = Portion(uri="A", mass_mg=100, content_mg=content, facts=facts or Facts(element="Co"))
    return event(Happening.BEGINS, begun=(portion,))


def right(pack: str = PACK) -> Rights:
    return Rights(sites={(SITE, DAY): SiteRight(yes(), "crt-1", "gold", pack, minerals=frozenset({"cobalt"}))})


def test_certified_production_comes_into_the_book_of_its_scheme_and_other_production_into_percentages() -> None:
    kept = books(
        account(Method.BOOK, yield_ppm=500_000), account(Method.INPUT, "acc-2"), account(Method.CREDIT, "acc-3")
    )
    assert booked(kept, begun(), Lots(), rights=right()) == [("acc-1", "receipt", 20, 40)]
    assert booked(kept, begun(), Lots(), rights=right("two@1")) == []
    assert booked(kept, begun(), Lots()) == [("acc-2", "receipt", 0, 40)]
    assert booked(kept, begun(content=None), Lots()) == [("acc-2", "receipt", 0, 100)]
    assert booked(kept, begun(content=None), Lots(), rights=right()) == []
    assert booked(Books({}, lambda *_: Fraction(1), DAY), begun(), Lots(), rights=right()) == []


# --- what goes out ---


def test_a_part_of_a_lot_is_claimed_and_rounded_up() -> None:
    kept = books(account(Method.CREDIT, entries=[Entry(DAY, 27)]))
    claim = sent(model="mass_balance", claimed_pct=Decimal("66.6"))
    assert booked(kept, claim, made(("A", {}))) == [("acc-1", "claim", -27, 40)]
    assert codes(kept, claim, made(("A", {}))) == []
    assert booked(kept, sent(model="mass_balance", claimed_pct=Decimal(0)), made(("A", {}))) == []


def test_a_claim_that_came_with_the_lot_is_not_charged_again() -> None:
    lots = made(("A", {"model": "mass_balance"}))
    came = LotBook([Noted(account="acc-9", kind=Kind.CLAIM, amount_mg=-40, total_mg=40, by_claim=True)])
    assert kept_out(books(account(Method.CREDIT), lots={"A": came}), lots) == ([], [])
    assert kept_out(books(lots={"A": came}), lots) == ([], [])


@pytest.mark.parametrize(
    ("custody", "taken"), [("one two", True), ("two", False), ("", False)], ids=["certified", "by another", "not"]
)
def test_an_account_gives_a_claim_while_the_custody_of_its_keeper_is_certified(custody: str, taken: bool) -> None:
    stands = [Entry(DAY, 40)]
    rights = Rights(custody={("org-1", SITE, DAY): custody, ("org-9", SITE, DAY): "one"})
    kept = books(account(Method.CREDIT, entries=stands, chained=True))
    found = kept.book(Case(event=sent(model="mass_balance"), lots=made(("A", {})), rights=rights))
    assert [part.entry.amount_mg for part in found[0]] == ([-40] if taken else [])
    assert [part.code for part in found[1]] == ([] if taken else ["custody.account.not_covered"])
    free = books(account(Method.CREDIT, entries=stands))
    assert codes(free, sent(model="mass_balance"), made(("A", {}))) == []
    silent = kept.book(
        Case(event=sent(model="mass_balance", claimed_pct=Decimal(0)), lots=made(("A", {})), rights=rights)
    )
    assert silent == ([], [])


def kept_out(kept: Books, lots: Lots) -> tuple[list[Any], list[str]]:
    claim = sent(model="mass_balance")
    return booked(kept, claim, lots), codes(kept, claim, lots)


def test_the_same_lot_is_not_claimed_twice_even_where_the_account_would_give_it() -> None:
    kept = books(account(Method.CREDIT, entries=[Entry(DAY, 1000)]))
    kept.keep(kept.book(Case(event=sent(model="mass_balance"), lots=made(("A", {}))))[0])
    assert codes(kept, sent(model="mass_balance"), made(("A", {}))) == ["custody.claim.double"]


def test_an_average_without_months_before_allows_nothing() -> None:
    kept = books(account(Method.ROLLING, entries=[Entry(DAY, 100, Kind.RECEIPT, 100)]))
    claim = sent(model="mass_balance", claimed_pct=Decimal("0.1"))
    assert codes(kept, claim, made(("A", {}))) == ["custody.claim.above_share"]


def test_what_goes_out_beside_a_claim_counts_and_goes_out_once() -> None:
    kept = books(account(Method.INPUT, entries=[Entry(DAY, 50, Kind.RECEIPT, 100)]))
    whole = kept.book(Case(event=sent(), lots=made(("A", {}))))[0]
    assert [(part.entry.kind, part.entry.amount_mg, part.entry.total_mg) for part in whole] == [(Kind.SENT, 0, 40)]
    kept.keep(whole)
    assert booked(kept, sent(), made(("A", {}))) == []
    assert booked(books(account(Method.INPUT)), sent(), made(("A", {"content_mg": None}))) == []


def test_a_claim_on_the_inputs_counts_what_goes_out_with_it() -> None:
    kept = books(account(Method.INPUT, entries=[Entry(DAY, 50, Kind.RECEIPT, 100)]))
    half = sent(model="mass_balance", claimed_pct=Decimal(50))
    assert (booked(kept, half, made(("A", {}))), codes(kept, half, made(("A", {})))) == (
        [("acc-1", "claim", -20, 40)], [])  # fmt: skip
    more = sent(model="mass_balance", claimed_pct=Decimal("50.1"))
    assert codes(kept, more, made(("A", {}))) == ["custody.balance.overdrawn"]


@pytest.mark.parametrize(
    ("terms", "own", "sold"),
    [
        ({}, Fraction(1, 2), -20),
        ({"claimed_pct": Decimal(25)}, Fraction(1, 2), -5),
        ({"claimed_pct": Decimal(0)}, Fraction(1, 2), None),
        ({"model": "book_and_claim"}, Fraction(1, 2), None),
        ({"model": "segregated"}, Fraction(1), -40),
        ({}, Fraction(0), None),
    ],
)
def test_own_production_sold_as_certified_leaves_the_book(
    terms: dict[str, Any], own: Fraction, sold: int | None
) -> None:
    kept = books(account(Method.BOOK, entries=[Entry(DAY, 100)]), own=own)
    expected = [] if sold is None else [("acc-1", "sale", sold, 40)]
    assert booked(kept, sent(**terms), made(("A", {}))) == expected


def test_a_lot_as_it_was_won_is_sold_by_its_own_receipt() -> None:
    lots = made(("A", {"origin": True}))
    assert booked(books(account(Method.BOOK)), sent(), lots) == []
    won = LotBook([Noted(account="acc-1", kind=Kind.RECEIPT, amount_mg=20, total_mg=40, by_claim=False)])
    kept = books(account(Method.BOOK, yield_ppm=500_000, entries=[Entry(DAY, 20)]), lots={"A": won})
    assert booked(kept, sent(), lots) == [("acc-1", "sale", -20, 40)]
    empty = books(account(Method.BOOK), lots={"A": won})
    assert codes(empty, sent(), lots) == ["custody.claim.double"]


def test_what_neither_comes_nor_goes_books_nothing() -> None:
    assert booked(books(account(Method.INPUT)), event(Happening.LOOKS, Portion(uri="A")), made(("A", {}))) == []


def test_nobody_s_own_production_is_sold_where_nobody_follows_it() -> None:
    kept = Books({SITE: [account(Method.BOOK)]}, lambda *_: Fraction(1), DAY)
    assert booked(kept, sent(), made(("A", {}))) == []


def test_what_is_sold_and_departs_leaves_the_book_once() -> None:
    kept = books(account(Method.BOOK, entries=[Entry(DAY, 100)]))
    kept.keep(kept.book(Case(event=sent(), lots=made(("A", {}))))[0])
    assert booked(kept, sent(), made(("A", {}))) == []


def test_an_average_allows_what_its_months_say() -> None:
    before = Entry(DAY - timedelta(days=20), 50, Kind.RECEIPT, 100)
    kept = books(account(Method.ROLLING, entries=[before], opened_on=DAY - timedelta(days=60)))
    half = sent(model="mass_balance", claimed_pct=Decimal(50))
    assert (booked(kept, half, made(("A", {}))), codes(kept, half, made(("A", {})))) == (
        [("acc-1", "claim", -20, 40)], [])  # fmt: skip


def test_an_event_of_a_closed_period_is_booked_on_the_first_open_day_and_asked_about() -> None:
    kept = books(account(Method.CREDIT, opened_on=DAY - timedelta(days=60), open_from=DAY + timedelta(days=9)))
    ((entry, finding),) = [
        (found[0][0].entry, found[1][0]) for found in [kept.book(Case(event=received(), lots=made(("A", {}))))]
    ]
    assert (entry.on, entry.of_on, finding.code) == (DAY + timedelta(days=9), DAY, "custody.period.late")
