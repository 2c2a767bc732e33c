"""Coordinates as exact decimals (WGS 84 degrees), and what can be wrong with them.

A declared place outside the globe is refused; the same in an imported row is kept out of the map and marked, because
nobody asked the publisher before correcting it.
"""

from decimal import Decimal, InvalidOperation
from math import asin, cos, radians, sin, sqrt
from typing import Final

import msgspec

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

DECIMALS: Final = Decimal("0.00000001")
"""Eight decimals are about one millimetre; published files carry up to fifteen, which is noise."""

EARTH_KM: Final = 6371.0088
"""The mean radius of the earth."""
KM_PER_DEGREE: Final = 111.195
"""The length of one degree along a meridian of that sphere."""

MINUS: Final = "\N{MINUS SIGN}"
LATITUDE_MAX: Final = 90
LONGITUDE_MAX: Final = 180

OUTSIDE = FindingKind(
    "party.place.outside",
    Severity.WARNING,
    _("The coordinates {latitude}, {longitude} are not on the globe."),
    what_to_do=_("Give latitude between -90 and 90 and longitude between -180 and 180, in degrees."),
)
INCOMPLETE = FindingKind(
    "party.place.incomplete",
    Severity.WARNING,
    _("The coordinates “{latitude}”, “{longitude}” cannot be read."),
    what_to_do=_("Give both in degrees with a decimal point; the row is kept without a place on the map."),
)
TYPOGRAPHIC_MINUS = FindingKind(
    "party.place.minus",
    Severity.NOTE,
    _("The coordinates {latitude}, {longitude} carry a typographic minus sign, read as a minus."),
    what_to_do=_("Compare the place on the map with the publisher's; tell the publisher."),
)
NULL_ISLAND = FindingKind(
    "party.place.zero",
    Severity.WARNING,
    _("The coordinates are exactly zero, which usually means that they are missing."),
    what_to_do=_("Ask the publisher where the site is; it is kept off the map until then."),
)


class Place(msgspec.Struct, frozen=True):
    """A point, or none with the reason as findings."""

    latitude: Decimal | None = None
    longitude: Decimal | None = None
    findings: tuple[Finding, ...] = ()


def place(latitude: str | Decimal | None, longitude: str | Decimal | None, where: str = "") -> Place:
    """Read a pair of coordinates; none at all is no defect, half a pair is one."""
    if _is_missing(latitude) and _is_missing(longitude):
        return Place()
    if MINUS in f"{latitude}{longitude}":
        read = place(str(latitude).replace(MINUS, "-"), str(longitude).replace(MINUS, "-"), where)
        mark = TYPOGRAPHIC_MINUS.at(where, latitude=str(latitude)[:40], longitude=str(longitude)[:40])
        return Place(read.latitude, read.longitude, (mark, *read.findings))
    shown = {"latitude": str(latitude)[:40], "longitude": str(longitude)[:40]}
    try:
        north, east = Decimal(str(latitude)), Decimal(str(longitude))
    except InvalidOperation:
        return Place(findings=(INCOMPLETE.at(where, **shown),))
    if not (north.is_finite() and east.is_finite() and abs(north) <= LATITUDE_MAX and abs(east) <= LONGITUDE_MAX):
        return Place(findings=(OUTSIDE.at(where, **shown),))
    if not north and not east:
        return Place(findings=(NULL_ISLAND.at(where),))
    return Place(north.quantize(DECIMALS), east.quantize(DECIMALS))


def distance_km(north: float, east: float, other_north: float, other_east: float) -> float:
    """Return the great-circle distance between two points in degrees (haversine on the mean sphere)."""
    up, across = radians(other_north - north), radians(other_east - east)
    half = sin(up / 2) ** 2 + cos(radians(north)) * cos(radians(other_north)) * sin(across / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def _is_missing(value: str | Decimal | None) -> bool:
    return value is None or value == ""
