"""``orepass certificate``: certificates and passports on paper, as accessible PDFs."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import override

from orepass.cli.output import emit
from orepass.passport import queries
from orepass.passport.paper.certificate import certificate_paper
from orepass.passport.paper.product import passport_paper
from orepass.platform import clock
from orepass.platform.schema import ensure_home

app = typer.Typer(no_args_is_help=True, help="Certificates and passports on paper.")


class Language(StrEnum):
    """The languages of the papers."""

    EN = "en"
    FR = "fr"
    ES = "es"
    SW = "sw"


@app.callback()
def certificates() -> None:
    """Certificates and passports on paper."""


@app.command()
def pdf(
    certificate: Annotated[
        str,
        typer.Argument(help="A certificate (crt-…) or passport (psp-…), or a version of one (crd-…), old ones too."),
    ],
    *,
    out: Annotated[Path | None, typer.Option(help="Write the file here; by default under its own name.")] = None,
    language: Annotated[Language, typer.Option(help="The language of the paper.")] = Language.EN,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write a certificate or passport as an accessible PDF (PDF/UA-1) with a QR code, from its signed credential."""
    ensure_home()
    card = queries.credential_for(certificate)
    version = None if certificate == card.about else card.version
    with override(language.value):
        if card.kind == queries.PRODUCT:
            made = passport_paper(card.about, at=clock.now(), version=version).pdf()
        else:
            made = certificate_paper(card.id, at=clock.now()).pdf()
    path = out or Path(f"{certificate}.pdf")
    path.write_bytes(made)
    emit({"file": str(path), "bytes": len(made)}, as_json=as_json, human=lambda: print(path))
