from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orepass.kernel.digest import digest
from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.judgement import RatingUnknown
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Pack, RequirementUnknown, StandardUnknown
from orepass.scheme.rules.outcome import Outcome
from tests.rules.scheme.packs import write_pack

DAY = date(2026, 6, 1)
PROFILE: dict[str, Any] = {
    "stage": "mine",
    "activities": ("extraction",),
    "size": "asm",
    "minerals": ("cobalt",),
    "country": "CD",
    "personnel": 40,
    "flags": {"mercury": False},
    "entered_on": date(2026, 1, 1),
}
CORE = "TST.E.water.C1"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return require(write_pack(tmp_path_factory.mktemp("pack")))


def assess(pack: Pack, *, on: date = DAY, profile: dict[str, Any] | None = None, **answers: Any) -> Outcome:
    """Answer everything with “full” except what is given (``E_water_C1`` for TST.E.water.C1)."""
    given: dict[str, Any] = {requirement.id: "full" for requirement in pack.standard("TST").requirements}
    for name, answer in answers.items():
        given[f"TST.{name.replace('_', '.')}"] = answer
    return evaluate(pack, "TST", profile={**PROFILE, **(profile or {})}, answers=given, on=on)


def codes(outcome: Outcome) -> list[str]:
    return [reason.code for reason in outcome.reasons]


def test_everything_met_reaches_the_highest_level(pack: Pack) -> None:
    outcome = assess(pack)
    assert (outcome.outcome, outcome.level, outcome.gates_failed) == ("conforms", "certified", ())
    assert outcome.grants
    assert "scheme.level.reached" in codes(outcome)


def test_a_core_requirement_is_a_gate_that_no_score_makes_up_for(pack: Pack) -> None:
    outcome = assess(pack, E_water_C1="none")
    assert (outcome.outcome, outcome.level) == ("does_not_conform", "")
    assert outcome.gates_failed == (CORE,)
    assert outcome.next_steps[0].requirement == CORE
    assert not outcome.grants


def test_a_gate_met_in_part_makes_a_candidate(pack: Pack) -> None:
    outcome = assess(pack, E_water_C1="partial")
    assert (outcome.outcome, outcome.level, outcome.gates_failed) == ("candidate", "candidate", (CORE,))


def test_the_weakest_dimension_decides_and_its_threshold_is_inclusive(pack: Pack) -> None:
    # E: weights 1 + 2; C1 full and A1 at 0.5 give (1 + 1) / 3 = 66.6 per cent, at 0 give 33.3 per cent.
    assert assess(pack, E_water_A1="partial").level == "certified"
    short = assess(pack, E_water_A1="none")
    assert (short.outcome, short.level) == ("candidate", "candidate")
    assert "scheme.threshold.missed" in codes(short)
    assert [group.score.share for group in short.dimensions if group.score] == ["1/3", "1/1"]


def test_scores_are_exact_and_shown_rounded_down(pack: Pack) -> None:
    dimension = assess(pack, E_water_A1="partial").dimensions[0]
    assert dimension.score is not None
    assert (dimension.score.share, dimension.score.percent) == ("2/3", Decimal("66.6"))


def test_an_unanswered_requirement_keeps_the_outcome_unknown(pack: Pack) -> None:
    answers = {one.id: "full" for one in pack.standard("TST").requirements if one.id != "TST.S.safety.D1"}
    outcome = evaluate(pack, "TST", profile=PROFILE, answers=answers, on=DAY)
    assert (outcome.outcome, outcome.level, outcome.best_level) == ("unknown", "", "certified")
    assert "scheme.answer.missing" in codes(outcome)


def test_a_failure_that_no_answer_can_mend_is_not_hidden_by_an_unknown(pack: Pack) -> None:
    outcome = assess(pack, E_water_C1="none", S_safety_C1="unknown")
    assert outcome.outcome == "does_not_conform"
    assert outcome.gates_failed == (CORE,)
    assert outcome.gates_unknown == ("TST.S.safety.C1",)
    assert "scheme.level.out_of_reach" in codes(outcome)


def test_a_missing_fact_makes_applicability_unknown_and_is_asked_for(pack: Pack) -> None:
    outcome = assess(pack, profile={"size": None})
    assert outcome.outcome == "unknown"
    assert any("site.size" in reason.message for reason in outcome.reasons)
    assert outcome.next_steps[0].step.message == "Complete the profile: site.size."


def test_a_missing_flag_is_unknown_and_never_no(pack: Pack) -> None:
    assert assess(pack, profile={"flags": {}}).outcome == "unknown"


def test_why_a_requirement_applies_is_told_with_the_facts(pack: Pack) -> None:
    outcome = assess(pack, profile={"size": "large", "flags": {"mercury": True}})
    assert outcome.result("TST.E.water.D1").why.message == (
        "Applies, because here flags.mercury = yes (flags.mercury)."
    )
    assert outcome.result("TST.S.safety.M1").applies.is_yes
    assert outcome.result(CORE).why.message == "Applies to everybody under this standard."


