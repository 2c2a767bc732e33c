"""An EPCIS document on both sides of each bound that reading and checking it have."""

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.rules.epcis import contexts, events, identifiers, naming, reading, shapes
from orepass.custody.rules.epcis.identifiers import check_digit_fits, is_absolute, key_finding
from orepass.custody.rules.epcis.reading import Unreadable
from orepass.kernel.finding import Finding

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def event(**fields: Any) -> dict[str, Any]:
    base = {
        "type": "ObjectEvent",
        "eventTime": "2026-03-01T08:30:00+02:00",
        "eventTimeZoneOffset": "+02:00",
        "action": "OBSERVE",
        "epcList": ["urn:x:1"],
    }
    return {name: value for name, value in (base | fields).items() if value is not None}


def faults(value: Any) -> list[tuple[str, str]]:
    return [(part.where, part.code.rpartition(".")[2]) for part in events.check_event(value, "")]


def refusal(call: Any) -> Finding:
    with pytest.raises(Unreadable) as caught:
        call()
    return caught.value.finding


# --- bytes ---


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9" * 18, int("9" * 18)),
        ("9" * 19, Decimal("9" * 19)),
        ("9" * 40, Decimal("9" * 40)),
        ("0." + "1" * 30, Decimal("0." + "1" * 30)),
        ("1e30", Decimal("1e30")),
        ("9" * 41, None),
        ("0." + "1" * 31, None),
        ("1e31", None),
        ("1e-31", None),
        ("Infinity", None),
    ],
)
def test_a_number_has_up_to_forty_digits_and_thirty_places(text: str, value: object) -> None:
    data = f'{{"type": "ObjectEvent", "x": {text}}}'.encode()
    if value is None:
        assert refusal(lambda: reading.parse(data)).params["digits"] == "40"
    else:
        found = reading.parse(data)["x"]
        assert (found, type(found)) == (value, type(value))


def test_a_document_may_be_as_large_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps(event()).encode()
    monkeypatch.setattr(reading, "BYTES_MAX", len(data))
    assert reading.parse(data) == reading.parse(data.decode()) == event()
    monkeypatch.setattr(reading, "BYTES_MAX", len(data) - 1)
    assert refusal(lambda: reading.parse(data)).params == {"size": str(len(data)), "limit": str(len(data) - 1)}


def test_a_document_may_hold_as_many_events_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "EVENTS_MAX", 2)

    def sent(count: int) -> reading.Document:
        return reading.read_value({"type": "EPCISDocument", "epcisBody": {"eventList": [event()] * count}})

    document = sent(2)
    assert [document.where(at) for at in (0, 1)] == ["/epcisBody/eventList/0", "/epcisBody/eventList/1"]
    found = refusal(lambda: sent(3))
    assert (found.where, found.params) == ("/epcisBody/eventList", {"count": "3", "limit": "2"})


def test_a_value_is_as_deep_as_the_limit_and_no_deeper() -> None:
    def deep(levels: int) -> Any:
        value: Any = 1
        for _level in range(levels):
            value = {"a": value}
        return value

    reading.check_bounds(deep(reading.DEPTH_MAX))
    reading.check_bounds(5)
    found = refusal(lambda: reading.check_bounds(deep(reading.DEPTH_MAX + 1)))
    assert (found.code, found.where) == ("custody.document.too_deep", "/a" * reading.DEPTH_MAX)
    both = {"b": deep(reading.DEPTH_MAX), "c": deep(reading.DEPTH_MAX)}
    assert refusal(lambda: reading.check_bounds(both)).where == "/b" + "/a" * (reading.DEPTH_MAX - 1)


def test_a_text_is_as_long_as_the_limit_and_is_named_where_it_stands() -> None:
    longest = "x" * reading.TEXT_MAX
    reading.check_bounds({"a": [longest]})
    found = refusal(lambda: reading.check_bounds({"a/b~c": [1, longest + "x"]}))
    assert (found.where, found.params["size"]) == ("/a~1b~0c/1", str(reading.TEXT_MAX + 1))


def test_half_a_character_is_refused_where_it_stands() -> None:
    for value, where in (({"a": ["é\ud800"]}, "/a/0"), ({"a": {"é\ud800": 1}}, "/a"), ({"a": {"b": "\ud800"}}, "/a/b")):
        found = refusal(lambda given=value: reading.check_bounds(given))
        assert (found.code, found.where) == ("custody.document.encoding", where)


