"""Where each page hangs."""

from django.urls import path

from orepass.web.views import public, showcase

app_name = "web"

urlpatterns = [
    path("", public.home, name="home"),
    path("components/", showcase.components, name="components"),
    path("map/", public.home, name="map"),
    path("standards/", public.home, name="standards"),
    path("log/", public.home, name="log"),
    path("desk/", public.home, name="dashboard"),
    path("person/", public.home, name="person"),
    path("language/<str:code>/", public.language, name="language"),
]
