"""Pictures show mass as width, carry their finding, and hold no style of their own."""

import itertools
import math
import re
from datetime import date, timedelta
from fractions import Fraction

import pytest

from orepass.web.pictures.account import AccountCurve, Point, account_curve
from orepass.web.pictures.changes import ChangedSubject, changes_picture
from orepass.web.pictures.flow import Flow, FlowBand, FlowLot, flow_diagram
from orepass.web.pictures.outlines import countries
from orepass.web.pictures.phases import phase_bar
from orepass.web.pictures.projection import Frame, Projection
from orepass.web.pictures.qr import qr_code
from orepass.web.pictures.svg import element, text
from orepass.web.pictures.world import Spot, world_map
from orepass.web.shapes import SHAPES

TODAY = date(2026, 11, 22)
TONNE = 10**9


def flow(certified: int) -> str:
    bands = (FlowBand(source="a", target="b", mass_mg=100 * TONNE, certified_mg=certified * TONNE),)
    lots = (FlowLot(id="a", label="Mine", column=0, loss_mg=20 * TONNE), FlowLot(id="b", label="Lot", column=1))
    return str(flow_diagram(Flow(title="T", source="S", columns=("then", "now"), lots=lots, bands=bands)).svg)


def widths(svg: str) -> list[float]:
    return [float(found) for found in re.findall(r'd="M[^"]*?v([0-9.]+)C', svg)]


def test_band_width_is_in_proportion_to_mass() -> None:
    solid, hatched = widths(flow(certified=75))
    assert solid / hatched == pytest.approx(3, rel=0.02)


def test_uncertified_material_is_hatched_and_certified_is_not() -> None:
    assert "url(#hatch)" in flow(certified=0)
    assert "url(#hatch)" not in flow(certified=100)


def test_loss_leaves_visibly_with_its_mass() -> None:
    assert "lost: 20\u202ft" in flow(certified=100)


def test_a_lot_says_what_is_left_in_it_and_what_was_lost_on_the_way_into_it() -> None:
    bands = (FlowBand(source="a", target="b", mass_mg=100 * TONNE, certified_mg=0),)
    lots = (
        FlowLot(id="a", label="Mine", column=0),
        FlowLot(id="b", label="Lot", column=1, held_mg=97 * TONNE, loss_mg=3 * TONNE),
    )
    svg = str(flow_diagram(Flow(title="T", source="S", columns=("then", "now"), lots=lots, bands=bands)).svg)
    assert {"lost: 3\u202ft", "97\u202ft"} <= set(said(svg))
    assert said(svg).count("100\u202ft") == 1
    assert svg.count("p-loss") == 1


def said(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)<", svg)


def test_no_band_runs_over_any_words_not_even_one_that_passes_a_column() -> None:
    """Three columns, a band from the first to the last, and each with lots beside it."""
    ways = {
        ("a", "m"): 60,
        ("b", "m"): 5,
        ("a", "z"): 40,
        ("c", "z"): 3,
        ("b", "n"): 30,
        ("m", "z"): 65,
        ("n", "z"): 30,
    }
    bands = tuple(
        FlowBand(source=x, target=y, mass_mg=tonnes * TONNE, certified_mg=0) for (x, y), tonnes in ways.items()
    )
    column = {"a": 0, "b": 0, "c": 0, "m": 1, "n": 1, "z": 2}
    lots = tuple(FlowLot(id=name, label=f"{name} pit", place="Kolwezi", column=at) for name, at in column.items())
    svg = str(flow_diagram(Flow(title="T", source="S", columns=("1", "2", "3"), lots=lots, bands=bands)).svg)
    words = [
        (float(x), float(y), float(x) + len(written) * 7.2)
        for x, y, written in re.findall(r'<text x="([0-9.]+)" y="([0-9.]+)"[^>]*>([^<]*)<', svg)
    ]
    assert len(words) == 3 + 3 * len(lots)
    level = [(x, y, h, width) for path in re.findall(r'<path d="(M[^"]*)"', svg) for x, y, h, width in stretches(path)]
    assert len(level) == len(bands) + 2  # two pass a column
    over = [
        (word, run)
        for word in words
        for run in level
        if word[0] < run[2] and word[2] > run[0] and word[1] > run[1] and word[1] - 11 < run[1] + run[3]
    ]
    assert over == []


def stretches(path: str) -> list[tuple[float, float, float, float]]:
    """Return the level stretches of a band: from, its upper edge, to, how thick it is."""
    thick = re.search(r"v([0-9.]+)C", path)
    assert thick
    x, y, found = 0.0, 0.0, []
    for command, given in re.findall(r"([MHC])([-0-9. ]+)", path.partition("v")[0]):
        numbers = [float(one) for one in given.split()]
        if command == "H":
            found.append((x, y, numbers[0], float(thick[1])))
        x, y = (numbers[0], y) if command == "H" else (numbers[-2], numbers[-1])
    return found


def test_text_from_outside_is_escaped() -> None:
    assert "<script>" not in text(0, 0, "<script>alert(1)</script>")
    assert element("g", aria_label='"><script>') == '<g aria-label="&quot;&gt;&lt;script&gt;"/>'


