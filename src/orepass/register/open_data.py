"""Public tables for anyone: sites, visits and organisations as comma-separated values with inert cells.

Each table names whom to credit in its last column, so that a row never travels without its source.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from orepass.diligence.queries import public_visits
from orepass.diligence.rules.observation import QUESTIONS
from orepass.kernel.digest import digest_bytes
from orepass.kernel.refusal import NotFound
from orepass.party.queries import imports, organisations, search_sites
from orepass.party.rules.table import written
from orepass.register.queries import is_public

PAGE: Final = 1000
ORGANISATIONS_MAX: Final = 100_000

SITE_COLUMNS: Final = (
    "id",
    "name",
    "country",
    "region",
    "latitude",
    "longitude",
    "activities",
    "minerals",
    "size",
    "source",
    "external_id",
    "confidence",
    "marks",
    "credit",
)
VISIT_COLUMNS: Final = (
    "id",
    "site",
    "observed_on",
    "on_site",
    "publisher",
    "project",
    "external_id",
    "status",
    "workers",
    *QUESTIONS,
    "marks",
    "credit",
)
ORGANISATION_COLUMNS: Final = ("id", "name", "kind", "country", "uri", "credit")


class OpenTable(msgspec.Struct, frozen=True):
    """One table as text, with its number of rows and its digest."""

    kind: str
    text: str
    rows: int
    sha256: str


Row = Mapping[str, object]


def _sites() -> Iterator[Row]:
    credits_by_kind = _credits()
    after = ""
    while page := search_sites(after=after, limit=PAGE):
        after = page[-1].id
        for card in page:
            yield {
                "id": card.id,
                "name": card.name,
                "country": card.country or card.country_text,
                "region": card.region,
                "latitude": card.latitude,
                "longitude": card.longitude,
                "activities": ";".join(card.activities),
                "minerals": ";".join(card.minerals),
                "size": card.size,
                "source": card.source,
                "external_id": card.external_id,
                "confidence": card.confidence,
                "marks": ";".join(finding.code for finding in card.findings),
                "credit": credits_by_kind.get(card.source, ""),
            }


def _visits() -> Iterator[Row]:
    credits_by_kind = _credits()
    after = ""
    while page := public_visits(after, PAGE):
        after = page[-1].id
        for card in page:
            answers = {code: card.answers.get(code, "") for code in QUESTIONS}
            yield {
                "id": card.id,
                "site": card.site,
                "observed_on": card.observed_on or "",
                "on_site": card.on_site,
                "publisher": card.publisher,
                "project": card.project,
                "external_id": card.external_id,
                "status": card.status_text,
                "workers": card.workers,
                **answers,
                "marks": ";".join(finding.code for finding in card.findings),
                "credit": credits_by_kind.get(card.source, ""),
            }


def _organisations() -> Iterator[Row]:
    for card in filter(is_public, organisations(limit=ORGANISATIONS_MAX)):
        yield {"id": card.id, "name": card.name, "kind": card.kind, "country": card.country, "uri": card.uri}


def _credits() -> dict[str, str]:
    return {card.kind: f"{card.credit} {card.licence}".strip() for card in reversed(imports())}


TABLES: Final[dict[str, tuple[tuple[str, ...], Callable[[], Iterator[Row]]]]] = {
    "sites": (SITE_COLUMNS, _sites),
    "visits": (VISIT_COLUMNS, _visits),
    "organisations": (ORGANISATION_COLUMNS, _organisations),
}


def table(kind: str) -> OpenTable:
    """Return one public table.

    Raises:
        NotFound: there is none of that name.
    """
    if kind not in TABLES:
        raise NotFound(what=kind)
    columns, read = TABLES[kind]
    rows = list(read())
    text = written(columns, rows)
    return OpenTable(kind, text, len(rows), digest_bytes(text.encode()))
