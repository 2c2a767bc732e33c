"""What is unlikely about an event is kept with a question for whoever sent it; what is impossible is refused."""

import base64
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orepass.custody.actions import CaptureRefused, capture_events, upload_events
from orepass.custody.models import JournalEvent, Question
from orepass.custody.queries import lot_card, questions
from orepass.diligence.actions import count_workers
from orepass.party.actions.facilities import import_facilities
from orepass.party.actions.sites import SiteChange, Whereabouts, Work, correct_site, register_site
from orepass.party.rules.kinds import SiteSize
from tests.actions.custody.conftest import Chain
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db

PRODUCT = "https://smelter.example/lots/"
FACILITIES = (
    "icmm_id,confidence,mine_name,group_names,latitude,longitude,asset_type,country,primary_commodity,"
    "secondary_commodity,other_commodities\n"
    "ICMM1,High,Old mine,Old mine,-10.0,26.0,Mine,Democratic Republic of the Congo,copper,cobalt,\n"
)


def codes(card: Any) -> list[str]:
    return [finding.code for finding in card.findings]


def refused(chain: Chain, *events: dict[str, Any]) -> list[str]:
    before = JournalEvent.objects.count(), Question.objects.count()
    with pytest.raises(CaptureRefused) as caught:
        chain.capture(chain.smelting, *events)
    assert (JournalEvent.objects.count(), Question.objects.count()) == before
    return [finding.code for finding in caught.value.findings]


def won(chain: Chain, name: str, *, kg: str = "100", site: str = "", hours: int = 0, **facts: Any) -> dict[str, Any]:
    """A lot of a class that begins at a site of the smelter, which here digs on its own."""
    quantity = {"epcClass": f"{PRODUCT}{name}", "quantity": Decimal(kg), "uom": "KGM"}
    terms = {f"ore:{key}": value for key, value in facts.items()}
    return chain.event(hours=hours, action="ADD", site=site or chain.plant, quantityList=[quantity], ilmd=terms)


def turned(chain: Chain, used: str, into: str, *, kg: str, hours: int = 3, **facts: Any) -> dict[str, Any]:
    taken = {"epcClass": f"{PRODUCT}{used}", "quantity": Decimal(1000), "uom": "KGM"}
    made = {"epcClass": f"{PRODUCT}{into}", "quantity": Decimal(kg), "uom": "KGM"}
    terms = {f"ore:{key}": value for key, value in facts.items()}
    return chain.event(
        "TransformationEvent",
        hours=hours,
        site=chain.plant,
        inputQuantityList=[taken],
        outputQuantityList=[made],
        ilmd=terms,
    )


# M3, M7, M9, M13, M15


@pytest.mark.parametrize(
    ("material", "grade", "edge"),
    [
        ("cobalt_sulfate", "22", "20.97"),
        ("spodumene_concentrate", "8.5", "8.03"),
        ("cassiterite", "80", "78.77"),
    ],
    ids=["M3", "M7", "M13"],
)
def test_grade_above_stoichiometry_is_refused_and_the_limit_itself_is_kept(
    chain: Chain, material: str, grade: str, edge: str
) -> None:
    for number, given in enumerate((grade, str(Decimal(edge) + Decimal("0.01")))):
        event = won(chain, f"A{number}", material=material, grade_pct=Decimal(given))
        assert "custody.grade.impossible" in refused(chain, event)
    card = chain.capture(chain.smelting, won(chain, "B", material=material, grade_pct=Decimal(edge)))
    assert (card.captured, "custody.grade.impossible" in codes(card)) == (1, False)


@pytest.mark.parametrize(("kg", "found"), [("700", True), ("500", False), ("501", True), ("300", False), ("299", True)])
def test_m9_spherical_graphite_beyond_the_usual_yield_is_kept_with_a_question(
    chain: Chain, kg: str, found: bool
) -> None:
    feed = won(chain, "FLAKE", kg="1000", material="graphite_concentrate", grade_pct=Decimal(95))
    spg = turned(chain, "FLAKE", "SPG", kg=kg, material="graphite_spherical", grade_pct=Decimal("99.95"))
    card = chain.capture(chain.smelting, feed, spg)
    assert card.captured == 2
    assert ("custody.recovery.unusual" in codes(card)) is found
    assert [question.code for question in questions(chain.smelting)] == ["custody.recovery.unusual"] * found


