"""The record and the risk of a client have the words by which a scheme sets how long a right lasts."""

import pytest

from orepass.assurance.rules.planning import RiskLevel
from orepass.assurance.rules.record import record_word, risk_word
from orepass.assurance.rules.terms import Grade


@pytest.mark.parametrize(
    ("before", "grades", "repeated", "word"),
    [
        (True, (), False, "good"),
        (True, (Grade.MINOR,), False, "good"),
        (True, (Grade.MAJOR,), False, "fair"),
        (True, (Grade.CRITICAL,), False, "poor"),
        (True, (Grade.MINOR,), True, "poor"),
        (False, (), False, "unknown"),
        (False, (Grade.CRITICAL,), False, "poor"),
    ],
)
def test_a_record_has_a_word(before: bool, grades: tuple[Grade, ...], repeated: bool, word: str) -> None:
    assert record_word(certified_before=before, grades=grades, repeated=repeated) == word


def test_a_risk_has_a_word() -> None:
    assert [risk_word(level) for level in (None, *RiskLevel)] == ["unknown", "low", "medium", "high"]
