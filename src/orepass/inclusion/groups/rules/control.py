"""How well a group's own control works, and when a fault is the group's and no longer a member's (domain rules B3)."""

from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

import msgspec

from orepass.inclusion.groups.rules.membership import MemberStep, Standing, deadline
from orepass.inclusion.groups.rules.terms import GroupTerms
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, unknown
from orepass.scheme.rules.grouping import share_keeps

SANCTIONS: Final = {"member.warn": "warned", "member.suspend": "suspended"}
"""The steps that have a deadline, and where they lead."""

FAILING_SHARE: Final = FindingKind(
    "groups.control.failing_share",
    Severity.ERROR,
    _("{failing} of {visited} visited members failed; more than {limit} per cent is a fault of the group."),
    what_to_do=_("Raise a nonconformity against the group's control and enlarge the sample."),
)
MISSED_SHARE: Final = FindingKind(
    "groups.control.missed_share",
    Severity.ERROR,
    _("The group's inspectors missed what the auditors found at {missed} of {visited} visited members."),
    what_to_do=_("Raise a nonconformity against the group's control; its inspectors need training or company."),
)
UNINSPECTED: Final = FindingKind(
    "groups.control.uninspected",
    Severity.WARNING,
    _("{count} of {active} members have no internal inspection in time."),
    what_to_do=_("Inspect them; until then they may not deliver as certified."),
)
DRIFT: Final = FindingKind(
    "groups.control.register_drift",
    Severity.WARNING,
    _("The register and the field differ by {count} of {members} members."),
    what_to_do=_("Bring the register up to date."),
)


class Visited(msgspec.Struct, frozen=True, kw_only=True):
    """What was found at one member of the external sample, by the auditors and by the group's own inspectors before."""

    member: str
    by_auditors: frozenset[str]
    by_inspectors: frozenset[str]
    failing: bool


class Followed(NamedTuple):
    """Sanctions with a deadline, and those of them that somebody settled or took further before it."""

    all: int
    followed: int


NO_SANCTION: Final = Followed(0, 0)


def follow_through(steps: Sequence[MemberStep], on: date, terms: GroupTerms) -> Followed:
    """Count the warnings and suspensions of a member that are over, and those of them that were followed through."""
    known = [taken for taken in steps if taken.on <= on]
    over = followed = 0
    for at, taken in enumerate(known):
        last = deadline(Standing(SANCTIONS.get(taken.action, ""), taken.on), terms)
        if last is None:
            continue
        then = known[at + 1] if at + 1 < len(known) else None
        in_time = then is not None and then.on <= last
        over += in_time or on > last
        followed += in_time
    return Followed(over, followed)


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a group's own control; a figure without a base is absent, never zero."""

    active: int
    inspected: int
    coverage: Fraction | None
    detection_rate: Fraction | None
    register_drift: Fraction | None
    members_per_inspector: Fraction | None
    sanctions_followed: Fraction | None
    findings: tuple[Finding, ...]


def share(part: int, whole: int) -> Fraction | None:
    """Return a share, or nothing where there is no whole."""
    return Fraction(part, whole) if whole else None


def detection_rate(visits: Sequence[Visited]) -> Fraction | None:
    """Return the share of the auditors' findings that the group's inspectors had found too."""
    known = sum(len(visit.by_auditors & visit.by_inspectors) for visit in visits)
    return share(known, sum(len(visit.by_auditors) for visit in visits))


def group_faults(visits: Sequence[Visited], terms: GroupTerms) -> list[Finding]:
    """Return the faults that are the group's: too many failing members, or too many findings missed."""
    visited = len(visits)
    failing = sum(visit.failing for visit in visits)
    missed = sum(bool(visit.by_auditors - visit.by_inspectors) for visit in visits)
    findings = []
    if visited and Fraction(failing, visited) > terms.failing_share:
        findings.append(
            FAILING_SHARE.at(failing=failing, visited=visited, limit=f"{float(terms.failing_share * 100):g}")
        )
    if visited and Fraction(missed, visited) > terms.missed_share:
        findings.append(MISSED_SHARE.at(missed=missed, visited=visited))
    return findings


def control_of(
    *,
    active: int,
    inspected: int,
    inspectors: int,
    differences: int | None,
    visits: Sequence[Visited],
    terms: GroupTerms,
    sanctions: Followed = NO_SANCTION,
) -> Control:
    """Return the figures of a group's control with everything that stands out.

    Args:
        active: members that count.
        inspected: of them, those with an internal inspection in time.
        inspectors: people appointed to inspect.
        differences: members found but not listed, and listed but not found; ``None`` when nobody looked.
        visits: what the external sample showed.
        terms: the scheme's numbers.
        sanctions: how many sanctions had a deadline, and how many were followed through before it.
    """
    findings = group_faults(visits, terms)
    if inspected < active:
        findings.append(UNINSPECTED.at(count=active - inspected, active=active))
    if differences:
        findings.append(DRIFT.at(count=differences, members=active))
    return Control(
        active=active,
        inspected=inspected,
        coverage=share(inspected, active),
        detection_rate=detection_rate(visits),
        register_drift=None if differences is None else share(differences, active),
        members_per_inspector=share(active, inspectors),
        sanctions_followed=share(sanctions.followed, sanctions.all),
        findings=tuple(findings),
    )


def share_rule(members: Collection[Verdict], terms: GroupTerms) -> Verdict:
    """Say whether enough members comply for the group to keep its right; only a plain yes counts as compliant."""
    if not members:
        return unknown(Unknown.MISSING, _("the group has no approved member"))
    compliant = sum(right.is_yes for right in members)
    return share_keeps(members=len(members), compliant=compliant, share=terms.compliance_share)
