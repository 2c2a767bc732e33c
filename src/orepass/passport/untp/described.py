"""The UNTP 0.7.0 models as plain data, so that a browser can hold a credential against the same schema.

One description per part: its fields, those it must have, whether it is closed, and what its ``type`` must contain. What
the models check besides is named as a rule, which whoever reads the description has to know.
"""

from typing import Any, Final

import msgspec
from msgspec import inspect

from orepass.kernel.finding import Finding
from orepass.passport.untp import schemas, v0_7_0
from orepass.passport.untp.parts import TypedNode
from orepass.passport.untp.v0_7_0 import nodes

RULES: Final[dict[type, dict[str, Any]]] = {
    nodes.Performance: {"together": ["measure", "metric"]},
    nodes.Credential: {"contexts": list(nodes.CONTEXTS)},
}
"""What parts check besides their fields: a field that needs another, and how ``@context`` must begin."""

_PLAIN: Final = {
    inspect.BoolType: "bool",
    inspect.DictType: "object",
    inspect.AnyType: "any",
}


def described() -> dict[str, Any]:
    """Return every part that UNTP 0.7.0 credentials are made of, and which part a credential of a type is."""
    parts: dict[str, Any] = {}
    roots = {name: _part(model, parts) for name, (_context, model) in v0_7_0.MODELS.items()}
    return {"context": nodes.CONTEXTS[1], "roots": roots, "parts": parts}


def faults(document: dict[str, Any]) -> list[Finding] | None:
    """Return what breaks the schema, of credentials in the version described here; ``None`` for all others."""
    known = schemas.known(document)
    return schemas.faults(document) if known is not None and known.version == v0_7_0.NUMBER else None


def _part(model: type[Any], parts: dict[str, Any]) -> str:
    name = model.__name__
    if name in parts:
        return name
    info = inspect.type_info(model)
    assert isinstance(info, inspect.StructType), "a part is a struct"
    made: dict[str, Any] = {"required": [field.encode_name for field in info.fields if field.required]}
    parts[name] = made
    if info.forbid_unknown_fields:
        made["closed"] = True
    if issubclass(model, TypedNode) and model.wanted:
        made["wanted"] = list(model.wanted)
    for base, rule in RULES.items():
        made |= rule if issubclass(model, base) else {}
    made["fields"] = {field.encode_name: _kind(field.type, parts) for field in info.fields}
    return name


def _kind(kind: inspect.Type, parts: dict[str, Any]) -> Any:  # noqa: ANN401 - a name, or an object with details
    if isinstance(kind, inspect.StructType):
        return {"part": _part(kind.cls, parts)}
    if isinstance(kind, inspect.ListType | inspect.VarTupleType):
        return {"list": _kind(kind.item_type, parts)}
    if isinstance(kind, inspect.EnumType):
        return {"one_of": [member.value for member in kind.cls]}
    if isinstance(kind, inspect.StrType):
        return {"text": kind.pattern.replace(r"\Z", "$")} if kind.pattern else "text"
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        bounds = {name: getattr(kind, name) for name in ("ge", "le") if getattr(kind, name) is not None}
        return {"number": isinstance(kind, inspect.FloatType), **bounds}
    return _PLAIN[type(kind)]


def as_json() -> bytes:
    """Return the description as it is served."""
    return msgspec.json.encode(described())
