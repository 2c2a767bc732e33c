"""Read groups: who may deliver, where a group stands, what was drawn; strangers find nothing."""

from orepass.inclusion.groups.queries.cards import (
    DrawCard,
    EstimateCard,
    GroupCard,
    GroupStanding,
    InspectionCard,
    MemberCard,
    MemberPage,
    RegisterCard,
)
from orepass.inclusion.groups.queries.register import (
    draws_for,
    estimate_for,
    group_card,
    groups_of,
    inspections_for,
    member_card,
    member_for,
    member_right,
    members_at,
    members_for,
)
from orepass.inclusion.groups.queries.standing import group_right, standing_for
from orepass.inclusion.groups.queries.tasks import group_tasks

__all__ = [
    "DrawCard",
    "EstimateCard",
    "GroupCard",
    "GroupStanding",
    "InspectionCard",
    "MemberCard",
    "MemberPage",
    "RegisterCard",
    "draws_for",
    "estimate_for",
    "group_card",
    "group_right",
    "group_tasks",
    "groups_of",
    "inspections_for",
    "member_card",
    "member_for",
    "member_right",
    "members_at",
    "members_for",
    "standing_for",
]
