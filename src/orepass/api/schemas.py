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


def with_components(document: Any) -> Any:  # noqa: ANN401 - ninja's schema object, a dict
    """Add the schemas to an OpenAPI document."""
    document.setdefault("components", {}).setdefault("schemas", {}).update(_schemas()[1])
    return document
