from datetime import date
from pathlib import Path

import pytest

from orepass.kernel.finding import Finding
from orepass.scheme.rules.cases import CaseResult, CaseState, run, run_all
from orepass.scheme.rules.checking import check
from orepass.scheme.rules.editions.archive import ArchiveDamaged, packed, unpacked
from orepass.scheme.rules.load import load, require
from orepass.scheme.rules.model import RequirementUnknown, told
from orepass.scheme.rules.parameters import Parameter, ParameterMissing
from orepass.scheme.rules.written import CalcFile, CaseFile, ExpectFile
from tests.rules.scheme.packs import CASE, FILES, PACK, RULES, WATER, write_pack


def found(tmp_path: Path, changes: dict[str, str | bytes | None], code: str) -> Finding:
    """Load a bent pack and return the first finding of a code."""
    _pack, findings = load(write_pack(tmp_path, changes))
    return next(finding for finding in findings if finding.code == code)


def test_an_archive_gives_back_the_same_pack(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path))
    again = unpacked(packed(pack), pack.digest)
    assert again.digest == pack.digest
    assert again.standards == pack.standards
    assert [case.state for case in run_all(again.cases, again)] == [CaseState.PASSED]


@pytest.mark.parametrize("data", [b"", b"junk", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_damaged_archive_is_refused(data: bytes) -> None:
    with pytest.raises(ArchiveDamaged):
        unpacked(data, "0" * 64)


def test_an_archive_of_another_edition_is_refused(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path))
    with pytest.raises(ArchiveDamaged):
        unpacked(packed(pack), "0" * 64)


def test_a_missing_parameter_is_refused_by_name_unless_a_default_is_given(tmp_path: Path) -> None:
    rules = require(write_pack(tmp_path)).rules
    with pytest.raises(ParameterMissing, match=r"group\.share"):
        rules.value("group.share")
    assert rules.value("group.share", 80) == 80
    assert rules.whole("lifecycle.candidate_months") == 12
    assert "lifecycle.candidate_months" in rules
    assert rules.blocks() == ["rating", "lifecycle", "nonconformity"]


@pytest.mark.parametrize(("value", "unit", "share"), [(80, "%", "4/5"), ("0.8", "share", "4/5"), ("0.5", "%", "1/200")])
def test_a_share_is_read_exactly_in_either_unit(value: object, unit: str, share: str) -> None:
    parameter = Parameter(path="x", value=value, unit=unit, source="", clause="", verified=False)
    assert str(parameter.share) == share


BAD_PARAMETERS = {
    "boolean": ("value: perhaps, unit: boolean", "Write true or false."),
    "list": ("value: a, unit: list", "Write a list."),
    "map": ("value: [a], unit: map", "Write a mapping."),
    "share": ("value: 1.5, unit: share", "Write a number from 0 to 1."),
    "percent in a map": ('value: {low: 10, high: many}, unit: "%"', "Write a number from 0 to 100."),
    "truth as number": ('value: true, unit: "%"', "Write a number from 0 to 100."),
    "days in a list": ("value: [1, -2], unit: days", "Write a whole number of days, not below zero."),
}


@pytest.mark.parametrize("bad", BAD_PARAMETERS.values(), ids=BAD_PARAMETERS)
def test_a_parameter_must_fit_its_unit(tmp_path: Path, bad: tuple[str, str]) -> None:
    text, way_out = bad
    line = f"group:\n  x: {{{text}, source: a, clause: b, verified: false}}\n"
    assert found(tmp_path, {"rules.yaml": RULES + line}, "scheme.parameter.value").what_to_do == way_out


def test_source_clause_and_verified_have_their_own_kinds(tmp_path: Path) -> None:
    line = "group:\n  x: {value: 1, unit: count, source: [a], clause: b, verified: maybe}\n"
    _pack, findings = load(write_pack(tmp_path, {"rules.yaml": RULES + line}))
    wrong = [finding.params["path"] for finding in findings if finding.code == "scheme.parameter.value"]
    assert wrong == ["group.x.source", "group.x.verified"]


def test_an_unknown_key_of_a_parameter_is_an_error(tmp_path: Path) -> None:
    line = "group:\n  x: {value: 1, unit: count, source: a, clause: b, verifyed: true, verified: true}\n"
    assert found(tmp_path, {"rules.yaml": RULES + line}, "scheme.key.unknown").what_to_do == "Write “verified”."


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"pack.yaml": PACK.replace("unreviewed: [sw]", "unreviewed: [de]")}, "scheme.language.undeclared"),
        ({"pack.yaml": PACK.replace("languages: [en, fr, sw]", "languages: [fr, sw]")}, "scheme.language.undeclared"),
        ({"texts/fr.yaml": "- a\n"}, "scheme.value.wrong"),
        ({"texts/fr.yaml": "TST.title: [a]\n"}, "scheme.value.wrong"),
        ({"texts/fr.yaml": "TST.title: ''\n"}, "scheme.value.wrong"),
        ({"cases/x.yaml": CASE}, "scheme.id.duplicate"),
        ({"cases/x.yaml": "id: x\ntitle: t\nstandard: TST\n"}, "scheme.key.missing"),
        ({"cases/x.yaml": CASE.replace("all-full", "x").replace("TST", "TSX")}, "scheme.case.unknown"),
        ({"cases/x.yaml": CASE.replace("all-full", "x").replace('"*"', '"XYZ.*"')}, "scheme.case.unknown"),
        ({"cases/x.yaml": CASE.replace("all-full", "x").replace("certified", "gold")}, "scheme.case.unknown"),
        ({"cases/x.yaml": CASE.replace("all-full", "x").replace("mercury:", "cyanide:")}, "scheme.case.unknown"),
        ({"TST/standard.yaml": None}, "scheme.file.missing"),
        ({name: None for name in FILES if name.startswith("TST/")}, "scheme.file.missing"),
        ({"TST/subjects/01-water.yaml": WATER.replace("subject: water", "subject: rivers")}, "scheme.id.shape"),
    ],
)
def test_parts_that_do_not_fit_together_refuse_the_pack(
    tmp_path: Path, changes: dict[str, str | bytes | None], code: str
) -> None:
    assert found(tmp_path, changes, code).severity == "error"


