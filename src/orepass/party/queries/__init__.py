"""Read parties, sites, accreditations and interests; every answer is a frozen card or a verdict."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from math import cos, radians
from typing import Any

import msgspec
from django.db.models import Count, Max, Min, Q, QuerySet

from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import Period
from orepass.kernel.refusal import NotFound
from orepass.kernel.verdict import Verdict
from orepass.party.models import (
    Accreditation,
    AccreditationStep,
    Competence,
    DataImport,
    DeclaredInterest,
    Organisation,
    Site,
    SiteCorrection,
    SiteUri,
)
from orepass.party.rules.accreditation import accredited
from orepass.party.rules.competence import CompetenceFact, Field
from orepass.party.rules.folding import folded
from orepass.party.rules.impartiality import COOLING_OFF_MONTHS, Interest, tied
from orepass.party.rules.kinds import InterestKind, OrganisationKind, begins_nothing
from orepass.party.rules.place import KM_PER_DEGREE, distance_km
from orepass.party.rules.provider_standing import AccreditationFact, Standing, StandingStep, standing_at
from orepass.platform.access import Actor, Role
from orepass.platform.asked_often import asked_often
from orepass.platform.reading import once

PAGE = 50


class OrganisationCard(msgspec.Struct, frozen=True):
    """An organisation as others see it; ``registered`` is false for a party that was only named by somebody."""

    id: Identifier
    name: str
    kind: str
    country: str
    country_text: str
    uri: str
    registered: bool
    source: str = "declared"


class SiteCard(msgspec.Struct, frozen=True):
    """A site as others see it; ``findings`` are the marks of an imported row with a defect."""

    id: Identifier
    name: str
    organisation: Identifier | None
    country: str
    country_text: str
    region: str
    latitude: Decimal | None
    longitude: Decimal | None
    activities: tuple[str, ...]
    minerals: tuple[str, ...]
    source: str
    external_id: str
    aliases: tuple[str, ...] = ()
    location_origin: str = ""
    confidence: str = ""
    public: bool = False
    size: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def begins_nothing(self) -> bool:
        """Say whether what is first told of here, at a refinery or a depot, began elsewhere."""
        return begins_nothing(self.activities)


class CorrectionCard(msgspec.Struct, frozen=True):
    """One corrected field of a site."""

    field: str
    before: object
    after: object
    reason: str
    corrected_at: datetime


class AccreditationCard(msgspec.Struct, frozen=True):
    """One accreditation of a provider."""

    id: Identifier
    provider: Identifier
    standard: str
    accreditor: str
    reference: str
    period: Period
    withdrawn_from: date | None = None
    steps: tuple[StandingStep, ...] = ()

    @property
    def fact(self) -> AccreditationFact:
        """Return what the rules of standing weigh."""
        return AccreditationFact(self.standard, self.period, self.accreditor, self.withdrawn_from, self.steps)


class CompetenceCard(msgspec.Struct, frozen=True):
    """What a provider recorded a person to be competent for, and what showed it."""

    id: Identifier
    person: str
    provider: Identifier
    field: Field
    of: str
    shown_by: str
    period: Period
    ended_from: date | None = None

    @property
    def fact(self) -> CompetenceFact:
        """Return what the rules of competence weigh."""
        return CompetenceFact(self.field, self.of, self.period, self.ended_from)


class InterestCard(msgspec.Struct, frozen=True):
    """One declared interest, or the declaration of none."""

    id: Identifier
    person: str
    client: Identifier
    kind: InterestKind
    period: Period
    declared_at: datetime


class ImportCard(msgspec.Struct, frozen=True):
    """One import of published data that changed something."""

    id: Identifier
    kind: str
    file_digest: str
    credit: str
    licence: str
    counts: dict[str, int]
    imported_at: datetime


def organisation_card(organisation: str) -> OrganisationCard:
    """Return one organisation.

    Raises:
        NotFound: there is none of that identifier.
    """
    found = Organisation.objects.filter(pk=organisation).first()
    if found is None:
        raise NotFound(what=organisation)
    return organisation_of(found)


def organisation_by_uri(uri: str) -> OrganisationCard | None:
    """Return the organisation that events call by a URI, or nothing."""
    found = Organisation.objects.filter(uri=uri).first() if uri else None
    return organisation_of(found) if found else None


def organisation_cards(organisations: Iterable[str]) -> dict[str, OrganisationCard]:
    """Return several organisations by identifier, in one question to the database."""
    return {found.pk: organisation_of(found) for found in Organisation.objects.filter(pk__in=set(organisations))}


def organisations(*, kind: OrganisationKind | None = None, limit: int = 500) -> list[OrganisationCard]:
    """Return registered organisations by name, of one kind or all."""
    found = Organisation.objects.exclude(registered_at=None)
    if kind:
        found = found.filter(kind=kind)
    return [organisation_of(row) for row in found.order_by("name", "id")[:limit]]


def search_organisations(text: str, *, after: str = "", limit: int = PAGE) -> list[OrganisationCard]:
    """Return registered organisations whose name holds every word, by identifier after a given one."""
    found = _holding(Organisation.objects.exclude(registered_at=None), text).filter(pk__gt=after)
    return [organisation_of(row) for row in found.order_by("id")[:limit]]


def site_card(site: str) -> SiteCard:
    """Return one site.

    Raises:
        NotFound: there is none of that identifier.
    """
    found = Site.objects.filter(pk=site).first()
    if found is None:
        raise NotFound(what=site)
    return site_of(found)


def site_for(actor: Actor, site: str) -> SiteCard:
    """Return one site to whoever may see it: everybody when it is public, else its own organisation.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    card = site_card(site)
    if not card.public:
        actor.must_be_in(card.organisation, site)
    return card


