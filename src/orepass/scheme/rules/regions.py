"""Where an edition is open: each region has its countries and its own first day (scenario M-16).

An edition that names no region is open everywhere. One that names some takes nobody on from elsewhere, and from none of
them before its day, so that a second region opens without a new edition and without a change of code. A region without
a day is named and not open. Who was taken on stays: a region opens, and is never closed by its day.
"""

import itertools
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.scheme.rules.model import Pack, Standard
from orepass.scheme.rules.overlaying import both
from orepass.scheme.rules.parameters import Rules

BLOCK: Final = "regions"
COUNTRIES: Final = "countries"
OPEN_FROM: Final = "open_from"
KEPT_MAX: Final = 256

NOT_OPEN_YET: Final = FindingKind(
    "scheme.region.not_open_yet",
    Severity.ERROR,
    _("{name} is in {country}. The region “{region}” opens on {open_from}: {clause}"),
    what_to_do=_("Come back on that day; nothing else has to change."),
)
WITHOUT_DAY: Final = FindingKind(
    "scheme.region.without_day",
    Severity.ERROR,
    _("{name} is in {country}. When the region “{region}” opens is not said: {clause}"),
    what_to_do=_("Ask the owner of the standard, or choose another one."),
)
OUTSIDE: Final = FindingKind(
    "scheme.region.outside",
    Severity.ERROR,
    _("{name} is in {country}, which is in none of the regions of this edition: {regions}."),
    what_to_do=_("Choose a standard that is open there."),
)


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """One region: its countries, the first day, and where that is taken from. Without a day it is not open."""

    region: str
    countries: tuple[str, ...]
    open_from: date | None
    source: str
    clause: str
    verified: bool

    def is_open(self, on: date) -> bool:
        """Say whether somebody from here is taken on, on a day."""
        return self.open_from is not None and on >= self.open_from


def regions(rules: Rules) -> tuple[Region, ...]:
    """Return the regions that some parameters name, in the order of their days; those without one last."""
    found = rules.under(BLOCK)
    names = dict.fromkeys(path.rpartition(".")[0] for path in found if path.endswith(f".{COUNTRIES}"))
    return tuple(sorted((_region(name, rules) for name in names), key=_order))


def _order(region: Region) -> tuple[date, str]:
    return region.open_from or date.max, region.region


def _region(name: str, rules: Rules) -> Region:
    countries, day = f"{BLOCK}.{name}.{COUNTRIES}", f"{BLOCK}.{name}.{OPEN_FROM}"
    told = rules[day if day in rules else countries]
    return Region(
        region=name,
        countries=tuple(rules[countries].value),
        open_from=date.fromisoformat(rules[day].value) if day in rules else None,
        source=str(told.source),
        clause=str(told.clause),
        verified=told.verified,
    )


def not_open(rules: Rules, places: Iterable[tuple[str, str]], on: date) -> list[Finding]:
    """Return what is against taking somebody on, for each place by its name and country.

    A country that nobody said refuses nobody; what is judged later stays unknown by it.
    """
    named = regions(rules)
    return [finding for name, country in places if named and country for finding in _against(named, name, country, on)]


def _against(named: tuple[Region, ...], name: str, country: str, on: date) -> Iterator[Finding]:
    here = [region for region in named if country in region.countries]
    if any(region.is_open(on) for region in here):
        return
    for region in here:
        kind = WITHOUT_DAY if region.open_from is None else NOT_OPEN_YET
        yield kind.at("country", name=name, country=country, **_told(region))
    if not here:
        yield OUTSIDE.at("country", name=name, country=country, regions=", ".join(region.region for region in named))


def _told(region: Region) -> dict[str, object]:
    return {"region": region.region, "open_from": region.open_from, "clause": region.clause}


def standard_on(standard: Standard, on: date) -> Standard:
    """Return a standard as it is open on a day: its condition asks for a country of a region that is open."""
    named = _regions_of(standard)
    if not named:
        return standard
    return _restricted(standard, frozenset(region.region for region in named if region.is_open(on)))


def pack_on(pack: Pack, on: date) -> Pack:
    """Return an edition as it is open on a day; the very same where it names no region."""
    read = tuple(standard_on(standard, on) for standard in pack.standards)
    same = all(one is other for one, other in zip(read, pack.standards, strict=True))
    return pack if same else msgspec.structs.replace(pack, standards=read)


_named: dict[int, tuple[Standard, tuple[Region, ...]]] = {}
_opened: dict[tuple[int, frozenset[str]], tuple[Standard, Standard]] = {}


def _regions_of(standard: Standard) -> tuple[Region, ...]:
    """Return the regions of a standard; they are looked for once, for ten thousand are judged under the same one."""
    found = _named.get(id(standard))
    if found is None:
        if len(_named) >= KEPT_MAX:
            _named.clear()
        found = _named[id(standard)] = (standard, regions(standard.rules))
    return found[1]


def _restricted(standard: Standard, names: frozenset[str]) -> Standard:
    """Return a standard that asks for a country of some regions; one object for each set of them."""
    key = (id(standard), names)
    found = _opened.get(key)
    if found is None:
        if len(_opened) >= KEPT_MAX:
            _opened.clear()
        opened = (region.countries for region in _regions_of(standard) if region.region in names)
        listed = ", ".join(f'"{country}"' for country in dict.fromkeys(itertools.chain.from_iterable(opened)))
        condition = both(standard.applies_when, f"site.country in [{listed}]")
        found = _opened[key] = (standard, msgspec.structs.replace(standard, applies_when=condition))
    return found[1]
