"""Scenario C-16, one test for each case: indicators against targets, one cycle after another."""

from pathlib import Path

import pytest

from orepass.scheme.rules.cases import CaseState, run
from orepass.scheme.rules.folder import read_file
from orepass.scheme.rules.load import read_cases
from orepass.scheme.rules.written import CaseFile

PATH = Path(__file__).parents[3] / "standards" / "cases" / "improvement.yaml"
VECTORS, WRONG = read_cases(read_file(PATH, str(PATH), "cases")[0])


@pytest.mark.parametrize("vector", VECTORS, ids=[vector.id for vector in VECTORS])
def test_vector(vector: CaseFile) -> None:
    result = run(vector)
    assert result.state is CaseState.PASSED, [finding.message for finding in result.findings]


def test_the_file_is_sound_and_holds_both_rules_of_c16() -> None:
    assert not WRONG
    assert {vector.calc.rule for vector in VECTORS if vector.calc} == {"indicator-state", "improvement-cycle-follows"}
