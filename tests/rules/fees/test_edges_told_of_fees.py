"""What the rules of fees say in words: the reason told is the one that decided, and only that one."""

import pytest

from orepass.inclusion.fees.rules.terms import FeeUnknown, require_fee, waiver
from orepass.kernel.calculator import calculate
from orepass.register import rulebook
from orepass.scheme.rules.parameters import Parameter, Rules

TOLD = """\
fee | base=100 per_site=10 sites=2 per_member=1 members=5 levy=7/2 | 128.50 | 100 as base, 10 for each of 2 sites, 1 for
fee | base=100 levy=7/2 | 103.50 | adds 3.50 EUR; together 103.50 EUR
fee-levy | per_volume=2 volume=3 per_revenue=0.5 revenue=5 | 17/2 | 2 × 3 of volume and
fee-bounded | fee=50 | 50.00 | least none, greatest none
fee-bounded | fee=50 minimum=60 | 60.00 | least 60, greatest none
fee-bounded | fee=50 maximum=40 | 40.00 | least none, greatest 40
fee-bounded | fee=50 minimum=50 maximum=50 | 50.00 | least 50, greatest 50
fee-after-waiver | fee=9 participant=true audit_on=2024-09-01 registered_on=2024-01-01 | 0.00 | A registered
fee-after-waiver | fee=9 participant=true audit_on=2024-09-01 registered_on=2024-01-01 | 0.00 | on 2024-09-01 lies in
fee-after-waiver | fee=9 participant=true audit_on=2024-12-31 registered_on=2024-01-01 | 0.00 | on 2024-12-31 lies in
fee-after-waiver | fee=9 participant=true audit_on=2024-08-31 registered_on=2024-10-01 | 9.00 | lies outside 2024-09-01
fee-after-waiver | fee=9 participant=true audit_on=2025-01-01 registered_on=2024-10-01 | 9.00 | lies outside 2024-09-01
fee-after-waiver | fee=9 participant=false audit_on=2024-10-01 registered_on=2024-10-01 | 9.00 | Not a participant, and
first-audit-fund | fee=9 left=9 audited_before=false agreements_signed=true | 9.00 | pays the whole fee of 9.00 EUR
first-audit-fund | fee=9 left=8.99 audited_before=false agreements_signed=true | 0.00 | too little left
first-audit-fund | fee=9 left=9 audited_before=true agreements_signed=true | 0.00 | there was an audit before
first-audit-fund | fee=9 left=9 audited_before=false agreements_signed=false | 0.00 | are not signed
first-audit-fund | fee=9 left=9 audited_before=false agreements_signed=true granted_for_metal=true | 0.00 | its grant
licence-extension-fee | months=3 | 250.00 | 3/12 of 1000 USD.
saving-passed-on | days_saved=2 day_rate=100 fee=150 | 150.00 | 2 days × 100 = 200.00 EUR; off a fee of 150: 150.00
saving-passed-on | days_saved=1 day_rate=100 fee=150 | 100.00 | 1 days × 100 = 100.00 EUR
fee-discounted | fee=200 percent=25 | 150.00 | 25 per cent off 200.00 EUR leave 150.00 EUR.
instalment-deduction | fee=100 sale=50 | 5.00 | 10 per cent of 50.00 KES are 5.00 KES; 100.00 KES is still owed.
instalment-deduction | fee=100 sale=50 paid=97 | 3.00 | 3.00 KES is still owed.
instalment-deduction | fee=100 sale=50 signed=false | 0.00 | No agreement is signed, so nothing is taken.
instalment-sales-needed | fee=100 paid=40 | 600.00 | 60.00 KES at 10 per cent of each sale.
instalment-sales-needed | fee=0.01 percent=3 | 0.34 | 0.01 KES at 3 per cent
inspection-opens | fee=10 paid=10 | True | 10 of 10 are paid; the scheme's condition is when paid.
inspection-opens | fee=10 paid=9.99 | False | condition is when paid.
inspection-opens | fee=10 paid=0 start_condition=when_signed | True | condition is when signed.
inspection-opens | fee=10 paid=9 start_condition=when_signed signed=false | False | condition is when signed.
inspection-opens | fee=10 paid=10 start_condition=when_signed signed=false | True | condition is when signed.
inspection-opens | fee=10 paid=0 start_condition=at_once signed=false | True | condition is at once.
fee-in-default | outstanding=1 moved_on=2025-01-01 on=2025-04-01 | False | 90 days end on 2025-04-01
fee-in-default | outstanding=1 moved_on=2025-01-01 on=2025-04-02 | True | 1 is owed
fee-in-default | outstanding=0 moved_on=2025-01-01 on=2025-04-02 | False | 0 is owed
adherence-complete-on | started_on=2025-01-31 months=1 | 2025-02-28 | 1 calendar months from 2025-01-31
adherence-complete-on | started_on=2025-01-10 missed_on=2025-02-10 | 2025-04-10 | from 2025-02-10
adherence-complete-on | started_on=2025-01-10 missed_on=2025-01-09 | 2025-03-10 | from 2025-01-10
agreement-share | fee=100 signed=4 | 25.00 | 100.00 KES among 4 of 4 signatories.
agreement-share | fee=100 signed=4 left=2 | 50.00 | carries 50.00 KES instead of 25.00 KES
agreement-share | fee=100 signed=3 left=1 | 50.00 | carries 50.00 KES instead of 33.34 KES
agreement-share | fee=100.01 signed=3 left=1 | 50.01 | carries 50.01 KES instead of 33.34 KES
agreement-share | fee=100 signed=4 left=3 | 100.00 | 3 of 4 signatories left
audit-quote | size_fee=10 per_diem=100 days=2 travel=50 | 260.00 | 10 by size, 100 × 2 days, 50 for travel: 260
audit-quote | size_fee=10 per_diem=100 days=2 singles=200 | 200.00 | Alone they would pay 200 in all; the group pays 200
audit-quote | size_fee=10 per_diem=100 days=2 singles=211 | 210.00 | the group pays 210.00 USD.
auditor-proposed | foreign=10 | foreign | in the country none; the cheaper
auditor-proposed | foreign=10 in_country=10 | in-country | Foreign 10, in the country 10; the
auditor-proposed | foreign=10 in_country=10.01 | foreign | in the country 10.01; the
auditor-proposed | foreign=10 in_country=5 competent=false | foreign | in the country 5, not competent; the
cost-sheet | fees=1 audit=2 compliance=3 other=4 benefit=market_access | 10.00 | other 4.00 USD; benefit: market access.
cost-sheet | fees=1 audit=2 compliance=3 | 6.00 | names no benefit
unit-cost | fixed=100 variable=2 volume=50 | 4.00 | 100 shared over 50 units, and 2 for each.
unit-cost | fixed=100 variable=2 volume=0 | None | No volume, so no unit cost.
shared-inspection | visit=100 producers=3 | 33.34 | 100 among 3 producers
import-in-scope | goods=gold-unrefined mass_kg=100 | True | 100 kg in the year; below 100 kg there is no duty.
import-in-scope | goods=gold-unrefined mass_kg=99.9 | False | 99.9 kg in the year
money-converted | amount=10 currency=USD per_unit=2 into=EUR rate_on=2025-01-01 | 5.00 | 2 USD bought 1 EUR on 2025
premium-of-price | price=50000 percent=10 | 5000.00 | 10 per cent of 50000 USD.
premium-by-mass | mass_kg=1.5 | 6000.00 | 1.5 kg × 4000 USD.
price-with-premium | fix=1000 | 2950.00 | 95 per cent of the fix, 950.00 USD; the price that applies is 950.00 USD.
price-with-premium | fix=1000 market=951 | 2951.00 | the price that applies is 951.00 USD.
price-with-premium | fix=1000 ecological=true | 1100.00 | The premium of 150.00 USD comes on top: 1100.00 USD.
price-with-surcharge | price=200 surcharge_percent=5 | 210.00 | Surcharge for segregated material 10.00
premium-spending-approved | members=10 present=5 in_favour=3 | True | 5 of 10 members were present; the quorum is 50
premium-spending-approved | members=10 present=4 in_favour=4 | False | 4 of 10 members were present
premium-spending-approved | members=10 present=6 in_favour=3 | False | 3 of 6 were in favour; more than 50
premium-spending-approved | members=10 present=0 in_favour=0 quorum_percent=0 | False | 0 of 10
contribution | total=10 scales=3 place=1 | 10.00 | 10 shared 3 is 10.00 EUR.
pot-pays | left=10 amount=10 pot_purpose=water purpose=water | 10.00 | 10.00 EUR of 10 left, for water.
subsidised-share | fee=10 subsidised=5 ends_on=2026-01-01 | 50 | 5 of 10 come from others, until 2026-01-01.
subsidised-share | fee=10 subsidised=5 | 50 | 5 of 10 come from others. Nobody said when the subsidy ends.
subsidised-share | fee=10 subsidised=0 | 0 | Nobody but the producer pays
prefinance-repayment | owed=5 sale=10 percent=20 | 2.00 | 20 per cent of 10, and not more than the 5 owed.
prefinance-repayment | owed=1 sale=10 percent=20 | 1.00 | not more than the 1 owed.
outgrower-quota-met | year=1 share=10 | True | 10 per cent bought; at least 10 are asked in year 1.
outgrower-quota-met | year=2 share=19 | False | at least 20 are asked in year 2.
outgrower-quota-met | year=2 share=20 | True | at least 20 are asked in year 2.
outgrower-quota-met | year=3 share=25 planned=25 | True | at least 25 are asked in year 3.
outgrower-quota-met | year=4 share=25 planned=30 planned_before=29 | False | at least 30 are asked in year 4.
"""
"""One line for each example: the rule, what is asked, the answer, and a part of what is said about it."""


