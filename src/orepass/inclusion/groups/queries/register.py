"""Who is in a group and may deliver on a day; its people and its auditors see the register, strangers nothing."""

from datetime import date

from django.db.models import QuerySet

from orepass.assurance.queries import applications_for
from orepass.inclusion.groups.models import Estimate, Group, Inspection, Member
from orepass.inclusion.groups.queries.cards import (
    EstimateCard,
    GroupCard,
    InspectionCard,
    MemberCard,
    MemberPage,
)
from orepass.inclusion.groups.queries.reading import (
    estimate_card_of,
    group_card_of,
    inspection_card_of,
    inspections_of,
    member_card_of,
    steps_of,
    terms_of,
)
from orepass.inclusion.groups.rules.membership import GONE
from orepass.inclusion.groups.rules.membership import member_right as right_on
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, unknown
from orepass.platform.access import Actor
from orepass.platform.reading import once

PAGE = 50


def _members() -> QuerySet[Member]:
    return Member.objects.select_related("group").prefetch_related("steps", "inspections")


def member_right(member: str, on: date) -> Verdict:
    """Say whether a member may deliver on a day; somebody who is no member is unknown, not clean."""
    row = _members().filter(pk=member).first()
    if row is None:
        return unknown(Unknown.MISSING, _("no such member is on any register"))
    return right_on(steps_of(row), inspections_of(row), on, terms_of(row.group))


def member_card(member: str, on: date) -> MemberCard:
    """Return a member as of one day (for rooms above; pages ask with their actor).

    Raises:
        NotFound: there is none.
    """
    row = _members().filter(pk=member).first()
    if row is None:
        raise NotFound(what=member)
    return member_card_of(row, on)


def people_of(group: str) -> list[tuple[str, str, str]]:
    """Return identifier, place of work and pseudonym of everybody on the register of a group (for rooms above)."""
    return list(Member.objects.filter(group=group).order_by("pk").values_list("pk", "unit", "person"))


def members_at(site: str, on: date) -> list[MemberCard]:
    """Return the members who work at a site and have not left (for rooms above)."""
    cards = [member_card_of(row, on) for row in _members().filter(site=site)]
    return [card for card in cards if card.state not in GONE]


def estimate_for(member: str, mineral: str, on: date) -> EstimateCard | None:
    """Return the production estimate that holds for a member on a day, or nothing."""
    rows = Estimate.objects.filter(member=member, mineral=mineral, valid_from__lte=on)
    row = rows.last()
    return estimate_card_of(row) if row else None


def group_card(group: str) -> GroupCard:
    """Return a group (for rooms above; a group's existence is public, its register is not).

    Raises:
        NotFound: there is none.
    """
    row = Group.objects.filter(pk=group).first()
    if row is None:
        raise NotFound(what=group)
    return group_card_of(row)


@once
def groups_of(organisation: str) -> list[GroupCard]:
    """Return the groups of an organisation."""
    return [group_card_of(row) for row in Group.objects.filter(organisation=organisation)]


def group_behind(organisation: str, pack: str, standard: str, on: date) -> str:
    """Return the group as which an organisation holds certificates of a standard on a day, or nothing.

    From the day it is registered on, the standard is held for its members, in every edition of its scheme.
    """
    scheme = pack.partition("@")[0]
    found = [group for group in groups_of(organisation) if group.standard == standard]
    held = [group for group in found if group.pack.partition("@")[0] == scheme and day_of(group.registered_at) <= on]
    return held[0].id if held else ""


def group_row(actor: Actor, group: str) -> Group:
    """Return a group's row to its own people and to the providers that hold a file of its.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = Group.objects.filter(pk=group).first()
    if row is None:
        raise NotFound(what=group)
    if not actor.is_in(row.organisation_id) and not applications_for(actor, client=row.organisation_id, limit=1).items:
        raise NotFound(what=group)
    return row


def members_for(actor: Actor, group: str, on: date, *, after: str = "", limit: int = PAGE) -> MemberPage:
    """Return the register of a group as of one day, a page at a time.

    Raises:
        NotFound: there is no such group, or it is not for the actor.
    """
    found = list(_members().filter(group=group_row(actor, group), pk__gt=after)[: limit + 1])
    cards = tuple(member_card_of(row, on) for row in found[:limit])
    return MemberPage(cards, cards[-1].id if len(found) > limit else "")


def member_for(actor: Actor, member: str, on: date) -> MemberCard:
    """Return a member as of one day to the group's people and its auditors, or to the member.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = _members().filter(pk=member).first()
    if row is None:
        raise NotFound(what=member)
    if row.person != actor.pseudonym:
        group_row(actor, row.group_id)
    return member_card_of(row, on)


def inspections_for(actor: Actor, member: str) -> list[InspectionCard]:
    """Return the internal inspections of a member, oldest first.

    Raises:
        NotFound: there is no such member, or it is not for the actor.
    """
    member_for(actor, member, date.max)
    return [inspection_card_of(row) for row in Inspection.objects.filter(member=member)]


def reviews_for(actor: Actor, group: str) -> list[InspectionCard]:
    """Return the peer reviews of a group, oldest first, to its people, its auditors and every member of it.

    Raises:
        NotFound: there is no such group, or it is not for the actor.
    """
    member = bool(actor.pseudonym) and Member.objects.filter(group=group, person=actor.pseudonym).exists()
    row = Group.objects.get(pk=group) if member else group_row(actor, group)
    rows = Inspection.objects.filter(member__group=row, kind="peer_review").order_by("inspected_on", "id")
    return [inspection_card_of(review) for review in rows]


def counted_on(group: Group, on: date) -> list[tuple[str, str, str]]:
    """Return a group's register on a day: who counts, in which state, with which right."""
    cards = [member_card_of(row, on) for row in _members().filter(group=group)]
    return [(card.id, card.state, card.right.answer) for card in cards if card.state not in GONE]
