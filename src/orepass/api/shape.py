"""The last word on errors of the API: whatever went wrong before or beside an operation has the same shape too."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from orepass.api.problems import MEDIA_TYPE, OUTSIDE, document, too_large
from orepass.kernel.text import fill

PREFIX: Final = "/api/"
KEPT_HEADERS: Final = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemShapeMiddleware:
    """Turn the framework's own error pages under ``/api/`` into problem documents."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and give errors their shape."""
        if request.path.startswith(PREFIX) and _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return too_large(_length(request), settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        response = self.get_response(request)
        status = response.status_code
        if not request.path.startswith(PREFIX) or status < HTTPStatus.BAD_REQUEST:
            return response
        if response.headers.get("Content-Type") == MEDIA_TYPE:
            return response
        otherwise = OUTSIDE[500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400]
        code, message, way_out = OUTSIDE.get(status, otherwise)
        said = fill(gettext(message), {})
        shaped = document(status, code, said, where=request.path[:200], what_to_do=gettext(way_out))
        for name in KEPT_HEADERS:
            if name in response.headers:
                shaped[name] = response.headers[name]
        return shaped


def _length(request: HttpRequest) -> int:
    """Return how many bytes a request says that it sends."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdigit() else 0
