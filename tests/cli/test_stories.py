"""Stories are told through the actions, say where they differ, and leave nothing behind."""

import io
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from orepass.cli.story.chapters import tell_here
from orepass.platform.models import Record
from orepass.scheme.rules.cases import CaseResult, CaseState
from orepass.scheme.rules.written import CaseFile
from tests.cli.conftest import Run

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]  # the actions they tell have tests of their own

PEOPLE = {"desk": {"roles": ["steward"]}, "operator": {"of": "mine", "roles": ["operator"]}}
MINE = {"name": "Kasulo", "kind": "operator", "country": "CD"}
REGISTER = {"on": "2026-01-05", "by": "desk", "do": "party.organisation.register", "with": MINE, "keep": "mine"}


def told(*lines: dict[str, Any], **more: Any) -> CaseResult:
    story = {"people": PEOPLE, "ledger": [REGISTER, *lines], **more}
    case = msgspec.convert({"id": "one", "title": "One", "story": story}, CaseFile)
    return tell_here([case])[0]


def saw(result: CaseResult) -> tuple[str, str, str]:
    (finding,) = result.findings
    return finding.params["what"], finding.params["expected"], finding.params["got"]


def test_a_story_that_goes_as_it_says_passes_and_leaves_nothing_behind() -> None:
    before = Record.objects.count()
    result = told(
        {"on": "2026-01-05", "by": "operator", "show": "A paper", "keep": "paper"},
        {"on": "2026-01-06", "by": "operator", "ask": "/organisations/$mine", "gives": {"http": 200, "name": "Kasulo"}},
        {"on": "2026-01-06", "ask": "/certificates", "gives": {"http": 200}},
    )
    assert (result.state, result.findings) == (CaseState.PASSED, ())
    assert Record.objects.count() == before


AGAIN = {key: value for key, value in REGISTER.items() if key != "keep"}
NOT_YOURS = {
    "on": "2026-01-06",
    "by": "operator",
    "do": "party.provider.accredit",
    "with": {"provider": "$mine", "standard": "CPS", "accreditor": "x", "valid_from": "2026-01-01"},
}


def test_a_refusal_that_is_foretold_passes() -> None:
    assert told({**NOT_YOURS, "refused": "platform.access.denied"}).state is CaseState.PASSED


def test_whoever_enters_the_story_with_a_refusal_acts_in_the_next_line() -> None:
    allowed = {"on": "2026-01-06", "by": "operator", "show": "A paper"}
    assert told({**NOT_YOURS, "refused": "platform.access.denied"}, allowed).state is CaseState.PASSED


@pytest.mark.parametrize(
    ("line", "expected", "got"),
    [
        (NOT_YOURS, "no refusal", "platform.access.denied"),
        ({**NOT_YOURS, "refused": "party.provider.kind"}, "party.provider.kind", "platform.access.denied"),
        ({**AGAIN, "refused": "any.code"}, "any.code", "no refusal"),
        ({**REGISTER, "keep": "desk"}, "a name that nobody in the story has", "desk"),
        ({**REGISTER, "on": "2026-01-04"}, "a day from 2026-01-05 on", "2026-01-04"),
        ({**REGISTER, "by": "nobody"}, "a name kept by an earlier line", "$nobody"),
        ({**REGISTER, "with": {**MINE, "uri": "$uri"}}, "a name kept by an earlier line", "$uri"),
        ({**AGAIN, "gives": {"country": "ZM"}}, "ZM", "CD"),
    ],
)
def test_a_line_that_does_not_come_out_as_it_says_ends_the_story_with_its_place(
    line: dict[str, Any], expected: str, got: str
) -> None:
    result = told(line)
    what, wanted, found = saw(result)
    assert result.state is CaseState.FAILED
    assert what.startswith("line 2, 2026-01-0")
    assert wanted == expected
    assert found.startswith(got)


def test_a_person_of_an_organisation_that_is_not_there_yet_cannot_act() -> None:
    people = {**PEOPLE, "smelter": {"of": "plant", "roles": ["operator"]}}
    result = told({"on": "2026-01-06", "by": "smelter", "show": "A paper"}, people=people)
    assert saw(result)[2] == "$plant"


@pytest.mark.parametrize("after", ["nothing", "one"])
def test_a_story_goes_on_from_another_of_its_file_and_never_from_itself(after: str) -> None:
    assert saw(told(after=after))[0] == "after"


