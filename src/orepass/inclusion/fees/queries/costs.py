"""What certification cost an organisation, year by year; its own people read it, and nobody else."""

from decimal import Decimal
from typing import Final

import msgspec

from orepass.inclusion.fees.models import CostSheet
from orepass.inclusion.fees.queries.cards import CostSheetCard
from orepass.inclusion.fees.queries.reading import sees_money, step_of
from orepass.inclusion.fees.rules.costs import cost_findings
from orepass.kernel.identifier import Identifier
from orepass.kernel.money import money
from orepass.platform.access import Actor

COSTS: Final = ("fees", "audit", "compliance", "other")


def cost_sheet_of(row: CostSheet) -> CostSheetCard:
    """Make the card of a cost sheet."""
    why = step_of(row.computed)
    later = CostSheet.objects.filter(corrects=row).first()
    return CostSheetCard(
        id=Identifier(row.pk),
        organisation=Identifier(row.organisation_id),
        year=row.year,
        total=money(Decimal(why.kept.value), row.currency),
        costs={name: money(Decimal(why.kept.inputs[name]), row.currency) for name in COSTS},
        benefit=row.benefit,
        note=row.note,
        why=why,
        findings=tuple(msgspec.structs.replace(found, where=row.pk) for found in cost_findings(row.benefit)),
        corrects=Identifier(row.corrects_id) if row.corrects_id else None,
        corrected_by=Identifier(later.pk) if later else None,
        at=row.at,
    )


def cost_sheets_for(actor: Actor) -> list[CostSheetCard]:
    """Return the cost sheets of the actor's organisation, the oldest year first."""
    if not actor.organisation or not sees_money(actor):
        return []
    return [cost_sheet_of(row) for row in CostSheet.objects.filter(organisation=actor.organisation)]
