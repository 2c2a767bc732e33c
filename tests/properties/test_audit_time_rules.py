"""Audit time: more people, more complexity or more sites never take fewer days; nothing cuts deeper than its limit."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from orepass.scheme.rules.audit_days import effective_personnel, multi_site, plan_days
from orepass.scheme.rules.audit_time import SYSTEMS, audit_time
from orepass.scheme.rules.half_days import half_days
from orepass.scheme.rules.remote import remote_share

PEOPLE = st.integers(1, 10_699)
SYSTEM = st.sampled_from(SYSTEMS)
LOOKUP = st.sampled_from(["step", "interpolate"])
ORDER = ["allowed", "notify", "too_much", "forbidden"]


@given(PEOPLE, SYSTEM, LOOKUP)
def test_one_more_person_never_takes_fewer_days(people: int, system: str, lookup: str) -> None:
    here, more = (Fraction(audit_time(personnel=n, system=system, lookup=lookup).value) for n in (people, people + 1))
    assert here <= more


@given(PEOPLE, SYSTEM)
def test_between_the_bands_a_day_lies_between_two_steps(people: int, system: str) -> None:
    step = Fraction(audit_time(personnel=people, system=system).value)
    assert Fraction(audit_time(personnel=people, system=system, lookup="interpolate").value) >= step


@given(PEOPLE, SYSTEM, st.integers(0, 30), st.integers(0, 20), st.sampled_from(["surveillance", "recertification"]))
def test_a_later_audit_and_a_reduction_never_add_days_and_never_take_more_than_allowed(
    people: int, system: str, percent: int, joint: int, stage: str
) -> None:
    full = Fraction(plan_days(personnel=people, system=system).value)
    less = Fraction(
        plan_days(personnel=people, system=system, percent=Fraction(percent), integrated_percent=Fraction(joint)).value
    )
    later = Fraction(plan_days(personnel=people, system=system, stage=stage).value)
    assert less <= full
    assert later <= full
    assert less >= half_days(full * Fraction(56, 100))


@given(st.integers(1, 60), PEOPLE, SYSTEM, st.integers(0, 49))
def test_one_more_site_never_takes_fewer_days(sites: int, people: int, system: str, percent: int) -> None:
    here, more = (
        Fraction(multi_site(sites=n, personnel=people, system=system, percent=Fraction(percent)).value)
        for n in (sites, sites + 1)
    )
    assert here <= more


@given(st.fractions(0, 200))
def test_half_days_are_the_nearest_and_a_tie_goes_up(days: Fraction) -> None:
    rounded = half_days(days)
    assert (rounded * 2).denominator == 1
    assert -Fraction(1, 4) < rounded - days <= Fraction(1, 4)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 40), st.integers(0, 20))
def test_whoever_works_there_counts(full: int, part: int, hours: int, contractors: int) -> None:
    counted = effective_personnel(
        full_time=full, part_time=part, part_time_hours=Fraction(hours), contractors=contractors
    ).value
    assert full + contractors <= counted <= full + part + contractors
    assert counted > full + contractors or not part


def _remote(days: int, part: int, *, major: bool = False, area: bool = False) -> int:
    found = remote_share(
        days=Fraction(days), remote_days=Fraction(part), most=Fraction(50), open_major=major, high_risk_area=area
    )
    return ORDER.index(found.value)


@given(st.integers(1, 40), st.integers(0, 39), st.booleans(), st.booleans())
def test_more_from_afar_or_more_risk_is_never_allowed_more_easily(
    days: int, remote: int, major: bool, area: bool
) -> None:
    part = min(remote, days - 1)
    assert _remote(days, part) <= _remote(days, part + 1)
    assert _remote(days, part, major=major, area=area) <= _remote(days, part, major=True, area=True)
