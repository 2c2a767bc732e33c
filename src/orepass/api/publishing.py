"""What strangers fetch to check a credential without asking us: DID documents, status lists, credentials (did:web)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from orepass.api.problems import refused
from orepass.kernel.refusal import Refusal
from orepass.passport.publishing import published
from orepass.platform import clock

A_YEAR = "public, max-age=31536000, immutable"
FIVE_MINUTES = "public, max-age=300"


@require_safe
def published_document(request: HttpRequest, path: str) -> HttpResponse:
    """Answer a published document to anyone, from any origin."""
    try:
        found = published(path, at=clock.now())
    except Refusal as refusal:
        return refused(request, refusal)
    response = HttpResponse(found.body, content_type=found.media_type)
    response["Cache-Control"] = A_YEAR if found.lasting else FIVE_MINUTES
    response["Access-Control-Allow-Origin"] = "*"
    return response
