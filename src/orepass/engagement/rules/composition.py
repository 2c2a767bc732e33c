"""Whether a body that makes a standard is composed as it says: its number, its chairs, its sides and its experts."""

from typing import Final

from orepass.kernel.computed import (
    OWN_CHOICE,
    Computed,
    Source,
    at_least_one,
    names_in,
    need,
    not_below_zero,
    one_of,
    rule,
)
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

GROUP: Final = Source(title=ASM_STUDY, clause="lines 1167 to 1176, a working group on smallholders", verified=True)
EXPERTS: Final = Source(
    title=ASM_STUDY, clause="lines 532 to 538, revision with experts on artisanal mining", verified=True
)
SIDES: Final = (_("growers"), _("smallholders"), _("ngos"), _("investors"), _("manufacturers"))
"""The sides of the working group that the study describes."""


@rule("working-group-composed")
def working_group_composed(
    *, members: int, chairs: str, sides: str, members_wanted: int = 23, sides_wanted: str = ""
) -> Computed[bool]:
    """Whether a working group is composed: its full number, two chairs from different sides, all its sides present."""
    not_below_zero(members=members)
    at_least_one(members_wanted=members_wanted)
    leading, present = names_in(chairs), names_in(sides)
    known = names_in(sides_wanted) or list(SIDES)
    for name, given in (("chairs", leading), ("sides", present)):
        for side in given:
            need(side in known, name, side, one_of(known))
    absent = tuple(side for side in known if side not in present)
    two_sides = len(leading) == len(set(leading)) > 1
    words = (
        said(_("{count} of {wanted} members."), count=members, wanted=members_wanted),
        said(_("Chairs: {sides}."), sides=tuple(leading) or _("none")),
        said(_("Absent: {sides}."), sides=absent) if absent else said(_("All sides are present.")),
    )
    value = members >= members_wanted and two_sides and not absent
    return Computed(value=value, unit="boolean", explanation=words, sources=(GROUP, OWN_CHOICE))


@rule("review-composed")
def review_composed(*, artisanal_experts: int, dated: bool, changes_listed: bool) -> Computed[bool]:
    """Whether a review of a standard may end: an expert on artisanal mining, a day and a list of changes are there."""
    not_below_zero(artisanal_experts=artisanal_experts)
    words = (
        said(_("Experts on artisanal mining: {count}."), count=artisanal_experts),
        said(_("The review has a day.") if dated else _("The review has no day.")),
        said(_("Its changes are listed.") if changes_listed else _("Its changes are not listed.")),
    )
    value = artisanal_experts > 0 and dated and changes_listed
    return Computed(value=value, unit="boolean", explanation=words, sources=(EXPERTS, OWN_CHOICE))
