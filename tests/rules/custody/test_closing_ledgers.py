"""Periods of accounts told as ledgers: what a statement adds up to, what comes late, what is taken back, what moves."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from msgspec.structs import replace

from orepass.credentials.rules import structure
from orepass.custody.rules import accounts, allocation
from orepass.custody.rules.accounts import Entry, Kind, Method, Terms, Unit
from orepass.custody.rules.allocation import Basis
from orepass.custody.rules.closing import document, periods, statement
from orepass.custody.rules.closing.periods import Span, State
from orepass.custody.rules.closing.reversal import taking_back
from orepass.custody.rules.closing.statement import Totals
from orepass.custody.rules.tranches import Tranche, Tranches
from orepass.custody.rules.transferring import Side, arriving, check_alike, check_transfer

OPENED = date(2026, 1, 1)
FIRST = periods.span(1, opened_on=OPENED, months=3)
SECOND = periods.span(2, opened_on=OPENED, months=3)
KINDS = {
    "receive": (Kind.RECEIPT, 1),
    "claim": (Kind.CLAIM, -1),
    "withdraw": (Kind.WITHDRAWAL, -1),
    "arrive": (Kind.TRANSFER, 1),
    "leave": (Kind.TRANSFER, -1),
    "correct": (Kind.CORRECTION, 1),
}


def entries(ledger: str) -> list[Entry]:
    """Read lines of ``DAY verb AMOUNT [of DAY]``; a correction's amount has its own sign."""
    found: list[Entry] = []
    for line in filter(None, map(str.strip, ledger.splitlines())):
        day, verb, amount, *rest = line.split()
        kind, sign = KINDS[verb]
        own = date.fromisoformat(rest[1]) if rest else None
        found.append(Entry(date.fromisoformat(day), sign * int(amount), kind, of_on=own))
    return found


def told(ledger: str, period: Span, terms: Terms | None = None) -> Totals:
    terms = terms or Terms()
    known = [entry for entry in entries(ledger) if entry.on < period.ends_before]
    points = accounts.running(known, terms, opened_on=OPENED, until=period.ends_before)
    return statement.totals(points, period)


def balances(known: Sequence[Entry], *days: str, terms: Terms | None = None) -> list[int]:
    kept = terms or Terms()
    return [accounts.balance(known, kept, opened_on=OPENED, on=date.fromisoformat(day)) for day in days]


C1 = """
    2026-01-10  receive  100
    2026-02-09  claim    120
    2026-03-21  receive   30
"""


def test_c1_the_statement_of_a_period_that_dips_and_ends_with_ten() -> None:
    sums = told(C1, FIRST, Terms(dips_allowed=True))
    assert sums == Totals(received_mg=130, claimed_mg=120, carried_mg=10)
    assert told(C1 + "2026-04-01 receive 5", SECOND, Terms(dips_allowed=True)).opening_mg == 10


def test_c2_the_same_without_the_last_delivery_ends_short_and_is_carried_as_a_debt() -> None:
    terms = Terms(dips_allowed=True)
    known = entries(C1)[:2]
    wrong = accounts.check(known, terms, opened_on=OPENED, until=FIRST.ends_before)
    (found,) = statement.wrong_at_the_end(wrong, FIRST)
    assert found.code == "custody.account.period_short"
    assert statement.wrong_at_the_end(wrong, SECOND) == []
    points = list(accounts.running(known, terms, opened_on=OPENED, until=SECOND.ends_before))
    assert statement.totals(points, FIRST).carried_mg == -20
    assert statement.totals(points, SECOND) == Totals(opening_mg=-20, carried_mg=-20)


