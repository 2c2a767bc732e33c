"""Where an answer about a party turns: the last day and the next, the edge of the globe, the longest text read."""

from datetime import date
from decimal import Decimal

import pytest

from orepass.kernel.period import Period
from orepass.kernel.verdict import Unknown
from orepass.party.rules import table
from orepass.party.rules.accreditation import accredited
from orepass.party.rules.competence import CompetenceFact, Field, competent
from orepass.party.rules.facilities import ALIASES_MAX, COLUMNS, NAME_MAX, Contradiction, read_facilities
from orepass.party.rules.folding import folded
from orepass.party.rules.impartiality import Interest, tied
from orepass.party.rules.kinds import InterestKind
from orepass.party.rules.place import place
from orepass.party.rules.provider_standing import AccreditationFact, Standing, StandingStep, standing_of, suspended_from
from orepass.party.rules.table import BadTable, TooLarge, WrongHeader, read_table

# --- where it lies ---


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(Decimal(0), Decimal("9.5")), (Decimal("5.6"), Decimal(0)), ("0", "9.5"), ("5.6", "0.0")],
    ids=["on the equator", "at Greenwich", "on the equator, as text", "at Greenwich, as text"],
)
def test_a_site_on_the_equator_or_the_meridian_is_on_the_map(latitude: str | Decimal, longitude: str | Decimal) -> None:
    found = place(latitude, longitude)
    assert (found.latitude, found.longitude) == (Decimal(latitude), Decimal(longitude))
    assert found.findings == ()


@pytest.mark.parametrize(("latitude", "longitude"), [("90", "180"), ("-90", "-180")])
def test_the_poles_and_the_date_line_are_on_the_globe_and_nothing_beyond(latitude: str, longitude: str) -> None:
    assert place(latitude, longitude).findings == ()
    for outside in ((f"{latitude}.0001", longitude), (latitude, f"{longitude}.0001")):
        assert [finding.code for finding in place(*outside).findings] == ["party.place.outside"]


def test_a_place_that_cannot_be_read_is_quoted() -> None:
    (finding,) = place("here", "1").findings
    assert (finding.params["latitude"], finding.params["longitude"]) == ("here", "1")


# --- who may audit, and what for ---

DAY = date(2026, 4, 1)
OPEN = Period(date(2027, 1, 1))
EARLY, LATE = Period(date(2020, 1, 1), date(2023, 1, 1)), Period(date(2022, 1, 1), date(2025, 1, 1))


def accreditation(period: Period, withdrawn: date | None = None, *steps: StandingStep) -> AccreditationFact:
    return AccreditationFact("CPS", period, "Accreditor", withdrawn, steps)


def test_an_accreditation_says_by_whom_and_since_when() -> None:
    assert accredited([accreditation(Period(DAY))], "CPS", DAY).reasons == (
        "accredited for CPS by Accreditor from 2026-04-01",
    )


def test_of_two_lapsed_accreditations_the_last_day_of_the_later_one_is_told() -> None:
    verdict = accredited([accreditation(LATE), accreditation(EARLY), accreditation(OPEN)], "CPS", DAY)
    assert verdict.unknown is Unknown.EXPIRED
    assert verdict.reasons == ("the accreditation for CPS ended on 2024-12-31",)


def test_an_accreditation_without_an_end_that_has_not_begun_is_missing_and_not_expired() -> None:
    assert accredited([accreditation(OPEN)], "CPS", DAY).unknown is Unknown.MISSING


def test_an_accreditation_of_another_standard_says_nothing() -> None:
    other = AccreditationFact("CCS", Period(date(2026, 1, 1)), "Accreditor")
    assert accredited([other], "CPS", DAY).reasons == ("no accreditation for CPS is on record",)


def test_suspended_twice_counts_from_the_second_time() -> None:
    steps = (
        StandingStep("provider.suspend", date(2026, 3, 1)),
        StandingStep("provider.suspend", date(2026, 1, 1)),
        StandingStep("provider.restore", date(2026, 2, 1)),
    )
    assert suspended_from(steps, date(2026, 1, 1)) == date(2026, 1, 1)
    assert suspended_from(steps, date(2026, 2, 28)) is None
    assert suspended_from(steps, DAY) == date(2026, 3, 1)
    assert standing_of(accreditation(Period(date(2026, 1, 1)), None, *steps), DAY) is Standing.SUSPENDED


