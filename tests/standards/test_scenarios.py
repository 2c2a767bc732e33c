"""Every scenario of the source documents is accounted for by a case or by what it waits for; so says the page."""

import os
import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
TOTAL: Final = 173
PASSED_MIN: Final = 128
SCENARIOS: Final[dict[str, dict[str, str]]] = yaml.safe_load(
    (ROOT / "docs" / "scenarios.yaml").read_text(encoding="utf-8")
)["scenarios"]
WAITING: Final = {name for name, row in SCENARIOS.items() if "waiting" in row}
DOMAIN: Final = Path(os.environ.get("OREPASS_REFERENCE", ROOT.parent / "shared")) / "domain" / "scenarios.md"


CUSTODY_AND_MINERALS: Final = {name for name in SCENARIOS if name.startswith(("K-", "M-"))}


def cases_of(path: Path) -> list[dict[str, Any]]:
    """Return the cases of a file."""
    read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    cases: list[dict[str, Any]] = read.get("cases", []) if isinstance(read, dict) else []
    return cases


def decided_by_acts(case: dict[str, Any]) -> bool:
    """Say whether a story has an act and, calculators left out, something that the record must say of it."""
    ledger = [line for line in case.get("story", {}).get("ledger", []) if "/calc/" not in line.get("ask", "")]
    acts = [line for line in ledger if "do" in line or "table" in line]
    said = [line for line in ledger if "refused" in line or "gives" in line]
    return bool(acts) and bool(said)


def named(path: Path) -> set[str]:
    """Return the scenarios that the cases of a file name."""
    return {name for case in cases_of(path) for name in case.get("scenarios", [])}


@pytest.fixture(scope="module")
def told() -> set[str]:
    """The scenarios that any case of any pack names."""
    return set().union(*(named(path) for path in (ROOT / "standards").rglob("cases/**/*.yaml")))


def test_no_case_names_a_scenario_that_is_none(told: set[str]) -> None:
    assert told - set(SCENARIOS) == set()


def test_every_scenario_has_a_case_or_says_what_it_waits_for_and_never_both(told: set[str]) -> None:
    assert len(SCENARIOS) == TOTAL
    assert set(SCENARIOS) - told == WAITING
    assert all(row["system"] and row.get("waiting", "something") for row in SCENARIOS.values())


def test_enough_of_them_run(told: set[str]) -> None:
    assert len(told) >= PASSED_MIN


def test_every_scenario_of_custody_and_minerals_is_a_story_that_more_than_a_calculator_decides() -> None:
    cases = [case for path in (ROOT / "standards").rglob("cases/**/*.yaml") for case in cases_of(path)]
    shown = {name for case in cases if decided_by_acts(case) for name in case.get("scenarios", [])}
    assert CUSTODY_AND_MINERALS - shown == set()


def test_page_tells_what_is_shown_otherwise() -> None:
    page = (ROOT / "docs" / "reference" / "scenarios.md").read_text(encoding="utf-8")
    for name, row in SCENARIOS.items():
        assert (f"- **{name}**: {row.get('but')}." in page) == ("but" in row), name


def test_page_lists_each_with_its_state(told: set[str]) -> None:
    page = (ROOT / "docs" / "reference" / "scenarios.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split(" | ") for line in page.splitlines() if re.match(r"\| [A-Z]+-\d\d ", line)]
    listed = {row[0].strip(): row[-1].strip() for row in rows}
    assert set(listed) == set(SCENARIOS)
    assert {name for name, state in listed.items() if state == "passed"} == told
    assert {name for name, state in listed.items() if state.startswith("waiting: ")} == WAITING


@pytest.mark.conformance
def test_ids_and_systems_are_those_of_the_table_they_were_taken_from() -> None:
    if not DOMAIN.is_file():
        pytest.skip(f"no table of scenarios at {DOMAIN}")
    table = re.findall(r"^\| ([A-Z]-\d\d) \| ([^|]*?) \|", DOMAIN.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {name: system.replace('"', "'") for name, system in table} == {
        name: row["system"] for name, row in SCENARIOS.items()
    }
