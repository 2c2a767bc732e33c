"""Values as cells and places as paths: what goes in comes out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.kernel.table import Cell, Sheet
from orepass.platform.workbooks import read_workbook, write_workbook
from orepass.scheme.rules.template import cells
from orepass.scheme.rules.template.forming import sheets_of
from orepass.scheme.rules.template.pointer import NoSuchPlaceError, by_id, leaves, pointer, put
from orepass.scheme.rules.template.reading import read_template
from orepass.scheme.rules.template.yamlwriting import yaml_of
from orepass.scheme.rules.yamltext import Json, read

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=30)
SCALAR = st.one_of(st.none(), st.booleans(), st.integers(-(10**15) + 1, 10**15 - 1), TEXT)
KEY = st.text("abcXYZ.#@/~0_", min_size=1, max_size=6).filter(lambda key: key != "<<")
VALUE = st.recursive(
    SCALAR, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEY, inner, max_size=3)), max_leaves=8
)


@given(VALUE)
def test_a_value_comes_out_of_its_cell(value: Json) -> None:
    assert cells.value_of(cells.cell_of(value)) == value


@given(SCALAR)
def test_a_value_comes_out_of_a_real_workbook(value: Json) -> None:
    sheets = read_workbook(write_workbook([Sheet(name="s", rows=[["heading"], [cells.cell_of(value)]])]))
    assert cells.value_of(sheets[0].rows[1][0]) == value


@given(st.dictionaries(KEY, VALUE, min_size=1, max_size=4))
def test_a_tree_is_put_together_again_from_its_leaves(tree: dict[str, Json]) -> None:
    again: dict[str, Json] = {}
    for path, value in leaves(tree):
        assert put(again, pointer(path), cells.value_of(cells.cell_of(value))) == path
    assert again == tree


@given(st.dictionaries(st.text("abcXYZ._-", min_size=1, max_size=6), VALUE, max_size=4))
def test_what_is_written_as_yaml_reads_the_same(tree: dict[str, Json]) -> None:
    found = read(yaml_of(tree), "x.yaml")
    assert (found.value or {}) == tree


@pytest.mark.parametrize(
    "path", ["#0", "a/#x", "list/#9", "list/x", "list/#0", "list/@none", "a", "a/b/c", "", "/".join("a" * 20)]
)
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    tree: dict[str, Json] = {"a": "text", "list": [{"id": "one"}]}
    with pytest.raises(NoSuchPlaceError):
        put(tree, path, 1)


def test_an_entry_is_found_by_its_identifier() -> None:
    tree: dict[str, Json] = {"list": [{"id": "one"}, {"id": "t/wo"}]}
    assert put(tree, f"list/{by_id('t/wo')}/more/en", "x") == ("list", 1, "more", "en")
    assert tree == {"list": [{"id": "one"}, {"id": "t/wo", "more": {"en": "x"}}]}


@pytest.mark.parametrize("text", ["[a", "{a: b}", '"open', "[1.5]", '{"a": 0.1}', "[" * 5000])
def test_what_begins_like_json_and_is_none_is_refused(text: str) -> None:
    with pytest.raises(cells.NotJsonError):
        cells.value_of(text)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (None, None),
        (3.0, 3),
        (0.25, "0.25"),
        (1e-7, "0.0000001"),
        (4, 4),
        (date(2026, 1, 2), "2026-01-02"),
        (1e300, f"{1e300:.12f}".rstrip("0")),
    ],
)
def test_what_people_type_is_read_as_it_stands(cell: Cell, value: Json) -> None:
    assert cells.value_of(cell) == value


def test_whole_numbers_truths_and_days_are_forgiving() -> None:
    assert (cells.whole_of(" 7 "), cells.whole_of("soon"), cells.whole_of(7.0)) == (7, "soon", 7)
    assert (cells.truth_of("Vrai"), cells.truth_of("NO"), cells.truth_of("FALSE"), cells.truth_of("perhaps")) == (
        True,
        False,
        False,
        "perhaps",
    )
    days = [cells.day_of(cell) for cell in (date(2026, 1, 2), " 2026-01-02 ", 45658.0, None, timedelta(1))]
    assert days == ["2026-01-02", "2026-01-02", "45658", None, "1 day, 0:00:00"]
    assert cells.parameter_of("12", "candidate_months", "") == 12
    assert cells.parameter_of("12", "rank", "count") == 12
    assert cells.parameter_of("1", "initial_factor", "share") == "1"
    assert cells.parameter_of("oui", "staged", "boolean") is True
    assert (cells.list_cell([]), cells.list_of("[]"), cells.list_of("a; b,c\nd")) == ("[]", [], ["a", "b", "c", "d"])


def test_what_no_column_shows_travels_on_the_last_sheet() -> None:
    subject: Json = {
        "subject": "water",
        "dimension": "E",
        "title": {"de": "Wasser"},
        "why": "no text",
        "requirements": [{"id": "X.E.water.C1", "accepts": ["a, b"], "picture": {"en": "p"}, "evidence": {}}],
    }
    files: dict[str, Json] = {
        "pack.yaml": {"flags": {"odd": "x"}, "vocabulary": {"own": ["a"]}},
        "rules.yaml": {"own": {"list": [1]}, "empty": {}, "a": {"value": 1, "unit": "count"}},
        "X/standard.yaml": {"code": "X", "rules": {"own": {"list": [1]}}, "rating": {"empty": {}}},
        "X/subjects/01-water.yaml": subject,
        "texts/fr.yaml": {"odd": 3},
    }
    sheets = {sheet.name: sheet.rows for sheet in sheets_of(files, [("k", "t")], ["en", "fr"])}
    told = {(row[0], row[1]) for row in sheets["more"][1:]}
    assert {
        ("pack.yaml", "flags/odd"),
        ("pack.yaml", "vocabulary/own"),
        ("rules.yaml", "own/list"),
        ("rules.yaml", "empty"),
        ("X/standard.yaml", "rules/own/list"),
        ("X/subjects/01-water.yaml", "title/de"),
        ("X/subjects/01-water.yaml", "why"),
        ("X/subjects/01-water.yaml", "requirements/@X.E.water.C1/picture/en"),
        ("texts/fr.yaml", "odd"),
    } <= told


def test_a_workbook_without_any_sheet_of_ours_is_told() -> None:
    found = read_template([Sheet(name="Sheet1", rows=[])])
    assert found.pack is None
    assert {finding.code for finding in found.findings} == {"kernel.table.sheet_missing", "kernel.table.sheet_ignored"}
