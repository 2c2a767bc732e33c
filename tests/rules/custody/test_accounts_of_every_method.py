"""The vectors of accounts under their own numbers, as tables, each with its edges on both sides (rules, H3)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from orepass.custody.rules.accounts import (
    Entry,
    Kind,
    Method,
    Standing,
    Terms,
    Unit,
    at_the_end,
    balance,
    check_period,
    methods_allowed,
    percentages,
    period_ends,
    running,
    terms_from,
)
from orepass.custody.rules.accounts.terms import label_threshold
from orepass.scheme.rules.parameters import Parameter, Rules
from tests.rules.custody.told_accounts import Told, entry

QUARTER = Terms(period_months=3, life_months=None, dips_allowed=True)
KG = 10**6
OVERDRAWN, SHORT = "custody.account.overdrawn", "custody.account.period_short"
NO_CAUSE, ABOVE = "custody.account.cause_missing", "custody.claim.above_share"


# --- credit ---

C1 = """
    2026-01-10  in     100 kg
    2026-02-09  claim  120 kg
"""


def test_c1_an_account_may_dip_inside_a_period_and_closes_above_zero() -> None:
    told = Told(QUARTER, C1 + "2026-03-21  in  30 kg")
    assert (told.kg("2026-02-08"), told.kg("2026-02-09"), told.kg("2026-03-31"), told.kg("2026-04-01")) == (
        100, -20, 10, 10)  # fmt: skip
    assert told.codes("2026-06-30") == []


@pytest.mark.parametrize(
    ("last", "codes"),
    [
        ("2026-03-21  in  20 kg", []),
        ("2026-03-31  in  20 kg", []),
        ("2026-03-21  in  19.999 kg", [SHORT]),
        ("2026-04-01  in  20 kg", [SHORT]),
        ("", [SHORT]),
    ],
    ids=["just enough", "on the last day", "a gram less", "a day late", "nothing"],
)
def test_c2_a_period_that_closes_below_zero_is_a_major_nonconformity(last: str, codes: list[str]) -> None:
    told = Told(QUARTER, C1 + last)
    assert told.codes("2026-03-31") == []
    assert told.codes("2026-04-01") == codes


def test_c2_what_is_missing_is_told() -> None:
    (finding,) = Told(QUARTER, C1).found("2026-04-01")
    assert finding.params == {"day": "2026-04-01", "missing_kg": "20"}


@pytest.mark.parametrize(("months", "days", "allowed"), [(2, 30, True), (3, 0, True), (3, 1, False), (4, 0, False)])
def test_c3_a_period_of_three_months_and_a_day_is_too_long(months: int, days: int, allowed: bool) -> None:
    assert (check_period(months, limit=3, extra_days=days) == []) is allowed


def test_c9_credit_is_gone_on_its_second_birthday() -> None:
    terms = Terms(life_months=24)
    told = Told(terms, "2024-01-15  in  100 kg\n2024-02-01  claim  40 kg", opened="2024-01-01")
    assert (told.kg("2026-01-14"), told.kg("2026-01-15")) == (60, 0)
    for day, codes in (("2026-01-14", []), ("2026-01-15", [OVERDRAWN])):
        last = f"2024-01-15  in  100 kg\n2024-02-01  claim  40 kg\n{day}  claim  60 kg"
        assert Told(terms, last, opened="2024-01-01").codes("2026-03-31") == codes


def test_c10_the_oldest_credit_goes_first() -> None:
    table = "2024-01-10  in  50 kg\n2024-02-10  in  50 kg\n2024-03-01  claim  70 kg"
    told = Told(Terms(life_months=24), table, opened="2024-01-01")
    assert [told.kg(day) for day in ("2026-01-09", "2026-01-10", "2026-02-09", "2026-02-10")] == [30, 30, 30, 0]
    whole = Told(Terms(life_months=24), table.replace("70", "49.999"), opened="2024-01-01")
    assert [whole.kg(day) for day in ("2026-01-09", "2026-01-10")] == [50.001, 50]


def test_a_rest_that_passes_into_one_period_only_is_gone_at_its_end() -> None:
    told = Told(Terms(life_months=None, carry_periods=1), "2026-01-10  in  100 kg\n2026-04-10  in  7 kg")
    assert [told.kg(day) for day in ("2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01")] == [107, 7, 7, 0]


def test_an_overdraft_of_credit_waits_for_its_cause_where_one_is_needed() -> None:
    terms = Terms(overdraft=Decimal("0.2"), needs_cause=True, life_months=None)
    table = "2026-01-10  in  100 kg\n2026-01-20  claim  120 kg"
    assert Told(terms, table).codes("2026-01-31") == [NO_CAUSE]
    assert Told(terms, "2026-01-19  cause\n" + table).codes("2026-01-31") == []
    assert Told(terms, "2026-01-19  cause\n" + table.replace("120", "120.001")).codes("2026-01-31") == [OVERDRAWN]
    late = "2026-01-10  in  100 kg\n2026-04-02  cause\n2026-01-20  claim  120 kg"
    assert NO_CAUSE in Told(terms, late).codes("2026-04-05")


# --- rolling percentage ---

ROLLING = Terms(method=Method.ROLLING, rolling_months=3)
C8 = """
    2026-01-20  in   60 kg of 100 kg
    2026-02-10  in   80 kg of 100 kg
    2026-03-31  in  100 kg of 100 kg
    2026-04-01  in   30 kg of 100 kg
    2026-05-15  in   20 kg of 100 kg
