"""A self-assessment as a workbook: what applies, with words to choose from, and the filled one read again."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from orepass.assurance.rules.asking import Asked, Before, Question
from orepass.assurance.rules.filled import NOTHING, Entry, Filled, require_same, usable
from orepass.assurance.rules.labels import EVIDENCE, LANGUAGES, PHASES, RATINGS, SAID, headings, label
from orepass.kernel import table
from orepass.kernel.finding import Finding
from orepass.kernel.table import Cell, Choices, Column, Row, Sheet, folded, rows_of, sheet_named
from orepass.scheme.rules.model import FALLBACK, told

ABOUT: Final = (Column("what", headings("what"), required=True), Column("value", headings("value"), required=True))
ANSWERS: Final = (
    Column("requirement", headings("requirement", "id", "identifier"), required=True),
    Column("subject", headings("subject")),
    Column("phase", headings("phase")),
    Column("core", headings("core")),
    Column("due_year", headings("due_year")),
    Column("statement", headings("statement")),
    Column("typical", headings("typical")),
    Column("fails_when", headings("fails_when")),
    Column("accepts", headings("accepts")),
    Column("answer", headings("answer"), required=True),
    Column("shown_by", headings("shown_by")),
    Column("evidence", headings("evidence", "evidence", "preuve", "prueba")),
    Column("note", headings("note", "remark", "comment")),
)
WIDTHS: Final = (24, 24, 14, 8, 8, 60, 40, 50, 24, 20, 22, 30, 40)
KEYS: Final = ("edition", "digest", "standard", "file", "language", "made on")
ANSWER_COLUMN, SHOWN_COLUMN = 9, 10


def form(asked: Asked, *, language: str, on: date) -> list[Sheet]:
    """Return the workbook of a self-assessment in a language."""
    spoken = language if language in LANGUAGES else FALLBACK
    rows: list[list[Cell]] = [[told(SAID[column.key], spoken) for column in ANSWERS]]
    rows += [_row(question, spoken) for question in asked.questions]
    known = (asked.pack, asked.digest, asked.standard, asked.file or None, spoken, on.isoformat())
    about: list[list[Cell]] = [
        [told(SAID["what"], spoken), told(SAID["value"], spoken)],
    ]
    about += [[key, value] for key, value in zip(KEYS, known, strict=True)]
    about += [[None, told(asked.title, spoken)], [None, told(SAID["how"], spoken)]]
    return [
        Sheet(
            name=told(SAID["answers"], spoken),
            rows=rows,
            widths=WIDTHS,
            choices=tuple(_choices(asked.questions, spoken)),
        ),
        Sheet(name=told(SAID["about"], spoken), rows=about, widths=(16, 80)),
    ]


def _row(question: Question, language: str) -> list[Cell]:
    before = question.before or Before(answer="")
    return [
        question.requirement,
        told(question.subject_title, language),
        label(PHASES, question.phase, language),
        "×" if question.core else None,
        question.due_year or None,
        told(question.statement, language),
        told(question.typical, language),
        told(question.fails_when, language),
        ", ".join(label(EVIDENCE, kind, language) for kind in question.accepts),
        label(RATINGS, before.answer, language) if before.answer else None,
        label(EVIDENCE, before.evidence_class, language) if before.evidence_class else None,
        "\n".join(before.evidence),
        before.note,
    ]


def _choices(questions: Sequence[Question], language: str) -> list[Choices]:
    """Offer the words of each requirement; neighbours with the same words share one list."""
    found: list[Choices] = []
    for at, question in enumerate(questions, 1):
        words = tuple(label(RATINGS, word, language) for word in question.words)
        last = found[-1] if found else None
        if last and last.words == words:
            found[-1] = Choices(ANSWER_COLUMN, last.first_row, at, words)
        else:
            found.append(Choices(ANSWER_COLUMN, at, at, words))
    kinds = tuple(label(EVIDENCE, kind, language) for kind in EVIDENCE)
    return [*found, Choices(SHOWN_COLUMN, 1, max(len(questions), 1), kinds)]


def read(sheets: Sequence[Sheet], asked: Asked) -> tuple[list[Filled], list[Finding]]:
    """Return the answers of a filled workbook and what is wrong with it.

    Raises:
        OtherEdition: it was made for another edition or standard.
        OtherFile: it was made for another file.
    """
    out: list[Finding] = []
    about, answers = (_sheet(sheets, key, out) for key in ("about", "answers"))
    if about is None or answers is None:
        return [], out
    named = {folded(row.word("what")): row.word("value") for row in rows_of(about, ABOUT, out)}
    require_same(
        asked,
        digest=named.get("digest", ""),
        pack=named.get("edition", ""),
        standard=named.get("standard", ""),
        file=named.get("file", ""),
    )
    entries = [_entry(row) for row in rows_of(answers, ANSWERS, out)]
    filled = usable(asked, [entry for entry in entries if entry.requirement or entry.answer], out)
    if not filled and not out:
        out.append(NOTHING.at(answers.name))
    return filled, out


def _sheet(sheets: Sequence[Sheet], key: str, out: list[Finding]) -> Sheet | None:
    found = sheet_named(sheets, headings(key))
    if found is None:
        listed = ", ".join(sheet.name for sheet in sheets)
        out.append(table.SHEET_MISSING.at(SAID[key]["en"], sheet=SAID[key]["en"], found=listed))
    return found


def _entry(row: Row) -> Entry:
    keys = ("requirement", "answer", "shown_by", "evidence", "note")
    requirement, answer, shown_by, evidence, note = (row.word(key) for key in keys)
    return Entry(requirement, answer, shown_by, evidence, note, row.place)
