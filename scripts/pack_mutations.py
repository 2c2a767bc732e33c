"""The small changes by which a pack is broken: gates, years, weights, conditions, numbers, words, overlays."""

import copy
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from orepass.scheme.rules.blocks import known
from orepass.scheme.rules.yamltext import Json

type Path = tuple[str | int, ...]

OPPOSITE: Final = {"core": "progress", "progress": "core"}
EDGES: Final = {"<=": "<", ">=": ">", " < ": " <= ", " > ": " >= ", "==": "!=", "&&": "||", "||": "&&"}
GONE: Final = object()
"""In place of a new value: the entry is taken away."""


class Change(NamedTuple):
    """One change of one value of one file."""

    file: str
    kind: str
    path: Path
    value: Any

    def __str__(self) -> str:
        """Say where and what, in one line."""
        place = ".".join(map(str, self.path))
        return f"{self.kind}: {self.file} {place} → {'(gone)' if self.value is GONE else self.value}"


def changed(value: Json, change: Change) -> Any:  # noqa: ANN401 - what a YAML file says
    """Return a file's value with one change made."""
    made: Any = copy.deepcopy(value)
    inside = made
    for key in change.path[:-1]:
        inside = inside[key]
    if change.value is GONE:
        del inside[change.path[-1]]
    else:
        inside[change.path[-1]] = change.value
    return made


def changes(file: str, kind: str, value: Any) -> Iterator[Change]:  # noqa: ANN401 - what a YAML file says
    """Return every change of one file of a pack; texts, cases and what a pack says of itself are left alone."""
    if kind == "rules":
        yield from _of_parameters(file, value, ())
    elif kind == "standard":
        yield from _of_condition(file, value, ())
        yield from _of_parameters(file, value.get("rules") or {}, ("rules",))
        yield from _of_parameters(file, value.get("rating") or {}, ("rating",))
    elif kind == "subject":
        for at, requirement in enumerate(value["requirements"]):
            yield from _of_requirement(file, requirement, ("requirements", at))
    elif kind == "overlay" and value.get("status") != "draft":
        yield from _of_overlay(file, value)


def _of_requirement(file: str, requirement: dict[str, Any], path: Path) -> Iterator[Change]:
    yield Change(file, "gate", (*path, "criticality"), OPPOSITE[requirement["criticality"]])
    year = requirement.get("due_year", 0)
    yield Change(file, "year", (*path, "due_year"), year + 1)
    if "weight" in requirement:
        yield Change(file, "weight", (*path, "weight"), str(Decimal(str(requirement["weight"])) + 1))
    yield from _of_condition(file, requirement, path)


def _of_condition(file: str, inside: dict[str, Any], path: Path) -> Iterator[Change]:
    condition = inside.get("applies_when", "")
    if condition.strip() in {"", "true"}:
        return
    yield Change(file, "condition", (*path, "applies_when"), "true")
    yield Change(file, "condition", (*path, "applies_when"), f"!({condition})")
    for was, becomes in EDGES.items():
        if was in condition:
            yield Change(file, "condition", (*path, "applies_when"), condition.replace(was, becomes, 1))
            break


def _of_overlay(file: str, value: dict[str, Any]) -> Iterator[Change]:
    yield from (Change(file, "overlay", ("requirements", name), GONE) for name in value.get("requirements") or {})
    yield from (Change(file, "overlay", ("additional", at), GONE) for at in range(len(value.get("additional") or [])))
    yield from _of_parameters(file, value.get("parameters") or {}, ("parameters",))


def _of_parameters(file: str, tree: Any, path: Path) -> Iterator[Change]:  # noqa: ANN401 - a tree of blocks
    if not isinstance(tree, dict):
        return
    if "value" not in tree:
        for key, inside in tree.items():
            yield from _of_parameters(file, inside, (*path, key))
        return
    name = ".".join(str(key) for key in path if key not in {"rules", "parameters"})
    for value in _others(name, tree["value"]):
        yield Change(file, _kind(tree["value"]), (*path, "value"), value)


def _kind(value: Any) -> str:  # noqa: ANN401 - a parameter's value
    if isinstance(value, bool):
        return "switch"
    if isinstance(value, list | dict):
        return "list"
    return "number" if _number(value) is not None else "word"


def _others(name: str, value: Any) -> Iterator[Any]:  # noqa: ANN401 - a parameter's value
    number = None if isinstance(value, bool) else _number(value)
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, list):
        yield value[1:]
    elif isinstance(value, dict):
        yield {key: one for at, (key, one) in enumerate(value.items()) if at}
    elif number is not None:
        step = 1 if number == int(number) and not name.endswith(("_share", "_factor")) else Decimal("0.01")
        written = (
            type(value) if isinstance(value, str) else (lambda made: int(made) if made == int(made) else float(made))
        )
        yield from (written(made) for made in (number + step, number - step))
    else:
        one = known(name)
        yield from [word for word in (one.words if one else ()) if word != value][:1]


def _like(value: Any, made: Decimal) -> Any:  # noqa: ANN401 - a number as the pack writes it
    if isinstance(value, str):
        return str(made)
    return int(made) if made == int(made) else float(made)


def _number(value: Any) -> Decimal | None:  # noqa: ANN401 - a parameter's value
    if not isinstance(value, int | float | str):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
