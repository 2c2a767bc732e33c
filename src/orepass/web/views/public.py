"""The public pages: the register with its search, the map, sites, certificates, passports, standards and the log."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from orepass.kernel.refusal import NotFound


def home(request: HttpRequest) -> HttpResponse:
    """Show the register: what it is, the search, and the map of sites."""
    return render(request, "public/home.html", {})


def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the reader's language and go back to the page."""
    if code not in dict(settings.LANGUAGES):
        raise NotFound(what=code)
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
