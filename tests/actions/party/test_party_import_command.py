import json
import os
from pathlib import Path

import pytest
import typer.testing

from orepass.cli.files import UnreadableFile
from orepass.cli.imports import UnknownKind
from orepass.cli.mounting import build
from orepass.kernel.refusal import Invalid, Refusal
from orepass.party.models import Site
from orepass.party.rules.facilities import COLUMNS
from orepass.party.rules.table import BadTable, TooLarge, WrongHeader
from orepass.platform.models import Record

pytestmark = pytest.mark.django_db

ROW = "ICMM1,High,Kolwezi,KOV,-10.7,25.4,Mine,Democratic Republic of the Congo,copper,cobalt,"
HOSTILE = "ICMM2,High,=cmd|' /C calc'!A0,,-10.7,25.4,Mine,Democratic Republic of the Congo,copper,,"
GOOD = "\n".join([",".join(COLUMNS), ROW, HOSTILE, ""])


@pytest.fixture(autouse=True)
def prepared_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orepass.cli.imports.ensure_home", lambda: None)
    monkeypatch.setattr("orepass.cli.exports.ensure_home", lambda: None)


def run(*arguments: str) -> typer.testing.Result:
    return typer.testing.CliRunner().invoke(build(["import", "export"]), list(arguments), catch_exceptions=True)


def file(folder: Path, content: str | bytes) -> str:
    path = folder / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_import_prints_one_document_with_counts(tmp_path: Path) -> None:
    first = json.loads(run("import", "icmm", file(tmp_path, GOOD), "--json").stdout)
    assert {name: first[name] for name in ("created", "updated", "unchanged", "refused")} == {
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "refused": 0,
    }
    assert first["by_kind"]["facilities"]["created"] == 2
    again = json.loads(run("import", "icmm", file(tmp_path, GOOD), "--json").stdout)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)
    assert "2 unchanged" in run("import", "icmm", file(tmp_path, GOOD)).stdout


def test_formula_is_kept_and_leaves_inert(tmp_path: Path) -> None:
    run("import", "icmm", file(tmp_path, GOOD))
    assert Site.objects.get(external_id="ICMM2").name == "=cmd|' /C calc'!A0"
    exported = run("export", "sites").stdout
    assert "'=cmd|' /C calc'!A0" in exported
    assert "ICMM Global Mining Dataset" in exported
    out = tmp_path / "sites.csv"
    answer = json.loads(run("export", "sites", "--out", str(out), "--json").stdout)
    assert (answer["rows"], out.read_bytes().startswith(b"id,name")) == (2, True)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (GOOD[:-60], BadTable),
        (GOOD.replace("Kolwezi", "Kölwezi").encode("latin-1"), BadTable),
        (GOOD.encode("utf-16"), BadTable),
        (GOOD.replace("Kolwezi", "K" * 10_000_000), TooLarge),
        (GOOD.replace("mine_name", "name"), WrongHeader),
        ("", WrongHeader),
        (b"\x00" * 1000, Invalid),
        (b"PK\x03\x04" + b"\xff" * 100, BadTable),
    ],
)
def test_table_that_cannot_be_trusted_is_refused_whole(
    tmp_path: Path, content: str | bytes, refusal: type[Refusal]
) -> None:
    result = run("import", "icmm", file(tmp_path, content))
    assert isinstance(result.exception, refusal)
    assert result.exception.way_out
    assert not Site.objects.exists()
    assert not Record.objects.exists()


@pytest.mark.parametrize("path", ["/nowhere/table.csv", "/dev/zero", "../../../../etc", "x" * 5000])
def test_path_that_is_no_regular_file_is_refused(path: str) -> None:
    result = run("import", "icmm", path)
    assert isinstance(result.exception, UnreadableFile)
    assert not Site.objects.exists()


def test_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert isinstance(run("import", "icmm", str(tmp_path / "pipe")).exception, UnreadableFile)


def test_oversized_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as large:
        large.truncate(70_000_000)
    assert isinstance(run("import", "icmm", str(path)).exception, UnreadableFile)


def test_unknown_kinds_are_refused(tmp_path: Path) -> None:
    assert isinstance(run("import", "gold", file(tmp_path, GOOD)).exception, UnknownKind)
    assert isinstance(run("export", "gold").exception, UnknownKind)
    assert not Site.objects.exists()


def test_export_into_a_missing_folder_is_refused(tmp_path: Path) -> None:
    result = run("export", "sites", "--out", str(tmp_path / "no" / "sites.csv"))
    assert isinstance(result.exception, UnreadableFile)
