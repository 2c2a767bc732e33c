"""Measure how often each check of plausibility asks an honest mine, and how often it sees a planted fault.

``make plausibility`` writes the table of docs/plausibility.md; ``--check`` only compares and ends with 1 where it is
stale. It reads the published data under ``OREPASS_REFERENCE`` (mines' reports, the world table, facilities, artisanal
sites) and runs the checks themselves with the numbers of the shipped edition. A row of a real mine counts as honest, so
that an alarm about it is a false alarm, though some of these rows are surely slips of the pen.
"""

import csv
import os
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import cos, pi, radians, sin, sqrt
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from orepass.custody.rules.bounds import limits_in
from orepass.custody.rules.case import Case
from orepass.custody.rules.checks import grade_impossible, recovery_exceeded
from orepass.custody.rules.forms import FORMS, step_of
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.history import History, Place
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.plausibility import capacity, drift, facility, grade, national, travel, untold
from orepass.custody.rules.terms import Facts
from orepass.party.rules.country import country_code
from orepass.party.rules.place import EARTH_KM, KM_PER_DEGREE
from orepass.scheme.rules.load import require

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "plausibility.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SHARED: Final = Path(os.environ.get("OREPASS_REFERENCE", ROOT.parent / "shared"))
NAMES: Final = {"mines": "mine_production_jasansky", "world": "usgs_mcs_world_production"}
AT: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
KG: Final = 10**6
ORE: Final = {"Me.Co": "cobalt_ore", "Me.Sn": "tin_ore", "Me.Au": "gold_ore"}
PRODUCT: Final = {"Me.Co": "cobalt_concentrate", "Me.Sn": "tin_concentrate", "Me.Au": "gold_dore"}
MINERAL: Final = {"Me.Co": "cobalt", "Me.Sn": "tin", "Me.Au": "gold", "Me.W": "tungsten", "Me.Ta": "tantalum"}
LI2O_OF_LI: Final = Decimal("2.1527")
MICRO: Final = 10**9
"""A whole that shares are taken of: large enough that rounding to whole units changes nothing."""


class Line(msgspec.Struct, frozen=True):
    """One line of the table: what was tried on whom, and what came of it."""

    check: str
    honest: str
    alarms: Sequence[bool]
    planted: str
    caught: Sequence[bool]

    def told(self) -> str:
        """Write the line."""
        tried, alarms = len(self.alarms), sum(self.alarms)
        rate = f"{alarms / tried:.1%} (to {_upper(alarms, tried):.1%})" if tried else "not measurable"
        seen = f"{sum(self.caught) / len(self.caught):.0%} of {len(self.caught)}" if self.caught else ""
        return f"| {self.check} | {self.honest} | {tried} | {alarms} | {rate} | {self.planted} | {seen} |"


def _upper(hits: int, tried: int) -> float:
    """Return the upper end of the 95 % interval of a rate (Wilson)."""
    z, share = 1.96, hits / tried
    middle = share + z * z / (2 * tried)
    return (middle + z * sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))) / (1 + z * z / tried)


def rows(*parts: str) -> list[dict[str, str]]:
    """Read one published table."""
    folder = next((base for base in (SHARED / "data", SHARED.parent / "data") if base.is_dir()), SHARED / "data")
    with folder.joinpath(*parts).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float:
    """Read a coordinate; published tables carry typographic minus signs."""
    return float(text.replace("\N{MINUS SIGN}", "-"))


LIMITS: Final = limits_in(require(ROOT / "standards" / "cera-4in1" / "2026.1").rules) or Limits()


def begins(
    material: str, *, grade_pct: Decimal | None = None, content_mg: int | None = None, at: datetime = AT
) -> Event:
    """Return an event in which a lot begins at the site *here*."""
    facts = Facts(material=material, element=FORMS[material].element, grade_pct=grade_pct)
    portion = Portion(uri="LOT", content_mg=content_mg, facts=facts)
    return Event(where="", happening=Happening.BEGINS, happened_at=at, ours=True, site="here", begun=(portion,))


def asks(check: Callable[[Case], Iterable[object]], event: Event, history: History | None = None) -> bool:
    """Say whether a check has a finding about an event."""
    return bool(list(check(Case(event=event, lots=Lots(), limits=LIMITS, history=history or History()))))


