"""Read the table of the ICMM Global Mining Dataset: large mines, smelters, refineries and plants.

The publisher gives names, coordinates, commodities and a confidence, but no operator and no status: what is not there
stays unknown. A row with a defect is kept and marked; only a table that cannot be trusted as a whole is refused.
"""

from typing import Final

import msgspec

from orepass.kernel.digest import Digest, digest
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.party.rules.country import country_code
from orepass.party.rules.kinds import Activity
from orepass.party.rules.minerals import minerals
from orepass.party.rules.place import place
from orepass.party.rules.published import PublishedSite
from orepass.party.rules.table import Table, read_table

KIND: Final = "icmm"
CREDIT: Final = "ICMM Global Mining Dataset, September 2025 (V1) release."
LICENCE: Final = "CC BY 4.0"
COLUMNS: Final = (
    "icmm_id",
    "confidence",
    "mine_name",
    "group_names",
    "latitude",
    "longitude",
    "asset_type",
    "country",
    "primary_commodity",
    "secondary_commodity",
    "other_commodities",
)
ACTIVITIES: Final = {
    "Mine": Activity.EXTRACTION,
    "Plant": Activity.PROCESSING,
    "Smelter": Activity.SMELTING,
    "Refinery": Activity.REFINING,
}
NAME_MAX: Final = 300
ALIASES_MAX: Final = 50

COUNTRY_UNKNOWN = FindingKind(
    "party.import.country_unknown",
    Severity.WARNING,
    _("The country “{country}” is not recognised."),
    what_to_do=_("The row is kept with the name as written; tell the publisher."),
)
ACTIVITY_UNKNOWN = FindingKind(
    "party.import.activity_unknown",
    Severity.WARNING,
    _("The kind of facility “{activity}” is not recognised."),
    what_to_do=_("The row is kept without an activity; tell the publisher."),
)
NAME_MISSING = FindingKind(
    "party.import.name_missing",
    Severity.WARNING,
    _("The row has no usable name."),
    what_to_do=_("The row is kept under its identifier; tell the publisher."),
)
DUPLICATE = FindingKind(
    "party.import.duplicate",
    Severity.NOTE,
    _("The row repeats row {first} word for word."),
    what_to_do=_("Nothing; it counts once."),
)


class IdentifierMissing(Invalid):
    """A row without the publisher's identifier cannot be recognised the next time."""

    code = "party.import.identifier_missing"
    message = _("Row {row} has no usable identifier in the column “{column}”.")
    what_to_do = _("Send the publisher's original; nothing of this file was used.")


class Contradiction(Invalid):
    """Two rows with one identifier say different things; neither can be preferred."""

    code = "party.import.contradiction"
    message = _("Rows {first} and {row} have the same {column} “{value}” but differ.")
    what_to_do = _("Ask the publisher which is right and leave the other out; nothing of this file was used.")


class Facilities(msgspec.Struct, frozen=True):
    """A table of facilities as read, with what was noted about it as a whole."""

    digest: Digest
    facilities: list[PublishedSite]
    findings: list[Finding]


def read_facilities(text: str) -> Facilities:
    """Read the whole table.

    Raises:
        Invalid: the table is truncated, has another header, or contradicts itself.
    """
    table = read_table(text, KIND, COLUMNS)
    rows, notes = once(table, "icmm_id")
    return Facilities(table.digest, [_facility(number, row) for number, row in rows], notes)


def once(table: Table, column: str) -> tuple[list[tuple[int, dict[str, str]]], list[Finding]]:
    """Return the rows with their numbers, repeated rows once.

    Raises:
        IdentifierMissing: a row without identifier.
        Contradiction: two rows with one identifier differ.
    """
    first: dict[str, tuple[int, dict[str, str]]] = {}
    notes: list[Finding] = []
    for number, row in enumerate(table.rows, start=2):
        key = row[column]
        if not key or len(key) > 80 or not key.isprintable():  # noqa: PLR2004 - the column's width
            raise IdentifierMissing(f"row {number}", row=number, column=column)
        if key not in first:
            first[key] = (number, row)
        elif first[key][1] == row:
            notes.append(DUPLICATE.at(f"row {number}", first=first[key][0]))
        else:
            raise Contradiction(f"row {number}", first=first[key][0], row=number, column=column, value=key)
    return list(first.values()), notes


def _facility(number: int, row: dict[str, str]) -> PublishedSite:
    where = f"row {number}"
    point = place(row["latitude"], row["longitude"], where)
    findings = list(point.findings)
    name = " ".join(row["mine_name"].split())[:NAME_MAX]
    if not name:
        findings.append(NAME_MISSING.at(where))
    country = country_code(row["country"])
    if not country:
        findings.append(COUNTRY_UNKNOWN.at(where, country=row["country"][:120]))
    kinds = [kind for kind in row["asset_type"].split(";") if kind]
    findings += [ACTIVITY_UNKNOWN.at(where, activity=kind[:60]) for kind in kinds if kind not in ACTIVITIES]
    aliases = [" ".join(alias.split())[:NAME_MAX] for alias in row["group_names"].split(";")]
    return PublishedSite(
        external_id=row["icmm_id"],
        name=name or row["icmm_id"],
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias and alias != name))[:ALIASES_MAX],
        latitude=point.latitude,
        longitude=point.longitude,
        activities=tuple(ACTIVITIES[kind] for kind in kinds if kind in ACTIVITIES),
        minerals=tuple(minerals(row["primary_commodity"], row["secondary_commodity"], row["other_commodities"])),
        country=country,
        country_text=row["country"][:120],
        confidence=row["confidence"][:40],
        findings=tuple(findings),
        digest=digest(row),
    )
