"""The schema of UNTP in the browser and in the server's models: published samples, and each with one thing changed."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from orepass.passport.untp import described, v0_7_0
from orepass.passport.untp.parts import Node

pytestmark = pytest.mark.conformance
ASK = """async ([documents, described]) => {
    const { schemaFaults } = await import("/orepass/verifier/schema.js");
    const { parse } = await import("/orepass/verifier/json.js");
    const known = JSON.parse(described);
    return documents.map((text) => schemaFaults(parse(text), known));
}"""
WRONG: tuple[Any, ...] = (None, 5, 5.0, 0.5, -1, True, "x", "2026-01-01", [], [5], {}, {"id": "urn:x"})


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Name every place of a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield (*path, name)
        yield from places(part, (*path, name))


def changes(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Change a document in one place, in every way that a schema could mind."""
    for number, path in enumerate(places(document)):
        for wrong in (*WRONG[number % 11 :: 11], ...):
            made = copy.deepcopy(document)
            holder: Any = made
            for step in path[:-1]:
                holder = holder[step]
            if wrong is not ...:
                holder[path[-1]] = wrong
            elif isinstance(holder, dict):
                del holder[path[-1]]
                holder["unheardOf"] = 1
            yield made


def answered_here(document: dict[str, Any]) -> list[str] | None:
    found = described.faults(document)
    return None if found is None else [fault.where for fault in found]


def test_browser_finds_the_fault_that_the_models_find_where_they_find_it(bare_page: Page, reference: Path) -> None:
    samples = sorted((reference / "credentials" / "untp" / "0.7.0").rglob("*.json"))
    documents = []
    for path in samples:
        document = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(document, dict) and answered_here(document) is not None:
            documents += [document, *changes(document)]
    there = bare_page.evaluate(ASK, [[json.dumps(one) for one in documents], described.as_json().decode()])
    here = [answered_here(json.loads(json.dumps(one))) for one in documents]
    assert len(documents) > 1000
    assert sum(one == [] for one in here) > 100
    differ = [(ours, theirs) for ours, theirs in zip(here, there, strict=True) if ours != theirs]
    assert differ == []


def test_every_rule_of_the_models_besides_their_fields_is_described() -> None:
    def models(model: type[Node]) -> Iterator[type[Node]]:
        for below in model.__subclasses__():
            yield below
            yield from models(below)

    own = {
        model.__name__
        for model in models(Node)
        if "__post_init__" in model.__dict__ and model.__module__.startswith(v0_7_0.__name__)
    }
    assert own == {model.__name__ for model in described.RULES}
