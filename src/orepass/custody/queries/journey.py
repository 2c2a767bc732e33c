"""The journey of what is in a lot: on which days its parts were delivered, and its ways from site to site."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import batched

import msgspec

from orepass.custody.models import Movement
from orepass.custody.queries.flow import LotFlow
from orepass.custody.queries.folding import CHUNK, standing
from orepass.custody.queries.origins import OriginShare
from orepass.custody.queries.places import site_of
from orepass.custody.rules.lots import Move
from orepass.custody.rules.terms import identifier_in

STOPS = (Move.BEGUN, Move.SENT, Move.RECEIVED, Move.USED)


class DeliveryDays(msgspec.Struct, frozen=True):
    """When the lots of one origin and class began, and how many they were."""

    first: date
    last: date
    lots: int


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """A way between two sites (ours, or their names in events) that lots went, from the first day to the last."""

    source: str
    target: str
    left_on: date
    arrived_on: date
    lots: int


Origin = tuple[str, str, str]
"""An origin as events name it, the class accorded there, and the certificate."""


def origin_of(part: OriginShare) -> Origin:
    """Return what tells the deliveries of one part of a composition from those of another."""
    return part.origin, part.claim_class, part.certificate


def lots_in(flow: LotFlow) -> list[str]:
    """Return a lot and every lot that went into it."""
    return sorted({flow.lot, *(lot for band in flow.bands for lot in band.lots)})


def delivery_days(lots: Iterable[str]) -> dict[Origin, DeliveryDays]:
    """Return the days on which lots began from the ground, by origin, class and certificate."""
    found: dict[Origin, DeliveryDays] = {}
    names: dict[str, str] = {}
    for part in batched(lots, CHUNK, strict=False):
        rows = standing(Movement.objects.filter(lot__uri__in=part, move=Move.BEGUN, origin=True))
        for site, claim_class, certificate, at in rows.values_list("site", "claim_class", "certificate", "at"):
            named = names.setdefault(certificate, identifier_in(certificate, "crt") or certificate)
            key, day = (site, claim_class, named), at.date()
            before = found.get(key, DeliveryDays(day, day, 0))
            found[key] = DeliveryDays(min(before.first, day), max(before.last, day), before.lots + 1)
    return found


def legs_of(lots: Iterable[str]) -> list[Leg]:
    """Return the ways that lots went from site to site, in the order they were first gone."""
    where: dict[int, tuple[str, date]] = {}
    ways: dict[tuple[str, str], Leg] = {}
    gone: dict[tuple[str, str], set[int]] = {}
    for sequence, site, day in _stops(lots):
        left = where.get(sequence)
        where[sequence] = (site, day)
        if left is None or left[0] == site:
            continue
        way = (left[0], site)
        gone.setdefault(way, set()).add(sequence)
        before = ways.get(way)
        ways[way] = Leg(
            source=way[0],
            target=way[1],
            left_on=min(left[1], before.left_on) if before else left[1],
            arrived_on=max(day, before.arrived_on) if before else day,
            lots=len(gone[way]),
        )
    return sorted(ways.values(), key=lambda leg: (leg.left_on, leg.arrived_on, leg.source, leg.target))


def _stops(lots: Iterable[str]) -> list[tuple[int, str, date]]:
    """Return where lots were and when, in the order it happened; a lot that is used stands where it is used."""
    names: dict[str, str] = {}
    found: list[tuple[int, str, str, datetime, int, int]] = []
    for part in batched(lots, CHUNK, strict=False):
        rows = standing(Movement.objects.filter(lot__uri__in=part, move__in=STOPS))
        found += rows.values_list("lot", "site", "event__site", "at", "event_id", "pk")
    stops = []
    for lot, site, of_event, at, _event, _pk in sorted(found, key=lambda row: row[3:]):
        uri = site or of_event
        if uri and uri not in names:
            names[uri] = site_of(uri) or uri
        if uri:
            stops.append((lot, names[uri], at.date()))
    return stops
