"""``orepass bench NAME``: run a benchmark of the checkout and print its rows, the peer's beside ours.

Each file of ``benchmarks/`` measures one thing in a process of its own and checks that both sides answer the same.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from orepass.cli.output import emit, stderr
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.platform.home import CHECKOUT, in_checkout

app = typer.Typer()
ALL: Final = "all"


class NoBenchmark(NotFound):
    """There is no benchmark of that name here."""

    code = "cli.bench.unknown"
    message = _("There is no benchmark “{name}” here.")
    what_to_do = _("Run it in a checkout, with “all” or one of: {known}.")


class BenchmarkFailed(NotFound):
    """A benchmark ended without its rows: the peer is missing, or the two sides do not answer the same."""

    code = "cli.bench.failed"
    message = _("The benchmark “{name}” ended without a result.")
    what_to_do = _("Read what it wrote above; its peers come with “make setup-dev”.")


@app.command("bench")
def bench(
    name: Annotated[str, typer.Argument(help="The beginning of a benchmark's name (custody), or “all”.")] = ALL,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Run benchmarks: ours and the peer's, in the same run, with equal results."""
    rows = [row for module in _modules(name) for row in _run(module)]
    emit({"results": rows}, as_json=as_json, human=lambda: _print(rows))


def _modules(name: str) -> list[str]:
    folder = CHECKOUT / "benchmarks"
    known = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__") if in_checkout() else []
    wanted = [module for module in known if name in {ALL, module} or module.startswith(f"{name}_")]
    if not wanted:
        raise NoBenchmark(where="NAME", what=name[:80], name=name[:80], known=", ".join(known) or "—")
    return wanted


def _run(module: str) -> list[dict[str, Any]]:
    stderr.print(f"benchmarks.{module} …", style="dim")
    paths = os.pathsep.join([str(CHECKOUT), str(Path(__file__).resolve().parents[2])])
    done = subprocess.run(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", f"benchmarks.{module}"],
        stdout=subprocess.PIPE,
        check=False,
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": paths},
    )
    if done.returncode:
        raise BenchmarkFailed(where=module, what=module, name=module)
    rows: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    return rows


def _print(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        peer = f"{row['peer']} {row['peer_s']:.3f} s, ratio {row['ratio']:.1f}" if row["peer"] else "no peer"
        if "bar_s" in row:
            peer += f", bar {row['bar_s']:.3f} s {'met' if row['met'] else 'missed'}"
        print(f"{row['question']:24} size {row['size']:>9}  ours {row['ours_s']:.3f} s  {peer}")
