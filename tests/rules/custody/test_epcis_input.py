"""Bad and hostile EPCIS input is refused with a code and a place, whatever it is."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.custody.rules import happening
from orepass.custody.rules.epcis import events, reading
from orepass.custody.rules.terms import NAMESPACE, Reader
from orepass.kernel.finding import Finding, Severity, has_errors

CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]


def event(**fields: object) -> dict[str, Any]:
    base = {
        "type": "ObjectEvent",
        "eventTime": "2026-03-01T08:30:00+02:00",
        "eventTimeZoneOffset": "+02:00",
        "action": "OBSERVE",
        "epcList": ["https://mine.example/tags/1"],
    }
    return {name: value for name, value in (base | fields).items() if value is not None}


def found(value: dict[str, Any]) -> list[Finding]:
    return events.check_event(value, "")


def refusal(data: bytes) -> Finding:
    with pytest.raises(reading.Unreadable) as caught:
        reading.read(data)
    return caught.value.finding


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', "custody.document.xml"),
        (b"  \n<EPCISDocument/>", "custody.document.xml"),
        (b"", "custody.document.syntax"),
        (b'{"type": "EPCISDocument", "epcisBody": {', "custody.document.syntax"),
        ('{"type": "é"}'.encode("latin-1"), "custody.document.encoding"),
        ('{"type": "EPCISDocument"}'.encode("utf-16"), "custody.document.encoding"),
        (b'{"type": "a", "type": "b"}', "custody.document.duplicate_key"),
        (b"[" * 100_000, "custody.document.too_deep"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "custody.document.too_deep"),
        (b'{"type": "ObjectEvent", "x": "' + b"a" * 10_000_000 + b'"}', "custody.document.too_long"),
        (b'{"type": "ObjectEvent", "x": 1e999999999}', "custody.document.number"),
        (b'{"type": "ObjectEvent", "x": NaN}', "custody.document.number"),
        (b'{"type": "ObjectEvent", "x": ' + b"9" * 5000 + b"}", "custody.document.number"),
        (b"[]", "custody.document.not_epcis"),
        (b'{"hello": "world"}', "custody.document.not_epcis"),
        (b'{"type": "EPCISDocument"}', "custody.event.missing"),
        (b'{"type": "EPCISDocument", "epcisBody": {"eventList": {}}}', "custody.event.not_list"),
        (b'{"type": "EPCISDocument", "epcisBody": []}', "custody.event.not_object"),
    ],
)
def test_unreadable_document_is_refused_with_its_code(data: bytes, code: str) -> None:
    finding = refusal(data)
    assert finding.code == code
    assert finding.what_to_do


def test_oversize_document_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BYTES_MAX", 10)
    assert refusal(b"{" * 11).code == "custody.document.too_large"


def test_too_many_events_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "EVENTS_MAX", 1)
    data = json.dumps({"type": "EPCISDocument", "epcisBody": {"eventList": [{}, {}]}}).encode()
    assert refusal(data).code == "custody.document.too_many_events"


def test_byte_order_mark_is_read_over() -> None:
    assert reading.read("\N{ZERO WIDTH NO-BREAK SPACE}".encode() + json.dumps(event()).encode()).events == [event()]


def test_syntax_error_names_line_and_column() -> None:
    assert refusal(b'{\n  "type" "x"}').where == "line 2, column 10"


BEYOND = [
    (event(type="AggregationEvent", action="ADD", epcList=None, childEPCs=["urn:x:1"]), "", "no_parent"),
    (event(epcList=[]), "", "no_objects"),
    (
        event(quantityList=[{"epcClass": "urn:x:1", "quantity": -1}]),
        "/quantityList/0/quantity",
        "negative_quantity",
    ),
    (event(ilmd={"own:a": 1}), "/ilmd", "ilmd"),
    (
        event(
            sensorElementList=[
                {
                    "sensorMetadata": {"deviceID": "urn:x:1"},
                    "sensorReport": [{"type": "Mass", "deviceID": "urn:x:2"}],
                }
            ]
        ),
        "/sensorElementList/0/sensorReport/0/deviceID",
        "sensor_attribute_twice",
    ),
    (event(eventTime="2026-03-01T08:30:00"), "/eventTime", "time"),
    (event(eventTime="2026-02-30T08:30:00Z"), "/eventTime", "time"),
    (event(eventTime="0001-01-01T00:00:00+14:00"), "/eventTime", "time"),
    (event(eventTimeZoneOffset="+15:00"), "/eventTimeZoneOffset", "form"),
    (event(bizStep="smelting"), "/bizStep", "word"),
    (event(certificationInfo={"id": "urn:x:1"}), "/certificationInfo", "not_text"),
    (event(persistentDisposition={}), "/persistentDisposition", "empty"),
    (event(readPoint={"name": "x"}), "/readPoint", "missing"),
    (event(epcList=["urn:x:1", "urn:x:1"]), "/epcList", "repeated"),
    (event(type="DrillingEvent"), "/type", "uri"),
    (event(unprefixed=1), "/unprefixed", "unknown_field"),
]


@pytest.mark.parametrize(("value", "where", "what"), BEYOND, ids=[what for _, _, what in BEYOND])
def test_rule_of_the_standard_is_held(value: dict[str, Any], where: str, what: str) -> None:
    assert (where, f"custody.event.{what}") in {(part.where, part.code) for part in found(value)}


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("urn:epc:id:sgtin:0614141.107346.2017", None),
        ("urn:epc:id:sgtin:0614141.10734.2017", "custody.identifier.malformed"),
        ("urn:epc:id:sscc:0614141.12345678901", "custody.identifier.malformed"),
        ("urn:epc:nonsense", "custody.identifier.malformed"),
        ("https://id.gs1.org/01/09521141012345/21/2017", None),
        ("https://id.gs1.org/01/09521141012346/21/2017", "custody.identifier.check_digit"),
        ("https://mine.example/bags/17", None),
    ],
)
def test_gs1_keys_must_be_well_formed_and_private_addresses_are_free(uri: str, code: str | None) -> None:
    codes = [part.code for part in found(event(epcList=[uri]))]
    assert codes == ([code] if code else [])


def test_persistent_disposition_is_welcome_on_every_type() -> None:
    value = event(
        type="AggregationEvent",
        epcList=None,
        parentID="urn:x:p",
        childEPCs=["urn:x:1"],
        persistentDisposition={"set": ["stolen"]},
    )
    assert found(value) == []


def test_declaration_without_identifier_and_late_sensor_are_noted_not_refused() -> None:
    value = event(
        errorDeclaration={"declarationTime": "2026-03-02T00:00:00Z"},
        sensorElementList=[
            {"sensorMetadata": {"time": "2026-03-05T00:00:00Z"}, "sensorReport": [{"type": "Mass", "value": 1}]}
        ],
    )
    assert [(part.code, part.severity) for part in found(value)] == [
        ("custody.event.declaration_without_id", Severity.WARNING),
        ("custody.event.sensor_after_event", Severity.WARNING),
    ]


def test_floats_from_a_door_become_the_decimals_they_were_written_as() -> None:
    assert str(reading.exact({"a": [0.1, 1e3]})["a"]) == "[Decimal('0.1'), Decimal('1000.0')]"
    for value in (float("nan"), float("inf"), 2**60):
        with pytest.raises(reading.Unreadable):
            reading.exact(value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda value: round(value, 6))
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        *("type", "eventTime", "eventTimeZoneOffset", "action", "epcList", "quantityList", "ilmd", "sensorElementList"),
        *("childEPCs", "parentID", "inputEPCList", "outputQuantityList", "errorDeclaration", "persistentDisposition"),
        *("bizTransactionList", "sourceList", "readPoint", "@context", "certificationInfo", "transformationID"),
    ]
)


@given(st.sampled_from(reading.EVENT_TYPES), st.dictionaries(NAMES, JSON, max_size=6))
def test_no_event_makes_the_check_crash(kind: str, fields: dict[str, Any]) -> None:
    for value in (event(type=kind, **{name: part for name, part in fields.items() if name != "type"}), fields):
        try:
            exact = reading.exact(value)
        except reading.Unreadable:
            continue
        found_in = events.check_event(exact, "/e")
        for part in found_in:
            assert part.code.startswith("custody.")
            assert part.where.startswith("/e")
        if not has_errors(found_in):
            read_as = happening.read(exact, "/e", Reader({"own": NAMESPACE}), [])
            assert read_as.on.year >= 1000


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_crash(data: bytes) -> None:
    with contextlib.suppress(reading.Unreadable):
        assert reading.read(data).events


@given(JSON)
def test_no_context_makes_the_check_crash(context: object) -> None:
    document = reading.Document(reading.Kind.EVENT, {"@context": context}, [], "")
    assert all(part.code.startswith("custody.") for part in events.check_envelope(document))
