"""One shape of error for the whole API: RFC 9457 problem+json with our code, place and way out."""

import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja.errors import AuthenticationError, HttpError, ValidationError

from orepass.kernel.refusal import Refusal
from orepass.kernel.text import fill

MEDIA_TYPE = "application/problem+json"


def document(
    status: int, code: str, message: str, *, where: str = "", what_to_do: str = "", findings: list[object] | None = None
) -> HttpResponse:
    """Return a problem document."""
    body = {
        "type": f"urn:orepass:refusal:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": message,
        "where": where,
        "what_to_do": what_to_do,
    }
    if findings:
        body["findings"] = findings
    response = HttpResponse(json.dumps(body), status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def refused(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal in the reader's language."""
    message = fill(gettext(refusal.message), refusal.params)
    way_out = fill(gettext(refusal.what_to_do), refusal.params) if refusal.what_to_do else ""
    findings: list[object] = [
        {"code": found.code, "severity": found.severity, "message": found.message, "where": found.where}
        for found in refusal.findings
    ]
    return document(refusal.status, refusal.code, message, where=refusal.where, what_to_do=way_out, findings=findings)


def problem(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer ninja's own errors in our shape; the last kind is a page that is not there."""
    if isinstance(error, AuthenticationError):
        return document(401, "api.authentication", gettext("A valid token is needed."))
    if isinstance(error, ValidationError):
        where = "/".join(str(part) for part in error.errors[0].get("loc", ())) if error.errors else ""
        reason = str(error.errors[0].get("msg", "")) if error.errors else ""
        return document(
            422, "api.invalid", gettext("The request does not fit: {reason}").format(reason=reason), where=where
        )
    if isinstance(error, HttpError):
        return document(error.status_code, "api.invalid", str(error))
    return document(404, "platform.not_found", gettext("There is nothing here."))
