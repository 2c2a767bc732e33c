"""Can a country have mined so much in a year: what is declared here against the world table of mine production.

Tonnes of contained element (graphite: tonnes mined; rare earths: oxide equivalent). Source: U.S. Geological Survey,
Mineral Commodity Summaries 2023 and 2024; a revised year stands in both editions and the higher one counts. A year
after the table is compared with its last year. What is declared here is a part of a country's production, so that an
alarm is rare and grave: a unit taken for another, or material of another country.
"""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.history import mineral_of
from orepass.kernel.computed import (
    OWN_CHOICE,
    PER_CENT,
    Computed,
    Source,
    at_least_one,
    need,
    not_below_zero,
    per_cent,
    rule,
)
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

USGS: Final = Source(
    title="U.S. Geological Survey, Mineral Commodity Summaries 2023 and 2024",
    clause="world mine production",
    verified=True,
)
TONNE: Final = 10**9
ASKED_FROM: Final = Fraction(1, 10_000)
"""What a document must add to a year's production before the whole year is added up; a small one costs nothing."""

EXCEEDED = FindingKind(
    "custody.plausibility.national_exceeded",
    Severity.WARNING,
    _("{declared_t} t of {mineral} of {country} are declared for {year}; the world table has {table_t} t ({of_year})."),
    what_to_do=_("Check the units of the masses and the country of origin; the event is kept."),
)


class Produced(msgspec.Struct, frozen=True):
    """What a country mined in a year: the highest of the editions, and what each of them says."""

    year: int
    tonnes: Decimal
    editions: tuple[tuple[int, Decimal], ...]


@cache
def table() -> Mapping[tuple[str, str], Mapping[int, Produced]]:
    """Return the world table by mineral and country, then by year."""
    found: dict[tuple[str, str], dict[int, list[tuple[int, Decimal]]]] = {}
    text = (files("orepass.custody.rules.plausibility") / "world_production.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        years = found.setdefault((row["mineral"], row["country"]), {})
        years.setdefault(int(row["year"]), []).append((int(row["edition"]), Decimal(row["tonnes"])))
    return {
        key: {year: Produced(year, max(part[1] for part in told), tuple(told)) for year, told in years.items()}
        for key, years in found.items()
    }


def produced(mineral: str, country: str, year: int) -> Produced | None:
    """Return what a country mined in a year, or in the last year of the table before it; nothing where it is silent."""
    years = table().get((mineral, country), {})
    known = [one for one in years if one <= year]
    return years[max(known)] if known else None


def most_mg(found: Produced, tolerance: Decimal) -> Fraction:
    """Return what may be declared before a question is asked, in milligrams."""
    return Fraction(found.tonnes) * TONNE * (1 + Fraction(tolerance))


def added_by(case: Case) -> dict[tuple[str, str, int], int]:
    """Return the contained element that an event adds to a country's year, by country, mineral and year."""
    added: dict[tuple[str, str, int], int] = {}
    if case.event.happening is Happening.BEGINS:
        for portion in case.event.begun:
            place, mineral = case.place_of(portion), mineral_of(portion)
            if place and place.country and mineral and portion.content_mg:
                key = (place.country, mineral, case.event.on.year)
                added[key] = added.get(key, 0) + portion.content_mg
    return added


def check(case: Case) -> Iterator[Finding]:
    """Compare what is declared of a country's year, with this event, with the world table; asked once, on passing."""
    for (country, mineral, year), content in sorted(added_by(case).items()):
        found = produced(mineral, country, year)
        if found is None:
            continue
        before = case.history.national.get((country, mineral, year), 0)
        if before <= most_mg(found, case.limits.national_tolerance) < before + content:
            yield EXCEEDED.at(
                case.event.where,
                declared_t=round(Fraction(before + content, TONNE)),
                mineral=mineral,
                country=country,
                year=year,
                table_t=found.tonnes,
                of_year=found.year,
            )


@rule("national-share", parameters={"tolerance_percent": "custody.national_tolerance_percent"})
def national_share(
    *, mineral: str, country: str, year: int, tonnes: Fraction, tolerance_percent: Fraction = Fraction(25)
) -> Computed[str]:
    """Whether a country can have mined so much in a year: ok, query above the table, unknown where it is silent."""
    not_below_zero(tonnes=tonnes)
    at_least_one(year=year)
    per_cent(tolerance_percent=tolerance_percent)
    need(len(country) <= 2, "country", country, "give the two letters of ISO 3166-1")  # noqa: PLR2004 - alpha-2
    found = produced(mineral, country.upper(), year)
    if found is None:
        silent = _("The world table says nothing of {mineral} in {country} for {year} or before.")
        words = said(silent, mineral=mineral[:30], country=country, year=year)
        return Computed(value="unknown", unit="code", explanation=(words,), sources=(USGS,))
    in_edition = _("{tonnes} t in the edition of {year}")
    editions = tuple(said(in_edition, tonnes=told, year=edition) for edition, told in found.editions)
    value = "query" if tonnes * PER_CENT > Fraction(found.tonnes) * (PER_CENT + tolerance_percent) else "ok"
    words = said(
        _("{tonnes} t against {editions} for {year}; tolerance {percent} %."),
        tonnes=f"{float(tonnes):g}",
        editions=editions,
        year=found.year,
        percent=f"{float(tolerance_percent):g}",
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(USGS, OWN_CHOICE))
