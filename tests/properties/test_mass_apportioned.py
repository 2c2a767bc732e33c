"""Sharing a mass out neither makes nor loses any, and no part is off by a whole unit."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from orepass.kernel.quantity import (
    MILLIGRAMS_MAX,
    MILLIGRAMS_PER_UNIT,
    BadQuantity,
    Milligrams,
    apportion,
    in_unit,
    mass,
)

weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=20).filter(any)


@given(st.integers(0, MILLIGRAMS_MAX), weights)
def test_parts_add_up_to_the_whole(total: int, shares: list[int]) -> None:
    parts = apportion(total, shares)
    assert sum(parts) == total
    whole = sum(shares)
    for part, share in zip(parts, shares, strict=True):
        assert part >= 0
        assert abs(part - Fraction(total * share, whole)) < 1


@given(st.integers(0, MILLIGRAMS_MAX), weights)
def test_who_has_no_weight_gets_nothing(total: int, shares: list[int]) -> None:
    parts = apportion(total, [*shares, 0])
    assert parts[-1] == 0


@given(st.integers(0, 10**18), st.sampled_from(sorted(MILLIGRAMS_PER_UNIT)))
def test_mass_written_and_read_again_is_the_same(milligrams: int, unit: str) -> None:
    assert mass(str(in_unit(Milligrams(milligrams), unit)), unit) == milligrams


@given(st.decimals(allow_nan=True, allow_infinity=True), st.sampled_from([*MILLIGRAMS_PER_UNIT, "LBR"]))
def test_any_number_is_held_exactly_or_refused(value: Decimal, unit: str) -> None:
    try:
        held = mass(value, unit)
    except BadQuantity:
        return
    assert Decimal(held) == value * MILLIGRAMS_PER_UNIT[unit]
