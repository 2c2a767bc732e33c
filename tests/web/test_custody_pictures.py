"""Curves and routes: what expired, what is allowed and what is due show in shape and words; nothing low is lost."""

import re
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from orepass.custody.queries import LotFlow
from orepass.custody.queries import flow as asked
from orepass.kernel.identifier import Identifier
from orepass.party.queries import SiteCard
from orepass.web.flows import flow_of_lot, told_late
from orepass.web.pictures.account import AccountCurve, Point, account_curve
from orepass.web.pictures.flow import Flow, FlowBand, FlowLot, flow_diagram
from orepass.web.pictures.percentages import Claimed, Percentages, Reading, percentages_picture
from orepass.web.pictures.route import Stop, Way, frame_of, looks, numbers, route_map

TODAY = date(2026, 11, 22)
KG = 10**6
TONNE = 10**9


def curve(points: tuple[Point, ...], **more: object) -> str:
    given: dict[str, object] = {"title": "T", "source": "S", "points": points, "until": TODAY}
    picture = account_curve(AccountCurve(**given | more))  # type: ignore[arg-type]
    assert picture is not None
    return str(picture.svg)


def point(days_ago: int, kg: int, what: str = "") -> Point:
    return Point(TODAY - timedelta(days=days_ago), kg * KG, what)


def test_expired_credit_is_an_open_square_and_an_entry_a_dot() -> None:
    svg = curve((point(90, 500), point(30, 200, "expiry"), point(10, 200, "period")))
    assert (svg.count("p-gone"), svg.count("p-dot")) == (1, 1)


def test_what_will_expire_is_dashed_ahead_of_today() -> None:
    ahead = (Point(TODAY + timedelta(days=30), 100 * KG, "expiry"),)
    svg = curve((point(90, 500),), ahead=ahead)
    assert "p-ahead" in svg
    assert "p-ahead" not in curve((point(90, 500),))


def test_allowed_overdraft_is_a_line_with_its_mass_and_only_where_there_is_one() -> None:
    svg = curve((point(90, 500),), floor_mg=-120 * KG)
    assert "overdraft allowed to" in svg
    assert "120" in svg
    assert "p-floor" not in curve((point(90, 500),))


def test_day_of_reconciliation_stands_in_the_picture() -> None:
    assert "to be reconciled by 7 Dec" in curve((point(90, 500),), closes_by=TODAY + timedelta(days=15))


