"""M1 to M16 and C18 as anyone may ask them, each with an edge that flips the answer."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from orepass.kernel.refusal import Refusal
from orepass.register.rulebook import calculate

CASES = yaml.safe_load(
    (Path(__file__).resolve().parents[3] / "standards" / "cases" / "material-balance.yaml").read_text("utf-8")
)["cases"]
VECTORS = {f"M{number}" for number in range(1, 17)} | {"C18"}


def ended(asked: dict[str, object]) -> str:
    inputs = {name: str(value) for name, value in asked["inputs"].items()}  # type: ignore[attr-defined]
    try:
        return str(calculate(str(asked["rule"]), inputs).value)
    except Refusal as refused:
        return refused.code


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_vector(case: dict[str, dict[str, object]]) -> None:
    found, expected = ended(case["calc"]), str(case["calc"].get("refused", case["calc"].get("value")))
    assert found == expected or Decimal(found) == Decimal(expected)


def test_every_vector_of_the_domain_rules_is_there() -> None:
    assert {case["id"].partition("-")[0] for case in CASES} >= VECTORS
