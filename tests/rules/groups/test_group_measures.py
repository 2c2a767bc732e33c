"""The worked cases of groups by their ids, the follow-through of sanctions, and who may review whom."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from orepass.inclusion.groups.rules import capacity, holding, measures, membership, peers
from orepass.inclusion.groups.rules.control import control_of, follow_through
from orepass.inclusion.groups.rules.membership import MemberStep
from orepass.inclusion.groups.rules.peers import review_findings
from orepass.inclusion.groups.rules.terms import terms_from
from orepass.kernel import machines
from orepass.kernel.computed import InputRefused
from orepass.scheme.rules import grouping
from orepass.scheme.rules.cases import CaseResult, CaseState
from orepass.scheme.rules.checking import check
from orepass.scheme.rules.load import require
from tests.rules.groups.test_membership import TERMS

FILE = Path(__file__).resolve().parents[3] / "standards" / "cases" / "groups.yaml"
RULES = (capacity, grouping, holding, machines, measures, membership, peers)
RUN = [case for one in check([FILE]).checked for case in one.cases]


@pytest.mark.parametrize("case", RUN, ids=[case.case for case in RUN])
def test_vector(case: CaseResult) -> None:
    assert [finding.message for finding in case.findings] == []
    assert case.state is CaseState.PASSED


def steps(*taken: tuple[str, date]) -> list[MemberStep]:
    return [MemberStep(f"member.{action}", on) for action, on in taken]


WARNED = ("warn", date(2026, 3, 1))


@pytest.mark.parametrize(
    ("taken", "on", "counted"),
    [
        ((WARNED,), date(2026, 3, 31), (0, 0)),
        ((WARNED,), date(2026, 4, 1), (1, 0)),
        ((WARNED, ("clear", date(2026, 3, 31))), date(2026, 3, 31), (1, 1)),
        ((WARNED, ("resign", date(2026, 4, 1))), date(2026, 4, 1), (1, 0)),
        ((WARNED, ("suspend", date(2026, 3, 9)), ("restore", date(2026, 4, 9))), date(2026, 5, 1), (2, 2)),
        ((WARNED, ("clear", date(2026, 3, 2))), date(2026, 3, 1), (0, 0)),
        ((("approve", date(2026, 3, 1)),), date(2030, 1, 1), (0, 0)),
    ],
)
def test_a_sanction_is_followed_through_by_a_step_before_its_day(
    taken: tuple[tuple[str, date], ...], on: date, counted: tuple[int, int]
) -> None:
    assert follow_through(steps(*taken), on, TERMS) == counted


def test_the_share_of_sanctions_followed_stands_among_the_figures() -> None:
    bare = {"active": 4, "inspected": 4, "inspectors": 1, "differences": None, "visits": [], "terms": TERMS}
    assert control_of(**bare).sanctions_followed is None
    done = follow_through(steps(WARNED, ("clear", date(2026, 3, 31))), date(2026, 4, 1), TERMS)
    assert control_of(**bare, sanctions=done).sanctions_followed == Fraction(1)


def codes(**changes: object) -> list[str]:
    good = {
        "reviewers": [("per-A", "Shaft 1"), ("per-B", "Shaft 2")],
        "outsiders": 1,
        "member_person": "per-C",
        "unit": "Shaft 3",
    }
    return [finding.code.rpartition(".")[2] for finding in review_findings(**{**good, **changes})]


def test_g04_a_reviewer_is_no_party_to_what_is_reviewed() -> None:
    assert codes() == []
    assert codes(unit="Shaft 1") == ["own_plot"]
    assert codes(member_person="per-A") == ["own_plot"]
    assert codes(reviewers=[("per-A", "Shaft 1"), ("per-A", "Shaft 1")]) == ["too_few_peers"]
    assert codes(outsiders=0) == ["no_outsider"]
    assert codes(reviewers=[], outsiders=0) == ["too_few_peers", "no_outsider"]


@pytest.mark.parametrize("joined", ["scheme", "independent"])
def test_p01_a_change_without_its_name_changes_nothing(joined: str) -> None:
    assert holding.smallholder_rules(joined=joined, changed=True).value == joined


def test_an_estimate_of_nothing_is_exceeded_by_anything() -> None:
    assert capacity.delivery_within_estimate(delivered=Fraction(1), estimate=Fraction(0)).value == "query"
    assert capacity.delivery_within_estimate(delivered=Fraction(0), estimate=Fraction(0)).value == "ok"


def test_a_rung_without_an_end_has_no_last_day() -> None:
    with pytest.raises(InputRefused):
        measures.sanction_ends(rung="advice", since=date(2026, 1, 1))


def test_the_terms_of_a_group_come_from_the_pack() -> None:
    terms = terms_from(require(FILE.parents[1] / "cera-4in1" / "2026.1").standard("ASM").rules)
    assert (terms.compliance_share, terms.members_max, terms.one_group_only) == (Fraction(4, 5), 2_000, True)
    assert (terms.peers_min, terms.outsiders_min, terms.warning_days, terms.suspension_months) == (2, 1, 30, 6)
