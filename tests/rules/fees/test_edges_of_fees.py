"""Fees at the edge of each condition: the share of nothing and of all, the percent below one, the auditor named."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.kernel.computed import InputRefused
from orepass.register import rulebook

REFUSED = "refused"
WAIVED = {"fee": "9", "participant": "true", "audit_on": "2024-09-01", "registered_on": "2024-01-01"}


EDGES = [
    ("premium-spending-approved", {"members": "1", "present": "1", "in_favour": "1"}, "True"),
    ("premium-spending-approved", {"members": "1", "present": "0", "in_favour": "0"}, "False"),
    ("premium-spending-approved", {"members": "0", "present": "0", "in_favour": "0"}, REFUSED),
    ("premium-spending-approved", {"members": "1", "present": "-1", "in_favour": "-1"}, REFUSED),
    ("premium-spending-approved", {"members": "1", "present": "1", "in_favour": "2"}, REFUSED),
    ("premium-of-price", {"price": "0", "percent": "100"}, "0.00"),
    ("premium-of-price", {"price": "10", "percent": "1/2"}, "0.05"),
    ("premium-of-price", {"price": "-1", "percent": "10"}, REFUSED),
    ("premium-of-price", {"price": "10", "percent": "101"}, REFUSED),
    ("unit-cost", {"fixed": "10", "variable": "2", "volume": "1"}, "12.00"),
    ("unit-cost", {"fixed": "10", "variable": "2", "volume": "0.5"}, "22.00"),
    ("shared-inspection", {"visit": "10", "producers": "1"}, "10.00"),
    ("shared-inspection", {"visit": "10", "producers": "0"}, REFUSED),
    ("shared-inspection", {"visit": "10.01", "producers": "2"}, "5.01"),
    ("subsidised-share", {"fee": "0", "subsidised": "0"}, REFUSED),
    ("cost-sheet", {"fees": "0", "audit": "0", "compliance": "0", "benefit": "market_access"}, "0.00"),
    ("fee-after-waiver", {**WAIVED, "first_on": "2024-09-01", "last_on": "2024-09-01"}, "0.00"),
    ("fee-after-waiver", {**WAIVED, "first_on": "2024-09-02", "last_on": "2024-09-01"}, REFUSED),
    ("adherence-complete-on", {"started_on": "2025-01-10", "months": "0"}, "2025-01-10"),
    ("adherence-complete-on", {"started_on": "2025-01-10", "months": "-1"}, REFUSED),
    ("instalment-deduction", {"fee": "10", "sale": "50", "signed": "false"}, "0.00"),
    ("rate-implied", {"amount": "0", "other": "1"}, "0.00"),
    ("rate-implied", {"amount": "0.01", "other": "1"}, "0.01"),
    ("rate-implied", {"amount": "-0.01", "other": "1"}, REFUSED),
    ("rate-implied", {"amount": "1", "other": "0"}, REFUSED),
    ("contribution", {"total": "10", "scales": "0 1/2"}, "0.00"),
    ("contribution", {"total": "10", "scales": "0 0"}, REFUSED),
    ("contribution", {"total": "10", "scales": "1 -1/2"}, REFUSED),
    ("contribution", {"total": "10", "scales": "1 1", "place": "0"}, REFUSED),
    ("contribution", {"total": "10", "scales": "1 1", "place": "3"}, REFUSED),
    ("price-with-premium", {"fix": "1000", "minimum_percent": "0", "market": "0.5"}, "2000.50"),
    ("price-with-premium", {"fix": "1000", "minimum_percent": "1/2", "market": "0.5"}, "2005.00"),
    ("price-with-premium", {"fix": "1000", "minimum_percent": "100"}, "3000.00"),
    ("price-with-premium", {"fix": "1000", "minimum_percent": "101"}, REFUSED),
    ("price-with-premium", {"fix": "1000", "minimum_percent": "-1/2"}, REFUSED),
    ("price-with-premium", {"fix": "1000", "ecological": "true", "ecological_percent": "0"}, "950.00"),
    ("price-with-premium", {"fix": "1000", "ecological": "true", "ecological_percent": "100"}, "1950.00"),
    ("price-with-premium", {"fix": "1000", "ecological_percent": "101"}, REFUSED),
    ("price-with-premium", {"fix": "1000", "ecological_percent": "-1/2"}, REFUSED),
    ("price-with-premium", {"fix": "0"}, "2000.00"),
    ("fee-discounted", {"fee": "100", "percent": "0"}, "100.00"),
    ("fee-discounted", {"fee": "100", "percent": "1/2"}, "99.50"),
    ("fee-discounted", {"fee": "100", "percent": "100"}, "0.00"),
    ("fee-discounted", {"fee": "100", "percent": "-1/2"}, REFUSED),
    ("fee-discounted", {"fee": "100", "percent": "201/2"}, REFUSED),
    ("instalment-sales-needed", {"fee": "10", "percent": "1/2"}, "2000.00"),
    ("instalment-sales-needed", {"fee": "10", "percent": "100"}, "10.00"),
    ("instalment-sales-needed", {"fee": "10", "percent": "0"}, REFUSED),
    ("instalment-sales-needed", {"fee": "10", "percent": "-1/2"}, REFUSED),
    ("instalment-sales-needed", {"fee": "10", "paid": "10"}, "0.00"),
    ("instalment-sales-needed", {"fee": "10", "paid": "10.01"}, REFUSED),
    ("instalment-sales-needed", {"fee": "10", "paid": "-0.01"}, REFUSED),
    ("prefinance-repayment", {"owed": "5", "sale": "10", "percent": "0"}, "0.00"),
    ("prefinance-repayment", {"owed": "5", "sale": "10", "percent": "100"}, "5.00"),
    ("prefinance-repayment", {"owed": "5", "sale": "10", "percent": "-1/2"}, REFUSED),
    ("prefinance-repayment", {"owed": "5", "sale": "10", "percent": "201/2"}, REFUSED),
    ("prefinance-repayment", {"owed": "-0.01", "sale": "10"}, REFUSED),
    ("prefinance-repayment", {"owed": "5", "sale": "-0.01"}, REFUSED),
    ("subsidised-share", {"fee": "10", "subsidised": "0"}, "0"),
    ("subsidised-share", {"fee": "10", "subsidised": "10"}, "100"),
    ("subsidised-share", {"fee": "10", "subsidised": "-0.01"}, REFUSED),
    ("outgrower-quota-met", {"year": "1", "share": "0"}, "False"),
    ("outgrower-quota-met", {"year": "1", "share": "10"}, "True"),
    ("outgrower-quota-met", {"year": "1", "share": "100"}, "True"),
    ("outgrower-quota-met", {"year": "1", "share": "-1/2"}, REFUSED),
    ("outgrower-quota-met", {"year": "1", "share": "201/2"}, REFUSED),
    ("outgrower-quota-met", {"year": "3", "share": "21", "planned": "20"}, REFUSED),
    ("outgrower-quota-met", {"year": "3", "share": "21", "planned": "21"}, "True"),
]


def test_an_auditor_of_the_country_without_competence_is_called_so() -> None:
    offers = {"foreign": "5", "in_country": "4"}
    assert "not competent" in calculate("auditor-proposed", offers | {"competent": "false"}).explanation[0]
    assert "not competent" not in calculate("auditor-proposed", offers).explanation[0]


@pytest.mark.parametrize(("name", "inputs", "value"), EDGES)
def test_rule_turns_at_its_edge_and_not_beside_it(name: str, inputs: dict[str, str], value: str) -> None:
    assert rulebook.MODULES
    if value == REFUSED:
        with pytest.raises(InputRefused):
            calculate(name, inputs)
    else:
        assert str(calculate(name, inputs).value) == value
