"""Self-assessments that leave the product and come back: forming, reading, and what is wrong with them."""

import json
from datetime import date
from functools import cache

import msgspec
import pytest

from orepass.assurance.rules import filled, submissions, worksheet, xlsform
from orepass.assurance.rules.asking import Asked, Before, asked, everything
from orepass.assurance.rules.filled import NotUsable, OtherEdition, OtherFile
from orepass.assurance.rules.labels import LANGUAGES
from orepass.assurance.rules.submissions import SubmissionsTooMany, SubmissionsUnreadable
from orepass.kernel import table
from orepass.kernel.finding import Finding
from orepass.kernel.table import Cell, Sheet
from orepass.platform.workbooks import read_workbook, write_workbook
from orepass.scheme.queries import pack_from_files
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile
from tests.hanging import ends

FILE = "app-test"
FIRST, SECOND = "ASM.G.legitimacy.C1", "ASM.G.legitimacy.A1"
DIGGERS = Profile(size="asm", activities=("extraction",), minerals=("cobalt",), country="CD")
DRY = {"underground": False}
SENT = "a" * 64


@cache
def cera() -> Pack:
    return pack_from_files("cera-4in1@2026.1")


def of(profile: Profile = DIGGERS, standard: str = "ASM", **given: Before) -> Asked:
    answered = {name.replace("_", "."): before for name, before in given.items()}
    return asked(cera(), standard, profile, file=FILE, given=answered)


@cache
def all_of() -> Asked:
    return everything(cera(), "ASM", DIGGERS, file=FILE)


def sheets(found: Asked, language: str = "en") -> dict[str, list[list[Cell]]]:
    made = read_workbook(write_workbook(worksheet.form(found, language=language, on=date(2026, 3, 1))))
    return {sheet.name: [list(row) for row in sheet.rows] for sheet in made}


def read(book: dict[str, list[list[Cell]]]) -> tuple[list[filled.Filled], list[Finding]]:
    return worksheet.read([Sheet(name=name, rows=rows) for name, rows in book.items()], all_of())


def put(book: dict[str, list[list[Cell]]], row: int, column: int, value: Cell) -> None:
    book[next(iter(book))][row][column] = value


def test_only_what_applies_or_may_apply_is_asked() -> None:
    everything_asked = {question.requirement for question in all_of().questions}
    told = {question.requirement for question in of().questions}
    unknown = {question.requirement for question in of(Profile()).questions}
    dry = Profile(
        size="asm", activities=("extraction",), minerals=("gold",), country="CD", flags={"underground": False}
    )
    assert told <= unknown == everything_asked
    assert {question.requirement for question in of(dry).questions} < everything_asked


def test_what_was_answered_before_is_asked_even_where_it_no_longer_applies() -> None:
    dry = Profile(
        size="asm", activities=("extraction",), minerals=("gold",), country="CD", flags={"underground": False}
    )
    gone = {q.requirement for q in all_of().questions} - {q.requirement for q in of(dry).questions}
    name = min(gone)
    found = asked(cera(), "ASM", dry, file=FILE, given={name: Before(answer="full", note="once")})
    assert found.known[name].before == Before(answer="full", note="once")


def test_evidence_is_told_for_the_size_of_the_site_and_overlays_add_to_what_fails() -> None:
    requirement = cera().standard("ASM").requirement(SECOND)
    assert of().known[SECOND].typical == requirement.evidence_small
    assert of(Profile(size="large")).known[SECOND].typical == requirement.evidence_large
    assert of().known[SECOND].fails_when["en"].startswith(requirement.fails_when["en"] + " ")
    assert of(msgspec.structs.replace(DIGGERS, country="PE")).known[SECOND].fails_when == requirement.fails_when


