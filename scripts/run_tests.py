"""Run all tests: on SQLite, in Chromium where it can be had, then those that ask the database again on PostgreSQL.

The browser's tests run in a process of their own: its driver keeps an event loop, and no database is asked from within.
They run beside the others, for a browser that waits for a page leaves a core to them; what they say is printed when
they have ended.

Prints pytest's own closing line of each run and last the sum of all, so that one line says what ran.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from throwaway_postgres import NoPostgres, install, postgres

ROOT: Final = Path(__file__).resolve().parents[1]
# Whole files, in the order in which tests/conftest.py puts them.
SPREAD: Final = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
PYTEST: Final = [sys.executable, "-m", "pytest", "-q", "-m", "not scale"]
ALL_BUT_BROWSER: Final = ["tests", "--ignore=tests/browser"]
OUTCOMES: Final = ("passed", "failed", "error", "skipped")
CLOSING: Final = re.compile(r"(\d+) (passed|failed|error|skipped)")
NOTHING_RAN: Final = 5


def main() -> int:
    """Run the tests with the given arguments (paths, -k …); return 1 when one failed or a run did not end by itself."""
    arguments = sys.argv[1:]
    _need_chromium()
    codes, lines = [], {}
    beside = None if arguments else _started(["tests/browser"], {})
    # Tables straight from the models: the commands that tests start migrate a home of their own, PostgreSQL as well.
    code, lines["SQLite"] = _pytest([*SPREAD, "--no-migrations", *(arguments or ALL_BUT_BROWSER)], {})
    codes.append(code)
    try:
        with postgres() as environment:
            code, lines["PostgreSQL"] = _pytest(
                [*SPREAD, *(arguments or ALL_BUT_BROWSER), "--database-only"], environment
            )
            # Of tests that somebody named, none may ask the database; of all tests, some must.
            code = 0 if arguments and code == NOTHING_RAN else code
            codes.append(code)
    except NoPostgres as reason:
        lines["PostgreSQL"] = f"skipped: {reason}"
    if beside is not None:
        code, lines["browser"] = _ended(beside)
        codes.append(code)
    _sum_up(lines)
    return int(any(codes))  # a run that was killed has a negative code


def _need_chromium() -> None:
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        install("chromium")


def _pytest(arguments: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run pytest, passing its output through; return its exit code and closing line."""
    return _ended(_started(arguments, environment))


def _started(arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PYTEST, *arguments], cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    )


def _ended(running: subprocess.Popen[str]) -> tuple[int, str]:
    assert running.stdout is not None
    closing = ""
    for line in running.stdout:
        print(line, end="", flush=True)
        closing = line.strip() if CLOSING.search(line) else closing
    return running.wait(), closing


def _sum_up(lines: dict[str, str]) -> None:
    total: Counter[str] = Counter()
    for database, line in lines.items():
        print(f"{database}: {line.strip('= ')}")
        total.update({outcome: int(number) for number, outcome in CLOSING.findall(line)})
    failed = total["failed"] + total["error"]
    print(f"{total['passed']} passed, {failed} failed, {total['skipped']} skipped", flush=True)


if __name__ == "__main__":
    sys.exit(main())
