"""Where each door hangs."""

from django.urls import include, path, re_path

from orepass.api.main import api
from orepass.api.publishing import published_document
from orepass.api.reference import operation, overview
from orepass.api.tiles import log_file
from orepass.project.health import alive, ready

PUBLISHED = r"^(?P<path>(?:[\w.-]+/){1,6}(?:did\.jsonl?|did-witness\.json)|status/[\w-]{1,64}|credentials/[\w-]{1,64})$"
"""The addresses that other verifiers know from DIDs and credentials."""
LOG_FILES = r"^log/(?P<path>checkpoint|tile/[\w./]{1,60})$"
"""The log in the form that mirrors and witnesses know: its name is the address before these paths."""

handler404 = "orepass.web.acting.nowhere"

urlpatterns = [
    re_path(PUBLISHED, published_document, name="published"),
    re_path(LOG_FILES, log_file, name="log-files"),
    path("health/alive", alive),
    path("health/ready", ready),
    path("account/", include("allauth.urls")),
    path("api/v1/docs/", overview, name="api-reference"),
    path("api/v1/docs/<str:name>", operation, name="api-operation"),
    path("api/v1/", api.urls),
    path("", include("orepass.web.urls")),
]
