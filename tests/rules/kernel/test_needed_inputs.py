"""What the rules ask of many inputs alike: not below zero, at least one, above zero, a part of a hundred."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from orepass.kernel.computed import InputRefused, above_zero, at_least_one, not_below_zero, per_cent

TAKEN: list[tuple[Callable[..., object], list[Any]]] = [
    (not_below_zero, [0, Fraction(0), Decimal("0.00"), 10**9, None]),
    (at_least_one, [1, 10**9]),
    (above_zero, [Fraction(1, 10**6), Fraction(10**9), None]),
    (per_cent, [Fraction(0), Fraction(100), None]),
]
REFUSED: list[tuple[Callable[..., object], list[Any], str]] = [
    (not_below_zero, [-1, Fraction(-1, 10**6), Decimal("-0.01")], "it must not be below zero"),
    (at_least_one, [0, -1], "it must be at least one"),
    (above_zero, [Fraction(0), Fraction(-1)], "it must be above zero"),
    (per_cent, [Fraction(-1, 10**6), Fraction(100) + Fraction(1, 10**6)], "it must lie between 0 and 100"),
]


@pytest.mark.parametrize(("check", "values"), TAKEN)
def test_what_lies_within_is_taken(check: Callable[..., object], values: list[Any]) -> None:
    for value in values:
        assert check(first=value, second=values[0]) is None


@pytest.mark.parametrize(("check", "values", "problem"), REFUSED)
def test_the_first_input_that_lies_outside_is_named(
    check: Callable[..., object], values: list[Any], problem: str
) -> None:
    for value in values:
        with pytest.raises(InputRefused) as refused:
            check(right=type(value)(1), wrong=value, also_wrong=value)
        assert refused.value.params == {"name": "wrong", "value": str(value), "problem": problem}
        assert refused.value.where == "wrong"
