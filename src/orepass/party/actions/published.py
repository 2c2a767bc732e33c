"""Put published sites into the register inside the action that imports them, and remember whom to credit."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from orepass.kernel.finding import Finding
from orepass.kernel.identifier import mint
from orepass.party.models import DataImport, Site
from orepass.party.rules.country import country_name
from orepass.party.rules.published import PublishedSite
from orepass.party.rules.search import site_search_text
from orepass.platform.access import Actor

ROWS_AT_ONCE = 500
FIELDS = (
    "name",
    "aliases",
    "country",
    "country_text",
    "region",
    "latitude",
    "longitude",
    "location_origin",
    "activities",
    "minerals",
    "size",
    "confidence",
    "source_digest",
    "findings",
    "search_text",
)


class Counts(msgspec.Struct, frozen=True):
    """What an import did with the rows of one kind."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Add up two counts."""
        return Counts(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.refused + other.refused,
        )


class ImportOutcome(msgspec.Struct, frozen=True):
    """What an import did in all and by kind, the digest of its file, and what was noted."""

    id: str
    kind: str
    file_digest: str
    created: int
    updated: int
    unchanged: int
    refused: int
    by_kind: dict[str, Counts]
    findings: tuple[Finding, ...] = ()


def outcome_of(kind: str, file_digest: str, by_kind: dict[str, Counts], findings: list[Finding]) -> ImportOutcome:
    """Add up the counts of an import."""
    parts = list(by_kind.values())
    return ImportOutcome(
        id="",
        kind=kind,
        file_digest=file_digest,
        created=sum(part.created for part in parts),
        updated=sum(part.updated for part in parts),
        unchanged=sum(part.unchanged for part in parts),
        refused=sum(part.refused for part in parts),
        by_kind=by_kind,
        findings=tuple(findings),
    )


def remember(outcome: ImportOutcome, credit: tuple[str, str], by: Actor, at: datetime) -> ImportOutcome:
    """Keep whom to credit for an import that changed something; one that changed nothing leaves no trace here."""
    if not outcome.created and not outcome.updated:
        return outcome
    row = DataImport.objects.create(
        id=mint("imp"),
        kind=outcome.kind,
        file_digest=outcome.file_digest,
        credit=credit[0],
        licence=credit[1],
        counts={"created": outcome.created, "updated": outcome.updated, "unchanged": outcome.unchanged},
        imported_by=by.pseudonym,
        imported_at=at,
    )
    return msgspec.structs.replace(outcome, id=row.pk)


def put_sites(actor: Actor, source: str, sites: Sequence[PublishedSite], at: datetime) -> Counts:
    """Create the sites that are new and update those that changed, in bulk; part of an importing action."""
    names = [published.external_id for published in sites]
    known = {site.external_id: site for site in Site.objects.filter(source=source, external_id__in=names)}
    fresh: list[Site] = []
    changed: list[Site] = []
    for published in sites:
        site = known.get(published.external_id)
        if site is None:
            site = Site(id=mint("sit"), source=source, external_id=published.external_id, public=True)
            site.named_by, site.named_at = actor.pseudonym, at
            fresh.append(site)
        elif site.source_digest != published.digest:
            changed.append(site)
        else:
            continue
        _fill(site, published)
    Site.objects.bulk_create(fresh, batch_size=ROWS_AT_ONCE)
    Site.objects.bulk_update(changed, FIELDS, batch_size=ROWS_AT_ONCE)
    return Counts(len(fresh), len(changed), len(sites) - len(fresh) - len(changed))


def _fill(site: Site, published: PublishedSite) -> None:
    site.name = published.name
    site.aliases = list(published.aliases)
    site.country = published.country
    site.country_text = published.country_text
    site.region = published.region
    site.latitude = published.latitude
    site.longitude = published.longitude
    site.location_origin = published.location_origin
    site.activities = list(published.activities)
    site.minerals = list(published.minerals)
    site.size = published.size or ""
    site.confidence = published.confidence
    site.source_digest = published.digest
    site.findings = msgspec.to_builtins(published.findings)
    country = f"{site.country_text} {country_name(site.country)}" if site.country else site.country_text
    site.search_text = site_search_text(site.name, site.aliases, site.region, country, site.minerals)
