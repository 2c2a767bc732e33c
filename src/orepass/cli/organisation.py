"""``orepass organisation``: numbers of organisations in other registers, and the identity anchors of this one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from orepass.cli.files import DOCUMENT_MAX, read_text
from orepass.cli.output import emit
from orepass.party.actions import end_number, record_number
from orepass.party.numbers import NumberCard, numbers_of
from orepass.party.queries import organisation_card
from orepass.party.rules.registered_number import LEI
from orepass.passport import anchored, queries
from orepass.passport.actions import issue_anchor, revoke_anchor
from orepass.passport.anchored import AnchorCard
from orepass.platform import clock
from orepass.platform.people import actor_for
from orepass.platform.schema import ensure_home

app = typer.Typer(no_args_is_help=True, help="Organisations: their numbers in other registers, and whose a DID is.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Organisation = Annotated[str, typer.Argument(help="An organisation (org-…).")]
Who = Annotated[str, typer.Option("--as", help="The person's pseudonym.")]
For = Annotated[str, typer.Option("--for", help="The organisation acted for.")]


@app.command()
def numbers(organisation: Organisation, *, as_json: AsJson = False) -> None:
    """List the numbers under which other registers know an organisation."""
    ensure_home()
    card = organisation_card(organisation)
    found = numbers_of([card.id], at=clock.now())
    answer = {"organisation": card.id, "name": card.name, "numbers": found}
    emit(answer, as_json=as_json, human=lambda: _numbers(found))


@app.command()
def record(
    organisation: Organisation,
    number: Annotated[
        str, typer.Argument(help="The number: an LEI, or as the register named with --scheme writes it.")
    ],
    *,
    scheme: Annotated[str, typer.Option(help="The address of the register; without it the number is an LEI.")] = LEI,
    scheme_name: Annotated[str, typer.Option(help="The name of the register.")] = "",
    who: Who = "",
    acting_for: For = "",
    as_json: AsJson = False,
) -> None:
    """Record a number of an organisation in another register."""
    ensure_home()
    card = record_number(
        actor_for(who, acting_for),
        organisation=organisation,
        number=number,
        scheme=scheme,
        scheme_name=scheme_name,
        at=clock.now(),
    )
    emit(card, as_json=as_json, human=lambda: _numbers([card]))


@app.command()
def end(
    number: Annotated[str, typer.Argument(help="The record of a number (num-…).")],
    *,
    reason: Annotated[str, typer.Option(help="Why it no longer holds.")],
    who: Who = "",
    acting_for: For = "",
    as_json: AsJson = False,
) -> None:
    """End the record of a number; identity anchors that name it count no more."""
    ensure_home()
    card = end_number(actor_for(who, acting_for), number=number, reason=reason, at=clock.now())
    emit(card, as_json=as_json, human=lambda: _numbers([card]))


@app.command()
def anchors(
    organisation: Annotated[str, typer.Argument(help="An organisation (org-…); all of them by default.")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """List identity anchors: the newest of each organisation, or every one of a single one."""
    ensure_home()
    found = anchored.anchors(organisation=organisation, at=clock.now())
    emit({"anchors": found}, as_json=as_json, human=lambda: _anchors(found))


@app.command()
def anchor(
    organisation: Organisation,
    *,
    did: Annotated[str, typer.Option(help="A DID; by default the one the organisation signs with here.")] = "",
    presentation: Annotated[
        Path | None, typer.Option(help="For a DID of elsewhere: what it signed to show that it is the organisation's.")
    ] = None,
    who: Who = "",
    acting_for: For = "",
    as_json: AsJson = False,
) -> None:
    """Say in a signed identity anchor (UNTP) that a DID is an organisation's, and print it."""
    ensure_home()
    shown = read_text(presentation, limit=DOCUMENT_MAX) if presentation else ""
    card = issue_anchor(
        actor_for(who, acting_for), organisation=organisation, did=did, presentation=shown, at=clock.now()
    )
    token = queries.token(card.id)
    emit({"anchor": card, "token": token}, as_json=as_json, human=lambda: print(token))


@app.command()
def revoke(
    organisation: Organisation,
    *,
    grounds: Annotated[str, typer.Option(help="Why.")],
    who: Who = "",
    acting_for: For = "",
    as_json: AsJson = False,
) -> None:
    """Revoke the identity anchors of an organisation, for good."""
    ensure_home()
    found = revoke_anchor(actor_for(who, acting_for), organisation=organisation, grounds=grounds, at=clock.now())
    emit({"anchors": found}, as_json=as_json, human=lambda: _anchors(found))


def _numbers(cards: Sequence[NumberCard]) -> None:
    for card in cards:
        print(f"{card.id}  {card.number}  {card.scheme_name}{'  ended' if card.ended_at else ''}")


def _anchors(cards: Sequence[AnchorCard]) -> None:
    for card in cards:
        print(f"{card.id}  {card.state:<9}  {card.did}  {card.name} ({card.organisation})")
