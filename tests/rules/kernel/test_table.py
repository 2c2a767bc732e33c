"""Tables from spreadsheets: forgiving of form, exact about errors."""

from datetime import date, datetime, time

import pytest

from orepass.kernel import table
from orepass.kernel.finding import Finding, Severity
from orepass.kernel.table import Cell, Column, Sheet, cell_name, folded, limited, rows_of, said, sheet_named, shown

COLUMNS = (Column("id", ("requirement", "exigence"), required=True), Column("answer", ("answer", "réponse")))
WORDS = {"fully met": "full", "entièrement": "full", "full": "full", "not met": "none"}


def read(*rows: list[Cell], **more: object) -> tuple[list[table.Row], list[Finding]]:
    out: list[Finding] = []
    sheet = Sheet(name="answers", rows=rows, **more)  # type: ignore[arg-type]
    return rows_of(sheet, COLUMNS, out), out


def test_cells_are_named_as_spreadsheets_name_them() -> None:
    names = [
        cell_name(0, 0),
        cell_name(6, 1),
        cell_name(0, 25),
        cell_name(0, 26),
        cell_name(99, 701),
        cell_name(0, 702),
    ]
    assert names == ["A1", "B7", "Z1", "AA1", "ZZ100", "AAA1"]


def test_words_are_compared_without_case_accents_and_signs() -> None:
    assert folded(" Fails_When ") == folded("fails when") == folded("FAILS-WHEN")
    assert folded("Réponse") == folded("reponse")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (3.0, "3"),
        (0.5, "0.5"),
        (7, "7"),
        (" a ", " a "),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31), "2026-01-31"),  # noqa: DTZ001 - spreadsheets know no zones
        (datetime(2026, 1, 31, 8, 30), "2026-01-31T08:30:00"),  # noqa: DTZ001 - as above
        (time(8, 30), "08:30:00"),
    ],
)
def test_what_a_cell_says(value: Cell, text: str) -> None:
    assert said(value) == text


def test_long_values_are_shown_by_their_beginning() -> None:
    assert shown("x" * 60) == "x" * 60
    assert shown("x" * 61) == "x" * 59 + "…"
    assert shown(["a"]) == "['a']"


def test_columns_in_any_order_and_language_with_a_title_above() -> None:
    rows, out = read(["Our answers"], [], ["Réponse", None, "EXIGENCE"], ["full", "x", "A.1"], [None, "note", None])
    assert [(row.word("id"), row.word("answer"), row.number) for row in rows] == [("A.1", "full", 3)]
    assert rows[0].place("answer") == "answers!A4"
    assert rows[0].place("id") == "answers!C4"
    assert out == []


def test_an_unknown_column_is_passed_over_and_said() -> None:
    rows, out = read(["requirement", "anser"], ["A.1", "full"])
    assert rows[0].cell("answer") is None
    assert [(found.code, found.where, found.severity) for found in out] == [
        (table.COLUMN_IGNORED.code, "answers!B1", Severity.NOTE)
    ]
    assert "Write “answer”." in out[0].what_to_do


def test_a_column_that_must_be_there_is_missed() -> None:
    rows, out = read(["answer"], ["full"])
    assert rows == []
    assert [(found.code, found.where) for found in out] == [(table.COLUMN_MISSING.code, "answers!A1")]


def test_an_empty_sheet_misses_its_columns() -> None:
    assert [found.code for found in read()[1]] == [table.COLUMN_MISSING.code]


def test_a_column_under_two_names_is_an_error() -> None:
    _rows, out = read(["requirement", "Exigence"], ["A.1", "A.2"])
    assert [(found.code, found.where) for found in out] == [(table.COLUMN_TWICE.code, "answers!B1")]


def test_formulas_merged_cells_and_impossible_characters_are_told_with_their_cells() -> None:
    _rows, out = read(
        ["requirement", "answer", "x"],
        ["A.1", 3.0, "1"],
        ["A\x07", "full"],
        ["A.3"],
        formulas=frozenset({(0, 0), (1, 1), (1, 2), (3, 1), (9, 0)}),
        merged=((0, 0), (2, 1), (2, 2)),
    )
    told = [(found.code, found.where) for found in out if found.severity is Severity.ERROR]
    assert told == [
        (table.FORMULA.code, "answers!B2"),
        (table.FORMULA.code, "answers!B4"),
        (table.MERGED.code, "answers!B3"),
        (table.CHARACTER.code, "answers!A3"),
    ]


def test_a_word_is_known_by_any_of_its_names() -> None:
    rows, out = read(["requirement", "answer"], ["A.1", "Entièrement"], ["A.2", "FULL"], ["A.3", None])
    assert [row.choice("answer", WORDS, out) for row in rows] == ["full", "full", ""]
    assert out == []


def test_a_word_that_is_none_is_told_with_the_nearest() -> None:
    rows, out = read(["requirement", "answer"], ["A.1", "not mett"])
    assert rows[0].choice("answer", WORDS, out) == ""
    assert [(found.code, found.where, found.what_to_do) for found in out] == [
        (table.WORD.code, "answers!B2", "Write “not met”.")
    ]


def test_sheets_are_found_by_any_name() -> None:
    sheets = [Sheet(name="Lisez-moi", rows=[]), Sheet(name="RÉPONSES", rows=[])]
    assert sheet_named(sheets, ("answers", "réponses")) is sheets[1]
    assert sheet_named(sheets, ("about",)) is None


def test_errors_come_first_and_no_more_than_one_reads() -> None:
    note = table.COLUMN_IGNORED.at("a")
    errors = [table.MERGED.at(str(number)) for number in range(table.FINDINGS_MAX)]
    assert limited([note, errors[0]]) == [errors[0], note]
    many = limited([note, *errors])
    assert many[0] == errors[0]
    assert many[-1].code == table.TOO_MANY.code
    assert len(many) == table.FINDINGS_MAX + 1