def test_a_name_that_stands_twice_is_named_and_one_that_stands_once_is_not() -> None:
    assert refusal(lambda: reading.parse(b'{"a": 1, "b": 2, "b": 3}')).params == {"name": "b"}


def test_the_largest_integer_a_float_can_hold_is_kept() -> None:
    assert reading.exact([2**53 - 1, -(2**53) + 1, True, None, "x"]) == [2**53 - 1, -(2**53) + 1, True, None, "x"]
    for number in (2**53, -(2**53)):
        assert refusal(lambda given=number: reading.exact(given)).params == {"value": str(number), "digits": "15"}
    for beyond in (float("nan"), float("inf"), -float("inf"), 1e300):
        assert refusal(lambda given=beyond: reading.exact(given)).code == "custody.document.number"
    assert str(reading.exact({"a": 1e-7})["a"]) == "1E-7"


@pytest.mark.parametrize(
    ("value", "where", "code"),
    [
        ({}, "", "not_epcis"),
        ({"type": "DrillingEvent"}, "/type", "not_epcis"),
        ({"type": 5}, "/type", "not_epcis"),
        ({"type": "EPCISDocument", "epcisBody": {}}, "/epcisBody/eventList", "missing"),
        ({"type": "EPCISDocument", "epcisBody": 5}, "/epcisBody", "not_object"),
        ({"type": "EPCISDocument", "epcisBody": {"eventList": 5}}, "/epcisBody/eventList", "not_list"),
        ({"type": "EPCISQueryDocument", "epcisBody": {"queryResults": {}}}, "/epcisBody/queryResults/resultsBody",
         "missing"),
    ],
)  # fmt: skip
def test_what_a_document_lacks_is_named_where_it_lacks(value: Any, where: str, code: str) -> None:
    found = refusal(lambda: reading.read_value(value))
    assert (found.where, found.code.rpartition(".")[2]) == (where, code)


def test_one_event_is_a_document_too_also_of_a_type_of_ones_own() -> None:
    for kind in ("ObjectEvent", "https://mine.example/DrillingEvent"):
        document = reading.read_value(event(type=kind))
        assert (document.kind, document.where(0), len(document.events)) == (reading.Kind.EVENT, "", 1)


# --- instants, numbers, words ---


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-01T08:30:00Z", datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
        ("2026-03-01t08:30:00z", datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
        ("2026-03-01T08:30:00.5+02:00", datetime(2026, 3, 1, 6, 30, 0, 500_000, tzinfo=UTC)),
        ("2026-06-30T23:59:60Z", datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)),
        ("1000-01-01T00:00:00Z", datetime(1000, 1, 1, tzinfo=UTC)),
        ("9998-12-31T23:59:59Z", datetime(9998, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("0999-12-31T23:59:59Z", None),
        ("9999-01-01T00:00:00Z", None),
        ("2026-02-29T00:00:00Z", None),
        ("2026-03-01T24:00:00Z", None),
        ("2026-03-01 08:30:00Z", None),
        ("2026-03-01T08:30Z", None),
    ],
)
def test_an_instant_is_read_within_the_years_that_every_zone_can_hold(text: str, at: datetime | None) -> None:
    assert shapes.instant(text) == at
    assert faults(event(eventTime=text)) == ([] if at else [("/eventTime", "time")])


def fault(check: shapes.Check, value: object, where: str = "/a") -> list[tuple[str, dict[str, str]]]:
    out: list[Finding] = []
    check(value, where, out)
    return [(part.code.rpartition(".")[2], part.params) for part in out]


