"""``orepass trust``: whom this home trusts, and what a set of credentials proves together."""

from pathlib import Path
from typing import Annotated

import typer

from orepass.cli.files import DOCUMENT_MAX, read_bytes
from orepass.cli.output import emit, finish
from orepass.credentials.rules.presented import read
from orepass.kernel.text import fill
from orepass.passport.rules.trust_graph import Covered, trust_graph
from orepass.passport.trust import REGISTER, trusted_at
from orepass.platform import clock
from orepass.platform.schema import ensure_home

app = typer.Typer(no_args_is_help=True, help="Whom this home trusts, and what credentials prove together.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command(name="list")
def list_trusted(*, as_json: AsJson = False) -> None:
    """List whom this home trusts: issuers, registers, accreditors, schemes, each with the grounds."""
    ensure_home()
    found = trusted_at(clock.now())

    def human() -> None:
        for card in found:
            print(f"{card.id}  {card.part:<10}  {card.identifier}  {card.name}: {card.grounds}")

    emit({"trusted": found}, as_json=as_json, human=human)


@app.command()
def graph(
    files: Annotated[list[Path], typer.Argument(help="Credentials: passports, certificates, identity anchors.")],
    *,
    root: Annotated[list[str] | None, typer.Option(help="A register trusted besides those on the list.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say which claims certificates among some credentials cover, and whose the issuers are; checks no signature."""
    ensure_home()
    roots = {card.identifier for card in trusted_at(clock.now()) if card.part == REGISTER} | set(root or [])
    found = trust_graph([read(read_bytes(path, limit=DOCUMENT_MAX)).credential for path in files], roots=roots)
    answer = {
        "claims": [
            {
                "passport": one.passport,
                "claim": one.claim,
                "covered": one.is_covered,
                "criteria": [
                    {"criterion": each.criterion, "by": each.by, "refused": _refused(each)} for each in one.criteria
                ],
            }
            for one in found.claims
        ],
        "issuers": [
            {"did": one.did, "name": one.name, "known": one.is_known, "chain": one.chain, "named_by": one.named_by}
            for one in found.issuers
        ],
    }

    def human() -> None:
        for claim in found.claims:
            print(f"{'covered' if claim.is_covered else 'NOT covered'}  {claim.claim}")
            for each in claim.criteria:
                print(f"    {', '.join(each.by) or '-'}  {each.criterion}")
                for reason in _refused(each) if not each.by else ():
                    print(f"        {reason}")
        for issuer in found.issuers:
            print(f"{'known' if issuer.is_known else 'unknown'}  {issuer.did}  {issuer.name}")

    emit(answer, as_json=as_json, human=human)
    finish(failed=False)


def _refused(criterion: Covered) -> list[str]:
    return [fill(doubt.template, {"certificate": name, **doubt.params}) for name, doubt in criterion.refused]
