"""Everything a check may look at: the event, the lots before it, the rights on its day and the scheme's parameters."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from orepass.custody.rules.claims.reading import Claim
from orepass.custody.rules.forms import minerals_told
from orepass.custody.rules.happening import Event, Portion
from orepass.custody.rules.history import History, Place
from orepass.custody.rules.lots import Lot, Lots, least_known
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.possible import Part, Throughput
from orepass.custody.rules.terms import Facts
from orepass.custody.rules.yields import Amount
from orepass.kernel.verdict import Answer, Unknown, Verdict, unknown

UNCERTIFIED = "uncertified"
"""The class of material that nobody certified."""

UNVERIFIED = "unverified"
"""The class of material under a certificate that this register cannot look into."""

UNKNOWN = "unknown"
"""The class of material whose beginning nobody recorded."""

_NOT_ASKED = unknown(Unknown.MISSING)


class SiteRight(msgspec.Struct, frozen=True):
    """The right of a site to deliver as certified on a day, with the class, edition and level of its certificate.

    Attributes:
        chained: that edition asks everybody on the way for a custody certificate.
        minerals: what was judged for the certificate; where nobody said, it covers nothing for certain.
        group: the group that holds the certificate for its members, if one does.
        besides: the rights that other certificates gave the site on that day, best first.
    """

    verdict: Verdict
    certificate: str = ""
    claim_class: str = ""
    pack: str = ""
    level: str = ""
    chained: bool = False
    minerals: frozenset[str] = frozenset()
    group: str = ""
    besides: tuple["SiteRight", ...] = ()

    def covers(self, facts: Facts) -> Answer:
        """Say whether the certificate covers what a lot is: all that its form and its element speak of was judged."""
        told = minerals_told(facts.material, facts.element, self.minerals)
        if told is None or not self.minerals:
            return Answer.UNKNOWN
        return Answer.YES if told <= self.minerals else Answer.NO


NO_RIGHT = SiteRight(_NOT_ASKED)


class Rights(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of assurance and of the groups, asked for before the rules run.

    A certificate that is not in this register is missing from ``certificates``; its verdict is not ours to give.
    ``groups`` names the group of each member that is on a register.
    ``barred`` holds those whom their own group had suspended or excluded on a day.
    ``custody`` names the schemes whose custody certificate an organisation had at a site (or anywhere) on a day.
    """

    sites: Mapping[tuple[str, date], SiteRight] = {}
    members: Mapping[tuple[str, date], Verdict] = {}
    groups: Mapping[str, str] = {}
    barred: frozenset[tuple[str, date]] = frozenset()
    certificates: Mapping[tuple[str, date], SiteRight] = {}
    custody: Mapping[tuple[str, str, date], str] = {}

    def of_site(self, site: str, on: date) -> SiteRight:
        """Return a site's right on a day; not asked is not known."""
        return self.sites.get((site, on), NO_RIGHT)

    def of_member(self, member: str, on: date) -> Verdict:
        """Return a member's right on a day; not asked is not known."""
        return self.members.get((member, on), _NOT_ASKED)

    def of_custodian(self, organisation: str, site: str, on: date) -> str:
        """Return the schemes whose custody certificate somebody had on a day; not asked is none."""
        return self.custody.get((organisation, site, on), "")


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts, and which organisation the names in events stand for.

    Attributes:
        actor: the organisation that sends the document; empty for the system itself.
        owners: organisation by URI of a site or party, for those this register knows.
        tags: the lots that carry a physical tag, or a GS1 key, by what it is told apart by (``epcis.spelling``).
        reuse_refused: the schemes, each with a day, under whose tags a bag with a used tag is refused on that day.
        held: the hold a person placed, by lot.
        weighs: the actor is a registered laboratory, inspector or authority, which weighs what others have.
        promised: lots for which a passport was issued.
        today: the day on which the document comes in; nothing where that does not matter.
        now: the instant of the same.
    """

    actor: str = ""
    owners: Mapping[str, str] = {}
    tags: Mapping[str, frozenset[str]] = {}
    reuse_refused: frozenset[tuple[str, date]] = frozenset()
    held: Mapping[str, str] = {}
    promised: frozenset[str] = frozenset()
    weighs: bool = False
    today: date | None = None
    now: datetime | None = None

    def organisation(self, uri: str) -> str:
        """Return the organisation a URI stands for, or the URI itself: any party can appear in an event."""
        return self.owners.get(uri, uri)


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One event to be judged against the lots before it.

    ``carried``: what the lots carry, by lot, where the event claims a model; under "" what a mixture of them carries.
    ``covered``: the lots whose claim an account gives.
    ``opened``: what the event uses, where that was looked up already; while it is judged no lot changes.
    """

    event: Event
    lots: Lots
    rights: Rights = Rights()
    limits: Limits = Limits()
    setting: Setting = Setting()
    carried: Mapping[str, Claim] = {}
    covered: frozenset[str] = frozenset()
    history: History = msgspec.field(default_factory=History)
    opened: tuple[tuple[Portion, Lot], ...] | None = None

    @property
    def place(self) -> str:
        """Return what the event's place is told apart by: our site, or the URI of one that is not registered."""
        return self.history.called(self.event.site)

    def place_of(self, portion: Portion) -> Place | None:
        """Return the registered site a lot begins at, as far as the checks know it."""
        return self.history.places.get(portion.facts.origin_site or self.event.site)

    def used(self) -> list[tuple[Portion, Lot]]:
        """Return what the event uses, containers opened: each lot with the portion that names it."""
        if self.opened is not None:
            return list(self.opened)
        found: list[tuple[Portion, Lot]] = []
        for portion in self.event.used:
            inside = self.lots.whole_in(portion.uri)
            if inside == [portion.uri]:
                found.append(self._own_part(portion))
            else:
                found += [self._own_part(Portion(uri=uri, instance=True)) for uri in inside]
        return found

    def _own_part(self, portion: Portion) -> tuple[Portion, Lot]:
        """Return what is used of a lot: where others have a part of it too, all of it is what the user has."""
        lot, who = self.lots.get(portion.uri), self.setting.owners.get(self.event.site, self.setting.actor)
        if portion.mass_mg is None and lot.stock.others_have(who):
            mass = lot.stock.has(who) or lot.stock.apart.get(who)
            portion = msgspec.structs.replace(portion, mass_mg=mass)
        return portion, lot

    def drawn(self) -> list[tuple[Lot, int | None, int | None]]:
        """Return how much of each used lot is drawn, as mass and contained element; ``None`` twice is all that is left.

        A single lot of known content that is used without a quantity gives what comes out of it: an assay of the
        product is then the only measure there is.
        """
        out = self.measured_by_output()
        if out is not None:
            lot = self.used()[0][1]
            # Where an assay told more than went into the lot, that it is which is drawn from, and not the assay.
            held = least_known(lot.content_mg, lot.most.get(lot.facts.element))
            return [(lot, (lot.mass_mg or 0) * out // (held or 1), out)]
        return [(lot, portion.mass_mg, lot.content_of(portion.mass_mg)) for portion, lot in self.used()]

    def draws_on_nothing(self) -> bool:
        """Say whether a lot is used of which nothing is left; that is said elsewhere (``checks.lot_gone``)."""
        return any(lot.used_up or lot.ended for lot, _mass, _content in self.drawn())

    def measured_by_output(self) -> int | None:
        """Return the element that came out, when that is the only measure of what was drawn."""
        used = self.used()
        if len(used) != 1 or used[0][0].mass_mg is not None or used[0][0].instance:
            return None
        lot = used[0][1]
        if lot.facts.material and any(part.facts.material == lot.facts.material for part in self.event.begun):
            return None
        return self.content_out() if lot.content_mg and lot.facts.element == self.element_out() else None

    def throughput(self) -> Throughput:
        """Return what the event draws and what comes out of it, whatever it is accounted in."""
        used = [Part(*or_what_is_left(lot, *drawn), lot.most_of(drawn[0]), lot.facts) for lot, *drawn in self.drawn()]
        made = [Part(portion.mass_mg, portion.content_mg, (), portion.facts) for portion in self.event.begun]
        return Throughput(tuple(used), tuple(made))

    def before(self) -> Throughput:
        """Return what went through the earlier events of the same campaign."""
        return self.history.campaigns.get(self.event.campaign, Throughput())

    def element_out(self) -> str:
        """Return the element all outputs are accounted in, or nothing."""
        elements = {portion.facts.element for portion in self.event.begun}
        return elements.pop() if len(elements) == 1 else ""

    def content_out(self, element: str = "") -> int | None:
        """Return the element contained in the outputs, or in those of one element, when every one was assayed."""
        contents = [part.content_mg for part in self.event.begun if element in {"", part.facts.element}]
        return None if None in contents or not contents else sum(part for part in contents if part is not None)

    def went_in(self, element: str) -> list[Amount] | None:
        """Return what is drawn of an element, when its content is known for every lot and not nothing."""
        if self.measured_by_output() is not None:
            return None
        found = [
            Amount(lot.facts, *or_what_is_left(lot, mass, content))
            for lot, mass, content in self.drawn()
            if lot.facts.element in {"", element}
        ]
        contents = [amount.content_mg for amount in found]
        return found if any(contents) and None not in contents else None


def or_what_is_left(lot: Lot, mass: int | None, content: int | None) -> tuple[int | None, int | None]:
    """Return how much is drawn of a lot: of a whole one, what is left of it."""
    return (lot.remaining_mg, lot.remaining_content_mg) if mass is None and content is None else (mass, content)
