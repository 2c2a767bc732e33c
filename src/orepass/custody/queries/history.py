"""Load what the checks of plausibility need to know of the time before a document: only what its events ask for.

A document of a hundred events costs as many questions to the database as one of them: places, visits, published sites,
earlier deliveries, earlier recoveries, and where its lots were last.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, Final

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from orepass.custody.models import Movement
from orepass.custody.queries.places import sites_behind
from orepass.custody.queries.recovered import recovered
from orepass.custody.queries.told import MOVED, facts_of, movement_of, standing
from orepass.custody.rules.forms import FORMS, MINERALS
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.history import History, Place, mineral_of
from orepass.custody.rules.lots import Lots, Move
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.plausibility.national import ASKED_FROM, TONNE, produced
from orepass.custody.rules.possible import Part, by_form
from orepass.custody.rules.terms import uri_of
from orepass.diligence.queries import workers_counted
from orepass.party import queries as party
from orepass.party.rules.kinds import SiteSize

DECLARED: Final = "declared"
_WEIGHED: Final = {Happening.RECEIVES, Happening.LOOKS}


def history_of(
    events: Iterable[Event], lots: Lots, *, leaving_out: frozenset[str] = frozenset(), campaigns: Iterable[str] = ()
) -> History:
    """Return what happened before the events of a document, as far as a check asks for it.

    Args:
        events: the events, of which only those in our terms are checked.
        lots: the lots they name, as they are.
        leaving_out: identifiers of events that are being taken back just now.
        campaigns: transformations asked for besides those that the events are a part of.
    """
    ours = [event for event in events if event.ours and event.happening is not Happening.NOTHING]
    begins = [event for event in ours if event.happening is Happening.BEGINS]
    found = History(places=places_of({event.site for event in ours} | _origins(begins)))
    _seen(found, ours, lots, leaving_out)
    _begun(found, begins, leaving_out)
    recovered(found, ours, lots, leaving_out)
    _went_through(found, {event.campaign for event in ours} - {""} | {*campaigns}, leaving_out)
    return found


def places_of(uris: Iterable[str]) -> dict[str, Place]:
    """Return the registered sites behind some URIs, by URI."""
    return {uri: _place(card) for uri, card in sites_behind(uris).items()}


def _place(card: party.SiteCard) -> Place:
    known = card.latitude is not None and card.longitude is not None
    return Place(
        site=card.id,
        name=card.name,
        country=card.country,
        latitude=float(card.latitude or 0) if known else None,
        longitude=float(card.longitude or 0) if known else None,
        artisanal=card.size == SiteSize.ASM,
        declared=card.source == DECLARED,
    )


def _went_through(found: History, campaigns: Collection[str], leaving_out: frozenset[str]) -> None:
    """Load what the earlier events of some campaigns used and made."""
    if not campaigns:
        return
    rows = Movement.objects.filter(event__campaign__among=sorted(campaigns), move__in=[Move.USED, Move.BEGUN])
    for name, teller, *moved in _without(rows, leaving_out).values_list(
        "event__campaign", "event__job__organisation", *MOVED
    ):
        found.keep_campaign(name, [movement_of(moved)])
        if teller:
            found.told_by.setdefault(name, set()).add(teller)


def _origins(begins: Iterable[Event]) -> set[str]:
    return {portion.facts.origin_site or event.site for event in begins for portion in event.begun}


def _without(rows: "QuerySet[Movement]", leaving_out: frozenset[str]) -> "QuerySet[Movement]":
    rows = standing(rows)
    return rows.exclude(event__event_id__in=leaving_out) if leaving_out else rows


def _seen(found: History, events: Sequence[Event], lots: Lots, leaving_out: frozenset[str]) -> None:
    """Load where the lots were and with which mass they were sent, for events at a place with coordinates."""
    wanted: set[str] = set()
    for event in events:
        here = found.places.get(event.site)
        weighed = event.happening in _WEIGHED and any(portion.mass_mg is not None for portion in event.touched)
        if weighed or (here is not None and here.latitude is not None):
            wanted |= {inside for lot in event.lots for inside in (lot, *lots.contents(lot))}
    known = sorted(uri for uri in wanted if uri in lots.known and lots.known[uri].last_at)
    if not known:
        return
    rows = _without(Movement.objects.filter(lot__uri__among=known), leaving_out).order_by("at", "pk")
    for lot, at, site, move, weight in rows.values_list("lot__uri", "at", "event__site", "move", "mass_mg"):
        if site:
            found.seen.setdefault(lot, []).append((at, site))
        if move == Move.SENT and weight is not None:
            found.sent[lot] = weight
    named = {site for seen in found.seen.values() for _at, site in seen} - set(found.places)
    found.places |= places_of(named) if named else {}


def _begun(found: History, begins: Sequence[Event], leaving_out: frozenset[str]) -> None:
    """Load what is known of the places where lots begin, and what began there, and in their countries, before."""
    origins = _origins(begins) & set(found.places)
    if not origins:
        return
    sites = {found.places[uri].site for uri in origins}
    uris = party.uris_of_sites(sites) | {uri_of(site): site for site in sites}
    rows = _without(Movement.objects.filter(origin=True, move=Move.BEGUN), leaving_out)
    here = rows.filter(site__in=sorted(uris))
    found.begun_at |= {uris[site] for site in here.order_by().values_list("site", flat=True).distinct()}
    _describe(found, origins, begins)
    small = {place.site for uri in origins if (place := found.places[uri]).artisanal and place.workers}
    minerals = {mineral for event in begins for part in event.begun if (mineral := mineral_of(part))}
    if small and minerals:
        months = {(event.on.year, event.on.month) for event in begins}
        first, last = min(months), max(months)
        month_after = datetime(last[0] + last[1] // 12, last[1] % 12 + 1, 1, tzinfo=UTC)
        asked = here.filter(at__gte=datetime(*first, 1, tzinfo=UTC), at__lt=month_after)
        for row in _added_up(asked.filter(site__in=[uri for uri, site in uris.items() if site in small]), minerals):
            for mineral in minerals & {name for name, total in row.items() if total and name in minerals}:
                key = (uris[row["site"]], mineral, (row["year"], row["month"]))
                found.won[key] = found.won.get(key, 0) + row[mineral]
        if any(part.content_mg is None for event in begins for part in event.begun):
            _load_unassayed(found, asked.filter(site__in=[uri for uri, site in uris.items() if site in small]), uris)
    _load_national(found, begins, rows)


def _load_unassayed(found: History, rows: "QuerySet[Movement]", uris: Mapping[str, str]) -> None:
    """Load what began without an assay at the small sites in the months of a document."""
    bare = rows.filter(content_mg=None, mass_mg__isnull=False)
    dated = bare.annotate(year=ExtractYear("at", tzinfo=UTC), month=ExtractMonth("at", tzinfo=UTC)).order_by()
    for row in dated.values("site", "year", "month", "facts").annotate(mass=Sum("mass_mg")):
        facts = facts_of(row["facts"])
        mineral = MINERALS.get(facts.element, "")
        if mineral:
            key = (uris[row["site"]], mineral, facts.material, (row["year"], row["month"]))
            found.unassayed[key] = found.unassayed.get(key, 0) + row["mass"]


def _describe(found: History, origins: set[str], begins: Sequence[Event]) -> None:
    """Add to the places where lots begin how many people work there and how far the nearest published site is."""
    small = {found.places[uri].site for uri in origins if found.places[uri].artisanal}
    workers = workers_counted(small, max(event.on for event in begins)) if small else {}
    points = {
        place.site: (place.latitude, place.longitude)
        for uri in origins
        if (place := found.places[uri]).declared
        and place.latitude is not None
        and place.longitude is not None
        and place.site not in found.begun_at
    }
    nearest = party.nearest_published(points) if points else {}
    for uri in origins:
        place = found.places[uri]
        found.places[uri] = Place(
            **{field: getattr(place, field) for field in place.__struct_fields__}
            | {"workers": workers.get(place.site), "nearest_km": nearest.get(place.site)}
        )


def _added_up(rows: "QuerySet[Movement]", minerals: Iterable[str]) -> Iterable[Mapping[str, Any]]:
    """Return the contained element by place and month, a column for each mineral."""
    sums = {mineral: Sum("content_mg", filter=_of_mineral(mineral)) for mineral in sorted(minerals)}
    dated = rows.annotate(year=ExtractYear("at", tzinfo=UTC), month=ExtractMonth("at", tzinfo=UTC))
    return dated.order_by().values("site", "year", "month").annotate(**sums)


def _of_mineral(mineral: str) -> Q:
    condition = Q()
    for element, name in MINERALS.items():
        if name == mineral:
            condition |= Q(facts__contains=f'"element":"{element}"')
    return condition


def _load_national(found: History, begins: Sequence[Event], rows: "QuerySet[Movement]") -> None:
    """Load what was declared of a country's year, where the document adds enough to it to be worth adding up."""
    adds: dict[tuple[str, str, int], int] = {}
    for event in begins:
        for portion in event.begun:
            place, mineral = found.places.get(portion.facts.origin_site or event.site), mineral_of(portion)
            if place and place.country and mineral:
                key = (place.country, mineral, event.on.year)
                adds[key] = adds.get(key, 0) + _at_most(portion)
    asked = {key for key, content in adds.items() if _worth_asking(key, content)}
    for year in sorted({key[2] for key in asked}):
        minerals = {key[1] for key in asked if key[2] == year}
        totals = list(_added_up(rows.filter(at__year=year), minerals))
        places = places_of({row["site"] for row in totals} - set(found.places)) | found.places
        for row in totals:
            place = places.get(row["site"])
            for mineral in minerals:
                if place and (place.country, mineral, year) in asked and row[mineral]:
                    key = (place.country, mineral, year)
                    found.national[key] = found.national.get(key, 0) + row[mineral]
        _load_bare(found, {key for key in asked if key[2] == year}, rows.filter(at__year=year), places)


