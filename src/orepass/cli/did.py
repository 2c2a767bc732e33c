"""``orepass did``: the identities of this home and their histories; what a stranger's DID resolves to."""

from typing import Annotated

import typer

from orepass.cli.output import emit, finish
from orepass.credentials import outside, queries
from orepass.credentials.actions import create_identity, deactivate_identity, rotate_identity
from orepass.credentials.rules.authority import Resolution
from orepass.platform import clock
from orepass.platform.people import actor_for
from orepass.platform.schema import ensure_home

app = typer.Typer(no_args_is_help=True, help="Identities: DIDs of this home, their keys and histories; rotation.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Name = Annotated[str, typer.Argument(help="A DID of this home; the installation's own by default.")]
Who = Annotated[str, typer.Option("--as", help="The person's pseudonym.")]
For = Annotated[str, typer.Option("--for", help="The organisation acted for.")]


@app.command(name="list")
def list_identities(*, as_json: AsJson = False) -> None:
    """List the identities of this home."""
    ensure_home()
    cards = queries.identities()

    def human() -> None:
        for card in cards:
            print(f"{card.id}  {card.name}  {_keys(card)}")

    emit({"identities": cards}, as_json=as_json, human=human)


@app.command()
def show(did: Name = "", *, as_json: AsJson = False) -> None:
    """Show an identity: both its names, its document, its keys and every version of its history."""
    ensure_home()
    card = queries.identity_card(did or queries.own_did())
    versions = queries.history_of(card.id) if card.history_did else []
    answer = {"identity": card, "document": queries.did_document(card.id), "versions": versions}
    emit(answer, as_json=as_json, human=lambda: _show(card, versions))


@app.command()
def history(did: Name = "", *, as_json: AsJson = False) -> None:
    """Write the history of an identity as strangers fetch it (did.jsonl)."""
    ensure_home()
    name = did or queries.own_did()
    text = queries.history_text(name)
    answer = {"did": name, "history": text, "witnesses": queries.witness_text(name)}
    emit(answer, as_json=as_json, human=lambda: print(text, end=""))


@app.command()
def create(
    path: Annotated[str, typer.Argument(help="Its path below the installation's own DID, for instance mine.")],
    *,
    organisation: Annotated[str, typer.Option("--organisation", help="Whose identity it is (org-…).")],
    name: Annotated[str, typer.Option(help="Its name, for people.")],
    who: Who = "",
    acting_for: For = "",
    as_json: AsJson = False,
) -> None:
    """Make an identity with a key of each kind and a history."""
    ensure_home()
    actor = actor_for(who, acting_for)
    card = create_identity(actor, path=path, organisation=organisation, name=name, at=clock.now())
    emit(card, as_json=as_json, human=lambda: print(f"{card.id}\n{card.history_did}"))


@app.command()
def rotate(did: Name = "", *, who: Who = "", acting_for: For = "", as_json: AsJson = False) -> None:
    """Make new keys that sign from now on; what the older ones signed stays valid."""
    ensure_home()
    card = rotate_identity(actor_for(who, acting_for), did=did or queries.own_did(), at=clock.now())
    emit(card, as_json=as_json, human=lambda: print(f"{card.id}  {_keys(card)}"))


@app.command()
def end(
    did: Annotated[str, typer.Argument(help="A DID of this home.")],
    *,
    who: Who = "",
    acting_for: For = "",
    as_json: AsJson = False,
) -> None:
    """End an identity for good: nothing it signed can be confirmed any more."""
    ensure_home()
    card = deactivate_identity(actor_for(who, acting_for), did=did, at=clock.now())
    emit(card, as_json=as_json, human=lambda: print(f"{card.id}  ended {card.deactivated_at}"))


@app.command()
def resolve(
    did: Annotated[str, typer.Argument(help="Any DID: did:key, did:web or did:webvh.")],
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody.")] = False,
    as_json: AsJson = False,
) -> None:
    """Resolve any DID as the verifier does, and say where its document came from, or why there is none."""
    ensure_home()
    found = outside.resolver(outside.asking(offline=offline), at=clock.now())(did)
    answer = {"did": did, "document": found.document, "source": found.source, "reason": found.reason}
    emit(answer, as_json=as_json, human=lambda: _resolved(did, found))
    finish(failed=found.document is None)


def _keys(card: queries.IdentityCard) -> str:
    signing = sum(key.retired_at is None for key in card.keys)
    return f"{signing} keys sign, {len(card.keys) - signing} retired"


def _show(card: queries.IdentityCard, versions: list[queries.VersionCard]) -> None:
    print(f"{card.id}\n{card.history_did or 'no history: the host is not one that others can ask'}\n{card.name}")
    for key in card.keys:
        state = "compromised" if key.compromised else f"retired {key.retired_at}" if key.retired_at else "signs"
        print(f"  {key.kind:<8} {key.public_multibase}  {state}")
    for version in versions:
        state = "ended" if version.deactivated else "published" if version.published else "waits for its witnesses"
        print(f"  {version.number:>3}  {version.at:%Y-%m-%d %H:%M:%S}  {version.keys} keys  {state}")


def _resolved(did: str, found: Resolution) -> None:
    if found.document is None:
        print(f"{did}: {found.reason}")
        return
    methods = found.document.get("verificationMethod")
    print(f"{did}  {len(methods) if isinstance(methods, list) else 0} keys  ({found.source})")
