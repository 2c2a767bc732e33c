"""Our typed models and the released UNTP 0.7.0 schemas give the same answer, on samples and on spoilt samples."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from orepass.passport.untp.v0_7_0 import schema

UNTP = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials" / "untp"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not UNTP.is_dir(), reason="no reference material: set OREPASS_REFERENCE"),
]
SCHEMAS = {
    "DigitalConformityCredential": UNTP / "0.7.0" / "schema" / "dcc" / "ConformityCredential.json",
    "DigitalProductPassport": UNTP / "0.7.0" / "schema" / "dpp" / "DigitalProductPassport.json",
}
SAMPLES = sorted(
    [
        *(UNTP / "0.7.0" / "samples" / "dcc").glob("*.json"),
        *(UNTP / "0.7.0-wip-2026-04-03" / "samples" / "dpp").glob("*.json"),
        UNTP.parent / "bc-mines-act-permit" / "v1.1" / "sample.json",
    ]
)
NONSENSE: list[Any] = ["nonsense", 5, -1, 1.5, True, None, [], {}, ["x"], "https://example.org/x"]
Place = list[str | int]


def validator(document: dict[str, Any]) -> Any:
    name = next(name for name in SCHEMAS if name in document["type"])
    return jsonschema_rs.Draft202012Validator(json.loads(SCHEMAS[name].read_text()), validate_formats=True)


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
    assert len(SAMPLES) == 5


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_published_sample_has_no_fault(path: Path) -> None:
    document = json.loads(path.read_text())
    assert schema.faults(document) == []
    assert validator(document).is_valid(document)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_models_and_released_schema_agree_on_every_change(path: Path) -> None:
    text = path.read_text()
    document = json.loads(text)
    judge = validator(document)
    disagreements, tried = [], 0
    for place in places(document, []):
        if place[0] == "proof":
            continue
        for change in (..., (), *NONSENSE):
            mutant = changed(text, place, change)
            faults = schema.faults(mutant)
            if faults is None:
                continue
            tried += 1
            if (not faults) is not judge.is_valid(mutant):
                disagreements.append((place, change, faults))
    assert tried > 500
    assert [(place, change, [f.message for f in fs]) for place, change, fs in disagreements] == []
