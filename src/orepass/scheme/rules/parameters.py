"""Parameters of a scheme: every number with its unit, its source and whether someone has compared the two.

rules.yaml nests blocks freely; a mapping with ``value`` is a parameter. They are flattened to dotted paths, such as
``lifecycle.candidate_months``. A standard may override the pack path by path.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

import msgspec

from orepass.kernel.computed import PER_CENT
from orepass.kernel.finding import Finding
from orepass.kernel.kept import exact
from orepass.kernel.refusal import Invalid
from orepass.kernel.suggestion import suggest
from orepass.kernel.text import marked as _
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.yamltext import Json, Reading

KEYS: Final = ("value", "unit", "source", "clause", "verified")
OPTIONAL: Final = frozenset({"note", "confidence"})
UNIT_OF_SUFFIX: Final[dict[str, frozenset[str]]] = {
    "_months": frozenset({"months"}),
    "_days": frozenset({"days", "day-of-audit"}),
    "_years": frozenset({"years"}),
    "_hours": frozenset({"hours"}),
    "_share": frozenset({"%", "share"}),
    "_percent": frozenset({"%"}),
    "_pct": frozenset({"%"}),
}
CURRENCIES: Final = ("CDF", "CHF", "EUR", "GBP", "KES", "RWF", "TZS", "UGX", "USD", "XAF", "XOF", "ZAR", "ZMW")
UNITS: Final = frozenset(
    [
        "months",
        "days",
        "years",
        "hours",
        "%",
        "share",
        "count",
        "code",
        "text",
        "list",
        "map",
        "boolean",
        "day-of-audit",
        "members",
        "sites",
        "persons",
        "points",
        "km",
        "kg",
        "g",
        "t",
        "mg",
        "KGM",
        "GRM",
        "TNE",
        "MGM",
        "rule",
        *CURRENCIES,
    ]
)
FINDINGS_MAX: Final = 200
_EXPONENT: Final = re.compile(r"\s*[-+]?[0-9_.]+[eE][-+]?[0-9_]+\s*")
_WHOLE: Final = frozenset({"months", "days", "years", "hours", "count", "members", "sites", "persons"})


class ParameterMissing(Invalid):
    """A rule needs a parameter that the pack does not set."""

    code = "scheme.parameter.missing"
    message = _("The pack does not say {path}.")
    what_to_do = _("Add {path} to rules.yaml of the pack, with its source, and publish a new edition.")


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a rule and where it comes from."""

    path: str
    value: Any
    unit: str
    source: str
    clause: str
    verified: bool

    @property
    def number(self) -> Fraction:
        """Return the value as an exact number."""
        return Fraction(str(self.value))

    @property
    def share(self) -> Fraction:
        """Return the value as a share of one, whether it is written in per cent or as a share."""
        return self.number / 100 if self.unit == "%" else self.number


def as_input(parameter: Parameter, name: str) -> str:
    """Write a parameter as a rule's input takes it: a share as a share, or in per cent if the input is one."""
    if parameter.path.endswith("_share"):
        return str(parameter.share * PER_CENT if name.endswith("percent") else parameter.share)
    return ",".join(map(exact, parameter.value)) if isinstance(parameter.value, list) else exact(parameter.value)


class Rules(msgspec.Struct, frozen=True):
    """All parameters of a pack, or of one standard of it."""

    parameters: dict[str, Parameter] = {}

    def __getitem__(self, path: str) -> Parameter:
        """Return a parameter.

        Raises:
            ParameterMissing: the pack does not set it.
        """
        if path not in self.parameters:
            raise ParameterMissing(where=path, path=path)
        return self.parameters[path]

    def __contains__(self, path: object) -> bool:
        return path in self.parameters

    def value(self, path: str, default: Any = ...) -> Any:  # noqa: ANN401 - a value of any kind
        """Return a parameter's value, or the default if one is given and the pack is silent."""
        if default is not ... and path not in self.parameters:
            return default
        return self[path].value

    def whole(self, path: str) -> int:
        """Return a whole number: of months, days, members."""
        return int(self[path].number)

    def under(self, block: str) -> dict[str, Parameter]:
        """Return the parameters of one block, by the rest of their path."""
        start = block + "."
        return {path.removeprefix(start): found for path, found in self.parameters.items() if path.startswith(start)}

    def blocks(self) -> list[str]:
        """Return the names of the blocks, in the order of the file."""
        return list(dict.fromkeys(path.partition(".")[0] for path in self.parameters))

    def over(self, other: "Rules") -> "Rules":
        """Return these parameters laid over others: path by path, these win."""
        return Rules({**other.parameters, **self.parameters})


