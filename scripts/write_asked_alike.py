"""Write tests/asked_alike.txt: tests of actions that ask a database nothing that another test does not ask as well.

What another database could take otherwise is a statement, so each is asked of PostgreSQL by one test; what else a test
of actions says of rules and refusals, SQLite's run has said. Tests of the platform, of hostile texts and of guessed
inputs are asked of both, whatever their statements, for they are about values. `make test` leaves out what is listed,
`make alike` asks it. A test that nobody measured is not listed, so it is asked.

Heard are SQLite's statements: what PostgreSQL is asked in other words (locks, copies) is not told apart. Whoever
writes such a statement runs `make alike`.

Takes as long as the tests of actions, of the API and of the journeys on one core.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
LIST: Final = ROOT / "tests" / "asked_alike.txt"
MEASURED: Final = "tests/actions/"
BESIDES: Final = ("tests/api/", "tests/journeys/")
"""Asked of both databases anyway: one test more that asks a statement."""

ABOUT_VALUES: Final = re.compile(r"/platform/|hostile|any_input|test_register_queries")
NUMBERED: Final = (
    (re.compile(r"\((?:%s, )*%s\)(?:, \((?:%s, )*%s\))*"), "(%s)"),
    (re.compile(r"SAVEPOINT \S+"), "SAVEPOINT"),
    (re.compile(r"LIMIT \d+( OFFSET \d+)?"), "LIMIT"),
)
"""What differs between two askings of one statement."""

type Asked = dict[str, set[str]]


class Recorder:
    """A plugin: which statements each test asks, with those of the fixtures made for it."""

    def __init__(self) -> None:
        self.asked: Asked = defaultdict(set)
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._test = ""

    def pytest_collection_finish(self) -> None:
        """Listen to the connection that the tests ask."""
        from django.db import connection  # noqa: PLC0415 - pytest sets Django up

        connection.execute_wrappers.append(self._hear)

    def _hear(self, execute: Callable[..., object], sql: str, *given: object) -> object:
        statement = str(sql)
        for pattern, plain in NUMBERED:
            statement = pattern.sub(plain, statement)
        self.asked[self._test].add(statement)
        return execute(sql, *given)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Say which test is asking: all cases of a function are one."""
        self._test = item.nodeid.partition("[")[0]
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up how long a test takes, so that of two that ask the same the quicker is chosen."""
        self.seconds[report.nodeid.partition("[")[0]] += report.duration


def chosen(asked: Asked, seconds: Mapping[str, float]) -> set[str]:
    """Return tests that together ask each statement."""
    found = {test for test in asked if not test.startswith(MEASURED) or ABOUT_VALUES.search(test)}
    open_still = set().union(*asked.values()).difference(*(asked[test] for test in found))
    while open_still:
        rest = asked.keys() - found
        best = max(sorted(rest), key=lambda test: len(asked[test] & open_still) / (seconds[test] + 0.05))
        found.add(best)
        open_still -= asked[best]
    return found


def lines(alike: set[str]) -> Iterator[str]:
    """Write the names of tests, each under its file."""
    for file, names in groupby(sorted(alike), key=lambda test: test.partition("::")[0]):
        yield file
        yield from (f"    {name.partition('::')[2]}" for name in names)


def main() -> int:
    """Run the tests on SQLite and write the list; return pytest's code when one of them failed."""
    recorder = Recorder()
    given = ["-q", "--no-migrations", "--database-only", "-m", "not scale", MEASURED, *BESIDES]
    code = pytest.main(given, plugins=[recorder])
    if code:
        return int(code)
    alike = recorder.asked.keys() - chosen(recorder.asked, recorder.seconds)
    LIST.write_text("".join(f"{line}\n" for line in lines(set(alike))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
