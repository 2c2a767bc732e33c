"""Dispute an event: it stays as it is and shows as disputed until the parties agree."""

from datetime import datetime

from orepass.custody.models import Dispute
from orepass.custody.queries.journal import DisputeCard, dispute_of, visible_to
from orepass.kernel.identifier import mint
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


class ReasonMissing(Invalid):
    """A dispute says what is wrong."""

    code = "custody.dispute.reason"
    message = _("A dispute needs a reason.")
    what_to_do = _("Say what did not happen as the event tells it.")


@action("custody.dispute.raise")
def raise_dispute(
    actor: Actor, *, event: str, reason: str, evidence: list[str] | None = None, at: datetime
) -> DisputeCard:
    """Dispute an event that one's organisation is a party to.

    Raises:
        NotFound: there is no such event, or it is not for the actor.
        ReasonMissing: no reason was given.
    """
    row = visible_to(actor).filter(event_id=event, is_declaration=False).first()
    if row is None:
        raise NotFound(what=event[:200])
    if not reason.strip():
        raise ReasonMissing(where="reason")
    dispute = Dispute.objects.create(
        id=mint("dsp"),
        event=row,
        organisation=actor.organisation,
        reason=reason.strip().replace("\x00", ""),
        evidence=list(evidence or ()),
        raised_by=actor.pseudonym,
        raised_at=at,
    )
    others = row.parties.exclude(organisation=actor.organisation).values_list("organisation", flat=True)
    for organisation in others:
        notify(organisation=organisation, kind="custody.dispute.raised", subject=dispute.pk)
    return dispute_of(dispute)