def flatten(tree: Json, reading: Reading, file: str, *, base: tuple[str, ...] = ()) -> tuple[Rules, list[Finding]]:
    """Turn a tree of blocks into parameters, and say what is wrong with any of them."""
    found: dict[str, Parameter] = {}
    findings: list[Finding] = []
    for path, value in _leaves(tree, ()):
        if len(findings) >= FINDINGS_MAX:
            break
        where = f"{file}:{reading.line((*base, *path))}"
        dotted = ".".join(path) or "the file"
        plain = all(part and "." not in part for part in path)
        wrong = _wrong(dotted, value, where) if plain else [f.YAML_KEY.at(where)]
        findings += wrong
        if not wrong and isinstance(value, dict):
            found[dotted] = Parameter(path=dotted, **{key: value[key] for key in KEYS})  # type: ignore[arg-type]
    return Rules(found), findings


def _leaves(tree: Json, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Json]]:
    if isinstance(tree, dict) and "value" not in tree and not (set(tree) & set(KEYS[1:])):
        for key, below in tree.items():
            yield from _leaves(below, (*path, key))
    elif tree is not None or path:
        yield path, tree


def _wrong(path: str, value: Json, where: str) -> list[Finding]:
    if not isinstance(value, dict):
        return [f.PARAMETER_BARE.at(where, path=path, value=value)]
    unknown = sorted(set(value) - set(KEYS) - OPTIONAL)
    missing = [key for key in KEYS if key not in value]
    findings = [f.KEY_UNKNOWN.at(where, key=key, suggestion=suggest(key, list(KEYS))) for key in unknown]
    if missing:
        findings.append(f.PARAMETER_INCOMPLETE.at(where, path=path, missing=", ".join(missing)))
    if findings:
        return findings
    wrong = _wrong_unit(path, value, where)
    return [*_wrong_texts(path, value, where), *(wrong or _wrong_value(path, value, where))]


def _wrong_texts(path: str, value: dict[str, Json], where: str) -> list[Finding]:
    wrong = [key for key in ("source", "clause") if not isinstance(value[key], str | int)]
    if not isinstance(value["verified"], bool):
        wrong.append("verified")
    what = {"source": "text", "clause": "text", "verified": "true or false"}
    return [
        f.PARAMETER_VALUE.at(where, path=f"{path}.{key}", value=value[key], suggestion=f"Write {what[key]}.")
        for key in wrong
    ]


def _wrong_unit(path: str, value: dict[str, Json], where: str) -> list[Finding]:
    unit = value["unit"]
    suffixes = [units for suffix, units in UNIT_OF_SUFFIX.items() if path.endswith(suffix)]
    allowed = suffixes[0] if suffixes else UNITS
    if isinstance(unit, str) and unit in allowed:
        return []
    return [f.PARAMETER_UNIT.at(where, unit=unit, path=path, expected=", ".join(sorted(allowed)))]


def _wrong_value(path: str, value: dict[str, Json], where: str) -> list[Finding]:
    content, unit = value["value"], value["unit"]
    problem = ""
    if not _scalars(content, _is_plain):
        problem = "Write the number out, without an exponent."
    elif unit == "boolean" and not isinstance(content, bool):
        problem = "Write true or false."
    elif unit == "list" and not isinstance(content, list):
        problem = "Write a list."
    elif unit == "map" and not isinstance(content, dict):
        problem = "Write a mapping."
    elif unit in _WHOLE and not _scalars(content, _is_whole):
        problem = f"Write a whole number of {unit}, not below zero."
    elif unit in {"%", "share"} and not _scalars(content, _is_share if unit == "share" else _is_percent):
        problem = "Write a number from 0 to 1." if unit == "share" else "Write a number from 0 to 100."
    return [f.PARAMETER_VALUE.at(where, path=path, value=content, suggestion=problem)] if problem else []


def _scalars(content: Json, test: Any) -> bool:  # noqa: ANN401 - a predicate
    """Test a value, or each value of a map or list of values (a rule by class, such as months by grade)."""
    if isinstance(content, dict):
        return all(_scalars(part, test) for part in content.values())
    if isinstance(content, list):
        return all(_scalars(part, test) for part in content)
    return content is None or bool(test(content))


def _is_plain(value: Json) -> bool:
    """Refuse numbers such as 1e999999999, which nobody means and no machine can hold."""
    return not (isinstance(value, str) and _EXPONENT.fullmatch(value))


def _is_whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _number(value: Json) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        return None


def _is_percent(value: Json) -> bool:
    number = _number(value)
    return number is not None and 0 <= number <= 100  # noqa: PLR2004 - per cent


def _is_share(value: Json) -> bool:
    number = _number(value)
    return number is not None and 0 <= number <= 1
