import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orepass.cli.mounting import build
from orepass.kernel.calculator import RuleUnknown
from orepass.kernel.refusal import NotFound, Refusal
from orepass.scheme.rules.load import PackMissing, PackRefused
from tests.rules.scheme.packs import CASE, PACK, write_pack

pytestmark = pytest.mark.any_database  # a door to actions that have tests of their own

type Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with ``--json``; return its exit code and its one document."""

    def command(*arguments: str) -> tuple[int, Any]:
        code = 0
        try:
            build()(args=[*arguments, "--json"], standalone_mode=False)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, json.loads(capsys.readouterr().out)

    return command


@pytest.fixture(autouse=True)
def standards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "standards"
    monkeypatch.setenv("OREPASS_STANDARDS", str(root))
    write_pack(root / "tiny" / "2026.1")
    return root


def test_list_tells_the_packs_and_what_is_refused(run: Run, standards: Path) -> None:
    assert run("scheme", "list")[1]["packs"][0]["ref"] == "tiny@2026.1"
    write_pack(standards / "tiny" / "2027.1", {"pack.yaml": PACK + "extra: 1\n"})
    code, told = run("scheme", "list")
    assert code == 1
    assert told["refused"][0]["first"]["code"] == "scheme.key.unknown"


def test_show_tells_subjects_phases_and_sources(run: Run) -> None:
    code, told = run("scheme", "show", "tiny", "--language", "fr")
    assert code == 0
    assert told["standards"][0]["title"] == "Norme d’essai"
    assert told["standards"][0]["subjects"][0]["phases"]["commitment"][0]["id"] == "TST.E.water.C1"
    assert {"value", "unit", "source", "clause", "verified"} <= set(told["parameters"][0])


def test_show_of_a_broken_or_missing_pack_is_refused(run: Run, standards: Path) -> None:
    with pytest.raises(PackMissing):
        run("scheme", "show", "nothing")
    write_pack(standards / "tiny" / "2026.1", {"pack.yaml": PACK + "extra: 1\n"})
    with pytest.raises(PackRefused):
        run("scheme", "show", "tiny")


@pytest.mark.parametrize("path", ["tiny", "tiny@2026.1", "."])
def test_check_takes_a_name_an_edition_or_a_folder(
    run: Run, standards: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(standards)
    code, told = run("scheme", "check", path)
    assert code == 0
    assert [pack["ref"] for pack in told["packs"]] == ["tiny@2026.1"]
    assert told["scenarios"] == {"X-01": "passed"}
    assert told["passed"] is True


def test_check_takes_a_copy_under_any_name_and_passes_over_other_files(run: Run, tmp_path: Path) -> None:
    copy = write_pack(tmp_path / "my copy", {"notes.txt": "x"})
    code, told = run("scheme", "check", str(copy), str(copy / "notes.txt"))
    assert code == 0
    assert {finding["code"] for finding in told["findings"]} >= {"scheme.file.passed_over"}


def test_check_reports_errors_with_file_line_and_way_out_and_ends_with_one(run: Run, tmp_path: Path) -> None:
    broken = write_pack(tmp_path / "x", {"pack.yaml": PACK + "extra: 1\n"})
    code, told = run("scheme", "check", str(broken))
    assert code == 1
    errors = [finding for finding in told["findings"] if finding["severity"] == "error"]
    assert (errors[0]["where"], errors[0]["path"]) == ("pack.yaml:20", str(broken))
    assert errors[0]["what_to_do"]
    assert told["packs"] == [
        {"path": str(broken), "ref": None, "digest": None, "passed": False, "standards": [], "languages": []},
    ]


def test_a_failing_case_fails_its_scenario(run: Run, tmp_path: Path) -> None:
    wrong = CASE.replace("outcome: conforms", "outcome: candidate")
    code, told = run("scheme", "check", str(write_pack(tmp_path / "x", {"cases/all-full.yaml": wrong})))
    assert code == 1
    assert told["scenarios"] == {"X-01": "failed"}


def test_a_case_that_waits_is_not_an_error(run: Run, tmp_path: Path) -> None:
    waiting = "id: later\ntitle: Not built yet.\nscenarios: [X-02]\nwaiting: the market room\n"
    code, told = run("scheme", "check", str(write_pack(tmp_path / "x", {"cases/later.yaml": waiting})))
    assert code == 0
    assert told["scenarios"] == {"X-01": "passed", "X-02": "waiting"}


def test_scheme_neutral_cases_are_run_from_a_file_or_a_folder(run: Run, tmp_path: Path) -> None:
    good = (
        "id: a\ntitle: t\nscenarios: [B-04]\n"
        "calc: {rule: group-keeps-right, inputs: {members: 5, compliant: 4}, value: true}\n"
    )
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.yaml").write_text(good)
    assert run("scheme", "check", str(tmp_path / "cases"))[1]["scenarios"] == {"B-04": "passed"}
    (tmp_path / "cases" / "a.yaml").write_text(good.replace("true", "false"))
    code, told = run("scheme", "check", str(tmp_path / "cases" / "a.yaml"))
    assert (code, told["scenarios"]) == (1, {"B-04": "failed"})


@pytest.mark.parametrize("part", ["cases", "cases/all-full.yaml", "pack.yaml", "TST/subjects/01-water.yaml"])
def test_a_part_of_a_pack_means_the_pack(run: Run, standards: Path, part: str) -> None:
    told = run("scheme", "check", str(standards / "tiny" / "2026.1" / part))[1]
    assert [pack["ref"] for pack in told["packs"]] == ["tiny@2026.1"]


def test_yaml_about_something_else_is_passed_over_unless_it_cannot_be_read(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "else"
    folder.mkdir()
    (folder / "compose.yaml").write_text("services: {}\n")
    code, told = run("scheme", "check", str(folder))
    assert (code, told["packs"]) == (0, [])
    (folder / "broken.yaml").write_text("a: [\n")
    assert run("scheme", "check", str(folder))[0] == 1
    (folder / "broken.yaml").rename(tmp_path / "b.txt")
    (folder / "cases").mkdir()
    (folder / "cases" / "typo.yaml").write_text("titel: x\n")
    assert run("scheme", "check", str(folder))[0] == 1


def test_checking_what_is_not_there_is_refused(run: Run) -> None:
    with pytest.raises(NotFound):
        run("scheme", "check", "no/such/place")


def case_file(tmp_path: Path, text: str = CASE) -> str:
    path = tmp_path / "case.yaml"
    path.write_text(text)
    return str(path)


def test_assess_tells_outcome_level_reasons_and_what_to_do_next(run: Run, tmp_path: Path) -> None:
    code, told = run("assess", "tiny", "--case", case_file(tmp_path))
    assert code == 0
    assert (told["outcome"], told["level"]) == ("conforms", "certified")
    assert told["reasons"]
    assert told["pack"] == "tiny@2026.1"
    short = CASE.replace('{"*": full}', '{"*": full, TST.E.water.C1: none, TST.S.safety.D1: partial}')
    told = run("assess", "tiny", "--case", case_file(tmp_path, short))[1]
    assert (told["outcome"], told["gates_failed"]) == ("does_not_conform", ["TST.E.water.C1"])
    assert [step["requirement"] for step in told["next_steps"]][:2] == ["TST.E.water.C1", "TST.S.safety.D1"]


def test_assess_takes_the_standard_from_the_command_line(run: Run, tmp_path: Path) -> None:
    text = CASE.replace("standard: TST\n", "")
    assert run("assess", "tiny", "--standard", "TST", "--case", case_file(tmp_path, text))[1]["outcome"] == "conforms"


@pytest.mark.parametrize("text", ["id: [", "", "titel: x", "id: a\ntitle: b\nanswers: {a: fulll}\n"])
def test_a_case_file_that_cannot_be_used_is_refused_with_its_place(run: Run, tmp_path: Path, text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        run("assess", "tiny", "--case", case_file(tmp_path, text))
    assert refusal.value.code == "scheme.case.refused"
    assert "case.yaml" in refusal.value.where


def test_a_case_file_that_is_missing_is_refused(run: Run, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="No such file"):
        run("assess", "tiny", "--case", str(tmp_path / "none.yaml"))


@pytest.mark.parametrize(
    ("arguments", "value", "unit"),
    [
        (["sample", "rule=md1", "n=26", "kind=initial"], 6, "sites"),
        (["sample", "rule=eu-organic", "n=350"], 18, "members"),
        (["audit-time", "personnel=55", "system=qms"], 5, "days"),
        (["audit-time", "personnel=3"], 1.5, "days"),
        (["audit-time", "personnel=10701"], "manual", "days"),
        (["certificate-valid-to", "decided_on=2025-02-10", "months=36"], "2028-02-09", "date"),
        (["group-keeps-right", "members=35", "compliant=28"], True, "boolean"),
    ],
)
def test_calc_returns_one_scalar_with_unit_explanation_and_sources(
    run: Run, arguments: list[str], value: object, unit: str
) -> None:
    code, told = run("calc", *arguments)
    assert code == 0
    assert (told["value"], told["unit"]) == (value, unit)
    assert told["explanation"]
    assert {"title", "clause", "verified"} == set(told["sources"][0])


def test_calc_lists_every_rule_with_its_inputs(run: Run) -> None:
    rules = {rule["name"]: rule for rule in run("calc", "--list")[1]["rules"]}
    assert {"sample", "audit-time", "group-keeps-right"} <= set(rules)
    assert rules["audit-time"]["inputs"][0] == {
        "name": "personnel",
        "kind": "a whole number",
        "default": None,
        "parameter": "",
    }


@pytest.mark.parametrize("arguments", [["smaple", "n=1"], ["sample", "n"], ["sample", "n=1", "n=2"], ["sample", "=1"]])
def test_calc_refuses_what_it_cannot_read(run: Run, arguments: list[str]) -> None:
    with pytest.raises((RuleUnknown, Refusal)):
        run("calc", *arguments)


def test_the_schema_is_printed_for_editors(run: Run) -> None:
    kinds = {"pack", "rules", "standard", "subject", "overlay", "texts", "case", "cases"}
    assert set(run("scheme", "schema")[1]["properties"]) == kinds