def site_cards(sites: Iterable[str]) -> dict[str, SiteCard]:
    """Return several sites by identifier, in one question to the database."""
    return {found.pk: site_of(found) for found in Site.objects.filter(pk__in=set(sites))}


def site_by_uri(uri: str) -> SiteCard | None:
    """Return the site that events call by a URI (bizLocation, readPoint), or nothing."""
    found = Site.objects.filter(uris__uri=uri).first() if uri else None
    return site_of(found) if found else None


def sites_by_uris(uris: Iterable[str]) -> dict[str, SiteCard]:
    """Return the sites that events call by some URIs, by URI, in one question to the database."""
    rows = SiteUri.objects.filter(uri__in=set(uris)).select_related("site")
    return {row.uri: site_of(row.site) for row in rows}


def nearest_published(points: Mapping[str, tuple[float, float]], *, degrees: float = 2.0) -> dict[str, float | None]:
    """Return how far the nearest published site is from each point, in kilometres, by the name of the point.

    Nothing for a point when nothing is published within so many degrees and the country lists are empty altogether;
    a point in an empty region is at least as far as the edge of the search.

    Args:
        points: latitude and longitude by name.
        degrees: how far to look in each direction.
    """
    near = Q()
    for north, east in points.values():
        across = degrees / max(cos(radians(north)), 0.1)
        near |= Q(
            latitude__range=(Decimal(str(north - degrees)), Decimal(str(north + degrees))),
            longitude__range=(Decimal(str(east - across)), Decimal(str(east + across))),
        )
    published = Site.objects.exclude(source="declared")
    found = list(published.filter(near).values_list("latitude", "longitude")) if points else []
    if not found and not published.filter(latitude__isnull=False).exists():
        return dict.fromkeys(points)
    edge = degrees * KM_PER_DEGREE
    return {
        name: min(
            (distance_km(north, east, float(other or 0), float(across or 0)) for other, across in found), default=edge
        )
        for name, (north, east) in points.items()
    }


def uris_of(site: str) -> tuple[str, ...]:
    """Return the URIs of a site, in order."""
    return tuple(
        Site.objects.filter(pk=site, uris__isnull=False).order_by("uris__uri").values_list("uris__uri", flat=True)
    )


def uris_of_sites(sites: Iterable[str]) -> dict[str, str]:
    """Return the site behind every URI that some sites are called by."""
    return dict(SiteUri.objects.filter(site__in=set(sites)).values_list("uri", "site_id"))


def sites_of(organisation: str) -> list[SiteCard]:
    """Return the sites of an organisation by name."""
    return [site_of(found) for found in Site.objects.filter(organisation=organisation).order_by("name", "id")]


