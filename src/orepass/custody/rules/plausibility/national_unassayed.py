"""Can a country have mined so much in a year, with what nobody assayed (see ``national``)?

Ore without an assay is in no sum of contained element. So it is counted by a range: its mass at the lowest and at the
highest usual grade of its form, which the scheme names with their sources (``custody.grade.<mineral>.<form>``). Where
the upper end passes the world table, and what was assayed does not, somebody shows the assays. What is in a form
without a usual grade is not counted, and the question says how much that is; water is not taken off. It is asked once,
on passing.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import msgspec

from orepass.custody.rules.case import Case
from orepass.custody.rules.forms import step_of
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.history import mineral_of
from orepass.custody.rules.materials import Limits, contained
from orepass.custody.rules.plausibility.national import TONNE, added_by, most_mg, produced
from orepass.kernel.computed import PER_CENT
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

type Year = tuple[str, str, int]

UNASSAYED = FindingKind(
    "custody.plausibility.national_unassayed",
    Severity.WARNING,
    _(
        "{least_t} to {most_t} t of {mineral} of {country} are declared for {year}, by usual grades where nobody "
        "assayed; the world table has {table_t} t ({of_year}). Not counted: {uncounted_t} t of other forms."
    ),
    what_to_do=_("Show the assays of what was delivered, or check its masses and the country of origin."),
)


class Bare(msgspec.Struct, frozen=True):
    """What nobody assayed, in milligrams: at the least and the most usual grade, and the mass that has neither."""

    least: int = 0
    most: int = 0
    uncounted: int = 0

    def and_then(self, more: "Bare") -> "Bare":
        """Return both together."""
        return Bare(self.least + more.least, self.most + more.most, self.uncounted + more.uncounted)


def reckoned(masses: Mapping[str, int], limits: Limits) -> Bare:
    """Return what is in some ore, given by form, as far as its usual grades say it."""
    found = Bare()
    for form, mass in masses.items():
        usual = limits.grade.get(step_of(form))
        if usual is None:
            found = found.and_then(Bare(uncounted=mass))
        else:
            low, high = (
                contained(mass, material=form, moisture_pct=Decimal(0), grade_pct=end * PER_CENT)
                for end in (usual.low, usual.high)
            )
            found = found.and_then(Bare(low, high))
    return found


def bare_added_by(case: Case) -> dict[Year, dict[str, int]]:
    """Return the mass of what an event begins without an assay, by country, mineral and year, then by form."""
    found: dict[Year, dict[str, int]] = {}
    for portion in case.event.begun:
        place, mineral = case.place_of(portion), mineral_of(portion)
        if place and place.country and mineral and portion.content_mg is None and portion.mass_mg:
            masses = found.setdefault((place.country, mineral, case.event.on.year), {})
            masses[portion.facts.material] = masses.get(portion.facts.material, 0) + portion.mass_mg
    return found


def check(case: Case) -> Iterator[Finding]:
    """Compare the upper end of what a country's year may come to, with this event, with the world table."""
    if case.event.happening is not Happening.BEGINS:
        return
    bare, assayed = bare_added_by(case), added_by(case)
    for key in sorted(bare.keys() | assayed.keys()):
        country, mineral, year = key
        table = produced(mineral, country, year)
        if table is None:
            continue
        limit, told = most_mg(table, case.limits.national_tolerance), case.history.national.get(key, 0)
        earlier = reckoned(case.history.national_bare.get(key, {}), case.limits)
        whole = earlier.and_then(reckoned(bare.get(key, {}), case.limits))
        after = told + assayed.get(key, 0)
        if after <= limit and told + earlier.most <= limit < after + whole.most:
            yield UNASSAYED.at(
                case.event.where,
                least_t=round(Fraction(after + whole.least, TONNE)),
                most_t=round(Fraction(after + whole.most, TONNE)),
                uncounted_t=round(Fraction(whole.uncounted, TONNE)),
                mineral=mineral,
                country=country,
                year=year,
                table_t=table.tonnes,
                of_year=table.year,
            )
