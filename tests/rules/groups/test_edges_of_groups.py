"""The fault of a group at the edge of its two shares."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.kernel.computed import InputRefused
from orepass.register import rulebook

REFUSED = "refused"


EDGES = [
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


@pytest.mark.parametrize(("name", "inputs", "value"), EDGES)
def test_rule_turns_at_its_edge_and_not_beside_it(name: str, inputs: dict[str, str], value: str) -> None:
    assert rulebook.MODULES
    if value == REFUSED:
        with pytest.raises(InputRefused):
            calculate(name, inputs)
    else:
        assert str(calculate(name, inputs).value) == value