def test_every_line_of_a_statement_is_told_once() -> None:
    ledger = """
        2026-01-10  receive  100
        2026-02-09  claim     20
        2026-02-10  withdraw  10
        2026-03-01  arrive    30
        2026-03-02  leave     15
        2026-03-31  correct   -5
        2026-04-01  receive    7
        2026-06-30  claim      1
    """
    assert told(ledger, FIRST) == Totals(
        received_mg=100, claimed_mg=30, moved_in_mg=30, moved_out_mg=15, corrected_mg=-5, carried_mg=80
    )
    assert told(ledger, SECOND) == Totals(opening_mg=80, received_mg=7, claimed_mg=1, carried_mg=86)


def test_what_dies_on_the_turn_is_told_by_the_period_that_ends_and_what_is_dropped_too() -> None:
    ledger = "2026-01-01 receive 100"
    assert told(ledger, FIRST, Terms(life_months=3)) == Totals(received_mg=100, expired_mg=100)
    assert told(ledger, SECOND, Terms(life_months=3)) == Totals()
    dropping = told(ledger, FIRST, Terms(carries_over=False))
    assert (dropping.closing_mg, dropping.dropped_mg, dropping.carried_mg) == (100, 100, 0)
    assert told(ledger, SECOND, Terms(carries_over=False)) == Totals()


@pytest.mark.parametrize(
    ("counted", "apart"), [(996, False), (995, False), (994, True), (1005, False), (1006, True), (None, False)]
)
def test_c4_book_of_a_thousand_against_what_was_counted(counted: int | None, apart: bool) -> None:
    assert bool(statement.counted_apart(1000, counted, tolerance=Decimal("0.005"))) is apart


def test_an_account_below_zero_stands_for_no_stock_and_no_tolerance_compares_nothing() -> None:
    assert statement.counted_apart(-20, 0, tolerance=Decimal("0.005")) == []
    assert len(statement.counted_apart(-20, 1, tolerance=Decimal("0.005"))) == 1
    assert statement.counted_apart(1000, 1, tolerance=None) == []


@pytest.mark.parametrize(
    ("day", "number"),
    [("2026-01-01", 1), ("2026-03-31", 1), ("2026-04-01", 2), ("2026-12-31", 4), ("2027-01-01", 5)],
)
def test_a_day_lies_in_one_period(day: str, number: int) -> None:
    assert periods.span_of(date.fromisoformat(day), opened_on=OPENED, months=3).number == number


def test_periods_of_an_account_opened_at_a_months_end_leave_no_day_out() -> None:
    opened = date(2026, 1, 31)
    for days in range(400):
        day = opened + timedelta(days=days)
        found = periods.span_of(day, opened_on=opened, months=1)
        assert found.begins_on <= day <= found.last_day


def test_a_period_runs_waits_and_is_overdue() -> None:
    states = [periods.state(FIRST, on=FIRST.last_day + timedelta(days=days), close_days=30) for days in (0, 1, 30, 31)]
    assert states == [State.RUNNING, State.TO_CLOSE, State.TO_CLOSE, State.OVERDUE]
    assert periods.booked_on(FIRST.last_day, open_from=SECOND.begins_on) == SECOND.begins_on
    assert periods.booked_on(SECOND.last_day, open_from=SECOND.begins_on) == SECOND.last_day


def test_what_is_told_late_is_as_old_as_it_is() -> None:
    known = entries("""
        2026-01-10  receive  50
        2026-04-01  receive  40  of 2026-01-05
    """)
    days = ("2026-03-31", "2026-04-01", "2028-01-04", "2028-01-05", "2028-01-10")
    assert balances(known, *days) == [50, 90, 90, 50, 0]
    assert balances([*known, *entries("2026-04-02 claim 45")], "2028-01-05", "2028-01-10") == [45, 0]


LATER = date(2026, 5, 1)


def corrections(known: list[Entry], at: int, terms: Terms | None = None) -> list[tuple[int, date | None]]:
    found = taking_back(known, known[at], terms or Terms(), opened_on=OPENED, on=LATER)
    assert {part.on for part in found} == {LATER}
    assert {part.kind for part in found} == {Kind.CORRECTION}
    return [(part.amount_mg, part.of_on) for part in found]


