"""The route of a lot: which sites its material passed, in which order and on which days, for the map and its table."""

from collections.abc import Mapping, Sequence

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orepass.custody.queries.journey import Leg
from orepass.party.queries import SiteCard
from orepass.platform.access import Actor, Role
from orepass.web.components import Cell, Column, Table, day, number, words
from orepass.web.pictures.route import Stop, Way
from orepass.web.words import country_text, number_text

STOPS_DRAWN = 40


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A route as the page and its map need it.

    Attributes:
        numbers: site (or its name in events) to its number, by the day it was first reached.
        stops: those that are drawn: with a known place, the first :data:`STOPS_DRAWN`.
    """

    legs: tuple[Leg, ...]
    numbers: dict[str, int]
    stops: tuple[Stop, ...]
    ways: tuple[Way, ...]
    rounded: bool

    @property
    def unplaced(self) -> int:
        """Return how many stops are in the table and not on the map."""
        return len(self.numbers) - len(self.stops)


def route_of(
    actor: Actor, legs: Sequence[Leg], where: str, sites: Mapping[str, SiteCard], certainties: Mapping[str, str]
) -> Route:
    """Lay out a route; a lot that never moved has one stop: ``where`` it is.

    A site that is not public and not the reader's own is drawn to the whole degree: its operator told its customers
    the material, not the pit.
    """
    names = list(dict.fromkeys([name for leg in legs for name in (leg.source, leg.target)] or [where]))
    numbers = {name: at for at, name in enumerate((name for name in names if name), 1)}
    placed = [(name, sites[name]) for name in numbers if name in sites and sites[name].latitude is not None]
    stops = tuple(
        _stop(numbers[name], site, exact=_may_see(actor, site), certainty=certainties.get(name, "declared"))
        for name, site in placed[:STOPS_DRAWN]
    )
    drawn = {stop.number for stop in stops}
    ways = [Way(numbers[leg.source], numbers[leg.target]) for leg in legs]
    return Route(
        legs=tuple(legs),
        numbers=numbers,
        stops=stops,
        ways=tuple(way for way in ways if {way.source, way.target} <= drawn),
        rounded=any(not _may_see(actor, site) for _name, site in placed[:STOPS_DRAWN]),
    )


def _may_see(actor: Actor, site: SiteCard) -> bool:
    return site.public or Role.STEWARD in actor.roles or (site.organisation or "—") == actor.organisation


def _stop(number: int, site: SiteCard, *, exact: bool, certainty: str) -> Stop:
    latitude, longitude = float(site.latitude or 0), float(site.longitude or 0)
    if not exact:
        latitude, longitude = float(round(latitude)), float(round(longitude))
    return Stop(number, latitude, longitude, certainty)


def route_title(route: Route) -> str:
    """State what the map shows."""
    stops, ways = len(route.numbers), len(route.legs)
    if not ways:
        return _("No event tells of a way: the material is where it began")
    sites = ngettext("%(count)s site", "%(count)s sites", stops) % {"count": number_text(stops)}
    return ngettext("%(count)s way between %(sites)s", "%(count)s ways between %(sites)s", ways) % {
        "count": number_text(ways),
        "sites": sites,
    }


def route_remarks(route: Route) -> list[str]:
    """Say what the map leaves out or draws roughly."""
    said = []
    if route.rounded:
        said.append(_("Sites that are not public are drawn to the whole degree."))
    if route.unplaced:
        missing = ngettext(
            "%(count)s stop is in the table and not on the map: its place is not known.",
            "%(count)s stops are in the table and not on the map: their place is not known, or there are too many.",
            route.unplaced,
        )
        said.append(missing % {"count": number_text(route.unplaced)})
    return said


def route_table(route: Route, sites: Mapping[str, SiteCard]) -> Table:
    """List the ways in order, with their days."""
    return Table(
        id="route",
        caption=_("The way it went"),
        columns=(
            Column(_("From")),
            Column(_("To")),
            Column(_("Departed"), "day"),
            Column(_("Arrived"), "day"),
            Column(_("Lots"), "number"),
        ),
        rows=tuple(
            (
                _numbered(leg.source, route, sites),
                _numbered(leg.target, route, sites),
                day(leg.left_on),
                day(leg.arrived_on),
                number(leg.lots),
            )
            for leg in route.legs
        ),
        empty=_("No event tells of a way yet. What is sent and received will stand here, with its days."),
    )


def _numbered(name: str, route: Route, sites: Mapping[str, SiteCard]) -> Cell:
    site = sites.get(name)
    said = site.name if site else name.rpartition("/")[2] or name
    country = country_text(site.country) if site and site.country else ""
    return words(f"{route.numbers[name]} · {said}", note=country)
