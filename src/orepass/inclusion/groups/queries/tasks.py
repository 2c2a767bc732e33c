"""What a group has to do next: inspections, warnings and suspensions that wait for somebody."""

from collections.abc import Iterator
from datetime import date

from orepass.assurance.queries import Task
from orepass.inclusion.groups.models import Group
from orepass.inclusion.groups.queries.cards import MemberCard
from orepass.inclusion.groups.queries.reading import member_card_of
from orepass.inclusion.groups.rules.membership import COUNTED
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor

INSPECT = _("Inspect a member")
SETTLE = {
    "registered": ("groups.inspection.record", "inspector", INSPECT),
    "applied": ("groups.member.register", "group_manager", _("Register an applicant")),
    "inspected": ("groups.member.approve", "group_manager", _("Decide on an inspected member")),
    "conditional": ("groups.member.approve", "group_manager", _("Check a member's conditions")),
    "warned": ("groups.member.clear", "group_manager", _("Settle a member's warning")),
    "suspended": ("groups.member.restore", "group_manager", _("Settle a member's suspension")),
}


def group_tasks(actor: Actor, on: date) -> list[Task]:
    """Return what the actor has to do in the groups of the organisation, the most urgent first."""
    found = [task for group in Group.objects.filter(organisation=actor.organisation) for task in _of(group, on)]
    mine = [task for task in found if task.role in {str(role) for role in actor.roles}]
    return sorted(mine, key=lambda task: (task.due_on or date.max, task.action, task.subject))


def _of(group: Group, on: date) -> Iterator[Task]:
    members = group.members.select_related("group").prefetch_related("steps", "inspections")
    for card in (member_card_of(member, on) for member in members):
        if card.state in SETTLE:
            action, role, title = SETTLE[card.state]
            yield _task(group, card, action, role, title, card.deadline)
        if card.state in COUNTED and card.inspection_due is not None:
            yield _task(group, card, "groups.inspection.record", "inspector", INSPECT, card.inspection_due)


def _task(group: Group, card: MemberCard, action: str, role: str, title: str, due_on: date | None) -> Task:
    return Task(
        action=action,
        title=title,
        subject=card.id,
        case=group.pk,
        organisation=group.organisation_id,
        role=role,
        due_on=due_on,
    )
