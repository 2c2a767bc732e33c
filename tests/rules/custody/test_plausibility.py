"""What is unlikely is asked about, at the edge and not before; what is not known is not asked."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from orepass.custody.rules.case import Case
from orepass.custody.rules.checks import grade_impossible, recovery_exceeded
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.history import History, Place
from orepass.custody.rules.judge import judge
from orepass.custody.rules.lots import Lots, Move, Movement
from orepass.custody.rules.materials import Limits, Range
from orepass.custody.rules.plausibility import (
    capacity,
    drift,
    facility,
    grade,
    heading,
    national,
    swap,
    travel,
    weights,
)
from orepass.custody.rules.terms import EventTerms, Facts
from orepass.kernel.finding import Finding, Severity
from tests.rules.custody.happened import made

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
G, KG, T = 10**3, 10**6, 10**9
PIT = "urn:x:pit"
LIMITS = Limits(
    grade={"cobalt.hydroxide": Range(Decimal("0.2"), Decimal("0.4"))},
    recovery={
        "cobalt.hydroxide": Range(Decimal("0.85"), Decimal("0.97")),
        "graphite.spherical": Range(Decimal("0.3"), Decimal("0.5")),
    },
    miner_day_mg={"gold": Decimal(4 * G)},
)


def asked(check: Any, event: Event, lots: Lots | None = None, **more: Any) -> list[Finding]:
    case = Case(event=event, lots=lots or Lots(), **{"limits": LIMITS} | more)
    return list(check.check(case))


def happens(kind: Happening, **fields: Any) -> Event:
    base: dict[str, Any] = {"where": "e", "happening": kind, "happened_at": AT, "ours": True, "site": PIT}
    return Event(**base | fields)


def lot(name: str = "LOT", *, mg: int | None = None, content: int | None = None, **facts: Any) -> Portion:
    return Portion(uri=name, mass_mg=mg, content_mg=content, facts=Facts(**facts))


def begins(*portions: Portion, **fields: Any) -> Event:
    return happens(Happening.BEGINS, begun=portions, **fields)


def known(**fields: Any) -> History:
    return History(places={PIT: Place(site="sit-1", **fields)})


# grade


@pytest.mark.parametrize(
    ("percent", "found"), [("19.9", True), ("20", False), ("40", False), ("40.1", True), ("63.42", False)]
)
def test_grade_outside_of_the_usual_range_is_asked_about_and_an_impossible_one_is_left_to_its_own_check(
    percent: str, found: bool
) -> None:
    event = begins(lot(material="cobalt_hydroxide", grade_pct=Decimal(percent)))
    assert bool(asked(grade, event)) is found
    assert bool(asked(grade_impossible, event)) is (percent == "63.42")


@pytest.mark.parametrize(
    "facts", [{"material": "cobalt_hydroxide"}, {"material": "tin_metal", "grade_pct": Decimal(1)}]
)
def test_no_grade_or_no_range_is_no_question(facts: Any) -> None:
    assert asked(grade, begins(lot(**facts))) == []


def test_a_scheme_may_tighten_the_limit_of_a_grade_and_never_widen_it() -> None:
    event = begins(lot(material="cobalt_sulfate", grade_pct=Decimal("20.5")))
    assert asked(grade_impossible, event) == []
    for most, refused in (("0.2", True), ("0.205", False), ("0.9", False)):
        limits = Limits(grade_max={"cobalt_sulfate": Decimal(most)})
        assert bool(asked(grade_impossible, event, limits=limits)) is refused
    wide = Limits(grade_max={"cobalt_sulfate": Decimal("0.9")})
    (found,) = asked(grade_impossible, begins(lot(material="cobalt_sulfate", grade_pct=Decimal(22))), limits=wide)
    assert Decimal(found.params["most"]) == Decimal("20.97")
    assert Limits().most("nothing known") == 1


# metal balance and recovery


def refined(out: int, *, material: str, element: str = "Co", mg: int | None = None, **terms: Any) -> Event:
    made_of = Portion(uri="IN", mass_mg=100 * KG)
    came = lot("OUT", mg=mg, content=out, material=material, element=element)
    return happens(Happening.TRANSFORMS, used=(made_of,), begun=(came,), terms=EventTerms(**terms))


def fed(element: str = "Co", material: str = "cobalt_concentrate", **more: Any) -> Lots:
    facts = Facts(element=element, material=material, **more)
    return made(("IN", {"mass_mg": 100 * KG, "content_mg": 100 * KG, "facts": facts}))


@pytest.mark.parametrize(
    ("element", "material", "most"), [("Co", "cobalt_metal", 102 * KG), ("Au", "gold_metal", 100_500_000)]
)
def test_more_metal_out_than_in_is_refused_beyond_two_per_cent_and_for_gold_half_a_per_cent(
    element: str, material: str, most: int
) -> None:
    for out, refused in ((most, False), (most + 1, True)):
        found = asked(recovery_exceeded, refined(out, material=material, element=element), fed(element, "ore"))
        assert [part.severity for part in found] == [Severity.ERROR] * refused


def test_narrow_tolerance_of_a_scheme_binds_gold_too() -> None:
    assert Limits(assay_tolerance=Decimal("0.001")).tolerance("Au") == Decimal("0.001")


def test_m9_spherical_graphite_is_asked_about_by_its_mass() -> None:
    lots = fed("C", "graphite_concentrate", moisture_pct=Decimal(10))
    dry = 90 * KG
    for mass, found in ((dry // 2, False), (dry // 2 + 1, True), (dry * 3 // 10, False), (dry * 7 // 10, True)):
        event = refined(mass, material="graphite_spherical", element="C", mg=mass)
        assert bool(asked(recovery_exceeded, event, lots)) is found


def test_yield_by_mass_is_silent_where_nobody_weighed() -> None:
    lots = fed("C", "graphite_concentrate")
    assert asked(recovery_exceeded, refined(70 * KG, material="graphite_spherical", element="C"), lots) == []
    unweighed = made(
        ("IN", {"mass_mg": None, "content_mg": KG, "facts": Facts(element="C", material="graphite_concentrate")})
    )
    event = happens(
        Happening.TRANSFORMS,
        used=(Portion(uri="IN", instance=True),),
        begun=(lot("OUT", mg=7 * KG // 10, content=7 * KG // 10, material="graphite_spherical", element="C"),),
    )
    assert asked(recovery_exceeded, event, unweighed) == []


def test_by_product_of_the_form_that_went_in_is_no_part_of_the_step() -> None:
    event = happens(
        Happening.TRANSFORMS,
        used=(Portion(uri="IN", mass_mg=100 * KG),),
        begun=(
            lot("SPG", mg=40 * KG, content=40 * KG, material="graphite_spherical", element="C"),
            lot("FINES", mg=55 * KG, content=52 * KG, material="graphite_concentrate", element="C"),
        ),
    )
    assert asked(recovery_exceeded, event, fed("C", "graphite_concentrate")) == []


def test_a_step_the_sender_names_is_the_whole_event_s() -> None:
    event = refined(90 * KG, material="cobalt_sulfate", step="cobalt.hydroxide")
    assert asked(recovery_exceeded, event, fed()) == []
    event = refined(80 * KG, material="cobalt_sulfate", step="cobalt.hydroxide")
    (found,) = asked(recovery_exceeded, event, fed())
    assert found.params["step"] == "cobalt.hydroxide"


# recovery over three lots


def ran(*percents: int, place: str = PIT) -> History:
    history = History()
    for number, share in enumerate(percents):
        history.keep_recovery(place, "cobalt.hydroxide", AT - timedelta(days=9 - number), Fraction(share, 100))
    return history


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ((86, 88), 91, False),
        ((86, 88), 92, True),
        ((86, 90), 89, False),
        ((86, 85), 95, False),
        ((88,), 95, False),
        ((40, 86, 88), 91, False),
        ((40, 86, 88), 92, True),
    ],
)
def test_recovery_that_rises_over_three_lots_is_asked_about(before: tuple[int, ...], now: int, found: bool) -> None:
    event = refined(now * KG, material="cobalt_hydroxide")
    assert bool(asked(drift, event, fed(), history=ran(*before))) is found


def test_only_earlier_lots_of_the_place_count_and_a_part_of_a_campaign_is_no_lot() -> None:
    event = refined(92 * KG, material="cobalt_hydroxide")
    assert asked(drift, event, fed(), history=ran(86, 88, place="urn:x:other")) == []
    early = happens(Happening.TRANSFORMS, used=event.used, begun=event.begun, happened_at=AT - timedelta(days=30))
    assert asked(drift, early, fed(), history=ran(86, 88)) == []
    part = happens(Happening.TRANSFORMS, used=event.used, begun=event.begun, campaign="urn:x:campaign")
    assert asked(drift, part, fed(), history=ran(86, 88)) == []
    assert asked(drift, begins(lot()), history=ran(86, 88)) == []


# C18: capacity of an artisanal site


def dug(grams: int, **facts: Any) -> Portion:
    return lot(content=grams * G, **{"material": "gold_dore"} | facts)


@pytest.mark.parametrize(
    ("grams", "miners", "found"), [(4200, 40, True), (3873, 40, True), (3872, 40, False), (4200, 48, False)]
)
def test_c18_month_beyond_what_the_miners_can_win_is_asked_about(grams: int, miners: int, found: bool) -> None:
    findings = asked(capacity, begins(dug(grams)), history=known(artisanal=True, workers=miners, name="Kavumu"))
    assert bool(findings) is found
    if grams == 4200 and found:
        assert findings[0].params["capacity_kg"] == "3.52"
        assert findings[0].params["percent"] == "119"


def test_capacity_is_asked_about_once_by_the_delivery_that_passes_it() -> None:
    history = known(artisanal=True, workers=40)
    history.won["sit-1", "gold", (2026, 3)] = 3800 * G
    assert len(asked(capacity, begins(dug(50), dug(50, element="Au")), history=history)) == 1
    assert asked(capacity, begins(dug(50)), history=history) == []
    history.won["sit-1", "gold", (2026, 3)] = 3900 * G
    assert asked(capacity, begins(dug(50)), history=history) == []
    history.won = {("sit-1", "gold", (2026, 2)): 3800 * G}
    assert asked(capacity, begins(dug(100)), history=history) == []


@pytest.mark.parametrize("fields", [{}, {"artisanal": True}, {"workers": 40}, {"artisanal": True, "workers": 0}])
def test_a_site_that_is_large_or_that_nobody_counted_has_no_capacity(fields: Any) -> None:
    assert asked(capacity, begins(dug(9000)), history=known(**fields)) == []


def test_capacity_needs_a_mineral_a_content_and_a_number_of_the_scheme() -> None:
    history = known(artisanal=True, workers=1)
    for portion in (dug(9000, material="sand"), lot(material="gold_dore"), lot(content=T, material="cobalt_ore")):
        assert asked(capacity, begins(portion), history=history) == []
    assert asked(capacity, begins(dug(9000))) == []
    assert asked(capacity, happens(Happening.LOOKS), history=history) == []


# national volume


def test_national_volume_is_asked_about_a_quarter_above_the_highest_edition() -> None:
    for tonnes, found in ((180_000, False), (180_001, True)):
        portion = lot(content=tonnes * T, material="cobalt_ore")
        event = begins(portion, happened_at=datetime(2022, 3, 4, tzinfo=UTC))
        findings = asked(national, event, history=known(country="CD"))
        assert bool(findings) is found
    assert (findings[0].params["table_t"], findings[0].params["of_year"]) == ("144000", "2022")


def test_national_volume_adds_up_what_was_declared_before_and_asks_once() -> None:
    history = known(country="CD")
    event = begins(lot(content=2 * T, material="cobalt_ore"))
    history.national["CD", "cobalt", 2026] = 212_499 * T
    assert len(asked(national, event, history=history)) == 1
    history.national["CD", "cobalt", 2026] = 212_501 * T
    assert asked(national, event, history=history) == []


def test_national_table_is_silent_about_other_countries_unassayed_lots_and_what_is_not_won() -> None:
    large = lot(content=10**6 * T, material="cobalt_ore")
    assert asked(national, begins(large), history=known(country="LU")) == []
    assert asked(national, begins(large), history=known()) == []
    assert asked(national, begins(large)) == []
    assert asked(national, begins(lot(material="cobalt_ore")), history=known(country="CD")) == []
    assert asked(national, happens(Happening.TRANSFORMS, begun=(large,)), history=known(country="CD")) == []


def test_both_editions_of_a_revised_year_are_told() -> None:
    found = national.produced("cobalt", "CD", 2022)
    assert found is not None
    assert found.editions == ((2023, Decimal(130_000)), (2024, Decimal(144_000)))
    assert [national.produced("cobalt", "CD", year) for year in (2020, 2019)] == [None, None]


# impossible travel

HALF = 50 / 111.195
"""Degrees along a meridian that make fifty kilometres."""


def travelled(km: float, hours: float, *, later: bool = False, **terms: Any) -> list[Finding]:
    history = known(latitude=0.0, longitude=10.0)
    history.places["urn:x:town"] = Place(site="sit-2", latitude=km / 111.195, longitude=10.0)
    history.seen["LOT"] = [(AT + timedelta(hours=hours if later else -hours), "urn:x:town")]
    event = happens(Happening.RECEIVES, touched=(Portion(uri="LOT"),), terms=EventTerms(**terms))
    return asked(travel, event, history=history)


@pytest.mark.parametrize(
    ("km", "hours", "terms", "found"),
    [
        (99, 1, {}, False),
        (101, 1, {}, True),
        (101, 1, {"transport": "air"}, False),
        (56, 1, {"transport": "water"}, True),
        (101, 1, {"transport": "balloon"}, True),
        (9, 0, {}, False),
        (11, 0, {}, True),
        (1089, 12, {}, False),
        (1091, 12, {}, True),
    ],
)
def test_lot_cannot_travel_faster_than_its_transport_before_or_after(
    km: float, hours: float, terms: Any, found: bool
) -> None:
    for later in (False, True):
        assert bool(travelled(km, hours, later=later, **terms)) is found


def test_a_day_without_an_hour_may_be_any_hour_of_it() -> None:
    noon = AT.replace(hour=12)
    assert travel.hours_between(noon, noon + timedelta(hours=1)) == 13
    assert travel.hours_between(noon, noon) == 24
    assert travel.hours_between(AT, AT + timedelta(hours=1)) == 1


def test_the_scheme_names_the_speed() -> None:
    history = known(latitude=0.0, longitude=10.0)
    history.places["urn:x:town"] = Place(site="sit-2", latitude=HALF, longitude=10.0)
    history.seen["LOT"] = [(AT - timedelta(hours=1), "urn:x:town")]
    event = happens(Happening.RECEIVES, touched=(Portion(uri="LOT"),))
    for kmh, found in ((39, True), (41, False)):
        limits = Limits(travel_kmh={"road": Decimal(kmh)})
        assert bool(asked(travel, event, history=history, limits=limits)) is found


def test_travel_is_silent_without_two_places() -> None:
    assert asked(travel, happens(Happening.RECEIVES, touched=(Portion(uri="LOT"),))) == []
    history = known(latitude=0.0, longitude=10.0)
    event = happens(Happening.RECEIVES, touched=(Portion(uri="LOT"), Portion(uri="NEW")))
    assert asked(travel, event, history=history) == []
    history.seen["LOT"] = [(AT, "urn:x:nowhere")]
    assert asked(travel, event, history=history) == []
    history.places["urn:x:nowhere"] = Place(site="sit-3")
    assert asked(travel, event, history=history) == []


def test_the_nearest_event_in_time_counts_on_either_side() -> None:
    history = known(latitude=0.0, longitude=10.0)
    history.places["urn:x:town"] = Place(site="sit-2", latitude=5.0, longitude=10.0)
    history.seen["LOT"] = [(AT - timedelta(hours=1), "urn:x:town"), (AT - timedelta(minutes=1), PIT)]
    assert asked(travel, happens(Happening.RECEIVES, touched=(Portion(uri="LOT"),)), history=history) == []


# the lot itself


@pytest.mark.parametrize(
    ("portion", "fields", "now"),
    [
        (lot(material="cobalt_ore"), {"site": PIT}, []),
        (lot(material="tin_ore"), {"site": PIT}, ["tin_ore"]),
        (lot(material="cobalt_ore"), {"site": "urn:x:other"}, ["urn:x:other"]),
        (lot(), {"site": ""}, []),
        (lot(material="cobalt_ore", origin_site="urn:x:shaft"), {"site": PIT}, ["urn:x:shaft"]),
    ],
)
def test_name_that_begins_again_as_something_else_is_asked_about(portion: Portion, fields: Any, now: list[str]) -> None:
    lots = made(("LOT", {"site": PIT, "facts": Facts(material="cobalt_ore")}))
    assert [found.params["now"] for found in asked(swap, begins(portion, **fields), lots)] == now


def test_new_name_is_no_swap_and_a_tag_used_twice_is_a_question_of_its_own() -> None:
    assert asked(swap, begins(lot(material="tin_ore"))) == []
    lots = made(("LOT", {"site": PIT, "facts": Facts(material="cobalt_ore")}))
    bag = Portion(uri="LOT", instance=True, facts=Facts(material="tin_ore"))
    assert asked(swap, begins(bag), lots) == []


@pytest.mark.parametrize("kind", [Happening.SENDS, Happening.RECEIVES, Happening.LOOKS])
def test_form_that_is_not_the_lot_s_at_a_hand_over_is_asked_about(kind: Happening) -> None:
    lots = made(("LOT", {"facts": Facts(material="cobalt_ore")}), ("BARE", {"facts": Facts()}))
    touched = (Portion(uri="LOT"), Portion(uri="BARE"))
    for named, found in (("cobalt_hydroxide", 1), ("cobalt_ore", 0), ("", 0)):
        event = happens(kind, touched=touched, terms=EventTerms(material=named))
        assert len(asked(swap, event, lots)) == found
    packed = happens(Happening.PACKS, touched=touched, terms=EventTerms(material="tin_ore"))
    assert asked(swap, packed, lots) == []


# place of origin


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"nearest_km": 25.0}, False),
        ({"nearest_km": 25.1}, True),
        ({"nearest_km": None}, False),
        ({"nearest_km": 99.0, "declared": False}, False),
    ],
)
def test_new_place_far_from_everything_published_is_asked_about(fields: Any, found: bool) -> None:
    assert bool(asked(facility, begins(lot()), history=known(**fields))) is found


def test_a_place_is_asked_about_by_its_first_lot_only() -> None:
    history = known(nearest_km=99.0)
    history.begun_at.add("sit-1")
    assert asked(facility, begins(lot()), history=history) == []
    assert asked(facility, happens(Happening.LOOKS), history=known(nearest_km=99.0)) == []
    assert asked(facility, begins(lot())) == []


# heading


@pytest.mark.parametrize(
    ("facts", "step", "found"),
    [
        ({"material": "cobalt_hydroxide", "hs": "2822.00"}, "", False),
        ({"material": "cobalt_hydroxide", "hs": "283329"}, "", True),
        ({"material": "cobalt_hydroxide"}, "cobalt.hydroxide", False),
        ({"material": "cobalt_metal"}, "cobalt.hydroxide", False),
        ({"material": "cobalt_sulfate"}, "cobalt.hydroxide", True),
        ({"material": "sand", "hs": "283329"}, "cobalt.hydroxide", True),
        ({"material": "sand", "hs": "283329"}, "", False),
        ({"material": "sand"}, "cobalt.hydroxide", False),
        ({"material": "cobalt_sulfate"}, "cobalt.leach", False),
    ],
)
def test_heading_that_fits_neither_form_nor_step_is_asked_about(facts: Any, step: str, found: bool) -> None:
    event = happens(Happening.TRANSFORMS, begun=(lot(**facts),), terms=EventTerms(step=step))
    assert bool(asked(heading, event)) is found


# weights


@pytest.mark.parametrize(("kg", "found"), [(99, False), (101, False), (98, True), (102, True)])
@pytest.mark.parametrize("kind", [Happening.RECEIVES, Happening.LOOKS])
def test_weight_that_differs_from_what_is_left_is_asked_about(kg: int, found: bool, kind: Happening) -> None:
    lots = made(("LOT", {"mass_mg": 100 * KG}))
    event = happens(kind, touched=(Portion(uri="LOT", mass_mg=kg * KG),))
    assert bool(asked(weights, event, lots)) is found


def test_received_is_compared_with_sent_and_a_shared_lot_only_with_that() -> None:
    lots = made(("LOT", {"mass_mg": 100 * KG, "shared": True}))
    event = happens(Happening.RECEIVES, touched=(Portion(uri="LOT", mass_mg=38 * KG),))
    assert asked(weights, event, lots) == []
    (found,) = asked(weights, event, lots, history=History(sent={"LOT": 40 * KG}))
    assert (found.params["before_kg"], found.params["percent"], found.params["limit"]) == ("40", "5.00", "1")
    assert asked(weights, happens(Happening.RECEIVES, touched=(Portion(uri="LOT"),)), lots) == []
    assert asked(weights, happens(Happening.SENDS, touched=event.touched), lots) == []


# what is remembered of a document's own events


def test_events_of_the_document_are_seen_by_those_after_them() -> None:
    history = known(country="CD", artisanal=True, workers=40)
    event = begins(dug(100), lot(material="gold_dore"), dug(5, material="sand"), dug(7, origin_site="urn:x:elsewhere"))
    moved = [
        Movement(lot="LOT", move=Move.BEGUN, at=AT),
        Movement(lot="LOT", move=Move.SENT, at=AT, mass_mg=5),
        Movement(lot="OLD", move=Move.SENT, at=AT),
        Movement(lot="OLD", move=Move.ENDED, at=AT),
    ]
    history.keep(event, moved)
    assert history.won == {("sit-1", "gold", (2026, 3)): 100 * G}
    assert history.national == {("CD", "gold", 2026): 100 * G}
    assert history.begun_at == {"sit-1"}
    assert history.seen == {"LOT": [(AT, PIT)] * 2, "OLD": [(AT, PIT)]}
    assert history.sent == {"LOT": 5}
    history.keep(happens(Happening.LOOKS, site="urn:x:elsewhere"), [Movement(lot="NEW", move=Move.SEEN, at=AT)])
    assert "NEW" not in history.seen


def test_no_question_of_plausibility_refuses_anything() -> None:
    history = known(country="GH", artisanal=True, workers=1, nearest_km=99.0)
    event = begins(lot(content=10**6 * T, material="gold_dore", hs="283329"))
    found = judge(Case(event=event, lots=Lots(), limits=LIMITS, history=history))
    assert {part.code for part in found} == {
        "custody.plausibility.capacity_exceeded",
        "custody.plausibility.national_exceeded",
        "custody.plausibility.facility_unknown",
        "custody.plausibility.heading_unusual",
    }
    assert {part.severity for part in found} == {Severity.WARNING}
    assert all(part.what_to_do for part in found)
