"""Send texts compressed to whoever takes them so: a page is to be had over the slowest telephone line.

Pages, style sheets, scripts, drawings and JSON shrink to a third and less. Fonts and pictures are compressed already,
and a part of a file (RFC 9110, 206) is sent as it was asked for. Django's middleware lengthens each answer at random,
so that its length tells nobody what stands in it (BREACH).
"""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

KINDS: Final = ("text/", "application/json", "application/ld+json", "application/problem+json", "image/svg+xml")
WHOLE: Final = 200
HELD_ALREADY: Final = 304
HELD: Final = "HTTP_IF_NONE_MATCH"


class CompressedMiddleware(GZipMiddleware):
    """Compress whole answers that are texts."""

    def process_request(self, request: HttpRequest) -> None:
        """Take the tag of a compressed answer for that of the answer: tags held are compared weakly (RFC 9110)."""
        if HELD in request.META:
            request.META[HELD] = request.META[HELD].replace('W/"', '"')

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the answer, compressed where that is worth it and the reader takes it."""
        if response.status_code == HELD_ALREADY:
            # It stands for the whole answer, so that it names what that depends on (RFC 9110, 15.4.5).
            patch_vary_headers(response, ("Accept-Encoding",))
        is_text = response.headers.get("Content-Type", "").startswith(KINDS)
        if response.status_code != WHOLE or not is_text:
            return response
        return super().process_response(request, response)
