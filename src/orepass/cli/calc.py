"""``orepass calc RULE key=value…``: run any pure rule and explain the value."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import typer

from orepass.cli.output import emit
from orepass.kernel.computed import Computed
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.register.rulebook import RuleCard, calculate, rules

app = typer.Typer()


class PairRefused(Invalid):
    """An input is not written as name=value."""

    code = "scheme.calc.pair_refused"
    message = _("“{pair}” is not name=value.")
    what_to_do = _("Write each input once, as in n=26.")


@app.command()
def calc(
    rule: Annotated[str, typer.Argument(help="The rule's name; --list shows them.")] = "",
    inputs: Annotated[list[str] | None, typer.Argument(help="Inputs as name=value.")] = None,
    *,
    listed: Annotated[bool, typer.Option("--list", help="List the rules with their inputs.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print the formula and the sources.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Run a rule of certification: sampling, audit time, dates, clocks, groups."""
    if listed or not rule:
        cards = rules()
        emit({"rules": cards}, as_json=as_json, human=lambda: _print_rules(cards))
        return
    pairs = _pairs(inputs or [])
    computed = calculate(rule, pairs)
    payload = {
        "rule": rule,
        "inputs": pairs,
        "value": scalar(computed.value),
        "unit": computed.unit,
        "explanation": computed.explanation,
        "sources": computed.sources,
    }
    emit(payload, as_json=as_json, human=lambda: _print(computed, explain=explain))


def _pairs(inputs: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for pair in inputs:
        name, sign, value = pair.partition("=")
        if not sign or not name or name in pairs:
            raise PairRefused(where=pair[:80], pair=pair[:80])
        pairs[name] = value
    return pairs


def scalar(value: Any) -> str | int | float | bool | None:  # noqa: ANN401 - any computed value
    """Return a value as one JSON scalar; the rule itself stays exact."""
    if isinstance(value, Decimal | Fraction):
        return int(value) if value == int(value) else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _print(computed: Computed[Any], *, explain: bool) -> None:
    print(f"{scalar(computed.value)} {computed.unit}")
    for line in computed.explanation:
        print(f"  {line}")
    for source in computed.sources if explain else ():
        mark = "" if source.verified else " (not compared with its own text)"
        print(f"  Source: {source.title}, {source.clause}{mark}")


def _print_rules(cards: list[RuleCard]) -> None:
    for card in cards:
        print(f"{card.name}\n  {card.description}")
        for one in card.inputs:
            default = "" if one.default is None else f" [{one.default or 'none'}]"
            print(f"    {one.name}= {one.kind}{default}")
