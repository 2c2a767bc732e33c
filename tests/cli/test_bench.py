"""``orepass bench`` runs what is in benchmarks/ and refuses what is not."""

import pytest

from orepass.cli import bench
from orepass.cli.bench import BenchmarkFailed, NoBenchmark


def test_every_benchmark_of_the_checkout_is_reached_by_all_and_by_its_room() -> None:
    everything = bench._modules("all")
    assert {"custody_capture", "custody_composition"} <= set(everything)
    assert bench._modules("custody") == [name for name in everything if name.startswith("custody_")]
    assert bench._modules("custody_capture") == ["custody_capture"]


@pytest.mark.parametrize("name", ["", "cust", "../secrets", "__init__"])
def test_an_unknown_benchmark_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(NoBenchmark) as refusal:
        bench._modules(name)
    assert "custody_capture" in refusal.value.way_out


def test_a_benchmark_that_ends_without_rows_is_refused() -> None:
    with pytest.raises(BenchmarkFailed):
        bench._run("no_such_benchmark")