@pytest.mark.parametrize("language", [*LANGUAGES, "de"])
def test_a_filled_sheet_comes_back_in_every_language(language: str) -> None:
    before = Before(answer="partial", evidence_class="oral", evidence=(SENT,), note="told by two")
    found, out = read(sheets(of(ASM_G_legitimacy_C1=before), language))
    assert out == []
    (one,) = found
    assert (one.requirement, one.answer, one.evidence_class) == (FIRST, "partial", "oral")
    assert (one.evidence, one.note) == ((SENT,), "told by two")


def test_the_words_of_each_row_are_offered() -> None:
    answers, about = worksheet.form(of(), language="fr", on=date(2026, 3, 1))
    assert (answers.name, about.name) == ("réponses", "à propos")
    offered = answers.choices[0]
    assert (offered.first_row, offered.last_row) == (1, len(of().questions))
    assert "entièrement satisfait" in offered.words
    assert not any("," in word for choice in answers.choices for word in choice.words)


def test_requirements_with_other_words_are_offered_other_words() -> None:
    craft = pack_from_files("craft-manner")
    found = asked(craft, craft.standards[0].code, Profile())
    questions = tuple(msgspec.structs.replace(one, words=(f"w{at % 2}",)) for at, one in enumerate(found.questions[:3]))
    answers, _about = worksheet.form(
        msgspec.structs.replace(found, questions=questions), language="en", on=date(2026, 3, 1)
    )
    assert [choice.words for choice in answers.choices[:-1]] == [("w0",), ("w1",), ("w0",)]


def test_a_sheet_may_be_bent_in_form() -> None:
    book = sheets(of())
    rows = book["answers"]
    at = [rows[0].index(name) for name in ("note", "answer", "requirement")]
    book["ANSWERS"] = [["Our mine"], *([row[column] for column in at] + ["ours"] for row in rows)]
    book["ANSWERS"][1][-1] = "filled by"
    del book["answers"]
    book["ANSWERS"][2][:2] = ["seen by the chief", " Not Met "]
    found, out = read(book)
    assert [(one.requirement, one.answer, one.note) for one in found] == [(FIRST, "none", "seen by the chief")]
    assert [one.code for one in out] == [table.COLUMN_IGNORED.code]


def told(book: dict[str, list[list[Cell]]]) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in read(book)[1]]


def test_what_cannot_be_used_is_told_with_its_cell_all_at_once() -> None:
    book = sheets(of())
    put(book, 1, 9, "fuly met")
    put(book, 2, 10, "a rumour")
    put(book, 2, 9, "fully met")
    put(book, 3, 12, "a note without an answer")
    put(book, 4, 0, "ASM.G.legitimacy.C9")
    put(book, 5, 0, FIRST)
    put(book, 6, 9, "not met")
    put(book, 6, 12, "x" * 4001)
    put(book, 7, 0, "something else entirely")
    put(book, 7, 9, "not met")
    found = told(book)
    assert found == [
        (table.WORD.code, "answers!J2"),
        (table.WORD.code, "answers!K3"),
        (filled.ANSWER_MISSING.code, "answers!J4"),
        (filled.REQUIREMENT_UNKNOWN.code, "answers!A5"),
        (filled.REQUIREMENT_TWICE.code, "answers!A6"),
        (filled.NOTE_LONG.code, "answers!M7"),
        (filled.REQUIREMENT_UNKNOWN.code, "answers!A8"),
    ]
    ways = {one.where: one.what_to_do for one in read(book)[1]}
    assert ways["answers!J2"] == "Write “fully met”."
    assert ways["answers!A8"] == "Compare it with the identifiers of the standard."


def test_names_of_files_go_into_the_note_and_are_said() -> None:
    book = sheets(of())
    put(book, 1, 9, "fully met")
    put(book, 1, 11, f"photo 1.jpg; {SENT.upper()}\nlist.pdf")
    put(book, 1, 12, "see")
    found, out = read(book)
    assert (found[0].evidence, found[0].note) == ((SENT,), "see\nEvidence named: photo 1.jpg, list.pdf")
    assert [one.code for one in out] == [filled.EVIDENCE_NAMED.code]
    put(book, 1, 12, found[0].note)
    assert read(book)[0][0].note == found[0].note


