import pytest

from orepass.party.rules.facilities import COLUMNS, Contradiction, IdentifierMissing, read_facilities
from orepass.party.rules.table import BYTES_MAX, BadTable, TooLarge, WrongHeader, decoded, inert, read_table, written

HEADER = ",".join(COLUMNS)
ROW = "ICMM1,High,Kolwezi,Kolwezi;KOV,-10.7,25.4,Mine;Refinery,Democratic Republic of the Congo,copper,cobalt,"


def test_latin_1_is_refused_with_its_row() -> None:
    with pytest.raises(BadTable) as refused:
        decoded("a,b\n1,2\né,3".encode("latin-1"))
    assert refused.value.where == "row 3"


@pytest.mark.parametrize("strange", ["\x00", "\ud800"])
def test_characters_that_no_text_has_are_refused_with_their_row(strange: str) -> None:
    with pytest.raises(BadTable) as refused:
        read_table(f"a,b\n1,{strange}2", "kind", ["a"])
    assert refused.value.where == "row 2"


def test_oversized_file_is_refused() -> None:
    with pytest.raises(TooLarge):
        decoded(b"a" * (BYTES_MAX + 1))


def test_byte_order_mark_is_passed_over() -> None:
    assert decoded("\ufeffa,b".encode()) == "a,b"


def test_row_cut_off_is_refused_with_row_and_column() -> None:
    with pytest.raises(BadTable) as refused:
        read_facilities(f"{HEADER}\n{ROW}\nICMM2,High,Ko")
    assert refused.value.where == "row 3"
    assert refused.value.params["column"] == "group_names"


def test_quote_cut_off_is_refused() -> None:
    with pytest.raises(BadTable):
        read_facilities(f'{HEADER}\n{ROW}\nICMM2,High,"Ko')


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(BadTable):
        read_facilities(f"{HEADER}\n{ROW},extra")


@pytest.mark.parametrize("header", ["", "a,b,c", HEADER.replace("country", "land"), HEADER + ",country"])
def test_another_header_is_refused(header: str) -> None:
    with pytest.raises(WrongHeader):
        read_facilities(f"{header}\n{ROW}\n")


def test_doubled_extra_column_is_refused() -> None:
    with pytest.raises(WrongHeader):
        read_table("a,b,x,x\n1,2,3,4", "kind", ["a", "b"])


@pytest.mark.parametrize("size", [100_001, 10 * 1024 * 1024])
def test_outsized_cell_is_refused(size: int) -> None:
    with pytest.raises(TooLarge) as refused:
        read_facilities(f"{HEADER}\n{ROW.replace('Kolwezi,', 'K' * size + ',', 1)}\n")
    assert refused.value.where == "row 2"


def test_repeated_row_counts_once_and_is_noted() -> None:
    read = read_facilities(f"{HEADER}\n{ROW}\n{ROW}\n")
    assert len(read.facilities) == 1
    assert [finding.code for finding in read.findings] == ["party.import.duplicate"]


def test_contradicting_rows_refuse_the_file() -> None:
    with pytest.raises(Contradiction):
        read_facilities(f"{HEADER}\n{ROW}\n{ROW.replace('High', 'Moderate')}\n")


@pytest.mark.parametrize("key", ["", "x" * 81, "a\x1bb"])
def test_row_without_usable_identifier_refuses_the_file(key: str) -> None:
    with pytest.raises(IdentifierMissing):
        read_facilities(f"{HEADER}\n{ROW.replace('ICMM1', key)}\n")


def test_facility_is_read_in_our_words() -> None:
    (facility,) = read_facilities(f"{HEADER}\n{ROW}\n").facilities
    assert (facility.country, facility.activities) == ("CD", ("extraction", "refining"))
    assert facility.minerals == ("copper", "cobalt")
    assert facility.aliases == ("KOV",)
    assert facility.findings == ()


def test_defective_row_is_kept_and_marked() -> None:
    (facility,) = read_facilities(f"{HEADER}\nICMM1,High,,,95,25.4,Mine;Castle,Atlantis,copper,,\n").facilities
    assert facility.name == "ICMM1"
    assert sorted(finding.code for finding in facility.findings) == [
        "party.import.activity_unknown",
        "party.import.country_unknown",
        "party.import.name_missing",
        "party.place.outside",
    ]


def test_formula_is_kept_as_text_and_leaves_inert() -> None:
    hostile = "=cmd|' /C calc'!A0"
    (facility,) = read_facilities(f"{HEADER}\n{ROW.replace('Kolwezi,', hostile + ',', 1)}\n").facilities
    assert facility.name == hostile
    assert inert(facility.name) == "'" + hostile


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", "\rx"])
def test_cell_that_starts_a_formula_is_made_inert(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-1.25", "+3", "1e5", "Kolwezi", ""])
def test_plain_cell_is_left_alone(cell: str) -> None:
    assert inert(cell) == cell


def test_written_table_reads_back_with_inert_cells() -> None:
    text = written(["name", "latitude"], [{"name": "=x, “y”", "latitude": "-1.5"}, {"name": None}])
    rows = read_table(text, "kind", ["name"]).rows
    assert rows == [{"name": "'=x, “y”", "latitude": "-1.5"}, {"name": "", "latitude": ""}]


def test_outsized_text_and_endless_tables_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orepass.party.rules.table.ROWS_MAX", 2)
    monkeypatch.setattr("orepass.party.rules.table.BYTES_MAX", 100)
    with pytest.raises(TooLarge):
        read_table("a\n1\n2\n", "kind", ["a"])
    with pytest.raises(TooLarge):
        read_table("a\n" + "1\n" * 100, "kind", ["a"])


def test_empty_lines_are_passed_over() -> None:
    assert len(read_table("a,b\n\n1,2\n\n", "kind", ["a"]).rows) == 1


def test_a_table_of_nothing_at_all_has_the_wrong_heading() -> None:
    with pytest.raises(WrongHeader):
        read_table("", "sites", ("name",))
