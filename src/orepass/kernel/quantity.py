"""Exact quantities: mass as integers of a milligram, shares as fractions; no binary floats anywhere.

Units are UN/ECE Recommendation 20 codes, as EPCIS uses them. Rounding happens once, at the edge of the system, and
always by one rule: the largest remainder, so that parts add up to the whole.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final, NewType

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

Milligrams = NewType("Milligrams", int)

MILLIGRAMS_PER_UNIT: Final[dict[str, int]] = {"MGM": 1, "GRM": 10**3, "KGM": 10**6, "TNE": 10**9}
"""Milligrams in one unit, by Recommendation 20 code; the microgram is below the base unit and refused."""

MILLIGRAMS_MAX: Final = 2**63 - 1
DIGITS_MAX: Final = 60
LENGTH_SHOWN: Final = 60


def sum_known(amounts: Iterable[int | None]) -> int | None:
    """Return the sum of some amounts; where one of them is not known, neither is the sum."""
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


class BadQuantity(Invalid):
    """The quantity cannot be held exactly."""

    code = "kernel.quantity.invalid"
    message = _("“{value} {unit}” is not a mass that can be held exactly.")
    what_to_do = _("Give a number without exponent in MGM, GRM, KGM or TNE, down to one milligram.")


class NegativeQuantity(BadQuantity):
    """Nothing weighs less than nothing; what goes out is told by the step, not by a sign."""

    code = "kernel.quantity.negative"
    message = _("{value} {unit} is below zero; a mass is not.")
    what_to_do = _("Give the mass as a number above zero, without a minus sign.")


def mass(value: str | int | Decimal, unit: str, *, where: str = "") -> Milligrams:
    """Read a mass exactly.

    Args:
        value: a decimal number (never a float: read JSON numbers as ``Decimal``).
        unit: UN/ECE Recommendation 20 code: MGM, GRM, KGM or TNE.
        where: the field it was given in, which a refusal names.

    Raises:
        NegativeQuantity: below zero.
        BadQuantity: not a number, finer than a milligram, too large, or an unknown unit.
    """
    factor = MILLIGRAMS_PER_UNIT.get(unit, 0)
    try:
        number = Decimal(value)
    except (InvalidOperation, ValueError):
        raise BadQuantity(where=where, value=str(value)[:LENGTH_SHOWN], unit=unit) from None
    # Extreme exponents are refused before any arithmetic: they would take minutes, or be rounded without a word.
    if not (factor and number.is_finite() and abs(number.adjusted()) <= DIGITS_MAX >= -_exponent(number)):
        raise BadQuantity(where=where, value=str(value)[:LENGTH_SHOWN], unit=unit)
    exact = Fraction(number) * factor
    whole = exact.numerator
    if whole < 0:
        raise NegativeQuantity(where=where, value=str(value)[:LENGTH_SHOWN], unit=unit)
    if exact.denominator != 1 or whole > MILLIGRAMS_MAX:
        raise BadQuantity(where=where, value=str(value)[:LENGTH_SHOWN], unit=unit)
    return Milligrams(whole)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "only finite numbers have an exponent"
    return exponent


def in_unit(amount: Milligrams, unit: str = "KGM") -> Decimal:
    """Return the mass in a unit, exactly."""
    value = Decimal(amount) / MILLIGRAMS_PER_UNIT[unit]
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def apportion(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Split a whole by weights so that the parts add up to it (largest remainder, ties to the first).

    Raises:
        Invalid: no positive weight, or a negative one.
    """
    whole = sum(map(Fraction, weights), Fraction(0))
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise Invalid(value=list(weights))
    exact = [Fraction(total) * Fraction(weight) / whole for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts
