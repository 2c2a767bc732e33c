"""A story case: a short dated ledger of what people do, what they are refused, and what anybody then sees.

Each line stands on its day. It performs an action (``do``), keeps a text as evidence (``show``) or asks a public or own
record (``ask``), and says what must come of it. Names kept by one line stand in later ones as ``$name`` or
``$name.field``. This module holds what a story says; telling one needs a home and belongs to the command line.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

REFERENCE: Final = re.compile(r"\$([a-z][a-z0-9_]*)((?:\.[a-z0-9_]+)*)")


class NameUnknown(Exception):  # noqa: N818 - what a line says, told as a finding of its case
    """A line uses a name that no earlier line kept."""


def filled(value: Any, kept: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON-like value
    """Return a value with each reference replaced by what was kept; a text that is one reference keeps its type.

    Raises:
        NameUnknown: nothing was kept under a name.
    """
    if isinstance(value, dict):
        return {key: filled(part, kept) for key, part in value.items()}
    if isinstance(value, list):
        return [filled(part, kept) for part in value]
    if not isinstance(value, str):
        return value
    alone = REFERENCE.fullmatch(value)
    if alone:
        return _looked_up(alone, kept)
    return REFERENCE.sub(lambda found: str(_looked_up(found, kept)), value)


def _looked_up(found: "re.Match[str]", kept: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON-like value
    name, path = found.group(1), found.group(2)
    if name not in kept:
        raise NameUnknown(name)
    return at(kept[name], path.removeprefix(".")) if path else kept[name]


def at(value: Any, path: str) -> Any:  # noqa: ANN401 - any JSON-like value
    """Return what stands under a dotted path; a number counts in a list, ``count`` is its length, else ``None``."""
    for part in path.split("."):
        if part == "count" and isinstance(value, list):
            value = len(value)
        elif isinstance(value, list) and part.isdecimal():
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def differences(expected: Mapping[str, Any], got: Any) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401 - JSON
    """Yield path, expected and got wherever an answer is not what the line says."""
    for path, wanted in expected.items():
        found = at(got, path)
        if found != wanted and str(found) != str(wanted):
            yield path, wanted, found
