"""Exclusions that no tier lifts: read from judged requirements and from what was found at sites."""

from pathlib import Path

import pytest

from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes
from orepass.scheme.rules.cases import CaseResult, CaseState
from orepass.scheme.rules.checking import check
from orepass.scheme.rules.exclusions import at_sites, findings_of, free_of, listed, taken_away, together, told_by
from orepass.scheme.rules.judgement import APPLIES_TO_ALL
from orepass.scheme.rules.outcome import RequirementResult
from orepass.scheme.rules.parameters import Parameter, Rules

FILE = Path(__file__).resolve().parents[3] / "standards" / "cases" / "exclusions.yaml"
RUN = [case for one in check([FILE]).checked for case in one.cases]
YES, NO, OPEN = yes("seen"), no("looked for"), unknown(Unknown.MISSING, "nobody looked")


@pytest.mark.parametrize("case", RUN, ids=[case.case for case in RUN])
def test_vector(case: CaseResult) -> None:
    assert [finding.message for finding in case.findings] == []
    assert case.state is CaseState.PASSED


def judged(name: str, rating: str | None, *, score: str | None = None, applies: Verdict = YES) -> RequirementResult:
    return RequirementResult(
        requirement=name,
        subject="children",
        dimension="S",
        phase="monitoring",
        core=True,
        applies=applies,
        why=APPLIES_TO_ALL.at(name),
        due=YES,
        due_on=None,
        rating=rating,
        counted=True,
        score=score,
        gate=None,
    )


@pytest.mark.parametrize(
    ("results", "answer"),
    [
        ([judged("R1", "none", score="0/1")], "yes"),
        ([judged("R1", "partial", score="2/5")], "no"),
        ([judged("R1", "not_relevant")], "no"),
        ([judged("R1", None)], "unknown"),
        ([judged("R1", "full", score="1/1", applies=OPEN)], "unknown"),
        ([judged("R1", "full", score="1/1"), judged("R2", None)], "unknown"),
        ([judged("R1", "none", score="0/1"), judged("R2", None)], "yes"),
        ([judged("R9", "none", score="0/1")], "unknown"),
        ([judged("R1", "none", score="0/1", applies=NO)], "unknown"),
        ([], "unknown"),
    ],
)
def test_a_fact_is_read_from_the_requirements_named(results: list[RequirementResult], answer: str) -> None:
    assert told_by(results, frozenset({"R1", "R2", "site.R1c"})).answer == answer


@pytest.mark.parametrize(
    ("judgement", "seen", "answer"),
    [
        (YES, NO, "yes"),
        (NO, YES, "yes"),
        (OPEN, YES, "yes"),
        (NO, OPEN, "no"),
        (OPEN, NO, "no"),
        (NO, NO, "no"),
        (OPEN, OPEN, "unknown"),
    ],
)
def test_one_yes_counts_and_one_plain_no_is_enough(judgement: Verdict, seen: Verdict, answer: str) -> None:
    assert together(judgement, seen).answer == answer


def test_only_a_plain_no_to_every_fact_is_free() -> None:
    assert free_of({"a": NO, "b": NO}).is_yes
    assert free_of({"a": NO, "b": YES}).is_no
    assert free_of({"a": NO, "b": OPEN}).is_unknown
    assert free_of({}).is_unknown
    found = {finding.where: finding.code for finding in findings_of({"a": YES, "b": OPEN, "c": NO})}
    assert found == {"a": "scheme.exclusion.holds", "b": "scheme.exclusion.unknown"}


def rules(**facts: list[str]) -> Rules:
    return Rules(
        {
            f"exclusions.{name}": Parameter(
                path=f"exclusions.{name}", value=codes, unit="list", source="s", clause="c", verified=False
            )
            for name, codes in facts.items()
        }
    )


def test_a_standard_may_add_to_the_list_never_take_from_it() -> None:
    pack = rules(forced_labour=["R1", "site.R1b"])
    assert listed(pack) == {"forced_labour": frozenset({"R1", "site.R1b"})}
    assert at_sites(listed(pack)["forced_labour"]) == ["R1b"]
    assert taken_away(pack, rules(forced_labour=["R1", "site.R1b", "R2"], rush=["R3"])) == []
    assert taken_away(pack, rules(forced_labour=["R1"])) == ["forced_labour"]
    assert taken_away(pack, rules()) == ["forced_labour"]
