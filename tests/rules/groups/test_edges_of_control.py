"""Sanctions, the figures of control, inspectors, peers and draws of a group at their edges."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from orepass.inclusion.groups.rules.control import Followed, Visited, control_of, detection_rate, follow_through
from orepass.inclusion.groups.rules.drawing import draw, plan_draw, ranked
from orepass.inclusion.groups.rules.inspecting import InspectorFact, inspector_findings
from orepass.inclusion.groups.rules.membership import MemberStep, Standing, deadline, may_reenter_on, standing_at
from orepass.inclusion.groups.rules.outgrowers import bought_share
from orepass.inclusion.groups.rules.peers import review_findings
from orepass.inclusion.groups.rules.terms import GroupTerms, terms_from
from orepass.scheme.rules.parameters import Parameter, Rules

TERMS = GroupTerms(
    compliance_share=Fraction(1),
    members_max=2000,
    inspection_months=12,
    warning_days=30,
    suspension_months=6,
    reentry_months=12,
    sample_rule="md1",
    random_share=Fraction(1, 4),
    risk={"low": Fraction(1)},
    failing_share=Fraction(1, 10),
    missed_share=Fraction(1, 10),
    yield_tolerance=Fraction(1, 5),
    one_group_only=True,
    critical_suspends=True,
)


def taken(*steps: tuple[str, str]) -> list[MemberStep]:
    return [MemberStep(f"member.{action}", date.fromisoformat(day)) for action, day in steps]


ADMITTED = (("register", "2025-01-01"), ("inspect", "2025-01-02"), ("approve", "2025-01-03"))


@pytest.mark.parametrize(
    ("steps", "on", "counted"),
    [
        ([*ADMITTED], "2026-01-01", (0, 0)),
        ([*ADMITTED, ("warn", "2025-02-01")], "2025-03-03", (0, 0)),
        ([*ADMITTED, ("warn", "2025-02-01")], "2025-03-04", (1, 0)),
        ([*ADMITTED, ("warn", "2025-02-01"), ("clear", "2025-03-03")], "2025-03-03", (1, 1)),
        ([*ADMITTED, ("advise", "2025-01-20"), ("warn", "2025-02-01"), ("clear", "2025-02-02")], "2025-12-01", (1, 1)),
        ([*ADMITTED, ("warn", "2025-02-01"), ("suspend", "2025-02-10")], "2025-08-10", (1, 1)),
        ([*ADMITTED, ("warn", "2025-02-01"), ("suspend", "2025-02-10")], "2025-08-11", (2, 1)),
        ([*ADMITTED, ("warn", "2025-02-01"), ("clear", "2025-02-02")], "2025-02-01", (0, 0)),
    ],
)
def test_a_sanction_is_followed_through_by_its_last_day_and_counts_once_it_is_over(
    steps: list[tuple[str, str]], on: str, counted: tuple[int, int]
) -> None:
    assert follow_through(taken(*steps), date.fromisoformat(on), TERMS) == Followed(*counted)


def test_a_member_that_nobody_heard_of_again_goes_from_warning_to_exclusion() -> None:
    steps = taken(*ADMITTED, ("warn", "2025-02-01"))
    told = [
        standing_at(steps, date.fromisoformat(on), TERMS)
        for on in ("2025-03-03", "2025-03-04", "2025-09-04", "2025-09-05")
    ]
    assert told == [
        Standing("warned", date(2025, 2, 1)),
        Standing("suspended", date(2025, 3, 4)),
        Standing("suspended", date(2025, 3, 4)),
        Standing("expelled", date(2025, 9, 5)),
    ]
    assert deadline(told[0], TERMS) == date(2025, 3, 3)
    assert deadline(told[1], TERMS) == date(2025, 9, 4)
    assert deadline(told[3], TERMS) is None


def test_only_who_was_excluded_waits_before_coming_back() -> None:
    left = date(2025, 2, 1)
    assert may_reenter_on(Standing("resigned", left), TERMS) == left
    assert may_reenter_on(Standing("refused", left), TERMS) == left
    assert may_reenter_on(Standing("expelled", left), TERMS) == date(2026, 2, 1)


def visited(auditors: str, inspectors: str = "", *, failing: bool = False) -> Visited:
    return Visited(member="m", by_auditors=frozenset(auditors), by_inspectors=frozenset(inspectors), failing=failing)


def test_what_inspectors_found_beside_the_auditors_findings_raises_no_rate() -> None:
    assert detection_rate([visited("ab", "bcd"), visited("cd", "c")]) == Fraction(1, 2)
    assert detection_rate([visited("", "abc")]) is None


def control(**changed: Any) -> Any:
    figures: dict[str, Any] = {"active": 10, "inspected": 10, "inspectors": 2, "differences": None, "visits": ()}
    return control_of(**{**figures, **changed}, terms=TERMS)


def test_figures_without_a_base_are_absent_and_nobody_stands_out() -> None:
    whole, empty = control(), control(active=0, inspected=0, inspectors=0, differences=0)
    assert (whole.coverage, whole.members_per_inspector, whole.register_drift, whole.findings) == (1, 5, None, ())
    assert (empty.coverage, empty.members_per_inspector, empty.register_drift, empty.findings) == (None, None, None, ())
    assert whole.sanctions_followed is None
    assert control(sanctions=Followed(4, 1)).sanctions_followed == Fraction(1, 4)


def test_members_without_an_inspection_and_a_register_that_drifts_are_counted() -> None:
    found = control(inspected=7, differences=2)
    assert [(finding.code, finding.params["count"]) for finding in found.findings] == [
        ("groups.control.uninspected", "3"),
        ("groups.control.register_drift", "2"),
    ]
    assert (found.coverage, found.register_drift) == (Fraction(7, 10), Fraction(1, 5))


def test_more_than_a_tenth_failing_or_missed_is_the_groups_fault() -> None:
    ten = [visited("a", "a")] * 9
    assert control(visits=[*ten, visited("a", "", failing=True)]).findings == ()
    eight = [visited("a", "a")] * 8
    worse = control(visits=[*eight, visited("a", "", failing=True), visited("a", "", failing=True)]).findings
    assert [finding.code for finding in worse] == ["groups.control.failing_share", "groups.control.missed_share"]
    assert worse[0].params == {"failing": "2", "visited": "10", "limit": "10"}
    assert worse[1].params == {"missed": "2", "visited": "10"}


INSPECTOR = InspectorFact(
    person="ada", own_unit="u1", related_units=("u2",), valid_from=date(2025, 1, 1), valid_before=date(2026, 1, 1)
)


@pytest.mark.parametrize(
    ("person", "member", "unit", "on", "code"),
    [
        ("ada", "bo", "u3", "2025-01-01", ""),
        ("ada", "bo", "u3", "2025-12-31", ""),
        ("ada", "bo", "u3", "2024-12-31", "groups.inspection.not_appointed"),
        ("ada", "bo", "u3", "2026-01-01", "groups.inspection.not_appointed"),
        ("cy", "bo", "u3", "2025-06-01", "groups.inspection.not_appointed"),
        ("ada", "bo", "u1", "2025-06-01", "groups.inspection.own_unit"),
        ("ada", "bo", "u2", "2025-06-01", "groups.inspection.own_unit"),
        ("ada", "ada", "u3", "2025-06-01", "groups.inspection.own_unit"),
    ],
)
def test_an_inspector_is_appointed_on_the_day_and_stranger_to_the_unit(
    person: str, member: str, unit: str, on: str, code: str
) -> None:
    found = inspector_findings(
        person, inspectors=[INSPECTOR], member_person=member, unit=unit, on=date.fromisoformat(on)
    )
    assert [finding.code for finding in found] == ([code] if code else [])


@pytest.mark.parametrize(
    ("reviewers", "outsiders", "codes"),
    [
        ([("bo", "u2"), ("cy", "u3")], 1, []),
        ([("bo", "u2"), ("bo", "u2")], 1, ["groups.review.too_few_peers"]),
        ([("bo", "u2"), ("cy", "u3")], 0, ["groups.review.no_outsider"]),
        ([("bo", "u1"), ("cy", "u3")], 1, ["groups.review.own_plot"]),
        ([("ada", "u4"), ("cy", "u3")], 1, ["groups.review.own_plot"]),
    ],
)
def test_a_peer_review_takes_two_peers_and_somebody_from_outside(
    reviewers: list[tuple[str, str]], outsiders: int, codes: list[str]
) -> None:
    found = review_findings(reviewers=reviewers, outsiders=outsiders, member_person="ada", unit="u1")
    assert [finding.code for finding in found] == codes


def test_a_draw_takes_chance_first_then_the_most_risk_and_never_more_than_there_are() -> None:
    members = [f"m{number}" for number in range(9)]
    plan = plan_draw(9, rule="md1", kind="initial", risk=Fraction(1), random_share=Fraction(1, 3))
    assert (plan.size, plan.random) == (3, 1)
    order = ranked(members, "seed")
    points = {order[4]: 5, order[7]: 9}
    drawn = draw(members, plan, seed="seed", risk_points=points)
    assert [(one.member, one.chosen) for one in drawn] == [
        (order[0], "random"),
        (order[7], "risk"),
        (order[4], "risk"),
    ]


def test_at_least_one_is_drawn_by_chance_and_at_most_the_whole_sample() -> None:
    none = plan_draw(9, rule="md1", kind="initial", risk=Fraction(1), random_share=Fraction(0))
    everything = plan_draw(9, rule="md1", kind="initial", risk=Fraction(1), random_share=Fraction(1))
    assert (none.size, none.random, everything.size, everything.random) == (3, 1, 3, 3)


def test_an_inspector_appointed_twice_stays_away_from_the_units_of_both_appointments() -> None:
    again = InspectorFact(person="ada", own_unit="u8", related_units=("u9",), valid_from=date(2025, 6, 1))
    for unit, stranger in (("u1", False), ("u2", False), ("u8", False), ("u9", False), ("u3", True)):
        found = inspector_findings(
            "ada", inspectors=[INSPECTOR, again], member_person="bo", unit=unit, on=date(2025, 6, 1)
        )
        assert (found == []) is stranger


def test_what_a_buyer_takes_from_outgrowers_is_told_in_per_cent() -> None:
    assert bought_share(Fraction(120), Fraction(30)) == 25


def parameters(**changed: Any) -> Rules:
    given: dict[str, tuple[Any, str]] = {
        "group.member_compliance_share": ("80", "%"),
        "group.members_max": (300, "members"),
        "group.internal_inspection_months": (11, "months"),
        "group.warning_days": (21, "days"),
        "group.member_suspension_months": (5, "months"),
        "group.reentry_months": (9, "months"),
        "group.external_sample_rule": ("md1", "code"),
        "sampling.random_share": ("0.25", "share"),
        "sampling.risk_multiplier": ({"low": 1, "high": "1.5"}, "map"),
        "group.failing_in_sample_share": ("10", "%"),
        "group.missed_by_inspectors_share": ("0.2", "share"),
        "group.yield_tolerance_percent": ("15", "%"),
        "group.one_group_only": (True, "boolean"),
        "group.critical_suspends_member": (False, "boolean"),
    } | changed
    return Rules(
        {
            path: Parameter(path=path, value=value, unit=unit, source="own choice", clause="none", verified=False)
            for path, (value, unit) in given.items()
        }
    )


def test_a_group_goes_by_the_numbers_of_its_scheme() -> None:
    assert terms_from(parameters()) == GroupTerms(
        compliance_share=Fraction(4, 5),
        members_max=300,
        inspection_months=11,
        warning_days=21,
        suspension_months=5,
        reentry_months=9,
        sample_rule="md1",
        random_share=Fraction(1, 4),
        risk={"low": Fraction(1), "high": Fraction(3, 2)},
        failing_share=Fraction(1, 10),
        missed_share=Fraction(1, 5),
        yield_tolerance=Fraction(3, 20),
        one_group_only=True,
        critical_suspends=False,
        peers_min=2,
        outsiders_min=1,
    )
    own = terms_from(parameters(**{"group.peers_min": (4, "count"), "group.outsiders_min": (0, "count")}))
    assert (own.peers_min, own.outsiders_min) == (4, 0)
