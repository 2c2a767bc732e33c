"""Break the rules on purpose, one small change at a time, and see whether a test notices.

``python scripts/mutants.py ROOM [ROOM …] --sample 200 --seed 3``; a room is the path of its folder in ``src/orepass``
(``scheme``, ``inclusion/fees``; of ``kernel`` every module is taken, of the others ``rules``). Ends with 1 when fewer
than 85 in 100 were noticed in a room. docs/quality.md says how to read the result.

Asked are the room's tests in ``tests/rules`` and ``tests/conformance`` (published vectors; those that need reference
material are skipped where there is none), the properties and the worked cases, all without a database.

Why it is ours: functions that a decorator hands to a catalogue are left out by one known tool, and the others start
Python and collect the tests anew for every change. Here the tests are collected once; every change is made in a copy of
that process (a fork), in the code of the living function, and meets only the tests that pass through its line.
"""

import argparse
import gc
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, Final, NamedTuple

import pytest
from mutations import Change, changed_code, changes

ROOT: Final = Path(__file__).resolve().parents[1]
BAR: Final = 85
ROOMS_AT: Final = ROOT / "src" / "orepass"
RULES_AT: Final = sorted(at for depth in ("*", "inclusion/*") for at in ROOMS_AT.glob(f"{depth}/rules*"))
ROOMS: Final = ("kernel", *(at.parent.relative_to(ROOMS_AT).as_posix() for at in RULES_AT))
REFERENCE: Final = "OREPASS_REFERENCE"
FOR_EVERY_ROOM: Final = ("tests/properties", "tests/standards")
DATABASE: Final = {"db", "transactional_db"}
SURVIVED, KILLED, UNTESTED, TIMEOUT = "survived", "killed", "no test", "timeout"


class Mutant(NamedTuple):
    """One change of one file."""

    path: str
    change: Change


class Map(NamedTuple):
    """Which tests pass through which line, and how many seconds each takes."""

    passing: dict[tuple[str, int], set[int]]
    seconds: dict[int, float]


