"""The member machine: where a member stands on a day, and whether it may deliver (vector C19 and rules B4)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.inclusion.groups.rules.membership import (
    DELIVERING,
    MEMBER,
    InspectionFact,
    MemberStep,
    Standing,
    deadline,
    may_reenter_on,
    member_right,
    standing_at,
)
from orepass.inclusion.groups.rules.terms import GroupTerms
from orepass.kernel.refusal import Conflict
from orepass.kernel.verdict import Unknown

TERMS = GroupTerms(
    compliance_share=Fraction(8, 10),
    members_max=2000,
    inspection_months=12,
    warning_days=30,
    suspension_months=6,
    reentry_months=12,
    sample_rule="eu-organic",
    random_share=Fraction(1, 4),
    risk={"regular": Fraction(1), "high": Fraction(2)},
    failing_share=Fraction(1, 10),
    missed_share=Fraction(1, 10),
    yield_tolerance=Fraction(2, 10),
    one_group_only=True,
    critical_suspends=True,
)
APPROVED_ON = date(2026, 3, 1)
APPROVED = (
    MemberStep("member.register", date(2026, 2, 1)),
    MemberStep("member.inspect", date(2026, 2, 20)),
    MemberStep("member.approve", APPROVED_ON),
)
INSPECTED = (InspectionFact(date(2026, 2, 20), passed=True),)
SUSPENDED = MemberStep("member.suspend", date(2026, 6, 10))
WARNED = MemberStep("member.warn", date(2026, 6, 10))


def state(on: date, *more: MemberStep) -> str:
    return standing_at((*APPROVED, *more), on, TERMS).state


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 31), "applied"),
        (date(2026, 2, 1), "registered"),
        (date(2026, 2, 20), "inspected"),
        (date(2026, 3, 1), "approved"),
        (date(2036, 3, 1), "approved"),
    ],
)
def test_standing_is_what_the_steps_lead_to_by_the_day(on: date, expected: str) -> None:
    assert state(on) == expected


def test_a_suspension_counts_from_its_day_and_excludes_after_its_limit() -> None:
    assert state(date(2026, 6, 9), SUSPENDED) == "approved"
    assert state(date(2026, 6, 10), SUSPENDED) == "suspended"
    assert state(date(2026, 12, 10), SUSPENDED) == "suspended"
    assert standing_at((*APPROVED, SUSPENDED), date(2026, 12, 11), TERMS) == Standing("expelled", date(2026, 12, 11))


def test_a_warning_nobody_settled_becomes_a_suspension_and_then_an_exclusion() -> None:
    assert state(date(2026, 7, 10), WARNED) == "warned"
    assert state(date(2026, 7, 11), WARNED) == "suspended"
    assert state(date(2027, 1, 11), WARNED) == "suspended"
    assert state(date(2027, 1, 12), WARNED) == "expelled"


def test_a_step_that_came_too_late_is_no_step() -> None:
    late = MemberStep("member.clear", date(2026, 7, 11))
    with pytest.raises(Conflict):
        standing_at((*APPROVED, WARNED, late), date(2026, 8, 1), TERMS)


def test_deadlines_are_told() -> None:
    assert deadline(Standing("warned", date(2026, 6, 10)), TERMS) == date(2026, 7, 10)
    assert deadline(Standing("suspended", date(2026, 8, 31)), TERMS) == date(2027, 2, 28)
    assert deadline(Standing("approved", APPROVED_ON), TERMS) is None


def test_only_the_excluded_have_to_wait_before_coming_back() -> None:
    assert may_reenter_on(Standing("expelled", date(2026, 6, 10)), TERMS) == date(2027, 6, 10)
    assert may_reenter_on(Standing("resigned", date(2026, 6, 10)), TERMS) == date(2026, 6, 10)


def test_c19_a_delivery_after_the_suspension_is_blocked() -> None:
    steps = (*APPROVED, SUSPENDED)
    assert member_right(steps, INSPECTED, date(2026, 6, 9), TERMS).is_yes
    assert member_right(steps, INSPECTED, date(2026, 6, 11), TERMS).is_no


def test_a_warned_member_delivers_until_its_time_is_over() -> None:
    steps = (*APPROVED, WARNED)
    assert member_right(steps, INSPECTED, date(2026, 7, 10), TERMS).is_yes
    assert member_right(steps, INSPECTED, date(2026, 7, 11), TERMS).is_no


@pytest.mark.parametrize(
    ("inspections", "on", "unknown"),
    [
        ((), date(2026, 3, 1), Unknown.MISSING),
        ((InspectionFact(date(2026, 2, 20), passed=False),), date(2026, 3, 1), Unknown.MISSING),
        (INSPECTED, date(2027, 2, 21), Unknown.EXPIRED),
        ((*INSPECTED, InspectionFact(date(2026, 5, 1), passed=False)), date(2026, 5, 1), Unknown.UNVERIFIABLE),
        ((InspectionFact(date(2026, 4, 1), passed=True),), date(2026, 3, 1), Unknown.MISSING),
    ],
    ids=["never", "failed", "too old", "failed since", "only later"],
)
def test_without_a_passed_inspection_in_time_the_right_is_unknown(
    inspections: tuple[InspectionFact, ...], on: date, unknown: Unknown
) -> None:
    assert member_right(APPROVED, inspections, on, TERMS).unknown is unknown


def test_an_inspection_holds_to_the_same_day_a_year_later() -> None:
    assert member_right(APPROVED, INSPECTED, date(2027, 2, 20), TERMS).is_yes


@st.composite
def lives(draw: st.DrawFn) -> list[MemberStep]:
    """Draw a life that the table allows, each step on a day of its own or the same."""
    steps: list[MemberStep] = []
    on = date(2026, 1, 1)
    for _number in range(draw(st.integers(0, 10))):
        on += timedelta(days=draw(st.integers(0, 120)))
        allowed = MEMBER.allowed(standing_at(steps, on, TERMS).state)
        if not allowed:
            break
        steps.append(MemberStep(draw(st.sampled_from(allowed)), on))
    return steps


@given(lives(), st.integers(0, 2000), st.integers(0, 2000))
def test_time_alone_never_revives_a_member(steps: list[MemberStep], first: int, wait: int) -> None:
    last = steps[-1].on if steps else date(2026, 1, 1)
    day = last + timedelta(days=first)
    if standing_at(steps, day, TERMS).state not in DELIVERING:
        assert standing_at(steps, day + timedelta(days=wait), TERMS).state not in DELIVERING


@given(lives(), st.integers(0, 2000))
def test_a_suspension_ends_in_a_right_only_by_a_recorded_step(steps: list[MemberStep], days: int) -> None:
    states = [standing_at(steps[: count + 1], steps[count].on, TERMS).state for count in range(len(steps))]
    for before, step, after in zip(states, steps[1:], states[1:], strict=False):
        if before == "suspended" and after in DELIVERING:
            assert step.action == "member.restore"


@given(lives(), st.integers(0, 2000))
def test_nobody_delivers_without_a_passed_inspection(steps: list[MemberStep], days: int) -> None:
    day = date(2026, 1, 1) + timedelta(days=days)
    assert not member_right(steps, (), day, TERMS).is_yes
