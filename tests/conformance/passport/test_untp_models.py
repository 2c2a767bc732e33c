"""Our typed models and the released UNTP 0.7.0 schemas give the same answer, on samples and on spoilt samples."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from orepass.passport.untp import schemas

UNTP = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials" / "untp"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not UNTP.is_dir(), reason="no reference material: set OREPASS_REFERENCE"),
]
NEW, OLD = UNTP / "0.7.0", UNTP / "0.6.1"
SCHEMAS = {
    ("0.7.0", "DigitalConformityCredential"): NEW / "schema" / "dcc" / "ConformityCredential.json",
    ("0.7.0", "DigitalProductPassport"): NEW / "schema" / "dpp" / "DigitalProductPassport.json",
    ("0.7.0", "DigitalIdentityAnchor"): NEW / "schema" / "dia" / "DigitalIdentityAnchor.json",
    ("0.6.1", "DigitalConformityCredential"): OLD / "untp-dcc" / "untp-dcc-schema.json",
    ("0.6.1", "DigitalProductPassport"): OLD / "untp-dpp" / "untp-dpp-schema.json",
    ("0.6.1", "DigitalTraceabilityEvent"): OLD / "untp-dte" / "untp-dte-schema.json",
    ("0.6.1", "DigitalFacilityRecord"): OLD / "untp-dfr" / "untp-dfr-schema.json",
    ("0.6.1", "DigitalIdentityAnchor"): OLD / "untp-dia" / "untp-dia-schema.json",
}
PUBLISHED = sorted(
    [
        *NEW.glob("samples/*/*.json"),
        *(UNTP / "0.7.0-wip-2026-04-03" / "samples" / "dpp").glob("*.json"),
        *OLD.glob("untp-d*/untp-*-instance.json"),
        *(path for path in (UNTP / "test-suite-examples").glob("*.json") if "mapping" not in path.name),
        UNTP.parent / "bc-mines-act-permit" / "v1.1" / "sample.json",
    ]
)
MADE_UP = ("event", "facility")
SAMPLES: list[Any] = [*PUBLISHED, *MADE_UP]
NONSENSE: list[Any] = ["nonsense", 5, -1, 1.5, True, None, [], {}, ["x"], "https://example.org/x"]
Place = list[str | int]


def validator(document: dict[str, Any]) -> Any:
    known = schemas.known(document)
    assert known is not None
    path = SCHEMAS[known.version, known.kind]
    return jsonschema_rs.Draft202012Validator(json.loads(path.read_text()), validate_formats=True)


def text_of(sample: Any) -> str:
    """Return a sample's text; no released sample of the event and the facility record of 0.6.1 is at hand."""
    return json.dumps(made_up(sample)) if sample in MADE_UP else sample.read_text()


def made_up(name: str) -> dict[str, Any]:
    """Put the pieces that are at hand into a credential."""
    kind, label = {"event": ("dte", "DigitalTraceabilityEvent"), "facility": ("dfr", "DigitalFacilityRecord")}[name]
    dpp = json.loads((OLD / "untp-dpp" / "untp-dpp-instance.json").read_text())
    context = ["https://www.w3.org/ns/credentials/v2", f"https://test.uncefact.org/vocabulary/untp/{kind}/0.6.1/"]
    frame = {"@context": context, "type": [label, "VerifiableCredential"], "id": "https://example.org/1"}
    return (
        frame
        | {"issuer": dpp["issuer"], "validFrom": "2024-03-15T12:00:00Z"}
        | {"credentialSubject": SUBJECTS[name](dpp)}
    )


def events(_dpp: dict[str, Any]) -> list[Any]:
    found = [json.loads(path.read_text()) for path in sorted((OLD / "untp-dte").glob("*Event-instance.json"))]
    thing = {"type": ["Item"], "id": "https://example.org/i/1", "name": "Cathode"}
    amount = {"productId": "https://example.org/p/1", "productName": "Ore", "quantity": 1.5, "uom": "KGM"}
    return [
        *found,
        {"type": ["ObjectEvent", "Event"], "action": "add", "epcList": [thing], "quantityList": [amount]},
        {"type": ["TransformationEvent", "Event"], "inputEPCList": [thing], "outputQuantityList": [amount]},
    ]