class Run:
    """The run inside pytest: after collection it takes the place of the loop over the tests."""

    def __init__(self, mutants: list[Mutant], *, jobs: int, budget: float, minutes: float) -> None:
        self.mutants, self.jobs, self.budget = mutants, jobs, budget
        self.until = time.monotonic() + minutes * 60
        self.results: list[tuple[Mutant, str]] = []
        self.failed: list[str] = []
        self.in_mutant = False
        self.functions: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End a mutant at its first failure; remember one of the unchanged code."""
        if report.failed and self.in_mutant:
            os._exit(1)
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Map the tests, then try every mutant."""
        items = [item for item in session.items if not asks_the_database(item)]
        paths = {mutant.path for mutant in self.mutants}
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType) and thing.__code__.co_filename in paths:
                code = thing.__code__
                self.functions[code.co_filename, code.co_name, code.co_firstlineno].append(thing)
        gc.freeze()
        mapped = self.map_tests(items)
        running: dict[int, Mutant] = {}
        for mutant in self.mutants:
            if time.monotonic() > self.until:
                break
            chosen = choose(mutant, items, mapped, self.budget)
            alive = self.functions.get((mutant.path, mutant.change.function, mutant.change.first_line), [])
            if not chosen or not alive:
                self.results.append((mutant, UNTESTED))
                continue
            if len(running) >= self.jobs:
                self.wait_for_one(running)
            running[self.begin(mutant, alive, [items[at] for at in chosen], mapped)] = mutant
        while running:
            self.wait_for_one(running)
        return True

    def map_tests(self, items: list[pytest.Item]) -> Map:
        """Run every test once in a fork, so that nothing it keeps in memory is kept for the mutants."""
        target = Path.cwd() / "mutants-map.json"
        pid = os.fork()
        if pid == 0:
            quiet()
            target.write_text(json.dumps({"watched": self.watched(items), "failed": self.failed}))
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0:
            raise SystemExit("the tests cannot be run")
        written = json.loads(target.read_text())
        self.failed = written["failed"]
        passing: dict[tuple[str, int], set[int]] = defaultdict(set)
        seconds = {}
        for at, (taken, lines) in enumerate(written["watched"]):
            if items[at].nodeid in self.failed:
                # It would fail at every change, and so seem to notice all.
                continue
            seconds[at] = taken
            for path, line in lines:
                passing[path, line].add(at)
        return Map(passing, seconds)

    def watched(self, items: list[pytest.Item]) -> list[tuple[float, list[tuple[str, int]]]]:
        """For each test its processor seconds and the lines it passes through."""
        seen: set[tuple[str, int]] = set()
        watch = sys.monitoring

        def line_met(code: CodeType, line: int) -> object:
            seen.add((code.co_filename, line))
            return watch.DISABLE

        watch.use_tool_id(watch.COVERAGE_ID, "mutants")
        watch.register_callback(watch.COVERAGE_ID, watch.events.LINE, line_met)
        for function in (function for same in self.functions.values() for function in same):
            for code in inner_code(function.__code__):
                watch.set_local_events(watch.COVERAGE_ID, code, watch.events.LINE)
        found = []
        for item, following in zip(items, [*items[1:], None], strict=True):
            seen.clear()
            watch.restart_events()
            began = time.process_time()
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            found.append((time.process_time() - began, sorted(seen)))
        return found

    def begin(self, mutant: Mutant, alive: list[FunctionType], items: list[pytest.Item], mapped: Map) -> int:
        """Start a fork in which the function is changed; it ends with 0 when no test noticed."""
        pid = os.fork()
        if pid:
            return pid
        quiet()
        self.in_mutant = True
        # Processor time, not the clock: on a busy machine a slow mutant is no endless one.
        allowed = 10 + 5 * sum(mapped.seconds.values()) / max(len(mapped.seconds), 1) * len(items)
        signal.setitimer(signal.ITIMER_PROF, allowed)
        code = changed_code(mutant.path, mutant.change)
        for function in alive:
            function.__code__ = code
        self.change_within(mutant.path, code)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        os._exit(0)

    def change_within(self, path: str, code: CodeType) -> None:
        """Change the functions too that the function made before, while the modules were read."""
        for within in inner_code(code):
            for function in self.functions.get((path, within.co_name, within.co_firstlineno), []):
                if function.__code__.co_freevars == within.co_freevars and within.co_name != "<lambda>":
                    function.__code__ = within

    def wait_for_one(self, running: dict[int, Mutant]) -> None:
        """Note how one fork ended."""
        pid, status = os.wait()
        code = os.waitstatus_to_exitcode(status)
        outcome = {0: SURVIVED, -signal.SIGPROF: TIMEOUT}.get(code, KILLED)
        self.results.append((running.pop(pid), outcome))
        mutant, outcome = self.results[-1]
        tried = f"{len(self.results)}/{len(self.mutants)}"
        print(f"{tried} {outcome} {mutant.path}:{mutant.change.line} {mutant.change.text}", file=sys.stderr, flush=True)


def asks_the_database(item: pytest.Item) -> bool:
    """Say whether a test needs tables: those are left out."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(DATABASE & fixtures)


def quiet() -> None:
    """A fork prints nothing and keeps its temporary folders to itself."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.mkdtemp(dir=Path.cwd())


def inner_code(code: CodeType) -> Iterator[CodeType]:
    """A code object and all within it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from inner_code(constant)


def choose(mutant: Mutant, items: list[pytest.Item], mapped: Map, budget: float) -> list[int]:
    """The tests through the changed lines, quickest first; then the others of their files.

    The others matter: what is read once and kept is passed through by the first test only.
    """
    lines = range(mutant.change.first_of_statement, mutant.change.last_line + 1)
    direct = set[int]().union(*(mapped.passing.get((mutant.path, line), set()) for line in lines))
    files = {items[at].path for at in direct}
    beside = {at for at in mapped.seconds if items[at].path in files} - direct
    chosen: list[int] = []
    spent = 0.0
    for at in (*sorted(direct, key=mapped.seconds.__getitem__), *sorted(beside, key=mapped.seconds.__getitem__)):
        spent += mapped.seconds[at]
        if chosen and spent > budget:
            break
        chosen.append(at)
    return chosen


def drawn(copy: Path, room: str, sample: int, seed: int) -> list[Mutant]:
    """A seeded sample of a room's mutants (all of them with 0)."""
    room_at = copy / "src" / "orepass" / room
    files = sorted(
        room_at.rglob("*.py") if room == "kernel" else (*room_at.glob("rules/**/*.py"), *room_at.glob("rules.py"))
    )
    every = [Mutant(str(path), change) for path in files for change in changes(path.read_text(encoding="utf-8"))]
    if not every:
        raise SystemExit(f"nothing to change in {room}")
    draw = random.Random(seed)  # noqa: S311 - a draw to be repeated, no secret
    return draw.sample(every, min(sample or len(every), len(every)))


