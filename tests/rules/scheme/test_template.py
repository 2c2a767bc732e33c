"""A standard as a workbook: out, back, and what is wrong with it cell by cell."""

from collections.abc import Callable
from pathlib import Path

import pytest

from orepass.kernel import table
from orepass.kernel.finding import Finding, Severity
from orepass.kernel.table import Cell, Sheet
from orepass.platform.workbooks import read_workbook, write_workbook
from orepass.scheme.rules.load import load
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.template.forming import empty_template, sheets_of, template_of
from orepass.scheme.rules.template.placing import FolderTaken, place
from orepass.scheme.rules.template.reading import Taken, read_template

ROOT = Path(__file__).parents[3] / "standards"
PACKS = sorted(path.parent for path in ROOT.glob("*/*/pack.yaml"))
SMALL = ROOT / "quarry-basics" / "2026.1"

Sheets = dict[str, list[list[Cell]]]


def pack_at(path: Path) -> Pack:
    pack = load(path).pack
    assert pack is not None
    return pack


@pytest.fixture
def sheets() -> Sheets:
    return {sheet.name: [list(row) for row in sheet.rows] for sheet in template_of(pack_at(SMALL))}


def taken(sheets: Sheets) -> Taken:
    return read_template([Sheet(name=name, rows=rows) for name, rows in sheets.items()])


def errors(found: Taken) -> list[Finding]:
    return [finding for finding in found.findings if finding.severity is Severity.ERROR]


def column(sheets: Sheets, sheet: str, heading: str) -> int:
    return sheets[sheet][0].index(heading)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_pack_to_workbook_to_pack_is_the_same_pack(path: Path, tmp_path: Path) -> None:
    pack = pack_at(path)
    back = read_template(read_workbook(write_workbook(template_of(pack))))
    assert back.pack is not None, back.findings[:3]
    assert back.digest == pack.digest
    assert back.pack.standards == pack.standards
    assert back.pack.rules == pack.rules
    assert back.pack.overlays == pack.overlays
    assert place(back.files, pack.digest, tmp_path / "edition") == len(pack.files)
    assert pack_at(tmp_path / "edition").digest == pack.digest
    assert place(back.files, pack.digest, tmp_path / "edition") == 0


def test_columns_may_stand_in_any_order_under_french_headings(sheets: Sheets) -> None:
    rows = [list(reversed(row)) for row in sheets["requirements"]]
    french = {
        "requirement": "Exigence",
        "subject": "Sujet",
        "statement": "ÉNONCÉ",
        "weight": "Poids",
        "phase": " Phase ",
    }
    rows[0] = [french.get(str(heading), heading) for heading in rows[0]]
    sheets["Exigences"] = [[*row, "mine"] for row in rows]
    sheets["Exigences"][0][-1] = "who writes this"
    del sheets["requirements"]
    found = taken(sheets)
    assert found.digest == pack_at(SMALL).digest
    assert [finding.code for finding in found.findings if "table" in finding.code] == [table.COLUMN_IGNORED.code]


def test_a_new_row_is_a_new_requirement_and_a_subject_without_a_file_gets_one(sheets: Sheets) -> None:
    sheets["subjects"].append(["QRY", "noise", "E", "Noise", "People sleep at night.", None])
    new: list[Cell] = [None] * len(sheets["requirements"][0])
    row = dict(zip(map(str, sheets["requirements"][0]), new, strict=True))
    row |= {
        "requirement": "QRY.E.noise.C1",
        "phase": "commitment",
        "statement": "The hours of blasting hang at the gate.",
        "evidence small": "The board at the gate.",
        "evidence large": "The plan of blasting.",
        "fails when": "Nobody near knows the hours.",
        "criticality": "progress",
        "weight": 0.5,
        "due year": 1.0,
        "accepts": "photo; document",
    }
    sheets["requirements"].append(list(row.values()))
    next(line for line in sheets["pack"] if line[0] == "complete_in")[1] = "en"
    found = taken(sheets)
    assert found.pack is not None, errors(found)
    added = found.pack.standard("QRY").requirement("QRY.E.noise.C1")
    assert (str(added.weight), added.due_year, added.accepts) == ("0.5", 1, ("photo", "document"))
    assert any(name.endswith("-noise.yaml") for name in found.files)


WRONG: dict[str, tuple[Callable[[Sheets], None], str, str]] = {}


def wrong(where: str, code: str) -> Callable[[Callable[[Sheets], None]], Callable[[Sheets], None]]:
    def register(change: Callable[[Sheets], None]) -> Callable[[Sheets], None]:
        WRONG[change.__name__] = (change, where, code)
        return change

    return register


