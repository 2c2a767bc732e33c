"""What happened before an event, as far as a check of plausibility needs it: the places, amounts and times before it.

It is loaded once per document and only where something in the document asks for it; events of the document that are
kept are added, so that the later ones see them. Nothing here decides anything.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from fractions import Fraction

import msgspec

from orepass.custody.rules.forms import FORMS, MINERALS
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Move, Movement
from orepass.custody.rules.possible import Throughput, part_of

type Month = tuple[int, int]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A registered site as the checks see it.

    Attributes:
        site: our identifier.
        artisanal: it is a site of artisanal or small-scale mining.
        declared: somebody declared it; otherwise it comes from published data and is known to exist.
        workers: how many people were counted there at last; ``None`` when nobody counted.
        nearest_km: how far the nearest published mine or plant is; ``None`` when none was looked for or published.
    """

    site: str
    name: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    artisanal: bool = False
    declared: bool = True
    workers: int | None = None
    nearest_km: float | None = None


class History(msgspec.Struct, kw_only=True):
    """What the checks know of the time before an event.

    Attributes:
        places: registered sites, by every URI the events call them by.
        won: contained element that began from the ground, by site, mineral and month.
        unassayed: the mass of what began without an assay, by site, mineral, form and month.
        national: what began by country, mineral and year.
        national_bare: the mass of what began without an assay, by country, mineral and year, then by form.
        begun_at: the sites at which lots began before.
        recoveries: when and how much was recovered, by place and step.
        seen: where and when each lot was, by lot.
        sent: the mass each lot was last sent with, by lot.
        yielded: by place and element, the least part of what went in that came out of the last steps as that element.
        campaigns: what went through the earlier events of each transformation that several events make up.
        told_by: who told them, by campaign.
    """

    places: dict[str, Place] = msgspec.field(default_factory=dict)
    won: dict[tuple[str, str, Month], int] = msgspec.field(default_factory=dict)
    unassayed: dict[tuple[str, str, str, Month], int] = msgspec.field(default_factory=dict)
    national: dict[tuple[str, str, int], int] = msgspec.field(default_factory=dict)
    national_bare: dict[tuple[str, str, int], dict[str, int]] = msgspec.field(default_factory=dict)
    begun_at: set[str] = msgspec.field(default_factory=set)
    recoveries: dict[tuple[str, str], list[tuple[datetime, Fraction]]] = msgspec.field(default_factory=dict)
    seen: dict[str, list[tuple[datetime, str]]] = msgspec.field(default_factory=dict)
    sent: dict[str, int] = msgspec.field(default_factory=dict)
    yielded: dict[tuple[str, str], Fraction] = msgspec.field(default_factory=dict)
    campaigns: dict[str, Throughput] = msgspec.field(default_factory=dict)
    told_by: dict[str, set[str]] = msgspec.field(default_factory=dict)

    def keep(self, event: Event, moved: Collection[Movement]) -> None:
        """Take a kept event in, for the events after it."""
        if event.happening is Happening.BEGINS:
            for portion in event.begun:
                self._keep_won(event, portion)
        if event.happening is Happening.TRANSFORMS:
            going_in = sum(one.mass_mg or 0 for one in moved if one.move is Move.USED)
            made = [(one.facts.element, one.content_mg) for one in moved if one.move is Move.BEGUN]
            self.keep_yields(self.called(event.site), made, going_in)
        if event.campaign:
            self.keep_campaign(event.campaign, moved)
        for movement in moved:
            if event.site in self.places and movement.move is not Move.ENDED:
                self.seen.setdefault(movement.lot, []).append((event.happened_at, event.site))
            if movement.move is Move.SENT and movement.mass_mg is not None:
                self.sent[movement.lot] = movement.mass_mg

    def keep_yields(self, place: str, made: Iterable[tuple[str, int | None]], going_in: int) -> None:
        """Take in how much of what went into a step came out as each element; what nobody measured says nothing."""
        out: dict[str, int] = {}
        for element, content in made:
            out[element] = out.get(element, 0) + (content or 0)
        for element, amount in out.items():
            if amount and going_in:
                share = Fraction(amount, going_in)
                self.yielded[place, element] = min(share, self.yielded.get((place, element), share))

    def called(self, site: str) -> str:
        """Return what a place is told apart by: our site, or the URI of one that is not registered."""
        found = self.places.get(site)
        return found.site if found else site

    def keep_campaign(self, name: str, moved: Collection[Movement]) -> None:
        """Take in what an event of a campaign used and made."""
        used = tuple(part_of(one) for one in moved if one.move is Move.USED)
        made = tuple(part_of(one) for one in moved if one.move is Move.BEGUN)
        self.campaigns[name] = self.campaigns.get(name, Throughput()).and_then(Throughput(used, made))

    def _keep_won(self, event: Event, portion: Portion) -> None:
        place = self.places.get(portion.facts.origin_site or event.site)
        if place is None:
            return
        self.begun_at.add(place.site)
        mineral = mineral_of(portion)
        if mineral and portion.content_mg is None and portion.mass_mg is not None:
            bare = (place.site, mineral, portion.facts.material, month_of(event))
            self.unassayed[bare] = self.unassayed.get(bare, 0) + portion.mass_mg
            self.keep_bare((place.country, mineral, event.on.year), portion.facts.material, portion.mass_mg)
        if mineral and portion.content_mg is not None:
            month, year = (place.site, mineral, month_of(event)), (place.country, mineral, event.on.year)
            self.won[month] = self.won.get(month, 0) + portion.content_mg
            self.national[year] = self.national.get(year, 0) + portion.content_mg

    def keep_bare(self, year: tuple[str, str, int], form: str, mass_mg: int) -> None:
        """Take in what nobody assayed of a country's year."""
        masses = self.national_bare.setdefault(year, {})
        masses[form] = masses.get(form, 0) + mass_mg

    def keep_recovery(self, place: str, step: str, at: datetime, share: Fraction) -> None:
        """Take a recovery in, for the lots after it."""
        self.recoveries.setdefault((place, step), []).append((at, share))


def mineral_of(portion: Portion) -> str:
    """Return the mineral a lot is counted as; a lot that does not say is none."""
    form = FORMS.get(portion.facts.material)
    return MINERALS.get(portion.facts.element or (form.element if form else ""), "")


def month_of(event: Event) -> Month:
    """Return the calendar month of an event, in UTC."""
    return event.on.year, event.on.month
