"""What asks for a suspension, and what does not (vector R11)."""

from datetime import date

import pytest

from orepass.assurance.rules.grounds import OpenNonconformity, suspension_signals
from orepass.assurance.rules.terms import GENERIC, Grade, Terms

DUE = date(2026, 9, 2)


def found(grade: Grade, subject: str = "water", due: date | None = DUE) -> OpenNonconformity:
    return OpenNonconformity(identifier="ncf-1", subject=subject, grade=grade, closure_due=due)


@pytest.mark.parametrize(
    ("grade", "due", "on", "signals"),
    [
        (Grade.MAJOR, DUE, DUE, 0),
        (Grade.MAJOR, DUE, date(2026, 9, 3), 1),
        (Grade.CRITICAL, DUE, date(2026, 9, 3), 1),
        (Grade.MINOR, DUE, date(2026, 9, 3), 0),
        (Grade.MAJOR, None, date(2036, 9, 3), 0),
    ],
)
def test_a_missed_closure_of_a_grave_finding_is_a_signal(
    grade: Grade, due: date | None, on: date, signals: int
) -> None:
    assert len(suspension_signals([found(grade, due=due)], on, GENERIC)) == signals


def test_r11_five_majors_in_one_subject_are_a_signal_where_the_scheme_says_so() -> None:
    terms = Terms(majors_per_subject=5)
    four = [found(Grade.MAJOR)] * 4
    assert suspension_signals([*four, found(Grade.MAJOR, "safety"), found(Grade.MINOR)], DUE, terms) == []
    signals = suspension_signals([*four, found(Grade.MAJOR)], DUE, terms)
    assert [signal.code for signal in signals] == ["assurance.signal.majors_in_subject"]
    assert suspension_signals([*four, found(Grade.MAJOR)], DUE, GENERIC) == []
