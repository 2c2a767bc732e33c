"""Which way things move: more risk never means fewer visits, a better record never more, unknown never grants."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from orepass.scheme.rules.licence import RECORDS, RISKS, audits_in_cycle, licence_months, second_party_checks, term
from orepass.scheme.rules.parameters import Parameter, Rules
from orepass.scheme.rules.scoring import (
    LADDERS,
    award_without_miss,
    score_letters,
    score_level,
    score_share,
    weakest_grade,
)
from orepass.scheme.rules.staged import member_exit, requirement_counts, staged_decision, year_of

levels = st.integers(0, 2)
records, risks = st.sampled_from([*RECORDS, "unknown"]), st.sampled_from([*RISKS, "unknown"])
shares = st.sampled_from(["0", "0.25", "0.5", "0.75", "1"])
principles = st.lists(st.lists(st.tuples(shares, st.booleans()), min_size=1, max_size=6), min_size=1, max_size=4)
ORDER = ("transparency", "50", "75", "100")
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def written(parts: list[list[tuple[str, bool]]]) -> str:
    said = [",".join(f"{share}{'!' if critical else ''}" for share, critical in part) for part in parts]
    return ";".join(f"P{at}:{answers}" for at, answers in enumerate(said))


@given(levels, levels, records, st.integers(1, 12), st.integers(1, 12))
def test_more_risk_never_means_fewer_audits(one: int, two: int, record: str, base: int, floor: int) -> None:
    low, high = sorted((one, two))
    few = audits_in_cycle(record=record, risk=RISKS[low], base=base, floor=floor).value
    many = audits_in_cycle(record=record, risk=RISKS[high], base=base, floor=floor).value
    unknown = audits_in_cycle(record=record, base=base, floor=floor).value
    assert floor <= few <= many <= unknown


@given(levels, levels, risks, st.integers(1, 12), st.integers(1, 12))
def test_a_better_record_never_means_more_audits(one: int, two: int, risk: str, base: int, floor: int) -> None:
    better, worse = sorted((one, two))
    few = audits_in_cycle(record=RECORDS[better], risk=risk, base=base, floor=floor).value
    many = audits_in_cycle(record=RECORDS[worse], risk=risk, base=base, floor=floor).value
    assert floor <= few <= many <= audits_in_cycle(risk=risk, base=base, floor=floor).value


@given(st.integers(1, 10**6), st.integers(0, 10**6), levels, levels, st.integers(1, 1000), st.integers(1, 5))
def test_b08_more_producers_or_more_risk_never_mean_fewer_checks(
    producers: int, more: int, one: int, two: int, per_check: int, least: int
) -> None:
    low, high = sorted((one, two))
    few = second_party_checks(producers=producers, per_check=per_check, risk=RISKS[low], least=least).value
    many = second_party_checks(producers=producers + more, per_check=per_check, risk=RISKS[high], least=least).value
    assert 1 <= least <= few <= many


@given(records, risks, st.sampled_from([True, False, None]), st.integers(1, 60), st.integers(0, 60))
def test_b06_a_licence_is_never_shorter_than_the_least_and_unknown_never_lengthens_it(
    record: str, risk: str, credible: bool | None, least: int, more: int
) -> None:
    months = licence_months(record=record, risk=risk, credible=credible, least=least, longest=least + more).value
    assert least <= months <= least + more
    for known in ({"record": record, "risk": risk}, {"record": record, "credible": True}, {"risk": risk}):
        assert licence_months(**known, least=least, longest=least + more).value == least  # type: ignore[arg-type]


@given(st.lists(st.integers(1, 60), min_size=4, max_size=4), records, risks)
def test_unknown_never_lengthens_the_term_of_a_pack(months: list[int], record: str, risk: str) -> None:
    pairs = [(row, column) for row in ("good", "poor") for column in ("low", "high")]
    rules = Rules(
        {
            f"licence.months.{row}.{column}": Parameter(
                path="x", value=value, unit="months", source="", clause="", verified=False
            )
            for (row, column), value in zip(pairs, months, strict=True)
        }
    )
    known = term(rules, record=record, risk=risk)
    assert term(rules, record=record) <= known
    assert term(rules, risk=risk) <= known
    assert term(rules) == min(months)


@given(principles, st.data())
def test_a_better_answer_never_lowers_score_or_level(parts: list[list[tuple[str, bool]]], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(parts) - 1))
    inside = data.draw(st.integers(0, len(parts[at]) - 1))
    better = [list(part) for part in parts]
    better[at][inside] = ("1", parts[at][inside][1])
    for how in ("minimum", "mean", "weighted_mean", "mean_of_all"):
        before = score_share(answers=written(parts), how=how).value
        assert before <= score_share(answers=written(better), how=how).value
    before_level, after = score_level(answers=written(parts)).value, score_level(answers=written(better)).value
    assert ORDER.index(before_level) <= ORDER.index(after)


@given(principles)
def test_the_aggregations_are_ordered_and_a_weighted_mean_without_weights_is_the_mean(
    parts: list[list[tuple[str, bool]]],
) -> None:
    score = {how: score_share(answers=written(parts), how=how).value for how in ("minimum", "mean", "weighted_mean")}
    assert score["minimum"] <= score["mean"] == score["weighted_mean"]


@given(principles, st.data())
def test_an_answer_that_is_not_known_never_raises_a_level(
    parts: list[list[tuple[str, bool]]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(parts) - 1))
    inside = data.draw(st.integers(0, len(parts[at]) - 1))
    hidden = [list(part) for part in parts]
    hidden[at][inside] = ("?", parts[at][inside][1])
    level = score_level(answers=written(hidden)).value
    assert level == "unknown" or ORDER.index(level) <= ORDER.index(score_level(answers=written(parts)).value)


@given(st.lists(st.sampled_from(["A", "AA", "AAA", "yes", "B", "no"]), min_size=1), st.data())
def test_a_letter_that_is_not_known_never_meets_the_goal(grades: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(grades) - 1))
    assert not score_letters(grades=",".join([*grades[:at], "?", *grades[at + 1 :]])).value


@given(st.sampled_from(sorted(LADDERS)), st.data())
def test_a_grade_that_is_not_known_never_raises_the_weakest(scale: str, data: st.DataObject) -> None:
    ladder = LADDERS[scale]
    grades = data.draw(st.lists(st.sampled_from(ladder), min_size=1, max_size=6))
    weakest = weakest_grade(grades=",".join(grades), scale=scale).value
    assert ladder.index(weakest) == min(map(ladder.index, grades))
    hidden = weakest_grade(grades=",".join([*grades, "?"]), scale=scale).value
    assert hidden == "unknown" or hidden == weakest == ladder[0]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 3), st.integers(1, 3))
def test_a_criterion_that_is_not_known_leaves_no_award(full: int, partial: int, missed: int, unknown: int) -> None:
    assert not award_without_miss(full=full, partial=partial, missed=missed, unknown=unknown).value


@given(st.sampled_from([True, False, None]), st.sampled_from([True, False, None]), st.sampled_from([True, False, None]))
def test_b15_what_is_not_known_never_certifies(full: bool | None, progress: bool | None, basics: bool | None) -> None:
    decision = staged_decision(full=full, progress=progress, basics=basics).value
    assert (decision == "certified") == (basics is True and (full is True or progress is True))
    assert (decision == "refused") == (basics is False or (full is False and progress is False))


@given(DAYS, st.integers(0, 10))
def test_r10_the_anniversary_is_the_first_day_on_which_it_counts(entered_on: date, due_year: int) -> None:
    due_on = date(entered_on.year + due_year, entered_on.month, min(entered_on.day, 28))
    states = [
        requirement_counts(entered_on=entered_on, due_year=due_year, on=due_on + timedelta(days=day), met=False).value
        for day in range(-3, 5)
    ]
    assert states == sorted(states, key=["not_due", "nonconformity"].index)
    assert {"not_due", "nonconformity"} == set(states)


@given(DAYS, st.integers(0, 15_000))
def test_the_year_of_participation_never_falls_and_begins_on_the_anniversary(entered_on: date, days: int) -> None:
    on = entered_on + timedelta(days=days)
    year, next_day = year_of(entered_on, on), year_of(entered_on, on + timedelta(days=1))
    assert year is not None
    assert next_day is not None
    assert year <= next_day <= year + 1
    state = requirement_counts(entered_on=entered_on, due_year=year, on=on).value if year <= 50 else "not_due"
    assert state == "not_due"
    assert requirement_counts(entered_on=entered_on, due_year=min(year - 1, 50), on=on).value == "unknown"


@given(DAYS, st.integers(0, 2_000), st.sampled_from([True, False, None]), st.sampled_from([True, False, None]))
def test_b05_nobody_is_asked_to_leave_early_or_on_what_is_not_known(
    joined_on: date, days: int, met: bool | None, working: bool | None
) -> None:
    on = joined_on + timedelta(days=days)
    for ask_when in ("neither", "not_met"):
        state = member_exit(joined_on=joined_on, on=on, met=met, working=working, ask_when=ask_when).value
        if state == "asked_to_leave":
            assert on >= joined_on + timedelta(days=365 * 3)
            assert met is False
            assert ask_when == "not_met" or working is False