"""


def shares(table: str, until: str, terms: Terms = ROLLING) -> dict[str, Fraction | None]:
    told = Told(terms, table)
    found = percentages(told.entries, terms, opened_on=told.opened, until=date.fromisoformat(until))
    return {month.month.isoformat()[:7]: month.percent for month in found}


def test_c8_the_percentage_is_that_of_the_three_months_before() -> None:
    found = shares(C8, "2026-06-30")
    assert [found[f"2026-0{month}"] for month in (4, 5, 6)] == [80, 70, 50]
    assert found["2026-01"] is None
    assert [found[month] for month in ("2026-02", "2026-03")] == [60, 70]


@pytest.mark.parametrize(
    ("claim", "codes"),
    [
        ("2026-04-01  claim  80 kg of 100 kg", []),
        ("2026-04-30  claim  80 kg of 100 kg", []),
        ("2026-04-30  claim  80.001 kg of 100 kg", [ABOVE]),
        ("2026-03-31  claim  80 kg of 100 kg", [ABOVE]),
        ("2026-05-01  claim  70 kg of 100 kg", []),
        ("2026-05-01  claim  70.001 kg of 100 kg", [ABOVE]),
        ("2026-06-01  claim  50 kg of 100 kg", []),
        ("2026-06-01  claim  50.001 kg of 100 kg", [ABOVE]),
        ("2026-01-31  claim  0.001 kg of 100 kg", [ABOVE]),
    ],
)
def test_c8_a_lot_is_claimed_up_to_the_percentage_of_its_month(claim: str, codes: list[str]) -> None:
    assert Told(ROLLING, C8 + claim).codes("2026-06-30") == codes


def test_c8_the_label_needs_seventy_percent() -> None:
    label = Fraction(7, 10)
    found = shares(C8, "2026-06-30")
    reached = [(found[f"2026-0{month}"] or 0) / 100 >= label for month in (4, 5, 6)]
    assert reached == [True, True, False]


def test_an_average_never_claims_more_than_came_in() -> None:
    table = "2026-01-20  in  100 kg of 100 kg\n2026-02-20  in  0 kg of 900 kg\n2026-02-21  claim  100 kg of 100 kg\n"
    assert Told(ROLLING, table).codes("2026-02-28") == []
    assert Told(ROLLING, table + "2026-02-22  claim  0.001 kg of 1 kg").codes("2026-02-28") == [OVERDRAWN]


def test_what_nobody_measured_leaves_months_without_a_percentage() -> None:
    found = shares(
        "2026-01-20  in  60 kg of 100 kg\n2026-02-10  in  0 kg\n2026-03-10  in  50 kg of 100 kg", "2026-06-30"
    )
    assert found == {
        "2026-01": None,
        "2026-02": 60,
        "2026-03": None,
        "2026-04": None,
        "2026-05": None,
        "2026-06": 50,
    }


# --- percentage of the inputs ---

INPUT = Terms(
    method=Method.INPUT, period_months=12, overdraft=Decimal("0.2"), needs_cause=True, carry_periods=1, life_months=None
)
C11 = """
    2026-02-01  in   1,000 kg of 2,000 kg
    2026-03-01  out    100 kg
