"""The worked cases of fees, asked of the rules as anybody would ask them."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from orepass.kernel.calculator import calculate
from orepass.kernel.refusal import Refusal
from orepass.register import rulebook

CASES = Path(__file__).resolve().parents[3] / "standards" / "cases" / "fees.yaml"
ALL: list[dict[str, Any]] = yaml.load(CASES.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["cases"]  # noqa: S506 - texts only


def plain(value: object) -> object:
    """Read a number as a number, whatever its type."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    try:
        return Fraction(text)
    except ValueError:
        return text


@pytest.mark.parametrize("case", ALL, ids=[case["id"] for case in ALL])
def test_a_worked_case_ends_as_it_says(case: dict[str, Any]) -> None:
    asked = case["calc"]
    assert rulebook.MODULES
    try:
        got: object = calculate(asked["rule"], asked["inputs"]).value
    except Refusal as refused:
        got = refused.code
    assert plain(got) == plain(asked.get("refused", asked.get("value")))


def test_the_cases_hold_every_vector_and_scenario_of_fees() -> None:
    ids = {case["id"].partition("-")[0] for case in ALL}
    scenarios = {scenario for case in ALL for scenario in case.get("scenarios", [])}
    assert ids >= {"F1", "F2", "F3", "F4", "F5", "F6"}
    assert scenarios >= {"B-11", "B-13", "C-07", "D-05", "D-06", "D-11", "E-01", "E-02", "E-03", "E-04", "E-05"}
    assert scenarios >= {"F-01", "F-03", "I-03", "L-03", "L-04", "R-03", "U-03"}
