"""The record and the risk of a client, in the words by which a scheme sets how long a right lasts (domain rules A2).

What is not known counts as the worst: a client without an earlier certificate has no record yet.
"""

from collections.abc import Collection
from typing import Final

from orepass.assurance.rules.planning import RiskLevel
from orepass.assurance.rules.terms import Grade

UNKNOWN: Final = "unknown"
_RISKS: Final = {RiskLevel.REGULAR: "low", RiskLevel.MEDIUM: "medium", RiskLevel.HIGH: "high"}


def record_word(*, certified_before: bool, grades: Collection[Grade], repeated: bool) -> str:
    """Return good, fair, poor or unknown from the nonconformities of the last cycle."""
    if Grade.CRITICAL in grades or repeated:
        return "poor"
    if not certified_before:
        return UNKNOWN
    return "fair" if Grade.MAJOR in grades else "good"


def risk_word(level: RiskLevel | None) -> str:
    """Return low, medium, high or unknown from what the planner of the last visit stated."""
    return UNKNOWN if level is None else _RISKS[level]