def test_a_receipt_that_is_taken_back_leaves_on_the_day_it_is_known() -> None:
    known = entries(C1)
    assert corrections(known, 0, Terms(dips_allowed=True)) == [(-100, None)]
    assert corrections(known, 2, Terms(dips_allowed=True)) == [(-30, None)]


def test_a_claim_that_is_taken_back_brings_credit_back_as_old_as_it_was() -> None:
    known = entries("""
        2026-01-10  receive  50
        2026-02-10  receive  50
        2026-02-20  claim    70
    """)
    assert corrections(known, 2) == [(50, date(2026, 1, 10)), (20, date(2026, 2, 10))]


def test_credit_that_died_meanwhile_does_not_come_back() -> None:
    known = entries("2026-01-10 receive 50\n2026-01-20 claim 30")
    assert corrections(known, 1, Terms(life_months=3)) == [(0, None)]
    assert corrections(known, 0, Terms(life_months=3)) == [(-30, None)]


def test_a_debt_that_is_forgiven_has_no_birth() -> None:
    known = entries("2026-01-10 receive 50\n2026-01-20 claim 30\n2026-01-21 claim 60")
    assert corrections(known, 2, Terms(dips_allowed=True)) == [(40, None), (20, date(2026, 1, 10))]


def test_an_account_of_percentages_is_corrected_by_what_may_be_claimed() -> None:
    terms = Terms(method=Method.INPUT, period_months=12)
    known = [Entry(date(2026, 1, 10), 50, Kind.RECEIPT, 100), Entry(date(2026, 2, 1), -40, Kind.CLAIM, 80)]
    assert corrections(known, 1, terms) == [(0, None)]
    known[1] = Entry(date(2026, 2, 1), -40, Kind.CLAIM, 20)
    assert corrections(known, 1, terms) == [(30, None)]


def test_a_receipt_taken_back_leaves_the_rolling_percentage_from_then_on() -> None:
    terms = Terms(method=Method.ROLLING)
    known = [Entry(date(2026, 3, 1), 60, Kind.RECEIPT, 100), Entry(date(2026, 3, 2), 100, Kind.RECEIPT, 100)]
    assert allowed(known, terms) == Fraction(80)
    (gone,) = taking_back(known, known[1], terms, opened_on=OPENED, on=LATER)
    assert (gone.amount_mg, gone.total_mg, gone.of_on, gone.on) == (-100, -100, date(2026, 3, 2), LATER)
    assert allowed([*known, gone], terms) == Fraction(60)
    (forgiven,) = taking_back(
        [*known, claim := Entry(LATER, -5, Kind.CLAIM, 10)], claim, terms, opened_on=OPENED, on=LATER
    )
    assert (forgiven.amount_mg, forgiven.total_mg) == (5, None)


def allowed(known: list[Entry], terms: Terms) -> Fraction | None:
    return accounts.percentages(known, terms, opened_on=OPENED, until=LATER)[-1].percent


def side(**changes: object) -> Side:
    told: dict[str, object] = {
        "account": "bal-1",
        "organisation": "org-1",
        "country": "ZM",
        "element": "Co",
        "scheme": "cera-4in1",
        "terms": Terms(),
        "opened_on": OPENED,
    }
    return Side(**(told | changes))  # type: ignore[arg-type]