def test_each_small_check_takes_what_it_is_for_and_nothing_else() -> None:
    takes: list[tuple[shapes.Check, list[object], list[object]]] = [
        (shapes.anything, [None, 5, "x"], []),
        (shapes.text, ["", "x"], [5, None]),
        (shapes.boolean, [True, False], [0, 1, "true"]),
        (shapes.number, [0, -1, Decimal("0.5")], [True, "5", None]),
        (shapes.quantity, [0, 1, Decimal("0.5")], [-1, Decimal("-0.1"), True, "5"]),
        (shapes.uri, ["urn:x:1"], ["x", 5]),
        (shapes.time, ["2026-03-01T08:30:00Z"], ["2026-03-01", 5]),
        (shapes.matching("[ab]+"), ["a", "ab"], ["", "abc", "a\n", 5]),
        (shapes.one_of(frozenset({"a"})), ["a"], ["b", "urn:x:1", 5]),
        (shapes.word(frozenset({"a"}), foreign_to="urn:own"), ["a", "urn:x:1"], ["b", "urn:own:b", 5]),
        (shapes.many(shapes.text, least=1), [["a"], ["a", "a"]], [[], "a", [5]]),
        (shapes.many(shapes.anything, unique=True), [[], ["a", "b"], [5, 5]], [["a", "a"]]),
        (shapes.one_or_many(shapes.text), ["a", [], ["a", "b"]], [5, [5]]),
        (shapes.shape("thing", {"a": shapes.text}, required=("a",)), [{"a": "x"}, {"a": "x", "own:b": 1}],
         [{}, {"a": 5}, {"a": "x", "b": 1}, []]),
        (shapes.shape("thing", {}, extension=shapes.closed), [{}], [{"a": 1}, {"own:b": 1}]),
        (shapes.shape("thing", {}, extension=shapes.free), [{}, {"a": 1}], []),
    ]  # fmt: skip
    for check, good, bad in takes:
        assert [fault(check, value) for value in good] == [[]] * len(good)
        assert [len(fault(check, value)) for value in bad] == [1] * len(bad), bad


def test_a_fault_is_told_by_the_name_of_its_field_also_within_a_list() -> None:
    assert fault(shapes.text, 5, "/a/b") == [("not_text", {"name": "b"})]
    assert fault(shapes.text, 5, "/a/b/3") == [("not_text", {"name": "b"})]
    assert fault(shapes.shape("thing", {}, required=("a", "b")), {"own:c": 1}) == [
        ("missing", {"name": "a"}),
        ("missing", {"name": "b"}),
    ]
    assert fault(shapes.shape("thing", {}), {"b/c": 1}) == [("unknown_field", {"name": "b/c", "subject": "thing"})]


# --- identifiers ---


@pytest.mark.parametrize(
    ("key", "fits"),
    [("00000000", True), ("95211237", True), ("95211236", False), ("09521141012345", True), ("4006381333931", True)],
)
def test_a_check_digit_is_weighed_three_and_one_from_the_right(key: str, fits: bool) -> None:
    assert check_digit_fits(key) is fits


@pytest.mark.parametrize(
    ("uri", "good"),
    [
        ("urn:epc:id:sgtin:061414.1112345.1", True),
        ("urn:epc:id:sgtin:061414111234.1.1", True),
        ("urn:epc:id:sgtin:06141.11123456.1", False),
        ("urn:epc:id:sgtin:0614141112345..1", False),
        ("urn:epc:id:sgtin:061414.111234.1", False),
        ("urn:epc:id:sgtin:061414.11123456.1", False),
        ("urn:epc:id:sgtin:061414.111234x.1", False),
        ("urn:epc:id:sgtin:061414.1112345.a b", False),
        ("urn:epc:id:sgtin:061414.1112345", True),
        ("urn:epc:id:sgln:0614141.12345.0", True),
        ("urn:epc:id:pgln:061414112345.", True),
        ("urn:epc:class:lgtin:0614141.112345.A-1", True),
        ("urn:epc:id:unknown:anything", True),
        ("urn:epc:id:unknown:.", False),
        ("urn:epc:other:sgtin:0614141.112345.1", False),
        ("https://id.gs1.org/00/106141412345678908", True),
        ("https://id.gs1.org/00/106141412345678909", False),
        ("https://id.gs1.org/00/10614141234567890", True),
        ("https://id.gs1.org/414/9521321000018", True),
        ("https://id.gs1.org/414/9521321000019", False),
        ("https://id.gs1.org/01/4006381333932", False),
        ("https://id.gs1.org/01/400638133393", False),
        ("https://id.gs1.org/01/40063813339", True),
        ("urn:x:01/4006381333932", True),
    ],
)
def test_a_key_of_gs1_has_its_length_and_its_check_digit(uri: str, good: bool) -> None:
    assert (key_finding(uri, "/a") is None) is good


def test_a_uri_is_absolute_and_as_long_as_a_label_holds() -> None:
    longest = "urn:x:" + "a" * (identifiers.URI_MAX - len("urn:x:"))
    assert [is_absolute(text) for text in (longest, longest + "a", "x", "urn:x:%41", "urn:x:%4", "urn:x: ", 5)] == [
        True,
        False,
        False,
        True,
        False,
        False,
        False,
    ]


