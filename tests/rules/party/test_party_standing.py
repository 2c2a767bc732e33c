"""A provider's accreditation on a day follows from its period and the recorded steps; the best accreditation counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.kernel.period import Period
from orepass.kernel.verdict import Unknown
from orepass.party.rules.accreditation import accredited
from orepass.party.rules.competence import CompetenceFact, Field, competent
from orepass.party.rules.provider_standing import (
    PROVIDER,
    AccreditationFact,
    Standing,
    StandingStep,
    standing_at,
    standing_of,
    suspended_from,
)

PERIOD = Period(date(2025, 1, 1), date(2028, 1, 1))
SUSPENDED = StandingStep("provider.suspend", date(2026, 3, 1))
RESTORED = StandingStep("provider.restore", date(2026, 6, 1))
FACT = AccreditationFact("CPS", PERIOD, "Accreditor", None, (SUSPENDED, RESTORED))


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2024, 12, 31), Standing.APPLICANT),
        (date(2025, 1, 1), Standing.APPROVED),
        (date(2026, 2, 28), Standing.APPROVED),
        (date(2026, 3, 1), Standing.SUSPENDED),
        (date(2026, 5, 31), Standing.SUSPENDED),
        (date(2026, 6, 1), Standing.APPROVED),
        (date(2028, 1, 1), Standing.APPLICANT),
    ],
)
def test_n14_a_suspension_holds_from_its_day_until_it_is_lifted(on: date, state: Standing) -> None:
    assert standing_of(FACT, on) is state
    assert accredited([FACT], "CPS", on).is_yes is (state is Standing.APPROVED)


def test_a_suspension_says_since_when_and_is_a_no() -> None:
    verdict = accredited([FACT], "CPS", date(2026, 4, 1))
    assert verdict.is_no
    assert verdict.reasons == ("the accreditation for CPS is suspended from 2026-03-01",)
    assert suspended_from([SUSPENDED, RESTORED], date(2026, 2, 1)) is None


def test_n13_withdrawn_outweighs_suspended_and_the_best_accreditation_counts() -> None:
    withdrawn = AccreditationFact("CPS", PERIOD, "First", date(2026, 3, 15), (SUSPENDED,))
    day = date(2026, 4, 1)
    assert standing_of(withdrawn, day) is Standing.WITHDRAWN
    assert standing_at([withdrawn], "CPS", day) is Standing.WITHDRAWN
    assert standing_at([withdrawn, FACT], "CPS", day) is Standing.SUSPENDED
    assert standing_at([withdrawn, FACT, AccreditationFact("CPS", PERIOD, "Third")], "CPS", day) is Standing.APPROVED
    assert standing_at([FACT], "CCS", day) is Standing.APPLICANT
    assert accredited([withdrawn], "CPS", day).reasons == ("the accreditation for CPS was withdrawn from 2026-03-15",)


@given(st.integers(-900, 900), st.lists(st.integers(-900, 900), max_size=6, unique=True))
def test_recorded_steps_never_leave_the_table(days: int, marks: list[int]) -> None:
    start = date(2026, 1, 1)
    names = ("provider.suspend", "provider.restore")
    steps = tuple(StandingStep(names[at % 2], start + timedelta(mark)) for at, mark in enumerate(sorted(marks)))
    state = standing_of(AccreditationFact("CPS", PERIOD, "A", None, steps), start + timedelta(days))
    assert state in PROVIDER.states


RECORD = CompetenceFact(Field.MINERAL, "cobalt", PERIOD)


def test_competence_is_unknown_until_recorded_expired_after_its_end_and_a_no_once_taken_back() -> None:
    day = date(2026, 4, 1)
    assert competent([RECORD], Field.MINERAL, "Cobalt", day).is_yes
    assert competent([RECORD], Field.LANGUAGE, "cobalt", day).unknown is Unknown.MISSING
    assert competent([RECORD], Field.MINERAL, "cobalt", date(2024, 12, 31)).unknown is Unknown.MISSING
    assert competent([RECORD], Field.MINERAL, "cobalt", date(2028, 1, 1)).unknown is Unknown.EXPIRED
    taken = CompetenceFact(Field.MINERAL, "cobalt", PERIOD, date(2026, 4, 1))
    assert competent([taken], Field.MINERAL, "cobalt", day).is_no
    assert competent([taken], Field.MINERAL, "cobalt", date(2026, 3, 31)).is_yes
    assert competent([taken, RECORD], Field.MINERAL, "cobalt", day).is_yes
