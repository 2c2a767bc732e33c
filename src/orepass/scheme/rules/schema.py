"""The JSON Schema of the pack format, generated from the types in `written`, and its errors in plain words."""

import itertools
from functools import cache
from typing import Any, Final

import jsonschema_rs
import msgspec

from orepass.kernel.finding import Finding
from orepass.kernel.suggestion import suggest
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.blockschema import rules_schema
from orepass.scheme.rules.written import (
    CaseFile,
    CasesFile,
    OverlayFile,
    PackFile,
    ParameterFile,
    StandardFile,
    SubjectFile,
)
from orepass.scheme.rules.yamltext import Path, Reading

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
KINDS: Final[dict[str, type[msgspec.Struct]]] = {
    "pack": PackFile,
    "standard": StandardFile,
    "subject": SubjectFile,
    "overlay": OverlayFile,
    "case": CaseFile,
    "cases": CasesFile,
}
SAID_MAX: Final = 50
"""How many mistakes of one sort are told: whoever made more reads no further, and the way out costs time to find."""
_TYPES: Final = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping (key: value)",
    "number": "a number",
    "null": "nothing",
}
_DECIMAL: Final = {"type": ["integer", "string"], "minimum": 0, "pattern": r"^[0-9]{1,9}(\.[0-9]{1,9})?$"}


def _simplified(node: Any) -> Any:  # noqa: ANN401 - walks a schema
    """Say decimals as they are written, and leave out the null that only means "may be absent"."""
    if isinstance(node, list):
        return [_simplified(part) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("format") == "decimal":
        return {**_DECIMAL, **({"default": node["default"]} if "default" in node else {})}
    options = [option for option in node.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        rest = {key: value for key, value in node.items() if key not in {"anyOf", "default"}}
        return _simplified({**rest, **options[0]})
    return {key: _simplified(value) for key, value in node.items()}


@cache
def schema_of(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of one kind of file."""
    return {"$schema": DIALECT, **_simplified(msgspec.json.schema(KINDS[kind]))}


def pack_schema() -> dict[str, Any]:
    """Return one schema document with every kind of file, as shipped in ``pack.schema.json``."""
    definitions: dict[str, Any] = {}
    files: dict[str, Any] = {}
    for kind in KINDS:
        schema = schema_of(kind)
        definitions.update(schema["$defs"])
        files[kind] = {"$ref": schema["$ref"]}
    definitions |= _simplified(msgspec.json.schema(ParameterFile))["$defs"]
    files["rules"] = rules_schema()
    files["texts"] = {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}
    return {
        "$schema": DIALECT,
        "title": "Orepass standards pack, format 1",
        "description": "Refer to one of the properties for one kind of file.",
        "type": "object",
        "properties": files,
        "$defs": dict(sorted(definitions.items())),
    }


@cache
def _validator(kind: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema_of(kind), validate_formats=True)


def check(kind: str, file: str, reading: Reading) -> list[Finding]:
    """Compare what was read with the schema; every difference is a finding with its line."""
    return [
        finding
        for error in itertools.islice(_validator(kind).iter_errors(reading.value), SAID_MAX)
        for finding in _explained(kind, file, reading, error)
    ]


def _explained(kind: str, file: str, reading: Reading, error: Any) -> list[Finding]:  # noqa: ANN401 - library type
    path: Path = tuple(error.instance_path)
    details = error.kind.as_dict()
    name = error.kind.name
    if name == "additionalProperties":
        known = _keys_at(kind, path)
        return [
            f.KEY_UNKNOWN.at(f"{file}:{reading.line((*path, key))}", key=key, suggestion=suggest(key, known))
            for key in itertools.islice(details["unexpected"], SAID_MAX)
        ]
    if name == "anyOf":
        return _nearest(kind, file, reading, error)
    where = f"{file}:{reading.line(path)}"
    if name == "required":
        return [f.KEY_MISSING.at(where, key=details["property"], inside=_inside(path))]
    shown = _shown(error.instance)
    return [f.VALUE_WRONG.at(where, value=shown, key=_inside(path), suggestion=_instead(name, details, shown))]


def _nearest(kind: str, file: str, reading: Reading, error: Any) -> list[Finding]:  # noqa: ANN401 - library type
    """Explain the alternative that was probably meant: the long form for a mapping, the list of words otherwise."""
    branches = error.kind.as_dict()["context"]
    here = list(error.instance_path)
    whole = {"type", "enum"} if isinstance(error.instance, dict) else {"type"}
    meant = [
        branch
        for branch in branches
        if not any(list(part.instance_path) == here and part.kind.name in whole for part in branch)
    ]
    return [finding for part in (meant or branches)[0] for finding in _explained(kind, file, reading, part)]


def _inside(path: Path) -> str:
    return ".".join(str(part) for part in path) or "the file"


def _shown(value: object) -> str:
    text = msgspec.json.encode(value).decode() if not isinstance(value, str) else value
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004 - a line of a message


def _instead(name: str, details: dict[str, Any], shown: str) -> str:
    if name == "enum":
        options = [str(option) for option in details["options"]]
        return suggest(shown, options)
    limit = details.get("limit")
    words = {
        "type": "Write " + " or ".join(_TYPES.get(word, word) for word in _listed(details.get("types"))) + ".",
        "pattern": f"It must look like {details.get('pattern')}.",
        "format": "Write a date as 2026-01-31.",
        "const": f"Write {details.get('expected_value')}.",
        "minItems": "Write at least one entry.",
        "minLength": "Write some text.",
        "maxLength": f"Write at most {limit} characters.",
        "minimum": f"Write at least {limit}.",
        "maximum": f"Write at most {limit}.",
    }
    return words.get(name, "See docs/how-to/write-a-standard.md for what can stand here.")


def _listed(types: object) -> list[str]:
    return [str(word) for word in types] if isinstance(types, list | tuple) else [str(types)]


def _keys_at(kind: str, path: Path) -> list[str]:
    """Return the keys the schema knows at a place, following references."""
    schema = schema_of(kind)
    node: Any = schema
    for part in path:
        node = _resolved(schema, node)
        if isinstance(part, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(part) or node.get("additionalProperties") or {}
    node = _resolved(schema, node)
    return list(node.get("properties", {}))


def _resolved(schema: dict[str, Any], node: Any) -> Any:  # noqa: ANN401 - walks a schema
    for option in node.get("anyOf", ()):
        if "$ref" in option:
            return _resolved(schema, option)
    reference = node.get("$ref")
    return schema["$defs"][reference.rsplit("/", 1)[1]] if reference else node
