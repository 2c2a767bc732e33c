"""The page of all components, for those who build and judge the look."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.platform.access import Role
from orepass.web.act import work_page
from orepass.web.acting import actor_of
from orepass.web.components import key_to_marks
from orepass.web.pictures.qr import qr_code
from orepass.web.showcase import sample_table, samples
from orepass.web.showcase_pictures import sample_route


def components(request: HttpRequest) -> HttpResponse:
    """Show every component, full and empty; for scheme staff, or when the server is in debug mode."""
    if not settings.DEBUG and Role.SCHEME_STAFF not in actor_of(request).roles:
        raise NotFound(what=request.path)
    today = clock.today()
    page = {
        **samples(today),
        "key_to_marks": key_to_marks(),
        "no_tasks": [],
        "route_picture": sample_route(),
        "qr": qr_code("https://orepass.example/passports/demo"),
    }
    tables = [sample_table(today, full=True), sample_table(today, full=False)]
    return work_page(request, "components.html", page, tables=tables)
