from datetime import date
from fractions import Fraction

import pytest

from orepass.kernel.calculator import InputMissing, InputUnknown, RuleUnknown
from orepass.kernel.computed import InputRefused
from orepass.register.rulebook import calculate
from orepass.register.rulebook import rules as all_rules
from orepass.scheme.rules.audit_time import audit_time
from orepass.scheme.rules.grouping import share_keeps
from orepass.scheme.rules.half_days import half_days
from orepass.scheme.rules.lifecycle import certificate_period
from orepass.scheme.rules.nonconformity import Grade, missed, raised
from orepass.scheme.rules.sampling import detection_power, md1_sample, root_up
from orepass.scheme.rules.separation import may_take_part


def test_s2_twenty_six_sites_of_five_people_take_nine_days() -> None:
    sites = md1_sample(n=26).value
    days = audit_time(personnel=5).value
    assert (sites, str(days), sites * days) == (6, "1.5", 9)


def test_s17_a_square_root_sample_of_ten_finds_one_of_ten_failing_in_two_of_three_cases() -> None:
    assert f"{float(detection_power(n=100, sample=10, failing=10).value):.3f}" == "0.670"


@pytest.mark.parametrize("n", [1, 2, 3, 24, 25, 26, 9_999, 10_000, 10_001, 10**12])
def test_square_roots_are_exact(n: int) -> None:
    for factor in (Fraction(1), Fraction(6, 10), Fraction(8, 10), Fraction(7, 5)):
        y = root_up(n, factor)
        assert (y * factor.denominator) ** 2 >= factor.numerator**2 * n
        assert ((y - 1) * factor.denominator) ** 2 < factor.numerator**2 * n


def test_the_days_of_the_table_never_fall_with_more_people() -> None:
    for system in ("qms", "ems-high", "ems-medium", "ems-low", "ems-limited"):
        days = [audit_time(personnel=people, system=system).value for people in range(1, 10_701, 25)]
        assert days == sorted(days, key=float)


def test_complexity_never_shortens_an_audit() -> None:
    for people in (3, 30, 300, 3000):
        days = [
            float(audit_time(personnel=people, system=system).value)
            for system in ("ems-limited", "ems-low", "ems-medium", "ems-high")
        ]
        assert days == sorted(days)


@pytest.mark.parametrize(("days", "rounded"), [("5.3", "5.5"), ("5.2", "5"), ("5.25", "5.5"), ("5.75", "6")])
def test_t4_half_days_with_ties_up(days: str, rounded: str) -> None:
    assert half_days(Fraction(days)) == Fraction(rounded)


def test_n5_a_certificate_of_three_years_shares_no_day_with_the_next() -> None:
    period = certificate_period(date(2025, 2, 10), 36)
    assert period.valid_to == date(2028, 2, 9)
    assert not period.holds(date(2028, 2, 10))


@pytest.mark.parametrize(
    ("on", "closed_on", "effect"),
    [
        (date(2025, 7, 20), None, "none"),
        (date(2025, 7, 21), None, "suspend"),
        (date(2025, 7, 21), date(2025, 7, 20), "none"),
        (date(2025, 9, 1), date(2025, 7, 21), "suspend"),
    ],
)
def test_a_closing_day_is_missed_the_day_after_it(on: date, closed_on: date | None, effect: str) -> None:
    found = missed(grade="major", closed_by=date(2025, 7, 20), on=on, closed_on=closed_on)
    assert found.value == effect


def test_repetition_raises_a_grade_and_stops_at_critical() -> None:
    assert [raised(grade) for grade in Grade] == [Grade.MAJOR, Grade.CRITICAL, Grade.CRITICAL]


def test_n11_whoever_evaluated_neither_reviews_nor_decides() -> None:
    assert may_take_part("A", "decide", evaluators=["A"]).is_no
    assert may_take_part("A", "review", evaluators=["A"]).is_no
    assert may_take_part("B", "decide", evaluators=["A"]).is_yes
    assert may_take_part("B", "hear_appeal", evaluators=["A"], deciders=["B"]).is_no
    assert may_take_part("C", "hear_appeal", evaluators=["A"], deciders=["B"]).is_yes


def test_the_share_of_members_is_exact() -> None:
    for members in range(1, 200):
        for compliant in range(members + 1):
            kept = share_keeps(members=members, compliant=compliant, share=Fraction(80, 100)).is_yes
            assert kept is (5 * compliant >= 4 * members)


def test_every_rule_explains_itself_and_names_a_source() -> None:
    cards = all_rules()
    assert len(cards) >= 35
    assert all(card.description.endswith(".") and card.inputs for card in cards)
    computed = calculate("sample", {"rule": "md1", "n": "26"})
    assert computed.explanation
    assert computed.sources[0].verified is False


@pytest.mark.parametrize(
    ("rule", "inputs", "refusal"),
    [
        ("sampel", {}, RuleUnknown),
        ("sample", {"rule": "md1"}, InputMissing),
        ("sample", {"rule": "md1", "n": "26", "m": "1"}, InputUnknown),
        ("sample", {"rule": "md2", "n": "26"}, InputRefused),
        ("sample", {"rule": "md1", "n": "many"}, InputRefused),
        ("sample", {"rule": "md1", "n": "1e3"}, InputRefused),
        ("sample", {"rule": "md1", "n": "9" * 5000}, InputRefused),
        ("sample", {"rule": "md1", "n": "9", "kind": "yearly"}, InputRefused),
        ("sample-detection", {"n": "10", "rate": "1/0"}, InputRefused),
        ("sample-detection", {"n": "10", "rate": "2"}, InputRefused),
        ("audit-time", {"personnel": "5", "system": "iso"}, InputRefused),
        ("certificate-valid-to", {"decided_on": "2025-02-30"}, InputRefused),
        ("certificate-valid-to", {"decided_on": "9999-12-31", "months": "36"}, InputRefused),
        ("group-keeps-right", {"members": "3", "compliant": "4"}, InputRefused),
        ("majors-suspend", {"majors": "5", "smallholders": "perhaps"}, InputRefused),
        ("sample", {"rule": "detection", "n": "100000000000"}, InputRefused),
    ],
)
def test_inputs_that_cannot_be_used_are_refused_by_name(
    rule: str, inputs: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        calculate(rule, inputs)


def test_a_near_miss_of_a_rule_is_suggested() -> None:
    with pytest.raises(RuleUnknown) as refusal:
        calculate("audit-tim", {})
    assert "audit-time" in refusal.value.way_out
