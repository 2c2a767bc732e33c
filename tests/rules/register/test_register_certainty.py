from datetime import date
from decimal import Decimal

import pytest

from orepass.diligence.rules.status import Colour, StatusEntry, StatusSpan, status_on
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes
from orepass.register.rules import Certainty, Place, certainty, clustered

GREEN = StatusEntry(date(2025, 1, 1), Colour.GREEN)
RED = StatusEntry(date(2025, 1, 1), Colour.RED)


def span(entry: StatusEntry, day: str) -> StatusSpan:
    return status_on([entry], date.fromisoformat(day))


@pytest.mark.parametrize(
    ("right", "status", "source", "mark"),
    [
        (yes(), None, "declared", Certainty.VERIFIED),
        (yes(), span(RED, "2025-06-01"), "declared", Certainty.VERIFIED),
        (None, span(GREEN, "2025-06-01"), "ipis", Certainty.VERIFIED),
        (None, span(GREEN, "2026-01-01"), "ipis", Certainty.EXPIRED),
        (None, span(RED, "2025-06-01"), "ipis", Certainty.EXPIRED),
        (no("suspended"), None, "declared", Certainty.EXPIRED),
        (unknown(Unknown.EXPIRED), None, "declared", Certainty.EXPIRED),
        (None, None, "declared", Certainty.DECLARED),
        (None, None, "icmm", Certainty.MISSING),
    ],
)
def test_mark_says_who_answers_for_the_place_today(
    right: Verdict | None, status: StatusSpan | None, source: str, mark: Certainty
) -> None:
    assert certainty(right, status, source) is mark


def place(name: str, latitude: str, longitude: str, mark: Certainty = Certainty.MISSING) -> Place:
    return Place(name, name, "CD", Decimal(latitude), Decimal(longitude), "ipis", mark)


def test_close_places_are_one_cluster_with_its_marks() -> None:
    found = clustered(
        [place("a", "1.0", "1.0"), place("b", "3.0", "1.0", Certainty.VERIFIED), place("c", "-1.0", "1.0")], Decimal(4)
    )
    assert [(cluster.total, cluster.latitude) for cluster in found] == [(2, Decimal(2)), (1, Decimal(-1))]
    assert found[0].counts == {Certainty.VERIFIED: 1, Certainty.MISSING: 1}


def test_no_place_is_lost_in_clusters() -> None:
    places = [place(str(at), str(at % 90), str(at % 180)) for at in range(500)]
    assert sum(cluster.total for cluster in clustered(places, Decimal(10))) == 500


def test_the_middle_of_a_cluster_is_the_mean_of_its_places() -> None:
    places = [place("a", "1.0", "10.0"), place("b", "2.0", "11.0"), place("c", "3.5", "10.5")]
    (cluster,) = clustered(places, Decimal(4))
    assert (cluster.latitude, cluster.longitude) == (Decimal("2.16667"), Decimal("10.50000"))
    assert cluster.counts == {Certainty.MISSING: 3}


@pytest.mark.parametrize(
    ("degrees", "together"),
    [("3.99", True), ("4.0", False), ("-0.01", False)],
    ids=["within", "at the edge", "below"],
)
def test_a_cell_begins_at_its_edge_and_ends_before_the_next(degrees: str, together: bool) -> None:
    for other in (place("b", "1.0", degrees), place("b", degrees, "1.0")):
        assert (len(clustered([place("a", "1.0", "1.0"), other], Decimal(4))) == 1) is together


def test_the_largest_cluster_comes_first_and_of_equals_the_southernmost() -> None:
    alone, two = place("n", "50", "1"), [place("b", "-9", "9"), place("c", "-9", "9")]
    found = clustered([alone, place("e", "5", "30"), place("w", "5", "20"), *two], Decimal(4))
    assert [(cluster.total, cluster.latitude, cluster.longitude) for cluster in found] == [
        (2, Decimal(-9), Decimal(9)),
        (1, Decimal(5), Decimal(20)),
        (1, Decimal(5), Decimal(30)),
        (1, Decimal(50), Decimal(1)),
    ]


def test_a_yellow_status_verifies_a_place_while_it_holds() -> None:
    yellow = StatusEntry(date(2025, 1, 1), Colour.YELLOW)
    assert certainty(None, span(yellow, "2025-02-01"), "ipis") is Certainty.VERIFIED
    assert certainty(None, span(yellow, "2026-01-01"), "ipis") is Certainty.EXPIRED
