"""A team's competence and rotation, as functions from records and days; tasks come in the order of their urgency."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.assurance.rules.tasks import Task, by_urgency
from orepass.assurance.rules.team import (
    TeamPart,
    Wanted,
    competence_findings,
    explained,
    rotation_years_findings,
    years_since,
)
from orepass.kernel.finding import Severity
from orepass.kernel.period import Period
from orepass.party.rules.competence import CompetenceFact, Field

ON = date(2026, 4, 1)
OPEN = Period(date(2025, 1, 1))
STANDARD = CompetenceFact(Field.STANDARD, "CPS", OPEN)
COBALT = CompetenceFact(Field.MINERAL, "cobalt", OPEN)
LAPSED = CompetenceFact(Field.MINERAL, "cobalt", Period(date(2024, 1, 1), date(2025, 1, 1)))
TAKEN = CompetenceFact(Field.STANDARD, "CPS", OPEN, date(2026, 1, 1))


def part(person: str, kind: str, *records: CompetenceFact) -> TeamPart:
    return TeamPart(person=person, part=kind, records=records)


def codes(
    team: list[TeamPart], *, required: bool = False, language: str = "", minerals: tuple[str, ...] = ()
) -> list[str]:
    wanted = Wanted(standard="CPS", minerals=minerals, language=language)
    return [f.code.rpartition(".")[2] for f in competence_findings(team, wanted, ON, required=required)]


def test_each_auditor_knows_the_standard_and_the_team_the_minerals() -> None:
    lead, expert = part("A", "lead", STANDARD), part("B", "expert", COBALT)
    assert codes([lead, expert], required=True, minerals=("cobalt",)) == []
    assert codes([lead], required=True, minerals=("cobalt",)) == ["not_covered"]
    assert codes([lead], minerals=("cobalt",)) == ["unrecorded"]
    assert codes([lead, part("C", "auditor")], required=True) == ["not_shown"]
    assert codes([lead, part("C", "auditor")]) == ["unrecorded"]
    assert codes([lead, part("C", "expert")], required=True) == []


def test_a_record_that_ended_or_was_taken_back_is_refused_everywhere() -> None:
    assert codes([part("A", "lead", TAKEN)]) == ["not_shown"]
    assert codes([part("A", "lead", STANDARD, LAPSED)], minerals=("cobalt",)) == ["not_covered"]


def test_an_interpreter_stands_in_for_a_language() -> None:
    lead = part("A", "lead", STANDARD)
    assert codes([lead], required=True, language="sw") == ["not_covered"]
    assert codes([lead, part("B", "interpreter")], required=True, language="sw") == []
    speaks = CompetenceFact(Field.LANGUAGE, "sw", OPEN)
    assert codes([part("A", "lead", STANDARD, speaks)], required=True, language="sw") == []


@given(st.booleans(), st.lists(st.sampled_from([STANDARD, COBALT, LAPSED, TAKEN]), max_size=4))
def test_one_more_record_never_adds_a_finding_unless_it_says_no(required: bool, records: list[CompetenceFact]) -> None:
    before = codes([part("A", "lead", *records)], required=required, minerals=("cobalt",))
    after = codes([part("A", "lead", *records, STANDARD, COBALT)], required=required, minerals=("cobalt",))
    assert after == []
    assert len(after) <= len(before)


@pytest.mark.parametrize(
    ("first", "years"),
    [(None, 0), (date(2016, 4, 1), 10), (date(2016, 4, 2), 9), (date(2016, 3, 31), 10), (date(2026, 4, 1), 0)],
)
def test_n12_full_years_are_counted_to_the_day(first: date | None, years: int) -> None:
    assert years_since(first, ON) == years


def test_n12_people_and_provider_rotate_or_explain() -> None:
    ten, nine = date(2016, 4, 1), date(2017, 4, 1)
    assert rotation_years_findings("A", led_since=ten, firm_since=ten, on=ON, limit=None) == []
    assert rotation_years_findings("A", led_since=nine, firm_since=nine, on=ON, limit=10) == []
    both = rotation_years_findings("A", led_since=ten, firm_since=ten, on=ON, limit=10)
    assert [finding.severity for finding in both] == [Severity.ERROR, Severity.ERROR]
    firm = rotation_years_findings("A", led_since=nine, firm_since=ten, on=ON, limit=10)
    assert [finding.code for finding in firm] == ["assurance.impartiality.firm_rotation"]
    assert explained(both, "") == both
    assert explained([], "Because.") == []
    assert [finding.severity for finding in explained(both, "Nobody else.")] == [Severity.WARNING]


def task(due_on: date | None) -> Task:
    return Task(action="x", title="x", subject="x", case="x", organisation="x", role="x", due_on=due_on)


def test_what_is_due_first_comes_first_and_is_overdue_the_day_after() -> None:
    early, late, never = task(date(2026, 1, 1)), task(date(2026, 2, 1)), task(None)
    assert sorted([never, late, early], key=by_urgency) == [early, late, never]
    assert not early.is_overdue(date(2026, 1, 1))
    assert early.is_overdue(date(2026, 1, 2))
    assert not never.is_overdue(date(2099, 1, 1))
