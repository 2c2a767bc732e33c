"""What accounts allow, asked with plain numbers: what is refused, and what the sentences say."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.rules.accounts import asked
from orepass.kernel.computed import InputRefused


@pytest.mark.parametrize(
    ("certified", "total", "name"),
    [("1 2", "3", "total"), ("", "", "total"), ("2", "1", "certified"), ("-1", "1", "certified"), ("0", "0", "total")],
)
def test_a_percentage_needs_parts_of_what_came_in(certified: str, total: str, name: str) -> None:
    with pytest.raises(InputRefused) as refused:
        asked.rolling_percentage(certified=certified, total=total)
    assert refused.value.params["name"] == name


def test_a_percentage_looks_back_no_further_than_its_window() -> None:
    found = asked.rolling_percentage(certified="100 1 1", total="100 2 2", rolling_months=2)
    assert (found.value, found.explanation) == (Decimal(50), ("2 of 4 in 2 months is 50.0 %, rounded down.",))


def test_what_is_left_is_rounded_down_also_below_zero() -> None:
    def left(claimed: str) -> Decimal:
        parts = {"certified_kg": Decimal(1), "total_kg": Decimal(3), "out_kg": Decimal(1)}
        return asked.input_left(**parts, claimed_kg=Decimal(claimed)).value

    assert (left("0"), left("1")) == (Decimal("0.333333"), Decimal("-0.666667"))


@pytest.mark.parametrize(
    ("inputs", "allowed"),
    [({"short_kg": 0, "cause": False}, True), ({"short_kg": 1, "cause": False, "needs_cause": False}, True)],
)
def test_what_is_not_short_needs_no_cause(inputs: dict[str, Any], allowed: bool) -> None:
    given = inputs | {"short_kg": Decimal(inputs["short_kg"]), "certified_kg": Decimal(10)}
    assert asked.overdraft_allowed(**given).value is allowed


def test_a_credit_without_an_end_stays() -> None:
    given: dict[str, Any] = {"amount_kg": Decimal(5), "received_on": date(2020, 1, 1), "used_kg": Decimal(2)}
    found = asked.credit_left(**given, on=date(2090, 1, 1), life_months=None)
    assert (found.value, found.explanation) == (Decimal(3), ("It does not expire.",))
    with pytest.raises(InputRefused):
        asked.credit_left(**given, on=date(2019, 12, 31))


def test_nothing_is_left_to_issue_once_more_was_sold_than_produced() -> None:
    assert asked.credits_issuable(produced_kg=Decimal(1), sold_kg=Decimal(2)).value == 0


@pytest.mark.parametrize(("percent", "borne"), [("69.9", False), ("70", True)])
def test_the_label_is_borne_from_the_threshold_on(percent: str, borne: bool) -> None:
    assert asked.label_borne(percent=Decimal(percent)).value is borne


@pytest.mark.parametrize(("months", "days", "allowed"), [(3, 0, True), (3, 1, False), (0, 1, True)])
def test_a_period_is_as_long_as_the_scheme_allows(months: int, days: int, allowed: bool) -> None:
    assert asked.period_allowed(months=months, extra_days=days).value is allowed


def test_the_lowest_balance_is_told_with_the_last() -> None:
    found = asked.least_balance(movements_kg="100 -120 30")
    assert (found.value, found.explanation) == (Decimal(-20), ("It ends at 10 kg.",))
