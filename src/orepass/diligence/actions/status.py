"""Record what an authority decided about a site."""

from datetime import date, datetime

from orepass.diligence.models import StatusDecision
from orepass.diligence.queries import DecisionCard, decision_of
from orepass.diligence.rules.status import Colour
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import site_card
from orepass.party.rules.text import fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


class DecisionInFuture(Invalid):
    """A decision is recorded after it was taken."""

    code = "diligence.status.in_future"
    message = _("The decision of {day} lies in the future.")
    what_to_do = _("Give the day on which the authority decided.")


@action("diligence.status.record")
def record_status(
    actor: Actor,
    *,
    site: Identifier,
    colour: Colour,
    decided_on: date,
    authority: str,
    reference: str = "",
    at: datetime,
) -> DecisionCard:
    """Record the colour that an authority gave a site on a day; when it expires is computed.

    Raises:
        NotFound: no such site.
        DecisionInFuture: the day has not come yet.
    """
    card = site_card(site)
    if decided_on > at.date():
        raise DecisionInFuture(where="decided_on", day=decided_on)
    row = StatusDecision.objects.create(
        id=mint("std"),
        site_id=site,
        colour=colour,
        decided_on=decided_on,
        authority=fitting("authority", authority),
        reference=fitting("reference", reference, 120),
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    if card.organisation:
        notify(organisation=card.organisation, kind="diligence.status.recorded", subject=site)
    return decision_of(row)
