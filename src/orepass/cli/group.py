"""``orepass group``: a group's register on the public log, and the file that opens a commitment to an auditor."""

from pathlib import Path
from typing import Annotated

import typer

from orepass.cli.output import emit
from orepass.inclusion.groups import queries
from orepass.platform.people import actor_for
from orepass.platform.schema import ensure_home
from orepass.transparency.rules.opening import write_opening

app = typer.Typer(
    no_args_is_help=True, help="A group's register on the public log: when it was fixed, and what opens it."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Group = Annotated[str, typer.Argument(help="The group (grp-…).")]
Who = Annotated[str, typer.Option("--as", help="The person's pseudonym.")]
Organisation = Annotated[str, typer.Option("--for", help="The organisation acted for.")]


@app.command()
def commitments(group: Group, *, who: Who = "", organisation: Organisation = "", as_json: AsJson = False) -> None:
    """Say when the register of a group was fixed, and under which digest, to its people and its auditors."""
    ensure_home()
    cards = queries.commitments_for(actor_for(who, organisation), group)

    def human() -> None:
        for card in cards:
            entry = "queued" if card.index is None else f"entry {card.index}"
            print(f"{card.on}  {card.members:>6}  {card.digest}  {entry}")

    emit({"commitments": cards}, as_json=as_json, human=human)


@app.command(name="open")
def open_commitment(
    group: Group,
    digest: Annotated[str, typer.Argument(help="Digest of the commitment.")],
    *,
    out: Annotated[Path | None, typer.Option(help="Write the file here instead of printing it.")] = None,
    who: Who = "",
    organisation: Organisation = "",
    as_json: AsJson = False,
) -> None:
    """Write what a commitment bound, salt included, for its managers to show: “orepass log verify” checks it."""
    ensure_home()
    opening = queries.opening_for(actor_for(who, organisation), group, digest)
    text = write_opening(opening)
    if out is not None:
        out.write_text(text, encoding="utf-8")
    answer = {"file": str(out or ""), "opening": opening}
    emit(answer, as_json=as_json, human=lambda: print(out or text, end="\n" if out else ""))
