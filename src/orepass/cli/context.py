"""``orepass context``: the JSON-LD contexts that this home reads credentials of others with."""

from pathlib import Path
from typing import Annotated

import typer

from orepass.cli.files import DOCUMENT_MAX, read_text
from orepass.cli.output import emit
from orepass.credentials import queries
from orepass.credentials.actions import bring_context
from orepass.platform import clock
from orepass.platform.people import actor_for
from orepass.platform.schema import ensure_home

app = typer.Typer(no_args_is_help=True, help="JSON-LD contexts: which are known, held or brought; none is fetched.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command(name="list")
def list_contexts(*, as_json: AsJson = False) -> None:
    """List the contexts that are pinned here, and whether their text is at hand."""
    ensure_home()
    cards = queries.context_cards()

    def human() -> None:
        for card in cards:
            print(f"{card.source:<8} {card.digest[:16]}  {card.url}")

    emit({"contexts": cards}, as_json=as_json, human=human)


@app.command()
def bring(
    url: Annotated[str, typer.Argument(help="The address by which credentials name it.")],
    file: Annotated[Path, typer.Argument(help="The context, as its publisher gives it.")],
    *,
    digest: Annotated[str, typer.Option(help="SHA-256 of its canonical JSON, where none is known here.")] = "",
    who: Annotated[str, typer.Option("--as", help="The person's pseudonym.")] = "",
    organisation: Annotated[str, typer.Option("--for", help="The organisation acted for.")] = "",
    as_json: AsJson = False,
) -> None:
    """Keep a context for an address, pinned by its digest."""
    ensure_home()
    actor = actor_for(who, organisation)
    document = read_text(file, limit=DOCUMENT_MAX)
    card = bring_context(actor, url=url, document=document, digest=digest, at=clock.now())
    emit({"context": card}, as_json=as_json, human=lambda: print(f"{card.source:<8} {card.digest}  {card.url}"))