def test_m15_more_metal_than_went_in_is_refused_beyond_two_per_cent(chain: Chain) -> None:
    tin = {"material": "cassiterite", "grade_pct": Decimal(70)}
    chain.capture(chain.smelting, won(chain, "ORE", kg="1000", **tin))
    metal = {"material": "tin_metal", "grade_pct": Decimal(100)}
    assert refused(chain, turned(chain, "ORE", "M", kg="721", **metal)) == ["custody.recovery.exceeded"]
    assert refused(chain, turned(chain, "ORE", "M", kg="714.001", **metal)) == ["custody.recovery.exceeded"]
    card = chain.capture(chain.smelting, turned(chain, "ORE", "M", kg="714", **metal))
    assert codes(card) == ["custody.recovery.unusual"]


def test_gold_is_held_to_half_a_per_cent(chain: Chain) -> None:
    chain.capture(chain.smelting, won(chain, "DORE", kg="1000", material="gold_dore", grade_pct=Decimal(80)))
    metal = {"material": "gold_metal", "grade_pct": Decimal(100)}
    assert refused(chain, turned(chain, "DORE", "AU", kg="804.001", **metal)) == ["custody.recovery.exceeded"]
    assert chain.capture(chain.smelting, turned(chain, "DORE", "AU", kg="804", **metal)).captured == 1


def test_grade_outside_of_the_usual_range_opens_a_question_that_says_what_to_do(chain: Chain) -> None:
    event = won(chain, "H", material="cobalt_hydroxide", grade_pct=Decimal(45))
    card = chain.capture(chain.smelting, event)
    (question,) = questions(chain.smelting)
    assert codes(card) == [question.code] == ["custody.plausibility.grade_unusual"]
    assert question.asked == chain.smelter
    assert question.answer_by == chain.at.date() + timedelta(days=14)
    assert card.findings[0].what_to_do


# C16, C18


def test_c16_tag_on_two_bags_holds_both(chain: Chain) -> None:
    first, second = (won(chain, name, material="cobalt_ore", tag="T-1") for name in ("A", "B"))
    card = chain.capture(chain.smelting, first, second)
    assert codes(card) == ["custody.tag.reused"]
    assert all(lot_card(f"{PRODUCT}{name}").on_hold for name in ("A", "B"))
    other = won(chain, "C", material="cobalt_ore", tag="T-2")
    assert codes(chain.capture(chain.smelting, other)) == []


ABC = list(enumerate("ABC"))


def artisanal(chain: Chain, *, workers: int | None = 40) -> str:
    work = Work(minerals=("gold",), size=SiteSize.ASM)
    site = register_site(STEWARD, name="Kavumu", organisation=chain.smelter, work=work).id
    if workers is not None:
        count_workers(STEWARD, site=site, counted_on=chain.day, workers=workers, at=chain.at)
    return site


def test_c18_month_of_a_site_beyond_its_miners_is_asked_about_once(chain: Chain) -> None:
    site = artisanal(chain)
    gold = {"material": "gold_dore", "grade_pct": Decimal(84), "site": site}
    assert codes(chain.capture(chain.smelting, won(chain, "A", kg="4.5", **gold))) == []
    passing = won(chain, "B", kg="0.5", hours=1, **gold)
    after = won(chain, "C", kg="0.5", hours=2, **gold)
    card = chain.capture(chain.smelting, passing, after)
    (finding,) = card.findings
    assert finding.code == "custody.plausibility.capacity_exceeded"
    assert (finding.params["won_kg"], finding.params["capacity_kg"], finding.params["percent"]) == (
        "4.2",
        "3.52",
        "119",
    )
    assert codes(chain.capture(chain.smelting, won(chain, "D", kg="0.5", hours=3, **gold))) == []


