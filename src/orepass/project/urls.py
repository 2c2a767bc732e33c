"""Where each door hangs."""

from django.urls import include, path, re_path

from orepass.api.main import api
from orepass.api.publishing import published_document
from orepass.project.health import alive, ready

PUBLISHED = r"^(?P<path>\.well-known/did\.json|(?:[\w.-]+/){1,6}did\.json|status/[\w-]{1,64}|credentials/[\w-]{1,64})$"
"""The addresses that other verifiers know from DIDs and credentials."""

urlpatterns = [
    re_path(PUBLISHED, published_document, name="published"),
    path("health/alive", alive),
    path("health/ready", ready),
    path("account/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("", include("orepass.web.urls")),
]