def recovered(material: str, share: Fraction, *, code: str) -> bool:
    """Say whether a step that yields a share of its element has a finding of a code."""
    lots, element = Lots(), FORMS[material].element
    ore = lots.get("ORE")
    ore.begun, ore.content_mg, ore.facts = 1, MICRO, Facts(element=element, material=f"{element}_feed")
    made = Portion(uri="OUT", content_mg=round(share * MICRO), facts=Facts(element=element, material=material))
    used = (Portion(uri="ORE", mass_mg=None, instance=True),)
    event = Event(
        where="", happening=Happening.TRANSFORMS, happened_at=AT, ours=True, site="here", used=used, begun=(made,)
    )
    return any(found.code == code for found in recovery_exceeded.check(Case(event=event, lots=lots, limits=LIMITS)))


def ore_grades() -> list[tuple[str, Decimal]]:
    """Return every published grade of an ore that has a form here, in percent of its basis."""
    found = []
    for row in rows(NAMES["mines"], "commodities.csv"):
        ore = row["material"].startswith("O.") and row["commodity"] in ORE
        ppm = Decimal(row["grade_ppm"] or 0)
        if ore and ppm and ppm.is_finite():  # three rows say that the grade is infinite
            found.append((ORE[row["commodity"]], ppm / 10_000))
    for row in rows("lithium_deposits_busch", "lithium_deposits.csv"):
        text = row["Grade_percLi_Reserve"]
        if text and text != "NA" and Decimal(text):
            brine = row["Resource_Type"] == "Brine"
            li = Decimal(text)
            found.append(("lithium_brine", li) if brine else ("lithium_ore", li * LI2O_OF_LI))
    return found


def stoichiometry() -> Iterator[Line]:
    """Measure the hard limit of grades."""
    told = ore_grades()
    yield Line(
        "grade above stoichiometry (refused)",
        "published grades of cobalt, tin, gold ore and lithium reserves",
        [asks(grade_impossible.check, begins(form, grade_pct=value)) for form, value in told],
        "ppm written as percent, ore above 1 per mille",
        [
            asks(grade_impossible.check, begins(form, grade_pct=value * 10_000))
            for form, value in told
            if value > Decimal("0.1")
        ],
    )


def grades() -> Iterator[Line]:
    """Measure the usual range of grades, by form."""
    told = ore_grades()
    for form in ("cobalt_ore", "tin_ore", "gold_ore", "lithium_ore", "lithium_brine"):
        values = [value for name, value in told if name == form]
        honest = [asks(grade.check, begins(form, grade_pct=value)) for value in values]
        for factor, name in ((Decimal("1.5"), "grade × 1.5"), (Decimal(1000), "grade × 1,000")):
            caught = [
                asks(grade.check, begins(form, grade_pct=value * factor))
                or asks(grade_impossible.check, begins(form, grade_pct=value * factor))
                for value in values
            ]
            yield Line(f"grade range, {form.replace('_', ' ')}", "published grades", honest, name, caught)


def recoveries() -> Iterator[Line]:
    """Measure the usual range of recoveries, by metal."""
    told: dict[str, list[Fraction]] = defaultdict(list)
    for row in rows(NAMES["mines"], "commodities.csv"):
        if row["commodity"] in PRODUCT and row["recovery_rate"]:
            told[row["commodity"]].append(Fraction(row["recovery_rate"]))
    for commodity, shares in sorted(told.items()):
        form = PRODUCT[commodity]
        both = ("custody.recovery.unusual", "custody.recovery.exceeded")
        honest = [any(recovered(form, share, code=code) for code in both) for share in shares]
        more = [any(recovered(form, share + Fraction(1, 10), code=code) for code in both) for share in shares]
        check = f"recovery range, {form.replace('_', ' ')}"
        yield Line(check, "published recoveries of mines", honest, "recovery + 10 points", more)


def balances() -> Iterator[Line]:
    """Measure the metal balance: ore milled × grade against the metal that came out."""
    ore: dict[tuple[str, str, str], list[Fraction]] = defaultdict(list)
    for row in rows(NAMES["mines"], "minerals.csv"):
        if row["type"] == "Ore processed" and row["value_tonnes"]:
            ore[row["facility_id"], row["year"], row["mine_processing"]].append(Fraction(row["value_tonnes"]))
    told: dict[bool, list[tuple[Fraction, Fraction]]] = {True: [], False: []}
    for row in rows(NAMES["mines"], "commodities.csv"):
        milled = ore.get((row["facility_id"], row["year"], row["mine_processing"]), [])
        if len(milled) != 1 or not (row["grade_ppm"] and row["value_tonnes"] and row["recovery_rate"]):
            continue
        going_in = milled[0] * Fraction(row["grade_ppm"]) / KG
        if going_in and row["commodity"].startswith("Me."):
            share = Fraction(row["value_tonnes"]) / going_in
            told[row["commodity"] in {"Me.Au", "Me.Ag"}].append((share, Fraction(row["recovery_rate"])))
    for precious, name in ((False, "bulk metals, 2 %"), (True, "gold and silver, 0.5 %")):
        form = "gold_metal" if precious else "tin_metal"
        shares = [share for share, _rate in told[precious]]
        code = "custody.recovery.exceeded"
        yield Line(
            f"metal balance (refused), {name}",
            "mine years with ore milled, grade, recovery and metal",
            [recovered(form, share, code=code) for share in shares],
            "an input of half the metal left unsaid",
            [recovered(form, share * 2, code=code) for share in shares],
        )


