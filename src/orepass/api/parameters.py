"""What an operation may be asked in its address: what its description lists, each thing once.

A name that is misspelt or belongs to another operation would otherwise be passed over, and its sender would take
everything for what was asked for.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

NAME_MAX: Final = 60


class UnknownParameter(Invalid):
    """The address asks for something that this operation does not take."""

    code = "api.parameter.unknown"
    message = _("This operation takes no parameter “{name}”.")
    what_to_do = _("Leave it out, or use one of those that it takes: {allowed}.")


class NoParameters(Invalid):
    """The address asks for something, and this operation takes nothing there."""

    code = "api.parameter.none"
    message = _("This operation takes no parameter “{name}”, nor any other in its address.")
    what_to_do = _("Leave it out; what an action takes goes into the body of the request.")


class ParameterTwice(Invalid):
    """A parameter is given twice, and only one of the two could be heeded."""

    code = "api.parameter.twice"
    message = _("“{name}” is given twice.")
    what_to_do = _("Give each parameter once.")


class Taken(msgspec.Struct, frozen=True):
    """The names that an operation takes; whether it takes others and judges them itself, and those more than once."""

    names: frozenset[str] = frozenset()
    others: bool = False
    repeated: bool = False


def others(what: str, *, repeated: bool = False) -> dict[str, Any]:
    """Describe parameters whose names only the operation knows, as OpenAPI does: an object taken apart."""
    text = {"type": "string"}
    return {
        "name": "inputs",
        "in": "query",
        "required": False,
        "style": "form",
        "explode": True,
        "description": what,
        "schema": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": text} if repeated else text,
        },
    }


def taken_by(written: Mapping[str, Any]) -> Taken:
    """Return what an operation takes, out of its OpenAPI description."""
    asked = [each for each in written.get("parameters", ()) if each["in"] == "query"]
    free = [each["schema"]["additionalProperties"] for each in asked if "additionalProperties" in each["schema"]]
    names = frozenset(each["name"] for each in asked if "additionalProperties" not in each["schema"])
    return Taken(names, others=bool(free), repeated=any(each["type"] == "array" for each in free))


def unfit(given: Mapping[str, int], taken: Taken) -> Invalid | None:
    """Return why an operation cannot be asked this: the names and how often each is given, against what it takes."""
    for name, times in given.items():
        told = name[:NAME_MAX]
        where = f"query/{told}"
        known = name in taken.names
        if not known and not taken.others:
            listed = ", ".join(sorted(taken.names))
            unknown = UnknownParameter(where=where, name=told, allowed=listed)
            return unknown if taken.names else NoParameters(where=where, name=told)
        if times > 1 and (known or not taken.repeated):
            return ParameterTwice(where=where, name=told)
    return None
