"""Where each door hangs."""

from django.urls import include, path

from orepass.api.main import api
from orepass.project.health import alive, ready

urlpatterns = [
    path("health/alive", alive),
    path("health/ready", ready),
    path("account/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("", include("orepass.web.urls")),
]
