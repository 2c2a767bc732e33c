"""Each rule takes a number up to its bound and refuses the next one, with the name of the input; none is forgotten."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from orepass.kernel.computed import Computed, InputRefused, Rule
from orepass.register.rulebook import calculate, rules
from orepass.scheme.rules.blocks import known
from tests.standards.test_calc_cases import WORKED

NEXT: Final = Fraction(1, 1_000_000)
BOUNDS: Final[dict[str, dict[str, Any]]] = yaml.load(
    Path(__file__).with_name("bounds.yaml").read_bytes(), Loader=yaml.CSafeLoader
)
BASE: Final = ("from", "given")
BELOW: Final = ("least", "above")
ABOVE: Final = ("most", "below")
SIDES: Final = [
    pytest.param(rule, name, side, bounds[side], id=f"{rule} {name} {side} {bounds[side]}")
    for rule, rows in BOUNDS.items()
    for name, bounds in rows.items()
    if name not in BASE
    for side in (*BELOW, *ABOVE)
    if side in bounds
]
MEASURED: Final = "a measured figure or its target: degrees, a balance or a change may lie below zero"
UNBOUNDED: Final = {
    ("custody-period-grade", "balance_kg"): MEASURED,
    ("indicator-state", "target"): MEASURED,
    ("indicator-state", "value"): MEASURED,
}
"""Numeric inputs that have no least number, and why."""

OF_A_WHOLE: Final = re.compile("percent|share|(?<!day_)rate|confidence|coverage")
ON_TOP: Final = "it is added on top of a whole, and may be more than that"
MORE_THAN_A_WHOLE: Final = {
    ("delivery-within-estimate", "percent"): ON_TOP,
    ("price-with-surcharge", "surcharge_percent"): ON_TOP,
    ("red-flag-volume-jump", "percent"): ON_TOP,
    ("red-flag-price-outlier", "percent"): "a price may lie further from the reference than the reference is high",
    ("red-flag-origin-output", "percent"): "a scheme may ask only when more than the known output is declared",
}
"""Numeric inputs that sound like a part of a whole and may still be more than all of it, and why."""

REFUSED_TO_SCHEMES: Final = {
    ("instalment-sales-needed", "percent"): "no sales pay a fee when nothing is taken from them",
    ("recognition-mapping", "coverage_min"): "whatever theirs covers would be enough, and every line would be credited",
}
"""Numbers that an edition may set and that a rule does not take in every case, and why."""


def inputs_of(rule: str) -> dict[str, str]:
    """Return the other inputs: those of a worked case of the rule, or those given."""
    rows = BOUNDS[rule]
    if "given" in rows:
        return {name: str(value) for name, value in rows["given"].items()}
    case = WORKED[rows["from"]]
    assert case["rule"] == rule
    inputs: dict[str, str] = case["inputs"]
    return inputs


def beyond(side: str, bound: Fraction) -> list[Fraction]:
    """Return what is refused first at a side: the bound itself where it is not taken, else the next below or above."""
    if side in {"above", "below"}:
        return [bound]
    outward = -1 if side == "least" else 1
    return [bound + outward, bound + outward * NEXT]


def within(side: str, bound: Fraction) -> Fraction:
    """Return what is still taken at a side."""
    return {"above": bound + NEXT, "below": bound - NEXT}.get(side, bound)


def numeric() -> set[tuple[str, str]]:
    """Return every numeric input of every rule of the catalogue."""
    return {(card.name, one.name) for card in rules() for one in card.inputs if "number" in one.kind}


def pinned(sides: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return the inputs that have a bound on one of some sides."""
    return {
        (rule, name)
        for rule, rows in BOUNDS.items()
        for name, bounds in rows.items()
        if name not in BASE and set(sides) & set(bounds)
    }


@pytest.mark.parametrize(("rule", "name", "side", "bound"), SIDES)
def test_a_number_is_taken_up_to_its_bound_and_not_beyond(rule: str, name: str, side: str, bound: int | str) -> None:
    given, edge = inputs_of(rule), Fraction(bound)
    calculate(rule, given | {name: str(within(side, edge))})
    for value in beyond(side, edge):
        with pytest.raises(InputRefused) as refused:
            calculate(rule, given | {name: str(value)})
        assert refused.value.params["name"] in {name, BOUNDS[rule][name].get("said_of")}
        assert refused.value.what_to_do


def test_every_number_that_a_rule_takes_has_a_least_or_a_reason_why_not() -> None:
    assert pinned((*BELOW, *ABOVE)) <= numeric()
    assert numeric() - pinned(BELOW) == set(UNBOUNDED)


def test_every_part_of_a_whole_has_a_most_or_a_reason_why_not() -> None:
    parts = {one for one in numeric() if OF_A_WHOLE.search(one[1])}
    assert parts - pinned(ABOVE) == set(MORE_THAN_A_WHOLE)


def test_a_rule_takes_whatever_number_an_edition_may_set_for_it() -> None:
    refused = set()
    for card in rules():
        for one in card.inputs:
            set_by = known(one.parameter) if "number" in one.kind else None
            whole = 100 if "percent" in one.name else 1
            for edge in [] if set_by is None else [set_by.least or 0, set_by.most or whole]:
                try:
                    calculate(card.name, inputs_of(card.name) | {one.name: str(edge)})
                except InputRefused:
                    refused.add((card.name, one.name))
    assert refused == set(REFUSED_TO_SCHEMES)


def test_a_new_rule_is_missed_until_its_numbers_have_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    def doubled(*, share: Fraction, named: str, sure: bool = True) -> Computed[Fraction]:
        return Computed(value=share * 2, unit="share", explanation=(named, str(sure)))

    before = numeric() - pinned(BELOW)
    new = Rule(name="share-doubled", description="Twice a share.", function=doubled)
    monkeypatch.setitem(Rule.catalogue, new.name, new)
    assert numeric() - pinned(BELOW) - before == {("share-doubled", "share")}
    assert calculate(new.name, {"share": "-1/2", "named": "any"}).value == -1


def test_the_bounds_are_those_of_many_rules() -> None:
    assert len(BOUNDS) > 150
    assert len(SIDES) > 450
