"""Record what a member is estimated to produce, so that deliveries beyond it raise a question."""

from datetime import datetime
from decimal import Decimal

from orepass.inclusion.groups.actions.file import open_member
from orepass.inclusion.groups.models import Estimate
from orepass.inclusion.groups.queries.cards import EstimateCard
from orepass.inclusion.groups.queries.reading import estimate_card_of
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.quantity import mass
from orepass.platform.access import Actor
from orepass.platform.actions import action


@action("groups.estimate.record")
def record_estimate(
    actor: Actor, *, member: Identifier, mineral: str, value: Decimal, unit: str = "KGM", at: datetime
) -> EstimateCard:
    """Record a member's estimated production of a year, from today on; earlier estimates stay for earlier days.

    Raises:
        BadQuantity: the mass cannot be held exactly.
    """
    row = open_member(actor, member)
    made = Estimate.objects.create(
        member=row,
        mineral=mineral[:40],
        mass_mg=mass(value, unit, where="value"),
        valid_from=day_of(at),
        at=at,
        by=actor.pseudonym,
    )
    return estimate_card_of(made)
