"""Ask any rule by name: read its inputs from text, run it, return the value with its explanation.

Importing a room's rules declares them here; `register.rulebook` imports them all.
"""

import inspect
import sys
import typing
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import UnionType
from typing import Any, Final

import msgspec

from orepass.kernel.computed import Computed, InputRefused, Rule, Source
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.suggestion import suggest
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

NUMBER_MAX: Final = 15
TEXT_MAX: Final = 60
LIST_MAX: Final = 4_000
"""How long a text may be: a rule may take a whole list of answers as one word, in a compact form of its own."""


class RuleUnknown(NotFound):
    """There is no rule of this name."""

    code = "scheme.calc.rule_unknown"
    message = _("There is no rule “{name}”.")
    what_to_do = _("{suggestion} “orepass calc --list” shows them all.")


class InputUnknown(Invalid):
    """The rule has no such input."""

    code = "scheme.calc.input_unknown"
    message = _("The rule “{rule}” has no input “{name}”.")
    what_to_do = _("{suggestion}")


class InputMissing(Invalid):
    """The rule needs another input."""

    code = "scheme.calc.input_missing"
    message = _("The rule “{rule}” needs “{name}”.")
    what_to_do = _("Add {name}=… ({kind}).")


class InputCard(msgspec.Struct, frozen=True, kw_only=True):
    """One input of a rule; ``parameter`` is the path in a scheme's pack from which it can be taken."""

    name: str
    kind: str
    default: str | None
    parameter: str = ""


class RuleCard(msgspec.Struct, frozen=True, kw_only=True):
    """One rule with its inputs, and the room and module that declare it."""

    name: str
    description: str
    inputs: tuple[InputCard, ...]
    room: str
    topic: str