ALL = ("same_company", "same_country", "same_product", "both_sides_same_period")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"organisation": "org-2"}, "other_organisation"),
        ({"country": "CD"}, "other_country"),
        ({"country": ""}, "other_country"),
        ({"element": "Sn"}, "other_product"),
        ({"scheme": "other"}, "not_alike"),
        ({"terms": Terms(life_months=None)}, "not_alike"),
        ({"terms": Terms(unit=Unit.MASS)}, "not_alike"),
        ({"account": "bal-1"}, "same_account"),
        ({"opened_on": date(2026, 4, 2)}, "other_period"),
    ],
)
def test_each_condition_of_a_transfer_is_named(changes: dict[str, object], code: str) -> None:
    right = side(**({"account": "bal-2"} | changes))
    on, today = (date(2026, 6, 30), date(2026, 6, 30)) if code != "other_period" else (date(2026, 6, 30), LATER)
    on = date(2026, 5, 1) if code == "other_period" else on
    today = date(2026, 7, 1) if code == "other_period" else today
    found = check_transfer(side(), right, ALL, on=on, today=today)
    assert {finding.code for finding in found} == ({f"custody.transfer.{code}"} if code else set())


def test_what_a_scheme_does_not_ask_for_does_not_hold_a_transfer_up_and_silence_does() -> None:
    right = side(account="bal-2", organisation="org-2", country="CD")
    assert check_transfer(side(), right, ["same_product"], on=OPENED, today=LATER) == []
    (silent,) = check_transfer(side(), right, [], on=OPENED, today=OPENED)
    assert silent.code == "custody.transfer.not_foreseen"


def test_other_methods_move_no_credit_and_credit_kept_by_periods_only_where_they_end_together() -> None:
    rolling = Terms(method=Method.ROLLING)
    (found,) = check_alike(side(terms=rolling), side(account="bal-2", terms=rolling), OPENED)
    assert found.code == "custody.transfer.not_alike"
    dropping = Terms(carries_over=False)
    later = side(account="bal-2", terms=dropping, opened_on=OPENED + timedelta(days=1))
    (found,) = check_alike(side(terms=dropping), later, LATER)
    assert found.code == "custody.transfer.periods_apart"
    assert check_alike(side(terms=dropping), side(account="bal-2", terms=dropping), LATER) == []


def test_what_arrives_is_as_old_as_what_left() -> None:
    parts = [Tranche(date(2026, 1, 10), 50), Tranche(LATER, 20)]
    assert [(entry.amount_mg, entry.of_on) for entry in arriving(parts, 70, on=LATER)] == [
        (50, date(2026, 1, 10)),
        (20, None),
    ]
    assert [entry.amount_mg for entry in arriving(parts, 1, on=LATER)] == [1]


def test_credit_kept_for_one_period_is_not_kept_longer_for_having_moved() -> None:
    terms = Terms(life_months=None, carry_periods=1)
    known = entries("2026-04-10 arrive 10 of 2026-02-01\n2026-04-10 receive 5")
    assert balances(known, "2026-06-30", "2026-07-01", "2026-10-01", terms=terms) == [15, 5, 0]
    elsewhere = entries("2026-04-10 arrive 10 of 2025-11-30")
    assert balances(elsewhere, "2026-04-09", "2026-04-11", terms=terms) == [0, 0]


def test_tranches_keep_order_debt_and_age() -> None:
    credit = Tranches()
    assert credit.take(5) == []
    credit.add(OPENED, None, 5)
    assert (credit.balance_mg, credit.standing()) == (0, [])
    credit.add(LATER, date(2027, 1, 1), 4)
    credit.add(OPENED, date(2026, 12, 1), 3)
    credit.add(OPENED, None, 2)
    assert credit.standing() == [Tranche(OPENED, 3), Tranche(LATER, 4), Tranche(OPENED, 2)]
    assert credit.take(4) == [Tranche(OPENED, 3), Tranche(LATER, 1)]
    assert (credit.expire(date(2026, 12, 31)), credit.expire(date(2027, 1, 1)), credit.drop()) == (0, 3, 2)
    assert credit.balance_mg == credit.drop() == 0


def test_a_basis_is_kept_for_a_period() -> None:
    days = {"begins_on": FIRST.begins_on, "last_day": FIRST.last_day}
    assert allocation.check_basis(Basis.MASS, ["mass"], **days) == []
    assert allocation.check_basis(Basis.MASS, [], **days) == []
    (found,) = allocation.check_basis(Basis.MASS, ["mass", "value"], **days)
    assert (found.code, found.params["used"]) == ("custody.allocation.basis_mixed", "value")


