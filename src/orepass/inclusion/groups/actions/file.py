"""Open a group or a member for the group's own people, and take a step of a member's life."""

from datetime import date, datetime

import msgspec

from orepass.assurance.actions.file import locked
from orepass.inclusion.groups.models import Group, Member, MemberStep
from orepass.inclusion.groups.queries.cards import MemberCard
from orepass.inclusion.groups.queries.reading import member_card_of, steps_of, terms_of
from orepass.inclusion.groups.rules.membership import MEMBER, Standing, standing_at
from orepass.kernel.kept import Kept
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor


class MemberState(Conflict):
    """The member does not stand where this step is possible."""

    code = "groups.member.state"
    message = _("This is not possible while the member is “{state}”.")
    what_to_do = _("The steps possible now: {allowed}.")


def open_group(actor: Actor, group: str) -> Group:
    """Lock a group and return it to its own people.

    Raises:
        NotFound: there is none, or it is not the actor's.
    """
    row = locked(Group.objects.filter(pk=group)).first()
    if row is None:
        raise NotFound(where="group", what=group)
    actor.must_be_in(row.organisation_id, group)
    return row


def open_member(actor: Actor, member: str) -> Member:
    """Lock a member's group and return the member to the group's own people.

    Raises:
        NotFound: there is none, or the group is not the actor's.
    """
    row = Member.objects.select_related("group").filter(pk=member).first()
    if row is None:
        raise NotFound(where="member", what=member)
    open_group(actor, row.group_id)
    return row


def standing_of(row: Member, on: date) -> Standing:
    """Return where a member stands on a day."""
    return standing_at(steps_of(row), on, terms_of(row.group))


def take_step(
    actor: Actor, row: Member, action: str, *, at: datetime, note: str = "", computed: Kept | None = None
) -> MemberCard:
    """Take a step of the member machine from the day of the instant on; what was reckoned for it is kept with it.

    Raises:
        MemberState: the table has no such step from where the member stands today.
    """
    on = day_of(at)
    standing = standing_of(row, on)
    if action not in MEMBER.allowed(standing.state):
        allowed = ", ".join(MEMBER.allowed(standing.state))
        raise MemberState(where=row.pk, state=standing.state, allowed=allowed or "—")
    kept = msgspec.to_builtins(computed) if computed else {}
    MemberStep.objects.create(member=row, action=action, on=on, note=note, computed=kept, at=at, by=actor.pseudonym)
    return member_card_of(Member.objects.select_related("group").get(pk=row.pk), on)
