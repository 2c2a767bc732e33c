"""How soon a new home is of use: its first answer, and the published sites of others in it.

Run it with ``python -m benchmarks.new_home``. Each command is a process of its own, as people start it; the median of
a few is told. The first answer of an empty home includes making its directories and its database, for which a prepared
schema is there. The published tables are loaded where ``OREPASS_REFERENCE`` or the folder beside the checkout has them.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from benchmarks.worlds.homes import ROOT, Spent, against_bar, several

REPEATS: Final = 5
BAR_FIRST_ANSWER_S: Final = 1.0
BAR_IMPORT_S: Final = 20.0
TABLES: Final = {
    "ipis": ("ipis_drc_asm_sites/visits.csv", 2324 + 4752),
    "icmm": ("icmm_global_mining/facilities.csv", 4240),
}


def measure() -> list[dict[str, Any]]:
    """Ask an empty home, then load each published table that is at hand."""
    with tempfile.TemporaryDirectory(prefix="orepass-bench-") as folder:
        homes = iter(Path(folder) / f"home-{number}" for number in range(100))
        _timed(next(homes), "migrate")  # keeps the prepared schema
        answers = [_timed(next(homes), "record") for _ in range(REPEATS)]
        assert all(document["intact"] for _, document in answers), "an empty home has nothing that is not intact"
        rows = [_row("first answer of an empty home", 1, [spent for spent, _ in answers], BAR_FIRST_ANSWER_S)]
        for kind, (path, size) in TABLES.items():
            table = _published(path)
            if table is None:
                sys.stderr.write(f"not loaded: {path} is not beside the reference material\n")
                continue
            loaded = [_timed(next(homes), "import", kind, str(table)) for _ in range(2)]
            assert all(_created(document) == size for _, document in loaded), "everything is loaded, nothing refused"
            rows.append(_row(f"import {kind}", size, [spent for spent, _ in loaded], BAR_IMPORT_S))
        return rows


def _timed(home: Path, *arguments: str) -> tuple[Spent, dict[str, Any]]:
    environment = os.environ | {"OREPASS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "orepass.project.settings"}
    program = "from orepass.cli.main import main; main()"
    with Spent() as spent:
        done = subprocess.run(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", program, *arguments, "--json"],
            stdout=subprocess.PIPE,
            check=True,
            cwd=ROOT,
            env=environment,
        )
    document: dict[str, Any] = json.loads(done.stdout)
    return spent, document


def _published(path: str) -> Path | None:
    shared = Path(os.environ.get("OREPASS_REFERENCE") or ROOT.parent / "shared")
    return next((one for one in (shared / "data" / path, shared.parent / "data" / path) if one.is_file()), None)


def _created(document: dict[str, Any]) -> int:
    assert document["refused"] == 0, document
    created: int = document["created"]
    return created


def _row(question: str, size: int, spent: list[Spent], bar_s: float) -> dict[str, Any]:
    found = several(spent)
    del found["cpu_s"]  # the processes' own time is not this one's
    return against_bar(question, size, found, bar_s=bar_s)


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"results": measure()}, indent=2) + "\n")
