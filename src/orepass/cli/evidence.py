"""``orepass evidence``: share a file of one's own sealed for a party in a role, and open what was sealed for one."""

import base64
from pathlib import Path
from typing import Annotated

import typer

from orepass.cli.files import read_bytes
from orepass.cli.output import emit
from orepass.credentials.actions import make_agreement_key, open_evidence, share_evidence
from orepass.credentials.rules.sealing import TEXT_MAX
from orepass.platform import clock
from orepass.platform.people import actor_for
from orepass.platform.schema import ensure_home

app = typer.Typer(no_args_is_help=True, help="Evidence that is shared with one party in one role, sealed for it.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Who = Annotated[str, typer.Option("--as", help="The person's pseudonym.")]
For = Annotated[str, typer.Option("--for", help="The organisation acted for.")]


@app.command()
def key(
    did: Annotated[str, typer.Argument(help="The identity whose organisation is to read, in this role.")],
    role: Annotated[str, typer.Argument(help="The role, such as certifier or buyer.")],
    *,
    who: Who = "",
    organisation: For = "",
    as_json: AsJson = False,
) -> None:
    """Make the key that opens what is sealed for an identity in a role; the one before opens what was, and no more."""
    ensure_home()
    card = make_agreement_key(actor_for(who, organisation), did=did, role=role, at=clock.now())
    emit(card, as_json=as_json, human=lambda: print(card.key_id))


@app.command()
def share(
    evidence: Annotated[str, typer.Argument(help="The digest under which the file is stored.")],
    *,
    reader: Annotated[str, typer.Option("--with", help="The organisation that is to read it.")],
    role: Annotated[str, typer.Option(help="In which of its roles.")],
    who: Who = "",
    organisation: For = "",
    as_json: AsJson = False,
) -> None:
    """Seal a stored file for a party in a role, and say under which address and digest a credential links to it."""
    ensure_home()
    actor = actor_for(who, organisation)
    card = share_evidence(actor, evidence=evidence, organisation=reader, role=role, at=clock.now())
    emit(card, as_json=as_json, human=lambda: print(f"{card.url}\n{card.link['digestMultibase']}\n{card.key_id}"))


@app.command(name="open")
def open_file(
    file: Annotated[Path, typer.Argument(help="The sealed file.")],
    *,
    out: Annotated[Path, typer.Option(help="Where to write what was in it.")],
    who: Who = "",
    organisation: For = "",
    as_json: AsJson = False,
) -> None:
    """Open a sealed file with the key of one's organisation, in a role that one holds there."""
    ensure_home()
    text = base64.b64encode(read_bytes(file, limit=TEXT_MAX)).decode()
    card = open_evidence(actor_for(who, organisation), content_base64=text)
    out.write_bytes(base64.b64decode(card.content_base64))
    told = {"id": card.id, "media_type": card.media_type, "file": str(out)}
    emit(told, as_json=as_json, human=lambda: print(f"{card.media_type} {out}"))
