"""Dates at the ends of time are compared like all others, whatever their zone."""

from datetime import timedelta
from typing import Any

import pytest

from orepass.credentials.rules.validity import check_dates, check_periods
from orepass.kernel.check import Result
from tests.rules.credentials.signing import AT, credential


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"validFrom": "0001-01-01T00:00:00+14:00"}, Result.PASSED),
        ({"validFrom": "9999-12-31T23:59:59-12:00"}, Result.FAILED),
        ({"validUntil": "9999-12-31T23:59:59-12:00"}, Result.PASSED),
        ({"validUntil": "0001-01-01T00:00:00+14:00"}, Result.FAILED),
        ({"proof": {"expires": "9999-12-31T23:59:59-12:00"}}, Result.PASSED),
        ({"nbf": -62135596800}, Result.PASSED),
        ({"exp": 253402300799}, Result.PASSED),
        ({"exp": 253402300800}, Result.FAILED),
    ],
)
def test_a_period_from_or_to_the_end_of_time_is_answered(fields: dict[str, Any], expected: Result) -> None:
    assert check_periods(credential(**fields), AT).result is expected


def test_five_minutes_are_the_edge_whatever_the_zone() -> None:
    ends = credential(validUntil="2026-11-22T01:55:00-10:00")
    assert check_dates(ends, AT - timedelta(seconds=1)).result is Result.PASSED
    assert check_dates(ends, AT).result is Result.FAILED
    begins = credential(validFrom="2026-11-22T14:05:00+02:00")
    assert check_dates(begins, AT).result is Result.PASSED
    assert check_dates(begins, AT - timedelta(seconds=1)).result is Result.FAILED
