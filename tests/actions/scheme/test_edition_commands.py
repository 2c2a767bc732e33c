import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from orepass.cli.mounting import build
from orepass.platform.access import Actor, Role
from orepass.scheme import actions, queries
from orepass.scheme.rules.load import PackMissing
from tests.rules.scheme.packs import PACK, RULES, SAFETY, WATER, write_pack

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]  # a door to actions that have tests of their own
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
type Run = Callable[..., Any]
NEXT = {
    "pack.yaml": PACK.replace('"2026.1"', '"2027.1"').replace("2026-01-01", "2027-01-01"),
    "rules.yaml": RULES.replace("candidate_months: {value: 12", "candidate_months: {value: 9"),
    "TST/subjects/01-water.yaml": WATER.replace('weight: "2"', 'weight: "3"').replace(
        "fails_when: {en: It is absent.}", "fails_when: {en: It is missing., fr: Absent.}", 1
    ),
    "TST/subjects/02-safety.yaml": SAFETY.replace("TST.S.safety.A1", "TST.S.safety.A9"),
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; return its one document, or what it prints for people."""

    def command(*arguments: str, text: bool = False) -> Any:
        build()(args=[*arguments, *([] if text else ["--json"])], standalone_mode=False)
        out = capsys.readouterr().out
        return out if text else json.loads(out)

    return command


@pytest.fixture(autouse=True)
def standards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
    monkeypatch.setattr("orepass.cli.editions.ensure_home", lambda: None)  # the test's database is already there
    write_pack(tmp_path / "tiny" / "2026.1")
    write_pack(tmp_path / "tiny" / "2027.1", NEXT)
    return tmp_path


def test_diff_tells_every_requirement_that_changed_and_every_number(run: Run) -> None:
    told = run("scheme", "diff", "tiny@2026.1", "tiny@2027.1")
    assert (told["old"]["ref"], told["new"]["ref"]) == ("tiny@2026.1", "tiny@2027.1")
    assert {one["id"]: (one["kind"], one["old_id"]) for one in told["requirements"]} == {
        "TST.E.water.A1": ("tightened", "TST.E.water.A1"),
        "TST.E.water.C1": ("reworded", "TST.E.water.C1"),
        "TST.S.safety.A9": ("moved", "TST.S.safety.A1"),
    }
    assert (told["moved"], len(told["unchanged"])) == (1, 5)
    assert [(one["part"], one["way"]) for one in told["parameters"]] == [("lifecycle.candidate_months", "stricter")]
    assert [one["language"] for one in told["languages"]] == ["en", "fr"]


def test_diff_in_one_language_leaves_other_languages_out(run: Run) -> None:
    told = run("scheme", "diff", "tiny@2026.1", "tiny@2027.1", "--language", "fr")
    (changed,) = [one for one in told["requirements"] if one["kind"] == "reworded"]
    assert [(one["language"], one["new"]) for one in changed["changes"]] == [("fr", "Absent.")]
    assert [one["language"] for one in told["languages"]] == ["fr"]


def test_diff_speaks_to_people_too(run: Run) -> None:
    told = run("scheme", "diff", "tiny@2026.1", "tiny@2027.1", text=True)
    assert "tightened  TST.E.water.A1" in told
    assert "stricter: TST.E.water.A1.weight: 2 → 3" in told
    assert "moved      TST.S.safety.A9 (was TST.S.safety.A1)" in told
    assert "nothing" not in told
    french = run("scheme", "diff", "tiny@2026.1", "tiny@2027.1", "--language", "fr", text=True)
    assert "[fr]: – → Absent." in french
    assert "[en]" not in french


def test_an_edition_compared_with_itself_has_nothing_to_tell(run: Run) -> None:
    told = run("scheme", "diff", "tiny@2026.1", "tiny@2026.1")
    assert (told["requirements"], told["parameters"], told["facts"], told["languages"]) == ([], [], [], [])


def test_folders_are_compared_and_what_was_published_where_the_files_are_gone(run: Run, standards: Path) -> None:
    folder = write_pack(standards.parent / f"{standards.name}-elsewhere", NEXT)
    assert run("scheme", "diff", "tiny@2027.1", str(folder))["requirements"] == []
    staff = Actor("per-staff", "org-owner", frozenset({Role.SCHEME_STAFF}))
    actions.publish_edition(staff, pack="tiny@2026.1", at=AT)
    (standards / "tiny" / "2026.1" / "pack.yaml").unlink()
    queries.forget_archived()
    assert run("scheme", "diff", "tiny@2026.1", "tiny@2027.1")["old"]["ref"] == "tiny@2026.1"


@pytest.mark.parametrize("command", ["diff", "impact"])
def test_an_edition_that_is_not_there_is_refused(run: Run, command: str) -> None:
    with pytest.raises(PackMissing):
        run("scheme", command, "tiny@2026.1", "tiny@2029.1")


def test_impact_of_an_edition_that_nobody_holds_is_nobody(run: Run, standards: Path) -> None:
    told = run("scheme", "impact", "tiny@2026.1", "tiny@2027.1")
    assert (told["holders"], told["small"], told["hours"], told["ends_before"]) == ([], 0, "0", "2028-01-01")
    assert told["hours_sources"][0]["verified"] is False
    assert set(told["effects"]) == {"stays", "rises", "drops", "falls_out", "open", "ends"}
    assert run("scheme", "impact", "tiny@2026.1", str(standards / "tiny" / "2027.1"))["new"] == "tiny@2027.1"
    assert "nobody holds a certificate" in run("scheme", "impact", "tiny@2026.1", "tiny@2027.1", text=True)