# --- between the fields ---


SENSED = [{"sensorReport": [{"type": "Mass"}]}]


def sensed(when: str | None = None, metadata: dict[str, Any] | None = None, **report: Any) -> dict[str, Any]:
    about = (metadata or {}) | ({"time": when} if when else {})
    return event(sensorElementList=[{"sensorMetadata": about, "sensorReport": [{"type": "Mass", "value": 1} | report]}])


def test_a_measurement_in_the_moment_of_the_event_is_none_of_later() -> None:
    assert faults(sensed("2026-03-01T06:30:00Z")) == []
    assert faults(sensed("2026-03-01T06:30:01Z")) == [
        ("/sensorElementList/0/sensorMetadata/time", "sensor_after_event")
    ]
    assert faults(sensed()) == []


def test_an_attribute_of_a_sensor_may_be_repeated_and_not_contradicted() -> None:
    place = "/sensorElementList/0/sensorReport/0/"
    device = {"deviceID": "urn:x:scale"}
    assert faults(sensed(metadata=device, deviceID="urn:x:scale")) == [
        (f"{place}deviceID", "sensor_attribute_repeated")
    ]
    assert faults(sensed(metadata=device, deviceID="urn:x:other")) == [(f"{place}deviceID", "sensor_attribute_twice")]
    assert faults(sensed("2026-03-01T06:00:00Z", time="2026-03-01T05:00:00Z")) == [
        (f"{place}time", "sensor_attribute_repeated")
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"epcList": [], "sensorElementList": SENSED}, "no_objects"),
        ({"epcList": [], "sensorElementList": SENSED, "readPoint": {"id": "urn:x:g"}}, ""),
        ({"epcList": None, "quantityList": [{"epcClass": "urn:x:c"}]}, ""),
        ({"type": "AggregationEvent", "epcList": None, "action": "DELETE", "parentID": "urn:x:p"}, ""),
        ({"type": "AggregationEvent", "epcList": None, "action": "ADD", "parentID": "urn:x:p"}, "no_objects"),
        ({"type": "AggregationEvent", "epcList": None, "action": "DELETE"}, "no_parent"),
        ({"type": "AggregationEvent", "epcList": None, "childEPCs": ["urn:x:1"]}, ""),
        ({"type": "AssociationEvent", "epcList": None, "parentID": "urn:x:p",
          "childQuantityList": [{"epcClass": "urn:x:c"}]}, ""),
        ({"type": "TransactionEvent", "bizTransactionList": [{"bizTransaction": "urn:x:t"}]}, ""),
        ({"type": "TransactionEvent", "bizTransactionList": []}, "no_objects"),
        ({"type": "TransactionEvent", "epcList": [], "bizTransactionList": [{"bizTransaction": "urn:x:t"}],
          "parentID": "urn:x:p"}, ""),
        ({"type": "TransactionEvent", "epcList": [], "bizTransactionList": [{"bizTransaction": "urn:x:t"}],
          "action": "DELETE"}, ""),
        ({"action": "ADD", "ilmd": {"own:a": 1}}, ""),
        ({"action": "DELETE", "ilmd": {"own:a": 1}}, "ilmd"),
        ({"persistentDisposition": {"set": ["stolen"]}}, ""),
        ({"persistentDisposition": {"set": []}}, "empty"),
        ({"errorDeclaration": {"declarationTime": "2026-03-02T00:00:00Z"}, "eventID": "urn:x:e"}, ""),
    ],
)  # fmt: skip
def test_each_kind_of_event_says_something(fields: dict[str, Any], code: str) -> None:
    assert [part[1] for part in faults(event(**fields))] == ([code] if code else [])


@pytest.mark.parametrize(
    ("fields", "speaks"),
    [
        ({"inputEPCList": ["urn:x:1"], "outputEPCList": ["urn:x:2"]}, True),
        ({"inputQuantityList": [{"epcClass": "urn:x:1"}], "outputQuantityList": [{"epcClass": "urn:x:2"}]}, True),
        ({"inputEPCList": ["urn:x:1"]}, False),
        ({"outputEPCList": ["urn:x:1"]}, False),
        ({"inputEPCList": ["urn:x:1"], "transformationID": "urn:x:t"}, True),
        ({"outputEPCList": ["urn:x:1"], "transformationID": "urn:x:t"}, True),
        ({"transformationID": "urn:x:t"}, False),
    ],
)
def test_a_transformation_has_both_sides_unless_it_is_a_part_of_a_campaign(
    fields: dict[str, Any], speaks: bool
) -> None:
    found = faults(event(type="TransformationEvent", epcList=None, action=None, **fields))
    assert found == ([] if speaks else [("", "no_objects")])


