"""More risk never means a weaker response, unknown never grants, and a sanction never gets shorter or milder."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from orepass.diligence.rules.areas import GRAVITY, AreaFact, AreaInput, AreaLevel
from orepass.diligence.rules.areas import level_of as area_level
from orepass.diligence.rules.cases import CaseStep, standing_at
from orepass.diligence.rules.red_flags import (
    level_of,
    red_flag_price_outlier,
    red_flag_round_weights,
    red_flag_volume_jump,
)
from orepass.diligence.rules.risks import ANNEX_II, response_to
from orepass.inclusion.groups.rules.control import follow_through
from orepass.inclusion.groups.rules.measures import LADDER, group_fault, sanction_next, sanction_on
from orepass.inclusion.groups.rules.membership import MEMBER, MemberStep
from orepass.inclusion.groups.rules.membership import standing_at as member_at
from orepass.inclusion.groups.rules.peers import formal_audits_left, peer_review_valid
from orepass.kernel.refusal import Conflict
from orepass.scheme.rules.exclusions import exclusion
from tests.rules.groups.test_membership import TERMS

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
VALUES = st.sampled_from(["flag", "none", "unknown"])
DEPTH = ("light", "open", "enhanced")
FACTS = (
    "worst_child_labour",
    "forced_labour",
    "armed_group_support",
    "illegal_status",
    "rush_mining",
    "land_rights_infringed",
    "protected_area_infringed",
)
SCORES = st.fractions(0, 100, max_denominator=10)


@given(st.dictionaries(st.sampled_from("abcdef"), VALUES), st.sampled_from("abcdef"))
def test_one_more_flag_never_makes_diligence_lighter(answers: dict[str, str], name: str) -> None:
    worse = {**answers, name: "flag"}
    assert DEPTH.index(level_of(worse)) >= DEPTH.index(level_of(answers))
    unknown = {**answers, name: "unknown"}
    assert level_of(unknown) != "light"


@given(st.lists(st.tuples(st.sampled_from(AreaInput), SCORES, DAYS), max_size=8), st.sampled_from(AreaInput), DAYS)
def test_a_graver_or_a_missing_input_never_makes_an_area_milder(
    inputs: list[tuple[AreaInput, Fraction, date]], which: AreaInput, on: date
) -> None:
    facts = {name: AreaFact(input=name, value=value, as_of=day) for name, value, day in inputs}
    before = GRAVITY.index(AreaLevel(area_level(list(facts.values()), on).value))
    worse = {**facts, which: AreaFact(input=which, value=Fraction(100), as_of=on)}
    assert GRAVITY.index(AreaLevel(area_level(list(worse.values()), on).value)) >= before
    missing = [fact for name, fact in facts.items() if name is not which]
    assert area_level(missing, on).value != "no"


@given(st.dictionaries(st.sampled_from(FACTS), st.one_of(st.none(), st.booleans())), st.sampled_from(["entry", "full"]))
def test_unknown_never_frees_and_true_always_refuses(facts: dict[str, bool | None], tier: str) -> None:
    value = exclusion(**facts, tier=tier).value  # type: ignore[arg-type] - facts by name
    whole = [facts.get(fact) for fact in FACTS]
    if any(whole):
        assert value == "refused"
    elif None in whole:
        assert value == "unknown"
    else:
        assert value == "free"


@given(st.sampled_from(sorted(ANNEX_II)))
def test_a_known_risk_never_calls_for_less_than_a_suspected_one(code: str) -> None:
    order = ("continue", "suspend", "terminate")
    assert order.index(response_to(code, known=True)) >= order.index(response_to(code, known=False))


ACTIONS = st.sampled_from(
    ["plan", "improve", "refute", "resume", "suspend", "terminate", "reassess", "reopen", "confirm"]
)


@given(
    st.sampled_from(sorted(ANNEX_II)),
    st.lists(st.tuples(ACTIONS, st.integers(0, 400)), max_size=6),
    st.integers(0, 900),
)
def test_time_alone_never_lets_trade_go_on_again(code: str, taken: list[tuple[str, int]], wait: int) -> None:
    start = date(2025, 1, 31)
    steps, day = [CaseStep("risk.identify", start)], start
    for action, pause in taken:
        day += timedelta(days=pause)
        try:
            standing_at(code, [*steps, CaseStep(f"risk.{action}", day)], day)
        except Conflict:
            continue
        steps.append(CaseStep(f"risk.{action}", day))
    now = standing_at(code, steps, day)
    later = standing_at(code, steps, day + timedelta(days=wait))
    assert now.trade.is_yes or not later.trade.is_yes


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 100))
def test_a_larger_jump_or_a_farther_price_never_loses_its_flag(volume: int, usual: int, more: int) -> None:
    if red_flag_volume_jump(volume=Fraction(volume), usual=Fraction(usual)).value == "flag":
        assert red_flag_volume_jump(volume=Fraction(volume + more), usual=Fraction(usual)).value == "flag"
    day = date(2026, 1, 1)
    price = {"reference": Fraction(500), "reference_on": day, "on": day}
    if red_flag_price_outlier(price=Fraction(500 + volume), **price).value == "flag":
        assert red_flag_price_outlier(price=Fraction(500 + volume + more), **price).value == "flag"
    rounded = min(volume, usual)
    if usual and red_flag_round_weights(weighings=usual, rounded=rounded).value == "flag":
        assert red_flag_round_weights(weighings=usual, rounded=min(usual, rounded + more)).value == "flag"


@given(st.sampled_from(LADDER[1:]), DAYS, st.integers(0, 800), st.integers(0, 800))
def test_a_sanction_never_becomes_milder_with_time(rung: str, since: date, first: int, more: int) -> None:
    at = sanction_on(rung=rung, since=since, on=since + timedelta(days=first)).value
    later = sanction_on(rung=rung, since=since, on=since + timedelta(days=first + more)).value
    assert LADDER.index(rung) <= LADDER.index(at) <= LADDER.index(later)


@given(st.sampled_from(LADDER[:-1]))
def test_zero_tolerance_never_leads_to_a_lower_rung(rung: str) -> None:
    mild, grave = sanction_next(rung=rung).value, sanction_next(rung=rung, zero_tolerance=True).value
    assert LADDER.index(grave) >= LADDER.index(mild) > LADDER.index(rung)


@given(
    st.lists(st.tuples(st.sampled_from([step.action for step in MEMBER.transitions]), st.integers(0, 200)), max_size=8)
)
def test_a_sanction_is_followed_through_at_most_once_and_never_more_often_than_given(
    taken: list[tuple[str, int]],
) -> None:
    steps: list[MemberStep] = []
    day = date(2025, 1, 1)
    for action, pause in [("member.register", 0), ("member.inspect", 0), ("member.approve", 0), *taken]:
        day += timedelta(days=pause)
        try:
            member_at([*steps, MemberStep(action, day)], day, TERMS)
        except Conflict:
            continue
        steps.append(MemberStep(action, day))
    counted = follow_through(steps, day, TERMS)
    given = sum(step.action in {"member.warn", "member.suspend"} for step in steps)
    assert 0 <= counted.followed <= counted.all <= given


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 10))
def test_more_failing_members_never_make_the_group_less_at_fault(
    visited: int, failing: int, missed: int, more: int
) -> None:
    failing, missed = min(failing, visited), min(missed, visited)
    if group_fault(visited=visited, failing=failing, missed=missed).value:
        assert group_fault(visited=visited, failing=min(visited, failing + more), missed=missed).value


@given(st.integers(1, 9), st.integers(0, 20), st.integers(0, 9), st.integers(0, 9))
def test_peer_reviews_never_replace_the_last_formal_audit(
    planned: int, reviews: int, peers: int, outsiders: int
) -> None:
    assert 1 <= formal_audits_left(planned=planned, peer_reviews=reviews).value <= planned
    assert not peer_review_valid(peers=peers, outsiders=outsiders, own_plot=True).value
