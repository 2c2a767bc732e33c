"""Terms come from the pack; generic practice only fills what it leaves open."""

import msgspec
import pytest

from orepass.assurance.rules.terms import GENERIC, Grade, GradeTerms, terms_from


def test_a_silent_pack_gets_generic_practice() -> None:
    assert terms_from({}) == GENERIC


def test_the_pack_wins_where_it_speaks() -> None:
    terms = terms_from({"lifecycle.cycle_months": 12, "lifecycle.provisional_months": 12, "unrelated.thing": "x"})
    assert (terms.cycle_months, terms.provisional_months, terms.suspension_months) == (12, 12, 6)


def test_a_clock_in_days_replaces_the_generic_one_in_months() -> None:
    terms = terms_from({"nonconformity.major.plan_days": 30})
    assert terms.of_grade(Grade.MAJOR) == GradeTerms(plan_days=30, closure_months=6)


@pytest.mark.parametrize("value", ["twelve", 1.5, None])
def test_a_number_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        terms_from({"lifecycle.cycle_months": value})
