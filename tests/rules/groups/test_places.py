"""Distances between places, and what a far member raises."""

from decimal import Decimal
from fractions import Fraction

import pytest

from orepass.inclusion.groups.rules.places import Place, distance_km, near_findings, nearest_km

KOLWEZI = Place(Decimal("-10.7167"), Decimal("25.4667"))


def at(latitude: str, longitude: str) -> Place:
    return Place(Decimal(latitude), Decimal(longitude))


@pytest.mark.parametrize(
    ("one", "two", "km"),
    [
        (KOLWEZI, KOLWEZI, Fraction(0)),
        (at("0", "0"), at("0", "1"), Fraction(1112, 10)),
        (at("90", "0"), at("-90", "0"), Fraction(200151, 10)),
        (at("0", "179.5"), at("0", "-179.5"), Fraction(1112, 10)),
    ],
)
def test_a_distance_is_that_of_the_great_circle_either_way(one: Place, two: Place, km: Fraction) -> None:
    assert distance_km(one, two) == distance_km(two, one) == km


def test_the_nearest_counts_and_nothing_known_is_nothing() -> None:
    assert nearest_km(KOLWEZI, [at("0", "0"), KOLWEZI]) == 0
    assert nearest_km(None, [KOLWEZI]) is None
    assert nearest_km(KOLWEZI, []) is None


def test_only_far_away_is_asked_about() -> None:
    assert near_findings("ok", "50", "50", "mem-1") == []
    assert near_findings("unknown", "", "50", "mem-1") == []
    assert near_findings("warning", "501/10", "50", "mem-1")[0].params == {"distance": "50.1", "most": "50"}