@pytest.mark.parametrize(("given", "over"), [(800, False), (801, True)])
def test_free_attribution_ends_at_input_times_factor(given: int, over: bool) -> None:
    factors = {"oxide": Fraction(8, 10), "slag": Fraction(1, 10)}
    found = allocation.check_attribution(1000, {"oxide": given, "slag": 0}, factors)
    assert [finding.code for finding in found] == (["custody.allocation.over_attributed"] if over else [])


def test_what_is_lost_in_a_step_is_nobodys() -> None:
    shares = allocation.share_out(100, [2, 1])
    assert (shares, [allocation.converted(share, Fraction(1, 2)) for share in shares]) == ([67, 33], [33, 16])


def test_a_statement_says_the_same_whoever_writes_it() -> None:
    kept = document.Kept(
        account="bal-1", organisation="o", site="s", element="Co", unit="mass", method="credit", pack="p@1"
    )
    count = document.Count(counted_mg=10**18, apart_mg=-1, tolerance_percent="0.5")
    told = {"count": count, "cause": "", "found": (), "entries": ("a", "b")}
    said = document.statement(kept, FIRST, Totals(carried_mg=-1), **told)  # type: ignore[arg-type]
    assert (said["counted_kg"], said["apart_kg"], said["carried_kg"]) == ("1000000000000", "-0.000001", "-0.000001")
    bare = document.statement(kept, FIRST, Totals(), **(told | {"count": document.Count()}))  # type: ignore[arg-type]
    assert "counted_kg" not in bare


def test_a_period_that_still_runs_can_be_added_up_so_far() -> None:
    points = accounts.running(entries(C1), Terms(dips_allowed=True), opened_on=OPENED, until=date(2026, 2, 9))
    assert statement.totals(points, FIRST) == Totals(received_mg=100, claimed_mg=120, carried_mg=-20)


def test_the_credential_carries_the_statement_about_its_account() -> None:
    at = datetime(2026, 4, 10, 12, tzinfo=UTC)
    signed = document.credential({"account": "bal-1", "period": 1}, closing="clo-1", issuer="did:web:x", at=at)
    assert structure.faults(signed) == []
    assert document.said_in(signed) == {"account": "bal-1", "period": 1}
    assert signed["credentialSubject"]["id"].endswith("/bal-1")


def test_an_entry_is_named_by_all_that_it_says() -> None:
    at = datetime(2026, 4, 10, 12, tzinfo=UTC)
    entry = Entry(OPENED, 5, Kind.RECEIPT)
    said = {"lot": "L", "event": "e", "note": "n"}
    first = document.entry_as_told(entry, **said, recorded_at=at)
    changes = ({"of_on": OPENED}, {"amount_mg": 6}, {"on": LATER}, {"kind": Kind.CLAIM}, {"total_mg": 9})
    others = [document.entry_as_told(replace(entry, **change), **said, recorded_at=at) for change in changes]
    others += [document.entry_as_told(entry, **(said | {name: ""}), recorded_at=at) for name in said]
    assert all(other != first for other in others)


def test_an_account_of_percentages_tells_what_part_of_all_that_came_in_was_certified() -> None:
    terms = Terms(method=Method.INPUT)
    known = [Entry(OPENED, 2, Kind.RECEIPT, 3), Entry(LATER, 1, Kind.RECEIPT, 1)]
    assert statement.certified_percent(known, FIRST, terms) == "66.6"
    assert statement.certified_percent(known, SECOND, terms) == "100.0"
    assert statement.certified_percent([], FIRST, terms) is None
    assert statement.certified_percent([*known, Entry(OPENED, 0, Kind.RECEIPT)], FIRST, terms) is None
    assert statement.certified_percent(known, FIRST, Terms()) is None
