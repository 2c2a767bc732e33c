"""A membership of a council holds to the day on which it ends, and one that follows after a gap brings nothing back."""

from datetime import date

import pytest

from orepass.kernel.period import Period
from orepass.party.rules.council import ends_before, is_member, same_council

FIRST = Period(date(2013, 1, 1), date(2013, 6, 1))
NEXT = Period(date(2013, 6, 1), date(2014, 6, 1))
LATER = Period(date(2013, 6, 3), None)
OPEN = Period(date(2013, 6, 1), None)


@pytest.mark.parametrize(
    ("periods", "since", "before"),
    [
        ([], date(2013, 2, 1), date(2013, 2, 1)),
        ([FIRST], date(2012, 12, 31), date(2012, 12, 31)),
        ([FIRST], date(2013, 1, 1), date(2013, 6, 1)),
        ([NEXT, FIRST], date(2013, 2, 1), date(2014, 6, 1)),
        ([FIRST, OPEN], date(2013, 2, 1), None),
        ([FIRST, LATER], date(2013, 2, 1), date(2013, 6, 1)),
        ([LATER], date(2013, 6, 3), None),
    ],
)
def test_the_end_is_that_of_the_last_membership_without_a_gap(
    periods: list[Period], since: date, before: date | None
) -> None:
    assert ends_before(periods, since) == before


@pytest.mark.parametrize(
    ("on", "member"), [(date(2012, 12, 31), False), (date(2013, 1, 1), True), (date(2013, 6, 2), False)]
)
def test_first_day_and_the_days_between_two_memberships(on: date, member: bool) -> None:
    assert is_member([FIRST, LATER], on) is member


def test_a_council_is_the_same_however_its_name_is_written() -> None:
    assert same_council("Council of the sample", "council  of the SAMPLE".replace("  ", " "))
    assert not same_council("Council of the sample", "Council of samples")
