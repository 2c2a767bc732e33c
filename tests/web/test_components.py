"""Tables sort, cut and export as the reader wishes, whatever the reader writes into the address."""

import msgspec
import pytest
from django.test import RequestFactory

from orepass.web import shapes
from orepass.web.components import PAGE_SIZE, Column, Table, as_csv, export, number, shown, words


def table(count: int, *, name: str = "lots") -> Table:
    rows = tuple((words(f"LOT-{at:03}"), number(count - at)) for at in range(count))
    return Table(
        id=name, caption="Lots", columns=(Column("Lot"), Column("Mass", "number")), rows=rows, empty="None yet."
    )


def first_cell(address: str, count: int = 60) -> str:
    return shown(RequestFactory().get(address), table(count)).rows[0][0][1].text


def test_page_holds_no_more_rows_than_its_size_and_links_to_the_next() -> None:
    seen = shown(RequestFactory().get("/"), table(PAGE_SIZE + 5))
    assert len(seen.rows) == PAGE_SIZE
    assert "lots-page=2" in seen.next_href
    assert seen.previous_href == ""


def test_sort_wish_orders_by_value_and_the_heading_says_so() -> None:
    seen = shown(RequestFactory().get("/?lots-sort=1"), table(5))
    assert [row[1][1].raw for row in seen.rows] == ["1", "2", "3", "4", "5"]
    assert seen.headings[1].aria_sort == "ascending"
    assert "lots-sort=-1" in seen.headings[1].href


def test_table_that_has_an_order_of_its_own_shows_it_until_the_reader_wishes_another() -> None:
    given = msgspec.structs.replace(table(3), order="1")
    for wish, order, at in (("", ["1", "2", "3"], 1), ("?lots-sort=-1", ["3", "2", "1"], 1)):
        seen = shown(RequestFactory().get(f"/{wish}"), given)
        assert [row[1][1].raw for row in seen.rows] == order
        assert seen.headings[at].aria_sort


def test_dash_in_a_column_of_numbers_comes_last_whichever_way_it_is_sorted() -> None:
    given = msgspec.structs.replace(table(0), rows=((words("a"), words("–")), (words("b"), number(2))))
    for wish in ("1", "-1"):
        seen = shown(RequestFactory().get(f"/?lots-sort={wish}"), given)
        assert [row[0][1].text for row in seen.rows] == ["b", "a"]


@pytest.mark.parametrize("wish", ["lots-page=0", "lots-page=-1", "lots-page=x", "lots-page=99999999999", "lots-sort=9"])
def test_broken_wish_falls_back_to_a_page_that_exists(wish: str) -> None:
    assert first_cell(f"/?{wish}").startswith("LOT-")


def test_wish_for_one_table_leaves_another_alone() -> None:
    assert first_cell("/?other-page=2") == "LOT-000"


def test_cell_that_a_spreadsheet_would_run_is_made_harmless_in_the_export() -> None:
    risky = Table(id="t", caption="", columns=(Column("Name"),), rows=((words("=1+2"),), (words("plain"),)), empty="")
    assert as_csv(risky).splitlines() == ["Name", "'=1+2", "plain"]


def test_export_is_offered_for_the_tables_of_the_page_only() -> None:
    request = RequestFactory().get("/?csv=elsewhere")
    assert export(request, [table(2)]) is None
    answer = export(RequestFactory().get("/?csv=lots"), [table(2)])
    assert answer is not None
    assert answer["Content-Disposition"] == 'attachment; filename="lots.csv"'


def test_the_four_certainties_have_four_different_shapes() -> None:
    drawn = {shapes.SHAPES[kind] for kind in ("verified", "declared", "missing", "expired")}
    assert len(drawn) == 4
    assert all(shapes.default_word(kind) for kind in shapes.SHAPES)