def test_an_empty_sheet_is_told_and_a_sheet_too_few() -> None:
    book = sheets(of())
    assert told(book) == [(filled.NOTHING.code, "answers")]
    del book["about"]
    assert told(book) == [(table.SHEET_MISSING.code, "about")]


def test_the_sheet_of_another_edition_standard_or_file_is_refused_with_a_way_out() -> None:
    book = sheets(of())
    for row, kind in ((2, OtherEdition), (3, OtherEdition), (4, OtherFile)):
        other = {name: [list(cells) for cells in rows] for name, rows in book.items()}
        other["about"][row][1] = "another"
        with pytest.raises(kind) as refused:
            read(other)
        assert refused.value.way_out
    book["about"][4][1] = None
    assert read(book)[1][0].code == filled.NOTHING.code
    assert issubclass(NotUsable, Exception)


def entries(data: str) -> list[tuple[str, str, str, str, str]]:
    (instance,) = submissions.read(data.encode())
    return [(e.requirement, e.answer, e.shown_by, e.evidence, e.note) for e in submissions.entries(instance, all_of())]


ANSWERED = [(FIRST, "full", "photo", "1.jpg\n2.ogg", "seen"), (SECOND, "partial", "oral", "3.ogg", "")]
GIVEN = {
    "ASM_G_legitimacy_C1": "full",
    "ASM_G_legitimacy_C1__photo": "1.jpg",
    "ASM_G_legitimacy_C1__voice": "2.ogg",
    "ASM_G_legitimacy_C1__note": "seen",
    "ASM_G_legitimacy_A1": "partial",
    "ASM_G_legitimacy_A1__voice": "3.ogg",
}


def as_xml(root: str = "<data id='f'>") -> str:
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in GIVEN.items())
    meta = "<orx:meta xmlns:orx='http://openrosa.org/xforms'><orx:instanceID>uuid:1</orx:instanceID></orx:meta>"
    return f"<?xml version='1.0'?>{root}<subject_legitimacy>{inside}</subject_legitimacy>{meta}</data>"


def as_csv(separator: str, start: str, identifier: str) -> str:
    heads = [f"{start}{name}" for name in GIVEN]
    return "\r\n".join([separator.join([*heads, identifier, "n"]), separator.join([*GIVEN.values(), "uuid:1", ""]), ""])


SAME = {
    "an instance as XML": as_xml(),
    "central as JSON": json.dumps(
        {
            "value": [
                {"__id": "uuid:1", "__system": {"x": None}, "subject_legitimacy": GIVEN, "meta": {"n": 1, "ok": True}}
            ]
        }
    ),
    "kobo as JSON": json.dumps(
        {"results": [{"_uuid": "1", "_attachments": [{}], **{f"subject_legitimacy/{k}": v for k, v in GIVEN.items()}}]}
    ),
    "a list as JSON": json.dumps([{"meta/instanceID": "uuid:1", **GIVEN}]),
    "one as JSON": json.dumps({"instanceID": "uuid:1", **GIVEN}),
    "central as CSV": as_csv(",", "subject_legitimacy-", "KEY"),
    "kobo as CSV": as_csv(";", "subject_legitimacy/", "_uuid"),
    "names alone as CSV": "\ufeff" + as_csv(",", "", "meta-instanceID"),
}


@pytest.mark.parametrize("name", sorted(SAME))
def test_a_submission_says_the_same_in_every_format(name: str) -> None:
    assert entries(SAME[name]) == ANSWERED
    assert submissions.read(SAME[name].encode())[0].instance == "1"


def test_what_a_form_says_counts_before_what_its_files_suggest() -> None:
    said = {**GIVEN, "instanceID": "1", "ASM_G_legitimacy_C1__by": "observation"}
    assert entries(json.dumps(said))[0][2] == "observation"