def facility(dpp: dict[str, Any]) -> dict[str, Any]:
    category = dpp["credentialSubject"]["product"]["productCategory"]
    return {
        "type": ["FacilityRecord"],
        "facility": {
            "type": ["Facility"],
            "id": "https://example.org/f/1",
            "name": "Mine",
            "processCategory": category,
            "operatedByParty": {"id": "https://example.org/o/1", "name": "Operator"},
            "locationInformation": {
                "plusCode": "https://plus.codes/8CGRC78W+MM",
                "geoLocation": {"type": "Point", "coordinates": [27.1, -11.5]},
                "geoBoundary": {"type": "Polygon", "coordinates": [[[27, -11], [27.5, -11], [27, -11]]]},
            },
            "address": {"streetAddress": "1 Main", "addressCountry": "CD"},
        },
        "conformityClaim": dpp["credentialSubject"].get("conformityClaim", []),
    }


SUBJECTS = {"event": events, "facility": facility}


def places(value: object, path: Place) -> Iterator[Place]:
    """Every place in a document."""
    items: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, part in items:
        yield [*path, key]
        yield from places(part, [*path, key])


def changed(document: str, path: Place, change: object) -> dict[str, Any]:
    """Return a document with the place replaced, taken out (``...``), or given a stranger inside (an empty tuple)."""
    mutant: Any = json.loads(document)
    holder = mutant
    for key in path[:-1]:
        holder = holder[key]
    if change is ...:
        del holder[path[-1]]
    elif change == () and isinstance(holder[path[-1]], dict):
        holder[path[-1]]["stranger"] = "x"
    elif change != ():
        holder[path[-1]] = change
    return dict(mutant)


def test_samples_are_found() -> None:
    assert len(PUBLISHED) == 15


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_sample_has_no_fault(sample: Any) -> None:
    document = json.loads(text_of(sample))
    assert validator(document).is_valid(document)
    assert schemas.faults(document) == []


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_models_and_released_schema_agree_on_every_change(sample: Any) -> None:
    text = text_of(sample)
    document = json.loads(text)
    judge = validator(document)
    disagreements, tried = [], 0
    for place in places(document, []):
        if place[0] == "proof":
            continue
        for change in (..., (), *NONSENSE):
            mutant = changed(text, place, change)
            faults = schemas.faults(mutant)
            if faults is None:
                continue
            tried += 1
            if (not faults) is not judge.is_valid(mutant):
                disagreements.append((place, change, faults))
    assert tried > 100
    assert [(place, change, [f.message for f in fs]) for place, change, fs in disagreements] == []


@pytest.mark.parametrize("folder", ["0.5.0", "0.5.0-critical-raw-materials"])
def test_drafts_of_0_5_0_are_none_that_is_known_here(folder: str) -> None:
    found = [json.loads(path.read_text()) for path in (UNTP / folder).rglob("*.json") if "schema" not in str(path)]
    credentials = [one for one in found if isinstance(one, dict) and "VerifiableCredential" in str(one.get("type"))]
    assert credentials
    assert {schemas.known(one) for one in credentials} == {None}


def test_draft_identity_anchor_of_0_7_0_lacks_what_the_release_demands() -> None:
    document = json.loads(next((UNTP / "0.7.0-wip-2026-04-03" / "samples" / "dia").glob("*.json")).read_text())
    assert not validator(document).is_valid(document)
    (fault,) = schemas.faults(document) or []
    assert (fault.params["version"], fault.where) == ("0.7.0", "/credentialSubject")
    assert "missing required field `schemeId`" in fault.message