def competence(period: Period, ended: date | None = None) -> CompetenceFact:
    return CompetenceFact(Field.MINERAL, "cobalt", period, ended)


def test_competence_is_told_with_its_days() -> None:
    records = [
        competence(Period(date(2025, 1, 1)), date(2026, 3, 1)),
        competence(Period(date(2025, 1, 1)), date(2026, 2, 1)),
    ]

    def said(*facts: CompetenceFact) -> tuple[str, ...]:
        return competent(facts, Field.MINERAL, "cobalt", DAY).reasons

    assert said(competence(Period(DAY))) == ("cobalt: recorded from 2026-04-01",)
    assert said(*records) == ("cobalt: the record was taken back from 2026-03-01",)
    assert said(*reversed(records)) == ("cobalt: the record was taken back from 2026-03-01",)
    assert said(competence(LATE), competence(EARLY), competence(OPEN)) == ("cobalt: the record ended on 2024-12-31",)
    assert said(competence(OPEN)) == ("cobalt: nothing is on record",)


def test_competence_in_one_mineral_is_none_in_another() -> None:
    assert competent([competence(Period(DAY))], Field.MINERAL, "tin", DAY).unknown is Unknown.MISSING


def interest(kind: InterestKind, *days: date) -> Interest:
    return Interest(kind, "org-C", Period(*days))


def test_a_tie_counts_from_its_first_day_and_is_told_with_its_last() -> None:
    tie = interest(InterestKind.CONSULTED, date(2025, 1, 1), date(2025, 6, 1))
    assert tied([tie], "org-C", date(2024, 12, 31)).is_unknown
    assert tied([tie], "org-C", date(2025, 1, 1)).reasons == ("consulted for the client from 2025-01-01 to 2025-05-31",)
    held = interest(InterestKind.OWNS, date(2025, 1, 1))
    assert tied([held], "org-C", DAY).reasons == ("owns for the client from 2025-01-01 to today",)


def test_the_newest_declaration_of_no_interest_is_the_one_that_ages() -> None:
    old, new = (interest(InterestKind.NONE, day) for day in (date(2024, 1, 1), date(2025, 1, 1)))
    verdict = tied([old, new], "org-C", date(2025, 12, 31))
    assert verdict.reasons == ("no interest declared on 2025-01-01",)
    assert tied([new, old], "org-C", date(2026, 1, 1)).reasons == (
        "the declaration of no interest of 2025-01-01 has to be renewed",
    )


# --- what strangers send as a table ---

HEADER = ",".join(COLUMNS)


def row(**cells: str) -> str:
    known = {"icmm_id": "ICMM1", "confidence": "High", "mine_name": "Kolwezi", "country": "France"}
    return ",".join((known | cells).get(column, "") for column in COLUMNS)


def refused(text: str, kind: type[Exception]) -> dict[str, object]:
    with pytest.raises(kind) as caught:
        read_facilities(text)
    return caught.value.params | {"where": caught.value.where}  # type: ignore[attr-defined, no-any-return]


def test_an_identifier_of_eighty_letters_is_read() -> None:
    (facility,) = read_facilities(f"{HEADER}\n{row(icmm_id='x' * 80)}\n").facilities
    assert facility.external_id == "x" * 80


def test_texts_are_cut_to_what_the_register_holds() -> None:
    names = ";".join(f"name {number}" for number in range(ALIASES_MAX + 1))
    cells = {"mine_name": "n" * (NAME_MAX + 1), "country": "c" * 121, "confidence": "h" * 41, "group_names": names}
    (facility,) = read_facilities(f"{HEADER}\n{row(**cells)}\n").facilities
    assert (len(facility.name), len(facility.country_text), len(facility.confidence)) == (NAME_MAX, 120, 40)
    assert len(facility.aliases) == ALIASES_MAX


def test_a_repeated_and_a_contradicting_row_are_named_with_the_first() -> None:
    first, other = row(), row(icmm_id="ICMM2")
    (note,) = read_facilities(f"{HEADER}\n{other}\n{first}\n{first}\n").findings
    assert (note.where, note.params["first"]) == ("row 4", "3")
    told = refused(f"{HEADER}\n{other}\n{first}\n{row(confidence='Low')}\n", Contradiction)
    assert (told["where"], told["first"], told["row"], told["value"]) == ("row 4", 3, 4, "ICMM1")