@pytest.mark.parametrize(("workers", "found"), [(40, True), (48, False), (None, False)])
def test_c18_flips_with_the_count_of_miners(chain: Chain, workers: int | None, found: bool) -> None:
    site = artisanal(chain, workers=workers)
    event = won(chain, "A", kg="5", site=site, material="gold_dore", grade_pct=Decimal(84))
    assert ("custody.plausibility.capacity_exceeded" in codes(chain.capture(chain.smelting, event))) is found


def test_a_delivery_that_was_taken_back_does_not_fill_the_month(chain: Chain) -> None:
    site = artisanal(chain)
    gold = {"material": "gold_dore", "grade_pct": Decimal(84), "site": site}
    first = won(chain, "A", kg="4", **gold) | {"eventID": "urn:x:first"}
    chain.capture(chain.smelting, first)
    sorry = {"declarationTime": chain.time(5), "reason": "https://ref.gs1.org/cbv/ER-incorrect_data"}
    chain.capture(chain.smelting, first | {"errorDeclaration": sorry})
    assert codes(chain.capture(chain.smelting, won(chain, "B", kg="4", hours=1, **gold))) == []


def test_the_assay_of_what_a_few_miners_delivered_is_asked_for_once_in_a_month(chain: Chain) -> None:
    # 3 miners win 660 kg of cobalt in a month; ore holds 8 % at most as a rule.
    site = artisanal(chain, workers=3)
    ore = {"material": "cobalt_ore", "site": site}
    found = [codes(chain.capture(chain.smelting, won(chain, name, kg="5000", hours=at, **ore))) for at, name in ABC]
    assert ["custody.plausibility.assay_missing" in said for said in found] == [False, True, False]


# the world table


def test_a_year_of_a_country_beyond_the_world_table_is_asked_about(chain: Chain) -> None:
    mine = register_site(STEWARD, name="Mine", organisation=chain.smelter, whereabouts=Whereabouts(country="CD")).id
    ore = {"material": "cobalt_ore", "grade_pct": Decimal(4), "site": mine}
    first = won(chain, "A", kg="5300000000", **ore)
    assert codes(chain.capture(chain.smelting, first)) == []
    small = won(chain, "B", kg="100", hours=1, **ore)
    assert codes(chain.capture(chain.smelting, small)) == []
    card = chain.capture(chain.smelting, won(chain, "C", kg="20000000", hours=2, **ore))
    assert codes(card) == ["custody.plausibility.national_exceeded"]
    assert card.findings[0].params["declared_t"] == "212800"


def test_what_nobody_assayed_of_a_countrys_year_is_asked_about_by_its_range(chain: Chain) -> None:
    mine = register_site(STEWARD, name="Mine", organisation=chain.smelter, whereabouts=Whereabouts(country="CD")).id
    ore = {"material": "cobalt_ore", "site": mine}
    copper = won(chain, "X", kg="9000000000", element="Cu", **ore)
    assert codes(chain.capture(chain.smelting, copper, won(chain, "A", kg="2600000000", **ore))) == []
    card = chain.capture(chain.smelting, won(chain, "B", kg="200000000", hours=1, **ore))
    assert codes(card) == ["custody.plausibility.national_unassayed"]
    # 2.8 million tonnes of ore at 0.005 to 8 per cent, as the edition has it
    told = card.findings[0].params
    assert (told["least_t"], told["most_t"], told["uncounted_t"]) == ("140", "224000", "0")


# journeys, weights, names


def put(chain: Chain, site: str, latitude: str, longitude: str) -> None:
    place = Whereabouts(country="CD", latitude=Decimal(latitude), longitude=Decimal(longitude))
    correct_site(STEWARD, site=site, change=SiteChange(whereabouts=place), reason="surveyed")


