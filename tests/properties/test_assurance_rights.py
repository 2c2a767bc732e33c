"""Unknown never grants: whatever is injected in the place of a plain yes, no certificate and no right comes out."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from orepass.assurance.rules.decision import Decision, decision_findings
from orepass.assurance.rules.impartiality import Duty, Interests, independence_findings
from orepass.assurance.rules.lifecycles import CERTIFICATE
from orepass.assurance.rules.status import CertificateStatus, StatusStep, right_from, status_at
from orepass.assurance.rules.terms import GENERIC
from orepass.inclusion.groups.rules.control import share_rule
from orepass.kernel.period import Period
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes
from tests.rules.groups.test_membership import TERMS

GRANTED = date(2026, 3, 2)
PERIOD = Period(GRANTED, date(2029, 3, 2))
not_yes = st.one_of(st.just(no("r")), st.sampled_from(list(Unknown)).map(lambda kind: unknown(kind, "r")))
grants = st.sampled_from([Decision.GRANT, Decision.GRANT_PROVISIONAL])


@given(grants, not_yes, st.booleans())
def test_no_certificate_without_a_plain_yes(decision: Decision, injected: Verdict, in_outcome: bool) -> None:
    findings = decision_findings(
        decision,
        outcome=injected if in_outcome else yes(),
        accredited=yes() if in_outcome else injected,
        nonconformities=[],
        candidate_ended_before=None,
        on=GRANTED,
        terms=GENERIC,
    )
    assert findings


@given(st.sampled_from(list(Unknown)), st.booleans(), st.sampled_from(list(Duty)))
def test_no_duty_on_unknown_interests(kind: Unknown, in_declared: bool, duty: Duty) -> None:
    interests = Interests(declared=unknown(kind) if in_declared else no(), staff=no() if in_declared else unknown(kind))
    assert independence_findings("per-A", duty, file=(), interests=interests, cooling_off_months=24)


@given(st.lists(not_yes, min_size=1, max_size=50))
def test_a_group_of_unknown_members_has_no_right(rights: list[Verdict]) -> None:
    assert not share_rule(rights, TERMS).is_yes


@st.composite
def changes(draw: st.DrawFn) -> list[StatusStep]:
    """Draw changes of a certificate that its table allows."""
    state, on = CERTIFICATE.initial, GRANTED
    steps: list[StatusStep] = []
    for _number in range(draw(st.integers(0, 6))):
        allowed = CERTIFICATE.allowed(state)
        if not allowed:
            break
        on += timedelta(days=draw(st.integers(0, 300)))
        action = draw(st.sampled_from(allowed))
        steps.append(StatusStep(action, on))
        state = CERTIFICATE.after(state, action)
    return steps


@given(changes(), st.integers(-400, 3000), st.integers(0, 2000))
def test_a_lost_certificate_never_comes_back_by_waiting(steps: list[StatusStep], days: int, wait: int) -> None:
    last = steps[-1].on if steps else GRANTED
    day = max(last, GRANTED) + timedelta(days=abs(days))
    if not right_from(status_at(PERIOD, steps, day)).is_yes:
        assert not right_from(status_at(PERIOD, steps, day + timedelta(days=wait))).is_yes


@given(changes(), st.integers(-400, 3000))
def test_a_right_lies_inside_the_period_and_outside_every_suspension(steps: list[StatusStep], days: int) -> None:
    day = GRANTED + timedelta(days=days)
    status = status_at(PERIOD, steps, day)
    if right_from(status).is_yes:
        assert status is CertificateStatus.ACTIVE
        assert PERIOD.holds(day)
        before = [step.action for step in steps if step.on <= day]
        assert before[-1:] != ["certificate.suspend"]
