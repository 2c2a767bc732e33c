"""Every standard's form goes through pyxform, the reference converter of XLSForm; broken forms do not."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from orepass.assurance.rules import submissions, xlsform
from orepass.assurance.rules.asking import Asked, asked
from orepass.assurance.rules.labels import NAMES
from orepass.kernel.table import Cell, Sheet
from orepass.platform.workbooks import write_workbook
from orepass.scheme.queries import pack_from_files, pack_paths
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile

pytestmark = pytest.mark.conformance

NEWEST = {ref.partition("@")[0]: ref for ref in sorted(pack_paths())}
STANDARDS = [(name, standard.code) for name, ref in NEWEST.items() for standard in pack_from_files(ref).standards]


def pack_of(name: str) -> Pack:
    return pack_from_files(NEWEST[name])


def questions(name: str, code: str) -> Asked:
    return asked(pack_of(name), code, Profile(), file="app-TEST")


def xform(sheets: list[Sheet]) -> str:
    told: list[str] = []
    made = convert(write_workbook(sheets), warnings=told, file_type=".xlsx")
    assert told == []
    return str(made.xform)


@pytest.mark.parametrize(("name", "code"), STANDARDS)
def test_the_form_of_a_standard_converts_without_a_warning(name: str, code: str) -> None:
    found = questions(name, code)
    made = xform(xlsform.form(found, pack_of(name).languages))
    for question in found.questions:
        assert f"<{xlsform.question_name(question.requirement)}/>" in made
    assert f"'{found.digest}'" in made
    assert f'version="{found.pack} {found.digest[:12]}"' in made
    for language in pack_of(name).languages:
        assert f'<translation lang="{NAMES[language]}"' in made


def test_an_empty_instance_filled_in_comes_back_as_answers() -> None:
    found = questions("cera-4in1", "ASM")
    made = xform(xlsform.form(found, ("en", "sw")))
    (instance,) = re.findall(r"<instance>\s*(<data .*?</data>)\s*</instance>", made, flags=re.DOTALL)
    instance = instance.replace("<instanceID/>", "<instanceID>uuid:1</instanceID>")
    for question in found.questions:
        name = xlsform.question_name(question.requirement)
        instance = instance.replace(f"<{name}/>", f"<{name}>{question.words[0]}</{name}>")
    whole = instance.replace(
        "<data ", '<data xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" '
    )
    (read,) = submissions.read(whole.encode())
    assert [entry.requirement for entry in submissions.entries(read, found)] == [
        question.requirement for question in found.questions
    ]


Rows = dict[str, list[list[Cell]]]


def _cell(rows: Rows, sheet: str, row: int, column: str, value: Cell) -> None:
    rows[sheet][row][rows[sheet][0].index(column)] = value


def _first(rows: Rows, word: str) -> int:
    return next(at for at, row in enumerate(rows["survey"]) if str(row[0]).startswith(word))


BROKEN: dict[str, Callable[[Rows], object]] = {
    "an unknown type": lambda rows: _cell(rows, "survey", _first(rows, "select_one"), "type", "select_some scale_1"),
    "an unknown list": lambda rows: _cell(rows, "survey", _first(rows, "select_one"), "type", "select_one no_list"),
    "a name with blanks": lambda rows: _cell(rows, "survey", _first(rows, "select_one"), "name", "a b"),
    "a reference to nothing": lambda rows: _cell(rows, "survey", _first(rows, "text"), "relevant", "${nothing} != ''"),
    "a group without an end": lambda rows: rows["survey"].pop(),
    "a group ended twice": lambda rows: rows["survey"].append(list(rows["survey"][-1])),
    "a question twice": lambda rows: rows["survey"].insert(
        _first(rows, "select_one"), list(rows["survey"][_first(rows, "select_one")])
    ),
    "a choice twice": lambda rows: rows["choices"].append(list(rows["choices"][1])),
    "no survey": lambda rows: rows.pop("survey"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_form_does_not_convert(name: str) -> None:
    form = xlsform.form(questions("quarry-basics", "QRY"), ("en",))
    rows = {sheet.name: [list(row) for row in sheet.rows] for sheet in form}
    BROKEN[name](rows)
    with pytest.raises(PyXFormError):
        xform([Sheet(name=sheet, rows=cells) for sheet, cells in rows.items()])


def test_another_program_reads_the_workbook_as_it_was_written() -> None:
    sheets = xlsform.form(questions("quarry-basics", "QRY"), ("en", "fr"))
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(sheets)))
    for sheet in sheets:
        rows = [list(row) for row in book[sheet.name].iter_rows(values_only=True)]
        assert rows == [[cell or None for cell in row] for row in sheet.rows]
