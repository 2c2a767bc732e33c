"""The worked examples of the material balance (M…) and of accounts (C…), under their own numbers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from orepass.custody.rules.accounts import (
    Entry,
    Kind,
    Terms,
    balance,
    check,
    check_claim,
    check_period,
    check_stock,
    credit,
)
from orepass.custody.rules.checks.grade_impossible import check_grade
from orepass.custody.rules.claims.lattice import percent_down, strictest_allowed
from orepass.custody.rules.materials import FORMS, contained, product_of
from orepass.kernel.quantity import mass

T = 10**9
KG = 10**6
OPENED = date(2026, 1, 1)


def day(number: int) -> date:
    return OPENED + timedelta(days=number)


def tonnes(milligrams: int) -> Decimal:
    return Decimal(milligrams) / T


def test_m1_ore_to_hydroxide() -> None:
    cobalt = contained(1000 * T, material="cobalt_ore", moisture_pct=Decimal(0), grade_pct=Decimal("2.5"))
    recovered = int(cobalt * Decimal("0.75"))
    assert tonnes(recovered) == Decimal("18.75")
    hydroxide = product_of(recovered, material="cobalt_hydroxide", grade_pct=Decimal(35))
    assert tonnes(hydroxide).quantize(Decimal("0.01")) == Decimal("53.57")


def test_m2_hydroxide_to_sulfate() -> None:
    sulfate = product_of(
        int(Decimal("18.75") * T), material="cobalt_sulfate", grade_pct=Decimal("20.5"), recovery=Decimal("0.97")
    )
    assert tonnes(sulfate).quantize(Decimal("0.01")) == Decimal("88.72")


@pytest.mark.parametrize(
    ("material", "grade", "most"),
    [
        ("cobalt_sulfate", "22", "20.97"),
        ("spodumene_concentrate", "8.5", "8.03"),
        ("cassiterite", "80", "78.77"),
    ],
    ids=["M3", "M7", "M13"],
)
def test_impossible_grades(material: str, grade: str, most: str) -> None:
    (finding,) = check_grade(material, Decimal(grade))
    assert finding.code == "custody.grade.impossible"
    assert Decimal(finding.params["most"]) == Decimal(most)
    assert list(check_grade(material, Decimal(most))) == []


def test_m4_and_m5_spodumene_to_carbonate_equivalent() -> None:
    lithium = contained(T, material="spodumene_concentrate", moisture_pct=Decimal(0), grade_pct=Decimal(6))
    carbonate = Decimal(lithium) / FORMS["lithium_carbonate"].grade_max / T
    hydroxide = Decimal(lithium) / FORMS["lithium_hydroxide"].grade_max / T
    assert carbonate == pytest.approx(Decimal("0.1484"), abs=Decimal("0.0001"))
    assert hydroxide == pytest.approx(Decimal("0.1685"), abs=Decimal("0.0001"))
    for recovery, needed in (("0.85", "7.93"), ("0.90", "7.49")):
        assert 1 / (carbonate * Decimal(recovery)) == pytest.approx(Decimal(needed), abs=Decimal("0.01"))
    for recovery, needed in (("0.85", "6.98"), ("0.90", "6.59")):
        assert 1 / (hydroxide * Decimal(recovery)) == pytest.approx(Decimal(needed), abs=Decimal("0.01"))


def test_m14_wet_hydroxide_contains_what_its_dry_mass_does() -> None:
    wet = mass("1000", "KGM")
    assert contained(wet, material="cobalt_hydroxide", moisture_pct=Decimal(50), grade_pct=Decimal(30)) == 150 * KG


def test_m16_tantalite_in_its_oxide_and_in_metal() -> None:
    metal = contained(10 * T, material="tantalum_concentrate", moisture_pct=Decimal(0), grade_pct=Decimal(30))
    assert tonnes(metal) == Decimal("2.457")


DIPPING = Terms(period_months=3, life_months=None, dips_allowed=True)


def test_c1_account_may_dip_inside_a_period_and_carries_the_rest_over() -> None:
    entries = [Entry(day(10), 100), Entry(day(40), -120, Kind.CLAIM), Entry(day(80), 30)]
    assert balance(entries, DIPPING, opened_on=OPENED, on=day(79)) == -20
    assert balance(entries, DIPPING, opened_on=OPENED, on=day(100)) == 10
    assert check(entries, DIPPING, opened_on=OPENED, until=day(100)) == []


def test_c2_period_that_closes_below_zero_is_a_major_nonconformity() -> None:
    entries = [Entry(day(10), 100 * KG), Entry(day(40), -120 * KG, Kind.CLAIM)]
    (finding,) = check(entries, DIPPING, opened_on=OPENED, until=day(100))
    assert (finding.code, finding.params["missing_kg"]) == ("custody.account.period_short", "20")
    strict = check(entries, Terms(), opened_on=OPENED, until=day(50))
    assert [part.code for part in strict] == ["custody.account.overdrawn"]


def test_c3_period_of_three_months_and_a_day_is_too_long() -> None:
    assert check_period(3, limit=3) == []
    assert [part.code for part in check_period(3, limit=3, extra_days=1)] == ["custody.account.period_too_long"]


def test_c4_book_and_stock_may_lie_half_a_percent_apart() -> None:
    assert check_stock(1000 * T, 996 * T, tolerance=Decimal("0.005")) == []
    (finding,) = check_stock(1000 * T, 994 * T, tolerance=Decimal("0.005"))
    assert finding.params["percent"] == "0.60"


@pytest.mark.parametrize(
    ("inputs", "sources", "allowed"),
    [
        (["identity_preserved"], 1, "identity_preserved"),
        (["segregated"], 1, "segregated"),
        (["mass_balance"], 1, "mass_balance"),
        (["identity_preserved", "segregated"], 2, "segregated"),
        (["identity_preserved", "identity_preserved"], 2, "segregated"),
        (["segregated", "mass_balance"], 2, "mass_balance"),
    ],
)
def test_c5_c6_output_carries_the_weakest_model_of_its_inputs(inputs: list[str], sources: int, allowed: str) -> None:
    assert strictest_allowed(inputs, sources=sources) == allowed


def test_c9_credit_lives_until_the_day_before_its_second_birthday() -> None:
    entries = [Entry(date(2024, 1, 15), 100), Entry(date(2024, 2, 1), -40, Kind.CLAIM)]
    terms = Terms(life_months=24)
    opened = date(2024, 1, 1)
    assert balance(entries, terms, opened_on=opened, on=date(2026, 1, 14)) == 60
    assert balance(entries, terms, opened_on=opened, on=date(2026, 1, 15)) == 0


def test_c10_oldest_credit_is_taken_first() -> None:
    entries = [Entry(date(2024, 1, 10), 50), Entry(date(2024, 2, 10), 50), Entry(date(2024, 3, 1), -70, Kind.CLAIM)]
    terms, opened = Terms(life_months=24), date(2024, 1, 1)
    assert balance(entries, terms, opened_on=opened, on=date(2026, 1, 10)) == 30
    assert balance(entries, terms, opened_on=opened, on=date(2026, 2, 9)) == 30
    assert balance(entries, terms, opened_on=opened, on=date(2026, 2, 10)) == 0


def test_c12_overdraft_up_to_a_share_of_the_input() -> None:
    terms = Terms(period_months=12, life_months=None, overdraft=Decimal("0.2"))
    entries = [Entry(day(10), 1000 * KG)]
    for sold, broken in ((1150, False), (1200, False), (1250, True)):
        claim = Entry(day(20), -sold * KG, Kind.CLAIM)
        found = check_claim(entries, claim, terms, opened_on=OPENED, until=day(30))
        assert bool(found) is broken


def test_c13_blend_claims_its_known_share_rounded_down() -> None:
    assert [percent_down(Fraction(part, 1000)) for part in (0, 9, 10, 300, 309, 999, 1000)] == [
        0,
        0,
        1,
        30,
        30,
        99,
        100,
    ]


def test_back_dated_claim_that_breaks_a_later_one_is_found() -> None:
    entries = [Entry(day(1), 100), Entry(day(20), -80, Kind.CLAIM)]
    claim = Entry(day(10), -30, Kind.CLAIM)
    found = check_claim(entries, claim, Terms(), opened_on=OPENED, until=day(30))
    assert [part.code for part in found] == ["custody.account.overdrawn"]


def test_positive_balance_is_dropped_where_nothing_carries_over() -> None:
    terms = Terms(carries_over=False, life_months=None)
    assert balance([Entry(day(1), 100)], terms, opened_on=OPENED, on=day(88)) == 100
    assert balance([Entry(day(1), 100)], terms, opened_on=OPENED, on=day(90)) == 0


def test_credit_is_rounded_down() -> None:
    assert credit(1000, certified_ppm=333_333) == 333
    assert credit(1001, yield_ppm=500_000) == 500
