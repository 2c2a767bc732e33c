"""How commands speak: one JSON document on stdout with ``--json``, people's text otherwise, progress on stderr.

Exit 0 ok; 1 a finding of severity *error* or a failed check; 2 refused; 3 a bug.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from orepass.kernel.finding import Finding
from orepass.kernel.refusal import Refusal
from orepass.kernel.text import plain

OK, FOUND, REFUSED, BUG = 0, 1, 2, 3
FINDINGS_SHOWN = 10
stderr = Console(stderr=True, emoji=False)


def emit(payload: object, *, as_json: bool, human: Callable[[], None] | None = None) -> None:
    """Print a result: one JSON document, or what ``human`` prints."""
    if as_json or human is None:
        print(json.dumps(msgspec.to_builtins(payload, str_keys=True, enc_hook=plain), ensure_ascii=False, indent=2))
    else:
        human()


def finish(*, failed: bool) -> None:
    """End the command with exit code 1 when something failed."""
    if failed:
        raise SystemExit(FOUND)


def refuse(refusal: Refusal, *, as_json: bool) -> NoReturn:
    """Print a refusal and end with exit code 2."""
    refuse_with(refusal.code, str(refusal), refusal.where, refusal.way_out, findings=refusal.findings, as_json=as_json)


def refuse_with(
    code: str,
    message: str,
    where: str,
    what_to_do: str,
    *,
    as_json: bool,
    findings: Sequence[Finding] = (),
    status: int = REFUSED,
) -> NoReturn:
    """Print an error document and end the command; people are also told what was found, one by one."""
    if as_json:
        error: dict[str, Any] = {"code": code, "message": message, "where": where, "what_to_do": what_to_do}
        if findings:
            error["findings"] = [finding.summary() for finding in findings]
        print(json.dumps({"error": error}, ensure_ascii=False, indent=2))
    else:
        stderr.print(f"{code}: {message}", style="red", markup=False, highlight=False)
        for line in (where, what_to_do):
            if line:
                stderr.print(f"  {line}", markup=False, highlight=False)
        for finding in findings[:FINDINGS_SHOWN]:
            stderr.print(f"  · {finding.where}: {finding.message}", markup=False, highlight=False)
    raise SystemExit(status)


def wants_json() -> bool:
    """Say whether the command line asks for JSON, also before it is parsed."""
    return "--json" in sys.argv[1:]


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show progress on stderr while a long job runs; yields a function that takes what is done so far."""
    columns: list[Any] = [TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    with Progress(*columns, console=stderr, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)
