"""The log as files that mirrors, witnesses and auditors fetch without asking us (C2SP tlog-tiles)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from orepass.api.problems import refused
from orepass.kernel.refusal import Refusal
from orepass.transparency.serving import resource

A_YEAR = "public, max-age=31536000, immutable"
AT_ONCE = "no-cache"


@gzip_page
@require_safe
def log_file(request: HttpRequest, path: str) -> HttpResponse:
    """Answer the checkpoint, a tile or a bundle of entries to anyone, from any origin."""
    try:
        found = resource(path)
    except Refusal as refusal:
        return refused(request, refusal)
    response = HttpResponse(found.body, content_type=found.media_type)
    response["Cache-Control"] = A_YEAR if found.lasting else AT_ONCE
    response["Access-Control-Allow-Origin"] = "*"
    return response
