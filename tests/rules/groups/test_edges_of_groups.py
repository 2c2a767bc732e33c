"""The fault of a group at the edge of its two shares."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.kernel.computed import InputRefused
from orepass.register import rulebook

REFUSED = "refused"


EDGES = [
    ("group-coverage", {"active": "0", "inspected": "0"}, REFUSED),
    ("group-coverage", {"active": "1", "inspected": "0"}, "0"),
    ("group-coverage", {"active": "1", "inspected": "1"}, "1"),
    ("group-coverage", {"active": "1", "inspected": "2"}, REFUSED),
    ("group-coverage", {"active": "1", "inspected": "-1"}, REFUSED),
    ("outgrower-quota-met", {"year": "0", "share": "10"}, REFUSED),
    ("outgrower-quota-met", {"year": "0", "share": "30", "planned": "30"}, REFUSED),
    ("outgrower-quota-met", {"year": "3", "share": "10"}, REFUSED),
    ("outgrower-quota-met", {"year": "3", "share": "21", "planned": "20"}, REFUSED),
    ("outgrower-quota-met", {"year": "3", "share": "21", "planned": "21"}, "True"),
    ("group-fault", {"visited": "0", "failing": "0", "missed": "0"}, REFUSED),
    ("sanction-ends", {"rung": "warning", "since": "2025-01-10", "warning_days": "1"}, "2025-01-11"),
    ("sanction-ends", {"rung": "warning", "since": "2025-01-10", "warning_days": "0"}, REFUSED),
    ("sanction-ends", {"rung": "suspension", "since": "2025-01-10", "suspension_months": "1"}, "2025-02-10"),
    ("sanction-ends", {"rung": "suspension", "since": "2025-01-10", "suspension_months": "0"}, REFUSED),
    ("delivery-within-estimate", {"delivered": "120", "estimate": "100"}, "ok"),
    ("delivery-within-estimate", {"delivered": "121", "estimate": "100"}, "query"),
    ("delivery-within-estimate", {"delivered": "0", "estimate": "0", "percent": "0"}, "ok"),
    ("delivery-within-estimate", {"delivered": "1", "estimate": "1", "percent": "-1/2"}, REFUSED),
    ("group-fault", {"visited": "10", "failing": "1", "missed": "0"}, "False"),
    ("group-fault", {"visited": "10", "failing": "2", "missed": "0"}, "True"),
    ("group-fault", {"visited": "10", "failing": "0", "missed": "1"}, "False"),
    ("group-fault", {"visited": "10", "failing": "0", "missed": "2"}, "True"),
    ("group-fault", {"visited": "1", "failing": "1", "missed": "0", "failing_percent": "100"}, "False"),
    ("group-fault", {"visited": "1", "failing": "0", "missed": "0", "failing_percent": "0"}, "False"),
    ("group-fault", {"visited": "1", "failing": "2", "missed": "0"}, REFUSED),
    ("group-fault", {"visited": "1", "failing": "-1", "missed": "0"}, REFUSED),
    ("group-fault", {"visited": "1", "failing": "0", "missed": "0", "missed_percent": "201/2"}, REFUSED),
    ("group-fault", {"visited": "1", "failing": "0", "missed": "0", "missed_percent": "-1/2"}, REFUSED),
]


def test_deliveries_are_told_as_a_share_of_the_estimate() -> None:
    told = calculate("delivery-within-estimate", {"delivered": "90", "estimate": "120"}).explanation
    assert told == ("90 of 120 estimated, 75 per cent; tolerance 20 per cent.",)


@pytest.mark.parametrize(("name", "inputs", "value"), EDGES)
def test_rule_turns_at_its_edge_and_not_beside_it(name: str, inputs: dict[str, str], value: str) -> None:
    assert rulebook.MODULES
    if value == REFUSED:
        with pytest.raises(InputRefused):
            calculate(name, inputs)
    else:
        assert str(calculate(name, inputs).value) == value
