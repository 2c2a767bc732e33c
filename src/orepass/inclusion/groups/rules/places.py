"""How far a member works from the others: great-circle distance, to a tenth of a kilometre."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.party.rules import place as party_place

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
    km = party_place.distance_km(*map(float, one), *map(float, two))
    return Fraction(round(km * 10), 10)


def nearest_km(own: Place | None, others: Iterable[Place]) -> Fraction | None:
    """Return the distance to the nearest of some places, or nothing where one of the ends is not known."""
    known = list(others)
    return min((distance_km(own, other) for other in known), default=None) if own else None


def near_findings(value: str, distance: str, most: str, where: str) -> list[Finding]:
    """Ask about a member who works far from the others; one whose place is not known raises nothing here."""
    if value != FAR:
        return []
    return [FAR_AWAY.at(where, distance=f"{float(Fraction(distance)):g}", most=f"{float(Fraction(most)):g}")]
