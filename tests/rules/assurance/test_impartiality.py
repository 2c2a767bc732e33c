"""Who may take part: vectors N11 and N12, and unknown interests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.assurance.rules.impartiality import (
    Duty,
    Interests,
    Participation,
    independence_findings,
    rotation_findings,
)
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes

CLEAN = Interests(declared=no("declared"), staff=no("declared"))
EVALUATED_BY_A = (Participation("per-A", Duty.EVALUATE),)


def codes(person: str, duty: Duty, interests: Interests = CLEAN) -> list[str]:
    found = independence_findings(person, duty, file=EVALUATED_BY_A, interests=interests, cooling_off_months=24)
    return [finding.code for finding in found]


@pytest.mark.parametrize("duty", [Duty.REVIEW, Duty.DECIDE, Duty.RESOLVE_APPEAL])
def test_n11_who_evaluated_may_neither_review_nor_decide(duty: Duty) -> None:
    assert codes("per-A", duty) == ["assurance.impartiality.same_file"]


def test_n11_someone_else_reviews_and_decides() -> None:
    file = (*EVALUATED_BY_A, Participation("per-B", Duty.REVIEW))
    found = independence_findings("per-B", Duty.DECIDE, file=file, interests=CLEAN, cooling_off_months=24)
    assert found == []


def test_who_reviewed_cannot_join_the_evaluation() -> None:
    file = (Participation("per-B", Duty.REVIEW),)
    found = independence_findings("per-B", Duty.EVALUATE, file=file, interests=CLEAN, cooling_off_months=24)
    assert [finding.code for finding in found] == ["assurance.impartiality.same_file"]


def test_who_evaluates_may_evaluate_again() -> None:
    assert codes("per-A", Duty.EVALUATE) == []


@pytest.mark.parametrize("duty", list(Duty))
def test_who_advised_the_client_takes_no_part(duty: Duty) -> None:
    interests = Interests(declared=yes("until last year"), staff=no("declared"))
    assert "assurance.impartiality.tied" in codes("per-C", duty, interests)


@pytest.mark.parametrize("duty", list(Duty))
def test_who_works_for_the_client_takes_no_part(duty: Duty) -> None:
    interests = Interests(declared=no("declared"), staff=yes("a member of staff"))
    assert "assurance.impartiality.staff" in codes("per-C", duty, interests)


def test_all_reasons_are_reported_at_once() -> None:
    interests = Interests(declared=yes("x"), staff=unknown(Unknown.MISSING, "nothing declared"))
    assert codes("per-A", Duty.DECIDE, interests) == [
        "assurance.impartiality.same_file",
        "assurance.impartiality.tied",
        "assurance.impartiality.undeclared",
    ]


verdicts = st.one_of(
    st.just(yes("r")), st.just(no("r")), st.sampled_from(list(Unknown)).map(lambda kind: unknown(kind, "r"))
)


@given(verdicts, verdicts, st.sampled_from(list(Duty)))
def test_only_two_plain_noes_let_a_person_take_part(declared: Verdict, staff: Verdict, duty: Duty) -> None:
    interests = Interests(declared=declared, staff=staff)
    found = independence_findings("per-Z", duty, file=(), interests=interests, cooling_off_months=24)
    assert (found == []) is (declared.is_no and staff.is_no)


@pytest.mark.parametrize(("led", "limit", "refused"), [(2, 3, False), (3, 3, True), (9, None, False)])
def test_n12_rotation_has_a_limit(led: int, limit: int | None, refused: bool) -> None:
    assert bool(rotation_findings("per-A", audits_led=led, limit=limit)) is refused