# --- contexts ---


@pytest.mark.parametrize(
    ("context", "found"),
    [
        (CONTEXT, []),
        ([CONTEXT, {"mine": "https://mine.example/"}], []),
        (None, [("/@context", "missing")]),
        ([], [("/@context", "missing")]),
        ("here", [("/@context", "missing")]),
        ([CONTEXT, 5], [("/@context/1", "missing")]),
        ([CONTEXT, CONTEXT], [("/@context", "repeated")]),
        ([CONTEXT, {"eventTime": "urn:x:t"}], [("/@context/1/eventTime", "protected")]),
        ({"cbv": "https://ref.gs1.org/cbv/"}, []),
        ({"cbv": "urn:x:other"}, [("/@context/cbv", "protected")]),
    ],
)
def test_a_context_is_there_usable_and_leaves_the_words_of_the_standard_alone(
    context: Any, found: list[tuple[str, str]]
) -> None:
    assert [(part.where, part.code.rpartition(".")[2]) for part in contexts.context_findings(context)] == found


def test_prefixes_are_read_from_every_part_of_a_context() -> None:
    assert contexts.prefixes([CONTEXT, {"a": "urn:a:", "b": {"@id": "urn:b:"}}, {"c": "urn:c:"}]) == {
        "a": "urn:a:",
        "c": "urn:c:",
    }
    assert contexts.prefixes({"a": "urn:a:"}) == {"a": "urn:a:"}
    assert contexts.prefixes(CONTEXT) == {}


def test_an_event_of_its_own_context_is_checked_with_it_and_need_not_have_one() -> None:
    assert faults(event(**{"@context": {"eventTime": "urn:x:t"}})) == [("/@context/eventTime", "protected")]
    assert faults(event(**{"@context": []})) == []


# --- names ---


def test_an_event_without_a_name_is_given_one_of_version_eight_from_its_content() -> None:
    name = naming.name_of(event())
    assert name.event_id == naming.name_of(event(recordTime="2026-03-02T00:00:00Z", **{"@context": CONTEXT})).event_id
    assert (name.event_id[:9], name.event_id[23], name.event_id[28] in "89ab") == ("urn:uuid:", "8", True)
    assert naming.name_of(event(epcList=["urn:x:2"])).event_id != name.event_id


def test_the_name_that_an_event_was_given_is_the_same_for_ever() -> None:
    said = '["",false,{"action":"OBSERVE","epcList":["urn:x:1"],"eventTime":"2026-03-01T08:30:00+02:00",'
    said += '"eventTimeZoneOffset":"+02:00","type":"ObjectEvent"}]'
    digest = hashlib.sha256(said.encode()).hexdigest()
    name = naming.name_of(event())
    assert name.key == digest
    # RFC 9562: all bits are ours but the version, 8, and the variant, binary 10.
    variant = f"{int(digest[16], 16) & 0b0011 | 0b1000:x}"
    hexes = f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"
    assert name.event_id == f"urn:uuid:{hexes}"


def test_a_declaration_of_error_is_told_from_the_event_it_declares() -> None:
    said = naming.name_of(event(eventID="urn:x:e"))
    declared = naming.name_of(event(eventID="urn:x:e", errorDeclaration={"declarationTime": "2026-03-02T00:00:00Z"}))
    assert (said.event_id, declared.event_id) == ("urn:x:e", "urn:x:e")
    assert (said.is_declaration, declared.is_declaration) == (False, True)
    assert said.key != declared.key


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        (Decimal("1.0"), "1"),
        (Decimal("1.50"), "Decimal('1.5')"),
        (Decimal("1e17"), "100000000000000000"),
        (Decimal("1e18"), "Decimal('1E+18')"),
        ([Decimal("2.0"), {"a": Decimal("3.0")}], "[2, {'a': 3}]"),
        ("1.0", "'1.0'"),
    ],
)
def test_equal_numbers_are_written_alike(given: Any, normal: str) -> None:
    assert repr(naming.normal(given)) == normal
