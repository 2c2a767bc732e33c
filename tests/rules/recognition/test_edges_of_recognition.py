"""The days on which the use of a recognition changes."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.kernel.computed import InputRefused
from orepass.register import rulebook

REFUSED = "refused"


WHILE = {"valid_from": "2025-01-10", "lapsed_on": "2026-01-10", "grace_months": "1"}
EDGES = [
    ("recognition-equivalent", {"required": "1", "covered": "1"}, "equivalent"),
    ("recognition-equivalent", {"required": "1", "covered": "0"}, "gaps"),
    ("recognition-equivalent", {"required": "0", "covered": "0"}, REFUSED),
    ("recognition-equivalent", {"required": "1", "covered": "2"}, REFUSED),
    ("recognition-equivalent", {"required": "1", "covered": "-1"}, REFUSED),
    ("recognition-match", {"pairs": "0:1 1:1/2"}, "1/2"),
    ("recognition-match", {"pairs": "-1:1 3:1"}, REFUSED),
    ("recognition-match", {"pairs": "1/2:0"}, "0"),
    ("recognition-match", {"pairs": "0:1"}, REFUSED),
    ("recognition-match", {"pairs": "1:-1/2"}, REFUSED),
    ("recognition-match", {"pairs": "1:3/2"}, REFUSED),
    ("recognition-match", {"pairs": "1"}, REFUSED),
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


@pytest.mark.parametrize(
    ("party", "words"),
    [("first", "its own assessment"), ("second", "second-party verification")],
)
def test_what_a_critical_requirement_is_never_credited_from_is_named(party: str, words: str) -> None:
    told = calculate("recognition-verification", {"party": party, "critical": "true"}).explanation
    assert told == (f"A critical requirement is never credited from {words}.",)


def test_the_weakest_link_is_named_and_why_a_partial_one_is_not_enough() -> None:
    links = {"assurance": "full", "level": "full", "verification": "partial", "certificate": "counts"}
    partial = calculate("recognition-credit", links | {"mapping": "full", "critical": "true"})
    assert partial.explanation == (
        "Not credited because of: verification; a critical requirement is credited whole or not at all.",
    )
    nothing = calculate("recognition-credit", links | {"mapping": "none", "critical": "true"})
    assert nothing.explanation == ("Not credited because of: mapping.",)


@pytest.mark.parametrize(("name", "inputs", "value"), EDGES)
def test_rule_turns_at_its_edge_and_not_beside_it(name: str, inputs: dict[str, str], value: str) -> None:
    assert rulebook.MODULES
    if value == REFUSED:
        with pytest.raises(InputRefused):
            calculate(name, inputs)
    else:
        assert str(calculate(name, inputs).value) == value
