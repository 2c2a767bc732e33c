"""JSON Schemas of actions' inputs and outcomes, made from their signatures by msgspec."""

from functools import cache
from typing import Any

import msgspec

from orepass.platform.actions import RegisteredAction, registry

REF = "#/components/schemas/{name}"


@cache
def _schemas() -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    known = list(registry().values())
    types = [kind for found in known for kind in (found.inputs, found.outcome or type(None))]
    refs, components = msgspec.json.schema_components(types, ref_template=REF)
    by_tag = {found.tag: {"inputs": refs[2 * at], "outcome": refs[2 * at + 1]} for at, found in enumerate(known)}
    return by_tag, components


def inputs_of(found: RegisteredAction) -> dict[str, Any]:
    """Return the schema of an action's body."""
    return dict(_schemas()[0][found.tag]["inputs"])


def outcome_of(found: RegisteredAction) -> dict[str, Any]:
    """Return the schema of an action's answer."""
    return dict(_schemas()[0][found.tag]["outcome"])


PROBLEMS = {
    400: "Not JSON",
    401: "No valid token",
    403: "Not allowed",
    404: "Not found, or not yours",
    409: "Its state does not allow it",
    413: "Too large",
    415: "Not this kind of file",
    422: "The inputs do not fit",
    429: "Too many from one address",
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "where", "what_to_do"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "where": {"type": "string"},
        "what_to_do": {"type": "string"},
        "findings": {"type": "array", "items": {"type": "object"}},
    },
}


def with_components(document: Any) -> Any:  # noqa: ANN401 - ninja's schema object, a dict
    """Add the actions' schemas and the problem answers to an OpenAPI document."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(_schemas()[1] | {"Problem": PROBLEM})
    content = {"application/problem+json": {"schema": {"$ref": REF.format(name="Problem")}}}
    answers = {f"Problem{status}": {"description": text, "content": content} for status, text in PROBLEMS.items()}
    document["components"]["responses"] = answers
    for path in document["paths"].values():
        for operation in path.values():
            operation["summary"] = operation.pop("description", operation["summary"]).split(".")[0] + "."
            for status in PROBLEMS:
                operation["responses"].setdefault(str(status), {"$ref": f"#/components/responses/Problem{status}"})
    return document