def _load_bare(
    found: History, asked: set[tuple[str, str, int]], rows: "QuerySet[Movement]", places: Mapping[str, Place]
) -> None:
    """Load the mass of what nobody assayed in a year, by form; what is in no form that is measured has none."""
    minerals = {mineral for _country, mineral, _year in asked}
    forms = {name: mineral for name, form in FORMS.items() if (mineral := MINERALS[form.element]) in minerals}
    sums = {
        f"form_{name}": Sum("mass_mg", filter=Q(facts__contains=f'"material":"{name}"') & _of_mineral(mineral))
        for name, mineral in forms.items()
    }
    sums |= {mineral: Sum("mass_mg", filter=_of_mineral(mineral)) for mineral in minerals}
    bare = rows.filter(content_mg=None, mass_mg__isnull=False).order_by().values("site").annotate(**sums)
    added: Iterable[Mapping[str, Any]] = bare
    for row in added:
        place = places.get(row["site"])
        for key in (one for one in asked if place and place.country == one[0]):
            known = {name: row[f"form_{name}"] or 0 for name, mineral in forms.items() if mineral == key[1]}
            for form, mass in {**known, "": (row[key[1]] or 0) - sum(known.values())}.items():
                if mass > 0:
                    found.keep_bare(key, form, mass)


def _at_most(portion: Portion) -> int:
    """Return what is in a lot, and where nobody assayed it all that its form can hold."""
    if portion.content_mg is not None:
        return portion.content_mg
    return by_form(Part(portion.mass_mg, None, (), portion.facts), Limits()) or 0


def _worth_asking(key: tuple[str, str, int], content: int) -> bool:
    country, mineral, year = key
    known = produced(mineral, country, year)
    return known is not None and content >= Fraction(known.tonnes) * TONNE * ASKED_FROM
