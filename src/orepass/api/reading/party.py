"""Organisations and sites; public sites need no token."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import After, Limit, Word, actor_of, answer, page, plain
from orepass.party.queries import search_organisations, search_sites, site_for
from orepass.platform.access import STRANGER

router = Router(tags=["party"])


@router.get("/organisations", operation_id="organisations")
def organisations(request: HttpRequest, *, text: Word = "", after: After = "", limit: Limit = 50) -> HttpResponse:
    """Return registered organisations whose name holds every word."""
    plain(text=text, after=after)
    return page(search_organisations(text, after=after, limit=limit + 1), limit)


@router.get("/sites", operation_id="sites", auth=None)
def sites(
    request: HttpRequest,
    *,
    text: Word = "",
    country: Word = "",
    mineral: Word = "",
    source: Word = "",
    after: After = "",
    limit: Limit = 50,
) -> HttpResponse:
    """Return public sites by words, country, mineral and source."""
    plain(text=text, country=country, mineral=mineral, source=source, after=after)
    found = search_sites(text, country=country, mineral=mineral, source=source, after=after, limit=limit + 1)
    return page(found, limit)


@router.get("/sites/{site}", operation_id="site", auth=None)
def public_site(request: HttpRequest, site: str) -> HttpResponse:
    """Return one public site."""
    plain(site=site)
    return answer(site_for(STRANGER, site))


@router.get("/own/sites/{site}", operation_id="own-site")
def own_site(request: HttpRequest, site: str) -> HttpResponse:
    """Return one site to whoever may see it."""
    plain(site=site)
    return answer(site_for(actor_of(request), site))
