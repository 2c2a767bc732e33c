"""``orepass export standard`` and ``orepass import standard``: there and back on the command line."""

from pathlib import Path

from orepass.kernel.table import Sheet
from orepass.platform.workbooks import read_workbook, write_workbook
from orepass.scheme.rules.load import require
from tests.cli.conftest import Run

PACK = "quarry-basics"


def test_a_standard_goes_out_and_comes_back(run: Run, tmp_path: Path) -> None:
    book, folder = tmp_path / "quarry.xlsx", tmp_path / "mine" / "2026.1"
    out = run("export", "standard", PACK, "--out", str(book), "--json").document
    assert (out["kind"], out["pack"]) == ("standard", "quarry-basics@2026.1")
    first = run("import", "standard", str(book), "--into", str(folder), "--json")
    counts = {name: first.document[name] for name in ("created", "updated", "unchanged", "refused")}
    assert first.code == 0
    assert require(folder).digest == out["digest"]
    assert counts == {"created": len(require(folder).files), "updated": 0, "unchanged": 0, "refused": 0}
    again = run("import", "standard", str(book), "--into", str(folder), "--json").document
    assert (again["created"], again["unchanged"]) == (0, counts["created"])
    assert run("scheme", "check", str(folder)).code == 0


def test_a_mistake_is_told_with_its_cell_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "empty.xlsx"
    assert run("export", "standard", "--empty", "--out", str(book), "--json").code == 0
    done = run("import", "standard", str(book), "--into", str(tmp_path / "new"), "--json")
    assert (done.code, done.document["refused"], done.document["created"]) == (1, 1, 0)
    assert "pack!B2" in {finding["where"] for finding in done.document["findings"]}
    assert not (tmp_path / "new").exists()
    assert "pack!B2: The key “scheme” is missing" in run("import", "standard", str(book), "--into", "x").out


def test_a_formula_is_told_with_its_cell(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "formula.xlsx"
    book.write_bytes(write_workbook([Sheet(name="pack", rows=[["what", "value"], ["scheme", "=cmd|x"]])]))
    assert read_workbook(book.read_bytes())[0].rows[1][1] == "=cmd|x"
    done = run("import", "standard", str(book), "--into", str(tmp_path / "new"), "--json")
    assert done.code == 1
    assert not (tmp_path / "new").exists()


def test_what_is_missing_on_the_command_line_is_said(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "quarry.xlsx"
    assert run("export", "standard", PACK, "--json").error["code"] == "cli.export.file_needed"
    assert run("export", "standard", "--json").error["code"] == "cli.export.what_needed"
    assert run("export", "standard", "no-such", "--out", str(book), "--json").error["code"] == "scheme.pack.missing"
    run("export", "standard", PACK, "--out", str(book))
    assert run("import", "standard", str(book), "--json").error["code"] == "cli.import.into_needed"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("keep", encoding="utf-8")
    taken = run("import", "standard", str(book), "--into", str(tmp_path / "full"), "--json")
    assert (taken.code, taken.error["code"]) == (2, "scheme.template.folder_taken")
    text = tmp_path / "text.xlsx"
    text.write_text("no workbook", encoding="utf-8")
    unread = run("import", "standard", str(text), "--into", str(tmp_path / "new"), "--json")
    assert (unread.code, unread.error["code"]) == (2, "platform.workbook.unreadable")
    unwritable = run("export", "standard", PACK, "--out", str(tmp_path / "no" / "such" / "x.xlsx"), "--json")
    assert unwritable.error["code"] == "cli.file.unreadable"
