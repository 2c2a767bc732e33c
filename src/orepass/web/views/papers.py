"""Certificates and passports as accessible PDFs for anyone, in the reader's language."""

from django.http import HttpRequest, HttpResponse

from orepass.passport.paper.certificate import certificate_pdf
from orepass.passport.paper.printing import MEDIA_TYPE
from orepass.passport.paper.product import passport_pdf
from orepass.platform import clock


def certificate(_request: HttpRequest, identifier: str) -> HttpResponse:
    """Answer a certificate on paper."""
    return _answer(certificate_pdf(identifier, at=clock.now()), identifier)


def passport(_request: HttpRequest, identifier: str) -> HttpResponse:
    """Answer a passport on paper."""
    return _answer(passport_pdf(identifier, at=clock.now()), identifier)


def _answer(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Vary"] = "Accept-Language, Cookie"
    return response
