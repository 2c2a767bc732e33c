"""Every EPCIS 2.0 JSON document published by GS1, OpenEPCIS and FasTnT: the valid are read, the invalid refused."""

import json
import os
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from orepass.custody.rules.epcis import events, reading
from orepass.custody.rules.epcis.identifiers import check_digit_fits
from orepass.kernel.finding import Finding, has_errors

REFERENCE = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "epcis"
EXAMPLES = REFERENCE / "examples"

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not EXAMPLES.is_dir(), reason=f"no EPCIS examples under {EXAMPLES} (OREPASS_REFERENCE)"),
]

OPEN = "openepcis/2.0/EPCIS/JSON"

DEFECTIVE = {
    f"{OPEN}/Capture/Documents/TransactionEvent_with_userExtensions.json": (
        "custody.event.word",
        "the measurement type EffectiveDoseRate is in no GS1 vocabulary",
    ),
    f"{OPEN}/Query/TransactionEvent_with_userExtensions.json": (
        "custody.event.word",
        "the measurement type EffectiveDoseRate is in no GS1 vocabulary",
    ),
    f"{OPEN}/Capture/Documents/SensorData_with_combined_events.json": (
        "custody.event.missing",
        "two sensor reports have no type; Molar_concentration and EffectiveDoseRate are in no GS1 vocabulary",
    ),
    f"{OPEN}/Query/SensorData_with_combined_events.json": (
        "custody.event.missing",
        "two sensor reports have no type; Molar_concentration and EffectiveDoseRate are in no GS1 vocabulary",
    ),
    f"{OPEN}/Capture/Documents/TransformationEvent_all_possible_fields.json": (
        "custody.context.protected",
        "the context redefines the protected prefix cbvmda, so that JSON-LD 1.1 expansion fails",
    ),
    "gs1/JSON/WithFullCombinationOfFields/transformation_event_all_possible_fields.jsonld": (
        "custody.context.protected",
        "the context redefines the protected prefix cbvmda, so that JSON-LD 1.1 expansion fails",
    ),
    "gs1/JSON/AssociationEvent/AssociationEvent-h.jsonld": (
        "custody.document.duplicate_key",
        "one event carries two different eventIDs under the same name",
    ),
    "fastnt/Requests/Request_ObjectEvent_WithMasterdata.json": (
        "custody.event.word",
        "certificationInfo, dispositions and a sensor field are placeholders (“test”, “toto”), not URIs",
    ),
}
"""Documents published as valid that are not, with the code we refuse them by and their own fault."""

VALID_ALTHOUGH_CALLED_INVALID = {
    "fastnt/Events/ObjectEvent_StringCertificationInfoArrayInvalid.json": (
        "certificationInfo may be a list of several URIs; the publisher's own software takes one"
    ),
}

VALID_ALTHOUGH_THE_SCHEMA_REFUSES = {
    "fastnt/Requests/Request_ObjectEvent_WithMultipleMasterdata.json": (
        "a master data attribute has a bare name (“internalid”); the XML schema's anyURI allows it"
    ),
}

NOT_DOCUMENTS = {
    f"{OPEN}/Query/Queries/SimpleEventQuery.json",
    f"{OPEN}/Query/Queries/Invalid/Query_with_invalid_values.json",
}

REFUSED = {
    "Combination_of_multiple_invalid_fields": ("/epcisBody/eventList/0/bizStep", "custody.event.word"),
    "Combination_of_non_standard_bizStep_and_disposition": ("/epcisBody/eventList/1/disposition", "custody.event.word"),
    "EPCISDocument_without_context": ("", "custody.event.missing"),
    "ObjectEvent_with_ilmd_field_without_namespace": (
        "/epcisBody/eventList/0/ilmd/materialType",
        "custody.event.unknown_field",
    ),
    "ObjectEvent_with_invalid_action": ("/epcisBody/eventList/0/action", "custody.event.word"),
    "ObjectEvent_with_invalid_eventTime_format": ("/epcisBody/eventList/0/eventTime", "custody.event.time"),
    "ObjectEvent_with_non_standard_bizStep": ("/epcisBody/eventList/0/bizStep", "custody.event.word"),
    "ObjectEvent_with_non_standard_bizStep_in_second_event": (
        "/epcisBody/eventList/1/bizStep",
        "custody.event.word",
    ),
    "ObjectEvent_with_unknown_field_in_quantityList": (
        "/epcisBody/eventList/0/quantityList/0/weight",
        "custody.event.unknown_field",
    ),
    "ObjectEvent_without_action_and_eventTime": ("/epcisBody/eventList/0", "custody.event.missing"),
    "QueryDocument_with_invalid_action": (
        "/epcisBody/queryResults/resultsBody/eventList/0/action",
        "custody.event.word",
    ),
}


def relative(path: Path) -> str:
    return path.relative_to(EXAMPLES).as_posix()


def documents() -> list[str]:
    found = [relative(path) for pattern in ("*.json", "*.jsonld") for path in sorted(EXAMPLES.rglob(pattern))]
    return [name for name in found if name not in NOT_DOCUMENTS]


ALL = documents() if EXAMPLES.is_dir() else []
INVALID = [name for name in ALL if "/Invalid/" in name]
VALID = [name for name in ALL if name not in INVALID and name not in DEFECTIVE]