def test_too_many_files_are_not_read(tmp_path: Path) -> None:
    changes = {f"notes/{at:04}.txt": "x" for at in range(1001)}
    assert found(tmp_path, {**changes}, "scheme.file.too_many").severity == "error"


def test_a_standard_without_gates_or_cases_is_warned_about(tmp_path: Path) -> None:
    gateless = {name: text.replace("criticality: core", "criticality: progress") for name, text in FILES.items()}
    pack, findings = load(write_pack(tmp_path, {**gateless, "cases/all-full.yaml": None}))
    assert pack is not None
    codes = {finding.code for finding in findings if finding.severity == "warning"}
    assert codes == {"scheme.standard.gateless", "scheme.case.none"}


def run_bent(tmp_path: Path, **expected: object) -> CaseResult:
    """Run the good case with other expectations."""
    pack = require(write_pack(tmp_path))
    case = pack.cases[0]
    expect = ExpectFile(**{"outcome": "conforms", **expected})  # type: ignore[arg-type]
    return run(
        CaseFile(
            id="x",
            title="t",
            standard=case.standard,
            at=case.at,
            profile=case.profile,
            answers=case.answers,
            expect=expect,
        ),
        pack,
    )


@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        ({"outcome": "candidate"}, "expected outcome candidate, and got conforms"),
        ({"level": "gold"}, "expected level gold, and got certified"),
        ({"gates_failed": ["TST.E.water.C1"]}, "expected failed gates TST.E.water.C1, and got nothing"),
        ({"reasons": ["moonlight"]}, "expected the reason moonlight"),
        ({"applies": ["TST.E.water.D1"]}, "expected to apply: TST.E.water.D1, and got no"),
        ({"does_not_apply": ["TST.E.water.C1"]}, "expected not to apply: TST.E.water.C1, and got yes"),
    ],
)
def test_a_case_says_what_it_expected_and_what_it_got(tmp_path: Path, expected: dict[str, object], shown: str) -> None:
    result = run_bent(tmp_path, **expected)
    assert result.state is CaseState.FAILED
    assert shown in result.findings[0].message


def test_a_case_with_right_expectations_passes(tmp_path: Path) -> None:
    result = run_bent(tmp_path, level="certified", reasons=["LEVEL “certified” is reached"], applies=["TST.E.water.C1"])
    assert result.state is CaseState.PASSED


@pytest.mark.parametrize(
    ("calc", "state"),
    [
        (CalcFile(rule="sample", inputs={"rule": "md1", "n": 26}, value=6), CaseState.PASSED),
        (CalcFile(rule="sample", inputs={"rule": "md1", "n": 26}, value=7), CaseState.FAILED),
        (CalcFile(rule="audit-time", inputs={"personnel": 3}, value="1.50"), CaseState.PASSED),
        (CalcFile(rule="nothing", value=1), CaseState.FAILED),
        (CalcFile(rule="nothing", refused="scheme.calc.rule_unknown"), CaseState.PASSED),
        (
            CalcFile(rule="sample", inputs={"rule": "md1", "n": 26}, refused="scheme.calc.rule_unknown"),
            CaseState.FAILED,
        ),
    ],
)
def test_a_calculation_case_compares_numbers_exactly(calc: CalcFile, state: CaseState) -> None:
    assert run(CaseFile(id="x", title="t", calc=calc)).state is state


def test_a_case_outside_a_pack_cannot_be_assessed() -> None:
    assert run(CaseFile(id="x", title="t", at=date(2026, 1, 1))).state is CaseState.FAILED


def test_answers_that_the_engine_refuses_fail_the_case(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path))
    case = CaseFile(id="x", title="t", standard="XYZ", at=date(2026, 1, 1), expect=ExpectFile(outcome="conforms"))
    assert "scheme.standard.unknown" in run(case, pack).findings[0].message


def test_an_empty_folder_is_told_not_passed_over_in_silence(tmp_path: Path) -> None:
    report = check([tmp_path])
    assert [finding.code for finding in report.findings] == ["scheme.pack.none"]
    assert report.passed


def test_a_requirement_is_found_by_its_identifier(tmp_path: Path) -> None:
    standard = require(write_pack(tmp_path)).standard("TST")
    assert standard.requirement("TST.E.water.C1").core
    with pytest.raises(RequirementUnknown):
        standard.requirement("TST.E.water.C9")


def test_a_text_without_the_language_is_told_in_english_or_in_what_there_is() -> None:
    assert told({"en": "a", "fr": "b"}, "fr") == "b"
    assert told({"en": "a"}, "fr") == "a"
    assert told({"sw": "c"}, "fr") == "c"
    assert told({}, "fr") == ""
