"""Parts add up to the fee, nothing is settled beyond what is owed, and who pays or how large one is decides nothing."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from orepass.inclusion.fees.rules.costs import audit_quote
from orepass.inclusion.fees.rules.instalments import deduction, shares
from orepass.inclusion.fees.rules.ledger import EntryKind, Line, standing_of
from orepass.inclusion.fees.rules.schedule import fee, fee_bounded, fee_levy
from orepass.inclusion.fees.rules.support import contributions, prefinance_repayment
from orepass.kernel.money import Money, money, rounded, total
from orepass.scheme.queries import pack_from_files
from orepass.scheme.rules.expression import Facts

AMOUNT = st.decimals(min_value=0, max_value=10**6, places=2)
RATE = st.decimals(min_value=0, max_value=1000, places=4)
PERCENT = st.fractions(min_value=0, max_value=100, max_denominator=100)


def sums(minor: st.SearchStrategy[int]) -> st.SearchStrategy[Money]:
    return minor.map(lambda number: Money(number, "EUR"))


SUM = sums(st.integers(0, 10**9))


@given(
    st.sampled_from(["EUR", "JPY", "KWD"]),
    st.fixed_dictionaries({"base": RATE, "per_site": RATE, "per_member": RATE}),
    st.fixed_dictionaries({"sites": st.integers(0, 500), "members": st.integers(0, 2000)}),
    st.fixed_dictionaries({"per_volume": RATE, "per_revenue": RATE, "volume": AMOUNT, "revenue": AMOUNT}),
)
def test_a_fee_is_the_sum_of_its_parts_rounded_once(
    currency: str, rates: dict[str, Decimal], counts: dict[str, int], levied: dict[str, Decimal]
) -> None:
    exact = (
        Fraction(rates["base"])
        + Fraction(rates["per_site"]) * counts["sites"]
        + Fraction(rates["per_member"]) * counts["members"]
        + Fraction(levied["per_volume"]) * Fraction(levied["volume"])
        + Fraction(levied["per_revenue"]) * Fraction(levied["revenue"])
    )
    value = fee(**rates, **counts, levy=fee_levy(**levied).value, currency=currency).value
    assert value == rounded(exact, currency).amount


@given(AMOUNT, AMOUNT, AMOUNT)
def test_a_fee_with_bounds_lies_between_them_and_moves_no_further_than_it_must(
    whole: Decimal, one: Decimal, other: Decimal
) -> None:
    minimum, maximum = sorted((one, other))
    bounded = fee_bounded(fee=whole, minimum=minimum, maximum=maximum).value
    assert minimum <= bounded <= maximum
    assert bounded in {whole, minimum, maximum}
    assert fee_bounded(fee=bounded, minimum=minimum, maximum=maximum).value == bounded
    assert bounded == whole or not minimum <= whole <= maximum


@given(SUM, st.lists(SUM, max_size=20), PERCENT)
def test_sales_never_pay_more_than_the_fee_and_each_only_its_share(
    whole: Money, sales: list[Money], percent: Fraction
) -> None:
    owed = whole
    for sale in sales:
        part = deduction(owed, sale, percent)
        assert Money(0, "EUR") <= part <= sale
        owed -= part
        assert Money(0, "EUR") <= owed <= whole


@given(SUM, st.integers(1, 50))
def test_shares_and_contributions_add_up_to_the_cent(whole: Money, many: int) -> None:
    assert total(shares(whole, many), "EUR") == whole
    assert total(contributions(whole, [Fraction(n + 1) for n in range(many)]), "EUR") == whole


@given(AMOUNT, AMOUNT, PERCENT)
def test_d05_pre_finance_is_never_repaid_above_what_is_owed(owed: Decimal, sale: Decimal, percent: Fraction) -> None:
    value = prefinance_repayment(owed=owed, sale=sale, percent=percent).value
    assert 0 <= value <= min(owed, sale)


@given(AMOUNT, AMOUNT, st.fractions(0, 30, max_denominator=2), AMOUNT, st.integers(2, 40))
def test_e04_a_group_never_pays_more_than_its_members_alone(
    by_size: Decimal, per_diem: Decimal, days: Fraction, travel: Decimal, members: int
) -> None:
    alone = audit_quote(size_fee=by_size, per_diem=per_diem, days=Fraction(1), travel=travel).value * members
    group = audit_quote(size_fee=by_size, per_diem=per_diem, days=days, travel=travel, singles=alone).value
    assert group <= alone


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=10))
def test_a_correction_leaves_what_would_stand_if_the_right_amount_had_been_entered(
    pairs: list[tuple[int, int]],
) -> None:
    day = date(2026, 3, 2)
    wrong = [
        Line(id=f"w{at}", kind=EntryKind.CHARGED, amount=Money(pair[0], "EUR"), on=day) for at, pair in enumerate(pairs)
    ]
    right = [
        Line(id=f"r{at}", kind=EntryKind.CHARGED, amount=Money(pair[1], "EUR"), on=day, corrects=f"w{at}")
        for at, pair in enumerate(pairs)
    ]
    assert standing_of([*wrong, *right], "EUR").open == money(Decimal(sum(b for _a, b in pairs)) / 100, "EUR")


PACK = pack_from_files("cera-4in1@2026.1")
SIZES = st.sampled_from(["asm", "small", "large"])


@given(SIZES, st.integers(0, 10**6), st.integers(0, 10**12), st.integers(0, 10**6), st.integers(0, 10**12))
def test_c10_head_count_and_turnover_change_what_is_paid_and_never_who_may_enter(
    size: str, people: int, turnover: int, more_people: int, more_turnover: int
) -> None:
    site = {"stage": "mine", "activities": ["extraction"], "size": size, "minerals": ["cobalt"], "country": "CD"}
    small, large = (
        Facts({**site, "personnel": number, "turnover": money_}, {})
        for number, money_ in ((people, turnover), (more_people, more_turnover))
    )
    entered = [small.verdict(standard.applies_when) for standard in PACK.standards]
    assert entered == [large.verdict(standard.applies_when) for standard in PACK.standards]
    assert any(verdict.is_yes for verdict in entered)
