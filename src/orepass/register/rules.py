"""How sure we are of a place on the map: the four marks of certainty, for a day.

*Verified* means that somebody independent answers for it today: an active certificate, or a status decided by an
authority that still holds. What an independent source once said and no longer holds is *expired*; what only the party
says is *declared*; a place that somebody published and nobody answers for is *missing*.
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from math import floor

import msgspec

from orepass.diligence.rules.status import Basis, Colour, StatusSpan
from orepass.kernel.verdict import Verdict


class Certainty(StrEnum):
    """The four marks."""

    VERIFIED = "verified"
    DECLARED = "declared"
    MISSING = "missing"
    EXPIRED = "expired"


class Place(msgspec.Struct, frozen=True):
    """A public site on the map."""

    id: str
    name: str
    country: str
    latitude: Decimal
    longitude: Decimal
    source: str
    certainty: Certainty


class Cluster(msgspec.Struct, frozen=True):
    """Places close together: how many of each certainty, at the middle of where they lie."""

    latitude: Decimal
    longitude: Decimal
    counts: dict[Certainty, int]

    @property
    def total(self) -> int:
        """Return how many places it holds."""
        return sum(self.counts.values())


def certainty(right: Verdict | None, status: StatusSpan | None, source: str) -> Certainty:
    """Mark a site: its right to deliver under a certificate, its status by an authority, and where it is known from."""
    if right is not None and right.is_yes:
        return Certainty.VERIFIED
    if status is not None and status.basis is Basis.DECIDED and status.colour in {Colour.GREEN, Colour.YELLOW}:
        return Certainty.VERIFIED
    if right is not None or status is not None:
        return Certainty.EXPIRED
    return Certainty.DECLARED if source == "declared" else Certainty.MISSING


def clustered(places: Iterable[Place], cell_degrees: Decimal) -> list[Cluster]:
    """Gather places into cells of so many degrees, the largest clusters first."""
    cells: dict[tuple[int, int], list[Place]] = {}
    for place in places:
        cell = (floor(place.latitude / cell_degrees), floor(place.longitude / cell_degrees))
        cells.setdefault(cell, []).append(place)
    found = [_cluster(members) for members in cells.values()]
    return sorted(found, key=lambda cluster: (-cluster.total, cluster.latitude, cluster.longitude))


def _cluster(members: list[Place]) -> Cluster:
    counts = {mark: sum(place.certainty is mark for place in members) for mark in Certainty}
    middle = Decimal(len(members))
    return Cluster(
        latitude=(sum((place.latitude for place in members), Decimal()) / middle).quantize(Decimal("0.00001")),
        longitude=(sum((place.longitude for place in members), Decimal()) / middle).quantize(Decimal("0.00001")),
        counts={mark: count for mark, count in counts.items() if count},
    )