STEPS_BEFORE: Final = 8
"""How many earlier steps of a place the check looks at."""


def by_products() -> Iterator[Line]:
    """Measure the question about an element of which nothing was told: the ore is told in its largest metal alone."""
    won: dict[str, dict[str, dict[str, Fraction]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows(NAMES["mines"], "commodities.csv"):
        if row["commodity"].startswith("Me.") and row["value_tonnes"] and Fraction(row["value_tonnes"]):
            won[row["facility_id"]][row["year"]][row["commodity"]] = Fraction(row["value_tonnes"])
    honest, planted = [], []
    for years in won.values():
        before: dict[str, list[Fraction]] = defaultdict(list)
        for _year, metals in sorted(years.items()):
            least = {name: min(shares[-STEPS_BEFORE:]) for name, shares in before.items()}
            weight = sum(metals.values()) * 2
            now = {name: tonnes / weight for name, tonnes in metals.items()}
            honest.append(_yields(metals, least))
            planted.append(_yields(metals | {"Me.other": min(metals.values())}, now | least))
            for name, share in now.items():
                before[name].append(share)
    yield Line(
        "element untold",
        "years of one mine, a year taken for a step, its ore told in the metal it yields most of",
        honest,
        "a metal that the mine never reported, fed in unsaid",
        planted,
    )


def _yields(metals: Mapping[str, Fraction], before: Mapping[str, Fraction]) -> bool:
    main = max(metals, key=lambda name: metals[name])
    lots = Lots()
    ore = lots.get("ORE")
    ore.begun, ore.content_mg, ore.facts = 1, int(metals[main] * MICRO), Facts(element=main, material="ore")
    ore.mass_mg = int(sum(metals.values()) * MICRO * 2)
    made = tuple(
        Portion(uri=name, content_mg=int(tonnes * MICRO), facts=Facts(element=name)) for name, tonnes in metals.items()
    )
    used = (Portion(uri="ORE", instance=True),)
    event = Event(
        where="", happening=Happening.TRANSFORMS, happened_at=AT, ours=True, site="here", used=used, begun=made
    )
    history = History(yielded={("here", name): share for name, share in before.items()})
    return bool(list(untold.check(Case(event=event, lots=lots, limits=LIMITS, history=history))))


def trends() -> Iterator[Line]:
    """Measure the drift of recovery over three years of one mine."""
    series: dict[tuple[str, ...], dict[int, Fraction]] = defaultdict(dict)
    for row in rows(NAMES["mines"], "commodities.csv"):
        if row["recovery_rate"]:
            key = (row["facility_id"], row["material"], row["commodity"], row["mine_processing"])
            series[key][int(row["year"])] = Fraction(row["recovery_rate"])
    threes = [
        [years[year], years[year + 1], years[year + 2]]
        for years in series.values()
        for year in sorted(years)
        if year + 1 in years and year + 2 in years
    ]
    points = Fraction(LIMITS.trend_points)
    yield Line(
        "recovery drift over three lots",
        "three years in a row of one mine and metal, a year taken for a lot",
        [drift.rises(three, points) for three in threes],
        "5 points more in the second and 10 in the third",
        [drift.rises([three[0], three[0] + Fraction(5, 100), three[0] + Fraction(1, 10)], points) for three in threes],
    )


def volumes() -> Iterator[Line]:
    """Measure the national table against its own revision, and against the reports of mines of the year before it."""
    told: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(dict)
    for row in rows(NAMES["world"], "world_production.csv"):
        if row["year"] == "2022" and row["value"] and country_code(row["country"]):
            told[f"{row['commodity']}/{row['type'][:16]}", row["country"]][row["mcs_edition"]] = Fraction(row["value"])
    pairs = [both for both in told.values() if len(both) == 2 and both["2023"]]  # noqa: PLR2004 - editions
    most = 1 + Fraction(LIMITS.national_tolerance)
    yield Line(
        "national volume, the table revised",
        "the whole 2022 of a country as the edition of 2024 has it, against the edition of 2023",
        [both["2024"] > both["2023"] * most for both in pairs],
        "twice the volume",
        [both["2024"] * 2 > both["2023"] * most for both in pairs],
    )
    country = {row["facility_id"]: country_code(row["country"]) for row in rows(NAMES["mines"], "facilities.csv")}
    sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for row in rows(NAMES["mines"], "commodities.csv"):
        where = country.get(row["facility_id"], "")
        if row["year"] == "2020" and row["commodity"] in MINERAL and where and row["value_tonnes"]:
            sums[MINERAL[row["commodity"]], where] += Fraction(row["value_tonnes"])
    known = {key: total for key, total in sums.items() if national.produced(*key, 2021) and total}
    yield Line(
        "national volume, declared by mines",
        "reports of 2020 of all mines of a country together, against 2021",
        [_declares(mineral, where, total) for (mineral, where), total in known.items()],
        "tonnes for kilograms (× 1,000)",
        [_declares(mineral, where, total * 1000) for (mineral, where), total in known.items()],
    )


def _declares(mineral: str, country: str, tonnes: Fraction) -> bool:
    form = next(name for name, form in FORMS.items() if step_of(name).startswith(f"{mineral}.") and form.element)
    event = begins(form, content_mg=int(tonnes * national.TONNE), at=datetime(2021, 6, 1, tzinfo=UTC))
    return asks(national.check, event, History(places={"here": Place(site="here", country=country)}))


class Points:
    """Places on the globe, and how near the nearest of them is."""

    def __init__(self, places: Iterable[tuple[float, float]]) -> None:
        self.radians = np.radians(np.array(list(places)))

    def nearest_km(self, north: float, east: float) -> float:
        """Return the great-circle distance to the nearest one."""
        up, across = radians(north), radians(east)
        half = np.sin((self.radians[:, 0] - up) / 2) ** 2
        half += cos(up) * np.cos(self.radians[:, 0]) * np.sin((self.radians[:, 1] - across) / 2) ** 2
        return float(2 * EARTH_KM * np.arcsin(np.sqrt(half.min())))


def moved(north: float, east: float, km: float, dice: random.Random) -> tuple[float, float]:
    """Return a place so many kilometres away in a direction by lot."""
    angle = dice.uniform(0, 2 * pi)
    up = north + km / KM_PER_DEGREE * sin(angle)
    return up, east + km / KM_PER_DEGREE * cos(angle) / max(cos(radians(up)), 0.1)


def coordinates(table: Iterable[dict[str, str]]) -> list[tuple[float, float]]:
    """Return the places of a table that has some."""
    return [(number(row["latitude"]), number(row["longitude"])) for row in table if row["latitude"]]


def facilities() -> Iterator[Line]:
    """Measure the distance to the nearest published place: mines of another list, and newly visited artisanal sites."""
    lists = coordinates(rows("icmm_global_mining", "facilities.csv"))
    mines = coordinates(rows(NAMES["mines"], "facilities.csv"))
    yield _places("mines and plants of another published list", mines, Points(lists))
    first: dict[str, tuple[str, tuple[float, float]]] = {}
    for row in rows("ipis_drc_asm_sites", "visits.csv"):
        if row["longitude"]:
            seen = (row["visit_date"], (number(row["latitude"]), number(row["longitude"])))
            first[row["pcode"]] = min(seen, first.get(row["pcode"], seen))
    known = [place for on, place in first.values() if on < "2018"]
    new = [place for on, place in first.values() if on >= "2018"]
    yield _places("artisanal sites first visited from 2018, against those known before", new, Points(lists + known))


def _places(honest: str, places: Sequence[tuple[float, float]], lists: Points) -> Line:
    dice = random.Random(5)  # noqa: S311 - a fixed draw of directions
    return Line(
        f"place unknown within {LIMITS.facility_km} km",
        honest,
        [_unknown(lists.nearest_km(*place)) for place in places],
        "the site moved by 50 km",
        [_unknown(lists.nearest_km(*moved(*place, 50, dice))) for place in places],
    )


def _unknown(km: float) -> bool:
    place = Place(site="here", nearest_km=km)
    return asks(facility.check, begins("gold_ore"), History(places={"here": place}))


def counts() -> Iterator[Line]:
    """Measure the capacity of artisanal sites: an honest month judged by the count of an earlier visit."""
    by_site: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows("ipis_drc_asm_sites", "visits.csv"):
        if row["workers_numb"] and float(row["workers_numb"]) and row["mineral1"] == "Or":
            by_site[row["pcode"]][row["visit_date"]] = int(float(row["workers_numb"]))
    pairs = [(seen[one], seen[two]) for seen in by_site.values() for one, two in pairwise(sorted(seen))]
    most = Fraction(LIMITS.miner_day_mg["gold"]) * Fraction(LIMITS.capacity_days)
    for share, name in ((Fraction(1), "the ceiling"), (Fraction(1, 4), "a quarter of the ceiling")):
        yield Line(
            f"site capacity, miners win {name}",
            "gold sites visited twice: a month with the later count of miners, judged by the earlier",
            [_digs(old, new * most * share) for old, new in pairs],
            "twice as much again from elsewhere, the count right",
            [_digs(new, new * most * share * 3) for _old, new in pairs],
        )


def _digs(miners: int, won_mg: Fraction) -> bool:
    place = Place(site="here", artisanal=True, workers=miners)
    return asks(capacity.check, begins("gold_ore", content_mg=int(won_mg)), History(places={"here": place}))


def journeys() -> Iterator[Line]:
    """Measure impossible travel: survey teams that went from site to site, and legs ten times too fast."""
    seen: dict[tuple[str, date], list[tuple[float, float]]] = defaultdict(list)
    for row in rows("ipis_drc_asm_sites", "visits.csv"):
        if row["longitude"] and row["visit_onsite"] in {"1", "1.0"} and row["project"].startswith("IPIS"):
            day = date.fromisoformat(row["visit_date"][:10])
            seen[row["project"], day].append((number(row["latitude"]), number(row["longitude"])))
    legs = []
    for (project, day), places in sorted(seen.items()):
        before = seen.get((project, day - timedelta(days=1)))
        if before:
            lists = Points(before)
            legs += [lists.nearest_km(*place) for place in places]
    known = sorted({place for places in seen.values() for place in places})
    dice = random.Random(7)  # noqa: S311 - a fixed draw of pairs
    far = [Points([dice.choice(known)]).nearest_km(*dice.choice(known)) for _ in range(1000)]
    yield Line(
        "impossible travel by road",
        "survey teams: each site from the nearest one of the day before, a day between (no lots are published)",
        [_travels(km, 24) for km in legs],
        "a leg between two sites by lot, at 300 km/h",
        [_travels(km, km / 300) for km in far],
    )


def _travels(km: float, hours: float) -> bool:
    north = km / KM_PER_DEGREE
    places = {
        "here": Place(site="here", latitude=0, longitude=0),
        "there": Place(site="x", latitude=north, longitude=0),
    }
    history = History(places=places, seen={"LOT": [(AT - timedelta(hours=hours), "there")]})
    event = Event(
        where="", happening=Happening.LOOKS, happened_at=AT, ours=True, site="here", touched=(Portion(uri="LOT"),)
    )
    return asks(travel.check, event, history)


MEASURED: Final = (
    stoichiometry,
    grades,
    recoveries,
    balances,
    by_products,
    trends,
    volumes,
    facilities,
    counts,
    journeys,
)
NOT_MEASURABLE: Final = (
    ("tag used twice", "no tag of a bag is published"),
    ("lot swapped", "no lot is published"),
    ("heading unusual", "no customs heading of a lot is published"),
    ("weight differs", "no pair of weighings is published"),
    ("form heavier (refused)", "no masses of one form before and after a step are published"),
    ("mass grown (refused), mass untold", "no masses of products before and after a step are published"),
    ("assay differs", "no two assays of one lot are published"),
    ("assay missing", "no deliveries without an assay are published"),
    ("national volume, unassayed", "no deliveries without an assay are published"),
    ("input unweighed", "no lot is published; it says what is missing and estimates nothing"),
    ("time order", "no lot is published; it is a contradiction and no estimate"),
)
HEAD: Final = (
    "| check | honest rows | tried | alarms | false alarms (95 %) | planted fault | seen |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)


def table() -> str:
    """Return the table."""
    measured = [line.told() for measure in MEASURED for line in measure()]
    silent = [f"| {name} | not measurable with open data: {why} | | | | | |" for name, why in NOT_MEASURABLE]
    return "\n".join((*HEAD, *measured, *silent))


def page(text: str, found: str) -> str:
    """Return the page with a table in the place of the old one."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{found}\n\n{END}{rest.partition(END)[2]}"


def main() -> int:
    """Write or compare the page; return 1 when it is stale."""
    text = PAGE.read_text(encoding="utf-8")
    told = page(text, table())
    if "--check" not in sys.argv:
        PAGE.write_text(told, encoding="utf-8")
    elif told != text:
        print("docs/plausibility.md is stale: run `make plausibility`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