def test_a_story_goes_on_where_another_ended() -> None:
    first = {"id": "one", "title": "One", "story": {"people": PEOPLE, "ledger": [REGISTER]}}
    line = {"on": "2026-02-01", "by": "operator", "ask": "/organisations/$mine", "gives": {"name": "Kasulo"}}
    second = {"id": "two", "title": "Two", "story": {"after": "one", "ledger": [line]}}
    results = tell_here(msgspec.convert([first, second], list[CaseFile]))
    assert [result.state for result in results] == [CaseState.PASSED, CaseState.PASSED]


def test_check_tells_stories_in_a_home_of_their_own(run: Run, tmp_path: Path) -> None:
    before = Record.objects.count()
    lines = "{on: 2026-01-05, by: desk, do: party.organisation.register, with: {name: Kasulo, kind: operator}}"
    story = "id: one\ntitle: One\nstory:\n  people: {desk: {roles: [steward]}}\n  ledger: [%s]\n"
    (tmp_path / "story.yaml").write_text(story % lines, encoding="utf-8")
    ran = run("scheme", "check", str(tmp_path), "--json")
    assert (ran.code, ran.document["cases"][0]["state"]) == (0, "passed")
    (tmp_path / "story.yaml").write_text(story % lines.replace("operator", "nothing"), encoding="utf-8")
    ran = run("scheme", "check", str(tmp_path), "--json")
    assert (ran.code, ran.document["cases"][0]["state"]) == (1, "failed")
    assert "line 1, 2026-01-05" in ran.document["findings"][0]["message"]
    assert Record.objects.count() == before


def test_what_is_not_a_list_of_cases_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"[{]")))
    assert run("scheme", "tell").code == 2


TWICE = {"on": "2026-02-01", "by": "operator", "ask": "/me", "gives": {"http": 200}}


def test_several_stories_go_on_from_one_beginning_and_know_nothing_of_one_another() -> None:
    more = {"on": "2026-02-01", "by": "desk", "do": "party.organisation.register", "with": MINE, "keep": "second"}
    asks = {"on": "2026-02-02", "by": "desk", "ask": "/organisations/$second", "gives": {"http": 200}}
    stories = [
        {
            "id": "right",
            "title": "Goes on",
            "story": {"after": "one", "ledger": [more, asks]},
        },
        {"id": "wrong", "title": "Knows it not", "story": {"after": "one", "ledger": [asks]}},
        {"id": "further", "title": "Goes on from there", "story": {"after": "wrong", "ledger": [TWICE]}},
        {"id": "one", "title": "One", "story": {"people": PEOPLE, "ledger": [REGISTER]}},
    ]
    results = tell_here(msgspec.convert(stories, list[CaseFile]))
    assert [result.state for result in results] == ["passed", "failed", "failed", "passed"]
    assert [finding.params["case"] for result in results for finding in result.findings] == ["wrong", "wrong"]


PIT = {"name": "Pit", "organisation": "$mine", "whereabouts": {"country": "CD"}}
SITE = {"on": "2026-01-05", "by": "desk", "do": "party.site.register", "with": PIT, "keep": "pit"}
BAG = {"what": "begin", "lot": "urn:bag:1", "mass kg": 50, "material": "cobalt_ore", "grade %": 4, "site": "$pit"}


def test_a_table_is_the_spreadsheet_of_that_day() -> None:
    line = {"on": "2026-01-06", "by": "operator", "table": [BAG], "keep": "job", "gives": {"captured": 1}}
    asks = {
        "on": "2026-01-07",
        "by": "operator",
        "ask": "/events",
        "gives": {"items.0.happened_at": "2026-01-06T12:00:00Z"},
    }
    assert told(SITE, line, asks).findings == ()


def test_a_refusal_is_foretold_by_the_code_of_an_error_it_names() -> None:
    line = {"on": "2026-01-06", "by": "operator", "table": [{**BAG, "grade %": 99}]}
    assert told(SITE, {**line, "refused": "custody.grade.impossible"}).findings == ()
    assert told(SITE, {**line, "refused": "custody.sheet.refused"}).findings == ()
    assert saw(told(SITE, {**line, "refused": "custody.lot.gone"}))[1] == "custody.lot.gone"
