"""Import a table of facilities in one transaction, with one record for the whole file."""

from datetime import datetime

import msgspec

from orepass.kernel.finding import Finding
from orepass.kernel.identifier import mint
from orepass.party.models import DataImport, Site
from orepass.party.rules.facilities import CREDIT, KIND, LICENCE, Facility, read_facilities
from orepass.party.rules.progress import report
from orepass.party.rules.search import site_search_text
from orepass.platform.access import Actor
from orepass.platform.actions import action

BATCH = 500
FIELDS = (
    "name",
    "aliases",
    "country",
    "country_text",
    "latitude",
    "longitude",
    "activities",
    "minerals",
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


@action("party.import.icmm")
def import_facilities(actor: Actor, *, text: str, at: datetime) -> ImportOutcome:
    """Load the ICMM table of facilities as public sites; a second run of the same file changes nothing.

    Raises:
        Invalid: the table as a whole cannot be trusted; nothing of it is used.
    """
    read = read_facilities(text)
    known = {site.external_id: site for site in Site.objects.filter(source=KIND)}
    fresh: list[Site] = []
    changed: list[Site] = []
    unchanged = 0
    for done, facility in enumerate(read.facilities, start=1):
        site = known.get(facility.external_id)
        if site is None:
            site = Site(id=mint("sit"), source=KIND, external_id=facility.external_id, public=True)
            site.named_by, site.named_at = actor.pseudonym, at
            fresh.append(site)
        elif site.source_digest == facility.row_digest:
            unchanged += 1
            continue
        else:
            changed.append(site)
        _fill(site, facility)
        if done % BATCH == 0:
            report(done, len(read.facilities))
    Site.objects.bulk_create(fresh, batch_size=BATCH)
    Site.objects.bulk_update(changed, FIELDS, batch_size=BATCH)
    report(len(read.facilities), len(read.facilities))
    counts = Counts(len(fresh), len(changed), unchanged + len(read.findings))
    marks = [finding for facility in read.facilities for finding in facility.findings]
    outcome = outcome_of(KIND, read.digest, {"facilities": counts}, read.findings + marks)
    return remember(outcome, (CREDIT, LICENCE), actor, at)


def _fill(site: Site, facility: Facility) -> None:
    site.name = facility.name
    site.aliases = list(facility.aliases)
    site.country = facility.country
    site.country_text = facility.country_text
    site.latitude = facility.latitude
    site.longitude = facility.longitude
    site.activities = list(facility.activities)
    site.minerals = list(facility.minerals)
    site.confidence = facility.confidence
    site.source_digest = facility.row_digest
    site.findings = msgspec.to_builtins(facility.findings)
    site.search_text = site_search_text(site.name, site.aliases, "", site.country_text, site.minerals)