def test_another_name_of_a_mine_is_kept_once_and_its_own_is_none() -> None:
    (facility,) = read_facilities(f"{HEADER}\n{row(group_names='KOV; ;Kolwezi;KOV;Kolwezi  Est')}\n").facilities
    assert facility.aliases == ("KOV", "Kolwezi Est")


def test_a_defect_names_the_row_it_stands_in() -> None:
    facilities = read_facilities(f"{HEADER}\n{row(icmm_id='A')}\n{row(icmm_id='B', country='Atlantis')}\n").facilities
    assert [[finding.where for finding in facility.findings] for facility in facilities] == [[], ["row 3"]]


def test_a_quote_or_cell_that_breaks_off_is_named_with_its_row() -> None:
    assert refused(f'{HEADER}\n{row()}\nICMM2,High,"Ko', BadTable)["row"] == 3
    assert refused(f"{HEADER}\n{row()}\n{row()},more,and more\n", BadTable)["column"] == str(len(COLUMNS) + 2)
    assert refused(f"{HEADER}\n{row()}\n{row(mine_name='K' * 200_000)}\n", TooLarge)["row"] == 3


def test_the_line_of_a_letter_that_is_none_is_counted_from_the_first() -> None:
    for data, where in ((b"\xff", "row 1"), (b"\n\xff", "row 2"), (b"a\nb\n\xff\n", "row 3")):
        with pytest.raises(BadTable) as unreadable:
            table.decoded(data)
        assert unreadable.value.where == where


def test_a_wrong_heading_is_named() -> None:
    assert refused(f"{HEADER},country\n", WrongHeader)["column"] == "country"
    assert refused(f"{HEADER},country\n", WrongHeader)["expected"] == ", ".join(COLUMNS[:6])
    with pytest.raises(WrongHeader) as doubled:
        read_table("a,x,y,y\n", "kind", ["a"])
    assert doubled.value.params["column"] == "y"
    with pytest.raises(WrongHeader) as nothing:
        read_table("", "kind", list("abcdefgh"))
    assert (nothing.value.params["column"], nothing.value.params["expected"]) == ("a", "a, b, c, d, e, f")
    with pytest.raises(WrongHeader) as strange:
        read_table("a,b,c,d,e,f,g,x,x\n", "kind", list("abcdefg"))
    assert (strange.value.params["column"], strange.value.params["expected"]) == ("x", "a, b, c, d, e, f")


def test_letters_after_the_end_of_a_quoted_cell_are_no_table() -> None:
    told = refused(f"{HEADER}\n{row(mine_name=chr(34) + 'Ko' + chr(34) + 'lwezi')}\n", BadTable)
    assert told["where"] == "row 2"


def test_the_greatest_cell_table_and_file_are_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(read_table("a\n" + "x" * table.CELL_MAX, "kind", ["a"]).rows[0]["a"]) == table.CELL_MAX
    monkeypatch.setattr(table, "ROWS_MAX", 3)
    assert len(read_table("a\n1\n2\n", "kind", ["a"]).rows) == 2
    with pytest.raises(TooLarge) as endless:
        read_table("a\n1\n2\n3\n", "kind", ["a"])
    assert endless.value.params["row"] == 4
    monkeypatch.setattr(table, "BYTES_MAX", 4)
    assert table.decoded(b"a\n1\n") == "a\n1\n"
    assert read_table("a\n1\n", "kind", ["a"]).rows == [{"a": "1"}]
    for read in (lambda: table.decoded(b"a\n12\n"), lambda: read_table("a\n12\n", "kind", ["a"])):
        with pytest.raises(TooLarge) as large:
            read()
        assert large.value.params["row"] == 0


def test_an_empty_cell_of_a_written_table_stays_empty_and_spaces_around_one_fall_away() -> None:
    assert table.written(["a", "b"], [{"a": None, "b": 0}]) == "a,b\r\n,0\r\n"
    assert read_table(" a ,b\n 1 , 2\n", "kind", ["a"]).rows == [{"a": "1", "b": "2"}]


def test_letters_of_a_plain_text_are_folded_as_those_of_one_with_accents() -> None:
    assert folded("  BIG   Mine ") == folded("  BÎG   Mine ") == "big mine"
