"""What a group declared of its outgrowers, year by year, each with the rule's answer and its explanation."""

import math
from decimal import Decimal
from fractions import Fraction

import msgspec

from orepass.inclusion.groups.models import OutgrowerYear
from orepass.inclusion.groups.queries.cards import OutgrowerCard
from orepass.inclusion.groups.queries.register import group_row
from orepass.kernel.identifier import Identifier
from orepass.kernel.kept import Kept, said_of
from orepass.platform.access import Actor


def outgrower_card_of(row: OutgrowerYear) -> OutgrowerCard:
    """Make the card of a declared year; it explains itself as its rule does today."""
    kept = msgspec.convert(row.computed, Kept)
    said = said_of(kept)
    later = OutgrowerYear.objects.filter(corrects=row).first()
    return OutgrowerCard(
        id=Identifier(row.pk),
        group=Identifier(row.group_id),
        year=row.year,
        basis=row.basis,
        unit=row.unit,
        total=Decimal(row.total),
        from_outgrowers=Decimal(row.from_outgrowers),
        share_percent=Decimal(math.floor(Fraction(kept.inputs["share"]) * 100)) / 100,
        met=kept.value == "true",
        explanation=said.explanation,
        sources=said.sources,
        kept=kept,
        note=row.note,
        corrects=Identifier(row.corrects_id) if row.corrects_id else None,
        corrected_by=Identifier(later.pk) if later else None,
        at=row.at,
    )


def outgrowers_for(actor: Actor, group: str) -> list[OutgrowerCard]:
    """Return the declared years of a group, the oldest first, to its people and its auditors.

    Raises:
        NotFound: there is no such group, or it is not for the actor.
    """
    rows = OutgrowerYear.objects.filter(group=group_row(actor, group))
    return [outgrower_card_of(row) for row in rows]
