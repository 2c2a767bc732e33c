"""The public register: search, the map of sites, and the page of a site."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from orepass.diligence.rules.status import StatusSpan
from orepass.kernel.digest import Digest
from orepass.kernel.finding import Severity
from orepass.kernel.refusal import NotFound
from orepass.party.queries import OrganisationCard, SiteCard
from orepass.platform import clock
from orepass.register import queries as register
from orepass.register.queries import SitePage
from orepass.register.rules import Place
from orepass.scheme import queries as scheme
from orepass.transparency import queries as transparency
from orepass.web import vocabulary
from orepass.web.act import may, work_page
from orepass.web.acting import actor_of
from orepass.web.components import Cell, Column, Moment, Table, day, words
from orepass.web.marks import verdict_mark
from orepass.web.pictures.projection import Frame
from orepass.web.pictures.world import ORDER, Spot, standalone, world_map
from orepass.web.views.desk import holders
from orepass.web.words import (
    coordinates_text,
    country_text,
    day_text,
    finding_text,
    finding_way_out,
    number_text,
    translated,
)

FOUND_AT_MOST = 200
MAP_KEPT_SECONDS = 300
MARGIN_DEGREES = 2.0
SPAN_AT_LEAST = 8.0
THEMES = ("light", "dark")
SITE_COLUMN, COUNTRY_COLUMN = "0", "1"


def home(request: HttpRequest) -> HttpResponse:
    """Show the register: what it is, the search, what was found, and the map of sites."""
    asked = request.GET.get("q", "").strip()[:200]
    today = clock.today()
    tables: list[Table] = []
    if asked:
        found = register.search(asked, limit=FOUND_AT_MOST)
        tables = [
            holders(list(found.certificates), today, "web:certificate"),
            _sites(asked, found.sites),
            _organisations(asked, found.organisations),
        ]
    page = {"asked": asked, "log": transparency.head(), "map": _map_words("", today), "asks": _asks()}
    return work_page(request, "public/home.html", page, tables=tables)


def _asks() -> str:
    """Return the edition that a visitor is asked about: the newest that is published and released."""
    released = [card for card in scheme.editions() if card.status == scheme.RELEASED]
    return max(released, key=lambda card: card.valid_from).ref if released else ""


def sites_map(request: HttpRequest) -> HttpResponse:
    """Show the map of sites, of the world or of one country, with the table behind it."""
    today = clock.today()
    country = request.GET.get("country", "").upper()[:2]
    table = Table(
        id="places",
        caption=_("Sites on the map"),
        columns=(
            Column(_("Site")),
            Column(_("Country")),
            Column(_("Certainty")),
            Column(_("Place")),
            Column(_("Source")),
        ),
        rows=_place_rows(today, country, get_language() or "", register.places_digest(today)),
        order=SITE_COLUMN if country else COUNTRY_COLUMN,
        empty=_("No site with a known place yet. Sites show once an operator publishes them or open data is read in."),
    )
    countries = sorted({place.country for place in register.places(today) if place.country}, key=country_text)
    page = {
        "map": _map_words(country, today),
        "country": country,
        "countries": [(code, country_text(code)) for code in countries],
    }
    return work_page(request, "public/map.html", page, tables=[table])


@cache_control(public=True, max_age=MAP_KEPT_SECONDS)
def map_picture(request: HttpRequest, theme: str) -> HttpResponse:
    """Answer with the map as a picture, kept until the facts change."""
    if theme not in THEMES:
        raise NotFound(what=theme)
    today = clock.today()
    country = request.GET.get("country", "").upper()[:2]
    key = f"map:{theme}:{country}:{get_language()}:{register.places_digest(today)}"
    drawn = cache.get(key)
    if drawn is None:
        spots = [
            Spot(float(place.latitude), float(place.longitude), str(place.certainty))
            for place in register.places(today, country)
        ]
        frame = _frame(spots) if country and spots else None
        drawn = standalone(world_map(spots, label=_("Map of sites"), theme=theme, frame=frame))
        cache.set(key, drawn, MAP_KEPT_SECONDS)
    return HttpResponse(drawn, content_type="image/svg+xml")


def site(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a site: what is known, by whom, since when, and what is not known."""
    today = clock.today()
    found = register.site_page(actor_of(request), identifier, today)
    card = found.site
    page = {
        "site": card,
        "facts": _site_facts(card, found.operator),
        "country": country_text(card.country, card.country_text),
        "right": verdict_mark(found.right.verdict),
        "right_reasons": [translated(reason) for reason in found.right.verdict.reasons],
        "status": vocabulary.site_colour(found.risk.status.colour),
        "status_basis": vocabulary.status_basis(found.risk.status.basis),
        "clear": verdict_mark(found.risk.clear),
        "signals": _said(found, Severity.WARNING, Severity.ERROR),
        "open_questions": _said(found, Severity.NOTE),
        "moments": status_moments(found.history, today),
        "looks": may(request, "diligence.visit.record") or may(request, "diligence.flag.answer"),
        "marks": [finding_text(each) for each in card.findings],
        "corrections": found.corrections,
        "source": _source(found),
        "today": today,
    }
    tables = [_visits(found), holders(list(found.certificates), today, "web:certificate")]
    return work_page(request, "public/site.html", page, tables=tables)


def _said(found: SitePage, *severities: Severity) -> list[tuple[str, str]]:
    listed = [each for each in found.risk.findings if each.severity in severities]
    return [(finding_text(each), finding_way_out(each)) for each in listed]


