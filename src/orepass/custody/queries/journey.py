"""The journey of what is in a lot: on which days its parts were delivered, and its ways from site to site."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from orepass.custody.queries.flow import LotFlow
from orepass.custody.queries.origins import OriginShare
from orepass.custody.queries.places import site_of
from orepass.custody.queries.told import told_of
from orepass.custody.rules.lots import Move
from orepass.custody.rules.terms import identifier_in


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
    for moved in (told.moved for told in told_of(lots)):
        if moved.move is not Move.BEGUN or not moved.origin:
            continue
        certificate = moved.certificate
        if certificate not in names:
            names[certificate] = identifier_in(certificate, "crt") or certificate
        key, day = (moved.site, moved.claim_class, names[certificate]), moved.at.date()
        before = found.get(key, DeliveryDays(day, day, 0))
        found[key] = DeliveryDays(min(before.first, day), max(before.last, day), before.lots + 1)
    return found


def legs_of(lots: Iterable[str]) -> list[Leg]:
    """Return the ways that lots went from site to site, in the order they were first gone."""
    where: dict[str, tuple[str, date]] = {}
    ways: dict[tuple[str, str], Leg] = {}
    gone: dict[tuple[str, str], set[str]] = {}
    for lot, site, day in _stops(lots):
        left = where.get(lot)
        where[lot] = (site, day)
        if left is None or left[0] == site:
            continue
        way = (left[0], site)
        gone.setdefault(way, set()).add(lot)
        before = ways.get(way)
        ways[way] = Leg(
            source=way[0],
            target=way[1],
            left_on=min(left[1], before.left_on) if before else left[1],
            arrived_on=max(day, before.arrived_on) if before else day,
            lots=len(gone[way]),
        )
    return sorted(ways.values(), key=lambda leg: (leg.left_on, leg.arrived_on, leg.source, leg.target))


def _stops(lots: Iterable[str]) -> Iterator[tuple[str, str, date]]:
    """Tell where lots were and when, in the order it happened; a lot that is used stands where it is used."""
    names: dict[str, str] = {}
    for told in sorted(told_of(lots), key=lambda told: (told.moved.at, told.event, told.number)):
        uri = told.moved.site or told.place
        if uri and uri not in names:
            names[uri] = site_of(uri) or uri
        if uri:
            yield told.moved.lot, names[uri], told.moved.at.date()
