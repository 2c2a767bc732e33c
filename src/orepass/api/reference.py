"""The reference of the API as pages for people: every operation with what it takes, out of the OpenAPI document."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orepass.api.main import api

ROOT: Final = "/api/v1/"
DEPTH_MAX: Final = 4
"""How deeply a body is told; below that its schema stands in the OpenAPI document."""

type Schema = Mapping[str, Any]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that an operation takes: its name (``delivery.mass_kg`` for a part), where it goes, and its kind."""

    name: str
    place: str
    kind: str
    required: bool
    note: str = ""


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One operation: its own name, how it is called, what it does, and whether it needs a token."""

    name: str
    method: str
    path: str
    summary: str
    room: str
    public: bool


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show every operation by room; those of one room (``?room=custody``) with what they do."""
    rooms: dict[str, list[Operation]] = {}
    for found in _operations().values():
        rooms.setdefault(found.room, []).append(found)
    asked = request.GET.get("room", "")
    if asked and asked not in rooms:
        raise Http404
    shown = {asked: rooms[asked]} if asked else rooms
    page = {"rooms": sorted(shown.items()), "asked": asked, "count": len(_operations()), "root": ROOT}
    return render(request, "public/api.html", page)


@require_safe
def operation(request: HttpRequest, name: str) -> HttpResponse:
    """Show one operation: what it takes, and a call to begin with.

    Raises:
        Http404: there is none of this name.
    """
    found = _operations().get(name)
    if found is None:
        raise Http404
    written = _document()["paths"][found.path][found.method.lower()]
    page = {"operation": found, "fields": list(_fields(written)), "call": _call(found), "home": f"{ROOT}docs/"}
    return render(request, "public/api_operation.html", page)


@cache
def _document() -> Schema:
    found: Schema = api.get_openapi_schema(path_prefix=ROOT)
    return found


@cache
def _operations() -> Mapping[str, Operation]:
    made = (
        Operation(
            name=written["operationId"],
            method=method.upper(),
            path=path,
            summary=written.get("summary", ""),
            room=written["tags"][0],
            public=not written.get("security"),
        )
        for path, methods in _document()["paths"].items()
        for method, written in methods.items()
    )
    return {each.name: each for each in sorted(made, key=lambda one: (one.room, one.name))}


def _fields(written: Schema) -> Iterator[Field]:
    for each in written.get("parameters", ()):
        yield Field(
            name=each["name"],
            place=each["in"],
            kind=_kind(each["schema"]),
            required=each.get("required", False),
            note=each.get("description", ""),
        )
    for content in written.get("requestBody", {}).get("content", {}).values():
        yield from _parts(content["schema"], "", DEPTH_MAX)


def _parts(schema: Schema, above: str, depth: int) -> Iterator[Field]:
    """Go through the parts of a body, and through theirs."""
    whole = _resolved(schema)
    for name, part in whole.get("properties", {}).items():
        required = name in whole.get("required", ())
        yield Field(
            name=above + name, place="body", kind=_kind(part), required=required, note=part.get("description", "")
        )
        if depth:
            yield from _parts(part, f"{above}{name}.", depth - 1)


def _resolved(schema: Schema) -> Schema:
    """Return the schema behind a reference, or behind the one of several choices that is not null."""
    if "$ref" in schema:
        found: Schema = _document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    return _resolved(choices[0]) if len(choices) == 1 else schema


def _kind(schema: Schema) -> str:
    """Say the kind of a value as the OpenAPI document does: its type, its format, its choices."""
    whole = _resolved(schema)
    if "enum" in whole:
        return " | ".join(map(str, whole["enum"]))
    if "anyOf" in whole:
        return " | ".join(_kind(each) for each in whole["anyOf"])
    if whole.get("type") == "array":
        return f"array of {_kind(whole.get('items', {}))}"
    return str(whole.get("format") or whole.get("type") or "any")


def _call(found: Operation) -> str:
    """Write a call of an operation for a command line."""
    parts = ["curl", f"{settings.PUBLIC_URL}{found.path}"]
    if not found.public:
        parts.insert(1, "-H 'Authorization: Bearer …'")
    if found.method == "POST":
        parts[1:1] = ["-X POST", "-H 'Content-Type: application/json'"]
        parts.append("--data @inputs.json")
    return " ".join(parts)
