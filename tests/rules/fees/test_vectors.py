"""The vectors and edges of fees that need a row of values; the others are worked cases (standards/cases/fees.yaml)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from orepass.inclusion.fees.rules.costs import Offer, audit_quote, cheapest, cost_findings, cost_sheet, unit_cost
from orepass.inclusion.fees.rules.instalments import (
    adherence_complete_on,
    agreement_share,
    inspection_opens,
    instalment_deduction,
    risen_share,
    sales_needed,
    shares,
)
from orepass.inclusion.fees.rules.premiums import premium_spending_approved, price_with_premium
from orepass.inclusion.fees.rules.schedule import (
    fee,
    fee_after_waiver,
    fee_bounded,
    fee_discounted,
    first_audit_fund,
)
from orepass.inclusion.fees.rules.support import (
    Support,
    contribution,
    funding_findings,
    pot_pays,
    subsidised_share,
)
from orepass.kernel.computed import InputRefused
from orepass.kernel.money import money
from orepass.kernel.period import add_months


def taken_from(owed: int, sales: list[int]) -> list[Decimal]:
    """A tenth of each of a row of sales, until the fee is paid."""
    taken: list[Decimal] = []
    for sale in sales:
        paid = sum(taken, Decimal(0))
        taken.append(instalment_deduction(fee=Decimal(owed), sale=Decimal(sale), paid=paid).value)
    return taken


def test_f1_deductions_stop_when_the_fee_is_paid() -> None:
    assert taken_from(16_000, [50_000, 60_000, 70_000, 80_000]) == [5_000, 6_000, 5_000, 0]


def test_e01_four_equal_sales_pay_the_fee_and_a_larger_last_one_is_capped() -> None:
    assert taken_from(16_000, [40_000] * 4) == [4_000] * 4
    assert taken_from(16_000, [40_000, 40_000, 40_000, 45_000])[-1] == 4_000


@pytest.mark.parametrize(
    ("started_on", "refused_on", "issued_on"),
    [
        (date(2023, 1, 15), date(2023, 3, 14), date(2023, 3, 15)),
        (date(2024, 7, 15), date(2024, 9, 14), date(2024, 9, 15)),
        (date(2023, 12, 31), date(2024, 2, 28), date(2024, 2, 29)),
    ],
)
def test_e02_two_calendar_months_are_a_date_and_no_number_of_days(
    started_on: date, refused_on: date, issued_on: date
) -> None:
    complete_on = adherence_complete_on(started_on=started_on).value
    assert refused_on < complete_on <= issued_on
    assert complete_on == add_months(started_on, 2)


def test_e02_a_missed_deduction_before_the_start_restarts_nothing() -> None:
    assert adherence_complete_on(started_on=date(2023, 1, 15), missed_on=date(2022, 1, 1)).value == date(2023, 3, 15)


def test_e03_the_warning_names_the_share_before_and_after() -> None:
    whole = money(96_000, "KES")
    found = risen_share(whole, signed=6, left=3)
    assert [(one.params["before"], one.params["share"]) for one in found] == [("16000.00 KES", "32000.00 KES")]
    assert risen_share(whole, signed=6, left=0) == []
    assert risen_share(whole, signed=6, left=6) == []
    assert sum((share.minor for share in shares(money("100", "EUR"), 3)), 0) == 10_000
    assert "left" in agreement_share(fee=Decimal(96_000), signed=6, left=3).explanation[1]


def test_e04_a_larger_client_never_pays_less() -> None:
    rates = {"base": Decimal(400), "per_site": Decimal(50), "per_member": Decimal("1.5")}
    fees = [fee(**rates, sites=n, members=10 * n).value for n in range(50)]
    assert fees == sorted(fees)


def test_r03_without_a_competent_auditor_none_is_proposed_and_nothing_breaks() -> None:
    assert cheapest([]) is None
    assert cheapest([Offer(cost=money(1, "EUR"), in_country=True, competent=False)]) is None


def test_d11_no_funding_and_no_end_are_flags() -> None:
    whole = money(100, "EUR")
    assert [one.code for one in funding_findings(fee=whole, subsidised=money(0, "EUR"), ends_on=None)] == [
        "fees.funding.none"
    ]
    assert [one.code for one in funding_findings(fee=whole, subsidised=whole, ends_on=None)] == [
        "fees.funding.end_unknown"
    ]
    assert funding_findings(fee=whole, subsidised=whole, ends_on=date(2027, 1, 1)) == []
    assert "ends" in subsidised_share(fee=Decimal(100), subsidised=Decimal(50)).explanation[1]


def test_d18_support_has_three_kinds() -> None:
    assert {kind.value for kind in Support} == {"producers", "capacity", "certification"}


def test_l03_a_cost_without_a_benefit_is_flagged() -> None:
    assert [one.code for one in cost_findings("none")] == ["fees.cost.no_benefit"]
    assert cost_findings("market_access") == []
    sheet = cost_sheet(fees=Decimal(1), audit=Decimal(1), compliance=Decimal(1))
    assert "no benefit" in sheet.explanation[1]


def test_l04_no_volume_shows_no_unit_cost_and_more_never_costs_more() -> None:
    assert unit_cost(fixed=Decimal(1000), variable=Decimal(2), volume=Decimal(0)).value is None
    costs = [unit_cost(fixed=Decimal(1000), variable=Decimal(2), volume=Decimal(n)).value for n in range(1, 200)]
    assert costs == sorted(costs, reverse=True)  # type: ignore[type-var]


def test_inspection_may_also_open_with_the_signature_or_at_once() -> None:
    unpaid = {"fee": Decimal(10), "paid": Decimal(0)}
    assert inspection_opens(**unpaid, start_condition="when_signed").value
    assert not inspection_opens(**unpaid, start_condition="when_signed", signed=False).value
    assert inspection_opens(**unpaid, start_condition="at_once", signed=False).value


def test_f03_nobody_present_is_no_quorum_even_of_nothing() -> None:
    nobody = premium_spending_approved(members=40, present=0, in_favour=0, quorum_percent=Fraction(0))
    assert not nobody.value


D, F = Decimal, Fraction
DAY = date(2024, 10, 1)


@pytest.mark.parametrize(
    "asked",
    [
        lambda: instalment_deduction(fee=D(10), sale=D(1), paid=D(11)),
        lambda: instalment_deduction(fee=D(10), sale=D(-1)),
        lambda: instalment_deduction(fee=D(10), sale=D(1), percent=F(101)),
        lambda: sales_needed(fee=D(10), percent=F(0)),
        lambda: inspection_opens(fee=D(1), paid=D(1), start_condition="when_liked"),
        lambda: fee_after_waiver(fee=D(1), participant=True, audit_on=DAY, registered_on=DAY, basis="mood"),
        lambda: fee_after_waiver(
            fee=D(1), participant=True, audit_on=DAY, registered_on=DAY, first_on=date(2025, 1, 1)
        ),
        lambda: fee_bounded(fee=D(1), minimum=D(3), maximum=D(2)),
        lambda: fee_bounded(fee=D(-1)),
        lambda: fee_discounted(fee=D(1), percent=F(101)),
        lambda: first_audit_fund(fee=D(1), left=D(-1), audited_before=False, agreements_signed=True),
        lambda: audit_quote(size_fee=D(1), per_diem=D(1), days=F(-1)),
        lambda: contribution(total=D(1), scales="3 one"),
        lambda: contribution(total=D(1), scales="1/0"),
        lambda: contribution(total=D(1), scales="0 0"),
        lambda: contribution(total=D(1), scales=""),
        lambda: contribution(total=D(1), scales="1 -1 3"),
        lambda: contribution(total=D(1), scales="1 1", place=3),
        lambda: pot_pays(left=D(1), amount=D(0), pot_purpose="a", purpose="a"),
        lambda: price_with_premium(fix=D(1), minimum_percent=F(101)),
        lambda: premium_spending_approved(members=10, present=11, in_favour=1),
        lambda: cost_sheet(fees=D(1), audit=D(1), compliance=D(1), benefit="glory"),
    ],
)
def test_what_a_rule_cannot_work_with_is_refused(asked: object) -> None:
    with pytest.raises(InputRefused):
        asked()  # type: ignore[operator]
