"""Masses as events tell them, in the units of UN/ECE Recommendation 20, turned into whole milligrams.

Whoever writes LBR or TNE says what a lot weighs, as whoever writes KGM does. What looks like a mass and cannot be read
as one is named and refused: read as silence it would leave the lot unweighed, to be weighed as more later.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

from orepass.kernel.quantity import DIGITS_MAX, LENGTH_SHOWN, MILLIGRAMS_MAX, MILLIGRAMS_PER_UNIT

_GRAM: Final = Fraction(1_000)
_KILOGRAM: Final = Fraction(10**6)
_POUND: Final = Fraction(45_359_237, 100)
"""The pound avoirdupois, 0.45359237 kg by definition."""
_GRAIN: Final = _POUND / 7_000

MILLIGRAMS: Final[dict[str, Fraction]] = {
    **{unit: Fraction(factor) for unit, factor in MILLIGRAMS_PER_UNIT.items()},
    "MC": Fraction(1, 1_000),  # microgram
    "CGM": _GRAM / 100,
    "DG": _GRAM / 10,
    "DJ": _GRAM * 10,
    "HGM": _GRAM * 100,
    "58": _KILOGRAM,  # net kilogram
    "HKM": _KILOGRAM * 100,  # hundred kilograms, net
    "DTN": _KILOGRAM * 100,  # the metric quintal
    "2U": _KILOGRAM * 1_000,  # megagram
    "KTN": _KILOGRAM * 10**6,
    "CTM": _GRAM / 5,  # metric carat
    "GRN": _GRAIN,
    "DWT": _GRAIN * 24,
    "APZ": _GRAIN * 480,  # troy ounce
    "LBT": _GRAIN * 5_760,  # troy pound
    **dict.fromkeys(("DRA", "DRM"), _GRAIN * 60),  # troy dram, drachm
    "DRI": _POUND / 256,
    "ONZ": _POUND / 16,
    "LBR": _POUND,
    "STI": _POUND * 14,
    "QTR": _POUND * 28,
    "CWA": _POUND * 100,
    "CNT": _POUND * 100,  # cental
    "CWI": _POUND * 112,
    "STN": _POUND * 2_000,
    "LTN": _POUND * 2_240,
}
"""Milligrams in one unit, exactly, by its code in Recommendation 20; the definitions, where its table is rounded."""

NOT_OF_A_LOT: Final = frozenset(
    {
        *("24", "27", "53", "54"),  # theoretical pound, ton, kilogram, tonne
        *("E4", "TIC", "TIP"),  # with what it is packed in
        *("CTG", "CTN", "KNS", "KUR", "KNI", "KPH", "KPO", "KPP", "KSH", "KMA"),  # of something in it
        *("KSD", "TSD", "KDW"),  # dried, drained
        *("DB", "DT", "W2", "WB", "WE"),  # withdrawn: dry and wet, of which pound and ton their texts do not say
        *("D04", "D43", "F13", "M85", "M86", "LUB"),
    }
)
"""Codes of masses that say something else than what a lot weighs wet and net, or in which no mass can be read."""

SLIPS: Final = frozenset(
    {
        *("KG", "KGS", "KGR", "KLG", "KLO", "KIL"),
        *("GM", "GMS", "GR", "GRS", "GRA", "MG", "MGS"),
        *("LB", "LBS", "OZ", "OZS", "OZT", "TOZ", "CT", "CTS", "CWT"),
        *("TN", "TO", "TON", "TNS", "TNN", "MT", "MTN", "TM", "ST", "LT"),
    }
)
"""Usual ways to write a mass that are no code of one."""


class Misread(msgspec.Struct, frozen=True):
    """What was told of a mass and cannot be read as one; ``known`` where the unit is, and the number is the fault."""

    value: str
    unit: str
    known: bool


def told_mass(amount: Decimal, unit: str) -> tuple[int | None, Misread | None]:
    """Return a told mass in milligrams, rounded down, or why it is none; an amount of something else is neither."""
    factor = MILLIGRAMS.get(unit)
    if factor is None:
        fault = Misread(_shown(amount), unit, known=False) if unit in NOT_OF_A_LOT | SLIPS else None
        return None, fault
    # Extreme exponents are not calculated with: they would take minutes.
    if amount.is_finite() and abs(amount.adjusted()) <= DIGITS_MAX:
        exact = Fraction(amount) * factor
        whole = exact.numerator // exact.denominator
        if 0 < whole <= MILLIGRAMS_MAX or not amount:
            return whole, None
    return None, Misread(_shown(amount), unit, known=True)


def _shown(amount: Decimal) -> str:
    return str(amount)[:LENGTH_SHOWN]
