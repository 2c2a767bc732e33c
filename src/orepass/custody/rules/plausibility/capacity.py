"""Can the miners of a site have won so much in a month (domain rules C4, vector C18)?

``capacity = miners × productivity × days``, in milligrams of contained element. Asked only of artisanal sites with a
count of workers (the latest visit up to the event) and a productivity in the scheme (``custody.miner_day.<mineral>``);
asked once, by the delivery that passes the limit. A finding often is an old count, a second team, or ore from
elsewhere.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.history import mineral_of, month_of
from orepass.kernel.computed import (
    OWN_CHOICE,
    PER_CENT,
    Computed,
    Source,
    above_zero,
    need,
    not_below_zero,
    per_cent,
    rule,
)
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

FAIRMINED: Final = Source(title="Fairmined Standard", clause="at most 4 g of gold per miner and day", verified=True)

EXCEEDED = FindingKind(
    "custody.plausibility.capacity_exceeded",
    Severity.WARNING,
    _("{site} delivered {won_kg} kg of {mineral} in {month}; {miners} miners can win {capacity_kg} kg ({percent} %)."),
    what_to_do=_("Say who dug it: count the miners anew, or name the place where the rest comes from."),
)


def capacity_mg(miners: int, per_day_mg: Fraction, days: Fraction) -> Fraction:
    """Return what a number of miners can win in a number of days."""
    return miners * per_day_mg * days


def check(case: Case) -> Iterator[Finding]:
    """Compare the month's deliveries of each artisanal site, this event included, with what its miners can win."""
    if case.event.happening is not Happening.BEGINS:
        return
    added: dict[tuple[str, str], int] = {}
    named = {}
    for portion in case.event.begun:
        place, mineral = case.place_of(portion), mineral_of(portion)
        if place and place.artisanal and place.workers and mineral and portion.content_mg:
            key = (place.site, mineral)
            added[key] = added.get(key, 0) + portion.content_mg
            named[key] = place
    for (site, mineral), content in sorted(added.items()):
        per_day = case.limits.miner_day_mg.get(mineral)
        miners = named[site, mineral].workers or 0
        if per_day is None:
            continue
        most = capacity_mg(miners, Fraction(per_day), Fraction(case.limits.capacity_days))
        limit = most * (1 + Fraction(case.limits.capacity_tolerance))
        before = case.history.won.get((site, mineral, month_of(case.event)), 0)
        if before <= limit < before + content:
            yield EXCEEDED.at(
                case.event.where,
                site=named[site, mineral].name or site,
                mineral=mineral,
                month=f"{case.event.on:%Y-%m}",
                miners=miners,
                won_kg=in_unit(Milligrams(before + content)),
                capacity_kg=in_unit(Milligrams(int(most))),
                percent=round((before + content) * 100 / most),
            )


@rule("capacity-used", parameters={"tolerance_percent": "custody.capacity_tolerance_percent"})
def capacity_used(
    *,
    delivered: Fraction,
    miners: int,
    days: int = 22,
    per_miner_day: Fraction = Fraction(4),
    tolerance_percent: Fraction = Fraction(10),
) -> Computed[str]:
    """Whether miners can have won so much in some days: ok, or query above the tolerance; all in one unit."""
    not_below_zero(delivered=delivered)
    per_cent(tolerance_percent=tolerance_percent)
    need(miners >= 1, "miners", miners, "it must be at least one; without a count there is no answer")
    need(days >= 1, "days", days, "it must be at least one")
    above_zero(per_miner_day=per_miner_day)
    most = capacity_mg(miners, per_miner_day, Fraction(days))
    value = "query" if delivered * PER_CENT > most * (PER_CENT + tolerance_percent) else "ok"
    words = said(
        _("{miners} miners on {days} days can win {most}; {delivered} delivered, {percent} per cent."),
        miners=miners,
        days=days,
        most=f"{float(most):g}",
        delivered=f"{float(delivered):g}",
        percent=round(delivered * PER_CENT / most),
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(FAIRMINED, OWN_CHOICE))
