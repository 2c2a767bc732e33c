"""A home of its own for a benchmark, on SQLite or on a PostgreSQL server that is thrown away afterwards."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[2]


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