@pytest.mark.parametrize(("hours", "by", "found"), [(2, "", True), (6, "", False), (2, "air", False)])
def test_lot_that_travels_faster_than_a_lorry_is_asked_about(chain: Chain, hours: int, by: str, found: bool) -> None:
    put(chain, chain.pit, "-10.7", "25.4")
    put(chain, chain.plant, "-10.7", "29.0")
    bag = chain.bag("B1")
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    moved: dict[str, Any] = {"action": "OBSERVE", "epcList": [bag], **parties}
    terms = {"ore:transport": by} if by else {}
    chain.capture(chain.miner, chain.event(hours=1, bizStep="shipping", site=chain.pit, **moved))
    arrival = chain.event(hours=1 + hours, bizStep="receiving", site=chain.plant, **moved, **terms)
    card = chain.capture(chain.smelting, arrival)
    assert card.captured == 1
    assert codes(card) == ["custody.plausibility.travel_impossible"] * found


@pytest.mark.parametrize(("by", "found"), [("", True), ("air", False)])
def test_spreadsheet_says_how_a_lot_travelled_as_well(chain: Chain, by: str, found: bool) -> None:
    put(chain, chain.pit, "-10.7", "25.4")
    put(chain, chain.plant, "-10.7", "29.0")
    head = ("what", "when", "lot", "mass kg", "material", "hs", "site", "transport")
    begun = chain.at + timedelta(hours=1)
    rows = (
        ("begin", begun.isoformat(), "B9", "1000", "cobalt_ore", "2605.00", chain.pit, ""),
        ("weigh", (begun + timedelta(hours=2)).isoformat(), "B9", "1000", "", "", chain.plant, by),
    )
    table = "\n".join(",".join(row) for row in (head, *rows)).encode()
    card = upload_events(
        chain.miner, content_base64=base64.b64encode(table).decode(), name="march.csv", at=begun + timedelta(hours=3)
    )
    assert card.captured == 2
    assert codes(card) == ["custody.plausibility.travel_impossible"] * found


@pytest.mark.parametrize(("kg", "found"), [("990", False), ("1010", False), ("989", True), ("1011", True)])
@pytest.mark.parametrize("together", [True, False])
def test_weight_on_arrival_is_compared_with_the_weight_sent(chain: Chain, kg: str, found: bool, together: bool) -> None:
    lot = f"{PRODUCT}A"
    chain.capture(chain.smelting, won(chain, "A", kg="1500", material="cobalt_ore"))

    def moved(step: str, amount: str, hours: int) -> dict[str, Any]:
        quantity = {"epcClass": lot, "quantity": Decimal(amount), "uom": "KGM"}
        parties = {"sender": chain.smelter, "receiver": chain.miner.organisation}
        return chain.event(hours=hours, bizStep=step, action="OBSERVE", quantityList=[quantity], **parties)

    send, receive = moved("shipping", "1000", 1), moved("receiving", kg, 30)
    if together:
        card = chain.capture(chain.smelting, send, receive)
    else:
        chain.capture(chain.smelting, send)
        card = chain.capture(chain.smelting, receive)
    assert [code for code in codes(card) if "plausibility" in code] == ["custody.plausibility.weight_differs"] * found


def test_received_form_that_was_not_sent_and_a_name_that_begins_as_something_else_are_asked_about(
    chain: Chain,
) -> None:
    chain.capture(chain.smelting, won(chain, "A", material="cobalt_ore"))
    assert codes(chain.capture(chain.smelting, won(chain, "A", material="cobalt_ore", hours=1))) == []
    card = chain.capture(chain.smelting, won(chain, "A", material="cassiterite", hours=2))
    assert codes(card) == ["custody.plausibility.lot_swapped"]
    bag = chain.bag("B1")
    seen = chain.event(hours=2, bizStep="inspecting", action="OBSERVE", epcList=[bag], site=chain.pit)
    assert codes(chain.capture(chain.miner, seen | {"ore:material": "cobalt_ore"})) == []
    again = chain.capture(chain.miner, seen | {"ore:material": "cobalt_hydroxide"})
    assert codes(again) == ["custody.plausibility.lot_swapped"]


