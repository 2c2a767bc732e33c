"""The REST API: every action is an operation of the same name; reading follows in ``api/reading``.

``POST /api/v1/actions/<room.thing.verb>`` performs an action. Its body's schema is made from the action's signature, so
the API cannot drift from the rules. Errors are RFC 9457 problem+json with the refusal's code.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from orepass.api.actions import operations
from orepass.api.authentication import TokenAuthentication
from orepass.api.credentials import router as credentials
from orepass.api.problems import problem, refused
from orepass.api.reading import router as reading
from orepass.api.schemas import with_components
from orepass.kernel.refusal import Refusal


class OrepassAPI(NinjaAPI):
    """The API with the schemas of the actions' inputs in its OpenAPI document."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - ninja's signature
        """Return the OpenAPI document with every action's input schema."""
        return with_components(super().get_openapi_schema(*args, **kwargs))


api = OrepassAPI(
    title="Orepass",
    version="1",
    description="Mineral certification end to end. Every write is an action; its name is the operation's name.",
    docs_url=None,  # ninja's page asks a foreign server for its scripts; ours are in `reference`
    auth=[TokenAuthentication()],
    urls_namespace="api",
)
# Before reading, where a name may stand in the place of these verbs.
api.add_router("", credentials)
api.add_router("", reading)
api.add_router("/actions", operations())


@api.exception_handler(Refusal)
def on_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal as a problem document."""
    return refused(request, refusal)


for kind in (AuthenticationError, ValidationError, HttpError, Http404):
    api.add_exception_handler(kind, problem)
