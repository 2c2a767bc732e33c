"""Run all tests: on SQLite, in Chromium where it can be had, and those that ask the database again on PostgreSQL.

Three processes run beside one another: the tests on SQLite; those of the folders that ask no database; and the
browser's, whose driver keeps an event loop, after which those on PostgreSQL follow. So each is collected once, and none
is handed from one process to another, which costs more than many of them take. What is said by others than those on
SQLite is printed when they have ended.

Prints pytest's own closing line of each run and last the sum of all, so that one line says what ran.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

import psycopg
from throwaway_postgres import NoPostgres, install, postgres

ROOT: Final = Path(__file__).resolve().parents[1]
# Whole files, in the order in which tests/conftest.py puts them.
SPREAD: Final = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
PYTEST: Final = [sys.executable, "-m", "pytest", "-q", "-m", "not scale"]
ALL_BUT_BROWSER: Final = ["tests", "--ignore=tests/browser"]
ON_POSTGRES: Final = [*SPREAD, *ALL_BUT_BROWSER, "--database-only"]
OUTCOMES: Final = ("passed", "failed", "error", "skipped")
CLOSING: Final = re.compile(r"(\d+) (passed|failed|error|skipped)")
NOTHING_RAN: Final = 5
MIGRATED: Final = "migrated"


class Run(NamedTuple):
    """How a run of pytest ended, its closing line, and what it said where nobody has seen it yet."""

    code: int
    closing: str
    output: str


def main() -> int:
    """Run the tests with the given arguments (paths, -k …); return 1 when one failed or a run did not end by itself.

    With ``--alike`` PostgreSQL is asked instead by the tests of which `tests/asked_alike.txt` says that others ask
    the same, and with ``--scale`` by the long ones, one after the other.
    """
    arguments = sys.argv[1:]
    if arguments == ["--alike"]:
        return _on_postgres("the others on PostgreSQL", [*ON_POSTGRES, "--asking-alike=only"])
    if arguments == ["--scale"]:
        return _on_postgres("at scale", ["-n0", "-m", "scale", "tests"])
    _need_chromium()
    # Tables straight from the models: commands that tests start migrate a home of their own, PostgreSQL as well.
    on_sqlite = ["--no-migrations", *(arguments or ALL_BUT_BROWSER)]
    with ThreadPoolExecutor(2) as beside:
        follow = [beside.submit(_browser_and_postgres, arguments)]
        if not arguments:
            follow.append(beside.submit(_without_database))
        runs = {"SQLite": _sqlite([*SPREAD, *on_sqlite] if arguments else ["--part=rest", *on_sqlite])}
        for each in follow:
            runs |= each.result()
    for name in ("no database", "browser", "PostgreSQL"):
        print(runs[name].output if name in runs else "", end="")
    _sum_up({name: run.closing for name, run in runs.items()})
    return int(any(run.code for run in runs.values()))  # a run that was killed has a negative code


def _sqlite(arguments: list[str]) -> Run:
    """Run pytest, passing its output through."""
    running = subprocess.Popen([*PYTEST, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    closing = ""
    for line in running.stdout:
        print(line, end="", flush=True)
        closing = line.strip() if CLOSING.search(line) else closing
    return Run(running.wait(), closing, "")


def _without_database() -> dict[str, Run]:
    return {"no database": _quietly(["--part=without-database", *ALL_BUT_BROWSER], {})}


def _browser_and_postgres(arguments: list[str]) -> dict[str, Run]:
    runs = {} if arguments else {"browser": _quietly(["tests/browser"], {})}
    try:
        with postgres() as server:
            chosen = [*SPREAD, "--database-only", *arguments] if arguments else [*ON_POSTGRES, "--asking-alike=not"]
            run = _quietly(chosen, server | _migrated(server))
    except NoPostgres as reason:
        return runs | {"PostgreSQL": Run(0, f"skipped: {reason}", "")}
    # Of tests that somebody named, none may ask the database; of all tests, some must.
    code = 0 if arguments and run.code == NOTHING_RAN else run.code
    return runs | {"PostgreSQL": run._replace(code=code)}


def _migrated(server: dict[str, str]) -> dict[str, str]:
    """Migrate a database once; each process that tests copies it, as `tests/settings.py` says."""
    with psycopg.connect(host=server["PGHOST"], user="orepass", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {MIGRATED}")
    there = {"OREPASS_DATABASE": f"postgresql://orepass@/{MIGRATED}", "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--settings=tests.settings"],
        cwd=ROOT,
        env=os.environ | server | there,
        check=True,
    )
    return {"OREPASS_TEST_TEMPLATE": MIGRATED}


def _quietly(arguments: list[str], environment: dict[str, str]) -> Run:
    """Run pytest and keep what it says."""
    ran = subprocess.run(
        [*PYTEST, *arguments], cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=False
    )
    said = [line.strip() for line in ran.stdout.splitlines() if CLOSING.search(line)]
    return Run(ran.returncode, said[-1] if said else "", ran.stdout)


def _on_postgres(name: str, arguments: list[str]) -> int:
    """Run pytest on PostgreSQL alone."""
    try:
        with postgres() as server:
            run = _quietly(arguments, server | _migrated(server))
    except NoPostgres as reason:
        run = Run(0, f"skipped: {reason}", "")
    print(run.output, end="")
    print(f"{name}: {run.closing.strip('= ')}", flush=True)
    return int(bool(run.code))


def _need_chromium() -> None:
    """Have the browser without its windows, which takes less of the processor, or else the whole one."""
    if not shutil.which("chromium-headless-shell"):
        install("chromium-headless-shell")
    if not any(map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))):
        install("chromium")


def _sum_up(lines: dict[str, str]) -> None:
    total: Counter[str] = Counter()
    for database, line in lines.items():
        print(f"{database}: {line.strip('= ')}")
        total.update({outcome: int(number) for number, outcome in CLOSING.findall(line)})
    failed = total["failed"] + total["error"]
    print(f"{total['passed']} passed, {failed} failed, {total['skipped']} skipped", flush=True)


if __name__ == "__main__":
    sys.exit(main())
