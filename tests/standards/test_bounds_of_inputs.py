"""Each rule takes a number up to its bound and refuses the next one, with the name of the input."""

from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from orepass.kernel.computed import InputRefused
from orepass.kernel.refusal import Refusal
from orepass.register.rulebook import calculate
from tests.standards.test_calc_cases import WORKED

NEXT: Final = Fraction(1, 1_000_000)
BOUNDS: Final[dict[str, dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("bounds.yaml").read_text(encoding="utf-8")
)
SIDES: Final = [
    pytest.param(rule, rows["from"], name, side, bound, id=f"{rule} {name} {side} {bound}")
    for rule, rows in BOUNDS.items()
    for name, sides in rows.items()
    if name != "from"
    for side, bound in sides.items()
]


def beyond(side: str, bound: int) -> list[Fraction]:
    """Return what is refused first at a side: the bound itself where it is not taken, else the next below or above."""
    if side in {"above", "below"}:
        return [Fraction(bound)]
    outward = -1 if side == "least" else 1
    return [Fraction(bound + outward), bound + outward * NEXT]


def within(side: str, bound: int) -> Fraction:
    """Return what is still taken at a side."""
    return {"above": bound + NEXT, "below": bound - NEXT}.get(side, Fraction(bound))


@pytest.mark.parametrize(("rule", "case", "name", "side", "bound"), SIDES)
def test_a_number_is_taken_up_to_its_bound_and_not_beyond(
    rule: str, case: str, name: str, side: str, bound: int
) -> None:
    given = WORKED[case]["inputs"]
    assert WORKED[case]["rule"] == rule
    calculate(rule, given | {name: str(within(side, bound))})
    for value in beyond(side, bound):
        with pytest.raises(InputRefused) as refused:
            calculate(rule, given | {name: str(value)})
        assert refused.value.what_to_do


def test_the_bounds_are_those_of_many_rules() -> None:
    assert len(SIDES) > 350
    with pytest.raises(Refusal):
        calculate("sample-md1", {"n": "0"})
