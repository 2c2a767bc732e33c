"""When a draft may be approved, who was heard and may be told of it, and how chambers vote: each at its edge."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.engagement.rules.consultation import Trial
from orepass.engagement.rules.development import (
    Met,
    Progress,
    approving_findings,
    differences,
    needs_answer,
    state_of,
)
from orepass.engagement.rules.heard import (
    THRESHOLD,
    UNKNOWN,
    Cell,
    Counted,
    Dimension,
    count_findings,
    gaps,
    heard_published,
    part_publishable,
    publishable,
    tally,
)
from orepass.engagement.rules.lifecycles import DEVELOPMENT
from orepass.engagement.rules.voting import Chamber, carried, chambers_carried, vote_findings
from orepass.engagement.rules.voting import count_findings as vote_counts
from orepass.kernel.computed import InputRefused
from orepass.kernel.refusal import Conflict

LAST = date(2026, 3, 2)
READY = {
    "last_is_pack": True,
    "rounds": 1,
    "open_rounds": 0,
    "unanswered": 0,
    "promised": 0,
    "trials": (Trial(setting="open pit", ended_on=LAST), Trial(setting="river", ended_on=LAST)),
    "running_pilots": 0,
    "small_producers": 1,
    "gaps": 0,
    "decided_on": LAST,
}


def codes(**changes: object) -> list[str]:
    known = Progress(**{**READY, **changes})  # type: ignore[arg-type]
    return [found.code.removeprefix("engagement.") for found in approving_findings(known)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"last_is_pack": False}, ["development.no_pack"]),
        ({"rounds": 0}, ["development.nobody_asked"]),
        ({"open_rounds": 1}, ["development.round_open"]),
        ({"unanswered": 1}, ["round.unanswered"]),
        ({"promised": 1}, ["development.promised"]),
        ({"running_pilots": 1}, ["development.pilot_runs"]),
        ({"gaps": 1}, ["development.gaps"]),
        ({"gaps": 1, "gaps_explained": True}, []),
        ({"small_producers": 0}, ["development.no_small_producers"]),
        ({"trials": (Trial(setting="river", ended_on=LAST),)}, ["final.settings"]),
        ({"decided_on": date(2026, 3, 1)}, ["final.before_pilot"]),
        ({}, []),
    ],
)
def test_each_thing_that_is_missing_is_told_and_nothing_else(changes: dict[str, object], code: list[str]) -> None:
    assert codes(**changes) == code


def test_development_is_published_by_the_fact_of_its_edition_and_only_after_it_was_approved() -> None:
    steps = ["development.draft", "development.consult", "development.approve"]
    assert state_of(steps, published=False) == "approved"
    assert state_of(steps, published=True) == "published"
    assert state_of(steps[:2], published=True) == "consulting"
    assert "development.publish" not in DEVELOPMENT.allowed("approved")


@pytest.mark.parametrize("step", ["development.pilot", "development.approve"])
def test_draft_that_nobody_was_asked_about_is_neither_tried_nor_approved(step: str) -> None:
    with pytest.raises(Conflict):
        DEVELOPMENT.state_after(["development.draft", step])


@pytest.mark.parametrize("state", ["dropped", "published"])
def test_nothing_follows_the_end_of_a_development(state: str) -> None:
    assert DEVELOPMENT.allowed(state) == ()


def test_versions_differ_by_what_is_new_gone_or_in_other_words() -> None:
    found = differences({"a": "1", "b": "1", "c": "1"}, {"b": "1", "c": "2", "d": "1"})
    assert (found.new, found.gone, found.changed) == (("d",), ("a",), ("c",))


@pytest.mark.parametrize(
    ("changes", "asks"),
    [
        ({}, False),
        ({"met": Met.NOT_TRIED}, False),
        ({"met": Met.PARTLY}, True),
        ({"met": Met.NO}, True),
        ({"misunderstood": True}, True),
        ({"unclear": "?"}, True),
        ({"suggestion": "Less."}, True),
        ({"unclear": " ", "suggestion": " "}, False),
    ],
)
def test_report_asks_for_an_answer_when_something_was_wrong(changes: dict[str, object], asks: bool) -> None:
    whole = {"met": Met.YES, "misunderstood": False, "unclear": "", "suggestion": ""} | changes
    assert needs_answer(**whole) is asks  # type: ignore[arg-type]


def one(people: int, value: str = "female", dimension: Dimension = Dimension.SEX) -> Counted:
    return Counted(dimension=dimension, value=value, people=people)


def shown(cells: tuple[Cell, ...]) -> dict[str, int | None]:
    return {cell.value: cell.people for cell in cells}


def test_of_whom_nothing_is_known_is_a_count_of_its_own() -> None:
    cells = tally(people=20, heard=[one(7), one(2), one(5, "male")], wanted=[one(10)])
    assert shown(cells) == {"female": 9, "male": 5, UNKNOWN: 6}
    assert [(cell.value, cell.gap) for cell in gaps(cells)] == [("female", 1)]
    assert gaps(tally(people=20, heard=[one(10)], wanted=[one(10)])) == ()


def test_target_of_whom_nobody_came_is_a_gap_and_each_dimension_stands_by_itself() -> None:
    targets = [one(3, "cannot_read", Dimension.LITERACY)]
    cells = tally(people=20, heard=[one(20)], wanted=targets)
    assert [(cell.dimension, cell.value, cell.people, cell.wanted) for cell in cells] == [
        ("sex", "female", 20, 0),
        ("sex", UNKNOWN, 0, 0),
        ("literacy", "cannot_read", 0, 3),
        ("literacy", UNKNOWN, 20, 0),
    ]
    assert tally(people=20, heard=[], wanted=[]) == ()


@pytest.mark.parametrize(
    ("counted", "people", "code"),
    [
        ([one(3)], 3, []),
        ([one(3)], 2, ["too_many"]),
        ([one(2), one(1, "male")], 2, ["too_many"]),
        ([one(2), one(2, "reads", Dimension.LITERACY)], 2, []),
        ([one(3)], None, []),
        ([one(-1)], 2, ["below_zero"]),
        ([one(1, "women")], 2, ["word"]),
        ([one(1, "")], 2, ["word"]),
        ([one(1, UNKNOWN, Dimension.REGION)], 2, ["word"]),
        ([one(1, "x" * 40, Dimension.REGION)], 2, []),
        ([one(1, "x" * 41, Dimension.REGION)], 2, ["word"]),
        ([one(0)] * 200, 2, []),
        ([one(0)] * 201, 2, ["too_long"]),
    ],
)
def test_counts_that_cannot_be_true_are_refused(counted: list[Counted], people: int | None, code: list[str]) -> None:
    assert [found.code.removeprefix("engagement.heard.") for found in count_findings(counted, people)] == code


@pytest.mark.parametrize(
    ("women", "men", "told"),
    [
        (THRESHOLD, 10, {"female": 5, "male": 10, UNKNOWN: 0}),
        (THRESHOLD - 1, 10, {"female": None, "male": None, UNKNOWN: 0}),
        (1, 1, {"female": None, "male": None, UNKNOWN: None}),
        (1, 2, {"female": None, "male": None, UNKNOWN: None}),
        (4, 4, {"female": None, "male": None, UNKNOWN: None}),
        (3, 4, {"female": None, "male": None, UNKNOWN: 0}),
        (0, 10, {"female": 0, "male": 10, UNKNOWN: 0}),
        (1, 4, {"female": None, "male": None, UNKNOWN: 0}),
    ],
)
def test_count_below_the_threshold_is_hidden_and_one_more_where_the_total_would_tell(
    women: int, men: int, told: dict[str, int | None]
) -> None:
    cells = tally(people=women + men, heard=[one(women), one(men, "male")], wanted=[])
    assert shown(publishable(cells)) == told


def test_that_little_is_unknown_hides_nothing_and_a_hidden_count_tells_no_gap() -> None:
    cells = tally(people=12, heard=[one(10)], wanted=[])
    assert shown(publishable(cells)) == {"female": 10, UNKNOWN: 2}
    hidden = publishable(tally(people=12, heard=[one(3)], wanted=[one(6)]))
    assert [cell.gap for cell in hidden] == [None, None]
    assert gaps(hidden) == ()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=5), st.integers(1, 10))
def test_no_hidden_count_follows_from_the_others(people: list[int], threshold: int) -> None:
    values = [f"group {at}" for at in range(len(people))]
    heard = [one(count, value, Dimension.GROUP) for count, value in zip(people, values, strict=True)]
    cells = publishable(tally(people=sum(people), heard=heard, wanted=[]), threshold)
    hidden = [cell for cell in cells if cell.people is None]
    assert len(hidden) != 1
    assert all(cell.people is None or not 0 < cell.people < threshold for cell in cells if cell.value != UNKNOWN)


@pytest.mark.parametrize("people", list(itertools.product(range(THRESHOLD), repeat=3)))
def test_where_only_small_counts_are_hidden_their_sum_leaves_each_of_them_open(people: tuple[int, ...]) -> None:
    heard = [one(count, value, Dimension.GROUP) for count, value in zip(people, "abc", strict=True)]
    cells = publishable(tally(people=sum(people) + 20, heard=heard, wanted=[]))
    hidden = [at for at, cell in enumerate(cells) if cell.people is None]
    small = [count for count in people if count]
    if len(hidden) == len(small):
        assert not small or len(small) < sum(small) < len(small) * (THRESHOLD - 1)
    else:
        assert hidden == [*(at for at in range(3) if people[at]), 3]


def test_calculator_tells_which_counts_are_hidden() -> None:
    found = heard_published(counts="12, 4, 0, 9")
    assert found.value == "12, hidden, 0, hidden"
    assert found.explanation == (
        "1 of 4 counts are above zero and below 5; they are hidden.",
        "More is hidden, because the total would give the others away.",
    )
    assert heard_published(counts="12, 5").value == "12, 5"
    assert heard_published(counts="4").value == "hidden"
    assert heard_published(counts="3, 2, 9").explanation == (
        "2 of 3 counts are above zero and below 5; they are hidden.",
    )
    assert heard_published(counts="1, 9", threshold=1).value == "1, 9"


@pytest.mark.parametrize("counts", ["", "a", "-1", "1.5", "²"])
def test_counts_that_are_no_numbers_of_people_are_refused(counts: str) -> None:
    with pytest.raises(InputRefused):
        heard_published(counts=counts)


def chamber(**changes: object) -> Chamber:
    return Chamber(**{"name": "producers", "members": 4, "present": 2, "in_favour": 2, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "won"),
    [
        ({}, True),
        ({"present": 1, "in_favour": 1}, False),
        ({"in_favour": 1}, False),
        ({"members": 5}, False),
        ({"present": 3, "in_favour": 2}, True),
        ({"present": 0, "in_favour": 0}, False),
    ],
)
def test_chamber_needs_half_of_its_members_and_more_than_half_of_those(changes: dict[str, object], won: bool) -> None:
    assert carried(chamber(**changes)) is won
    assert [found.where for found in vote_findings([chamber(**changes)])] == ([] if won else ["producers"])


@pytest.mark.parametrize(
    ("chambers", "code"),
    [
        ([chamber()], []),
        ([chamber(against=1)], ["impossible"]),
        ([chamber(against=-1)], ["impossible"]),
        ([chamber(in_favour=-1)], ["impossible"]),
        ([chamber(present=5, in_favour=1)], ["impossible"]),
        ([chamber(members=0, present=0, in_favour=0)], ["impossible"]),
        ([chamber(name=" ")], ["impossible"]),
        ([chamber(), chamber()], ["twice"]),
        ([chamber(name=str(at)) for at in range(50)], []),
        ([chamber(name=str(at)) for at in range(51)], ["too_long"]),
    ],
)
def test_votes_that_cannot_be_true_are_told(chambers: list[Chamber], code: list[str]) -> None:
    assert [found.code.removeprefix("engagement.vote.") for found in vote_counts(chambers)] == code


def test_calculator_asks_every_chamber() -> None:
    assert chambers_carried(votes="9/7/5, 6/3/2").value
    assert chambers_carried(votes="9/7/5, 6/3/2").explanation == ("All 2 chambers carried it.",)
    lost = chambers_carried(votes="9/7/5, 6/3/1")
    assert not lost.value
    assert lost.explanation == ("The chamber “2” did not carry it: 3 of 6 were present, 1 in favour.",)


@pytest.mark.parametrize("votes", ["", "9/7", "a/7/5", "9/7/5/1", "2/3/1", "3/1/2", "0/0/0", "²/1/1"])
def test_votes_that_cannot_be_read_are_refused(votes: str) -> None:
    with pytest.raises(InputRefused):
        chambers_carried(votes=votes)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(0, 3, False), (1, 30, False), (4, 30, False), (5, 30, True), (25, 30, True), (26, 30, False), (30, 30, True)],
)
def test_a_part_is_told_where_neither_it_nor_the_rest_are_few(part: int, whole: int, *, shown: bool) -> None:
    assert part_publishable(part, whole) is shown
