"""Where each page hangs: the public pages at the top, the work under ``desk/``."""

from django.urls import path

from orepass.web.views import (
    answers,
    audits,
    certificates,
    desk,
    files,
    language,
    log,
    person,
    register,
    showcase,
    standards,
)

app_name = "web"

urlpatterns = [
    path("", register.home, name="home"),
    path("map/", register.sites_map, name="map"),
    path("map/<str:theme>.svg", register.map_picture, name="map-picture"),
    path("sites/<str:identifier>/", register.site, name="site"),
    path("certificates/<str:identifier>/", certificates.certificate, name="certificate"),
    path("standards/", standards.standards, name="standards"),
    path("standards/<str:ref>/", standards.pack, name="pack"),
    path("standards/<str:ref>/numbers/", standards.numbers, name="numbers"),
    path("standards/<str:ref>/<str:code>/", standards.standard, name="standard"),
    path("standards/<str:ref>/<str:code>/<str:name>/", standards.subject, name="subject"),
    path("log/", log.log, name="log"),
    path("log/proof/<str:subject>/", log.proof, name="proof"),
    path("language/<str:code>/", language.choose, name="language"),
    path("components/", showcase.components, name="components"),
    path("invitation/<str:code>/", person.invitation, name="invitation"),
    path("desk/", desk.dashboard, name="dashboard"),
    path("desk/account/", person.person, name="person"),
    path("desk/account/act-for/", person.act_for, name="act-for"),
    path("desk/files/new/", files.new, name="file-new"),
    path("desk/files/<str:identifier>/", files.file, name="file"),
    path("desk/files/<str:identifier>/answers/", answers.grid, name="answers"),
    path("desk/files/<str:identifier>/answers/<str:name>/", answers.subject, name="answers-subject"),
    path("desk/audits/<str:identifier>/", audits.audit, name="audit"),
    path("desk/findings/<str:identifier>/", audits.finding, name="finding"),
    path("desk/certificates/<str:identifier>/", certificates.work, name="certificate-work"),
]
