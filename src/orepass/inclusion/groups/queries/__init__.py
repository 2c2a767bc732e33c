"""Read groups: who may deliver, where a group stands, what was drawn; strangers find nothing."""

from orepass.inclusion.groups.queries.cards import (
    CommitmentCard,
    DrawCard,
    EstimateCard,
    GroupCard,
    GroupStanding,
    InspectionCard,
    MemberCard,
    MemberListCard,
    MemberPage,
    NearCard,
    OutgrowerCard,
    PublicDraw,
    RegisterCard,
)
from orepass.inclusion.groups.queries.commitments import commitments_for, opening_for
from orepass.inclusion.groups.queries.drawing import draws_for, member_lists_for, public_draw, public_draws
from orepass.inclusion.groups.queries.outgrowers import outgrowers_for
from orepass.inclusion.groups.queries.register import (
    estimate_for,
    group_behind,
    group_card,
    groups_of,
    inspections_for,
    member_card,
    member_for,
    member_right,
    members_at,
    members_for,
    people_of,
    reviews_for,
)
from orepass.inclusion.groups.queries.standing import group_right, standing_for
from orepass.inclusion.groups.queries.tasks import group_tasks

__all__ = [
    "CommitmentCard",
    "DrawCard",
    "EstimateCard",
    "GroupCard",
    "GroupStanding",
    "InspectionCard",
    "MemberCard",
    "MemberListCard",
    "MemberPage",
    "NearCard",
    "OutgrowerCard",
    "PublicDraw",
    "RegisterCard",
    "commitments_for",
    "draws_for",
    "estimate_for",
    "group_behind",
    "group_card",
    "group_right",
    "group_tasks",
    "groups_of",
    "inspections_for",
    "member_card",
    "member_for",
    "member_lists_for",
    "member_right",
    "members_at",
    "members_for",
    "opening_for",
    "outgrowers_for",
    "people_of",
    "public_draw",
    "public_draws",
    "reviews_for",
    "standing_for",
]
