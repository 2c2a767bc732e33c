"""Can the miners of a site have won so much that nobody assayed? Then its assay is asked for (domain rules C4).

Ore without a grade counts for nothing against the capacity of a site, and can hold all that its compound can. So what
was delivered in the month without an assay is reckoned at the highest usual grade of its form, beside what was assayed:
where that passes what the miners can win, somebody shows the assay. It is asked once, by the delivery that passes it.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening, Portion
from orepass.custody.rules.history import Place, mineral_of, month_of
from orepass.custody.rules.plausibility.capacity import capacity_mg
from orepass.custody.rules.possible import Part, by_usual
from orepass.custody.rules.terms import Facts
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _

MISSING = FindingKind(
    "custody.plausibility.assay_missing",
    Severity.WARNING,
    _("{site} delivered {mass_kg} kg of {mineral} unassayed in {month}; {miners} miners can win {capacity_kg} kg."),
    what_to_do=_("Show the assay of what was delivered, or count the miners anew."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare the month of each artisanal site, with what nobody assayed, with what its miners can win."""
    if case.event.happening is not Happening.BEGINS:
        return
    added: dict[tuple[str, str], list[Portion]] = {}
    places: dict[str, Place] = {}
    for portion in case.event.begun:
        place, mineral = case.place_of(portion), mineral_of(portion)
        if place and place.artisanal and place.workers and mineral in case.limits.miner_day_mg:
            added.setdefault((place.site, mineral), []).append(portion)
            places[place.site] = place
    for (site, mineral), portions in sorted(added.items()):
        yield from _compared(case, places[site], mineral, portions)


def _compared(case: Case, place: Place, mineral: str, portions: list[Portion]) -> Iterator[Finding]:
    month, miners = month_of(case.event), place.workers or 0
    per_day, days = Fraction(case.limits.miner_day_mg[mineral]), Fraction(case.limits.capacity_days)
    most = capacity_mg(miners, per_day, days)
    earlier = [
        (material, mass)
        for (site, name, material, told_in), mass in case.history.unassayed.items()
        if (site, name, told_in) == (place.site, mineral, month)
    ]
    now = [(part.facts.material, part.mass_mg or 0) for part in portions if part.content_mg is None]
    assayed = sum(part.content_mg or 0 for part in portions)
    before = case.history.won.get((place.site, mineral, month), 0) + _usual(case, earlier)
    limit = most * (1 + Fraction(case.limits.capacity_tolerance))
    if now and before <= limit < before + _usual(case, now) + assayed:
        yield MISSING.at(
            case.event.where,
            site=place.name or place.site,
            mass_kg=in_unit(Milligrams(sum(mass for _material, mass in (*earlier, *now)))),
            mineral=mineral,
            month=f"{case.event.on:%Y-%m}",
            miners=miners,
            capacity_kg=in_unit(Milligrams(int(most))),
        )


def _usual(case: Case, bare: Iterable[tuple[str, int]]) -> int:
    """Return what is in some ore at most, by what is usual in its form."""
    parts = (Part(mass, None, (), Facts(material=material, element="any")) for material, mass in bare)
    return sum(by_usual(part, case.limits) or 0 for part in parts)
