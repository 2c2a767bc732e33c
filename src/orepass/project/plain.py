"""Keep U+0000 away from the pages: no database holds it. The API refuses it itself and names the place."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

ENCODED_NUL = "%00"
API = "/api/"


class PlainAddressMiddleware:
    """Know no address with U+0000, and read questions without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer that there is nothing, or go on with the plain question."""
        if request.path_info.startswith(API):
            return self.get_response(request)
        if "\0" in request.path_info:
            raise Http404
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace(ENCODED_NUL, "")
        return self.get_response(request)
