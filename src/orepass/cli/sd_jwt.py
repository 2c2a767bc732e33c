"""``orepass sd-jwt``: issue a credential whose parts are shown one by one, show some of them, check what was shown."""

from pathlib import Path
from typing import Annotated

import typer

from orepass.cli.files import DOCUMENT_MAX, read_text
from orepass.cli.options import needs
from orepass.cli.output import emit, finish
from orepass.credentials import outside, queries
from orepass.credentials.actions import issue_sd_jwt, present_sd_jwt
from orepass.credentials.rules import sd_jwt, sd_jwt_issuing
from orepass.credentials.rules.sd_jwt_checking import Asked, Expected, verify_sd_jwt
from orepass.credentials.rules.strict_json import Document, parse_object
from orepass.credentials.rules.verification import Verification
from orepass.kernel import check
from orepass.passport import queries as passports
from orepass.platform import clock
from orepass.platform.people import actor_for
from orepass.platform.schema import ensure_home

app = typer.Typer(no_args_is_help=True, help="Credentials whose parts are shown one by one (SD-JWT, RFC 9901).")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Token = Annotated[str, typer.Argument(help="A file with the token, or - for standard input.")]
Who = Annotated[str, typer.Option("--as", help="The person's pseudonym.")]
For = Annotated[str, typer.Option("--for", help="The organisation acted for.")]
Places = Annotated[list[str] | None, typer.Option("--show", help="A JSON pointer to show; again for more.")]


@app.command()
def issue(
    what: Annotated[str, typer.Argument(help="A JSON file with the claims, or a credential of this home (crd-…).")],
    *,
    did: Annotated[str, typer.Option(help="Who signs; by default the issuer it names, or the installation.")] = "",
    hide: Annotated[list[str] | None, typer.Option(help="A JSON pointer to hide; again for more.")] = None,
    holder: Annotated[str, typer.Option(help="Whose key it is bound to: a did:key or a DID of this home.")] = "",
    decoys: Annotated[int, typer.Option(help="How many digests of nothing to add.", min=0, max=100)] = 0,
    who: Who = "",
    organisation: For = "",
    as_json: AsJson = False,
) -> None:
    """Sign claims with parts hidden that their holder may show one by one."""
    ensure_home()
    claims = _claims(what)
    card = issue_sd_jwt(
        actor_for(who, organisation),
        did=did or _issuer(claims) or queries.own_did(),
        document=claims,
        hidden=hide or [],
        holder=holder,
        decoys=decoys,
        at=clock.now(),
    )
    emit(card, as_json=as_json, human=lambda: print(card.text))


@app.command()
def present(
    token: Token,
    *,
    show: Places = None,
    did: Annotated[str, typer.Option(help="Sign with the key of this DID of the home, to which it is bound.")] = "",
    audience: Annotated[str, typer.Option(help="For whom it is signed.")] = "",
    nonce: Annotated[str, typer.Option(help="What the reader asked to be signed.")] = "",
    who: Who = "",
    organisation: For = "",
    as_json: AsJson = False,
) -> None:
    """Show some parts of a token and keep the others back."""
    signed = {"--did": did, "--audience": audience, "--nonce": nonce}
    needs(signed, signed)
    ensure_home()
    text = read_text(token, limit=DOCUMENT_MAX)
    if did:
        card = present_sd_jwt(
            actor_for(who, organisation),
            did=did,
            text=text,
            shown=show or [],
            audience=audience,
            nonce=nonce,
            at=clock.now(),
        )
        found = card.text
    else:
        found = sd_jwt_issuing.present(text, show or [])
    emit({"text": found}, as_json=as_json, human=lambda: print(found))


@app.command(name="show")
def show_token(token: Token, *, as_json: AsJson = False) -> None:
    """Show what a token says and what of it can be kept back; nothing is checked."""
    ensure_home()
    disclosed = sd_jwt.disclose(sd_jwt.parse_sd_jwt(read_text(token, limit=DOCUMENT_MAX)))
    answer = {"claims": disclosed.claims, "places": sorted(disclosed.places)}
    emit(answer, as_json=as_json, human=lambda: print("\n".join(sorted(disclosed.places))))


@app.command()
def verify(
    token: Token,
    *,
    audience: Annotated[str, typer.Option(help="Demand the holder's signature for this reader; with --nonce.")] = "",
    nonce: Annotated[str, typer.Option(help="Demand the holder's signature for this occasion; with --audience.")] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check what was shown: proof, key, issuer, disclosures, dates, status, and the holder's signature."""
    demanded = {"--audience": audience, "--nonce": nonce}
    needs(demanded, demanded)
    ensure_home()
    at, ask = clock.now(), outside.asking(offline=offline)
    asked = Asked(
        outside.resolver(ask, at=at),
        outside.status_fetcher(ask, at=at, lapsed=passports.lapsed_at(at)),
        Expected(audience, nonce) if audience else None,
    )
    found = verify_sd_jwt(read_text(token, limit=DOCUMENT_MAX), asked, at=at)
    answer = {"claims": found.credential, "checks": check.summaries(found.checks), "verified": found.verified}
    emit(answer, as_json=as_json, human=lambda: _show(found))
    finish(failed=found.verified is False)


def _show(found: Verification) -> None:
    for one in found.checks:
        print(f"{one.result:<13} {one.name:<20} {one.reason}")
    words = {True: "verified", False: "NOT verified", None: "undetermined: not everything could be checked"}
    print(words[found.verified])


def _claims(what: str) -> Document:
    if what.startswith("crd-") and not Path(what).exists():
        return {name: value for name, value in passports.embedded(what).items() if name != "proof"}
    return parse_object(read_text(what, limit=DOCUMENT_MAX))


def _issuer(claims: Document) -> str:
    named = claims.get("issuer", claims.get("iss"))
    name = named.get("id") if isinstance(named, dict) else named
    return name if isinstance(name, str) else ""
