"""Samples: more risk never means fewer, a larger group never a smaller sample, and nothing shrinks a sample."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.kernel.computed import InputRefused
from orepass.scheme.rules.sampling import TAKES_RISK, detection_power, detection_sample, extended, sample

STEPS = {
    "md1": [Fraction(1), Fraction(6, 5), Fraction(5, 4), Fraction(3, 2), Fraction(2)],
    "risk-sqrt": [Fraction(1), Fraction(6, 5), Fraction(5, 4), Fraction(3, 2), Fraction(2)],
    "iscc": [Fraction(1), Fraction(3, 2), Fraction(2)],
    "ifoam": [Fraction(1), Fraction(6, 5), Fraction(7, 5)],
    "rspo": [Fraction(1), Fraction(6, 5), Fraction(7, 5)],
}
OF_ALL = (
    "md1",
    "md1-all",
    "globalgap",
    "iscc",
    "ifoam",
    "rspo",
    "fsc-over-10000",
    "fsc-1000-10000",
    "fsc-100-1000",
    "fsc-under-100",
    "eu-organic",
    "eu-organic-material",
    "risk-sqrt",
    "all",
)
KINDS = ("initial", "surveillance", "recertification")


def test_every_rule_that_takes_risk_is_tried_here() -> None:
    assert set(STEPS) == TAKES_RISK


@given(st.sampled_from(sorted(STEPS)), st.integers(1, 5_000), st.sampled_from(KINDS))
def test_more_risk_never_means_fewer_visits(rule: str, n: int, kind: str) -> None:
    sizes = [sample(rule=rule, n=n, kind=kind, risk=risk).value for risk in STEPS[rule]]
    assert sizes == sorted(sizes)


@given(st.sampled_from(OF_ALL), st.integers(1, 1_999), st.sampled_from(KINDS))
def test_a_larger_group_never_has_a_smaller_sample_and_no_sample_is_larger_than_the_group(
    rule: str, n: int, kind: str
) -> None:
    here, next_one = (sample(rule=rule, n=size, kind=kind).value for size in (n, n + 1))
    assert 1 <= here <= n
    assert here <= next_one


@given(st.sampled_from(OF_ALL), st.integers(1, 2_000))
def test_no_later_audit_visits_more_than_the_first(rule: str, n: int) -> None:
    first, yearly, again = (sample(rule=rule, n=n, kind=kind).value for kind in KINDS)
    assert yearly <= first
    assert again <= first


@given(st.integers(1, 400), st.integers(0, 400))
def test_a_sample_can_be_extended_never_shrunk(planned: int, wanted: int) -> None:
    if wanted >= planned:
        assert extended(planned=planned, wanted=wanted).value == wanted
    else:
        with pytest.raises(InputRefused):
            extended(planned=planned, wanted=wanted)


@given(st.integers(1, 300), st.integers(1, 20), st.integers(1, 99))
def test_a_detection_sample_is_the_smallest_that_has_the_power(n: int, percent: int, confidence: int) -> None:
    wanted = Fraction(confidence, 100)
    drawn = detection_sample(n=n, rate=Fraction(percent, 100), confidence=wanted).value
    failing = -(-percent * n // 100)
    assert detection_power(n=n, sample=drawn, failing=failing).value >= wanted
    if drawn:
        assert detection_power(n=n, sample=drawn - 1, failing=failing).value < wanted
