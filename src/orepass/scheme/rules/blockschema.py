"""The JSON Schema of rules.yaml, from what is known of every block: editors complete names and warn while one types."""

from collections.abc import Mapping
from typing import Any, Final

from orepass.scheme.rules import blocks
from orepass.scheme.rules.blocks import Known

PARAMETER: Final = "ParameterFile"

type Paths = Mapping[tuple[str, ...], Known]


def rules_schema() -> dict[str, Any]:
    """Return the schema of a file of blocks; what stands under ``own`` is not looked into."""
    root = _block({tuple(path.split(".")): known for path, known in blocks.KNOWN.items()}, "")
    root["properties"][blocks.OWN] = {"type": "object"}
    return root


def _block(paths: Paths, above: str) -> dict[str, Any]:
    """Describe one level: the names that may stand there, and what stands under each."""
    names = dict.fromkeys(path[0] for path in paths)
    below: dict[str, Any] = {
        name: _below({path[1:]: known for path, known in paths.items() if path[0] == name}, above, name)
        for name in names
    }
    other = below.pop("*", False)
    listed = blocks.NAMES.get(f"{above}.*")
    if listed and other:
        below |= {name: other for name in listed if name not in below}
        other = False
    return {"type": "object", "properties": below, "additionalProperties": other}


def _below(paths: Paths, above: str, name: str) -> dict[str, Any]:
    leaf = paths.get(())
    deeper = {path: known for path, known in paths.items() if path}
    described = [_parameter(leaf)] if leaf else []
    described += [_block(deeper, f"{above}.{name}".strip("."))] if deeper else []
    return described[0] if len(described) == 1 else {"anyOf": described}


def _parameter(known: Known) -> dict[str, Any]:
    """Describe one parameter: as every other, with its own unit and value."""
    own: dict[str, Any] = {"unit": {"enum": list(known.units)}}
    value = _value(known)
    return {"$ref": f"#/$defs/{PARAMETER}", "properties": {**own, **({"value": value} if value else {})}}


def _value(known: Known) -> dict[str, Any]:
    if known.units == ("boolean",):
        return {"type": "boolean"}
    words = {"enum": list(known.words)} if known.words and known.words != ("sample",) else {}
    if known.units == ("list",):
        return {"type": "array", "minItems": 1, "items": words}
    bounds = {"minimum": known.least, "maximum": known.most}
    return words or {key: bound for key, bound in bounds.items() if bound is not None}