def curve(*balances: int) -> str:
    points = tuple(Point(TODAY - timedelta(days=30 - at), kg * 10**6) for at, kg in enumerate(balances))
    account = AccountCurve(title="T", source="S", points=points, period_ends=(TODAY,), until=TODAY)
    picture = account_curve(account)
    assert picture is not None
    return str(picture.svg)


def test_overdraft_is_marked_below_the_zero_line_and_only_then() -> None:
    assert "p-overdraft" in curve(5, -3, 2)
    assert "p-overdraft" not in curve(5, 3, 2)


def test_account_without_entries_has_no_picture() -> None:
    assert account_curve(AccountCurve(title="T", source="S", points=(), until=TODAY)) is None


def test_bar_of_a_declared_share_is_hatched_and_an_empty_one_has_no_value() -> None:
    assert "url(#hatch)" in phase_bar(Fraction(1, 2), "declared", "half")
    assert phase_bar(Fraction(0), "verified", "none").count("<rect") == 1


def test_sites_close_together_become_one_mark_with_their_number() -> None:
    spots = [Spot(-10.7, 25.4, "missing")] * 30
    svg = str(world_map(spots, label="Map"))
    assert svg.count("<circle") == 1
    assert ">30</text>" in svg


@pytest.mark.parametrize("frame", [None, Frame(20.0, -14.0, 34.0, -2.0)])
def test_no_mark_on_the_map_lies_on_another_and_every_one_says_how_many_it_stands_for(frame: Frame | None) -> None:
    """Crowded as the open data is: hundreds of sites of each certainty within a few degrees, and some at one point."""
    kinds = ("verified", "declared", "missing", "expired")
    spots = [Spot(-11 + at * 7 % 60 / 10, 25 + at * 13 % 70 / 10, kinds[at % 11 % 4]) for at in range(900)]
    spots += [Spot(-5.0, 30.0, kind) for kind in kinds]
    svg = str(world_map(spots, label="Map", frame=frame))
    marks = [
        tuple(map(float, found)) for found in re.findall(r'<circle cx="([0-9.]+)" cy="([0-9.]+)" r="([0-9.]+)"', svg)
    ]
    assert len(marks) >= 4
    over = [(a, b) for a, b in itertools.combinations(marks, 2) if math.dist(a[:2], b[:2]) < a[2] + b[2]]
    assert over == []
    numbers = [int(found) for found in re.findall(r">(\d+)</text>", svg)]
    assert sum(numbers) + len(marks) - len(numbers) == len(spots)
    assert all(radius <= 4.2 for _x, _y, radius in sorted(marks, key=lambda one: one[2])[: len(marks) - len(numbers)])


def test_undetermined_is_dotted_so_that_nobody_takes_it_for_missing() -> None:
    dots = re.search(r'stroke-width="([0-9.]+)".*stroke-dasharray="([0-9.]+) ([0-9.]+)"', SHAPES["undetermined"])
    assert dots
    thick, dash, gap = map(float, dots.groups())
    assert (gap - thick) * 14 / 16 >= 2  # at fourteen pixels what is left of a gap is seen
    assert (dash + gap) * 7 == pytest.approx(12 * math.pi, rel=0.01)  # the dots close the ring
    assert "dasharray" not in SHAPES["missing"]


def test_each_certainty_in_a_cluster_keeps_its_own_mark() -> None:
    spots = [Spot(-10.7, 25.4, kind) for kind in ("verified", "declared", "missing", "expired")]
    assert str(world_map(spots, label="Map")).count("<circle") == 4


def test_site_outside_the_frame_is_not_drawn() -> None:
    frame = Frame(20, -15, 35, 5)
    assert "<circle" not in world_map([Spot(52.0, 13.0, "missing")], label="Map", frame=frame)


def test_projection_keeps_the_whole_world_inside_the_picture() -> None:
    projection = Projection(Frame(), 1000)
    for country in countries():
        for ring in country.points():
            assert all(-1 <= projection.point(*point)[0] <= 1001 for point in ring)


def test_no_picture_carries_a_style_that_the_page_would_refuse() -> None:
    drawn = [flow(50), curve(5, -3), str(qr_code("https://example.org")), str(world_map([], label="Map"))]
    for svg in drawn:
        assert "style=" not in svg
        assert "<style" not in svg
        assert "<script" not in svg


def test_bars_of_changes_are_as_long_as_their_counts_and_say_them() -> None:
    subjects = [ChangedSubject("Water & land", {"new": 4, "gone": 2}), ChangedSubject("S" * 60, {"new": 1})]
    heads = {"new": "new", "gone": "gone"}
    picture = changes_picture(subjects, title="Most in water", source="a → b", heads=heads, table_href="#t")
    assert picture is not None
    svg = str(picture.svg)
    new, gone, one = (float(found) for found in re.findall(r'width="([0-9.]+)" height="16"', svg))
    assert (new, one) == (2 * gone, gone / 2)
    assert re.findall(r">(\d+)<", svg) == ["4", "2", "1"]
    assert "Water &amp; land" in svg
    assert f"{'S' * 43}…" in svg
    assert "style=" not in svg


def test_without_a_changed_subject_there_is_no_picture_of_changes() -> None:
    assert changes_picture([], title="T", source="S", heads={"new": "new"}, table_href="") is None
    nothing = changes_picture([ChangedSubject("A", {})], title="T", source="S", heads={"new": "new"}, table_href="")
    assert nothing is not None
    assert "<rect" not in str(nothing.svg)
