"""Can a lot have travelled so fast: the straight line between two events of it, over the time between them.

Kilometres and hours. A road is longer than the straight line, so that an honest lorry stays far below the limit. Places
are known to a few kilometres only (`SLACK_KM`), and many events tell a day and no hour: noon to the second is read as
*some time that day*. The sender says how the lot travelled by ``ore:transport``; unsaid is by road. A finding often is
a wrong date, a wrong place, or a tag on another bag.
"""

from collections.abc import Iterator
from datetime import datetime, time
from fractions import Fraction
from typing import Final

from orepass.custody.rules.case import Case
from orepass.custody.rules.history import Place
from orepass.kernel.computed import OWN_CHOICE, Computed, above_zero, need, not_below_zero, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.party.rules.place import distance_km

SLACK_KM: Final = 10
"""How far two records of one place may lie apart (published cluster centres: 2.5 km each, rounded coordinates)."""
DAY_HOURS: Final = 24
NOON: Final = time(12)
USUAL_KMH: Final = {"road": 90, "rail": 90, "water": 45, "air": 900}
"""The fastest straight-line speed by means of transport, where the scheme names none; our own choice."""
BY_ROAD: Final = "road"

IMPOSSIBLE = FindingKind(
    "custody.plausibility.travel_impossible",
    Severity.WARNING,
    _("{lot} was {km} km away {hours} hours before or after: faster than {kmh} km/h by {transport}."),
    what_to_do=_("Check the times and the places of both events, and the tag; say how it travelled."),
)


def between(one: Place, other: Place) -> float | None:
    """Return the distance between two places in kilometres, if both are known."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def hours_between(one: datetime, other: datetime) -> float:
    """Return the most hours that can lie between two events; a day without an hour may be any hour of it."""
    told = abs((other - one).total_seconds()) / 3600
    loose = sum(DAY_HOURS / 2 for at in (one, other) if at.timetz().replace(tzinfo=None) == NOON)
    return told + loose


def too_fast(km: float, hours: float, kmh: float) -> bool:
    """Say whether a distance cannot be travelled in a time, the slack of both places taken off."""
    return km - SLACK_KM > hours * kmh


def check(case: Case) -> Iterator[Finding]:
    """Compare the event's place and time with those of the event before and after it, for every lot it names."""
    event, history = case.event, case.history
    here = history.places.get(event.site)
    if here is None or not history.seen:
        return
    transport = event.terms.transport if event.terms.transport in USUAL_KMH else BY_ROAD
    kmh = case.limits.travel_kmh.get(transport, USUAL_KMH[transport])
    for lot in dict.fromkeys((*event.lots, *(found.uri for _portion, found in case.used()))):
        for at, uri in _neighbours(history.seen.get(lot, []), event.happened_at):
            there = history.places.get(uri)
            km = between(here, there) if there else None
            if km is None:
                continue
            hours = hours_between(at, event.happened_at)
            if too_fast(km, hours, float(kmh)):
                shown = {"km": round(km), "hours": f"{hours:.1f}", "kmh": kmh, "transport": transport}
                yield IMPOSSIBLE.at(event.where, lot=lot, **shown)
                break


def _neighbours(seen: list[tuple[datetime, str]], at: datetime) -> list[tuple[datetime, str]]:
    before = [one for one in seen if one[0] <= at]
    after = [one for one in seen if one[0] > at]
    return [*([max(before)] if before else []), *([min(after)] if after else [])]


@rule("travel-judged")
def travel_judged(
    *, km: Fraction, hours: Fraction, transport: str = BY_ROAD, kmh: Fraction | None = None
) -> Computed[str]:
    """Whether a straight line can be travelled in some hours by road, rail, water or air: ok, or query."""
    not_below_zero(km=km, hours=hours)
    above_zero(kmh=kmh)
    need(transport in USUAL_KMH, "transport", transport, "it must be road, rail, water or air")
    speed = Fraction(USUAL_KMH[transport]) if kmh is None else kmh
    value = "query" if too_fast(float(km), float(hours), float(speed)) else "ok"
    words = said(
        _("{km} km in {hours} h by {transport}; {kmh} km/h and {slack} km are allowed."),
        km=f"{float(km):g}",
        hours=f"{float(hours):g}",
        transport=transport,
        kmh=f"{float(speed):g}",
        slack=SLACK_KM,
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(OWN_CHOICE,))
