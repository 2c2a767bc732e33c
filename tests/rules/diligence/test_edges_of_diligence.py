"""Red flags and areas at the edge of each condition."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.kernel.computed import InputRefused
from orepass.register import rulebook

REFUSED = "refused"


PRICE = {"price": "10", "reference": "10", "on": "2026-01-02", "reference_on": "2026-01-02", "percent": "0"}
AREA = dict.fromkeys(("conflict", "governance", "human_rights", "sanctions", "incidents"), "0@2026-01-01")
AREA["on"] = "2026-01-01"
EDGES = [
    ("red-flag-round-weights", {"weighings": "0", "rounded": "0"}, "unknown"),
    ("red-flag-round-weights", {"weighings": "-1", "rounded": "-1"}, REFUSED),
    ("red-flag-round-weights", {"weighings": "9", "rounded": "9"}, "unknown"),
    ("red-flag-round-weights", {"weighings": "10", "rounded": "5"}, "none"),
    ("red-flag-round-weights", {"weighings": "10", "rounded": "6"}, "flag"),
    ("red-flag-round-weights", {"weighings": "10", "rounded": "11"}, REFUSED),
    ("red-flag-round-weights", {"weighings": "10", "rounded": "-1"}, REFUSED),
    ("red-flag-price-outlier", PRICE, "none"),
    ("red-flag-price-outlier", PRICE | {"price": "101/10"}, "flag"),
    ("red-flag-price-outlier", PRICE | {"price": "99/10"}, "flag"),
    ("red-flag-price-outlier", PRICE | {"percent": "-1/2"}, REFUSED),
    ("red-flag-price-outlier", PRICE | {"reference": "0"}, REFUSED),
    ("red-flag-price-outlier", {key: PRICE[key] for key in ("price", "on", "reference_on")}, "unknown"),
    ("red-flag-price-outlier", {key: PRICE[key] for key in ("price", "reference", "on")}, "unknown"),
    ("red-flag-price-outlier", PRICE | {"on": "2026-01-01"}, "unknown"),
    ("red-flag-price-outlier", PRICE | {"on": "2026-02-02"}, "none"),
    ("red-flag-price-outlier", PRICE | {"on": "2026-02-03"}, "unknown"),
    ("red-flag-volume-jump", {"volume": "10", "usual": "10", "percent": "0"}, "none"),
    ("red-flag-volume-jump", {"volume": "101/10", "usual": "10", "percent": "0"}, "flag"),
    ("red-flag-volume-jump", {"volume": "0", "usual": "0"}, "none"),
    ("red-flag-volume-jump", {"volume": "10", "usual": "10", "percent": "-1/2"}, REFUSED),
    ("area-level", {"on": "2026-01-01", "months": "1"}, "watch"),
    ("area-level", {"on": "2026-01-01", "months": "0"}, REFUSED),
    ("red-flag-undeclared-hop", {"hops": "1", "declared": "1"}, "none"),
    ("red-flag-undeclared-hop", {"hops": "1", "declared": "0"}, "flag"),
    ("red-flag-undeclared-hop", {"hops": "0", "declared": "0"}, REFUSED),
    ("red-flag-undeclared-hop", {"hops": "1", "declared": "2"}, REFUSED),
    ("red-flag-undeclared-hop", {"hops": "1", "declared": "-1"}, REFUSED),
    ("area-level", AREA | {"conflict": "40@2026-01-01"}, "watch"),
    ("area-level", AREA | {"conflict": "40@2026-01-01", "thresholds": "41,41,1,1"}, "no"),
    ("area-level", AREA | {"conflict": "41@2026-01-01", "thresholds": "41,41,1,1"}, "cahra"),
    ("area-level", AREA | {"conflict": "0@2026-01-01", "thresholds": "0,100,1,5"}, "watch"),
    ("area-level", AREA | {"incidents": "2@2026-01-01", "thresholds": "40,70,3,5"}, "no"),
    ("area-level", AREA | {"incidents": "3@2026-01-01", "thresholds": "40,70,3,5"}, "watch"),
    ("area-level", AREA | {"incidents": "5@2026-01-01", "thresholds": '["40", 70, 3, 5]'}, "cahra"),
    ("area-level", AREA | {"thresholds": "40,70,1"}, REFUSED),
    ("area-level", AREA | {"thresholds": "40,70,1,many"}, REFUSED),
    ("area-level", AREA | {"thresholds": "71,70,1,5"}, REFUSED),
    ("area-level", AREA | {"thresholds": "-1,70,1,5"}, REFUSED),
    ("area-level", AREA | {"thresholds": "40,101,1,5"}, REFUSED),
    ("area-level", AREA | {"thresholds": "40,70,0,5"}, REFUSED),
    ("area-level", AREA | {"thresholds": "40,70,6,5"}, REFUSED),
]


@pytest.mark.parametrize(("name", "inputs", "value"), EDGES)
def test_rule_turns_at_its_edge_and_not_beside_it(name: str, inputs: dict[str, str], value: str) -> None:
    assert rulebook.MODULES
    if value == REFUSED:
        with pytest.raises(InputRefused):
            calculate(name, inputs)
    else:
        assert str(calculate(name, inputs).value) == value
