"""Exact rounding: square roots and shares rounded up without binary fractions (0.6·√25 is 3, not 4)."""

from fractions import Fraction
from math import isqrt


def ceiling(value: Fraction) -> int:
    """Round up to a whole number, exactly."""
    return -(-value.numerator // value.denominator)


def root_up(n: int, factor: Fraction = Fraction(1)) -> int:
    """Return the smallest whole number that is at least ``factor·√n``, exactly."""
    wanted = factor.numerator**2 * n
    y = isqrt(wanted // factor.denominator**2)
    while (y * factor.denominator) ** 2 < wanted:
        y += 1
    return y
