"""What an organisation brought into the Union year by year, and whether duties follow; strangers find nothing."""

from datetime import datetime
from decimal import Decimal

import msgspec

from orepass.diligence.models import ImportYear
from orepass.kernel.computed import Source
from orepass.kernel.identifier import Identifier
from orepass.kernel.kept import Kept, said_of
from orepass.platform.access import Actor


class ImportCard(msgspec.Struct, frozen=True, kw_only=True):
    """A year's import of one kind of goods: in scope of the regulation, out of it, or unknown, and why."""

    id: Identifier
    organisation: str
    year: int
    goods: str
    mass_kg: Decimal | None
    scope: str
    explanation: tuple[str, ...]
    sources: tuple[Source, ...]
    kept: Kept
    note: str
    corrects: Identifier | None
    corrected_by: Identifier | None
    at: datetime


def import_of(row: ImportYear) -> ImportCard:
    """Make the card of a declared year; it explains itself as its rule does today."""
    kept = msgspec.convert(row.computed, Kept)
    said = said_of(kept)
    mass = kept.inputs.get("mass_kg", "")
    later = ImportYear.objects.filter(corrects=row).first()
    return ImportCard(
        id=Identifier(row.pk),
        organisation=row.organisation,
        year=row.year,
        goods=row.goods,
        mass_kg=Decimal(mass) if mass else None,
        scope=kept.value,
        explanation=said.explanation,
        sources=said.sources,
        kept=kept,
        note=row.note,
        corrects=Identifier(row.corrects_id) if row.corrects_id else None,
        corrected_by=Identifier(later.pk) if later else None,
        at=row.at,
    )


def imports_for(actor: Actor) -> list[ImportCard]:
    """Return what the actor's organisation declared, the oldest year first."""
    return [import_of(row) for row in ImportYear.objects.filter(organisation=actor.organisation or "-")]
