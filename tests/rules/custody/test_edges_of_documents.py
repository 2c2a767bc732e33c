"""The edges of what is read and written: half characters, foreign types, tables too long, several lots at once."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.rules import lineage, sheet
from orepass.custody.rules.epcis import events, naming, reading
from orepass.custody.rules.graph import Making, Source, Use
from orepass.custody.rules.terms import Facts
from orepass.custody.rules.writing import Amount, Saying
from orepass.custody.rules.writing import event as written

CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]
EVENT = {
    "type": "ObjectEvent",
    "eventTime": "2026-03-01T08:30:00+02:00",
    "eventTimeZoneOffset": "+02:00",
    "action": "OBSERVE",
    "epcList": ["https://mine.example/tags/1"],
}


def query(**fields: Any) -> reading.Document:
    results = {"queryName": "all", "resultsBody": {"eventList": [EVENT]}}
    return reading.read_value({"type": "EPCISQueryDocument", "epcisBody": {"queryResults": results}} | fields)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"type": "ObjectEvent", "x": 1e9999999999999999999999}', "number"),
        (b'{"type": "ObjectEvent", "\\ud800": 1}', "encoding"),
        (b'{"type": "ObjectEvent", "x": "\\ud800"}', "encoding"),
    ],
)
def test_numbers_and_texts_that_nothing_can_hold_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(reading.Unreadable) as caught:
        reading.read(data)
    assert caught.value.finding.code == f"custody.document.{code}"


def test_letters_of_any_script_are_read() -> None:
    assert reading.read(json.dumps(EVENT | {"own:mine é": "Kolwezi é"}).encode()).events[0]["own:mine é"] == "Kolwezi é"


def test_the_answer_to_a_query_is_read_where_its_events_lie() -> None:
    document = query(**{"@context": CONTEXT})
    assert document.where(0) == "/epcisBody/queryResults/resultsBody/eventList/0"
    assert events.check_envelope(document) == []


def test_an_envelope_without_a_context_says_so() -> None:
    assert [(part.code, part.where) for part in events.check_envelope(query())] == [("custody.event.missing", "")]


@pytest.mark.parametrize(
    ("changes", "where", "what"),
    [
        (
            {"type": "TransactionEvent", "epcList": [], "bizTransactionList": [{"bizTransaction": "urn:x:1"}]},
            "",
            "no_objects",
        ),
        ({"bizStep": 5}, "/bizStep", "not_text"),
        ({"action": 5}, "/action", "not_text"),
        ({"epcList": "urn:x:1"}, "/epcList", "not_list"),
        ({"quantityList": [{"epcClass": "urn:x:1", "quantity": "5"}]}, "/quantityList/0/quantity", "not_number"),
        (
            {"bizTransactionList": [{"bizTransaction": "urn:x:1", "extra": 1}]},
            "/bizTransactionList/0/extra",
            "unknown_field",
        ),
        ({"sensorElementList": [{"sensorReport": []}]}, "/sensorElementList/0/sensorReport", "empty"),
        (
            {"sensorElementList": [{"sensorReport": [{"type": "Mass", "booleanValue": 1}]}]},
            "/sensorElementList/0/sensorReport/0/booleanValue",
            "not_boolean",
        ),
        (
            {"sensorElementList": [{"sensorReport": [{"type": "Mass", "stringValue": 1}]}]},
            "/sensorElementList/0/sensorReport/0/stringValue",
            "not_text",
        ),
    ],
)
def test_a_field_of_another_kind_is_named_with_its_place(changes: dict[str, Any], where: str, what: str) -> None:
    assert (where, f"custody.event.{what}") in {
        (part.where, part.code) for part in events.check_event(EVENT | changes, "")
    }


def test_a_sensor_may_say_true_or_false() -> None:
    report = {"type": "Mass", "booleanValue": True}
    assert events.check_event(EVENT | {"sensorElementList": [{"sensorReport": [report]}]}, "") == []


@pytest.mark.parametrize("value", [[], {"type": 5}])
def test_what_is_no_event_is_refused_whole(value: Any) -> None:
    assert len(events.check_event(value, "/0")) == 1


@pytest.mark.parametrize(
    ("uri", "right"),
    [
        ("urn:epc:id:bic:CSQU3054383", True),
        ("urn:epc:idpat:sgtin:0614141.112345.*", True),
        ("urn:epc:id:sgtin:06141.10734612.2017", False),
        ("urn:epc:id:sgtin:0614141.10734x.2017", False),
    ],
)
def test_an_identifier_is_as_long_as_its_kind(uri: str, right: bool) -> None:
    assert (events.check_event(EVENT | {"epcList": [uri]}, "") == []) is right


def test_events_that_differ_only_in_how_numbers_are_written_have_one_name() -> None:
    first = EVENT | {"own:a": {"b": [Decimal("1.0"), Decimal("0.50")]}}
    assert naming.name_of(first) == naming.name_of(EVENT | {"own:a": {"b": [1, Decimal("0.5")]}})


def test_a_table_longer_than_the_limit_is_refused_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "ROWS_MAX", 2)
    rows = [["what", "when", "lot"], ["begin", "2026-03-01", "A"], ["begin", "2026-03-01", "B"]]
    assert len(sheet.read(rows[:2], "urn:x:org").events) == 1
    assert [found.code for found in sheet.read(rows, "urn:x:org").findings] == ["custody.sheet.too_many_rows"]


@pytest.mark.parametrize(
    ("facts", "described"),
    [([Facts()], 0), ([Facts(material="cobalt_ore")], 1), ([Facts(material="cobalt_ore"), Facts(tag="7")], 2)],
)
def test_what_is_known_of_each_lot_is_written_under_it(facts: list[Facts], described: int) -> None:
    lots = [(Amount(f"urn:x:{number}", Decimal(1)), fact) for number, fact in enumerate(facts)]
    made = written(Saying(what="begin", when=datetime(2026, 3, 1, tzinfo=UTC), lots=lots))
    terms = made.get("ilmd", {})
    listed = next((part for name, part in terms.items() if name.endswith(":lots")), [terms] if terms else [])
    assert len(listed) == described


def test_what_goes_into_a_step_that_made_nothing_changes_nothing() -> None:
    begun = [Making("A", 10, source=Source("mine", "certified"))]
    arrays = lineage.build([Use("lost", "A", 5)], begun)
    assert (arrays.rows, arrays.edges, arrays.row_of["A"]) == (2, 0, lineage.build([], begun).row_of["A"])
