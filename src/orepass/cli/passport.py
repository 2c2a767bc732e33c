"""``orepass passport``: issue, list and show passports and the credentials of certificates."""

from typing import Annotated, Final

import typer

from orepass.cli.output import emit
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.passport import queries
from orepass.passport.actions import Granularity, ProductInput, issue_credential, issue_product
from orepass.passport.rules.content import percent
from orepass.platform import clock
from orepass.platform.people import actor_for
from orepass.platform.schema import ensure_home

app = typer.Typer(no_args_is_help=True, help="Passports of products and credentials of certificates.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
TOKEN, UNTP = "vc+jwt", "untp"
FORMS: Final = (TOKEN, UNTP)


class UnknownForm(Invalid):
    """The passport is not offered in this form."""

    code = "passport.form.unknown"
    message = _("A passport is not offered as “{form}”.")
    what_to_do = _("Choose one of: {known}.")


@app.command()
def issue(  # noqa: PLR0913 - a command line has one option per fact
    subject: Annotated[str, typer.Argument(help="A certificate (crt-…), or a lot by identifier or URI.")],
    *,
    who: Annotated[str, typer.Option("--as", help="The person's pseudonym.")] = "",
    organisation: Annotated[str, typer.Option("--for", help="The organisation acted for.")] = "",
    name: Annotated[str, typer.Option(help="The product's name.")] = "",
    category_code: Annotated[str, typer.Option(help="Six-digit HS heading.")] = "850760",
    category_name: Annotated[str, typer.Option(help="What the heading is called.")] = "Lithium-ion accumulators",
    granularity: Annotated[Granularity, typer.Option(help="What it speaks of.")] = Granularity.BATCH,
    number: Annotated[str, typer.Option(help="Number of the model, batch or item.")] = "",
    as_json: AsJson = False,
) -> None:
    """Issue the credential of a certificate, or the passport of a lot."""
    ensure_home()
    actor = actor_for(who, organisation)
    if subject.startswith("crt-"):
        credential = issue_credential(actor, certificate=subject, at=clock.now())
        emit(credential, as_json=as_json, human=lambda: print(f"{credential.id}  {credential.name}"))
        return
    product = ProductInput(
        name=name,
        category_code=category_code,
        category_name=category_name,
        granularity=granularity,
        number=number,
    )
    card = issue_product(actor, lot=subject, product=product, at=clock.now())
    emit(card, as_json=as_json, human=lambda: _show(card))


@app.command(name="list")
def list_passports(
    *,
    after: Annotated[str, typer.Option(help="Continue after this identifier.")] = "",
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=1000)] = 100,
    as_json: AsJson = False,
) -> None:
    """List passports and issued credentials."""
    ensure_home()
    passports = queries.passports(after=after, limit=limit)
    credentials = queries.issued_credentials(kind=queries.CERTIFICATE, after=after, limit=limit)

    def human() -> None:
        for line in passports:
            print(f"{line.id}  v{line.version}  {line.name}")
        for card in credentials:
            print(f"{card.about}  v{card.version}  {card.name}")

    emit({"passports": passports, "certificates": credentials}, as_json=as_json, human=human)


@app.command()
def show(
    passport: Annotated[str, typer.Argument(help="A passport, certificate or credential.")],
    *,
    form: Annotated[str, typer.Option("--as", help="vc+jwt (as signed) or untp (with an embedded proof).")] = "",
    version: Annotated[int | None, typer.Option(help="An older version of a passport.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a passport, or write it in one of its forms."""
    ensure_home()
    if form and form not in FORMS:
        raise UnknownForm(where="--as", form=form[:40], known=", ".join(FORMS))
    if form:
        _write(_named(passport, version), form, as_json=as_json)
    elif passport.startswith("psp-"):
        card = queries.passport_card(passport, version=version)
        emit(card, as_json=as_json, human=lambda: _show(card))
    else:
        credential = queries.credential_for(passport)
        emit(credential, as_json=as_json, human=lambda: print(f"{credential.id}  {credential.name}\n{credential.url}"))


def _named(passport: str, version: int | None) -> str:
    return queries.passport_card(passport, version=version).credential.id if version else passport


def _write(name: str, form: str, *, as_json: bool) -> None:
    if form == UNTP:
        emit(queries.embedded(name), as_json=True)
        return
    token = queries.token(name)
    card = queries.credential_for(name)
    emit({"id": card.id, "url": card.url, "token": token}, as_json=as_json, human=lambda: print(token))


def _show(card: queries.PassportCard) -> None:
    print(f"{card.id}  {card.name}  (version {card.version} of {card.versions}, issued {card.issued_on})")
    for line in card.origins:
        place = line.site_name or line.origin or "unknown origin"
        late = "  (first told of here)" if line.told_late else ""
        known = line.claim_class or "unknown"
        print(f"  {percent(line.share_exact):>6} %  {known:<12}  {line.mineral:<12}  {place}{late}")
    for state in card.certificates:
        line_of = state.line
        print(f"  {line_of.certificate}  {line_of.holder_name}: {state.status_then} then, {state.status_now} now")
    origin = card.certainty
    late = f", first told of later than the mine {percent(origin.told_late)} %" if origin.told_late != "0" else ""
    print(f"  by origin: certified {percent(origin.certified)} %{late}, unknown {percent(origin.unknown)} %")
    said = f"{card.claim.percent} % under {card.claim.model}, {card.claim.pack}" if card.claim.stands else "nothing"
    print(f"  may be claimed: {said}")
