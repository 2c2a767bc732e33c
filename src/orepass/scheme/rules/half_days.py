"""Days of an audit as exact numbers, and the one rounding rule: to the nearest half day, a tie goes up."""

from decimal import Decimal
from fractions import Fraction


def exact(value: Fraction) -> Decimal:
    """Write a number of days as a decimal, to four places at most."""
    scaled = round(value * 10_000)
    number = Decimal(scaled) / 10_000
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def half_days(value: Fraction) -> Fraction:
    """Round to the nearest half day; a tie goes up."""
    doubled = value * 2 + Fraction(1, 2)
    return Fraction(doubled.numerator // doubled.denominator, 2)
