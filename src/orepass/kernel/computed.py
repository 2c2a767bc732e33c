"""A computed value with its explanation: what came out, by which formula, from which source.

Every rule of certification returns one, so that the same explanation stands behind ``orepass calc`` and every
"why?" on a page. A rule is declared with :func:`rule`; its keyword arguments are its inputs and its docstring's
first line is its description.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Final

import msgspec

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _

_PLAIN_NUMBER: Final = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12}|/0{0,6}[1-9][0-9]{0,11})?")
SHOWN_MAX: Final = 60


class InputRefused(Invalid):
    """An input of a rule cannot be used."""

    code = "scheme.calc.input_refused"
    message = _("{name} = “{value}” cannot be used: {problem}.")
    what_to_do = _("Give {name} as the rule's description says (orepass calc --list).")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where a rule comes from; ``verified`` says whether its own text was compared with it."""

    title: str
    clause: str
    verified: bool


class Computed[T](msgspec.Struct, frozen=True, kw_only=True):
    """One computed value."""

    value: T
    unit: str
    explanation: tuple[Said, ...]
    sources: tuple[Source, ...] = ()


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that can be asked for by name.

    ``parameters`` says which inputs are numbers of a scheme, and where a pack writes them (``lifecycle.cycle_months``).
    """

    name: str
    description: str
    function: Callable[..., Computed[Any]]
    parameters: Mapping[str, str] = {}

    catalogue: ClassVar[dict[str, "Rule"]] = {}


def rule[**P, T](
    name: str, *, parameters: Mapping[str, str] | None = None
) -> Callable[[Callable[P, Computed[T]]], Callable[P, Computed[T]]]:
    """Declare a function as a rule under a name, and which of its inputs a scheme's pack can fill in."""

    def declare(function: Callable[P, Computed[T]]) -> Callable[P, Computed[T]]:
        assert name not in Rule.catalogue, f"rule declared twice: {name}"
        description = (function.__doc__ or "").strip().splitlines()[0]
        assert not set(parameters or {}) - set(inspect.signature(function).parameters), f"{name} has no such input"
        Rule.catalogue[name] = Rule(
            name=name, description=description, function=function, parameters=dict(parameters or {})
        )
        return function

    return declare


OWN_CHOICE: Final = Source(title="Orepass", clause=_("own choice, a default of the scheme setting"), verified=True)


PER_CENT: Final = 100


def need(condition: bool, name: str, value: object, problem: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Refuse an input that a rule cannot work with.

    Raises:
        InputRefused: the condition does not hold.
    """
    if not condition:
        raise InputRefused(where=name, name=name, value=str(value)[:SHOWN_MAX], problem=problem)


def one_of(codes: Iterable[str]) -> Said:
    """Say that an input has to be one of some codes, which are written as they are in every language."""
    return said(_("it must be one of {codes}"), codes=tuple(codes))


def not_below_zero(**inputs: int | Fraction | Decimal | None) -> None:
    """Refuse the first of some inputs that lies below zero; one that was left out passes.

    Raises:
        InputRefused: with the name of the input.
    """
    for name, value in inputs.items():
        need(value is None or value >= 0, name, value, "it must not be below zero")


def at_least_one(**inputs: int) -> None:
    """Refuse the first of some inputs that lies below one.

    Raises:
        InputRefused: with the name of the input.
    """
    for name, value in inputs.items():
        need(value >= 1, name, value, "it must be at least one")


def above_zero(**inputs: Fraction | None) -> None:
    """Refuse the first of some inputs that is zero or below; one that was left out passes.

    Raises:
        InputRefused: with the name of the input.
    """
    for name, value in inputs.items():
        need(value is None or value > 0, name, value, "it must be above zero")


def per_cent(**inputs: Fraction | None) -> None:
    """Refuse the first of some inputs that is no part of a hundred; one that was left out passes.

    Raises:
        InputRefused: with the name of the input.
    """
    for name, value in inputs.items():
        need(value is None or 0 <= value <= PER_CENT, name, value, "it must lie between 0 and 100")


def plain_number(text: str) -> Fraction:
    """Read a number that stands within a text: 3, 0.5 or 1/2; an exponent or endless digits would take minutes.

    Raises:
        ValueError: it is not written so.
    """
    if not _PLAIN_NUMBER.fullmatch(text):
        raise ValueError(text[:SHOWN_MAX])
    return Fraction(text)


def numbers_in(name: str, text: str) -> list[Fraction]:
    """Read the input of a rule that holds several numbers with spaces between them.

    Raises:
        InputRefused: one of them is not written plainly.
    """
    try:
        return [plain_number(word) for word in text.split()]
    except ValueError:
        problem = _("write plain numbers with spaces between them, such as 3 1/2 0.5")
        raise InputRefused(where=name, name=name, value=text[:SHOWN_MAX], problem=problem) from None


def names_in(text: str) -> list[str]:
    """Read the input of a rule that holds several names with commas between them; none is empty."""
    return [name.strip() for name in text.split(",") if name.strip()]
