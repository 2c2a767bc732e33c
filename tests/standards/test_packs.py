"""Every pack in standards/ is right, its cases pass, and its translations are as complete as it says."""

import os
from pathlib import Path

import pytest

from orepass.scheme.rules.cases import CaseResult, CaseState
from orepass.scheme.rules.checking import Checked, check
from orepass.scheme.rules.model import Pack

STANDARDS = Path(os.environ.get("OREPASS_STANDARDS", Path(__file__).resolve().parents[2] / "standards"))
CHECKED = check([STANDARDS]).checked
PACKS = {one.pack.ref: one.pack for one in CHECKED if one.pack}
CASES = [(one, case) for one in CHECKED for case in one.cases]


@pytest.mark.parametrize("one", CHECKED, ids=lambda one: Path(one.path).name)
def test_every_pack_and_case_file_is_without_errors(one: Checked) -> None:
    assert [f"{found.where}: {found.message}" for found in one.findings if found.severity == "error"] == []


@pytest.mark.parametrize(("one", "case"), CASES, ids=[case.case for _one, case in CASES])
def test_every_worked_case_ends_as_expected(one: Checked, case: CaseResult) -> None:
    assert [finding.message for finding in case.findings] == []
    assert case.state in {CaseState.PASSED, CaseState.WAITING}


def test_the_first_edition_is_there() -> None:
    assert "cera-4in1@2026.1" in PACKS


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_languages_called_complete_are_complete_and_the_rest_is_reported(pack: Pack) -> None:
    report = {one.language: one for one in pack.completeness}
    assert set(report) == set(pack.languages)
    assert all(report[language].missing == () for language in pack.complete_in)
    assert all(not report[language].reviewed for language in pack.unreviewed)


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_no_translation_is_the_english_text_again(pack: Pack) -> None:
    same = [
        requirement.id
        for standard in pack.standards
        for requirement in standard.requirements
        for language in pack.complete_in
        if language != "en" and requirement.statement[language] == requirement.statement["en"]
    ]
    assert same == []


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_every_standard_has_cases_that_grant_and_cases_that_do_not(pack: Pack) -> None:
    for standard in pack.standards:
        outcomes = {case.expect.outcome for case in pack.cases if case.standard == standard.code and case.expect}
        assert outcomes & {"conforms", "candidate"}, standard.code
        assert outcomes & {"does_not_conform", "unknown"}, standard.code


def test_no_two_packs_use_one_code_for_a_standard() -> None:
    """Accreditation is to a standard by its code, so a code says which one anywhere."""
    schemes: dict[str, set[str]] = {}
    for path in sorted(STANDARDS.glob("*/*/*/standard.yaml")):
        schemes.setdefault(path.parent.name, set()).add(path.parents[2].name)
    assert len(schemes) > 20
    assert {code: names for code, names in schemes.items() if len(names) > 1} == {}
