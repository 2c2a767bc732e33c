"""What is told of a site's status, of contradictions and of a published visit, at the edge of each condition."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from orepass.diligence.rules.areas import AreaFact, AreaInput
from orepass.diligence.rules.areas import written as written_fact
from orepass.diligence.rules.ipis import COLUMNS, read_visits
from orepass.diligence.rules.observation import Observation, reading
from orepass.diligence.rules.site_risk import site_risk
from orepass.diligence.rules.status import Basis, Colour, StatusEntry, status_on, timeline
from orepass.kernel.calculator import calculate
from orepass.kernel.verdict import Answer
from orepass.party.rules.facilities import IdentifierMissing
from orepass.party.rules.table import written
from orepass.register import rulebook

ON = date(2025, 6, 1)
ROW = {"vid": "1", "pcode": "codmine00001", "name": "Kanzambu", "source": "IPIS", "visit_date": "2018-05-01"}


def decided(day: str, colour: Colour) -> StatusEntry:
    return StatusEntry(date.fromisoformat(day), colour, "ministry", str(colour))


def contradictions(colour: Colour, seen_on: date, *more: date) -> list[str]:
    seen = [Observation(day, {"armed_group_control": Answer.YES}, citation=str(day)) for day in (seen_on, *more)]
    found = site_risk(seen, [decided("2024-01-01", colour)], date(2026, 6, 1)).findings
    return [str(each.params["citation"]) for each in found if each.code == "diligence.status.contradicted"]


@pytest.mark.parametrize(
    ("seen_on", "told"),
    [
        (date(2023, 12, 31), []),
        (date(2024, 1, 1), ["2024-01-01"]),
        (date(2026, 1, 1), ["2026-01-01"]),
        (date(2026, 1, 2), []),
    ],
)
def test_a_risk_contradicts_a_green_decision_from_its_day_and_for_two_years(seen_on: date, told: list[str]) -> None:
    assert contradictions(Colour.GREEN, seen_on) == told


def test_a_decision_is_contradicted_once_however_much_was_seen() -> None:
    assert contradictions(Colour.GREEN, date(2024, 2, 1), date(2024, 3, 1)) == ["2024-02-01"]


@pytest.mark.parametrize("colour", [Colour.YELLOW, Colour.RED, Colour.BLUE])
def test_only_a_green_decision_is_contradicted_by_a_risk(colour: Colour) -> None:
    assert contradictions(colour, date(2024, 2, 1)) == []


def test_a_later_decision_cuts_the_colours_before_it_and_leaves_them_on_record() -> None:
    spans = timeline([decided("2024-06-01", Colour.GREEN), decided("2025-01-10", Colour.RED)])
    assert [(span.colour, span.basis, span.period.valid_from, span.period.valid_before) for span in spans] == [
        (Colour.GREEN, Basis.DECIDED, date(2024, 6, 1), date(2025, 1, 10)),
        (Colour.RED, Basis.DECIDED, date(2025, 1, 10), None),
    ]


def test_after_an_expired_green_each_colour_has_its_own_years() -> None:
    spans = timeline([decided("2024-06-01", Colour.GREEN), decided("2026-01-01", Colour.YELLOW)])
    assert [(span.colour, span.basis, span.period.valid_from) for span in spans] == [
        (Colour.GREEN, Basis.DECIDED, date(2024, 6, 1)),
        (Colour.BLUE, Basis.EXPIRED, date(2025, 6, 1)),
        (Colour.YELLOW, Basis.DECIDED, date(2026, 1, 1)),
        (Colour.YELLOW, Basis.OVERDUE, date(2026, 4, 2)),
    ]


@pytest.mark.parametrize(
    ("inspected", "on", "colour"),
    [
        ("2025-07-09", "2025-07-09", Colour.RED),
        ("2025-07-09", "2025-07-10", Colour.GREEN),
        ("2025-07-10", "2025-07-10", Colour.GREEN),
    ],
)
def test_an_inspection_in_the_six_red_months_opens_the_site_after_them(inspected: str, on: str, colour: Colour) -> None:
    entries = [decided("2025-01-10", Colour.RED), decided(inspected, Colour.GREEN)]
    assert status_on(entries, date.fromisoformat(on)).colour is colour


def test_of_two_denials_by_hearsay_the_later_is_cited() -> None:
    told = [
        Observation(date(2025, month, 1), {"pillaging": Answer.NO}, first_hand=False, citation=f"call {month}")
        for month in (3, 5, 4)
    ]
    read = reading("pillaging", told, ON)
    assert read.rests_on is not None
    assert read.rests_on.citation == "call 5"
    assert "2025-05-01" in " ".join(read.found.reasons)


def site_of(**cells: str) -> Any:
    return read_visits(written(COLUMNS, [ROW | {"latitude": "-1.5", "longitude": "28.5"} | cells])).sites[0]


def test_every_mineral_column_names_a_mineral_of_the_site() -> None:
    assert set(site_of(mineral1="Or", mineral2="Cassitérite", mineral3="Coltan").minerals) == {
        "gold",
        "tin",
        "tantalum",
    }


def test_a_site_of_many_names_keeps_the_newest_and_forty_nine_others() -> None:
    rows = [
        ROW
        | {
            "vid": str(at),
            "name": f"Name {at:02}",
            "visit_date": f"20{at:02}-01-01",
            "latitude": "-1",
            "longitude": "28",
        }
        for at in range(10, 62)
    ]
    (site,) = read_visits(written(COLUMNS, rows)).sites
    assert (site.name, site.aliases[0], site.aliases[-1], len(site.aliases)) == ("Name 61", "Name 60", "Name 12", 49)


@pytest.mark.parametrize(("length", "fits"), [(80, True), (81, False)])
def test_the_code_of_a_site_is_as_long_as_the_register_can_keep(length: int, *, fits: bool) -> None:
    if fits:
        assert site_of(pcode="c" * length).external_id == "c" * length
    else:
        with pytest.raises(IdentifierMissing):
            site_of(pcode="c" * length)


def test_words_of_a_visit_are_cut_to_what_the_register_can_keep() -> None:
    long = dict.fromkeys(("name", "province", "location_origin", "source", "project", "qualification"), "x" * 400)
    table = read_visits(written(COLUMNS, [ROW | {"latitude": "-1.5", "longitude": "28.5"} | long]))
    (site,), (visit,) = table.sites, table.visits
    assert (len(site.name), len(site.region), len(site.location_origin)) == (300, 300, 200)
    assert (len(visit.source), len(visit.project), len(visit.status_text)) == (120, 120, 120)


OUTPUT = {"declared": "10", "known_output": "10", "reserves": "10"}


@pytest.mark.parametrize(
    ("changed", "value", "words"),
    [
        ({}, "none", "fit the known output and the reserves"),
        ({"declared": "11", "reserves": "11"}, "flag", "more than the known output"),
        ({"reserves": "9"}, "flag", "more than what the reserves can give"),
        ({"declared": "11"}, "flag", "more than the known output"),
    ],
)
def test_a_declared_origin_is_told_what_it_is_more_than(changed: dict[str, str], value: str, words: str) -> None:
    assert rulebook.MODULES
    told = calculate("red-flag-origin-output", OUTPUT | changed)
    assert told.value == value
    assert words in told.explanation[0]


@pytest.mark.parametrize(
    ("on", "words"), [("2025-12-31", "no rule on it is in force"), ("2026-01-01", "a rule that allows it is in force")]
)
def test_the_law_is_told_as_it_stands_on_the_day(on: str, words: str) -> None:
    told = calculate("legitimacy-rule", {"on": on, "legal_from": "2026-01-01"})
    assert told.explanation == (f"On {on} {words}.",)


@pytest.mark.parametrize(
    ("flagged_on", "value", "why"),
    [
        ("2025-01-10", "2026-01-10", "2025-01-10 plus 12 months"),
        ("2025-01-11", "2025-01-11", "a red flag was seen on 2025-01-11"),
        ("2026-01-09", "2026-01-09", "a red flag was seen on 2026-01-09"),
        ("2026-01-10", "2026-01-10", "2025-01-10 plus 12 months"),
    ],
)
def test_a_risk_is_looked_at_again_at_a_flag_within_the_year(flagged_on: str, value: str, why: str) -> None:
    told = calculate("risk-reassess-by", {"assessed_on": "2025-01-10", "flagged_on": flagged_on})
    assert told.explanation == (f"Look again by {value}: {why}.",)


@pytest.mark.parametrize(
    ("event_on", "why"),
    [
        ("2025-01-10", "an event on 2025-01-10"),
        ("2026-01-09", "an event on 2026-01-09"),
        ("2026-01-10", "2025-01-10 plus 12 months"),
        ("2026-01-11", "2025-01-10 plus 12 months"),
    ],
)
def test_a_decision_on_an_area_ends_at_an_event_or_after_a_year(event_on: str, why: str) -> None:
    told = calculate("area-decision-until", {"decided_on": "2025-01-10", "event_on": event_on})
    assert told.explanation == (f"It ends on {min(event_on, '2026-01-10')}: {why}.",)


def test_no_colour_lasts_for_no_day() -> None:
    for waited in ("2025-04-08", "2025-04-09", "2025-04-10"):
        spans = timeline([decided("2025-01-10", Colour.RED), decided(waited, Colour.YELLOW)])
        ends = [span.period.valid_before for span in spans]
        assert all(end is None or span.period.valid_from < end for span, end in zip(spans, ends, strict=True))
        assert [span.basis for span in spans].count(Basis.DECIDED) == 1 + (waited == "2025-04-10")


def test_an_input_of_an_area_without_its_value_or_its_day_is_left_out() -> None:
    day, value = date(2026, 1, 1), Fraction(7)
    assert written_fact(AreaFact(input=AreaInput.CONFLICT, value=value, as_of=day)) == "7@2026-01-01"
    assert written_fact(AreaFact(input=AreaInput.CONFLICT, value=value)) is None
    assert written_fact(AreaFact(input=AreaInput.CONFLICT, as_of=day)) is None


def test_an_observation_is_cited_with_the_columns_it_rests_on() -> None:
    seen = Observation(ON, {"mercury": Answer.YES}, citation="visit 7", grounds={"mercury": "mercury: 1.0"})
    assert (seen.cited("mercury"), seen.cited("pillaging")) == ("visit 7 (mercury: 1.0)", "visit 7")


def test_who_controls_a_site_is_denied_only_when_every_group_is_named() -> None:
    row = ROW | {"latitude": "-1.5", "longitude": "28.5"}
    every = {f"type_armed_group{number}": "Aucun" for number in (1, 2, 3)}
    for cells, answer in (
        (every, Answer.NO),
        ({**every, "type_armed_group3": ""}, Answer.UNKNOWN),
        ({}, Answer.UNKNOWN),
    ):
        (visit,) = read_visits(written(COLUMNS, [row | cells])).visits
        assert visit.answers.get("armed_group_control", Answer.UNKNOWN) is answer
        assert "armed_group_control" not in visit.grounds
