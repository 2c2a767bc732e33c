"""The language switch: a cookie and back to where the reader was."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from orepass.kernel.refusal import NotFound

A_YEAR_IN_SECONDS = 365 * 24 * 3600


def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the reader's language and go back to the page."""
    if code not in dict(settings.LANGUAGES):
        raise NotFound(what=code)
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=A_YEAR_IN_SECONDS, samesite="Lax", secure=secure)
    return response
