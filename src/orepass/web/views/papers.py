"""Certificates and passports as accessible PDFs for anyone, in the reader's language."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from orepass.passport.paper.certificate import certificate_paper
from orepass.passport.paper.printing import MEDIA_TYPE, Paper
from orepass.passport.paper.product import passport_paper
from orepass.platform import clock
from orepass.web.costly import Shelf, answered

PRINTED: Final = Shelf[bytes](64)


def certificate(request: HttpRequest, identifier: str) -> HttpResponseBase:
    """Answer a certificate on paper."""
    return _answer(request, certificate_paper(identifier, at=clock.now()), identifier)


def passport(request: HttpRequest, identifier: str) -> HttpResponseBase:
    """Answer a passport on paper."""
    return _answer(request, passport_paper(identifier, at=clock.now()), identifier)


def _answer(request: HttpRequest, paper: Paper, name: str) -> HttpResponseBase:
    def printed() -> HttpResponse:
        made = PRINTED.get(request, paper.digest, paper.pdf)
        return HttpResponse(made, content_type=MEDIA_TYPE)

    response = answered(request, paper.digest, printed)
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Vary"] = "Accept-Language, Cookie"
    return response
