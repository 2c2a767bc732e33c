"""The status of a certificate on a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.assurance.rules.lifecycles import CERTIFICATE, PILOT, pilot_ended
from orepass.assurance.rules.status import CertificateStatus, StatusStep, right_from, status_at
from orepass.kernel.period import Period
from orepass.kernel.refusal import Conflict

PERIOD = Period(date(2025, 2, 10), date(2028, 2, 10))
SUSPENDED = StatusStep("certificate.suspend", date(2025, 8, 31))
RESTORED = StatusStep("certificate.restore", date(2025, 11, 1))
WITHDRAWN = StatusStep("certificate.withdraw", date(2026, 2, 28))
ENDED = StatusStep("certificate.terminate", date(2026, 2, 28))


@pytest.mark.parametrize(
    ("steps", "on", "status"),
    [
        ((), date(2025, 2, 9), CertificateStatus.NOT_YET_VALID),
        ((), date(2025, 2, 10), CertificateStatus.ACTIVE),
        ((), date(2028, 2, 9), CertificateStatus.ACTIVE),
        ((), date(2028, 2, 10), CertificateStatus.EXPIRED),
        ((SUSPENDED,), date(2025, 8, 30), CertificateStatus.ACTIVE),
        ((SUSPENDED,), date(2025, 8, 31), CertificateStatus.SUSPENDED),
        ((SUSPENDED,), date(2028, 2, 10), CertificateStatus.EXPIRED),
        ((SUSPENDED, RESTORED), date(2025, 11, 1), CertificateStatus.ACTIVE),
        ((SUSPENDED, WITHDRAWN), date(2026, 2, 28), CertificateStatus.WITHDRAWN),
        ((SUSPENDED, WITHDRAWN), date(2030, 1, 1), CertificateStatus.WITHDRAWN),
        ((ENDED,), date(2026, 3, 1), CertificateStatus.TERMINATED),
    ],
)
def test_status_follows_from_period_and_steps(
    steps: tuple[StatusStep, ...], on: date, status: CertificateStatus
) -> None:
    assert status_at(PERIOD, steps, on) is status


@pytest.mark.parametrize("status", list(CertificateStatus))
def test_only_an_active_certificate_gives_a_right(status: CertificateStatus) -> None:
    assert right_from(status).is_yes is (status is CertificateStatus.ACTIVE)


def test_expiry_is_told_apart_from_a_plain_no() -> None:
    assert right_from(CertificateStatus.EXPIRED).is_unknown


def test_a_withdrawn_certificate_cannot_be_restored() -> None:
    steps = (WITHDRAWN, StatusStep("certificate.restore", date(2026, 3, 1)))
    with pytest.raises(Conflict):
        status_at(PERIOD, steps, date(2026, 4, 1))


@given(st.lists(st.sampled_from([step.action for step in CERTIFICATE.transitions]), max_size=8))
def test_no_path_leads_back_from_an_end(actions: list[str]) -> None:
    state = CERTIFICATE.initial
    ended = False
    for action in actions:
        if action not in CERTIFICATE.allowed(state):
            continue
        assert not ended
        state = CERTIFICATE.after(state, action)
        ended = state in {"withdrawn", "terminated"}


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_no_right_outside_the_period_whatever_the_steps(on: date) -> None:
    right = right_from(status_at(PERIOD, (SUSPENDED, RESTORED), on))
    assert not right.is_yes or PERIOD.holds(on)


def test_only_a_pilot_ends_with_its_review() -> None:
    ended = [
        (kind, state)
        for kind in (PILOT, "initial")
        for state in ("recommended", "reviewed")
        if pilot_ended(kind, state)
    ]
    assert ended == [(PILOT, "reviewed")]
