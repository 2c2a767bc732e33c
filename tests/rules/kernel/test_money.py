"""Money is exact: minor units, one rounding, parts that add up, no conversion without its rate."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from orepass.kernel.money import (
    EXPONENT,
    BadMoney,
    MixedCurrencies,
    Money,
    Rate,
    converted,
    half_up,
    money,
    rounded,
    total,
)

KES_IN_USD = Rate(of="KES", into="USD", value=1 / Fraction("87.43"), on=date(2013, 3, 1), source="a bank")


@pytest.mark.parametrize(
    ("value", "currency", "minor"),
    [("12.34", "EUR", 1234), (16000, "KES", 1600000), ("5", "JPY", 5), ("1.234", "KWD", 1234), ("-0.01", "USD", -1)],
)
def test_a_sum_is_read_in_minor_units(value: str | int, currency: str, minor: int) -> None:
    assert money(value, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("value", "currency"),
    [
        ("0.001", "EUR"),
        ("0.5", "JPY"),
        ("1", "XYZ"),
        ("one", "EUR"),
        ("NaN", "EUR"),
        ("Infinity", "EUR"),
        ("1E30", "EUR"),
        ("9" * 31, "EUR"),
        ("9" * 29, "EUR"),
    ],
)
def test_what_cannot_be_held_exactly_is_refused(value: str, currency: str) -> None:
    with pytest.raises(BadMoney):
        money(value, currency)


def test_sums_of_one_currency_add_subtract_and_compare() -> None:
    one, two = money("1.10", "EUR"), money("2.20", "EUR")
    assert (one + two, two - one, -one) == (money("3.30", "EUR"), money("1.10", "EUR"), money("-1.10", "EUR"))
    assert one < two
    assert one <= two
    assert total([one, two], "EUR") == money("3.30", "EUR")
    assert total([], "EUR") == money(0, "EUR")
    assert str(two) == "2.20 EUR"


def test_two_currencies_never_meet_without_a_conversion() -> None:
    with pytest.raises(MixedCurrencies):
        money(1, "EUR") + money(1, "USD")
    with pytest.raises(MixedCurrencies):
        assert money(1, "EUR") < money(1, "USD")
    with pytest.raises(MixedCurrencies):
        converted(money(1, "EUR"), KES_IN_USD)


def test_e01_a_conversion_names_its_rate_and_its_day() -> None:
    assert converted(money(16000, "KES"), KES_IN_USD) == money(183, "USD")


@pytest.mark.parametrize(
    ("exact", "whole"), [("0.5", 1), ("0.49", 0), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-0.49", 0), ("-2.5", -3)]
)
def test_halves_are_rounded_away_from_zero(exact: str, whole: int) -> None:
    assert half_up(Fraction(exact)) == whole


def test_a_reckoned_amount_is_rounded_once_to_the_minor_unit() -> None:
    assert rounded(Fraction(1000, 3), "USD") == money("333.33", "USD")
    assert money("333.33", "EUR").times(Decimal("0.5")) == money("166.67", "EUR")
    with pytest.raises(BadMoney):
        rounded(Fraction(1), "XYZ")


def test_a_shared_sum_adds_up_to_itself() -> None:
    parts = money(100, "EUR").shared([1, 1, 1])
    assert [part.amount for part in parts] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_every_currency_has_a_code_of_three_letters_and_at_most_four_decimals() -> None:
    assert all(len(code) == 3 and code.isupper() for code in EXPONENT)
    assert set(EXPONENT.values()) == {0, 2, 3, 4}