def put(sheets: Sheets, sheet: str, row: int, heading: str, value: Cell) -> None:
    sheets[sheet][row][column(sheets, sheet, heading)] = value


@wrong("requirements!C2", "scheme.value.wrong")
def phase_misspelt(sheets: Sheets) -> None:
    put(sheets, "requirements", 1, "phase", "comitment")


@wrong("requirements!D3", "scheme.key.missing")
def statement_missing(sheets: Sheets) -> None:
    put(sheets, "requirements", 2, "statement", None)


@wrong("pack!B7", "scheme.value.wrong")
def day_as_a_number(sheets: Sheets) -> None:
    sheets["pack"][6][1] = 45658.0


@wrong("pack!A3", "kernel.table.word")
def unknown_key(sheets: Sheets) -> None:
    sheets["pack"][2][0] = "editor"


@wrong("standards!A2", "kernel.table.value")
def code_of_small_letters(sheets: Sheets) -> None:
    put(sheets, "standards", 1, "code", "../qry")


@wrong("standards!A3", "kernel.table.value")
def standard_twice(sheets: Sheets) -> None:
    sheets["standards"].append(list(sheets["standards"][1]))


@wrong("subjects!A2", "kernel.table.value")
def subject_of_no_standard(sheets: Sheets) -> None:
    put(sheets, "subjects", 1, "standard", "QRX")


@wrong("subjects!B3", "kernel.table.value")
def subject_twice(sheets: Sheets) -> None:
    put(sheets, "subjects", 2, "subject", sheets["subjects"][1][1])


@wrong("subjects!F2", "kernel.table.value")
def file_outside(sheets: Sheets) -> None:
    put(sheets, "subjects", 1, "file", "../../x.yaml")


@wrong("requirements!A2", "kernel.table.value")
def requirement_of_no_subject(sheets: Sheets) -> None:
    put(sheets, "requirements", 1, "requirement", "QRY")
    put(sheets, "requirements", 1, "subject", None)


@wrong("parameters!A2", "kernel.table.value")
def parameter_of_no_standard(sheets: Sheets) -> None:
    put(sheets, "parameters", 1, "standard", "QRX")


@wrong("parameters!B2", "kernel.table.value")
def parameter_without_a_name(sheets: Sheets) -> None:
    put(sheets, "parameters", 1, "parameter", "rating..scale")


@wrong("parameters!B3", "kernel.table.value")
def parameter_twice(sheets: Sheets) -> None:
    put(sheets, "parameters", 2, "parameter", sheets["parameters"][1][1])


@wrong("parameters!B3", "kernel.table.value")
def parameter_within_a_parameter(sheets: Sheets) -> None:
    put(sheets, "parameters", 2, "parameter", f"{sheets['parameters'][1][1]}.more")


@wrong("parameters!B3", "kernel.table.value")
def parameter_that_is_a_block(sheets: Sheets) -> None:
    put(sheets, "parameters", 2, "parameter", "rating")


@wrong("parameters!C2", "kernel.table.value")
def value_that_is_no_list(sheets: Sheets) -> None:
    put(sheets, "parameters", 1, "value", "{a: b}")


@wrong("parameters!B2", "scheme.parameter.value")
def perhaps_verified(sheets: Sheets) -> None:
    put(sheets, "parameters", 1, "verified", "perhaps")


@wrong("more!A2", "kernel.table.value")
def file_of_no_pack(sheets: Sheets) -> None:
    put(sheets, "more", 1, "file", "../secret.yaml")


@wrong("more!B2", "kernel.table.value")
def place_skipped(sheets: Sheets) -> None:
    put(sheets, "more", 1, "path", "cases/#7/id")


@pytest.mark.parametrize("name", sorted(WRONG))
def test_what_is_wrong_is_told_with_its_cell(name: str, sheets: Sheets) -> None:
    change, where, code = WRONG[name]
    change(sheets)
    found = taken(sheets)
    assert found.pack is None
    assert found.files == {}
    told = [(finding.where, finding.code) for finding in errors(found)]
    assert (where, code) in told, errors(found)
    assert all(finding.what_to_do for finding in errors(found))


def test_all_mistakes_are_told_at_once(sheets: Sheets) -> None:
    phase_misspelt(sheets)
    statement_missing(sheets)
    day_as_a_number(sheets)
    perhaps_verified(sheets)
    assert {"requirements!C2", "requirements!D3", "pack!B7", "parameters!B2"} <= {
        one.where for one in errors(taken(sheets))
    }