@pytest.mark.parametrize("line", TOLD.splitlines())
def test_the_reason_told_is_the_one_that_decided(line: str) -> None:
    assert rulebook.MODULES
    name, asked, value, words = line.split(" | ")
    found = calculate(name, dict(pair.split("=") for pair in asked.split()))
    assert str(found.value) == value
    said = " ".join(found.explanation)
    assert words in said
    assert "None" not in said


def test_a_supporter_is_told_every_part_and_gets_the_one_asked_for() -> None:
    told = calculate("contribution", {"total": "10", "scales": "3 1", "place": "2"})
    assert (str(told.value), told.explanation) == ("2.50", ("10 shared 3 : 1 is 7.50 EUR, 2.50 EUR.",))


def test_a_cost_sheet_tells_each_line_in_its_place() -> None:
    told = calculate("cost-sheet", {"fees": "1", "audit": "2", "compliance": "3", "other": "4", "benefit": "none"})
    assert told.explanation[0] == ("Fees 1.00 USD, audit 2.00 USD, complying 3.00 USD, other 4.00 USD; benefit: none.")
    assert len(told.explanation) == 2


def test_nobody_is_warned_while_all_who_signed_are_there() -> None:
    assert len(calculate("agreement-share", {"fee": "100", "signed": "4"}).explanation) == 1
    assert (
        len(
            calculate(
                "cost-sheet", {"fees": "1", "audit": "1", "compliance": "1", "benefit": "value_addition"}
            ).explanation
        )
        == 1
    )
    assert len(calculate("audit-quote", {"size_fee": "1", "per_diem": "1", "days": "1"}).explanation) == 1
    whole = {"fee": "10", "subsidised": "5", "ends_on": "2026-01-01"}
    assert len(calculate("subsidised-share", whole).explanation) == 1


def test_an_unknown_fee_or_programme_is_told_with_those_there_are_or_a_dash() -> None:
    def rules(*paths: str) -> Rules:
        found = (Parameter(path=path, value="1", unit="EUR", source="-", clause="-", verified=False) for path in paths)
        return Rules({one.path: one for one in found})

    with pytest.raises(FeeUnknown) as fee:
        require_fee(rules("fees.audit.base", "fees.registration.base", "fees.discount.asm_percent"), "x")
    assert fee.value.params["known"] == "audit, registration"
    with pytest.raises(FeeUnknown) as none:
        require_fee(rules("fees.currency", "fees.waiver.pilot.basis"), "x")
    assert none.value.params["known"] == "–"
    with pytest.raises(FeeUnknown) as programme:
        waiver(rules("fees.waiver.pilot.basis", "fees.waiver.pilot.first_on"), "x")
    assert programme.value.params["known"] == "pilot"
    with pytest.raises(FeeUnknown) as nowhere:
        waiver(rules("fees.audit.base"), "x")
    assert nowhere.value.params["known"] == "–"
