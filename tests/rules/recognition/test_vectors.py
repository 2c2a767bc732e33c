"""The vectors G1 to G5 and the scenarios of recognition, as anybody can run them with `orepass scheme check`."""

from pathlib import Path

import pytest

from orepass.register import rulebook
from orepass.scheme.rules.cases import CaseState, run
from orepass.scheme.rules.folder import read_file
from orepass.scheme.rules.load import read_cases
from orepass.scheme.rules.written import CaseFile

FILE = Path(__file__).resolve().parents[3] / "standards" / "cases" / "recognition.yaml"
CASES = read_cases(read_file(FILE, FILE.name, "cases")[0])[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: CaseFile) -> None:
    assert rulebook.MODULES
    result = run(case)
    assert result.state is CaseState.PASSED, result.findings


def test_every_vector_of_recognition_is_tried() -> None:
    tried = {case.id for case in CASES}
    assert {"G1-standard", "G1-implementation", "G2", "G3", "G4", "G5"} <= tried
