"""Inputs for any action, made from its own schema: plausible ones from a world, each spoilt in one place at a time."""

from collections.abc import Iterator
from typing import Any

import msgspec

from orepass.platform.actions import RegisteredAction

LONG = "x" * 1_000_000
TEXTS: dict[str, Any] = {
    "a megabyte": LONG,
    "nothing": "",
    "NUL": "a\x00b",
    "half a character": "a\ud800b",
    "control": "a\x1b[2Jb\r\nSet-Cookie: x",
    "path": "../../../../etc/passwd",
    "formula": "=cmd|' /C calc'!A0",
    "markup": "<script>alert(1)</script>{{7*7}}${7*7}",
    "entity": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;&a;</x>',
    "right to left": "\u202eabc",
    "number": 10**30,
    "list": [[[[]]]],
    "null": None,
}
NUMBERS: dict[str, Any] = {
    "huge": 10**30,
    "negative": -1,
    "text": "1E+999999",
    "not a number": "NaN",
    "infinite": "Infinity",
    "tiny": "1E-999999",
    "digits": "9" * 5000,
}
DAYS: dict[str, Any] = {"last day": "9999-12-31", "first day": "0001-01-01", "no day": "2026-02-30", "long": "2" * 99}
OTHERS: dict[str, Any] = {"many": [{}] * 5000, "wrong": {"a": {"b": 1}}, "null": None, "text": "x"}


class Maker:
    """Make values that fit a schema, taking identifiers from a world by the name of the field."""

    def __init__(self, components: dict[str, Any], known: dict[str, Any]) -> None:
        self.components = components
        self.known = known

    def value(self, schema: dict[str, Any], name: str = "") -> Any:
        """Return a plausible value."""
        schema = self.resolved(schema)
        if name in self.known:
            return self.known[name]
        if "enum" in schema or "default" in schema:
            return schema["enum"][0] if "enum" in schema else schema["default"]
        if schema.get("type") == "object":
            fields = schema.get("properties", {})
            return {field: self.value(fields[field], field) for field in schema.get("required", [])}
        if schema.get("type") == "array":
            return [self.value(schema["items"], name)] if schema.get("items") else []
        if schema.get("type") == "string":
            return {"date": "2026-03-02", "decimal": "1"}.get(schema.get("format", ""), "text")
        return {"integer": 1, "number": 1, "boolean": True}.get(str(schema.get("type")), "text")

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Follow references and take the first of several kinds."""
        while "$ref" in schema or "anyOf" in schema:
            if "$ref" in schema:
                schema = self.components[schema["$ref"].rpartition("/")[2]]
            else:
                schema = next(one for one in schema["anyOf"] if one.get("type") != "null")
        return schema

    def spoilt(self, schema: dict[str, Any], whole: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[str, Any]]:
        """Return what is wrong and a value for it, one place at a time."""
        schema = self.resolved(schema)
        kind, form = schema.get("type"), schema.get("format")
        if kind == "object" and schema.get("properties"):
            for field, inner in schema["properties"].items():
                given = whole.get(field) if isinstance(whole, dict) else None
                for what, value in self.spoilt(inner, given, (*place, field)):
                    base = whole if isinstance(whole, dict) else {}
                    yield f"{field}: {what}", base | {field: value}
            return
        if kind == "array":
            for what, value in self.spoilt(schema.get("items") or {}, None, place):
                yield f"[]: {what}", [value]
            yield "many", [self.value(schema["items"])] * 3000 if schema.get("items") else [1] * 3000
            return
        wrong = DAYS if form in {"date", "date-time"} else TEXTS if kind == "string" and form != "decimal" else NUMBERS
        yield from (wrong if kind in {"string", "integer", "number"} else OTHERS).items()


def cases(maker: Maker, schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Return a plausible input and every spoilt one."""
    plausible = maker.value(schema)
    yield "plausible", plausible
    yield from maker.spoilt(schema, plausible)


def schemas(found: RegisteredAction) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of an action's inputs and what it refers to."""
    (schema,), components = msgspec.json.schema_components([found.inputs])
    return components[schema["$ref"].rpartition("/")[2]], components
