"""Write docs/reference/scenarios.md: which mechanism of which system runs in which case, and how it came out.

Runs every case of ``standards/`` through ``orepass scheme check``; docs/scenarios.yaml names the systems.
``--check`` only compares with the page; either way it ends with 1 when a case has failed.
"""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[1]
SCENARIOS: Final = ROOT / "docs" / "scenarios.yaml"
PAGE: Final = ROOT / "docs" / "reference" / "scenarios.md"
HEAD: Final = """<!-- Written by `make docs`; change docs/scenarios.yaml and the cases, not this page. -->
# Scenarios

What the source documents say of other systems, as worked cases. {passed} of {total} passed, {failed} failed, {waiting}
wait for what is named. What no story of a scenario shows, or shows otherwise, stands below the table with the reason.

| id | system | where it runs | state |
| --- | --- | --- | --- |
"""
BUTS: Final = """
## What is shown otherwise

"""


def main() -> int:
    """Write or compare the page; return 1 when it is stale or a case has failed."""
    told, failed = page(known(), cases())
    if "--check" not in sys.argv:
        PAGE.write_text(told, encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != told:
        print("docs/reference/scenarios.md is stale: run `make docs`", file=sys.stderr)
        return 1
    return int(failed > 0)


def known() -> dict[str, dict[str, str]]:
    """Return every scenario by its id: its system, what it waits for without a case, what its stories do not show."""
    scenarios: dict[str, dict[str, str]] = yaml.safe_load(SCENARIOS.read_text(encoding="utf-8"))["scenarios"]
    return scenarios


def cases() -> list[dict[str, Any]]:
    """Run every case and return what came of each."""
    packs = [str(path.parent.relative_to(ROOT)) for path in sorted((ROOT / "standards").glob("*/*/pack.yaml"))]
    command = [str(Path(sys.executable).with_name("orepass")), "scheme", "check", "standards/cases", *packs, "--json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not ran.stdout:
        sys.exit(ran.stderr)
    found: list[dict[str, Any]] = json.loads(ran.stdout)["cases"]
    return found


def page(scenarios: dict[str, dict[str, str]], ran: list[dict[str, Any]]) -> tuple[str, int]:
    """Return the page and how many scenarios failed."""
    of: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case in ran:
        for name in case["scenarios"]:
            of[name].append(case)
    states = {name: state_of(row, of[name]) for name, row in scenarios.items()}
    lines = [f"| {name} | {row['system']} | {places(of[name])} | {states[name]} |\n" for name, row in scenarios.items()]
    counted = list(states.values())
    passed, failed = counted.count("passed"), counted.count("failed")
    head = HEAD.format(total=len(scenarios), passed=passed, failed=failed, waiting=len(counted) - passed - failed)
    buts = [f"- **{name}**: {row['but']}.\n" for name, row in scenarios.items() if "but" in row]
    return head + "".join(lines) + BUTS + "".join(buts), failed


def state_of(row: dict[str, str], ran: list[dict[str, Any]]) -> str:
    """Return how a scenario stands: its cases decide, and without any what it waits for."""
    if ran:
        return "passed" if all(case["state"] == "passed" for case in ran) else "failed"
    return f"waiting: {row['waiting']}" if "waiting" in row else "failed"


def places(ran: list[dict[str, Any]]) -> str:
    """Return the files of some cases, each with the number of cases in it."""
    by_file: dict[str, int] = defaultdict(int)
    for case in ran:
        by_file[case["path"].removeprefix("standards/")] += 1
    return ", ".join(f"{path} ({count})" for path, count in sorted(by_file.items()))


if __name__ == "__main__":
    sys.exit(main())