@pytest.mark.parametrize("count", [60, 61, 5_000])
def test_curve_of_many_entries_stays_small_and_keeps_its_lowest_dip(count: int) -> None:
    points = [point(count - at, 1_000) for at in range(count)]
    points[count // 2] = point(count - count // 2, -400)
    svg = curve(tuple(points))
    assert len(svg) < 20_000
    assert "p-overdraft" in svg
    path = re.search(r'd="([^"]+)" class="p-curve"', svg)
    assert path is not None
    drawn = [float(found) for found in re.findall(r"V([0-9.]+)", path.group(1))]
    zero = float(re.findall(r'd="M120 ([0-9.]+)H936" class="p-zero"', svg)[0])
    assert max(drawn) > zero


def shares(*claims: Claimed) -> str:
    readings = (Reading(TODAY - timedelta(days=60), Fraction(1, 2)), Reading(TODAY - timedelta(days=30), None))
    given = Percentages(title="T", source="S", readings=readings, claims=claims, until=TODAY)
    picture = percentages_picture(given)
    assert picture is not None
    return str(picture.svg)


@pytest.mark.parametrize(
    ("share", "crosses"), [(Fraction(1, 2), 0), (Fraction(501, 1000), 1), (Fraction(499, 1000), 0)]
)
def test_claim_above_what_was_allowed_is_a_cross(share: Fraction, crosses: int) -> None:
    svg = shares(Claimed(TODAY - timedelta(days=45), share))
    assert svg.count("p-cross") - shares().count("p-cross") == crosses


def test_claim_in_a_month_without_a_share_is_a_cross() -> None:
    svg = shares(Claimed(TODAY - timedelta(days=5), Fraction(1, 100)))
    assert svg.count("p-cross") - shares().count("p-cross") == 1


def test_account_without_a_known_share_has_no_picture() -> None:
    given = Percentages(title="T", source="S", readings=(Reading(TODAY, None),), until=TODAY)
    assert percentages_picture(given) is None


STOPS = (
    Stop(1, -10.7, 25.4, "verified"),
    Stop(2, 63.8, 23.1, "declared"),
    Stop(3, -10.8, 25.5, "expired"),
    Stop(4, 50.0, 8.0, "expired"),
)
WAYS = (Way(1, 2), Way(3, 2), Way(2, 4), Way(1, 3))


@pytest.mark.parametrize("look", looks())
def test_route_has_numbered_stops_and_an_arrow_for_each_way_that_can_be_seen(look: str) -> None:
    svg = route_map(STOPS, WAYS, label="Route", look=look)
    assert ">1, 3</text>" in svg
    assert ">2</text>" in svg
    assert svg.count("M-6 -6L7 0L-6 6z") == 3
    assert len(svg) < 60_000


@pytest.mark.parametrize("highest", [0.56, 1.2])
def test_frame_holds_every_stop_and_never_leaves_the_world(highest: float) -> None:
    frame = frame_of(STOPS, highest)
    assert all(frame.west < s.longitude < frame.east and frame.south < s.latitude < frame.north for s in STOPS)
    world = frame_of((Stop(1, 80.0, -179.0, "declared"), Stop(2, -55.0, 179.0, "declared")), highest)
    assert (world.west, world.east) == (-180.0, 180.0)


def test_numbers_are_written_as_runs() -> None:
    assert numbers([3, 1, 2, 7, 9, 10]) == "1–3, 7, 9–10"


def test_flow_of_many_steps_gives_each_column_room_and_few_stay_on_the_page() -> None:
    def flow(columns: int) -> object:
        lots = tuple(FlowLot(id=str(at), label="A name of some length", column=at) for at in range(columns))
        bands = tuple(
            FlowBand(source=str(at), target=str(at + 1), mass_mg=TONNE, certified_mg=0) for at in range(columns - 1)
        )
        headings = tuple(map(str, range(columns)))
        return flow_diagram(Flow(title="T", source="S", columns=headings, lots=lots, bands=bands)).long

    assert (flow(7), flow(9)) == (False, True)


AT = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "lot", "losses"), [((300, 280), "280", {"20", "12"}), ((None, None), "600", {"60"})]
)
@pytest.mark.django_db
def test_lot_of_one_step_says_what_is_in_it_and_what_the_step_lost(
    content: tuple[int | None, int | None], lot: str, losses: set[str]
) -> None:
    """Ore becomes hydroxide and that becomes the lot; the last step is drawn as the lot, and hides no loss."""

    def kg(number: int | None) -> int | None:
        return None if number is None else number * 10**6

    def node(name: str, kind: str, level: int, mass: int, held: int | None, loss: int | None) -> asked.FlowNode:
        return asked.FlowNode(
            id=name, kind=kind, label=name, at=AT, level=level, mass_mg=kg(mass), content_mg=kg(held), loss_mg=kg(loss)
        )

    def way(source: str, target: str, mass: int, held: int | None) -> asked.FlowBand:
        return asked.FlowBand(
            source=source, target=target, mass_mg=kg(mass), content_mg=kg(held), lots=(), certified_exact="0"
        )

    made, left = content
    known = made is not None
    found = LotFlow(
        "end",
        (
            node("pit", "origin", 0, 900, None, None),
            node("hydroxide", "step", 1, 960, made, 12 if known else None),
            node("last", "step", 2, 600, left, 20 if known else None),
            node("end", "lot", 3, 600, left, None),
        ),
        (
            way("pit", "hydroxide", 900, 312 if known else None),
            way("hydroxide", "last", 660, made),
            way("last", "end", 600, left),
        ),
    )
    picture = flow_of_lot(found, (), mass_mg=None, table_href="")
    assert picture is not None
    said = re.findall(r"<text[^>]*>([^<]*)<", str(picture.svg))
    assert said[said.index("end") + 1] == f"{lot}\u202fkg"
    assert {each.partition("lost: ")[2] for each in said if "lost" in each} == {f"{loss}\u202fkg" for loss in losses}


def test_nothing_begins_where_only_what_came_from_elsewhere_is_worked_or_kept() -> None:
    def site(*activities: str) -> SiteCard:
        return SiteCard(
            id=Identifier("sit-0000000000000"),
            name="Works",
            organisation=None,
            country="ZM",
            country_text="",
            region="",
            latitude=None,
            longitude=None,
            activities=activities,
            minerals=(),
            source="",
            external_id="",
        )

    assert told_late(site("refining", "storage"))
    assert not any(map(told_late, (None, site(), site("extraction", "refining"), site("recycling"))))
