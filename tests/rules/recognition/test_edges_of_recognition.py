"""The days on which the use of a recognition changes."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.kernel.computed import InputRefused
from orepass.register import rulebook

REFUSED = "refused"


WHILE = {"valid_from": "2025-01-10", "lapsed_on": "2026-01-10", "grace_months": "1"}
EDGES = [
    ("recognition-use", WHILE | {"on": "2025-01-09"}, "not_yet"),
    ("recognition-use", WHILE | {"on": "2025-01-10"}, "in_force"),
    ("recognition-use", WHILE | {"on": "2026-01-09"}, "in_force"),
    ("recognition-use", WHILE | {"on": "2026-01-10"}, "grace"),
    ("recognition-use", WHILE | {"on": "2026-02-09"}, "grace"),
    ("recognition-use", WHILE | {"on": "2026-02-10"}, "lapsed"),
    ("recognition-use", WHILE | {"on": "2026-01-10", "grace_months": "0"}, "lapsed"),
    ("recognition-use", WHILE | {"on": "2026-01-10", "grace_months": "-1"}, REFUSED),
    ("recognition-use", WHILE | {"on": "2026-01-10", "lapsed_on": "2025-01-10"}, REFUSED),
    ("recognition-held", {"told_on": "2025-01-10", "on": "2025-01-10", "hold_days": "0"}, "hold"),
    ("recognition-held", {"told_on": "2025-01-10", "on": "2025-01-11", "hold_days": "0"}, "gap"),
    (
        "recognition-held",
        {"told_on": "2025-01-10", "on": "2025-01-11", "hold_days": "0", "own_evidence_on": "2025-01-11"},
        "replaced",
    ),
    (
        "recognition-held",
        {"told_on": "2025-01-10", "on": "2025-01-11", "hold_days": "0", "own_evidence_on": "2025-01-12"},
        "gap",
    ),
]


@pytest.mark.parametrize(("name", "inputs", "value"), EDGES)
def test_rule_turns_at_its_edge_and_not_beside_it(name: str, inputs: dict[str, str], value: str) -> None:
    assert rulebook.MODULES
    if value == REFUSED:
        with pytest.raises(InputRefused):
            calculate(name, inputs)
    else:
        assert str(calculate(name, inputs).value) == value
