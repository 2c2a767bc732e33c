"""How far a member works from the others: great-circle distance, to a tenth of a kilometre."""

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

EARTH_KM: Final = 6371.0088
"""Mean radius of the earth (IUGG)."""
FAR = "warning"

FAR_AWAY = FindingKind(
    "groups.member.far_away",
    Severity.WARNING,
    _("This member works {distance} km from the others; the scheme asks from {most} km on."),
    what_to_do=_("Ask how the member meets the others and is inspected; a distance alone refuses nobody."),
)


class Place(NamedTuple):
    """A place on the globe, in degrees."""

    latitude: Decimal
    longitude: Decimal


def distance_km(one: Place, two: Place) -> Fraction:
    """Return the great-circle distance of two places, to a tenth of a kilometre."""
    north, south = math.radians(one.latitude), math.radians(two.latitude)
    up = math.sin((south - north) / 2) ** 2
    along = math.sin(math.radians(two.longitude - one.longitude) / 2) ** 2
    arc = 2 * math.asin(math.sqrt(min(1.0, up + math.cos(north) * math.cos(south) * along)))
    return Fraction(round(EARTH_KM * arc * 10), 10)


def nearest_km(own: Place | None, others: Iterable[Place]) -> Fraction | None:
    """Return the distance to the nearest of some places, or nothing where one of the ends is not known."""
    known = list(others)
    return min((distance_km(own, other) for other in known), default=None) if own else None


def near_findings(value: str, distance: str, most: str, where: str) -> list[Finding]:
    """Ask about a member who works far from the others; one whose place is not known raises nothing here."""
    if value != FAR:
        return []
    return [FAR_AWAY.at(where, distance=f"{float(Fraction(distance)):g}", most=f"{float(Fraction(most)):g}")]
