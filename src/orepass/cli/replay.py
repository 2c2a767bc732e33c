"""``orepass replay ID``: recompute what was decided, and say equal or where it differs."""

from collections import Counter
from typing import Annotated

import typer

from orepass.cli.output import REFUSED, emit, finish
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform.replaying import Replayed, Result, replay, replay_all, shown
from orepass.platform.schema import ensure_home
from orepass.register import rulebook

app = typer.Typer()


class NothingToReplay(Invalid):
    """Neither one thing nor everything was named."""

    code = "cli.replay.nothing"
    message = _("Name what is to be recomputed.")
    what_to_do = _("Give the identifier of a file, certificate, draw, plan or fee, or --all.")


@app.command("replay")
def command(
    identifier: Annotated[str, typer.Argument(help="A file, certificate, visit, draw, plan, fee … of this home.")] = "",
    *,
    everything: Annotated[bool, typer.Option("--all", help="Recompute everything that is stored.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Recompute a stored outcome, sample, plan, fee or duration from its digests and say equal or where it differs."""
    if everything == bool(identifier):
        raise NothingToReplay(where="ID")
    ensure_home()
    assert rulebook.MODULES, "the book declares every rule that a kept value may name"
    found = replay_all() if everything else replay(identifier)
    results = Counter(one.result for one in found)
    answer = {
        "equal": set(results) <= {Result.EQUAL},
        "count": len(found),
        "results": {str(result): results[result] for result in Result},
        "replayed": [shown(one) for one in found],
    }
    emit(answer, as_json=as_json, human=lambda: _print(found))
    finish(failed=bool(results[Result.DIFFERENT]))
    if results[Result.UNDETERMINABLE]:
        raise SystemExit(REFUSED)


def _print(found: list[Replayed]) -> None:
    for one in found:
        print(f"{one.result:<14} {one.kind:<26} {one.id} {one.reason}".rstrip())
        for difference in one.differences:
            print(f"  {difference.where}: stored {difference.stored}, computed {difference.computed}")
    print(f"{len(found)} recomputed")
