"""Where each page hangs."""

from django.urls import path

from orepass.web.views import language, log, register, showcase, standards

app_name = "web"

urlpatterns = [
    path("", register.home, name="home"),
    path("map/", register.sites_map, name="map"),
    path("map/<str:theme>.svg", register.map_picture, name="map-picture"),
    path("sites/<str:identifier>/", register.site, name="site"),
    path("log/", log.log, name="log"),
    path("log/proof/<str:subject>/", log.proof, name="proof"),
    path("standards/", standards.standards, name="standards"),
    path("standards/<str:ref>/", standards.pack, name="pack"),
    path("standards/<str:ref>/numbers/", standards.numbers, name="numbers"),
    path("standards/<str:ref>/<str:code>/", standards.standard, name="standard"),
    path("standards/<str:ref>/<str:code>/<str:name>/", standards.subject, name="subject"),
    path("language/<str:code>/", language.choose, name="language"),
    path("components/", showcase.components, name="components"),
    path("desk/", register.home, name="dashboard"),
    path("person/", register.home, name="person"),
]
