"""Clocks of complaints and appeals come from the pack, one unit at a time; what it leaves open has a named default."""

from datetime import date

import pytest

from orepass.engagement.rules.clocks import (
    acknowledge_by,
    appeal_clock,
    conclude_by,
    decide_by,
    decision_clock,
    file_by,
    in_time,
)
from orepass.engagement.rules.terms import Terms, terms_from
from orepass.kernel.computed import InputRefused

TOLD = date(2025, 1, 3)


def test_n9_ten_working_days_after_a_friday_end_on_a_friday() -> None:
    assert appeal_clock(Terms(appeal_working_days=10), TOLD).value == date(2025, 1, 17)
    assert in_time(told_on=TOLD, filed_on=date(2025, 1, 17), working_days=10).value
    assert not in_time(told_on=TOLD, filed_on=date(2025, 1, 18), working_days=10).value


@pytest.mark.parametrize(
    ("terms", "last"),
    [
        (Terms(), date(2025, 2, 3)),
        (Terms(appeal_months=2), date(2025, 3, 3)),
        (Terms(appeal_days=30), date(2025, 2, 2)),
        (Terms(appeal_days=30, appeal_working_days=1), date(2025, 1, 6)),
    ],
)
def test_pack_sets_the_last_day_to_appeal(terms: Terms, last: date) -> None:
    assert appeal_clock(terms, TOLD).value == last


@pytest.mark.parametrize(
    ("terms", "last"),
    [
        (Terms(), date(2025, 2, 3)),
        (Terms(appeal_decision_months=3), date(2025, 4, 3)),
        (Terms(appeal_decision_days=45), date(2025, 2, 17)),
    ],
)
def test_pack_sets_the_last_day_to_decide(terms: Terms, last: date) -> None:
    assert decision_clock(terms, TOLD).value == last


def test_complaint_is_acknowledged_and_concluded_by_days() -> None:
    assert acknowledge_by(received_on=TOLD).value == date(2025, 1, 10)
    assert conclude_by(received_on=TOLD, days=0).value == TOLD


def test_clock_of_no_length_ends_on_its_day_and_a_negative_one_is_refused() -> None:
    for given in ({"days": 0}, {"months": 0}):
        assert decide_by(filed_on=TOLD, **given).value == TOLD
    for given in ({"days": -1}, {"months": -1}, {"days": 1, "months": 1}):
        with pytest.raises(InputRefused):
            decide_by(filed_on=TOLD, **given)


def test_terms_are_read_from_the_paths_of_a_pack() -> None:
    read = terms_from({"lifecycle.appeal_working_days": 10, "separation.appeal_panel_min": 1, "other": 3})
    assert (read.appeal_working_days, read.panel_min, read.appeal_stays_decision) == (10, 1, False)
    assert terms_from({}) == Terms()
    assert terms_from({"lifecycle.complaint_pathway": ["logged", "decided"]}).pathway == "logged,decided"


def test_numbers_below_zero_two_units_and_days_before_the_decision_are_refused() -> None:
    with pytest.raises(InputRefused):
        acknowledge_by(received_on=TOLD, days=-1)
    with pytest.raises(InputRefused):
        file_by(told_on=TOLD, days=-1)
    with pytest.raises(InputRefused):
        file_by(told_on=TOLD, months=-1)
    with pytest.raises(InputRefused):
        decide_by(filed_on=TOLD, months=1, days=1)
    with pytest.raises(InputRefused):
        file_by(told_on=TOLD, days=1, working_days=1)
    with pytest.raises(InputRefused):
        in_time(told_on=TOLD, filed_on=date(2025, 1, 2))
