"""A home of its own for a benchmark, on SQLite or on a PostgreSQL server that is thrown away afterwards."""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import django

ROOT = Path(__file__).resolve().parents[2]


class Spent:
    """What a block takes, by the clock and of the processor; where others use the machine, the second is fairer."""

    clock_s = cpu_s = 0.0

    def __enter__(self) -> Self:
        self._began = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_raised: object) -> None:
        self.clock_s, self.cpu_s = time.perf_counter() - self._began[0], time.process_time() - self._began[1]


def several(spent: Sequence[Spent]) -> dict[str, float]:
    """Return the median, by the clock and of the processor, and the 95th percentile."""
    clock = [each.clock_s for each in spent]
    return {
        "ours_s": round(statistics.median(clock), 4),
        "p95_s": round(statistics.quantiles(clock, n=20)[-1], 4),
        "cpu_s": round(statistics.median(each.cpu_s for each in spent), 4),
    }


@contextlib.contextmanager
def home() -> Iterator[Path]:
    """Set Django up over an empty home for the block."""
    with tempfile.TemporaryDirectory(prefix="orepass-bench-") as folder:
        os.environ["OREPASS_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orepass.project.settings")
        django.setup()
        # the database can be asked only once Django stands
        from orepass.platform.schema import ensure_home  # noqa: PLC0415

        ensure_home()
        yield Path(folder)


def settle() -> None:
    """Let PostgreSQL take stock of its tables, as it does by itself within a minute of their filling."""
    from django.db import connection  # noqa: PLC0415 - only once Django stands

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def database() -> str:
    """Return which database the present process works on."""
    return "PostgreSQL" if os.environ.get("OREPASS_DATABASE", "").startswith("postgresql") else "SQLite"


def again_on_postgres(module: str, *arguments: str) -> list[dict[str, Any]]:
    """Run a benchmark once more on PostgreSQL; no rows, and a line that says why, where there is none."""
    sys.path.insert(0, str(ROOT / "scripts"))
    from throwaway_postgres import NoPostgres, postgres  # noqa: PLC0415 - found only by the path above

    try:
        with postgres() as environment:
            done = subprocess.run(  # noqa: S603 - our own module, no shell
                [sys.executable, "-m", f"benchmarks.{module}", *arguments],
                stdout=subprocess.PIPE,
                check=True,
                cwd=ROOT,
                env=os.environ | environment,
            )
    except NoPostgres as reason:
        sys.stderr.write(f"not on PostgreSQL: {reason}\n")
        return []
    rows: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    return rows


def against_bar(question: str, size: int, found: dict[str, Any], *, bar_s: float, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Make the row of a question that is held against a bar and has no peer."""
    return {
        "question": f"{question}, {database()}",
        "size": size,
        **found,
        **more,
        "bar_s": bar_s,
        "met": found["ours_s"] < bar_s,
        "peer": "",
        "peer_s": None,
        "ratio": None,
    }


def told_on_both(module: str, measure: Callable[[int], list[dict[str, Any]]], usual: int) -> None:
    """Run a benchmark as a command: on SQLite, then on PostgreSQL; its one argument is its size."""
    given = sys.argv[1:]
    found = measure(int(given[0]) if given else usual)
    if database() == "SQLite":
        found += again_on_postgres(module, *given)
    sys.stdout.write(json.dumps({"results": found}, indent=2) + "\n")
