"""Every worked case of a rule, asked of the rule itself while the test runs: value or refusal."""

import os
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from orepass.kernel.refusal import Refusal
from orepass.register.rulebook import calculate

STANDARDS = Path(os.environ.get("OREPASS_STANDARDS", Path(__file__).resolve().parents[2] / "standards"))
FILES = sorted((STANDARDS / "cases").glob("*.yaml"))


def plain(value: object) -> object:
    """Read a number as a number, whatever its type."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    try:
        return Fraction(text)
    except ValueError:
        return text


@cache
def worked_in(path: Path) -> dict[str, dict[str, Any]]:
    cases = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader).get("cases", [])  # noqa: S506 - texts only
    return {case["id"]: case["calc"] for case in cases if "calc" in case}


WORKED = {f"{path.stem}-{name}": asked for path in FILES for name, asked in worked_in(path).items()}
"""Every worked case of a rule by its file and its own name, for tests that go on from one."""


def ended(asked: dict[str, Any]) -> object:
    try:
        return calculate(asked["rule"], asked["inputs"]).value
    except Refusal as refused:
        return refused.code


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_worked_cases_of_rules_end_as_they_say(path: Path) -> None:
    got = {name: (ended(asked), asked.get("refused", asked.get("value"))) for name, asked in worked_in(path).items()}
    assert {name: pair for name, pair in got.items() if plain(pair[0]) != plain(pair[1])} == {}


def test_more_than_a_thousand_cases_are_asked() -> None:
    assert sum(len(worked_in(path)) for path in FILES) > 1300