@lru_cache(maxsize=8)
def _place_rows(on: date, country: str, _language: str, _facts: Digest) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of the table behind the map by name, made once for a language until the facts change."""
    said = {kind: vocabulary.certainty(kind) for kind in ORDER}
    places = sorted(register.places(on, country), key=lambda place: place.name.casefold())
    countries = {code: words(country_text(code)) for code in {place.country for place in places}}
    sources = {code: words(vocabulary.source(code)) for code in {place.source for place in places}}
    # One address is asked for and filled in for all: thousands take half a second to ask for.
    address = reverse("web:site", args=["0"])
    return tuple(
        (
            words(place.name, href=address.replace("0", place.id)),
            countries[place.country],
            Cell(word := said[str(place.certainty)], mark=str(place.certainty), key=word, raw=word),
            _degrees(place),
            sources[place.source],
        )
        for place in places
    )


def _degrees(place: Place) -> Cell:
    """Write where a site lies, and in a file with the hyphen that programs read as a minus."""
    shown = coordinates_text(place.latitude, place.longitude, places=3)
    return Cell(shown, key=shown, raw=f"{place.latitude:.3f}, {place.longitude:.3f}")


def _frame(spots: Sequence[Spot]) -> Frame:
    latitudes = [spot.latitude for spot in spots]
    longitudes = [spot.longitude for spot in spots]
    half_height = max((max(latitudes) - min(latitudes)) / 2 + MARGIN_DEGREES, SPAN_AT_LEAST / 2)
    half_width = max((max(longitudes) - min(longitudes)) / 2 + MARGIN_DEGREES, half_height * 1.5)
    middle_y, middle_x = (max(latitudes) + min(latitudes)) / 2, (max(longitudes) + min(longitudes)) / 2
    return Frame(middle_x - half_width, middle_y - half_height, middle_x + half_width, middle_y + half_height)


def _map_words(country: str, today: date) -> dict[str, Any]:
    count = len(register.places(today, country))
    return {
        "title": ngettext("%(count)s site has a known place", "%(count)s sites have a known place", count)
        % {"count": number_text(count)},
        "query": f"?country={country}" if country else "",
        "count": number_text(count),
        "number": count,
        "source": _("Register, %(day)s; outlines by Natural Earth") % {"day": day_text(today)},
    }


def _sites(asked: str, found: Iterable[SiteCard]) -> Table:
    return Table(
        id="sites",
        caption=_("Sites"),
        columns=(Column(_("Site")), Column(_("Country")), Column(_("Minerals")), Column(_("Source"))),
        rows=tuple(
            (
                words(card.name, href=reverse("web:site", args=[card.id])),
                words(country_text(card.country, card.country_text)),
                words(", ".join(map(vocabulary.mineral, card.minerals)) or "–"),
                words(vocabulary.source(card.source)),
            )
            for card in found
        ),
        empty=_("No public site matches “%(asked)s”. Try one word of its name, region or mineral.") % {"asked": asked},
    )


def _organisations(asked: str, found: Iterable[OrganisationCard]) -> Table:
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
            for card in found
        ),
        empty=_("No public organisation matches “%(asked)s”.") % {"asked": asked},
    )


def _visits(found: SitePage) -> Table:
    return Table(
        id="visits",
        caption=_("Visits on record"),
        columns=(
            Column(_("Day"), "day"),
            Column(_("By")),
            Column(_("Status given")),
            Column(_("People at work"), "number"),
        ),
        rows=tuple(
            (
                day(visit.observed_on),
                words(visit.publisher or visit.source, note=visit.project),
                words(vocabulary.site_colour(visit.colour) if visit.colour else visit.status_text or "–"),
                words(visit.workers if visit.workers is not None else "–"),
            )
            for visit in found.visits
        ),
        empty=_("Nobody has put a visit on record. What nobody looked at is not clean, only not known."),
    )


def status_moments(spans: Sequence[StatusSpan], today: date) -> list[Moment]:
    """Lay the status of a site out over time, with today's line."""
    kinds = {"green": "verified", "yellow": "due", "red": "failed", "blue": "missing"}
    moments = [
        Moment(
            on=span.period.valid_from,
            said=f"{vocabulary.site_colour(span.colour)} – {vocabulary.status_basis(span.basis)}",
            kind=kinds[str(span.colour)],
            by=span.entry.source if span.entry else "",
            future=span.period.valid_from > today,
        )
        for span in spans
    ]
    if not moments:
        return []
    return sorted([*moments, Moment(on=today, said="", today=True)], key=lambda moment: moment.on)


def _source(found: SitePage) -> str:
    name = vocabulary.source(found.site.source)
    credit = found.sources[0].credit if found.sources else ""
    return f"{name} – {credit}" if credit else name


def _site_facts(card: SiteCard, owner: OrganisationCard | None) -> list[tuple[str, Cell]]:
    unknown = _("not known")
    done = ", ".join(vocabulary.activity(code) for code in card.activities)
    place = unknown
    if card.latitude is not None and card.longitude is not None:
        place = coordinates_text(card.latitude, card.longitude, places=5)
    region = ", ".join(filter(None, [country_text(card.country, card.country_text), card.region]))
    return [
        (_("Operator"), words(owner.name if owner else unknown)),
        (_("Country and region"), words(region)),
        (_("Place (latitude, longitude)"), words(place, note=card.location_origin)),
        (_("What is done there"), words(done or unknown)),
        (_("Minerals"), words(", ".join(map(vocabulary.mineral, card.minerals)) or unknown)),
        (_("Size"), words(vocabulary.size(card.size) if card.size else unknown)),
        (_("Also known as"), words(", ".join(card.aliases) or "–")),
        (_("Where this comes from"), words(vocabulary.source(card.source), note=card.external_id)),
        (_("Identifier"), words(card.id)),
    ]
