"""Record that an organisation is a member of an outside council, and that it is one no more."""

from datetime import date, datetime

from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.actions.organisations import usable_name
from orepass.party.actions.people import check_period
from orepass.party.models import CouncilMembership, CouncilMembershipWithdrawal, Organisation
from orepass.party.queries.councils import MembershipCard, memberships_in_councils
from orepass.party.rules.council import same_council
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import read_evidence

COUNCIL_MAX = 120


class MembershipUnshown(Invalid):
    """A membership is recorded from a paper."""

    code = "party.membership.unshown"
    message = _("No paper shows the membership of “{council}”.")
    what_to_do = _("Store the council's confirmation or its list of members, and name its digest.")


class MembershipTwice(Conflict):
    """Two memberships of one council at once would have two ends."""

    code = "party.membership.twice"
    message = _("A membership of “{council}” is on record for these days already.")
    what_to_do = _("End that one first, or begin where it ends.")


class MembershipOver(Conflict):
    """A membership ends once, and not before it began."""

    code = "party.membership.over"
    message = _("The membership of “{council}” cannot end on {day}: it holds from {start} to {end}.")
    what_to_do = _("Name a day from its first to its last, of a membership that has not ended yet.")


@action("party.membership.record")
def record_membership(
    actor: Actor,
    *,
    organisation: Identifier,
    council: str,
    valid_from: date,
    evidence: list[str],
    valid_before: date | None = None,
    reference: str = "",
    at: datetime,
) -> MembershipCard:
    """Record that an organisation is a member of an outside council over a period, from papers that show it.

    Raises:
        NotFound: no such organisation, or no such file that the actor's house stored.
        NameMissing: the council has no name.
        MembershipUnshown: no paper is named.
        MembershipTwice: it is a member of this council on some of these days already.
        PeriodBackwards: the period is empty.
    """
    owner = Organisation.objects.select_for_update().filter(pk=organisation).first()
    if owner is None:
        raise NotFound(where="organisation", what=organisation)
    named = fitting("council", usable_name(council, where="council"), COUNCIL_MAX)
    papers = list(dict.fromkeys(evidence))
    if not papers:
        raise MembershipUnshown(where="evidence", council=named)
    check_period(valid_from, valid_before)
    for paper in papers:
        read_evidence(actor, paper)
    last = valid_before or date.max
    for card in memberships_in_councils([owner.pk]):
        ends = card.period.valid_before or date.max
        if card.was_taken_back or not same_council(card.council, named):
            continue
        if card.valid_from < last and valid_from < ends:
            raise MembershipTwice(where="valid_from", council=named)
    row = CouncilMembership.objects.create(
        id=mint("mem"),
        organisation=owner,
        council=named,
        reference=fitting("reference", reference, COUNCIL_MAX),
        evidence=papers,
        valid_from=valid_from,
        valid_before=valid_before,
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    return _card(row)


@action("party.membership.end")
def end_membership(
    actor: Actor, *, membership: Identifier, ended_from: date, reason: str, at: datetime
) -> MembershipCard:
    """Record that a membership ends before its time: from which day, and why. What rests on it ends that day.

    One that was recorded by mistake ends on its first day: it never held, and nothing ever rested on it.

    Raises:
        NotFound: no such membership.
        MembershipOver: it has ended, or the day is none of its own.
    """
    row = CouncilMembership.objects.select_for_update().filter(pk=membership).first()
    if row is None:
        raise NotFound(where="membership", what=membership)
    card = _card(row)
    holds = card.period
    if card.ended_from or not holds.holds(ended_from):
        start, end = holds.valid_from, holds.valid_to or "…"
        raise MembershipOver(where="ended_from", council=row.council, day=ended_from, start=start, end=end)
    CouncilMembershipWithdrawal.objects.create(
        membership=row,
        ended_from=ended_from,
        reason=fitting("reason", reason, NOTE_MAX),
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    return _card(row)


def _card(row: CouncilMembership) -> MembershipCard:
    return next(card for card in memberships_in_councils([row.organisation_id]) if card.id == row.pk)