"""


def year(claimed: str, *more: str) -> Told:
    """1,800 kg go out in the year; a part of 1,700 of them is claimed."""
    return Told(INPUT, "\n".join((C11, f"2026-06-01  claim  {claimed} kg of 1,700 kg", *more)))


def test_c11_half_of_what_goes_out_may_be_claimed_and_the_rest_passes_on() -> None:
    told = year("850")
    assert (told.kg("2026-12-31"), told.kg("2027-01-01"), told.codes("2027-06-30")) == (50, 50, [])
    assert [year(claimed).kg("2026-12-31") for claimed in ("899.999", "900", "900.001")] == [0.001, 0, -0.001]
    assert [year(claimed).codes("2026-12-31") for claimed in ("900", "900.001")] == [[], [NO_CAUSE]]


def test_c11_a_rest_passes_into_the_next_period_only() -> None:
    told = year("850")
    assert [told.kg(day) for day in ("2027-12-31", "2028-01-01")] == [50, 0]
    used = year("850", "2027-12-31  claim  50 kg of 50 kg")
    assert used.codes("2028-06-30") == []
    late = year("850", "2028-01-01  claim  50 kg of 50 kg")
    assert late.codes("2028-06-30") == [OVERDRAWN]


@pytest.mark.parametrize(
    ("claimed", "cause", "in_period", "at_its_end"),
    [
        ("950", True, [], []),
        ("950", False, [NO_CAUSE], [NO_CAUSE, NO_CAUSE]),
        ("1,100", True, [], []),
        ("1,100.001", True, [OVERDRAWN], [OVERDRAWN, SHORT]),
        ("1,150", True, [OVERDRAWN], [OVERDRAWN, SHORT]),
    ],
)
def test_c12_an_overdraft_has_a_limit_and_a_cause(
    claimed: str, cause: bool, in_period: list[str], at_its_end: list[str]
) -> None:
    told = year(claimed, *["2026-05-31  cause"] * cause)
    assert (told.codes("2026-12-31"), told.codes("2027-01-01")) == (in_period, at_its_end)


def test_c12_an_overdraft_is_paid_back_in_the_next_period() -> None:
    borrowed = ("2026-05-31  cause", "2027-02-01  in  100 kg of 100 kg", "2027-03-01  out  50 kg")
    assert year("950", *borrowed).codes("2028-01-01") == []
    assert year("950", *borrowed[:2], "2027-03-01  out  49.999 kg").codes("2028-01-01") == [SHORT]
    again = (*borrowed[:2], "2027-03-01  cause", "2027-04-01  out  49 kg")
    assert year("950", *again).codes("2028-01-01") == [SHORT], "a second overdraft does not pay the first"


def test_no_more_is_claimed_than_came_in_however_much_goes_out_of_stock() -> None:
    told = Told(INPUT, "2026-02-01  in  100 kg of 200 kg\n2026-03-01  out  10,000 kg")
    assert told.kg("2026-03-01") == 100


def test_uncertified_input_lowers_what_may_be_claimed() -> None:
    told = Told(INPUT, "2026-02-01  in  100 kg of 100 kg\n2026-03-01  out  80 kg\n2026-04-01  in  0 kg of 100 kg")
    assert [told.kg(day) for day in ("2026-02-28", "2026-03-01", "2026-04-01")] == [0, 80, 40]
    unknown = Told(INPUT, "2026-02-01  in  100 kg of 100 kg\n2026-03-01  out  80 kg\n2026-04-01  in  0 kg")
    assert unknown.kg("2026-04-01") == 0


def test_the_percentage_of_a_period_is_told_month_by_month() -> None:
    found = shares("2026-02-01  in  50 kg of 100 kg\n2026-03-31  in  0 kg of 100 kg", "2027-01-15", INPUT)
    assert [found[month] for month in ("2026-01", "2026-02", "2026-03", "2026-12", "2027-01")] == [
        None, 50, 25, 25, None]  # fmt: skip


def test_an_account_of_credit_has_no_percentage() -> None:
    assert percentages([], Terms(), opened_on=date(2026, 1, 1), until=date(2026, 5, 1)) == []


# --- book and claim ---

BOOK = Terms(method=Method.BOOK, life_months=24)
C14 = "2026-01-10  in  10,000 kg\n2026-02-10  sale  7,000 kg\n"


@pytest.mark.parametrize(
    ("issued", "missing"), [("3,000", None), ("3,000.001", "0.001"), ("4,000", "1000"), ("2,999.999", None)]
)
def test_c14_credits_are_issued_for_what_was_produced_and_not_sold(issued: str, missing: str | None) -> None:
    found = Told(BOOK, f"{C14}2026-03-01  issue  {issued} kg").found("2026-03-31")
    assert [finding.params["missing_kg"] for finding in found] == [missing] * (missing is not None)


def test_c20_what_was_issued_is_not_sold_as_certified_too() -> None:
    table = "2026-01-10  in  10 kg\n2026-02-10  issue  10 kg\n2026-02-11  sale  0.001 kg"
    assert Told(BOOK, table).codes("2026-02-28") == [OVERDRAWN]
    assert Told(BOOK, table.replace("issue  10", "issue  9.999")).codes("2026-02-28") == []


# --- an account while a document is judged ---


@pytest.mark.parametrize(("terms", "table"), [(QUARTER, C1), (ROLLING, C8), (INPUT, C11), (BOOK, C14)])
def test_the_end_of_an_account_is_that_of_all_its_entries(terms: Terms, table: str) -> None:
    told = Told(terms, table)
    standing = Standing([], terms, told.opened)
    for number, added in enumerate(told.entries):
        standing.entries.append(added)
        until = running(told.entries[: number + 1], terms, opened_on=told.opened, until=added.on)
        assert standing.balance(added.on) == [point.balance_mg for point in until][-1]


def test_a_back_dated_entry_begins_the_account_again() -> None:
    standing = Standing([entry("2026-01-10  in  10 kg")], BOOK, date(2026, 1, 1))
    assert standing.breaks(entry("2026-03-01  issue  11 kg"), until=date(2026, 3, 1)) != []
    standing.entries.append(entry("2026-02-01  in  1 kg"))
    assert standing.breaks(entry("2026-03-01  issue  11 kg"), until=date(2026, 3, 1)) == []
    assert standing.room(entry("2026-01-15  issue  1 kg")) == 10 * 10**6


def test_a_share_is_that_of_its_month_whenever_it_is_asked_for() -> None:
    standing = Standing(Told(ROLLING, C8).entries, ROLLING, date(2026, 1, 1))
    months = [standing.share_in(date(2026, month, 1)) for month in (6, 4, 5, 1)]
    assert months == [Fraction(1, 2), Fraction(4, 5), Fraction(7, 10), 0]


# --- what a pack says ---


def pack(**values: Any) -> Rules:
    return Rules(
        {
            f"custody.{name}": Parameter(
                path=f"custody.{name}", value=value, unit="%", source="x", clause="", verified=False
            )
            for name, value in values.items()
        }
    )


def test_where_a_pack_is_silent_credit_is_kept_strictly() -> None:
    assert terms_from(pack()) == Terms()
    inputs = terms_from(pack(), Method.INPUT)
    assert (inputs.carry_periods, inputs.needs_cause, inputs.overdraft) == (1, True, Decimal(0))
    assert methods_allowed(pack()) == {Method.CREDIT}
    assert label_threshold(pack()) is None


def test_a_pack_sets_every_term() -> None:
    said = pack(
        period_months=12,
        credit_life_months=None,
        overdraft_percent="20",
        overdraft_needs_cause=True,
        overdraft_within_period=True,
        carry_over=False,
        carry_periods=2,
        rolling_months=12,
        account_unit="mass",
        label_threshold_percent="70",
        models_allowed=["mass_balance", "book_and_claim"],
        methods_allowed=["rolling_percentage", "book"],
    )
    assert terms_from(said, Method.ROLLING) == Terms(
        period_months=12,
        life_months=None,
        overdraft=Decimal("0.2"),
        needs_cause=True,
        dips_allowed=True,
        carries_over=False,
        carry_periods=2,
        method=Method.ROLLING,
        rolling_months=12,
        unit=Unit.MASS,
    )
    assert methods_allowed(said) == {Method.ROLLING, Method.BOOK}
    assert label_threshold(said) == Fraction(7, 10)
    assert methods_allowed(pack(models_allowed=["segregated"])) == frozenset()
    newest = pack(methods_allowed=["credit", "rolling_percentage"], credit_order="newest_first")
    assert methods_allowed(newest) == {Method.ROLLING}


@pytest.mark.parametrize(
    ("terms", "table", "left"), [(QUARTER, C1, -20), (ROLLING, C8, 290), (INPUT, C11, 50), (BOOK, C14, 3000)]
)
def test_the_end_of_a_day_tells_what_is_left_and_how_far_below_zero_is_allowed(
    terms: Terms, table: str, left: int
) -> None:
    told = Told(terms, table)
    account = at_the_end(told.entries, terms, opened_on=told.opened, on=date(2026, 6, 30))
    assert account.balance == left * KG
    assert account.overdraft == (200 * KG if terms is INPUT else 0)


def test_the_rest_of_a_percentage_never_dies_of_age() -> None:
    account = at_the_end([], ROLLING, opened_on=date(2026, 1, 1), on=date(2026, 1, 2))
    assert list(account.expire(date(2090, 1, 1))) == []


DAYS = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 7, 1))
ROOMS = ((ROLLING, C8), (INPUT, C11))


def test_periods_end_half_open_up_to_a_day() -> None:
    ends = [list(period_ends(QUARTER, opened_on=date(2026, 1, 1), until=day)) for day in DAYS]
    assert ends == [[], [date(2026, 4, 1)], [date(2026, 4, 1), date(2026, 7, 1)]]


def test_room_is_what_a_claim_might_take_on_its_day() -> None:
    claim = entry("2026-06-01  claim  1 kg of 300 kg")
    rooms = [Standing(Told(terms, table).entries, terms, date(2026, 1, 1)).room(claim) for terms, table in ROOMS]
    assert rooms == [290 * KG, 200 * KG]


@pytest.mark.parametrize(("moved", "left"), [(30, 130), (-30, 70), (-130, -30)])
def test_what_is_corrected_or_moved_changes_what_is_left_and_not_the_percentage(moved: int, left: int) -> None:
    told = Told(INPUT, "2026-02-01  in  100 kg of 200 kg\n2026-03-01  out  200 kg")
    entries = [*told.entries, Entry(date(2026, 3, 2), moved * KG, Kind.CORRECTION)]
    account = at_the_end(entries, INPUT, opened_on=told.opened, on=date(2026, 12, 31))
    assert (account.balance, balance(entries, INPUT, opened_on=told.opened, on=date(2027, 1, 1))) == (
        left * KG, left * KG)  # fmt: skip


def test_cause_is_taken_only_where_an_overdraft_is_allowed_and_needs_one() -> None:
    assert Terms(overdraft=Decimal("0.2"), needs_cause=True).takes_cause
    assert not Terms(overdraft=Decimal("0.2")).takes_cause
    assert not Terms(needs_cause=True).takes_cause
