"""The share rule, group-level faults, inspectors and capacity."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.inclusion.groups.rules.capacity import capacity, within_estimate
from orepass.inclusion.groups.rules.control import Visited, control_of, detection_rate, group_faults, share_rule
from orepass.inclusion.groups.rules.inspecting import (
    InspectorFact,
    MemberFinding,
    MemberGrade,
    inspector_findings,
    passed,
    zero_tolerance,
)
from orepass.kernel.quantity import Milligrams
from orepass.kernel.verdict import Unknown, no, unknown, yes
from tests.rules.groups.test_membership import TERMS

YES, NO, OPEN = yes("r"), no("r"), unknown(Unknown.MISSING, "r")


@pytest.mark.parametrize(
    ("compliant", "members", "keeps"),
    [(28, 35, True), (27, 35, False), (16, 20, True), (15, 20, False), (33, 41, True), (32, 41, False), (1, 1, True)],
)
def test_r9_four_in_five_members_comply(compliant: int, members: int, keeps: bool) -> None:
    rights = [YES] * compliant + [NO] * (members - compliant)
    assert share_rule(rights, TERMS).is_yes is keeps


def test_a_group_without_members_has_no_right() -> None:
    assert share_rule([], TERMS).is_unknown


@given(st.lists(st.sampled_from([YES, NO, OPEN]), max_size=60))
def test_unknown_counts_like_no(rights: list[object]) -> None:
    as_no = [NO if right is OPEN else right for right in rights]
    assert share_rule(rights, TERMS).is_yes is share_rule(as_no, TERMS).is_yes


def visit(*, auditors: tuple[str, ...] = (), inspectors: tuple[str, ...] = (), failing: bool = False) -> Visited:
    return Visited(
        member="mem-1", by_auditors=frozenset(auditors), by_inspectors=frozenset(inspectors), failing=failing
    )


def test_more_than_a_tenth_failing_is_a_fault_of_the_group() -> None:
    failing = visit(auditors=("R1",), inspectors=("R1",), failing=True)
    assert group_faults([failing, *[visit()] * 9], TERMS) == []
    faults = group_faults([failing, failing, *[visit()] * 8], TERMS)
    assert [fault.code for fault in faults] == ["groups.control.failing_share"]


def test_more_than_a_tenth_missed_is_a_fault_of_the_groups_inspectors() -> None:
    missed = visit(auditors=("R1", "R2"), inspectors=("R1",))
    faults = group_faults([missed, missed, *[visit()] * 8], TERMS)
    assert [fault.code for fault in faults] == ["groups.control.missed_share"]


def test_the_detection_rate_counts_what_both_found() -> None:
    visits = [visit(auditors=("R1", "R2"), inspectors=("R1", "R9")), visit(auditors=("R3",), inspectors=("R3",))]
    assert detection_rate(visits) == Fraction(2, 3)
    assert detection_rate([visit()]) is None


def test_figures_without_a_base_are_absent() -> None:
    control = control_of(active=0, inspected=0, inspectors=0, differences=None, visits=[], terms=TERMS)
    figures = (control.coverage, control.detection_rate, control.register_drift, control.members_per_inspector)
    assert figures == (None, None, None, None)
    assert control.findings == ()


def test_figures_of_a_group_that_is_behind() -> None:
    control = control_of(active=40, inspected=36, inspectors=2, differences=3, visits=[], terms=TERMS)
    assert (control.coverage, control.register_drift, control.members_per_inspector) == (
        Fraction(9, 10),
        Fraction(3, 40),
        20,
    )
    assert [finding.code for finding in control.findings] == [
        "groups.control.uninspected",
        "groups.control.register_drift",
    ]


INSPECTOR = InspectorFact(
    person="per-I",
    own_unit="Shaft 1",
    related_units=("Shaft 2",),
    valid_from=date(2026, 1, 1),
    valid_before=date(2027, 1, 1),
)


@pytest.mark.parametrize(
    ("person", "member_person", "unit", "on", "code"),
    [
        ("per-I", "per-M", "Shaft 3", date(2026, 5, 1), None),
        ("per-I", "per-M", "Shaft 1", date(2026, 5, 1), "own_unit"),
        ("per-I", "per-M", "Shaft 2", date(2026, 5, 1), "own_unit"),
        ("per-I", "per-I", "Shaft 3", date(2026, 5, 1), "own_unit"),
        ("per-X", "per-M", "Shaft 3", date(2026, 5, 1), "not_appointed"),
        ("per-I", "per-M", "Shaft 3", date(2025, 12, 31), "not_appointed"),
        ("per-I", "per-M", "Shaft 3", date(2027, 1, 1), "not_appointed"),
    ],
)
def test_an_inspector_is_appointed_and_has_no_tie_to_the_unit(
    person: str, member_person: str, unit: str, on: date, code: str | None
) -> None:
    found = inspector_findings(person, inspectors=[INSPECTOR], member_person=member_person, unit=unit, on=on)
    assert [finding.code for finding in found] == ([f"groups.inspection.{code}"] if code else [])


def test_only_minor_findings_let_an_inspection_pass() -> None:
    minor, major, critical = (MemberFinding(requirement="R", grade=grade) for grade in reversed(MemberGrade))
    assert passed([])
    assert passed([minor])
    assert not passed([minor, major])
    assert not passed([critical])
    assert zero_tolerance([minor, critical])
    assert not zero_tolerance([minor, major])


def test_c18_deliveries_beyond_capacity_raise_a_question() -> None:
    can = capacity(miners=40, per_miner_day=Milligrams(4_000), days=22)
    assert can == 3_520_000
    assert within_estimate(Milligrams(4_200_000), can, Fraction(0)).is_no
    assert within_estimate(Milligrams(4_200_000), can, Fraction(2, 10)).is_yes
    assert within_estimate(Milligrams(1), None, Fraction(0)).is_unknown
