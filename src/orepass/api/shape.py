"""The last word on errors of the API: whatever went wrong before or beside an operation has the same shape too."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from orepass.api.problems import MEDIA_TYPE, OUTSIDE, document

PREFIX: Final = "/api/"
KEPT_HEADERS: Final = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemShapeMiddleware:
    """Turn the framework's own error pages under ``/api/`` into problem documents."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and give errors their shape."""
        response = self.get_response(request)
        status = response.status_code
        if not request.path.startswith(PREFIX) or status < HTTPStatus.BAD_REQUEST:
            return response
        if response.headers.get("Content-Type") == MEDIA_TYPE:
            return response
        otherwise = OUTSIDE[500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400]
        code, message, way_out = OUTSIDE.get(status, otherwise)
        shaped = document(status, code, gettext(message), where=request.path[:200], what_to_do=gettext(way_out))
        for name in KEPT_HEADERS:
            if name in response.headers:
                shaped[name] = response.headers[name]
        return shaped
