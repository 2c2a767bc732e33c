"""What anyone may look up: search, a site with its dated status and flags, and the places on the map.

Only published facts: public sites, certificates, organisations that hold a certificate, run a public site, or have a
public office. Everybody else stays unknown to strangers.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import msgspec

from orepass.assurance import queries as assurance
from orepass.assurance.queries import CertificateCard, DeliveryRight
from orepass.diligence import queries as diligence
from orepass.diligence.queries import VisitCard
from orepass.diligence.rules.site_risk import SiteRisk
from orepass.diligence.rules.status import StatusSpan
from orepass.kernel.digest import Digest, digest
from orepass.kernel.refusal import NotFound
from orepass.kernel.verdict import Verdict, no
from orepass.party import queries as party
from orepass.party.queries import CorrectionCard, ImportCard, OrganisationCard, SiteCard
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor
from orepass.register.rules import Certainty, Place, certainty

PAGE = 20
CERTIFICATES_AT_ONCE = 200
PUBLIC_OFFICES = frozenset(
    {
        OrganisationKind.PROVIDER,
        OrganisationKind.SCHEME_OWNER,
        OrganisationKind.ACCREDITOR,
        OrganisationKind.AUTHORITY,
    }
)


class Found(msgspec.Struct, frozen=True):
    """What a search found; ``next_site`` and ``next_organisation`` are where the next page begins, or empty."""

    certificates: tuple[CertificateCard, ...]
    sites: tuple[SiteCard, ...]
    organisations: tuple[OrganisationCard, ...]
    next_site: str = ""
    next_organisation: str = ""


class PlacesPage(msgspec.Struct, frozen=True):
    """A page of the places on the map, how many there are in all, and where the next page begins, or empty."""

    places: tuple[Place, ...]
    total: int
    after: str


class SitePage(msgspec.Struct, frozen=True):
    """All that a reader may know of a site on a day."""

    site: SiteCard
    operator: OrganisationCard | None
    on: date
    certainty: Certainty
    right: DeliveryRight
    history: tuple[StatusSpan, ...]
    risk: SiteRisk
    visits: tuple[VisitCard, ...]
    certificates: tuple[CertificateCard, ...]
    corrections: tuple[CorrectionCard, ...]
    sources: tuple[ImportCard, ...]


def search(text: str, *, after_site: str = "", after_organisation: str = "", limit: int = PAGE) -> Found:
    """Find certificates, public sites and public organisations by words or by an identifier."""
    sites = party.search_sites(text, after=after_site, limit=limit + 1)
    candidates = party.search_organisations(text, after=after_organisation, limit=limit + 1)
    organisations = [card for card in candidates[:limit] if is_public(card)]
    found = [_certificate(text), *(card for each in organisations for card in _held(each))]
    return Found(
        certificates=tuple({card.id: card for card in found if card}.values()),
        sites=tuple(sites[:limit]),
        organisations=tuple(organisations),
        next_site=sites[limit - 1].id if len(sites) > limit else "",
        next_organisation=candidates[limit - 1].id if len(candidates) > limit else "",
    )


def is_public(organisation: OrganisationCard) -> bool:
    """Say whether strangers may know of an organisation: by its office, a public site or a certificate."""
    if organisation.kind in PUBLIC_OFFICES:
        return True
    return any(site.public for site in party.sites_of(organisation.id)) or bool(_held(organisation))


def site_for(actor: Actor, site: str) -> tuple[SiteCard, bool]:
    """Return a site to whoever may see it, and whether the actor sees all of it.

    A public site is everybody's. All of it is for those who run it and for the provider to whom an application for it
    was sent: whoever is to audit a place has to see it. Visits and corrections stay with whom they are for.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    card = party.site_card(site)
    inside = actor.is_in(card.organisation) or assurance.is_in_files(actor, site)
    return (card, True) if inside else (party.site_for(actor, site), False)


def site_page(actor: Actor, site: str, on: date) -> SitePage:
    """Return all that the actor may know of a site on a day: published facts, or all of them (`site_for`).

    Raises:
        NotFound: no such site, or not for the actor.
    """
    card, inside = site_for(actor, site)
    operator = party.organisation_card(card.organisation) if card.organisation else None
    right = assurance.delivery_right(site, on)
    history = diligence.status_history(site, on, public_only=not inside)
    risk = diligence.site_risk(site, on, public_only=not inside)
    certified = right.verdict if right.certificate else None
    return SitePage(
        site=card,
        operator=operator if operator and (inside or is_public(operator)) else None,
        on=on,
        certainty=certainty(certified, risk.status if history else None, card.source),
        right=right,
        history=tuple(history),
        risk=risk,
        visits=tuple(diligence.visits_for(actor, site)),
        certificates=assurance.certificates(site=site).items,
        corrections=tuple(party.corrections_of(site)) if actor.is_in(card.organisation) else (),
        sources=tuple(party.imports(card.source)[:1]),
    )


def places(on: date, country: str = "") -> tuple[Place, ...]:
    """Return every public site with a place and its mark of certainty on a day; kept until the facts change."""
    everywhere = _places(on, places_digest(on))
    return tuple(place for place in everywhere if place.country == country) if country else everywhere


def places_page(on: date, country: str = "", *, after: str = "", limit: int = 50) -> PlacesPage:
    """Return a page of the table behind the map, by identifier after a given one."""
    found = places(on, country)
    start = bisect_right(found, after, key=lambda place: place.id)
    shown = found[start : start + limit]
    return PlacesPage(shown, len(found), shown[-1].id if start + limit < len(found) else "")


def countries(on: date) -> dict[str, int]:
    """Return how many places each country has on the map."""
    return dict(Counter(place.country for place in places(on) if place.country))


def places_digest(on: date) -> Digest:
    """Return a digest that changes whenever the map of a day would look different; cheap to ask."""
    rights = {site: right.answer for site, right in _certified(on).items()}
    return digest([on, party.sites_mark(), diligence.status_mark(), rights])


@lru_cache(maxsize=4)
def _places(on: date, _facts: Digest) -> tuple[Place, ...]:
    rights = _certified(on)
    statuses = diligence.statuses_on(on)
    return tuple(
        Place(site, name, country, latitude, longitude, source, certainty(rights.get(site), statuses.get(site), source))
        for site, name, country, latitude, longitude, source in party.public_places()
    )


def _certified(on: date) -> dict[str, Verdict]:
    """Return for every site under any certificate the best right it has on a day."""
    rights: dict[str, Verdict] = {}
    for card in _all_certificates():
        for covered in card.sites:
            right = card.right(on)
            if right.is_yes and not card.covers(covered.site, on):
                right = no("the site was taken out of the scope")
            if covered.site not in rights or right.is_yes:
                rights[covered.site] = right
    return rights


def _all_certificates() -> Iterator[CertificateCard]:
    after = ""
    while True:
        page = assurance.certificates(after=after, limit=CERTIFICATES_AT_ONCE)
        yield from page.items
        if not page.after:
            return
        after = page.after


def _certificate(text: str) -> CertificateCard | None:
    try:
        return assurance.certificate_card(text.strip())
    except NotFound:
        return None


def _held(organisation: OrganisationCard) -> tuple[CertificateCard, ...]:
    return assurance.certificates(client=organisation.id, limit=PAGE).items
