"""The false alarms that docs/plausibility.md tells are what the checks say about the published data today."""

import importlib.util
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("OREPASS_REFERENCE", ROOT.parent / "shared"))
NEEDED = ("mine_production_jasansky/commodities.csv", "usgs_mcs_world_production/world_production.csv")
PRESENT = any(all((base / name).is_file() for name in NEEDED) for base in (SHARED / "data", SHARED.parent / "data"))

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not PRESENT, reason=f"no published data under {SHARED}; OREPASS_REFERENCE names it"),
]
ROW = re.compile(r"^\| (?P<check>[^|]+) \| [^|]+ \| (?P<tried>\d+) \| (?P<alarms>\d+) \|", re.MULTILINE)
REFUSED_AT_MOST = 0.01
ASKED_AT_MOST = 0.2


@pytest.fixture(scope="module")
def measuring() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("measuring", ROOT / "scripts" / "measure_plausibility.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["measuring"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["measuring"]


@pytest.fixture(scope="module")
def measured(measuring: ModuleType) -> str:
    found: str = measuring.table()
    return found


def test_the_page_tells_what_is_measured_today(measuring: ModuleType, measured: str) -> None:
    text = measuring.PAGE.read_text(encoding="utf-8")
    assert measured in text
    assert measuring.page(text, measured) == text


def test_what_refuses_bulk_metals_refuses_hardly_anyone_honest(measured: str) -> None:
    rows = {row["check"]: (int(row["tried"]), int(row["alarms"])) for row in ROW.finditer(measured)}
    for check in ("grade above stoichiometry (refused)", "metal balance (refused), bulk metals, 2 %"):
        tried, alarms = rows[check]
        assert tried > 500
        assert alarms / tried < REFUSED_AT_MOST


def test_every_check_fires_on_some_planted_fault_and_spares_most_of_the_honest(measuring: ModuleType) -> None:
    lines = [line for measure in measuring.MEASURED for line in measure()]
    assert lines
    by_check: dict[str, list[bool]] = {}
    for line in lines:
        name = line.check.split(",")[0]
        by_check.setdefault(name, []).append(any(line.caught))
    assert all(any(fired) for fired in by_check.values())
    loud = {line.check for line in lines if line.alarms and sum(line.alarms) / len(line.alarms) > ASKED_AT_MOST}
    assert loud == {"recovery range, cobalt concentrate", "site capacity, miners win the ceiling"}
