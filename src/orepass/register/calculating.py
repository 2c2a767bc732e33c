"""Answer a rule for any door: the value, exactly and as one scalar, why, from which sources, and how to ask again."""

from collections.abc import Mapping
from shlex import quote
from urllib.parse import urlencode

import msgspec

from orepass.kernel.calculator import Explained, SchemeNumber, Used, exactly, explain, rule_card, scalar
from orepass.kernel.computed import Source
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.parameters import Parameter, as_input

API = "/api/v1/calc/"


class CalcAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule says about some inputs, and how to ask the same elsewhere."""

    rule: str
    description: str
    inputs: dict[str, str]
    value: str | int | float | bool | None
    unit: str
    explanation: tuple[str, ...]
    sources: tuple[Source, ...]
    parameters: tuple[Used, ...]
    command: str
    address: str
    value_exact: str | None = None


def answer(rule: str, inputs: Mapping[str, str], *, pack: Pack | None = None, standard: str = "") -> CalcAnswer:
    """Run a rule; the numbers that its scheme sets are taken from a pack when one is named.

    Raises:
        RuleUnknown: there is no such rule.
        InputUnknown: it has no such input.
        InputMissing: it needs another.
        InputRefused: a value cannot be used.
        StandardUnknown: the pack has no such standard.
    """
    numbers = scheme_numbers(pack, standard, rule) if pack else {}
    return _answer(rule, dict(inputs), explain(rule, inputs, numbers), pack, standard)


def _answer(rule: str, inputs: dict[str, str], explained: Explained, pack: Pack | None, standard: str) -> CalcAnswer:
    computed = explained.computed
    named = {"pack": pack.ref if pack else "", "standard": standard if pack else ""}
    asked = inputs | {key: text for key, text in named.items() if text}
    quoted = " ".join(quote(f"{key}={text}") for key, text in asked.items())
    from_scheme = (used.source for used in explained.parameters if used.source)
    return CalcAnswer(
        rule=rule,
        description=rule_card(rule).description,
        inputs=inputs,
        value=scalar(computed.value),
        value_exact=exactly(computed.value),
        unit=computed.unit,
        explanation=computed.explanation,
        sources=tuple(dict.fromkeys([*from_scheme, *computed.sources])),
        parameters=explained.parameters,
        command=f"orepass calc {rule} {quoted}".strip(),
        address=f"{API}{rule}" + (f"?{urlencode(asked)}" if asked else ""),
    )


def scheme_numbers(pack: Pack, standard: str, rule: str) -> dict[str, SchemeNumber]:
    """Return what a pack says about the inputs of a rule, by path.

    Raises:
        StandardUnknown: the pack has no such standard.
    """
    rules = pack.standard(standard).rules if standard else pack.rules
    inputs = {card.parameter: card.name for card in rule_card(rule).inputs if card.parameter in rules}
    return {path: _number(rules[path], name) for path, name in inputs.items()}


def _number(parameter: Parameter, name: str) -> SchemeNumber:
    source = Source(title=parameter.source, clause=parameter.clause, verified=parameter.verified)
    return SchemeNumber(text=as_input(parameter, name), source=source)
