"""The ladder: advice, warning, suspension, exclusion, and the ways back up (domain rules B4)."""

from datetime import datetime

from orepass.inclusion.groups.actions.file import open_member, take_step
from orepass.inclusion.groups.actions.member import open_passed
from orepass.inclusion.groups.queries.cards import MemberCard
from orepass.kernel.identifier import Identifier
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


def _told(card: MemberCard, kind: str) -> MemberCard:
    notify(person=card.person, kind=kind, subject=card.id, due_on=card.deadline)
    return card


@action("groups.member.advise")
def advise_member(actor: Actor, *, member: Identifier, note: str, at: datetime) -> MemberCard:
    """Advise a member how to put something right: the first rung, without a deadline.

    Raises:
        MemberState: the member is not approved, or stands on a higher rung.
    """
    card = take_step(actor, open_member(actor, member), "member.advise", at=at, note=note)
    return _told(card, "groups.member.advised")


@action("groups.member.warn")
def warn_member(actor: Actor, *, member: Identifier, note: str, at: datetime) -> MemberCard:
    """Warn a member; a warning that nobody settles in time becomes a suspension by itself."""
    card = take_step(actor, open_member(actor, member), "member.warn", at=at, note=note)
    return _told(card, "groups.member.warned")


@action("groups.member.clear")
def clear_warning(actor: Actor, *, member: Identifier, note: str, at: datetime) -> MemberCard:
    """Settle a warning in time.

    Raises:
        MemberState: there is no warning, or its time is over.
    """
    return _told(
        take_step(actor, open_member(actor, member), "member.clear", at=at, note=note), "groups.member.cleared"
    )


@action("groups.member.suspend")
def suspend_member(actor: Actor, *, member: Identifier, note: str, at: datetime) -> MemberCard:
    """Suspend a member: from today it may not deliver; the group goes on without it.

    Raises:
        MemberState: the member is not approved.
    """
    card = take_step(actor, open_member(actor, member), "member.suspend", at=at, note=note)
    return _told(card, "groups.member.suspended")


@action("groups.member.restore", begins=open_passed)
def restore_member(actor: Actor, *, member: Identifier, note: str = "", at: datetime) -> MemberCard:
    """Lift a suspension after a new inspection was passed, before the time for it is over.

    Raises:
        NotInspected: no inspection was passed since the suspension.
        InspectorDecides: the actor made the inspection.
        MemberState: the member is not suspended, or was excluded meanwhile.
    """
    row = open_passed(actor, member, at)
    return _told(take_step(actor, row, "member.restore", at=at, note=note), "groups.member.restored")


@action("groups.member.expel")
def expel_member(actor: Actor, *, member: Identifier, note: str, at: datetime) -> MemberCard:
    """Exclude a suspended member, with the reason; nobody is excluded before a suspension.

    Raises:
        MemberState: the member is not suspended.
    """
    return _told(
        take_step(actor, open_member(actor, member), "member.expel", at=at, note=note), "groups.member.expelled"
    )