def test_what_does_not_apply_leaves_the_denominator(pack: Pack) -> None:
    outcome = assess(pack, E_water_D1="none", S_safety_M1="none")
    assert outcome.level == "certified"
    assert not outcome.result("TST.E.water.D1").counted
    assert "size = asm" in outcome.result("TST.S.safety.M1").why.message


def test_a_standard_that_is_not_made_for_the_site_grants_nothing(pack: Pack) -> None:
    outcome = assess(pack, profile={"activities": ("smelting",)})
    assert outcome.outcome == "does_not_conform"
    assert codes(outcome) == ["scheme.standard.not_applicable"]


@pytest.mark.parametrize(
    ("on", "counted"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)], ids=["day before", "anniversary"]
)
def test_a_staged_requirement_counts_from_the_anniversary_of_the_entry(pack: Pack, on: date, counted: bool) -> None:
    result = assess(pack, on=on, E_water_M1="none").result("TST.E.water.M1")
    assert (result.counted, result.due_on) == (counted, date(2027, 1, 1))


def test_what_is_not_due_yet_is_shown_with_its_day(pack: Pack) -> None:
    outcome = assess(pack, E_water_M1="none")
    assert outcome.level == "certified"
    assert [step.due_on for step in outcome.next_steps] == [date(2027, 1, 1)]
    assert "scheme.due.later" in codes(outcome)


def test_without_the_day_of_entry_it_is_not_known_what_is_due(pack: Pack) -> None:
    assert assess(pack, profile={"entered_on": None}).outcome == "unknown"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"rating": "full", "evidence": ("photo",)}, "conforms"),
        ({"rating": "full", "evidence": ("oral", "document")}, "conforms"),
        ({"rating": "full", "evidence": ("oral",)}, "unknown"),
        ({"rating": "full", "evidence": ()}, "unknown"),
        ({"rating": "none", "evidence": ()}, "does_not_conform"),
        ({"rating": "not_relevant"}, "unknown"),
        ({"rating": "not_relevant", "note": " "}, "unknown"),
        ({"rating": "not_relevant", "note": "No water is used."}, "conforms"),
    ],
)
def test_evidence_of_a_kind_that_is_not_accepted_counts_as_unknown(
    pack: Pack, answer: dict[str, Any], outcome: str
) -> None:
    assert assess(pack, E_water_C1=answer).outcome == outcome


def test_not_relevant_leaves_the_denominator(pack: Pack) -> None:
    outcome = assess(pack, E_water_A1="not_relevant")
    assert outcome.level == "certified"
    assert not outcome.result("TST.E.water.A1").counted


def test_a_site_where_nothing_counts_is_certified_for_nothing(pack: Pack) -> None:
    answers = {one.id: {"rating": "not_relevant", "note": "x"} for one in pack.standard("TST").requirements}
    outcome = evaluate(pack, "TST", profile=PROFILE, answers=answers, on=DAY)
    assert outcome.outcome == "does_not_conform"
    assert "scheme.nothing.counts" in codes(outcome)


def test_a_dimension_in_which_nothing_counts_is_left_out_and_reported(pack: Pack) -> None:
    water = {f"E_water_{phase}1": {"rating": "not_relevant", "note": "x"} for phase in "CAMD"}
    outcome = assess(pack, **water)
    assert outcome.level == "certified"
    assert "scheme.dimension.empty" in codes(outcome)
    assert outcome.dimensions[0].score is None


def test_an_answer_to_a_requirement_that_does_not_exist_is_refused(pack: Pack) -> None:
    with pytest.raises(RequirementUnknown) as refusal:
        assess(pack, E_water_C9="full")
    assert "TST.E.water.C1" in refusal.value.way_out


def test_a_word_that_is_not_on_the_scale_is_refused(pack: Pack) -> None:
    with pytest.raises(RatingUnknown, match="excellent"):
        assess(pack, E_water_C1="excellent")


def test_an_unknown_standard_is_refused_with_the_known_ones(pack: Pack) -> None:
    with pytest.raises(StandardUnknown) as refusal:
        evaluate(pack, "CPS", profile=PROFILE, answers={}, on=DAY)
    assert refusal.value.way_out == "Choose one of: TST."


def test_an_unknown_profile_fact_is_refused(pack: Pack) -> None:
    with pytest.raises(RequirementUnknown, match="sise"):
        assess(pack, profile={"sise": "asm"})


def test_the_outcome_names_pack_and_inputs_so_that_it_can_be_replayed(pack: Pack) -> None:
    one, again = assess(pack, E_water_A1="partial"), assess(pack, E_water_A1="partial")
    assert one.pack_digest == pack.digest
    assert digest(one) == digest(again)
    assert assess(pack).inputs_digest != one.inputs_digest


def test_the_pack_is_loaded_from_any_path(tmp_path: Path) -> None:
    assert require(write_pack(tmp_path / "x")).standard("TST").subject_unit == "site"