def search_sites(
    text: str = "",
    *,
    country: str = "",
    mineral: str = "",
    source: str = "",
    public_only: bool = True,
    after: str = "",
    limit: int = PAGE,
) -> list[SiteCard]:
    """Return sites whose name, alias, region or mineral holds every word, by identifier after a given one."""
    found = _holding(Site.objects.filter(pk__gt=after), text)
    if public_only:
        found = found.filter(public=True)
    if country:
        found = found.filter(country=country)
    if source:
        found = found.filter(source=source)
    if mineral:
        found = found.filter(search_text__contains=f"|{folded(mineral)}|")
    return [site_of(row) for row in found.order_by("id")[:limit]]


def public_places() -> list[tuple[str, str, str, Decimal, Decimal, str]]:
    """Return (id, name, country, latitude, longitude, source) of every public site with a place, by identifier."""
    rows = Site.objects.filter(public=True, latitude__isnull=False).order_by("id")
    places = rows.values_list("id", "name", "country", "latitude", "longitude", "source")
    return [
        (site, name, country, latitude, longitude, source)
        for site, name, country, latitude, longitude, source in places.iterator()
        if latitude is not None and longitude is not None
    ]


def sites_mark() -> tuple[object, ...]:
    """Return a few values that change whenever a site on the map does; cheap to ask."""
    sites = Site.objects.filter(public=True).aggregate(Count("id"), Max("id"), Min("id"))
    corrected = SiteCorrection.objects.aggregate(Count("id"), Max("id"), Min("id"))
    imported = DataImport.objects.aggregate(Count("id"), Max("id"))
    return (*sites.values(), *corrected.values(), *imported.values())


def published_sites(source: str) -> dict[str, Identifier]:
    """Return our identifiers of the sites of a published data set, by the publisher's own."""
    rows = Site.objects.filter(source=source).values_list("external_id", "id")
    return {external: Identifier(site) for external, site in rows.iterator()}


def corrections_of(site: str) -> list[CorrectionCard]:
    """Return what was corrected on a site, oldest first."""
    rows = SiteCorrection.objects.filter(site=site).order_by("corrected_at", "id")
    return [CorrectionCard(row.field, row.before, row.after, row.reason, row.corrected_at) for row in rows]


@once
def accreditations_of(provider: str) -> list[AccreditationCard]:
    """Return the accreditations of a provider, oldest first."""
    steps = defaultdict[str, list[StandingStep]](list)
    for accreditation, *step in _standing_steps(provider=provider):
        steps[accreditation].append(StandingStep(*step))
    return [
        AccreditationCard(
            id=Identifier(name),
            provider=Identifier(provider),
            standard=standard,
            accreditor=accreditor,
            reference=reference,
            period=Period(*period),
            withdrawn_from=withdrawn_from,
            steps=tuple(steps[name]),
        )
        for name, standard, accreditor, reference, *period, withdrawn_from in _accreditations(provider=provider)
    ]


@asked_often
def _accreditations(provider: str) -> "QuerySet[Accreditation, Any]":
    facts = ("id", "standard", "accreditor", "reference", "valid_from", "valid_before", "withdrawal__withdrawn_from")
    return Accreditation.objects.filter(provider=provider).order_by("valid_from", "id").values_list(*facts)


@asked_often
def _standing_steps(provider: str) -> "QuerySet[AccreditationStep, Any]":
    steps = AccreditationStep.objects.filter(accreditation__provider=provider)
    return steps.values_list("accreditation_id", "action", "on")


def accreditation_of(provider: str, standard: str, on: date) -> Verdict:
    """Answer whether a provider is accredited for a standard on a day."""
    return accredited([card.fact for card in accreditations_of(provider)], standard, on)


def standing_of_provider(provider: str, standard: str, on: date) -> Standing:
    """Return how a provider stands towards a standard on a day: applicant, approved, suspended or withdrawn."""
    return standing_at([card.fact for card in accreditations_of(provider)], standard, on)


def competences_at(provider: str, *, people: Iterable[str] | None = None) -> list[CompetenceCard]:
    """Return what a provider recorded of its people's competence, of some people or of all, oldest first."""
    rows = Competence.objects.filter(provider=provider).select_related("end")
    if people is not None:
        rows = rows.filter(person__in=set(people))
    return [competence_of_row(row) for row in rows]


