"""How far certification reaches: schemes by mineral, its scale, what refusals were for, the checks of a site.

And what every scheme says of one lot, side by side: one that failed hides no other.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import msgspec

from orepass.assurance import queries as assurance
from orepass.assurance.queries import CertificateCard
from orepass.custody import queries as custody
from orepass.diligence import queries as diligence
from orepass.diligence.rules.status import Colour
from orepass.engagement import queries as engagement
from orepass.inclusion.recognition import queries as recognition
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import add_months, day_of
from orepass.kernel.verdict import Answer, Unknown, Verdict, no, unknown, yes
from orepass.party import queries as party
from orepass.party.queries import SiteCard
from orepass.platform.access import Actor
from orepass.register.queries import site_for
from orepass.scheme import queries as scheme

PAGE = 200
READER = Actor.system("reach")
STANDING, NOT_KNOWN = "active", "unknown"
AUTHORITY, RISKS = "authority", "due_diligence"
"""Who else has a word: the authority that gives a site its colour, and risks that were identified."""


class MineralReach(msgspec.Struct, frozen=True, kw_only=True):
    """A mineral, how many registered sites win it, and the schemes in force that know it."""

    mineral: str
    sites: int
    schemes: tuple[str, ...]


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """How large certification is on a day: organisations with a right to deliver, and what they delivered in a year."""

    organisations: int
    mass_mg: int
    lots: int


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion, and how many files were declined that missed it."""

    criterion: str
    declined: int


class Checks(msgspec.Struct, frozen=True, kw_only=True):
    """How often a site was looked at: on site, from afar, and by the community that raised its voice."""

    site: Identifier
    on_site: int
    remote: int
    community: int


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What one scheme or authority says of one place that a lot comes from.

    Attributes:
        then: whether it gave a right on the day the lot began there.
        now: whether it gives one today.
    """

    scheme: str
    by: str
    site: Identifier
    then: Verdict
    now: Verdict


def reach_of(mineral: str, on: date, *, public_only: bool = True) -> MineralReach:
    """Return how many sites win a mineral and which schemes in force know it."""
    sites = sum(1 for _ in _sites_winning(mineral, public_only=public_only))
    return MineralReach(mineral=mineral, sites=sites, schemes=tuple(sorted(_schemes_for(mineral, on))))


def _sites_winning(mineral: str, *, public_only: bool) -> Iterator[SiteCard]:
    after = ""
    while True:
        found = party.search_sites(mineral=mineral, public_only=public_only, after=after, limit=PAGE)
        yield from found
        if len(found) < PAGE:
            return
        after = found[-1].id


def _schemes_for(mineral: str, on: date) -> set[str]:
    found: set[str] = set()
    for card in scheme.editions():
        if card.valid_from <= on and (card.valid_before is None or on < card.valid_before):
            minerals = scheme.pack_by_digest(card.digest).vocabulary.get("minerals", [])
            found |= {card.scheme} if mineral in minerals else set()
    return found


def scale(on: date, *, standard: str = "") -> Scale:
    """Return how many organisations may deliver as certified on a day, and what they delivered in the year before."""
    standing = [card for card in _certificates(standard) if card.right(on).is_yes]
    begun = custody.delivered_under([card.id for card in standing], since=add_months(on, -12), before=on)
    return Scale(organisations=len({card.client for card in standing}), mass_mg=begun.mass_mg, lots=begun.lots)


def _certificates(standard: str) -> Iterator[CertificateCard]:
    after = ""
    while True:
        page = assurance.certificates(standard=standard, after=after, limit=PAGE)
        yield from page.items
        after = page.after
        if not after:
            return


def refusals(*, standard: str) -> list[Refused]:
    """Return how many declined files missed each gate of a standard, the commonest first."""
    counted: Counter[str] = Counter()
    after = ""
    while True:
        page = assurance.applications_for(READER, standard=standard, after=after, limit=PAGE)
        for card in page.items:
            if card.state == "declined":
                counted.update(set(_missed(card.id)))
        after = page.after
        if not after:
            ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
            return [Refused(criterion=name, declined=times) for name, times in ordered]


def _missed(application: str) -> tuple[str, ...]:
    decided = assurance.case_for(READER, application).decision
    assert decided is not None, "a declined file was decided"
    return assurance.outcome_for(READER, application, day_of(decided.at)).gates_failed


def checks_of(actor: Actor, site: str) -> Checks:
    """Return how often a site was checked, as far as the actor may know."""
    card, _inside = site_for(actor, site)
    visits = Counter(visit.on_site for visit in diligence.visits_for(actor, card.id))
    voices = sum(one.subject == card.id for one in engagement.complaints_for(actor, limit=PAGE))
    return Checks(site=card.id, on_site=visits[Answer.YES], remote=visits[Answer.NO], community=voices)


def results_of(actor: Actor, lot: str, on: date) -> list[Result]:
    """Return what each scheme and authority says of every place a lot comes from, to a party of an event it is in.

    Raises:
        NotFound: there is no such lot, or it is not for the actor.
    """
    uri = custody.lot_for(actor, lot).uri
    found: list[Result] = []
    places = {(began.site, began.on) for began in custody.beginnings(uri) if began.site}
    for site, began_on in sorted(places):
        for card in assurance.certificates(site=site, limit=PAGE).items:
            then, now = (card.right(day) for day in (began_on, on))
            found.append(Result(scheme=card.pack, by=card.id, site=Identifier(site), then=then, now=now))
        found += _foreign(site, began_on, on)
        found += _by_authority(site, began_on, on)
    return found


def _by_authority(site: str, began_on: date, on: date) -> Iterator[Result]:
    """Say what the colour of a site comes to, and what identified risks do, each for itself."""
    colours = [diligence.site_status(site, day).colour for day in (began_on, on)]
    then, now = (_coloured(colour) for colour in colours)
    yield Result(scheme=AUTHORITY, by=colours[1], site=Identifier(site), then=then, now=now)
    then, now = (diligence.trade_right(site, day) for day in (began_on, on))
    yield Result(scheme=RISKS, by="", site=Identifier(site), then=then, now=now)


def _coloured(colour: Colour) -> Verdict:
    if colour is Colour.BLUE:
        return unknown(Unknown.MISSING, colour)
    return no(colour) if colour is Colour.RED else yes(colour)


def _foreign(site: str, began_on: date, on: date) -> Iterator[Result]:
    """Say what the certificates of other schemes come to that were presented for a site."""
    before = {card.id: card for card in recognition.foreign_certificates_for(READER, began_on)}
    for card in recognition.foreign_certificates_for(READER, on):
        if site in card.sites:
            then, now = _stands(before[card.id].status), _stands(card.status)
            yield Result(scheme=card.scheme, by=card.number, site=Identifier(site), then=then, now=now)


def _stands(status: str) -> Verdict:
    if status == NOT_KNOWN:
        return unknown(Unknown.UNVERIFIABLE, status)
    return yes() if status == STANDING else no(status)