def folders_of_tests(copy: Path, rooms: Iterable[str]) -> list[str]:
    """Where the tests are that can notice a change in these rooms."""
    of_rooms = [f"tests/{kind}/{Path(room).name}" for room in rooms for kind in ("rules", "conformance")]
    return [folder for folder in (*of_rooms, *FOR_EVERY_ROOM) if any((copy / folder).glob("test_*.py"))]


def copied(target: Path) -> Path:
    """The checkout's files, as they are now, in a folder to throw away."""
    listing = ["git", "ls-files", "-coz", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def report(room: str, results: list[tuple[Mutant, str]], src: Path) -> bool:
    """Print a room's result; true when the bar is reached."""
    by_module: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, outcome in results:
        by_module[str(Path(mutant.path).relative_to(src))][outcome] += 1
    for module, counts in sorted(by_module.items()):
        print(f"  {module}: " + ", ".join(f"{counts[outcome]} {outcome}" for outcome in sorted(counts)))
    for mutant, outcome in sorted(results):
        if outcome in {SURVIVED, UNTESTED}:
            print(f"  {outcome}: {Path(mutant.path).relative_to(src)}:{mutant.change.line}  {mutant.change.text}")
    counts = Counter(outcome for _mutant, outcome in results)
    noticed = counts[KILLED] + counts[TIMEOUT]
    reached = noticed * 100 >= BAR * len(results)
    print(
        f"{room}: {noticed} of {len(results)} noticed ({noticed * 100 / len(results):.1f} %; "
        f"{counts[TIMEOUT]} of them by never ending), {counts[SURVIVED]} survived, {counts[UNTESTED]} without a test"
    )
    return reached


def main() -> int:
    """Run the sample of every named room; 1 when one is under the bar."""
    parser = argparse.ArgumentParser(description="Break the rules on purpose and see whether a test notices.")
    parser.add_argument("rooms", nargs="*", default=ROOMS)
    parser.add_argument("--sample", type=int, default=200, help="mutants of each room; 0 takes all")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--budget", type=float, default=20.0, help="processor seconds of tests for one mutant")
    parser.add_argument("--minutes", type=float, default=600.0, help="begin no further mutant after so long")
    given: Any = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="orepass-mutants-") as folder:
        copy = copied(Path(folder).resolve())
        os.environ[REFERENCE] = str(Path(os.environ.get(REFERENCE, ROOT.parent / "shared")).resolve())
        os.chdir(copy)
        rooms = {room: drawn(copy, room, given.sample, given.seed) for room in given.rooms}
        mixed = [mutant for mutants in rooms.values() for mutant in mutants]
        random.Random(given.seed).shuffle(mixed)  # noqa: S311 - so that a run cut short is still a sample of every room
        run = Run(mixed, jobs=given.jobs, budget=given.budget, minutes=given.minutes)
        tests = folders_of_tests(copy, rooms)
        pytest.main(["-qq", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", *tests], plugins=[run])
        if run.failed:
            print("left out, because they fail before anything is changed: " + ", ".join(run.failed))
        if not run.results:
            raise SystemExit("no mutant was tried")
        tried = {room: [one for one in run.results if one[0] in set(mutants)] for room, mutants in rooms.items()}
        reached = [report(room, results, copy / "src") for room, results in tried.items() if results]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
