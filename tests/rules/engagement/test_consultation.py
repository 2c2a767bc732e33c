"""Rounds of consultation: who is asked how, goals, documents, answers; drafts that become final; miners' part."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.engagement.rules.consultation import (
    AT_A_DISTANCE,
    Audience,
    Method,
    Round,
    Trial,
    closing_findings,
    consultation_reach,
    consultation_round,
    final_findings,
    opening_findings,
    standard_final,
)
from orepass.engagement.rules.participation import (
    barriers,
    peer_may_review,
    peer_variant,
    pilot_grants,
    system_change,
    task_force_may_close,
)
from orepass.kernel.computed import InputRefused
from orepass.kernel.finding import Finding

DAY = date(2026, 3, 1)


def asked(**changes: object) -> Round:
    whole = {
        "audience": Audience.PRODUCERS,
        "methods": (Method.FACE_TO_FACE,),
        "local_language": True,
        "wanted_groups": 2,
        "wanted_people": 20,
        "has_summary": True,
        "has_terms": True,
        "reached_groups": 2,
        "reached_people": 20,
    }
    return Round(**(whole | changes))  # type: ignore[arg-type]


def codes(findings: list[Finding]) -> list[str]:
    return [found.code.rpartition(".")[2] for found in findings]


def test_i_02_face_to_face_in_the_local_language_with_goals_opens() -> None:
    assert opening_findings(asked()) == []


@given(methods=st.sets(st.sampled_from(sorted(AT_A_DISTANCE)), max_size=2))
def test_i_02_no_way_at_a_distance_alone_is_enough_for_producers(methods: set[Method]) -> None:
    assert "distance" in codes(opening_findings(asked(methods=tuple(methods))))


def test_i_02_others_may_be_asked_in_writing_and_in_any_language() -> None:
    assert opening_findings(asked(audience=Audience.PUBLIC, methods=(Method.INTERNET,), local_language=False)) == []


@pytest.mark.parametrize("goals", [{"wanted_groups": 0}, {"wanted_people": 0}])
def test_i_02_round_without_goals_does_not_open(goals: dict[str, int]) -> None:
    assert codes(opening_findings(asked(**goals))) == ["goals"]


def test_i_02_round_short_of_its_goals_does_not_hold() -> None:
    assert codes(closing_findings(asked(reached_groups=1, reached_people=19))) == ["short", "short"]


def test_i_07_round_opens_with_both_documents_and_each_comment_gets_an_answer() -> None:
    assert codes(opening_findings(asked(has_summary=False, has_terms=False))) == ["document", "document"]
    assert codes(closing_findings(asked(unanswered=1))) == ["unanswered"]


def test_i_08_the_report_never_adds_breadth_and_depth() -> None:
    computed = consultation_reach(groups=3, people=40)
    assert computed.value == "3/40"
    assert "43" not in " ".join([computed.value, *computed.explanation])
    assert "bottom-up" in consultation_reach(groups=0, people=0, kind="participation").explanation[0]


def test_r_04_two_different_settings_all_answered_and_dated_after_the_last_pilot() -> None:
    trials = [Trial(setting="open pit", ended_on=DAY), Trial(setting="river gravel", ended_on=DAY)]
    assert final_findings(trials=trials, unanswered=0, final_on=DAY) == []
    assert codes(final_findings(trials=trials[:1], unanswered=0, final_on=DAY)) == ["settings"]
    assert codes(final_findings(trials=trials, unanswered=1, final_on=date(2026, 2, 28))) == [
        "before_pilot",
        "unanswered",
    ]
    assert codes(final_findings(trials=[], unanswered=0, final_on=DAY)) == ["settings"]
    assert codes(final_findings(trials=[Trial(setting=" ", ended_on=DAY)] * 2, unanswered=0, final_on=DAY)) == [
        "settings"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": "everyone"},
        {"methods": "pigeon"},
        {"methods": ""},
        {"documents": 3},
        {"documents": -1},
        {"unanswered": -1},
        {"wanted": "4"},
        {"wanted": "4/x"},
    ],
)
def test_round_with_unusable_inputs_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputRefused):
        consultation_round(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({}, True),
        ({"documents": 0}, False),
        ({"documents": 1}, False),
        ({"unanswered": 1}, False),
        ({"wanted": "2/5", "reached": "2/5"}, True),
        ({"wanted": "2/5", "reached": "1/9"}, False),
        ({"wanted": "2/5", "reached": "9/4"}, False),
        ({"wanted": "0/5", "reached": "2/5"}, False),
        ({"wanted": "2/0", "reached": "2/5"}, False),
    ],
)
def test_i_02_and_i_07_round_asked_by_name_holds_at_the_edge_of_each_condition(
    given: dict[str, object], *, holds: bool
) -> None:
    assert consultation_round(**given).value is holds  # type: ignore[arg-type]


def test_other_rules_refuse_numbers_below_zero_and_unknown_words() -> None:
    for refused in (
        lambda: consultation_reach(groups=-1, people=0),
        lambda: consultation_reach(groups=0, people=-1),
        lambda: consultation_reach(groups=0, people=0, kind="poll"),
        lambda: standard_final(settings="a,b", last_pilot_on=DAY, final_on=DAY, unanswered=-1),
        lambda: standard_final(settings="a,b", last_pilot_on=DAY, final_on=DAY, settings_min=0),
        lambda: system_change(miner_inputs=-1),
        lambda: pilot_grants(pilot_audits=-1),
        lambda: pilot_grants(pilot_audits=0, regular_audits=-1),
        lambda: task_force_may_close(done="tea"),
        lambda: barriers(reasons="weather"),
        lambda: peer_variant(kept="luck"),
    ):
        with pytest.raises(InputRefused):
            refused()


def test_l_07_change_without_miners_is_warned_about() -> None:
    assert (system_change(miner_inputs=0).value, system_change(miner_inputs=1).value) == ("warning", "heard")


def test_p_04_task_force_closes_with_all_four_outputs_and_named_criteria() -> None:
    done = "participation,surveys,trials,suitability"
    assert task_force_may_close(done=done).value
    assert not task_force_may_close(done=done, criteria_named=False).value
    assert not task_force_may_close(done="trials").value
    assert task_force_may_close(done=done).explanation == ("All four outputs are done.",)
    assert task_force_may_close(done="trials,surveys", criteria_named=False).explanation == (
        "Missing: participation, suitability.",
        "A proposal does not name the criterion it changes.",
    )


def test_a_pilot_without_a_setting_adds_no_setting_and_a_variant_says_what_it_drops() -> None:
    unnamed = [Trial(setting="a", ended_on=DAY), Trial(setting=" ", ended_on=DAY)]
    assert codes(final_findings(trials=unnamed, unanswered=0, final_on=DAY)) == ["settings"]
    assert peer_variant(kept="peer_review").explanation == ("It drops: transparency, shared_duty, open_books.",)
    whole = peer_variant(kept="transparency,shared_duty,open_books,peer_review")
    assert (whole.value, whole.explanation) == (True, ("It keeps all four.",))


def test_p_05_g_04_and_c_20_by_their_rules() -> None:
    assert barriers(reasons="system,institutions,system").value == "2/1"
    assert barriers(reasons="").value == "0/0"
    assert not peer_variant(kept="peer_review").value
    assert not peer_may_review(reviewer=" per-a ", owner="PER-A").value
    assert not pilot_grants(pilot_audits=5).value
