"""One shape of error for the whole API: RFC 9457 problem+json with our code, place and way out."""

import json
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja.errors import AuthenticationError, HttpError, ValidationError

from orepass.kernel.refusal import Refusal
from orepass.kernel.text import Said, fill
from orepass.kernel.text import marked as _

MEDIA_TYPE = "application/problem+json"
OUTSIDE: Final[dict[int, tuple[str, str, str]]] = {
    400: (
        "api.request",
        _("The request cannot be read."),
        _("Send a well-formed request to the address of this server."),
    ),
    404: ("platform.not_found", _("There is nothing here."), _("See /api/v1/openapi.json for what there is.")),
    405: ("api.method", _("This address does not take this method."), _("Use one of the methods in the Allow header.")),
    413: (
        "api.too_large",
        _("The request is too large: {size} bytes, and {limit} are taken."),
        _("Send less at once: several documents, or a smaller file."),
    ),
    500: ("api.bug", _("Something is broken here; it was logged."), _("Try again later, and report it if it stays.")),
}
"""What is answered before or beside the API's own operations: unknown paths, wrong methods, broken requests, bugs."""


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


def too_large(size: int, limit: int) -> HttpResponse:
    """Refuse a request for its size before any of it is read."""
    code, message, way_out = OUTSIDE[413]
    said = fill(gettext(message), {"size": size, "limit": limit})
    return document(413, code, said, where="Content-Length", what_to_do=gettext(way_out))


def refused(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal in the reader's language."""
    params = {name: _told(value) for name, value in refusal.params.items()}
    message = fill(gettext(refusal.message), params)
    way_out = fill(gettext(refusal.what_to_do), params) if refusal.what_to_do else ""
    findings: list[object] = [found.summary() for found in refusal.findings]
    return document(refusal.status, refusal.code, message, where=refusal.where, what_to_do=way_out, findings=findings)


def _told(value: object) -> object:
    return value.told(gettext, lambda _name, part: str(part)) if isinstance(value, Said) else value


def problem(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Answer ninja's own errors in our shape; the last kind is a page that is not there."""
    if isinstance(error, AuthenticationError):
        way_out = gettext("Send “Authorization: Bearer …” with a token made by platform.token.create.")
        return document(401, "api.authentication", gettext("A valid token is needed."), what_to_do=way_out)
    if isinstance(error, ValidationError):
        where = "/".join(str(part) for part in error.errors[0].get("loc", ())) if error.errors else ""
        reason = str(error.errors[0].get("msg", "")) if error.errors else ""
        return document(
            422,
            "api.invalid",
            gettext("The request does not fit: {reason}").format(reason=reason),
            where=where,
            what_to_do=gettext("Compare with this operation in /api/v1/openapi.json."),
        )
    if isinstance(error, HttpError):
        return document(error.status_code, "api.invalid", str(error), what_to_do=gettext(OUTSIDE[400][2]))
    code, message, way_out = OUTSIDE[404]
    return document(404, code, gettext(message), what_to_do=gettext(way_out))