def findings_of(data: bytes) -> list[Finding]:
    try:
        document = reading.read(data)
    except reading.Unreadable as unreadable:
        return [unreadable.finding]
    found = events.check_envelope(document)
    for index, event in enumerate(document.events):
        found += events.check_event(event, document.where(index))
    return found


def test_every_published_document_is_sorted_into_one_of_the_lists() -> None:
    assert len(ALL) == 81
    assert len(VALID) == 81 - 11 - len(DEFECTIVE)
    assert {Path(name).stem for name in INVALID} == set(REFUSED)
    assert set(VALID_ALTHOUGH_CALLED_INVALID) < set(VALID)
    assert set(VALID_ALTHOUGH_THE_SCHEMA_REFUSES) < set(VALID)


@pytest.mark.parametrize("name", VALID)
def test_valid_document_is_read_without_error(name: str) -> None:
    found = findings_of((EXAMPLES / name).read_bytes())
    assert not has_errors(found), found


@pytest.mark.parametrize("name", INVALID)
def test_invalid_document_is_refused_at_the_fault(name: str) -> None:
    found = findings_of((EXAMPLES / name).read_bytes())
    assert REFUSED[Path(name).stem] in {(finding.where, finding.code) for finding in found}
    assert all(finding.what_to_do for finding in found)


@pytest.mark.parametrize("name", sorted(DEFECTIVE))
def test_document_with_a_fault_of_its_own_is_refused_with_the_reason(name: str) -> None:
    code, _why = DEFECTIVE[name]
    assert code in {finding.code for finding in findings_of((EXAMPLES / name).read_bytes())}


def test_xml_documents_are_refused_as_xml_and_never_parsed() -> None:
    found = {finding.code for path in EXAMPLES.rglob("*.xml") for finding in findings_of(path.read_bytes())}
    assert found == {"custody.document.xml"}


def patched_schema() -> jsonschema_rs.Validator:
    """Return the published schema, with persistent dispositions on all five types as XSD and ontology have them."""
    schema = json.loads((REFERENCE / "schema" / "EPCIS-JSON-Schema.json").read_text())
    definitions = schema["definitions"]
    for name in ("AggregationEvent", "TransactionEvent", "AssociationEvent"):
        body = definitions[name]["allOf"][1]
        body["properties"]["persistentDisposition"] = {"$ref": "#/definitions/persistentDisposition"}
        body["propertyNames"]["anyOf"][1]["enum"].append("persistentDisposition")
    validator: jsonschema_rs.Validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    return validator


BEYOND_THE_SCHEMA = {
    "custody.context.protected",
    "custody.context.missing",
    "custody.document.duplicate_key",
    "custody.event.negative_quantity",
    "custody.event.no_parent",
    "custody.event.no_objects",
    "custody.event.sensor_attribute_twice",
    "custody.identifier.malformed",
    "custody.identifier.check_digit",
}
"""What our rules hold and the published schema cannot or does not."""


def mutated(value: Any, chance: random.Random) -> Any:
    """Change one place of a document in a way that senders get wrong."""
    places: list[tuple[Any, Any]] = []
    stack = [value]
    while stack:
        holder = stack.pop()
        named = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for name, part in named:
            if name == "@context":
                continue
            places.append((holder, name))
            if isinstance(part, dict | list):
                stack.append(part)
    holder, name = chance.choice(places)
    match chance.randrange(6):
        case 0:
            del holder[name]
        case 1:
            holder[name] = chance.choice(["", "nonsense", 7, None, [], {}, True])
        case 2 if isinstance(holder, dict):
            holder["unprefixed"] = holder.pop(name)
        case 3 if isinstance(holder, dict):
            holder["own:term"] = 1
        case 4 if isinstance(holder[name], str):
            holder[name] += " "
        case _:
            holder[name] = [holder[name]]
    return value


@pytest.mark.parametrize("name", sorted(set(VALID) - set(VALID_ALTHOUGH_THE_SCHEMA_REFUSES)))
def test_verdict_agrees_with_the_published_schema_on_mutations(name: str) -> None:
    schema = patched_schema()
    chance = random.Random(name)  # noqa: S311 - reproducible mutations
    text = (EXAMPLES / name).read_text(encoding="utf-8-sig")
    for _ in range(60):
        document = mutated(json.loads(text), chance)
        if not isinstance(document, dict) or "type" not in document:
            continue
        ours = [part for part in findings_of(json.dumps(document).encode()) if part.severity.value == "error"]
        if {finding.code for finding in ours} & BEYOND_THE_SCHEMA:
            continue
        theirs = schema.is_valid(document)
        assert theirs == (not ours), (ours, document)


def test_numbers_are_read_as_decimals_and_never_as_floats() -> None:
    value = reading.parse(b'{"a": 0.1, "b": 1.10, "c": 7}')
    assert value == {"a": Decimal("0.1"), "b": Decimal("1.10"), "c": 7}
    assert str(value["b"]) == "1.10"


@pytest.mark.parametrize(("key", "fits"), [("09521141012345", True), ("09521141012346", False)])
def test_check_digit_of_a_gtin(key: str, fits: bool) -> None:
    assert check_digit_fits(key) is fits
