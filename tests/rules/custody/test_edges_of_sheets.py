"""A table of what happened: each cell on both sides of what can be used, and the events that are written from it."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.rules import sheet
from orepass.custody.rules.sheet import COLUMNS, KINDS, REQUIRED, Sheet
from orepass.custody.rules.terms import CONTEXT, Facts, uri_of
from orepass.custody.rules.writing import Amount, Saying, document, event, lot_uri
from orepass.kernel.identifier import mint

OWNER = "org-X"
HEAD = list(COLUMNS)


def read(*rows: dict[str, Any]) -> Sheet:
    first = {"what": "begin", "when": "2026-03-01", "lot": "A"}
    return sheet.read([HEAD, *([(first | row).get(column) for column in HEAD] for row in rows)], OWNER)


def wrong(**cells: Any) -> list[tuple[str, str, dict[str, str]]]:
    found = read(cells)
    return [(finding.code.rpartition(".")[2], finding.where, finding.params) for finding in found.findings]


def lot(name: str) -> str:
    return lot_uri(name, OWNER)


# --- headings ---


def test_headings_are_read_in_any_letters_and_order_and_only_three_are_needed() -> None:
    found = sheet.read([[" LOT ", None, "When", "what"], ["A", None, "2026-03-01", "begin"]], OWNER)
    assert (len(found.events), found.rows, found.findings) == (1, [2], [])


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        ([], ["what", "when", "lot"]),
        (["what", "when"], ["lot"]),
        ([*REQUIRED, "colour"], ["colour"]),
        ([*REQUIRED, "site", "Site", "lot"], ["lot", "site"]),
    ],
    ids=["nothing", "one is missing", "one is strange", "two stand twice"],
)
def test_a_heading_that_is_missing_strange_or_doubled_is_named(heads: list[str], columns: list[str]) -> None:
    found = sheet.read([heads, ["begin"] * len(heads)] if heads else [], OWNER)
    assert [finding.params["column"] for finding in found.findings] == columns
    assert [finding.where for finding in found.findings] == [f"row 1, column {column}" for column in columns]
    assert (found.events, found.rows) == ([], [])


def test_rows_are_named_as_the_spreadsheet_counts_them_and_empty_ones_are_passed_over() -> None:
    table: list[list[Any]] = [list(REQUIRED), [None, "", None], ["begin", "2026-03-01", "A"], ["begin", "never", "B"]]
    found = sheet.read(table, OWNER)
    assert found.rows == [3]
    assert [finding.where for finding in found.findings] == ["row 4, column when"]


def test_a_table_as_long_as_the_limit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "ROWS_MAX", 3)
    table: list[list[Any]] = [list(REQUIRED), ["begin", "2026-03-01", "A"], ["begin", "2026-03-01", "B"]]
    assert sheet.read(table, OWNER).rows == [2, 3]
    (finding,) = sheet.read([*table, table[1]], OWNER).findings
    assert (finding.where, finding.params) == ("row 3", {"limit": "3"})


# --- cells ---


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2026-03-01", "2026-03-01T12:00:00+00:00"),
        (date(2026, 3, 1), "2026-03-01T12:00:00+00:00"),
        ("20260301", "2026-03-01T12:00:00+00:00"),
        ("2026-03-01T08", "2026-03-01T08:00:00+00:00"),
        ("2026-03-01T08:30", "2026-03-01T08:30:00+00:00"),
        ("2026-03-01T08:30:00+02:00", "2026-03-01T08:30:00+02:00"),
        (datetime(2026, 3, 1, 8, 30, tzinfo=UTC), "2026-03-01T08:30:00+00:00"),
        (datetime(2026, 3, 1, 8, 30), "2026-03-01T08:30:00+00:00"),  # noqa: DTZ001 - spreadsheets know no zones
        (datetime(2026, 3, 1), "2026-03-01T00:00:00+00:00"),  # noqa: DTZ001 - spreadsheets know no zones
        (datetime(2026, 3, 1, 8, tzinfo=timezone(timedelta(hours=2))), "2026-03-01T08:00:00+02:00"),
    ],
)
def test_a_day_is_its_noon_and_an_instant_without_a_zone_is_in_utc(said: object, at: str) -> None:
    assert read({"when": said}).events[0]["eventTime"] == at


@pytest.mark.parametrize("said", ["", None, "tomorrow", 5, timedelta(hours=1), "2026-02-30"])
def test_what_is_no_day_is_named_with_its_row(said: object) -> None:
    found = wrong(when=said)
    assert [part[:2] for part in found] == [("cell", "row 2, column when")]


@pytest.mark.parametrize("said", ["", "smelt", 5])
def test_what_nobody_can_do_is_refused_with_what_one_can(said: object) -> None:
    told = {"value": str(said), "column": "what", "words": ", ".join(KINDS)}
    assert wrong(what=said) == [("cell", "row 2, column what", told)]
    assert read({"what": said}).events == []


def test_what_happens_is_read_in_any_letters() -> None:
    assert read({"what": " Begin "}).events[0]["action"] == "ADD"


@pytest.mark.parametrize(
    ("said", "kilograms"),
    [
        *[("1000.5", "1000.5"), ("1 000", "1000"), (7.0, "7"), (7.5, "7.5"), (0, "0"), ("9" * 21, "9" * 21)],
        *[(said, None) for said in ("+7", "-7", "-0.1", "7,5", "NaN", "Infinity", "9" * 22, True)],
    ],
)
def test_a_mass_is_a_plain_number_that_is_not_below_zero(said: object, kilograms: str | None) -> None:
    found = read({"mass kg": said})
    if kilograms is None:
        assert [finding.where for finding in found.findings] == ["row 2, column mass kg"]
    else:
        assert found.events[0]["quantityList"][0]["quantity"] == Decimal(kilograms)


@pytest.mark.parametrize("said", ["=1+1", "+1", "@SUM(A1)", "-cmd", "-", "=cmd|' /C calc'!A0"])
def test_a_cell_that_begins_like_a_formula_is_refused(said: str) -> None:
    assert wrong(material=said) == [("formula", "row 2, column material", {"value": said})]


def test_a_text_may_be_as_long_as_the_limit_and_holds_no_control_characters() -> None:
    whole = "x" * sheet.CELL_MAX
    assert read({"material": whole}).findings == []
    assert [part[:2] for part in wrong(material=whole + "x")] == [("cell", "row 2, column material")]
    assert [part[:2] for part in wrong(material="a\x07b")] == [("cell", "row 2, column material")]


def test_a_lot_without_a_name_is_refused() -> None:
    for name in (None, "", "  "):
        assert [part[:2] for part in wrong(lot=name)] == [("cell", "row 2, column lot")]


@pytest.mark.parametrize(
    ("said", "used"),
    [
        ("B=5", [(lot("B"), "5")]),
        (" B = 5 ; C ;; D=0.5", [(lot("B"), "5"), (lot("C"), None), (lot("D"), "0.5")]),
        ("urn:x:b=5", [("urn:x:b", "5")]),
        ("B=many", [(lot("B=many"), None)]),
        ("B=1=2", [(lot("B=1"), "2")]),
    ],
)
def test_what_a_step_used_is_named_with_how_much(said: str, used: list[tuple[str, str | None]]) -> None:
    found = read({"what": "transform", "made from": said})
    weighed = {part["epcClass"]: str(part["quantity"]) for part in found.events[0].get("inputQuantityList", [])}
    assert weighed | dict.fromkeys(found.events[0].get("inputEPCList", [])) == dict(used)
    assert found.findings == []


def test_an_amount_of_no_lot_is_refused() -> None:
    found = wrong(**{"what": "transform", "made from": "B; =5"})
    assert [(code, where, told["value"]) for code, where, told in found] == [("cell", "row 2, column made from", "=5")]


def test_the_rows_of_one_step_are_one_event_and_every_other_row_is_its_own() -> None:
    rows = [
        {"what": "transform", "lot": "H", "step": "S1", "made from": "A"},
        {"lot": "B"},
        {"what": "transform", "lot": "SLAG", "step": "S1", "made from": "C"},
        {"what": "transform", "lot": "M", "step": "S2", "made from": "H"},
    ]
    found = read(*rows)
    assert found.rows == [2, 3, 5]
    assert found.events[0]["inputEPCList"] == [lot("A"), lot("C")]
    assert found.events[0]["outputEPCList"] == [lot("H"), lot("SLAG")]
    assert found.events[2]["inputEPCList"] == [lot("H")]


def test_a_row_with_a_fault_makes_no_event_and_the_others_do() -> None:
    found = read({"grade %": "much"}, {"lot": "B"})
    assert (found.rows, len(found.findings)) == ([3], 1)


def test_every_column_is_written_into_the_event() -> None:
    names = {name: mint(kind) for name, kind in (("site", "sit"), ("from", "org"), ("to", "org"), ("member", "mem"))}
    crt = mint("crt")
    facts = {"material": "cobalt_ore", "grade %": 4, "moisture %": "2.5", "tag": "T-7", "mass kg": 9, "hs": "2605.00"}
    written = read({"certificate": crt, "model": "segregated", "transport": "Rail", **names, **facts}).events[0]
    assert written == {
        "type": "ObjectEvent",
        "eventTime": "2026-03-01T12:00:00+00:00",
        "eventTimeZoneOffset": "+00:00",
        "action": "ADD",
        "bizStep": "commissioning",
        "quantityList": [{"epcClass": lot("A"), "quantity": Decimal(9), "uom": "KGM"}],
        "ilmd": {
            "ore:material": "cobalt_ore",
            "ore:moisture_pct": Decimal("2.5"),
            "ore:grade_pct": Decimal(4),
            "ore:member": uri_of(names["member"]),
            "ore:tag": "T-7",
            "ore:hs": "2605.00",
        },
        "bizLocation": {"id": uri_of(names["site"])},
        "certificationInfo": [uri_of(crt)],
        "sourceList": [{"type": "owning_party", "source": uri_of(names["from"])}],
        "destinationList": [{"type": "owning_party", "destination": uri_of(names["to"])}],
        "ore:model": "segregated",
        "ore:transport": "rail",
    }


# --- writing ---

AT = datetime(2026, 3, 1, tzinfo=UTC)


def said(what: str, *lots: Amount, **more: Any) -> dict[str, Any]:
    written = event(Saying(what=what, when=AT, lots=[(amount, Facts()) for amount in lots], **more))
    return {name: part for name, part in written.items() if not name.startswith("eventTime")}


def test_only_what_was_said_is_written() -> None:
    step = {"type": "ObjectEvent", "action": "OBSERVE"}
    assert said("send", Amount("urn:x:1")) == step | {"bizStep": "shipping", "epcList": ["urn:x:1"]}
    weighed = [{"epcClass": "urn:x:1", "quantity": Decimal(3), "uom": "KGM"}]
    assert said("weigh", Amount("urn:x:1", Decimal(3))) == step | {"bizStep": "inspecting", "quantityList": weighed}
    assert said("receive", Amount("urn:x:1"), receiver="urn:x:b") == step | {
        "bizStep": "receiving",
        "epcList": ["urn:x:1"],
        "destinationList": [{"type": "owning_party", "destination": "urn:x:b"}],
    }
    assert said("destroy", Amount("urn:x:1"))["bizStep"] == "destroying"


def test_a_container_is_filled_and_emptied() -> None:
    for what, action, step in (("pack", "ADD", "packing"), ("unpack", "DELETE", "unpacking")):
        assert said(what, Amount("urn:x:1"), packed_into="urn:x:box") == {
            "type": "AggregationEvent",
            "action": action,
            "bizStep": step,
            "parentID": "urn:x:box",
            "childEPCs": ["urn:x:1"],
        }


def test_what_is_known_of_one_lot_stands_for_the_event_and_of_several_under_each() -> None:
    one, two = (Amount("urn:x:1"), Facts(tag="7")), (Amount("urn:x:2"), Facts())
    assert event(Saying(what="begin", when=AT, lots=[one]))["ilmd"] == {"ore:tag": "7"}
    assert event(Saying(what="begin", when=AT, lots=[one, two]))["ilmd"] == {
        "ore:lots": [{"ore:lot": "urn:x:1", "ore:tag": "7"}, {"ore:lot": "urn:x:2"}]
    }


def test_a_document_carries_the_context_of_our_terms() -> None:
    assert document([{"a": 1}], created_at=AT) == {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-03-01T00:00:00+00:00",
        "epcisBody": {"eventList": [{"a": 1}]},
    }


def test_a_lot_of_nobody_is_named_among_the_lots() -> None:
    assert lot_uri("A", "") == f"{uri_of('lots')}/lots/A"


@pytest.mark.parametrize(("said", "taken"), [("100", True), ("0", True), ("100.1", False), ("-1", False), ("x", False)])
def test_a_claimed_percentage_lies_between_nothing_and_all(said: str, taken: bool) -> None:
    assert [place for _code, place, _params in wrong(**{"claimed %": said})] == (
        [] if taken else ["row 2, column claimed %"]
    )


@pytest.mark.parametrize(("said", "taken"), [("road", True), ("AIR", True), ("", True), ("lorry", False)])
def test_a_lot_travels_by_one_of_four_means(said: str, taken: bool) -> None:
    told = {"value": said, "column": "transport", "words": "road, rail, water, air"}
    assert wrong(transport=said) == ([] if taken else [("cell", "row 2, column transport", told)])
