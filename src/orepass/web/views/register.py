"""The public register: search, the map of sites, and the page of a site."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control

from orepass.kernel.refusal import NotFound
from orepass.party import queries as party
from orepass.party.queries import OrganisationCard, SiteCard
from orepass.platform import clock
from orepass.transparency import queries as transparency
from orepass.web import vocabulary
from orepass.web.act import work_page
from orepass.web.acting import actor_of
from orepass.web.components import Cell, Column, Table, key_to_marks, words
from orepass.web.pictures.projection import Frame
from orepass.web.pictures.world import Spot, standalone, world_map
from orepass.web.words import country_text, day_text, number_text

FOUND_AT_MOST = 200
MAP_KEPT_SECONDS = 300
MARGIN_DEGREES = 2.0
SPAN_AT_LEAST = 8.0
THEMES = ("light", "dark")


def home(request: HttpRequest) -> HttpResponse:
    """Show the register: what it is, the search, what was found, and the map of sites."""
    asked = request.GET.get("q", "").strip()[:200]
    tables = [_found_sites(asked), _found_organisations(asked)] if asked else []
    page = {
        "asked": asked,
        "log": transparency.head(),
        "map": _map_words(""),
        "key_to_marks": key_to_marks(),
    }
    return work_page(request, "public/home.html", page, tables=tables)


def sites_map(request: HttpRequest) -> HttpResponse:
    """Show the map of sites, of the world or of one country, with the table behind it."""
    country = request.GET.get("country", "").upper()[:2]
    places = [place for place in party.public_places() if not country or place[2] == country]
    rows = tuple(
        (
            words(name, href=reverse("web:site", args=[site])),
            words(country_text(code)),
            words(f"{latitude:.3f}, {longitude:.3f}"),
            words(vocabulary.source(origin)),
        )
        for site, name, code, latitude, longitude, origin in places
    )
    table = Table(
        id="places",
        caption=_("Sites on the map"),
        columns=(Column(_("Site")), Column(_("Country")), Column(_("Place")), Column(_("Source"))),
        rows=rows,
        empty=_(
            "No site with a known place yet. Sites show here once an operator publishes them or open data is read in."
        ),
    )
    countries = sorted({place[2] for place in party.public_places() if place[2]}, key=country_text)
    page = {
        "map": _map_words(country),
        "country": country,
        "countries": [(code, country_text(code)) for code in countries],
        "key_to_marks": key_to_marks(),
    }
    return work_page(request, "public/map.html", page, tables=[table])


@cache_control(public=True, max_age=MAP_KEPT_SECONDS)
def map_picture(request: HttpRequest, theme: str) -> HttpResponse:
    """Answer with the map as a picture, kept for a few minutes."""
    if theme not in THEMES:
        raise NotFound(what=theme)
    country = request.GET.get("country", "").upper()[:2]
    key = f"map:{theme}:{country}:{clock.today()}"
    drawn = cache.get(key)
    if drawn is None:
        spots = [
            Spot(float(latitude), float(longitude), _certainty(origin))
            for _site, _name, code, latitude, longitude, origin in party.public_places()
            if not country or code == country
        ]
        frame = _frame(spots) if country and spots else None
        drawn = standalone(world_map(spots, label=_("Map of sites"), theme=theme, frame=frame))
        cache.set(key, drawn, MAP_KEPT_SECONDS)
    return HttpResponse(drawn, content_type="image/svg+xml")


def site(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a site: what is known, by whom, since when, and what is not known."""
    card = party.site_for(actor_of(request), identifier)
    owner = party.organisation_card(card.organisation) if card.organisation else None
    page = {
        "site": card,
        "facts": _site_facts(card, owner),
        "country": country_text(card.country, card.country_text),
        "findings": card.findings,
        "corrections": party.corrections_of(card.id),
        "source": vocabulary.source(card.source),
        "today": clock.today(),
    }
    return render(request, "public/site.html", page)


def _certainty(origin: str) -> str:
    return "declared" if origin == "declared" else "missing"


def _frame(spots: Iterable[Spot]) -> Frame:
    latitudes = [spot.latitude for spot in spots]
    longitudes = [spot.longitude for spot in spots]
    half_height = max((max(latitudes) - min(latitudes)) / 2 + MARGIN_DEGREES, SPAN_AT_LEAST / 2)
    half_width = max((max(longitudes) - min(longitudes)) / 2 + MARGIN_DEGREES, half_height * 1.5)
    middle_y, middle_x = (max(latitudes) + min(latitudes)) / 2, (max(longitudes) + min(longitudes)) / 2
    return Frame(middle_x - half_width, middle_y - half_height, middle_x + half_width, middle_y + half_height)


def _map_words(country: str) -> dict[str, Any]:
    places = [place for place in party.public_places() if not country or place[2] == country]
    count = len(places)
    return {
        "title": ngettext("%(count)s site has a known place", "%(count)s sites have a known place", count)
        % {"count": number_text(count)},
        "query": f"?country={country}" if country else "",
        "count": count,
        "source": _("Register, %(day)s; outlines by Natural Earth") % {"day": day_text(clock.today())},
    }


def _found_sites(asked: str) -> Table:
    found = party.search_sites(asked, limit=FOUND_AT_MOST)
    return Table(
        id="sites",
        caption=_("Sites"),
        columns=(Column(_("Site")), Column(_("Country")), Column(_("Minerals")), Column(_("Source"))),
        rows=tuple(_site_row(card) for card in found),
        empty=_("No public site matches “%(asked)s”. Try one word of its name, its region or a mineral.")
        % {"asked": asked},
    )


def _site_row(card: SiteCard) -> tuple[Cell, ...]:
    return (
        words(card.name, href=reverse("web:site", args=[card.id])),
        words(country_text(card.country, card.country_text)),
        words(", ".join(card.minerals) or "–"),
        words(vocabulary.source(card.source)),
    )


def _found_organisations(asked: str) -> Table:
    return Table(
        id="organisations",
        caption=_("Organisations"),
        columns=(Column(_("Organisation")), Column(_("Kind")), Column(_("Country"))),
        rows=tuple(
            (
                words(card.name),
                words(vocabulary.organisation_kind(card.kind)),
                words(country_text(card.country, card.country_text)),
            )
            for card in party.search_organisations(asked, limit=FOUND_AT_MOST)
        ),
        empty=_("No registered organisation matches “%(asked)s”.") % {"asked": asked},
    )


def _site_facts(card: SiteCard, owner: OrganisationCard | None) -> list[tuple[str, Cell]]:
    unknown = _("not known")
    done = ", ".join(vocabulary.activity(code) for code in card.activities)
    place = (
        f"{card.latitude:.5f}, {card.longitude:.5f}"
        if card.latitude is not None and card.longitude is not None
        else unknown
    )
    region = ", ".join(filter(None, [country_text(card.country, card.country_text), card.region]))
    return [
        (_("Operator"), words(owner.name if owner else unknown)),
        (_("Country and region"), words(region)),
        (_("Place (latitude, longitude)"), words(place, note=card.location_origin)),
        (_("What is done there"), words(done or unknown)),
        (_("Minerals"), words(", ".join(card.minerals) or unknown)),
        (_("Also known as"), words(", ".join(card.aliases) or "–")),
        (_("Where this comes from"), words(vocabulary.source(card.source), note=card.external_id)),
        (_("Identifier"), words(card.id)),
    ]
