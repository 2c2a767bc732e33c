"""The register: apply, register, decide, leave and come back (domain rules B4)."""

from datetime import datetime

import msgspec

from orepass.inclusion.groups.actions.distance import nearness
from orepass.inclusion.groups.actions.file import open_group, open_member, standing_of, take_step
from orepass.inclusion.groups.models import Group, Member
from orepass.inclusion.groups.queries.cards import MemberCard, MemberDetails
from orepass.inclusion.groups.queries.reading import inspections_of, member_card_of, terms_of
from orepass.inclusion.groups.rules.membership import GONE, may_reenter_on
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.queries import site_cards
from orepass.platform.access import Actor
from orepass.platform.actions import action


class AlreadyMember(Conflict):
    """The person is a member already."""

    code = "groups.member.exists"
    message = _("This person is a member of {group} already; the scheme allows one group.")
    what_to_do = _("Let the person leave that group first.")


class GroupFull(Conflict):
    """The group has as many members as the scheme allows."""

    code = "groups.group.full"
    message = _("The group has {count} members, as many as the scheme allows.")
    what_to_do = _("Register a second group.")


class NotInspected(Conflict):
    """There is no passed inspection to approve on."""

    code = "groups.member.not_inspected"
    message = _("The member has not passed an internal inspection since {since}.")
    what_to_do = _("Have the member inspected; the decision follows the inspection.")


class InspectorDecides(Conflict):
    """Whoever inspected does not approve."""

    code = "groups.member.inspector_decides"
    message = _("Whoever inspected this member does not decide on it.")
    what_to_do = _("Let another person of the group decide.")


class TooSoon(Conflict):
    """An excluded member has to wait."""

    code = "groups.member.too_soon"
    message = _("The member may come back from {day} on.")
    what_to_do = _("Wait until then; a full inspection follows.")


class NoUnit(Invalid):
    """A member works somewhere."""

    code = "groups.member.unit"
    message = _("The unit (pit, shaft, team or place) of a member is missing.")
    what_to_do = _("Name the unit as it is called on the site.")


@action("groups.member.apply")
def apply_for_membership(
    actor: Actor,
    *,
    group: Identifier,
    person: str,
    unit: str,
    site: Identifier | None = None,
    details: MemberDetails = MemberDetails(),  # noqa: B008 - frozen
    at: datetime,
) -> MemberCard:
    """Enter an applicant under a pseudonym; the person's data stand apart, with their consent.

    Raises:
        NoUnit: the unit worked in is missing.
        AlreadyMember: the person is in a group of this standard, and one is allowed.
        GroupFull: the group has as many members as the scheme allows.
        NotFound: no such group, person or site, or not the actor's.
    """
    row = open_group(actor, group)
    if not person.startswith("per-"):
        raise NotFound(where="person", what=person[:40])
    if not unit.strip():
        raise NoUnit(where="unit")
    if site is not None and site not in site_cards([site]):
        raise NotFound(where="site", what=site)
    _require_room(row, person, at)
    member = Member.objects.create(
        id=mint("mem"),
        group=row,
        person=person,
        unit=unit.strip()[:120],
        site_id=site,
        details=msgspec.to_builtins(details),
        applied_at=at,
        applied_by=actor.pseudonym,
    )
    return member_card_of(member, day_of(at))


def _require_room(row: Group, person: str, at: datetime) -> None:
    terms = terms_of(row)
    day = day_of(at)
    elsewhere = Member.objects.filter(person=person, group__standard=row.standard).select_related("group")
    if not terms.one_group_only:
        elsewhere = elsewhere.filter(group=row)
    for other in elsewhere:
        if standing_of(other, day).state not in GONE:
            raise AlreadyMember(where="person", group=other.group_id, state="member")
    members = row.members.select_related("group").prefetch_related("steps")
    count = sum(standing_of(member, day).state not in GONE for member in members)
    if count >= terms.members_max:
        raise GroupFull(where="group", count=count, state="full")


@action("groups.member.register")
def register_member(actor: Actor, *, member: Identifier, note: str = "", at: datetime) -> MemberCard:
    """Put an applicant on the register; an internal inspection comes next.

    How far the member works from the others is kept; one who works far away raises a question, never a refusal.
    """
    row = open_member(actor, member)
    return take_step(actor, row, "member.register", at=at, note=note, computed=nearness(row, day_of(at)))


def open_passed(actor: Actor, member: str, at: datetime) -> Member:
    """Open a member who passed an inspection in this state, for somebody who did not make it.

    Raises:
        NotFound: there is none, or the group is not the actor's.
        NotInspected: no inspection was passed since.
        InspectorDecides: the actor made the inspection.
    """
    row = open_member(actor, member)
    require_passed(actor, row, at)
    return row


@action("groups.member.approve", begins=open_passed)
def approve_member(actor: Actor, *, member: Identifier, note: str = "", at: datetime) -> MemberCard:
    """Approve a member after a passed internal inspection; from today it may deliver.

    Raises:
        NotInspected: no inspection was passed since the member was registered.
        InspectorDecides: the actor made the inspection.
        MemberState: the member is not waiting for this decision.
    """
    row = open_passed(actor, member, at)
    return take_step(actor, row, "member.approve", at=at, note=note, computed=nearness(row, day_of(at)))


def require_passed(actor: Actor, row: Member, at: datetime) -> None:
    """Refuse unless the latest inspection since the last step was passed, and somebody else made it.

    Raises:
        NotInspected: there is none, or it failed.
        InspectorDecides: the actor made it.
    """
    since = standing_of(row, day_of(at)).since
    made = [fact for fact in inspections_of(row) if fact.on >= since]
    if not made or not made[-1].passed:
        raise NotInspected(where=row.pk, since=since.isoformat(), state="not inspected")
    latest = row.inspections.last()
    if latest is not None and actor.pseudonym in {latest.by, *latest.reviewers}:
        raise InspectorDecides(where=row.pk, state="inspected")


@action("groups.member.condition")
def set_conditions(actor: Actor, *, member: Identifier, note: str, at: datetime) -> MemberCard:
    """Make approval depend on conditions named in the note; until they are met the member may not deliver."""
    return take_step(actor, open_member(actor, member), "member.condition", at=at, note=note)


@action("groups.member.refuse")
def refuse_member(actor: Actor, *, member: Identifier, note: str, at: datetime) -> MemberCard:
    """Refuse an inspected applicant, with the reason."""
    return take_step(actor, open_member(actor, member), "member.refuse", at=at, note=note)


@action("groups.member.resign")
def resign_membership(actor: Actor, *, member: Identifier, note: str = "", at: datetime) -> MemberCard:
    """Let a member leave; what it delivered before stays what it was."""
    return take_step(actor, open_member(actor, member), "member.resign", at=at, note=note)


@action("groups.member.reenter")
def reenter_group(actor: Actor, *, member: Identifier, note: str = "", at: datetime) -> MemberCard:
    """Let somebody who left come back, an excluded one after the waiting time; an inspection comes next.

    Raises:
        TooSoon: the waiting time is not over.
        MemberState: the member has not left.
        AlreadyMember: the person joined another group meanwhile.
    """
    row = open_member(actor, member)
    standing = standing_of(row, day_of(at))
    if standing.state in GONE:
        back_on = may_reenter_on(standing, terms_of(row.group))
        if day_of(at) < back_on:
            raise TooSoon(where=row.pk, day=back_on.isoformat(), state=standing.state)
        _require_room(row.group, row.person, at)
    return take_step(actor, row, "member.reenter", at=at, note=note)
