"""Groups with one certificate: how many members must comply, and what a suspended member does (domain B3, B4).

One member's failure need not fail the group. A suspended member stays a member and counts as not compliant, so that
nobody is suspended to make the numbers look better; what it delivers from the day of suspension on is refused.
"""

from datetime import date
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, above_zero, need, not_below_zero, per_cent, rule
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Verdict, no, yes
from orepass.scheme.rules.roots import ceiling

SHARE: Final = Source(
    title="IIED, Scaling up certification in ASM", clause="80 per cent of farmers, historic", verified=True
)
MEMBER_TEST: Final = Source(title="Regulation (EU) 2018/848", clause="Article 36(1)(b)(i)", verified=True)


def share_keeps(*, members: int, compliant: int, share: Fraction) -> Verdict:
    """Say whether a group keeps its right: enough of its members comply, in exact arithmetic."""
    kept, words = _kept(members, compliant, share)
    return yes(str(words)) if kept else no(str(words))


def _kept(members: int, compliant: int, share: Fraction) -> tuple[bool, Said]:
    if members == 0:
        return False, said(_("The group has no members."))
    told = _("{compliant} of {members} members comply; {percent} per cent are needed.")
    words = said(told, compliant=compliant, members=members, percent=f"{float(share * 100):g}")
    return compliant * share.denominator >= share.numerator * members, words


@rule("group-keeps-right", parameters={"percent": "group.member_compliance_share"})
def group_keeps_right(*, members: int, compliant: int, percent: Fraction = Fraction(80)) -> Computed[bool]:
    """Whether a group keeps its right when at least a share of its members must comply."""
    need(members >= 0, "members", members, "it must not be below zero")
    need(0 <= compliant <= members, "compliant", compliant, "it must lie between 0 and the number of members")
    per_cent(percent=percent)
    value, words = _kept(members, compliant, percent / 100)
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(SHARE,))


@rule("group-compliant-needed", parameters={"percent": "group.member_compliance_share"})
def compliant_needed(*, members: int, percent: Fraction = Fraction(80)) -> Computed[int]:
    """The least number of compliant members with which a group keeps its right."""
    need(members >= 1, "members", members, "there must be at least one member")
    per_cent(percent=percent)
    value = ceiling(percent * members / 100)
    words = said(_("{percent} per cent of {n}, rounded up."), percent=f"{float(percent):g}", n=members)
    return Computed(value=value, unit="members", explanation=(words,), sources=(SHARE,))


@rule("member-may-deliver")
def member_may_deliver(
    *, on: date, approved_on: date, suspended_on: date | None = None, restored_on: date | None = None
) -> Computed[bool]:
    """Whether a member may deliver on a day: approved by then, and not suspended on it; the group keeps its right."""
    suspended = suspended_on is not None and suspended_on <= on and (restored_on is None or on < restored_on)
    value = approved_on <= on and not suspended
    words = (
        said(_("On {on}: suspended from {day}."), on=on, day=suspended_on)
        if suspended
        else said(_("On {on}: approved from {day}."), on=on, day=approved_on)
    )
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(OWN_CHOICE,))


@rule("group-member-fits", parameters={"turnover_max": "group.turnover_max"})
def member_fits(*, turnover: Fraction, cost: Fraction, turnover_max: Fraction = Fraction(25_000)) -> Computed[bool]:
    """Whether a small operator fits a group: certification would cost over 2 per cent of its small turnover."""
    above_zero(turnover=turnover)
    not_below_zero(cost=cost, turnover_max=turnover_max)
    value = cost / turnover > Fraction(2, 100) and turnover <= turnover_max
    percent = f"{float(cost / turnover * 100):.2f}"
    words = said(_("Certification would cost {percent} per cent of the turnover."), percent=percent)
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(MEMBER_TEST,))
