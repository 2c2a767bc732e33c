"""A table of events is read under headings and words in three languages, and its template says what they mean."""

import pytest

from orepass.custody.rules import sheet
from orepass.custody.rules.sheet_columns import (
    KIND_WORDS,
    SHEET_COLUMNS,
    TRANSPORT_WORDS,
    column_named,
    word_meant,
    words_in,
)
from orepass.custody.rules.sheet_template import template
from orepass.kernel.table import folded

OWNER = "org-X"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_template_is_read_as_it_was_handed_out(language: str) -> None:
    events, explained = template(language, str)
    filled = {"what": words_in(language, KIND_WORDS)[3], "when": "2026-03-01", "lot": "A", "mass kg": 12}
    row = [filled.get(column.name) for column in SHEET_COLUMNS]
    plain = sheet.read([[column.name for column in SHEET_COLUMNS], [*row]], OWNER)
    read = sheet.read([*events.rows, row], OWNER)
    assert (read.findings, read.events) == ([], plain.events)
    assert [line[0] for line in explained.rows[1:]] == list(events.rows[0])


def test_no_heading_stands_for_two_columns_and_no_word_for_two_steps() -> None:
    meant: dict[str, str] = {}
    for column in SHEET_COLUMNS:
        for heading in (column.name, column.french, column.spanish):
            assert meant.setdefault(folded(heading), column.name) == column.name
    for words in (KIND_WORDS, TRANSPORT_WORDS):
        said = {code: {folded(word) for word in (code, *others)} for code, others in words.items()}
        assert sum(map(len, said.values())) == len(set().union(*said.values()))


def test_accents_capitals_and_apostrophes_of_other_keyboards_are_read() -> None:
    assert column_named(" SYSTEME D'ETIQUETTES ") == "tag scheme"
    assert column_named("Colour") == "colour"
    assert word_meant("RECEPTION", KIND_WORDS) == "receive"
    assert word_meant("Camel", TRANSPORT_WORDS) == "camel"


def test_a_language_without_headings_of_its_own_gets_the_lasting_ones() -> None:
    assert template("sw", str)[0].rows == template("en", str)[0].rows


def test_what_cannot_be_used_is_named_by_the_heading_its_writer_used() -> None:
    read = sheet.read([["Quoi", "Quand", "Lot", "Masse kg"], ["pesée", "2026-03-01", "A", "lourd"]], OWNER)
    assert [(found.where, found.params["column"]) for found in read.findings] == [
        ("row 2, column Masse kg", "Masse kg")
    ]
    read = sheet.read([["Quoi", "Quand", "Lot", "Matière"], ["pesée", "2026-03-01", "A", "=1+1"]], OWNER)
    assert [found.where for found in read.findings] == ["row 2, column Matière"]


def test_the_same_column_in_two_languages_stands_there_twice() -> None:
    read = sheet.read([["what", "when", "lot", "mass kg", "masse kg"]], OWNER)
    assert [found.params["column"] for found in read.findings] == ["mass kg"]
