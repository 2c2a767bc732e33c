"""Where each page hangs."""

from django.urls import path

from orepass.web.views import language, log, register, showcase

app_name = "web"

urlpatterns = [
    path("", register.home, name="home"),
    path("map/", register.sites_map, name="map"),
    path("map/<str:theme>.svg", register.map_picture, name="map-picture"),
    path("sites/<str:identifier>/", register.site, name="site"),
    path("log/", log.log, name="log"),
    path("log/proof/<str:subject>/", log.proof, name="proof"),
    path("standards/", register.home, name="standards"),
    path("language/<str:code>/", language.choose, name="language"),
    path("components/", showcase.components, name="components"),
    path("desk/", register.home, name="dashboard"),
    path("person/", register.home, name="person"),
]
