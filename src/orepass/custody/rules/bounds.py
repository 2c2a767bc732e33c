"""Read the limits of the material balance from a pack's ``custody`` block, and lay several over each other."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from orepass.custody.rules.materials import Limits, Range
from orepass.scheme.rules.parameters import Parameter, Rules

NUMBERS: Final = {
    "assay_tolerance": "custody.assay_tolerance_percent",
    "precious_tolerance": "custody.assay_tolerance_precious_percent",
    "trend_points": "custody.recovery_trend_points",
    "weighbridge_tolerance": "custody.weighbridge_tolerance_percent",
    "capacity_days": "custody.capacity_days",
    "capacity_tolerance": "custody.capacity_tolerance_percent",
    "national_tolerance": "custody.national_tolerance_percent",
    "facility_km": "custody.facility_km",
    "late_days": "custody.late_days",
    "correction_days": "custody.correction_days",
}
RANGES: Final = {"recovery": "custody.recovery", "grade": "custody.grade"}
BY_NAME: Final = {
    "grade_max": "custody.grade_max",
    "miner_day_mg": "custody.miner_day",
    "travel_kmh": "custody.travel_kmh",
}
_PER_UNIT: Final = {"%": Fraction(1, 100), "g": Fraction(1000), "kg": Fraction(10**6)}
"""A share of one, or milligrams; every other unit is as it is written."""


def limits_in(rules: Rules) -> Limits | None:
    """Return the limits that an edition sets, or nothing where it is silent about the material balance."""
    found: dict[str, Any] = {name: _number(rules[path]) for name, path in NUMBERS.items() if path in rules}
    for name, block in BY_NAME.items():
        found[name] = {key: _number(part) for key, part in rules.under(block).items()}
    for name, block in RANGES.items():
        found[name] = {key: _range(part) for key, part in rules.under(block).items()}
    return Limits(**found) if any(value != {} for value in found.values()) else None


def strictest(several: Iterable[Limits]) -> Limits:
    """Return the limits that hold where several schemes stand behind one step: the lowest numbers, the common range."""
    listed = list(several)
    found: dict[str, Any] = {name: min(getattr(limits, name) for limits in listed) for name in NUMBERS}
    for name in BY_NAME:
        lowest: dict[str, Decimal] = {}
        for limits in listed:
            for key, value in getattr(limits, name).items():
                lowest[key] = min(value, lowest.get(key, value))
        found[name] = lowest
    for name in RANGES:
        common: dict[str, Range] = {}
        for limits in listed:
            for key, part in getattr(limits, name).items():
                so_far = common.get(key, part)
                common[key] = Range(max(so_far.low, part.low), min(so_far.high, part.high))
        found[name] = common
    return Limits(**found)


def _number(found: Parameter) -> Decimal:
    exact = found.number * _PER_UNIT.get(found.unit, Fraction(1))
    return Decimal(exact.numerator) / exact.denominator


def _range(found: Parameter) -> Range:
    per = 100 if found.unit == "%" else 1
    value: Mapping[str, str] = found.value
    return Range(Decimal(str(value["low"])) / per, Decimal(str(value["high"])) / per)
