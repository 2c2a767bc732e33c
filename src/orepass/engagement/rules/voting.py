"""How a body decides about a draft: each chamber with its quorum and its majority, none outvoted by the others.

Half of the members present, more than half of those in favour, as in votes on a premium; a chamber is asked by itself,
so that producers cannot be outvoted by those who buy from them. Both are our own choice.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from orepass.kernel.computed import OWN_CHOICE, Computed, names_in, need, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

PARTS: Final = 3
CHAMBERS_MAX: Final = 50


class Chamber(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a body and how it voted."""

    name: str
    members: int
    present: int
    in_favour: int
    against: int = 0


LOST = FindingKind(
    "engagement.vote.lost",
    Severity.ERROR,
    _("The chamber “{chamber}” did not carry it: {present} of {members} were present, {in_favour} in favour."),
    what_to_do=_("Each chamber needs half of its members present and more than half of those in favour."),
)
IMPOSSIBLE = FindingKind(
    "engagement.vote.impossible",
    Severity.ERROR,
    _("The votes of “{chamber}” do not add up."),
    what_to_do=_("Nobody votes who is not present, and nobody is present who is no member."),
)
TOO_LONG = FindingKind(
    "engagement.vote.too_long",
    Severity.ERROR,
    _("The list has more than {limit} entries."),
    what_to_do=_("Shorten it."),
)
TWICE = FindingKind(
    "engagement.vote.twice",
    Severity.ERROR,
    _("The chamber “{chamber}” is named twice."),
    what_to_do=_("Write down each chamber once."),
)


def count_findings(chambers: Sequence[Chamber]) -> list[Finding]:
    """Return what cannot be true of votes, whatever was decided."""
    if len(chambers) > CHAMBERS_MAX:
        return [TOO_LONG.at("votes", limit=CHAMBERS_MAX)]
    findings: list[Finding] = []
    for at, chamber in enumerate(chambers):
        if chamber.name in {earlier.name for earlier in chambers[:at]}:
            findings.append(TWICE.at(f"votes/{at}", chamber=chamber.name))
        votes = min(chamber.in_favour, chamber.against) >= 0 and chamber.in_favour + chamber.against <= chamber.present
        if not chamber.name.strip() or not votes or chamber.members < 1 or chamber.present > chamber.members:
            findings.append(IMPOSSIBLE.at(f"votes/{at}", chamber=chamber.name))
    return findings


def carried(chamber: Chamber) -> bool:
    """Say whether a chamber carried a motion: half of its members present, more than half of those in favour."""
    return chamber.present * 2 >= chamber.members and chamber.in_favour * 2 > chamber.present


def vote_findings(chambers: Sequence[Chamber]) -> list[Finding]:
    """Return the chambers that did not carry it."""
    return [
        LOST.at(
            chamber.name,
            chamber=chamber.name,
            present=chamber.present,
            members=chamber.members,
            in_favour=chamber.in_favour,
        )
        for chamber in chambers
        if not carried(chamber)
    ]


@rule("chambers-carried")
def chambers_carried(*, votes: str) -> Computed[bool]:
    """Whether every chamber carried a draft: each as members/present/in favour, with commas between the chambers."""
    chambers = [_chamber(at, text) for at, text in enumerate(names_in(votes), start=1)]
    need(bool(chambers), "votes", votes, "it must hold at least one chamber")
    findings = vote_findings(chambers)
    all_of_them = said(_("All {count} chambers carried it."), count=len(chambers))
    words = tuple(found.said for found in findings) or (all_of_them,)
    return Computed(value=not findings, unit="boolean", explanation=words, sources=(OWN_CHOICE,))


def _chamber(at: int, text: str) -> Chamber:
    parts = text.split("/")
    whole = len(parts) == PARTS and all(part.isdecimal() and part.isascii() for part in parts)
    need(whole, "votes", text, "write members/present/in favour, such as 9/6/4")
    members, present, in_favour = (int(part) for part in parts)
    chamber = Chamber(name=str(at), members=members, present=present, in_favour=in_favour)
    need(not count_findings([chamber]), "votes", text, "nobody votes who is not present, nobody is who is no member")
    return chamber