def competences_for(actor: Actor, person: str = "") -> list[CompetenceCard]:
    """Return the competence records of the actor's organisation, of one person or of all; people see their own."""
    if Role.CERTIFIER not in actor.roles and not actor.is_system:
        person = actor.pseudonym
    return competences_at(actor.organisation, people=[person] if person else None)


def interests_of(person: str) -> list[InterestCard]:
    """Return what a person has declared, newest first."""
    rows = DeclaredInterest.objects.filter(person=person).order_by("-valid_from", "-id")
    return [interest_of_row(row) for row in rows]


def consulted_within(person: str, client: str, on: date, months: int = COOLING_OFF_MONTHS) -> Verdict:
    """Answer whether a person consulted for, or was employed by, a client within the cooling-off period.

    Yes forbids a part in the file. No is given only on a declaration of no interest; silence is unknown.
    """
    interests = [Interest(card.kind, card.client, card.period) for card in interests_of(person)]
    return tied(interests, client, on, months)


def imports(kind: str = "") -> list[ImportCard]:
    """Return the imports that changed something, newest first."""
    rows = DataImport.objects.filter(kind=kind) if kind else DataImport.objects.all()
    return [
        ImportCard(Identifier(row.pk), row.kind, row.file_digest, row.credit, row.licence, row.counts, row.imported_at)
        for row in rows.order_by("-imported_at", "-id")
    ]


def _holding[Row: (Organisation, Site)](rows: QuerySet[Row], text: str) -> QuerySet[Row]:
    condition = Q()
    for word in folded(text).split()[:8]:
        condition &= Q(search_text__contains=word)
    return rows.filter(condition)


def organisation_of(row: Organisation) -> OrganisationCard:
    """Make the card of an organisation's row."""
    return OrganisationCard(
        id=Identifier(row.pk),
        name=row.name,
        kind=row.kind,
        country=row.country,
        country_text=row.country_text,
        uri=row.uri,
        registered=row.registered_at is not None,
        source=row.source,
    )


def site_of(row: Site) -> SiteCard:
    """Make the card of a site's row."""
    return SiteCard(
        id=Identifier(row.pk),
        name=row.name,
        organisation=Identifier(row.organisation_id) if row.organisation_id else None,
        country=row.country,
        country_text=row.country_text,
        region=row.region,
        latitude=row.latitude,
        longitude=row.longitude,
        activities=tuple(row.activities),
        minerals=tuple(row.minerals),
        source=row.source,
        external_id=row.external_id,
        aliases=tuple(row.aliases),
        location_origin=row.location_origin,
        confidence=row.confidence,
        public=row.public,
        size=row.size,
        findings=tuple(msgspec.convert(row.findings, list[Finding])),
    )


def accreditation_of_row(row: Accreditation) -> AccreditationCard:
    """Make the card of an accreditation's row."""
    withdrawal = getattr(row, "withdrawal", None)
    return AccreditationCard(
        id=Identifier(row.pk),
        provider=Identifier(row.provider_id),
        standard=row.standard,
        accreditor=row.accreditor,
        reference=row.reference,
        period=Period(row.valid_from, row.valid_before),
        withdrawn_from=withdrawal.withdrawn_from if withdrawal else None,
        steps=tuple(StandingStep(step.action, step.on) for step in row.steps.all()),
    )


def competence_of_row(row: Competence) -> CompetenceCard:
    """Make the card of a competence record's row."""
    end = getattr(row, "end", None)
    return CompetenceCard(
        id=Identifier(row.pk),
        person=row.person,
        provider=Identifier(row.provider_id),
        field=Field(row.field),
        of=row.of,
        shown_by=row.shown_by,
        period=Period(row.valid_from, row.valid_before),
        ended_from=end.ended_from if end else None,
    )


def interest_of_row(row: DeclaredInterest) -> InterestCard:
    """Make the card of a declared interest's row."""
    return InterestCard(
        id=Identifier(row.pk),
        person=row.person,
        client=Identifier(row.client_id),
        kind=InterestKind(row.kind),
        period=Period(row.valid_from, row.valid_before),
        declared_at=row.declared_at,
    )
