"""Whether a body that makes a standard is composed as it says: its number, its chairs, its sides and its experts."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final

import msgspec

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
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY
from orepass.scheme.rules.parameters import Rules

GROUP: Final = Source(title=ASM_STUDY, clause="lines 1167 to 1176, a working group on smallholders", verified=True)
EXPERTS: Final = Source(
    title=ASM_STUDY, clause="lines 532 to 538, revision with experts on artisanal mining", verified=True
)
SIDES: Final = (_("growers"), _("smallholders"), _("ngos"), _("investors"), _("manufacturers"))
"""The sides of the working group that the study describes."""
FIELD_MAX, FIELDS_MAX, COUNT_MAX = 60, 50, 1000
type Experts = Annotated[
    dict[
        Annotated[str, msgspec.Meta(min_length=1, max_length=FIELD_MAX)],
        Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)],
    ],
    msgspec.Meta(max_length=FIELDS_MAX),
]
"""How many experts there are, by field, such as ``artisanal_mining``."""

BODY_UNTOLD: Final = FindingKind(
    "engagement.body.untold",
    Severity.ERROR,
    _("How the body that decides was composed is not told, and {pack} asks for it."),
    what_to_do=_("Say who sat on it: its number, its sides, its experts by field."),
)
BODY_SMALL: Final = FindingKind(
    "engagement.body.members",
    Severity.ERROR,
    _("The body that decides has {count} members; {pack} asks for {wanted}."),
    what_to_do=_("Let the full body decide."),
)
BODY_SIDE: Final = FindingKind(
    "engagement.body.side",
    Severity.ERROR,
    _("The side “{side}” was not present when it was decided, and {pack} asks for it."),
    what_to_do=_("Decide with this side present."),
)
BODY_EXPERTS: Final = FindingKind(
    "engagement.body.experts",
    Severity.ERROR,
    _("Experts on “{field}” in the body that decides: {count}; {pack} asks for {wanted}."),
    what_to_do=_("Call them into the body and decide again."),
)
CHANGES_UNLISTED: Final = FindingKind(
    "engagement.body.changes",
    Severity.ERROR,
    _("What changes is not listed with any version of the draft, and {pack} asks for it."),
    what_to_do=_("Add a version that says what is different in it."),
)


class BodyWanted(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition asks of the body that decides about the next text of its scheme; ``experts`` by field."""

    pack: str
    members: int = 0
    sides: tuple[str, ...] = ()
    experts: Mapping[str, int] = {}
    changes: bool = False


class BodyTold(msgspec.Struct, frozen=True, kw_only=True):
    """How a body says that it was composed."""

    members: int
    sides: tuple[str, ...]
    experts: Mapping[str, int]


def body_wanted(pack: str, rules: Rules) -> BodyWanted | None:
    """Return what the parameters of an edition ask of a deciding body; nothing where they ask nothing."""
    asked = rules.under("development")
    if not asked:
        return None
    return BodyWanted(
        pack=pack,
        members=int(asked["members_min"].number) if "members_min" in asked else 0,
        sides=tuple(rules.value("development.sides", ())),
        experts={field: int(str(count)) for field, count in rules.value("development.experts_min", {}).items()},
        changes=bool(rules.value("development.changes_listed", False)),  # noqa: FBT003 - a parameter's default
    )


def body_findings(wanted: BodyWanted, told: BodyTold | None, *, changes_listed: bool) -> list[Finding]:
    """Return what stands against a decision about a text: who was missing, and changes that are not listed."""
    found = [BODY_UNTOLD.at("decided.body", pack=wanted.pack)] if told is None else list(_missing(wanted, told))
    if wanted.changes and not changes_listed:
        found.append(CHANGES_UNLISTED.at("versions", pack=wanted.pack))
    return found


def experts_told(experts: Mapping[str, int]) -> tuple[str, ...]:
    """Say which experts sat on a body; nothing where none are told."""
    named = tuple(f"{field} {count}" for field, count in experts.items())
    return (said(_("Experts: {experts}."), experts=named),) if named else ()


def _missing(wanted: BodyWanted, told: BodyTold) -> Iterator[Finding]:
    if told.members < wanted.members:
        yield BODY_SMALL.at("decided.body.members", count=told.members, wanted=wanted.members, pack=wanted.pack)
    for side in wanted.sides:
        if side not in told.sides:
            yield BODY_SIDE.at("decided.body.sides", side=side, pack=wanted.pack)
    for field, least in wanted.experts.items():
        count = told.experts.get(field, 0)
        if count < least:
            yield BODY_EXPERTS.at("decided.body.experts", field=field, count=count, wanted=least, pack=wanted.pack)


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
