"""Facts about the edition that is shipped: what it covers, that it is complete, and that its cases hold."""

from itertools import combinations
from pathlib import Path

import pytest

from orepass.scheme.rules.cases import CaseState, run_all
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Pack, Requirement, told

pytestmark = pytest.mark.conformance

EDITION = Path(__file__).parents[3] / "standards" / "cera-4in1" / "2026.1"
PHASES = {"commitment", "assessment", "monitoring", "disclosure"}
ALIKE = 0.6
"""Two statements that share more of their words than this would be one statement written twice."""


@pytest.fixture(scope="module")
def edition() -> Pack:
    """Return the shipped edition."""
    return require(EDITION)


def words(requirement: Requirement) -> set[str]:
    """Return the longer words of a statement."""
    return {word for word in told(requirement.statement).lower().split() if len(word) > 3}


def test_the_performance_standard_covers_each_subject_in_four_phases(edition: Pack) -> None:
    subjects = edition.standard("CPS").subjects
    assert len(subjects) >= 16
    assert {subject.dimension for subject in subjects} == {"E", "S", "G"}
    for subject in subjects:
        assert {requirement.phase for requirement in subject.requirements} == PHASES, subject.code


@pytest.mark.parametrize("code", ["CPS2", "CFS"])
def test_the_downstream_standards_cover_each_subject_in_four_phases_and_four_languages(
    edition: Pack, code: str
) -> None:
    subjects = edition.standard(code).subjects
    assert len(subjects) >= {"CPS2": 12, "CFS": 6}[code]
    for subject in subjects:
        assert {requirement.phase for requirement in subject.requirements} == PHASES, subject.code
    missing = [key for part in edition.completeness for key in part.missing]
    assert not [key for key in missing if key.startswith(f"{code}.")]


def test_every_factory_can_be_free_of_what_excludes(edition: Pack) -> None:
    """A standard about places is read for each excluding fact; one that asks nothing of it could grant nothing."""
    asked = {requirement.id for requirement in edition.standard("CPS2").requirements if requirement.core}
    facts = edition.standard("CPS2").rules.under("exclusions")
    assert facts
    assert [fact for fact, codes in facts.items() if not asked & set(codes.value)] == []


def test_the_entry_set_asks_nobody_for_paper_alone_in_what_decides(edition: Pack) -> None:
    requirements = edition.standard("ASM").requirements
    assert len(requirements) >= 28
    for requirement in requirements:
        assert {"oral", "photo"} & set(requirement.accepts), requirement.id


def test_the_entry_set_is_staged_over_three_years_with_its_gates_first(edition: Pack) -> None:
    requirements = edition.standard("ASM").requirements
    assert {requirement.due_year for requirement in requirements} == {0, 1, 2, 3}
    assert {requirement.due_year for requirement in requirements if requirement.core} == {0}


def test_every_standard_says_evidence_for_small_and_large_sites(edition: Pack) -> None:
    for standard in edition.standards:
        for requirement in standard.requirements:
            assert told(requirement.evidence_small), requirement.id
            assert told(requirement.evidence_large), requirement.id


def test_english_and_french_are_complete_and_the_entry_set_in_all_four_languages(edition: Pack) -> None:
    missing = {part.language: part.missing for part in edition.completeness}
    assert missing["en"] == missing["fr"] == ()
    for language in ("es", "sw"):
        assert not [key for key in missing[language] if key.startswith("ASM.")]


def test_no_statement_is_another_one_with_the_subject_exchanged(edition: Pack) -> None:
    requirements = [requirement for standard in edition.standards for requirement in standard.requirements]
    alike = [
        (one.id, other.id)
        for one, other in combinations(requirements, 2)
        if len(words(one) & words(other)) > ALIKE * len(words(one) | words(other))
    ]
    assert alike == []


def test_a_number_that_is_our_choice_or_from_memory_never_counts_as_verified(edition: Pack) -> None:
    rules = [edition.rules, *(standard.rules for standard in edition.standards)]
    parameters = [parameter for part in rules for parameter in part.parameters.values()]
    unproven = [part for part in parameters if part.source.startswith(("own choice", "knowledge", "engineering"))]
    assert unproven
    assert not [parameter.path for parameter in unproven if parameter.verified]


def test_every_worked_case_holds_and_only_a_story_waits_for_a_home(edition: Pack) -> None:
    results = run_all(edition.cases, edition)
    assert len(results) >= 20
    stories = [case.id for case in edition.cases if case.story is not None]
    assert [result.case for result in results if result.state is not CaseState.PASSED] == stories