def test_heading_that_is_not_the_form_s_is_asked_about(chain: Chain) -> None:
    for heading, found in (("2605.00.00", []), ("283329", ["custody.plausibility.heading_unusual"])):
        event = won(chain, f"A{heading}", material="cobalt_ore", hs=heading)
        assert codes(chain.capture(chain.smelting, event)) == found


# recovery over three lots, across documents


@pytest.mark.parametrize(("third", "found"), [("92", True), ("90.9", False)])
def test_recovery_that_rises_over_three_documents_is_asked_about(chain: Chain, third: str, found: bool) -> None:
    hydroxide = {"material": "cobalt_hydroxide", "grade_pct": Decimal(25)}
    last: list[str] = []
    for number, percent in enumerate(("86", "88", third)):
        ore = won(chain, f"IN{number}", kg="1000", material="cobalt_concentrate", grade_pct=Decimal(10), hours=number)
        kg = str(Decimal(percent) * 4)
        step = turned(chain, f"IN{number}", f"OUT{number}", kg=kg, hours=10 + number, **hydroxide)
        last = codes(chain.capture(chain.smelting, ore, step))
        assert last == [] or number == 2
    assert last == ["custody.plausibility.recovery_drift"] * found


# places of origin


@pytest.mark.parametrize(("north", "found"), [("-10.2", False), ("-10.3", True), ("-20", True)])
def test_new_place_far_from_every_published_mine_is_asked_about_once(chain: Chain, north: str, found: bool) -> None:
    put(chain, chain.plant, north, "26.0")
    assert codes(chain.capture(chain.smelting, won(chain, "A", material="cobalt_ore"))) == []
    site = register_site(
        STEWARD,
        name="New pit",
        organisation=chain.smelter,
        whereabouts=Whereabouts(country="CD", latitude=Decimal(north), longitude=Decimal(26)),
        uri="https://smelter.example/pit",
    ).id
    import_facilities(STEWARD, text=FACILITIES, at=chain.at)
    first = chain.capture(chain.smelting, won(chain, "B", material="cobalt_ore", site=site))
    assert codes(first) == ["custody.plausibility.facility_unknown"] * found
    again = won(chain, "C", material="cobalt_ore") | {"bizLocation": {"id": "https://smelter.example/pit"}}
    assert codes(chain.capture(chain.smelting, again)) == []


# the price of asking


def test_questions_to_the_database_do_not_grow_with_the_inputs(chain: Chain) -> None:
    put(chain, chain.plant, "-10.7", "29.0")

    def smelt(batch: str, inputs: int) -> int:
        ores = [
            won(chain, f"{batch}{number}", kg="10", material="cobalt_concentrate", grade_pct=Decimal(10))
            for number in range(inputs)
        ]
        chain.capture(chain.smelting, *ores)
        event = chain.event(
            "TransformationEvent",
            hours=9,
            site=chain.plant,
            inputQuantityList=[
                {"epcClass": f"{PRODUCT}{batch}{number}", "quantity": Decimal(10), "uom": "KGM"}
                for number in range(inputs)
            ],
            outputQuantityList=[
                {"epcClass": f"{PRODUCT}{batch}", "quantity": Decimal(inputs) * Decimal("3.6"), "uom": "KGM"}
            ],
            ilmd={"ore:material": "cobalt_hydroxide", "ore:grade_pct": Decimal(25)},
        )
        with CaptureQueriesContext(connection) as asked:
            assert chain.capture(chain.smelting, event).captured == 1
        return len(asked.captured_queries)

    few, many = smelt("F", 3), smelt("M", 60)
    assert many == few


def test_strangers_events_are_kept_without_questions(chain: Chain) -> None:
    event = won(chain, "A", material="cobalt_ore") | {"quantityList": [{"epcClass": f"{PRODUCT}A"}]}
    whole = chain.document(event) | {"@context": chain.document()["@context"][:1]}
    whole["epcisBody"]["eventList"][0].pop("ilmd")
    card = capture_events(chain.smelting, document=whole, at=chain.at)
    assert card.captured == 1
    assert questions(chain.smelting) == []
