"""What a pack says of the material balance is read in its unit; of several schemes the strictest binds."""

from decimal import Decimal
from typing import Any

from orepass.custody.rules.bounds import BY_NAME, NUMBERS, RANGES, limits_in, strictest
from orepass.custody.rules.materials import Limits, Range
from orepass.scheme.rules.blocks import known
from orepass.scheme.rules.parameters import Parameter, Rules


def rules(*told: tuple[str, Any, str]) -> Rules:
    return Rules(
        {
            path: Parameter(path=path, value=value, unit=unit, source="s", clause="c", verified=False)
            for path, value, unit in told
        }
    )


def test_a_pack_that_says_nothing_has_no_limits() -> None:
    assert limits_in(rules(("custody.period_months", 3, "months"))) is None


def test_numbers_and_ranges_are_read_in_their_unit() -> None:
    found = limits_in(
        rules(
            ("custody.assay_tolerance_percent", "2.5", "%"),
            ("custody.recovery_trend_points", 4, "count"),
            ("custody.miner_day.gold", "3", "g"),
            ("custody.miner_day.tin", "2", "kg"),
            ("custody.grade_max.cobalt_sulfate", "20", "%"),
            ("custody.grade_max.cassiterite", "0.78", "share"),
            ("custody.grade.tin.cassiterite", {"low": "45", "high": "75"}, "%"),
            ("custody.recovery.tin.metal", {"low": "0.95", "high": "0.99"}, "share"),
        )
    )
    assert found == Limits(
        assay_tolerance=Decimal("0.025"),
        trend_points=Decimal(4),
        miner_day_mg={"gold": Decimal(3000), "tin": Decimal(2_000_000)},
        grade_max={"cobalt_sulfate": Decimal("0.2"), "cassiterite": Decimal("0.78")},
        grade={"tin.cassiterite": Range(Decimal("0.45"), Decimal("0.75"))},
        recovery={"tin.metal": Range(Decimal("0.95"), Decimal("0.99"))},
    )


def test_the_lowest_number_and_the_common_range_bind_whichever_scheme_comes_first() -> None:
    one = Limits(
        assay_tolerance=Decimal("0.02"),
        miner_day_mg={"gold": Decimal(4)},
        grade={"tin.ore": Range(Decimal("0.1"), Decimal("0.3"))},
    )
    two = Limits(
        assay_tolerance=Decimal("0.01"),
        miner_day_mg={"gold": Decimal(5), "tin": Decimal(7)},
        grade={"tin.ore": Range(Decimal("0.2"), Decimal("0.4"))},
    )
    expected = Limits(
        assay_tolerance=Decimal("0.01"),
        miner_day_mg={"gold": Decimal(4), "tin": Decimal(7)},
        grade={"tin.ore": Range(Decimal("0.2"), Decimal("0.3"))},
    )
    assert strictest([one, two]) == strictest([two, one]) == expected


def test_every_limit_is_a_parameter_that_a_pack_may_write_and_an_overlay_may_only_lower() -> None:
    fields = set(Limits.__struct_fields__)
    assert fields == {*NUMBERS, *RANGES, *BY_NAME}
    for path in (*NUMBERS.values(), *(f"{block}.x" for block in BY_NAME.values())):
        parameter = known(path)
        assert parameter is not None, path
        assert parameter.stricter == "lower", path
