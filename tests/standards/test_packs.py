"""Every pack in standards/ is right, its cases pass, and its translations are as complete as it says."""

import os
from functools import cache
from pathlib import Path

import pytest

from orepass.scheme.rules.cases import CaseResult, CaseState
from orepass.scheme.rules.checking import Checked, check
from orepass.scheme.rules.model import Pack

STANDARDS = Path(os.environ.get("OREPASS_STANDARDS", Path(__file__).resolve().parents[2] / "standards"))
PACKS = sorted(path.parent for path in STANDARDS.glob("*/*/pack.yaml"))
PLACES = [*PACKS, STANDARDS / "cases"]
EACH_PLACE = pytest.mark.parametrize("path", PLACES, ids=lambda path: f"{path.parent.name}-{path.name}")
EACH_PACK = pytest.mark.parametrize("path", PACKS, ids=lambda path: f"{path.parent.name}-{path.name}")


@cache
def checked(path: Path) -> tuple[Checked, ...]:
    """Check while a test runs, so that nobody who only collects tests waits for it."""
    return check([path]).checked


def pack_at(path: Path) -> Pack:
    pack = checked(path)[0].pack
    assert pack is not None
    return pack


@EACH_PLACE
def test_every_pack_and_case_file_is_without_errors(path: Path) -> None:
    findings = [found for one in checked(path) for found in one.findings]
    assert [f"{found.where}: {found.message}" for found in findings if found.severity == "error"] == []


@EACH_PLACE
def test_every_worked_case_ends_as_expected(path: Path) -> None:
    cases = [case for one in checked(path) for case in one.cases]
    assert cases
    assert {case.case: [found.message for found in case.findings] for case in cases if not ended_well(case)} == {}


def ended_well(case: CaseResult) -> bool:
    return not case.findings and case.state in {CaseState.PASSED, CaseState.WAITING}


def test_thousands_of_cases_are_looked_at() -> None:
    assert sum(len(one.cases) for path in PLACES for one in checked(path)) > 3000


def test_the_first_edition_is_there() -> None:
    assert pack_at(STANDARDS / "cera-4in1" / "2026.1").ref == "cera-4in1@2026.1"


@EACH_PACK
def test_languages_called_complete_are_complete_and_the_rest_is_reported(path: Path) -> None:
    pack = pack_at(path)
    report = {one.language: one for one in pack.completeness}
    assert set(report) == set(pack.languages)
    assert all(report[language].missing == () for language in pack.complete_in)
    assert all(not report[language].reviewed for language in pack.unreviewed)


@EACH_PACK
def test_no_translation_is_the_english_text_again(path: Path) -> None:
    pack = pack_at(path)
    same = [
        requirement.id
        for standard in pack.standards
        for requirement in standard.requirements
        for language in pack.complete_in
        if language != "en" and requirement.statement[language] == requirement.statement["en"]
    ]
    assert same == []


@EACH_PACK
def test_every_standard_has_cases_that_grant_and_cases_that_do_not(path: Path) -> None:
    pack = pack_at(path)
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
