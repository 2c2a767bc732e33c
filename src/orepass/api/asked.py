"""Ask of every request to an operation, before anything else, whether its address fits (``parameters``)."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from django.http import HttpRequest, HttpResponse

from orepass.api.main import api
from orepass.api.parameters import Taken, taken_by, unfit
from orepass.api.problems import refused

ROOT: Final = "/api/v1/"
DESCRIPTION: Final = f"{ROOT}openapi.json"
PATH_PART: Final = re.compile(r"<(?:\w+:)?(\w+)>")


class KnownParametersMiddleware:
    """Refuse a request to an operation with a parameter that is unknown to it, or given twice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the operation is known only when the address has been looked up."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Answer for the operation where a parameter does not fit."""
        if not request.GET or request.resolver_match is None:
            return None
        operation = taken().get((_path(request.resolver_match.route), request.method or ""))
        if operation is None:
            return None
        refusal = unfit({name: len(values) for name, values in request.GET.lists()}, operation)
        return refused(request, refusal) if refusal else None


@cache
def taken() -> Mapping[tuple[str, str], Taken]:
    """Return what every operation takes, by path and method, out of the description that everybody reads."""
    described = api.get_openapi_schema(path_prefix=ROOT)["paths"]
    operations = {
        (path, method.upper()): taken_by(written)
        for path, methods in described.items()
        for method, written in methods.items()
    }
    return operations | {(DESCRIPTION, "GET"): Taken()}


def _path(route: str) -> str:
    """Write a route as the description does."""
    return "/" + PATH_PART.sub(r"{\1}", route)
