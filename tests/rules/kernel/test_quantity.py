"""Masses are exact, or refused."""

from decimal import Decimal
from fractions import Fraction

import pytest

from orepass.kernel.quantity import MILLIGRAMS_MAX, BadQuantity, NegativeQuantity, apportion, in_unit, mass
from orepass.kernel.refusal import Invalid


@pytest.mark.parametrize(
    ("value", "unit", "milligrams"),
    [
        ("1", "MGM", 1),
        ("1.5", "GRM", 1_500),
        ("1000", "KGM", 10**9),
        ("0.000001", "KGM", 1),
        (Decimal("38.25"), "TNE", 38_250_000_000),
        (0, "KGM", 0),
        ("9223372036854775807", "MGM", MILLIGRAMS_MAX),
    ],
)
def test_mass_is_read_exactly(value: str | int | Decimal, unit: str, milligrams: int) -> None:
    assert mass(value, unit) == milligrams


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("0.5", "MGM"),
        ("0.0000001", "KGM"),
        ("-1", "KGM"),
        ("NaN", "KGM"),
        ("Infinity", "KGM"),
        ("sNaN", "KGM"),
        ("1,5", "KGM"),
        ("", "KGM"),
        ("ten", "KGM"),
        ("1", "LBR"),
        ("1", ""),
        ("9223372036854775808", "MGM"),
        ("1e999999", "KGM"),
        ("1e900000", "KGM"),
        ("1e-999999", "KGM"),
        ("1.0000000000000000000000000000001", "KGM"),
        ("9" * 10_000, "KGM"),
    ],
)
def test_mass_that_cannot_be_held_exactly_is_refused(value: str, unit: str) -> None:
    with pytest.raises(BadQuantity) as refused:
        mass(value, unit)
    assert refused.value.way_out


def test_what_is_below_zero_says_so_and_names_the_field() -> None:
    with pytest.raises(NegativeQuantity) as refused:
        mass("-5", "KGM", where="mass_kg")
    assert (refused.value.where, str(refused.value)) == ("mass_kg", "-5 KGM is below zero; a mass is not.")
    assert "above zero" in refused.value.way_out
    with pytest.raises(BadQuantity) as unread:
        mass("1e999", "KGM", where="mass_kg")
    assert (unread.value.where, unread.value.code) == ("mass_kg", "kernel.quantity.invalid")


def test_mass_reads_back_in_any_unit() -> None:
    assert in_unit(mass("1.250", "KGM")) == Decimal("1.25")
    assert in_unit(mass("1250", "GRM"), "GRM") == Decimal(1250)
    assert str(in_unit(mass("1000", "KGM"))) == "1000"
    assert in_unit(mass("1", "MGM"), "TNE") == Decimal("1E-9")


def test_parts_add_up_and_ties_go_to_the_first() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(7, [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]) == [4, 2, 1]
    assert apportion(0, [1, 2]) == [0, 0]
    assert apportion(5, [0, 1]) == [0, 5]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [3, -1]])
def test_weights_that_cannot_be_shared_by_are_refused(weights: list[int]) -> None:
    with pytest.raises(Invalid):
        apportion(10, weights)
