"""Every worked case of a rule, asked of the rule itself while the test runs: value or refusal."""

import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from orepass.kernel.refusal import Refusal
from orepass.register.rulebook import calculate

STANDARDS = Path(os.environ.get("OREPASS_STANDARDS", Path(__file__).resolve().parents[2] / "standards"))
WORKED: dict[str, dict[str, Any]] = {
    f"{path.stem}-{case['id']}": case["calc"]
    for path in sorted((STANDARDS / "cases").glob("*.yaml"))
    for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).get("cases", [])  # noqa: S506 - texts only
    if "calc" in case
}


def plain(value: object) -> object:
    """Read a number as a number, whatever its type."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    try:
        return Fraction(text)
    except ValueError:
        return text


@pytest.mark.parametrize("name", WORKED)
def test_worked_case_of_a_rule_ends_as_it_says(name: str) -> None:
    asked = WORKED[name]
    try:
        got: object = calculate(asked["rule"], asked["inputs"]).value
    except Refusal as refused:
        got = refused.code
    assert plain(got) == plain(asked.get("refused", asked.get("value")))
