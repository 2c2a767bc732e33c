"""The worked cases of due diligence, by their ids: the same files that ``orepass scheme check`` runs."""

from pathlib import Path

import pytest

from orepass.diligence.rules import areas, cases, red_flags, standing, steps
from orepass.kernel import machines
from orepass.scheme.rules.cases import CaseResult, CaseState
from orepass.scheme.rules.checking import check

FILE = Path(__file__).resolve().parents[3] / "standards" / "cases" / "due-diligence.yaml"
RULES = (areas, cases, machines, red_flags, standing, steps)
RUN = [case for one in check([FILE]).checked for case in one.cases]


@pytest.mark.parametrize("case", RUN, ids=[case.case for case in RUN])
def test_vector(case: CaseResult) -> None:
    assert [finding.message for finding in case.findings] == []
    assert case.state is CaseState.PASSED


def test_every_vector_of_the_tables_is_there() -> None:
    ids = {case.case for case in RUN}
    assert {"D1-R2-known", "D1-R2-suspected", "D2", "D3-11", "D3-13", "E4-unknown"} <= ids
