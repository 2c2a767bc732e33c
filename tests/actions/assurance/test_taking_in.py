"""Answers from a workbook and from a form: saved as drafts, all or none, each submission once."""

import base64
import json

import pytest

from orepass.assurance.actions.answers import EvidenceClass, NotOnTheTeam, Rating, record_answer
from orepass.assurance.actions.taking_in import import_answers, import_submissions
from orepass.assurance.models import Answer, Collected
from orepass.assurance.queries import case_for
from orepass.assurance.queries.worksheets import FORM, SHEET, for_file
from orepass.assurance.rules.filled import NotUsable, OtherEdition
from orepass.assurance.rules.submissions import SubmissionsTooMany, SubmissionsUnreadable
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.kernel.table import Sheet
from orepass.platform.access import Actor
from orepass.platform.workbooks import WorkbookTooLarge, WorkbookUnreadable, read_workbook, write_workbook
from orepass.scheme.queries import pack
from tests.certification import PACK, World, refuses

FIRST, SECOND = "ASM.G.legitimacy.C1", "ASM.G.legitimacy.A1"
ANSWER, SHOWN, EVIDENCE, NOTE = 9, 10, 11, 12


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


class Book:
    """The workbook of a file, filled in row by row."""

    def __init__(self, world: World, file: str, actor: Actor | None = None) -> None:
        made = for_file(actor or world.operator, file, SHEET, language="en", on=world.at.date())
        self.sheets = {sheet.name: [list(row) for row in sheet.rows] for sheet in read_workbook(made.data)}

    def fill(self, requirement: str, column: int, value: str) -> "Book":
        next(row for row in self.sheets["answers"] if row[0] == requirement)[column] = value
        return self

    @property
    def sent(self) -> str:
        return encoded(write_workbook([Sheet(name=name, rows=rows) for name, rows in self.sheets.items()]))


def counts(outcome: object) -> tuple[int, ...]:
    return tuple(getattr(outcome, name) for name in ("created", "updated", "unchanged", "refused"))


def taken(world: World, file: Identifier, book: Book) -> tuple[int, ...]:
    return counts(import_answers(world.operator, application=file, content_base64=book.sent, at=world.at))


def test_a_filled_sheet_is_saved_as_drafts_and_again_changes_nothing(world: World) -> None:
    file = world.contracted()
    book = Book(world, file).fill(FIRST, ANSWER, "fully met").fill(FIRST, SHOWN, "a document").fill(FIRST, NOTE, "here")
    book.fill(FIRST, EVIDENCE, world.evidence).fill(SECOND, ANSWER, "not met")
    first = import_answers(world.operator, application=file, content_base64=book.sent, at=world.at)
    assert counts(first) == (2, 0, 0, 0)
    kept = {card.requirement: card for card in case_for(world.operator, file).answers}
    assert (kept[FIRST].answer, kept[FIRST].evidence_class, kept[FIRST].note) == ("full", "document", "here")
    assert kept[FIRST].evidence == (world.evidence,)
    assert kept[SECOND].answer == "none"
    assert taken(world, file, book) == (
        0,
        0,
        2,
        0,
    )
    again = Book(world, file).fill(SECOND, ANSWER, "met in part")
    assert taken(world, file, again) == (
        0,
        1,
        1,
        0,
    )


def test_an_empty_cell_takes_nothing_away(world: World) -> None:
    file = world.contracted()
    record_answer(
        world.operator,
        application=file,
        requirement=FIRST,
        answer=Rating.PARTIAL,
        evidence=(world.evidence,),
        evidence_class=EvidenceClass.DOCUMENT,
        note="seen",
        at=world.at,
    )
    book = Book(world, file)
    for column, value in ((ANSWER, "fully met"), (SHOWN, ""), (EVIDENCE, ""), (NOTE, "")):
        book.fill(FIRST, column, value)
    assert taken(world, file, book) == (
        0,
        1,
        0,
        0,
    )
    (kept,) = case_for(world.operator, file).answers
    assert (kept.answer, kept.evidence_class, kept.evidence, kept.note) == (
        "full",
        "document",
        (world.evidence,),
        "seen",
    )


def test_with_one_wrong_cell_nothing_is_saved(world: World) -> None:
    file = world.contracted()
    book = Book(world, file).fill(FIRST, ANSWER, "fully met").fill(SECOND, ANSWER, "fuly")
    with refuses(NotUsable) as refused:
        import_answers(world.operator, application=file, content_base64=book.sent, at=world.at)
    assert [finding.where for finding in refused.value.findings] == ["answers!J3"]
    book = Book(world, file).fill(FIRST, ANSWER, "fully met").fill(FIRST, EVIDENCE, "0" * 64)
    with refuses(NotUsable) as refused:
        import_answers(world.operator, application=file, content_base64=book.sent, at=world.at)
    assert [finding.code for finding in refused.value.findings] == ["assurance.filled.evidence_unknown"]
    assert not Answer.objects.exists()


def test_the_sheet_of_another_edition_is_refused(world: World) -> None:
    file = world.contracted()
    book = Book(world, file).fill(FIRST, ANSWER, "fully met")
    book.sheets["about"][2][1] = "f" * 64
    with refuses(OtherEdition):
        import_answers(world.operator, application=file, content_base64=book.sent, at=world.at)
    assert not Answer.objects.exists()