def test_what_an_empty_template_lacks_is_told_cell_by_cell() -> None:
    found = read_template(empty_template())
    assert found.pack is None
    assert {"pack!B2", "pack!B3", "pack!B5", "pack!B7"} <= {finding.where for finding in errors(found)}


def test_missing_and_unknown_sheets_are_told_alone(sheets: Sheets) -> None:
    del sheets["requirements"]
    sheets["Notes"] = [["anything"]]
    found = taken(sheets)
    assert [finding.code for finding in found.findings] == [table.SHEET_MISSING.code, table.SHEET_IGNORED.code]


def test_a_missing_column_is_told_without_what_follows_from_it(sheets: Sheets) -> None:
    put(sheets, "requirements", 0, "requirement", "name of it")
    assert {finding.code for finding in errors(taken(sheets))} == {table.COLUMN_MISSING.code}


def test_a_language_is_a_sheet_more(sheets: Sheets) -> None:
    sheets["textes de"] = [
        ["Clé", "Texte", "Fichier"],
        ["QRY.title", "Steinbruch", "inline"],
        ["pack.title", "Steinbrüche", "QRY.yaml"],
        ["pack.notice", None, None],
        [None, "no key", None],
    ]
    languages = next(row for row in sheets["pack"] if row[0] == "languages")
    languages[1] = f"{languages[1]}, de"
    found = taken(sheets)
    assert found.pack is not None, errors(found)
    assert found.pack.standard("QRY").title["de"] == "Steinbruch"
    assert found.pack.title["de"] == "Steinbrüche"
    assert "texts/de/QRY.yaml" in found.files
    again = read_template(read_workbook(write_workbook(template_of(found.pack))))
    assert again.digest == found.digest


def test_a_translation_twice_or_in_a_strange_file_is_told(sheets: Sheets) -> None:
    sheets["texts fr"] = [
        ["key", "text", "file"],
        ["QRY.title", "a", None],
        ["QRY.title", "b", None],
        ["pack.title", "c", "/x"],
    ]
    told = [finding.where for finding in errors(taken(sheets))]
    assert {"texts fr!A3", "texts fr!D4", "texts fr!C4"} & set(told) >= {"texts fr!A3", "texts fr!C4"}


def test_a_folder_with_something_else_is_never_written_over(tmp_path: Path) -> None:
    pack = pack_at(SMALL)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("keep", encoding="utf-8")
    (tmp_path / "file").write_text("keep", encoding="utf-8")
    for name in ("mine", "file"):
        with pytest.raises(FolderTaken):
            place(pack.files, pack.digest, tmp_path / name)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "mine", "note.txt"]
    (tmp_path / "empty").mkdir()
    assert place(pack.files, pack.digest, tmp_path / "empty") == len(pack.files)


def test_nothing_is_half_written(tmp_path: Path) -> None:
    pack = pack_at(SMALL)
    with pytest.raises(AssertionError):
        place(pack.files, "0" * 64, tmp_path / "edition")
    assert list(tmp_path.iterdir()) == []


def drawing_rows(*rows: list[str]) -> list[Finding]:
    sheets = {sheet.name: [list(row) for row in sheet.rows] for sheet in template_of(pack_at(SMALL))}
    sheets["more"] += [list(row) for row in rows]
    return errors(taken(sheets))


def test_a_pictogram_is_one_value_without_a_path_and_stands_once() -> None:
    code = pack_at(SMALL).standards[0].code
    name, drawn = f"{code}/pictograms/x.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"></svg>'
    last = len(next(sheet for sheet in template_of(pack_at(SMALL)) if sheet.name == "more").rows)
    once = drawing_rows([name, "", drawn])
    assert (once[0].code, once[0].where) == ("scheme.pictogram.stray", f"more!C{last + 1}")
    assert [(one.code, one.where) for one in drawing_rows([name, "#0", drawn])] == [
        (table.VALUE.code, f"more!B{last + 1}")
    ]
    twice = drawing_rows([name, "", drawn], [name, "", drawn])
    assert (table.VALUE.code, f"more!B{last + 2}") in {(one.code, one.where) for one in twice}


def test_a_block_that_holds_no_parameter_is_kept_on_the_last_sheet() -> None:
    files = {"pack.yaml": {"format": 1}, "TST/standard.yaml": {"code": "TST", "rules": {"lifecycle": {}}}}
    more = next(sheet for sheet in sheets_of(files, [], ["en"]) if sheet.name == "more")
    assert more.rows[1:] == [["TST/standard.yaml", "rules/lifecycle", "{}"]]