class TopicCard(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of one module, with the module's own first line."""

    room: str
    topic: str
    title: str
    rules: tuple[RuleCard, ...]


class SchemeNumber(msgspec.Struct, frozen=True, kw_only=True):
    """What a scheme's pack says about an input: the value as text, and the pack's own source."""

    text: str
    source: Source


class Origin(StrEnum):
    """Where the value of an input came from."""

    GIVEN = "given"
    SCHEME = "scheme"
    DEFAULT = "default"


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """One input as it was used; from a scheme with its path and source."""

    name: str
    value: str
    origin: Origin
    path: str = ""
    source: Source | None = None


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """A computed value with the inputs behind it."""

    computed: Computed[Any]
    parameters: tuple[Used, ...]


def _truth(text: str) -> bool:
    words = {"true": True, "yes": True, "false": False, "no": False}
    return words[text.lower()]


def _whole(text: str) -> int:
    return int(_ordinary(text))


def _decimal(text: str) -> Decimal:
    return Decimal(_ordinary(text))


def _fraction(text: str) -> Fraction:
    return Fraction(_ordinary(text))


def read_exact(annotation: Any, text: str) -> Any:  # noqa: ANN401 - any input
    """Read an input that was kept in our own exact text, however long; doors use :func:`calculate` instead.

    Raises:
        ValueError: the text is not of this kind.
    """
    plain = _kind(annotation)
    return _READERS[plain][1](text) if plain in {bool, str, date} else plain(text)


def inputs_of(found: Rule) -> dict[str, inspect.Parameter]:
    """Return the inputs of a rule by the names people write."""
    return {_outside(key): one for key, one in inspect.signature(found.function, eval_str=True).parameters.items()}


def _ordinary(text: str) -> str:
    """Refuse exponents and endless digits before any reckoning: they would take minutes."""
    if len(text) > NUMBER_MAX or "e" in text.lower():
        raise ValueError(text[:NUMBER_MAX])
    return text


_READERS: Final[dict[Any, tuple[str, Callable[[str], Any]]]] = {
    int: (_("a whole number"), _whole),
    str: (_("a word"), str),
    bool: (_("true or false"), _truth),
    date: (_("a date such as 2026-01-31"), date.fromisoformat),
    Decimal: (_("a number"), _decimal),
    Fraction: (_("a number such as 0.8 or 4/5"), _fraction),
}


def rules() -> list[RuleCard]:
    """Return every rule with its inputs, by name."""
    return [_card(found) for _name, found in sorted(Rule.catalogue.items())]


def rule_card(name: str) -> RuleCard:
    """Return one rule with its inputs.

    Raises:
        RuleUnknown: there is no such rule.
    """
    return _card(_found(name))


def topics() -> list[TopicCard]:
    """Return every rule by the room and the module that declare it."""
    by_module: dict[str, list[RuleCard]] = {}
    for name, found in sorted(Rule.catalogue.items()):
        by_module.setdefault(found.function.__module__, []).append(rule_card(name))
    return [
        TopicCard(room=cards[0].room, topic=cards[0].topic, title=_title(module), rules=tuple(cards))
        for module, cards in sorted(by_module.items())
    ]


def _title(module: str) -> str:
    said = (sys.modules[module].__doc__ or "").strip().splitlines()
    return said[0].rstrip(".") if said else ""


def _card(found: Rule) -> RuleCard:
    place, _dot, topic = found.function.__module__.removeprefix("orepass.").rpartition(".")
    return RuleCard(
        name=found.name,
        description=found.description,
        inputs=_inputs(found),
        room=place.partition(".rules")[0],
        topic=topic,
    )


def _found(name: str) -> Rule:
    found = Rule.catalogue.get(name)
    if found is None:
        shown = name[:TEXT_MAX]
        raise RuleUnknown(where=shown, name=shown, what=shown, suggestion=suggest(shown, list(Rule.catalogue)))
    return found


def _kind(annotation: Any) -> Any:  # noqa: ANN401 - an annotation
    """Return the plain type behind an annotation that may also be ``None``."""
    if isinstance(annotation, UnionType):
        return next(part for part in typing.get_args(annotation) if part is not type(None))
    return annotation


def _inputs(found: Rule) -> tuple[InputCard, ...]:
    parameters = inspect.signature(found.function, eval_str=True).parameters.values()
    return tuple(
        InputCard(
            name=_outside(parameter.name),
            kind=_READERS[_kind(parameter.annotation)][0],
            default=None if parameter.default is parameter.empty else _plain(parameter.default),
            parameter=found.parameters.get(parameter.name, ""),
        )
        for parameter in parameters
    )


def _outside(name: str) -> str:
    """Return the name of an input as people write it: a word that Python keeps for itself ends in ``_`` inside."""
    return name.removesuffix("_")


def _plain(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def calculate(name: str, inputs: Mapping[str, str]) -> Computed[Any]:
    """Run a rule on inputs given as text.

    Raises:
        RuleUnknown: there is no such rule.
        InputUnknown: it has no such input.
        InputMissing: it needs another.
        InputRefused: a value cannot be used.
    """
    found = _found(name)
    parameters = inputs_of(found)
    for key in inputs:
        if key not in parameters:
            raise InputUnknown(
                where=key[:TEXT_MAX],
                rule=name,
                name=key[:TEXT_MAX],
                suggestion=suggest(key[:TEXT_MAX], list(parameters)),
            )
    for key, parameter in parameters.items():
        if key not in inputs and parameter.default is parameter.empty:
            raise InputMissing(where=key, rule=name, name=key, kind=_READERS[_kind(parameter.annotation)][0])
    values = {parameters[key].name: _read(key, text, parameters[key].annotation) for key, text in inputs.items()}
    try:
        return found.function(**values)
    except (OverflowError, ValueError):  # a day beyond the calendar
        shown = ", ".join(f"{key}={text[:TEXT_MAX]}" for key, text in inputs.items())
        raise InputRefused(where=name, name=name, value=shown, problem=_("it leads beyond the year 9999")) from None


def explain(name: str, inputs: Mapping[str, str], scheme: Mapping[str, SchemeNumber] | None = None) -> Explained:
    """Run a rule as `calculate` does, with a scheme's numbers for inputs that were not given, and say what was used.

    Raises:
        RuleUnknown: there is no such rule.
        InputUnknown: it has no such input.
        InputMissing: it needs another.
        InputRefused: a value cannot be used.
    """
    cards = rule_card(name).inputs
    numbers = {card.name: (scheme or {}).get(card.parameter) for card in cards if card.name not in inputs}
    taken = {key: number for key, number in numbers.items() if number is not None}
    computed = calculate(name, {**inputs, **{key: number.text for key, number in taken.items()}})
    return Explained(computed=computed, parameters=tuple(_used(card, inputs, taken) for card in cards))


def _used(card: InputCard, inputs: Mapping[str, str], taken: Mapping[str, SchemeNumber]) -> Used:
    if card.name in inputs:
        return Used(name=card.name, value=inputs[card.name], origin=Origin.GIVEN)
    if card.name in taken:
        number = taken[card.name]
        return Used(name=card.name, value=number.text, origin=Origin.SCHEME, path=card.parameter, source=number.source)
    return Used(name=card.name, value=card.default or "", origin=Origin.DEFAULT)


def scalar(value: object) -> str | int | float | bool | None:
    """Return a value as one JSON scalar; the rule itself stays exact."""
    if isinstance(value, Decimal | Fraction):
        return int(value) if value == int(value) else float(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def exactly(value: object) -> str | None:
    """Return an exact number as ``a/b`` (or ``a``) beside its JSON number; nothing for other values."""
    return str(Fraction(value)) if isinstance(value, Decimal | Fraction) else None


def _read(name: str, text: str, annotation: Any) -> Any:  # noqa: ANN401 - any input
    kind, reader = _READERS[_kind(annotation)]
    try:
        if len(text) > (LIST_MAX if _kind(annotation) is str else TEXT_MAX):
            raise ValueError(text)  # noqa: TRY301 - one refusal for everything unreadable
        return reader(text.strip())
    except (ValueError, ArithmeticError, LookupError):
        raise InputRefused(
            where=name, name=name, value=text[:TEXT_MAX], problem=said(_("it must be {kind}"), kind=kind)
        ) from None
