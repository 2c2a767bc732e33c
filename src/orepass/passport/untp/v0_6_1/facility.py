"""Digital Facility Record (UNTP 0.6.1)."""

from enum import StrEnum
from typing import Any

from msgspec import UNSET, UnsetType

from orepass.passport.untp.parts import Node, TypedNode, Uri
from orepass.passport.untp.v0_6_1.nodes import Claim, Classification, Credential, Pointer, Registered


class PointKind(StrEnum):
    """The one kind of a place."""

    POINT = "Point"


class PolygonKind(StrEnum):
    """The one kind of an area."""

    POLYGON = "Polygon"


class Point(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place, as GeoJSON writes it."""

    type: PointKind
    coordinates: list[Any] | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Refuse coordinates that are none."""
        if self.coordinates is not UNSET and not _is_point(self.coordinates):
            message = "coordinates are numbers"
            raise ValueError(message)


class Polygon(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An area, as GeoJSON writes it."""

    type: PolygonKind
    coordinates: list[list[Any]] | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Refuse rings that are none."""
        rings = [] if self.coordinates is UNSET else self.coordinates
        if not all(_named(ring, "Point3DWrapper") or all(_is_point(point) for point in ring) for ring in rings):
            message = "a ring is a list of points"
            raise ValueError(message)


class Location(TypedNode, frozen=True, kw_only=True):
    """Where it is."""

    wanted = ("Location",)
    plus_code: Uri | UnsetType = UNSET
    geo_location: Point | UnsetType = UNSET
    geo_boundary: Polygon | UnsetType = UNSET


class Address(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A postal address."""

    wanted = ("Address",)
    street_address: str | UnsetType = UNSET
    postal_code: str | UnsetType = UNSET
    address_locality: str | UnsetType = UNSET
    address_region: str | UnsetType = UNSET
    address_country: str | UnsetType = UNSET


class Facility(Registered, frozen=True, kw_only=True):
    """A facility."""

    wanted = ("Facility",)
    description: str | UnsetType = UNSET
    country_of_operation: str | UnsetType = UNSET
    process_category: tuple[Classification, ...] | UnsetType = UNSET
    operated_by_party: Pointer | UnsetType = UNSET
    facility_also_known_as: tuple[Pointer, ...] | UnsetType = UNSET
    location_information: Location | UnsetType = UNSET
    address: Address | UnsetType = UNSET


class FacilitySubject(TypedNode, frozen=True, kw_only=True):
    """What the record says."""

    wanted = ("FacilityRecord",)
    id: Uri | UnsetType = UNSET
    facility: Facility | UnsetType = UNSET
    conformity_claim: tuple[Claim, ...] | UnsetType = UNSET


class FacilityRecord(Credential, frozen=True, kw_only=True):
    """A Digital Facility Record."""

    kind = "dfr"
    wanted = ("DigitalFacilityRecord", "VerifiableCredential")
    credential_subject: FacilitySubject | UnsetType = UNSET


def _is_point(value: object) -> bool:
    """Say whether a value is a list of numbers, or the schema's own odd alternative: its name in a list."""
    if not isinstance(value, list):
        return False
    return _named(value, "Point3D") or all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)


def _named(value: list[Any], name: str) -> bool:
    return name in value and all(isinstance(one, str) for one in value)
