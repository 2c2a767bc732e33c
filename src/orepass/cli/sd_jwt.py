"""``orepass sd-jwt``: issue a credential whose parts are shown one by one, show some of them, check what was shown."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from orepass.cli.output import emit, finish
from orepass.credentials import outside, queries
from orepass.credentials.actions import issue_sd_jwt, present_sd_jwt
from orepass.credentials.rules import sd_jwt, sd_jwt_issuing
from orepass.credentials.rules.sd_jwt_checking import Asked, Expected, verify_sd_jwt
from orepass.credentials.rules.strict_json import Document, parse_object
from orepass.credentials.rules.verification import Verification
from orepass.kernel import check
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.passport import queries as passports
from orepass.platform import clock
from orepass.platform.people import actor_for
from orepass.platform.schema import ensure_home

app = typer.Typer(no_args_is_help=True, help="Credentials whose parts are shown one by one (SD-JWT, RFC 9901).")

INPUT_MAX: Final = 4_000_000
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Token = Annotated[str, typer.Argument(help="A file with the token, or - for standard input.")]
Who = Annotated[str, typer.Option("--as", help="The person's pseudonym.")]
For = Annotated[str, typer.Option("--for", help="The organisation acted for.")]
Places = Annotated[list[str] | None, typer.Option("--show", help="A JSON pointer to show; again for more.")]


class UnreadableToken(Invalid):
    """What is to be read cannot be had."""

    code = "cli.sd_jwt.unreadable"
    message = _("“{name}” cannot be read: {reason}.")
    what_to_do = _("Name a text file of less than four megabytes, in UTF-8; - reads from standard input.")


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
    did: Annotated[str, typer.Option(help="The DID of this home whose key it is bound to; unsigned without.")] = "",
    audience: Annotated[str, typer.Option(help="For whom it is.")] = "",
    nonce: Annotated[str, typer.Option(help="What the reader asked to be signed.")] = "",
    who: Who = "",
    organisation: For = "",
    as_json: AsJson = False,
) -> None:
    """Show some parts of a token and keep the others back."""
    ensure_home()
    text = _text(token)
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
    disclosed = sd_jwt.disclose(sd_jwt.parse_sd_jwt(_text(token)))
    answer = {"claims": disclosed.claims, "places": sorted(disclosed.places)}
    emit(answer, as_json=as_json, human=lambda: print("\n".join(sorted(disclosed.places))))


@app.command()
def verify(
    token: Token,
    *,
    audience: Annotated[str, typer.Option(help="Demand the holder's signature for this reader.")] = "",
    nonce: Annotated[str, typer.Option(help="Demand the holder's signature for this occasion.")] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check what was shown: proof, key, issuer, disclosures, dates, status, and the holder's signature."""
    ensure_home()
    at, ask = clock.now(), outside.asking(offline=offline)
    asked = Asked(
        outside.resolver(ask, at=at),
        outside.status_fetcher(ask, at=at, lapsed=passports.lapsed_at(at)),
        Expected(audience, nonce) if audience or nonce else None,
    )
    found = verify_sd_jwt(_text(token), asked, at=at)
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
    return parse_object(_text(what))


def _issuer(claims: Document) -> str:
    named = claims.get("issuer", claims.get("iss"))
    name = named.get("id") if isinstance(named, dict) else named
    return name if isinstance(name, str) else ""


def _text(name: str) -> str:
    try:
        if name == "-":
            data = sys.stdin.buffer.read(INPUT_MAX + 1)
        else:
            if not Path(name).is_file():
                raise UnreadableToken(name=name[:200], reason=_("it is no regular file"))
            with Path(name).open("rb") as file:
                data = file.read(INPUT_MAX + 1)
        text = data.decode()
    except (OSError, ValueError) as error:
        raise UnreadableToken(name=name[:200], reason=type(error).__name__) from None
    if len(data) > INPUT_MAX:
        raise UnreadableToken(name=name[:200], reason=_("it is larger than four megabytes"))
    return text
