"""Organisations and sites; public sites need no token, and their own people see more of them."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.authentication import OptionalToken
from orepass.api.reading.answers import After, Day, Limit, Word, actor_of, answer, day_of, page, plain
from orepass.diligence import queries as diligence
from orepass.party.numbers import numbers_of
from orepass.party.queries import (
    OrganisationCard,
    accreditations_of,
    competences_for,
    organisation_card,
    search_organisations,
    search_sites,
)
from orepass.party.queries.councils import memberships_in_councils
from orepass.platform import clock
from orepass.register import queries as register
from orepass.register.queries import site_for

router = Router(tags=["party"])
ANYONE = OptionalToken()


@router.get("/organisations", operation_id="organisations")
def organisations(request: HttpRequest, *, text: Word = "", after: After = "", limit: Limit = 50) -> HttpResponse:
    """Return organisations on the public register, and one's own, whose name holds every word."""
    plain(text=text, after=after)
    found = search_organisations(text, after=after, limit=limit + 1)
    actor = actor_of(request)
    shown = [card for card in found[:limit] if register.is_public(card) or actor.is_in(card.id)]
    return answer({"items": shown, "next": found[limit - 1].id if len(found) > limit else ""})


@router.get("/organisations/{organisation}", operation_id="organisation")
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return one organisation of the public register, or one's own."""
    plain(organisation=organisation)
    return answer(_seen(request, organisation))


@router.get("/organisations/{organisation}/numbers", operation_id="organisation-numbers")
def numbers(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return the numbers under which other registers know an organisation, such as its LEI; seen like itself."""
    plain(organisation=organisation)
    return answer({"items": numbers_of([_seen(request, organisation).id], at=clock.now())})


@router.get("/organisations/{organisation}/council-memberships", operation_id="council-memberships")
def council_memberships(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return the memberships of outside councils that are on record of an organisation; seen like itself."""
    plain(organisation=organisation)
    return answer({"items": memberships_in_councils([_seen(request, organisation).id])})


def _seen(request: HttpRequest, organisation: str) -> OrganisationCard:
    card = organisation_card(organisation)
    if not card.registered or not register.is_public(card):
        actor_of(request).must_be_in(card.id, organisation)
    return card


@router.get("/competences", operation_id="competences")
def competences(request: HttpRequest, *, person: Word = "") -> HttpResponse:
    """Return what the actor's house recorded its people to be competent for; without the role, one's own records."""
    plain(person=person)
    return answer({"items": competences_for(actor_of(request), person)})


@router.get("/providers/{provider}/accreditations", operation_id="accreditations")
def accreditations(request: HttpRequest, provider: str) -> HttpResponse:
    """Return the accreditations of a provider, with every suspension, to whoever signed in."""
    plain(provider=provider)
    return answer({"items": accreditations_of(provider)})


@router.get("/sites", operation_id="sites", auth=None)
def sites(
    request: HttpRequest,
    *,
    text: Word = "",
    country: Word = "",
    mineral: Word = "",
    source: Word = "",
    after: After = "",
    limit: Limit = 50,
) -> HttpResponse:
    """Return public sites by words, country, mineral and source."""
    plain(text=text, country=country, mineral=mineral, source=source, after=after)
    found = search_sites(text, country=country, mineral=mineral, source=source, after=after, limit=limit + 1)
    return page(found, limit)


@router.get("/sites/{site}", operation_id="site", auth=ANYONE)
def one_site(request: HttpRequest, site: str) -> HttpResponse:
    """Return one site to whoever may see it."""
    plain(site=site)
    return answer(site_for(actor_of(request), site)[0])


@router.get("/sites/{site}/register", operation_id="site-register", auth=ANYONE)
def site_register(request: HttpRequest, site: str, *, on: Day = None) -> HttpResponse:
    """Return all that the reader may know of a site on a day: certificates, status over time, risk, visits."""
    plain(site=site)
    return answer(register.site_page(actor_of(request), site, day_of(on)))


@router.get("/sites/{site}/status", operation_id="site-status", auth=ANYONE)
def site_status(request: HttpRequest, site: str, *, on: Day = None) -> HttpResponse:
    """Return the dated status history of a site as known on a day, oldest first."""
    plain(site=site)
    actor = actor_of(request)
    own = site_for(actor, site)[1]
    day = day_of(on)
    return answer({"on": day, "history": diligence.status_history(site, day, public_only=not own)})


@router.get("/sites/{site}/flags", operation_id="site-flags", auth=ANYONE)
def site_flags(request: HttpRequest, site: str, *, on: Day = None) -> HttpResponse:
    """Return what could be wrong at a site on a day: each question with yes, no or unknown, and why."""
    plain(site=site)
    actor = actor_of(request)
    own = site_for(actor, site)[1]
    return answer(diligence.site_risk(site, day_of(on), public_only=not own))


@router.get("/sites/{site}/visits", operation_id="site-visits", auth=ANYONE)
def site_visits(request: HttpRequest, site: str) -> HttpResponse:
    """Return the visits of a site that the reader may see, newest first."""
    plain(site=site)
    actor = actor_of(request)
    site_for(actor, site)
    return answer({"items": diligence.visits_for(actor, site)})