def test_an_edited_submission_says_something_else() -> None:
    first, reviewed, edited = (
        submissions.content(submissions.entries(submissions.read(json.dumps(said).encode())[0], all_of()))
        for said in (
            {"instanceID": "1", **GIVEN},
            {"instanceID": "1", "__system": {"reviewState": "approved"}, **GIVEN},
            {"instanceID": "1", **GIVEN, "ASM_G_legitimacy_C1": "none"},
        )
    )
    assert first == reviewed != edited


def test_the_root_may_name_the_instance() -> None:
    plain = as_xml("<data instanceID='uuid:2'>").replace("orx:instanceID", "orx:other")
    assert submissions.read(plain.encode())[0].instance == "2"


HOSTILE: dict[str, str | bytes] = {
    "a document type": "<!DOCTYPE d [<!ENTITY a 'x'>]><data>&a;</data>",
    "cut off": as_xml()[:80],
    "text outside": "<data/>more",
    "not UTF-8": b"\xff\xfe<data/>",
    "no instance": "<data><a>b</a></data>",
    "a long instance": json.dumps({"instanceID": "x" * 81}),
    "broken JSON": '{"instanceID": ',
    "deep JSON": "[" * 100_000,
    "a list of texts": '["a"]',
    "binary": "a,b\n\x00,1",
    "an unclosed quotation": 'a,b\n"x',
    "more cells than headings": "KEY,b\n1,2,3",
}
LARGE: dict[str, str | bytes] = {
    "many bytes": b" " * (submissions.BYTES_MAX + 1),
    "deep XML": "<a>" * 50 + "</a>" * 50,
    "many elements": "<a>" + "".join(f"<e{at}>1</e{at}>" for at in range(6000)) + "</a>",
    "groups within groups": json.dumps({"a": eval("{'b':" * 30 + "1" + "}" * 30)}),  # noqa: S307 - our own text
    "many fields": json.dumps({"g": {f"f{at}": "1" for at in range(6000)}, "h": {"x": "1"}}),
    "many columns": ",".join(f"c{at}" for at in range(6000)) + "\n1",
    "many submissions": json.dumps([{"instanceID": str(at)} for at in range(2001)]),
}


@pytest.mark.parametrize(
    ("name", "kind"),
    [*((name, SubmissionsUnreadable) for name in HOSTILE), *((name, SubmissionsTooMany) for name in LARGE)],
)
def test_hostile_submissions_are_refused(name: str, kind: type[Exception]) -> None:
    data = HOSTILE.get(name) or LARGE[name]
    with pytest.raises(kind):
        submissions.read(data if isinstance(data, bytes) else data.encode())


def test_a_table_without_rows_holds_no_submission() -> None:
    assert submissions.read(b"KEY,b\n") == []


def test_a_long_text_in_many_pieces_is_read_in_time() -> None:
    with ends():
        (one,) = submissions.read(b"<data instanceID='1'><note>" + b"&#97;\n" * 200_000 + b"</note></data>")
    assert one.said("note").count("a") == 200_000


def test_a_form_in_a_language_of_ours_or_in_english() -> None:
    survey, choices, settings = xlsform.form(of(), ("fr", "de"))
    assert [column for column in survey.rows[0] if "label" in str(column)] == ["label::Français (fr)"]
    assert settings.rows[1][-1] == "Français (fr)"
    assert "English (en)" in str(xlsform.form(of(), ("de",))[0].rows[0])
    assert {"full", "partial", "none", "photo"} <= {str(row[1]) for row in choices.rows}


def test_names_of_questions_are_each_their_own() -> None:
    names = [xlsform.question_name(name) for name in ("A.E.a-b.C1", "A.E.a_b.C1", "A.E.ab.C1")]
    assert names == ["A_E_a_b_C1", "A_E_a_u_b_C1", "A_E_ab_C1"]