def test_what_is_no_workbook_is_refused(world: World) -> None:
    file = world.contracted()
    with refuses(SubmissionsUnreadable):
        import_submissions(world.operator, application=file, content_base64="not base64!", at=world.at)
    with refuses(WorkbookTooLarge):
        import_answers(world.operator, application=file, content_base64="A" * (2**25 + 4), at=world.at)
    for content in ("not base64!", encoded(b"no workbook")):
        with refuses(WorkbookUnreadable):
            import_answers(world.operator, application=file, content_base64=content, at=world.at)
    with refuses(SubmissionsTooMany):
        import_submissions(world.operator, application=file, content_base64="A" * (2**25 + 4), at=world.at)


def test_a_stranger_and_an_auditor_outside_the_team_save_nothing(world: World) -> None:
    file = world.assessed()
    book = Book(world, file, world.auditor).fill(FIRST, ANSWER, "fully met")
    with refuses(NotFound):
        import_answers(world.outsider, application=file, content_base64=book.sent, at=world.at)
    with refuses(Denied):
        import_answers(world.certifier, application=file, content_base64=book.sent, at=world.at)
    world.planned(file)
    with refuses(NotOnTheTeam):
        import_answers(world.both, application=file, content_base64=book.sent, at=world.at)


def test_an_auditor_of_the_team_records_what_was_seen(world: World) -> None:
    file = world.planned().application
    book = Book(world, file, world.auditor)
    assert all(row[ANSWER] == "" for row in book.sheets["answers"][1:])
    book.fill(FIRST, ANSWER, "met in part").fill(FIRST, SHOWN, "seen on the spot")
    done = import_answers(world.auditor, application=file, content_base64=book.sent, at=world.at)
    assert counts(done) == (1, 0, 0, 0)
    third = [card for card in case_for(world.auditor, file).answers if card.party == "third"]
    assert [(card.requirement, card.answer) for card in third] == [(FIRST, "partial")]


def collected(instance: str = "uuid:one", **more: str) -> dict[str, str]:
    own = {"orepass_edition": PACK, "orepass_digest": pack(PACK).digest, "orepass_standard": "ASM"}
    return {"__id": instance, **own, "ASM_G_legitimacy_C1": "full", "ASM_G_legitimacy_C1__voice": "told.ogg", **more}


def sent(*instances: dict[str, str]) -> str:
    return encoded(json.dumps({"value": instances}).encode())


def test_submissions_are_taken_once_and_an_edited_one_again(world: World) -> None:
    file = world.contracted()
    one, two = collected(), collected("uuid:two", ASM_G_legitimacy_C1="partial", ASM_G_legitimacy_A1="none")
    first = import_submissions(world.operator, application=file, content_base64=sent(one, two), at=world.at)
    assert counts(first) == (2, 1, 0, 0)
    assert {finding.code for finding in first.findings} == {"assurance.filled.evidence_named"}
    again = import_submissions(world.operator, application=file, content_base64=sent(one, two), at=world.at)
    assert counts(again) == (0, 0, 3, 0)
    kept = {card.requirement: card for card in case_for(world.operator, file).answers}
    assert (kept[FIRST].answer, kept[FIRST].evidence_class, kept[FIRST].note) == (
        "partial",
        "oral",
        "Evidence named: told.ogg",
    )
    edited = import_submissions(
        world.operator, application=file, content_base64=sent(collected(ASM_G_legitimacy_C1="none")), at=world.at
    )
    assert counts(edited) == (0, 1, 0, 0)
    assert Collected.objects.count() == 3


def test_what_was_answered_after_a_submission_is_not_overwritten_by_it(world: World) -> None:
    file = world.contracted()
    import_submissions(world.operator, application=file, content_base64=sent(collected()), at=world.at)
    record_answer(world.operator, application=file, requirement=FIRST, answer=Rating.NONE, at=world.at)
    again = import_submissions(world.operator, application=file, content_base64=sent(collected()), at=world.at)
    assert counts(again) == (0, 0, 1, 0)
    assert [card.answer for card in case_for(world.operator, file).answers] == ["none"]


@pytest.mark.parametrize(
    "more",
    [{"orepass_digest": "0" * 64}, {"orepass_standard": "CPS"}, {"orepass_digest": ""}, {"orepass_file": "app-x"}],
)
def test_a_submission_of_another_version_refuses_the_whole_file(world: World, more: dict[str, str]) -> None:
    file = world.contracted()
    both = sent(collected(), collected("uuid:two", **more))
    with pytest.raises(Exception, match="was made for"):
        import_submissions(world.operator, application=file, content_base64=both, at=world.at)
    assert not Answer.objects.exists()
    assert not Collected.objects.exists()


def test_a_submission_with_an_unknown_word_is_told_and_nothing_is_saved(world: World) -> None:
    file = world.contracted()
    with refuses(NotUsable) as refused:
        import_submissions(
            world.operator, application=file, content_base64=sent(collected(ASM_G_legitimacy_A1="great")), at=world.at
        )
    assert refused.value.findings[0].where == "submission 1, ASM_G_legitimacy_A1"
    with refuses(SubmissionsUnreadable):
        import_submissions(world.operator, application=file, content_base64=encoded(b"<!DOCTYPE x>"), at=world.at)
    nothing = import_submissions(world.operator, application=file, content_base64=encoded(b"KEY,b\n"), at=world.at)
    assert [finding.code for finding in nothing.findings] == ["assurance.filled.nothing"]
    assert not Collected.objects.exists()


def test_the_form_of_a_file_names_the_file(world: World) -> None:
    file = world.contracted()
    made = for_file(world.operator, file, FORM, language="en", on=world.at.date())
    survey = read_workbook(made.data)[0]
    assert any(f"'{file}'" in row for row in survey.rows)
    assert made.name.endswith("-xlsform.xlsx")
    with pytest.raises(NotFound):
        for_file(world.outsider, file, FORM, language="en", on=world.at.date())
