"""What can be done in a group: register, inspect, sanction, estimate, draw, check."""

from orepass.inclusion.groups.actions import (
    estimate,
    group,
    inspection,
    inspector,
    member,
    outgrowers,
    register,
    review,
    sample,
    sanction,
)

__all__ = [
    "estimate",
    "group",
    "inspection",
    "inspector",
    "member",
    "outgrowers",
    "register",
    "review",
    "sample",
    "sanction",
]
