"""The member machine: where a member stands on a day, and whether it may deliver (domain rules B4).

Time alone makes things worse, never better: a warning nobody answered becomes a suspension, a suspension nobody settled
an exclusion. What lifts a suspension is a new inspection and a recorded step.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

import msgspec

from orepass.inclusion.groups.rules.terms import GroupTerms
from orepass.kernel.computed import OWN_CHOICE, Source
from orepass.kernel.lifecycle import Lifecycle, machine, step
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, all_of, no, unknown, yes

MEMBER: Final = Lifecycle(
    "member",
    "applied",
    (
        step("member.register", "applied", "registered"),
        step("member.inspect", "registered", "inspected"),
        step("member.approve", {"inspected", "conditional"}, "approved"),
        step("member.condition", "inspected", "conditional"),
        step("member.refuse", {"inspected", "conditional"}, "refused"),
        step("member.advise", "approved", "advised"),
        step("member.warn", {"approved", "advised"}, "warned"),
        step("member.clear", {"advised", "warned"}, "approved"),
        step("member.suspend", {"approved", "advised", "warned", "conditional"}, "suspended"),
        step("member.suspend", "warned", "suspended", when=_("the days of the warning are over"), recorded=False),
        step("member.restore", "suspended", "approved", when=_("an inspection was passed since")),
        step("member.expel", "suspended", "expelled"),
        step("member.expel", "suspended", "expelled", when=_("the months of the suspension are over"), recorded=False),
        step(
            "member.resign",
            {"applied", "registered", "inspected", "approved", "conditional", "advised", "warned", "suspended"},
            "resigned",
        ),
        step("member.reenter", {"expelled", "refused", "resigned"}, "registered", when=_("the waiting time is over")),
    ),
)
machine(
    MEMBER,
    description="a member of a group, with the ladder of sanctions: advice, warning, suspension, expulsion",
    sources=(Source(title="IFOAM, Participatory guarantee systems", clause="consequences", verified=False), OWN_CHOICE),
)

DELIVERING: Final = frozenset({"approved", "advised", "warned"})
COUNTED: Final = frozenset({"approved", "advised", "warned", "conditional", "suspended"})
"""Who counts as a member for the share that must comply: a suspended one does, so that suspending improves nothing."""

GONE: Final = frozenset({"expelled", "refused", "resigned"})


class MemberStep(msgspec.Struct, frozen=True):
    """One recorded step of a member, from the day it counts."""

    action: str
    on: date


class InspectionFact(msgspec.Struct, frozen=True):
    """One internal inspection: when, and whether it was passed."""

    on: date
    passed: bool


class Standing(NamedTuple):
    """Where a member stands, and since when."""

    state: str
    since: date


def standing_at(steps: Sequence[MemberStep], on: date, terms: GroupTerms) -> Standing:
    """Return where a member stands on a day; deadlines that ran out have their effect at once.

    Raises:
        Conflict: the record holds a step that the table does not allow.
    """
    standing = Standing(MEMBER.initial, date.min)
    for taken in steps:
        if taken.on > on:
            break
        before = _after_deadlines(standing, taken.on, terms)
        standing = Standing(MEMBER.after(before.state, taken.action), taken.on)
    return _after_deadlines(standing, on, terms)


def _after_deadlines(standing: Standing, on: date, terms: GroupTerms) -> Standing:
    if standing.state == "warned":
        unanswered = standing.since + timedelta(days=terms.warning_days + 1)
        if on >= unanswered:
            standing = Standing("suspended", unanswered)
    if standing.state == "suspended":
        unsettled = add_months(standing.since, terms.suspension_months) + timedelta(days=1)
        if on >= unsettled:
            standing = Standing("expelled", unsettled)
    return standing


def deadline(standing: Standing, terms: GroupTerms) -> date | None:
    """Return the last day to answer a warning or to settle a suspension."""
    if standing.state == "warned":
        return standing.since + timedelta(days=terms.warning_days)
    return add_months(standing.since, terms.suspension_months) if standing.state == "suspended" else None


def member_right(
    steps: Sequence[MemberStep], inspections: Sequence[InspectionFact], on: date, terms: GroupTerms
) -> Verdict:
    """Say whether a member may deliver on a day: approved by then, and inspected within the group's rhythm."""
    standing = standing_at(steps, on, terms)
    return all_of((_right_of(standing), _inspected(standing, inspections, on, terms)))


_TOLD: Final = {
    "approved": _("the member is approved"),
    "advised": _("the member is approved, with advice to follow"),
    "warned": _("the member is approved, with a warning to answer"),
    "suspended": _("the member is suspended"),
    "conditional": _("the member has conditions to meet before it is approved"),
    "expelled": _("the member was excluded from the group"),
    "resigned": _("the member has left the group"),
    "refused": _("the member was refused"),
}


def _right_of(standing: Standing) -> Verdict:
    words = _TOLD.get(standing.state, _("the member is not approved yet"))
    return yes(words) if standing.state in DELIVERING else no(words)


def _inspected(standing: Standing, inspections: Sequence[InspectionFact], on: date, terms: GroupTerms) -> Verdict:
    known = sorted((fact for fact in inspections if fact.on <= on), key=lambda fact: fact.on)
    passed = [fact for fact in known if fact.passed]
    if not passed:
        return unknown(Unknown.MISSING, _("no internal inspection was passed"))
    if on > next_inspection(passed[-1].on, terms):
        return unknown(Unknown.EXPIRED, _("the last passed internal inspection is too old"))
    if not known[-1].passed and standing.state == "approved":
        return unknown(Unknown.UNVERIFIABLE, _("the last internal inspection failed and nothing was decided on it"))
    return yes(_("the member was inspected in time"))


def next_inspection(last: date, terms: GroupTerms) -> date:
    """Return the last day for the next internal inspection."""
    return add_months(last, terms.inspection_months)


def may_reenter_on(left: Standing, terms: GroupTerms) -> date:
    """Return the first day on which somebody who was excluded may come back; others may at once."""
    return add_months(left.since, terms.reentry_months) if left.state == "expelled" else left.since
