"""A member of a group delivers without being approved on that day (C19), or a group delivers and names no member.

Whom a group suspended or excluded delivers nothing to it, claimed or not: else the group would buy on from the member
whom it sanctioned. Others without a right (not approved yet, not inspected in time, unknown) deliver uncertified.
Silence never gives more than a name: what a group's certificate covers is what its members deliver.
"""

from collections.abc import Iterator

from orepass.custody.rules.according import Why, accorded, needs_member
from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening, Portion
from orepass.custody.rules.terms import identifier_in
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

SUSPENDED = FindingKind(
    "custody.member.suspended",
    Severity.ERROR,
    _("{member} may deliver nothing to the group on {day}: {reason}."),
    what_to_do=_("Take nothing from this member until the group has restored it; ask the group if it has."),
)
NO_RIGHT = FindingKind(
    "custody.member.no_right",
    Severity.ERROR,
    _("{member} was not approved on {day}: {reason}."),
    what_to_do=_("Record it without the group's certificate, as uncertified, or ask the group about the member."),
)
UNKNOWN = FindingKind(
    "custody.member.unknown",
    Severity.ERROR,
    _("No member of a group is called “{member}” here."),
    what_to_do=_("Name the member by the identifier (mem-…) that stands on the register of the group."),
)
NOT_APPROVED = FindingKind(
    "custody.member.not_approved",
    Severity.WARNING,
    _("{member} was not approved on {day}; the material is taken as uncertified."),
    what_to_do=_("Ask the group about the member."),
)
MISSING = FindingKind(
    "custody.member.missing",
    Severity.ERROR,
    _("{certificate} is held by a group, and {lot} names no member of it."),
    what_to_do=_("Name the member who delivered it, or record it without the certificate, as uncertified."),
)
NOT_NAMED = FindingKind(
    "custody.member.not_named",
    Severity.WARNING,
    _("{lot} begins at a site of a group and names no member of it; it is taken as uncertified."),
    what_to_do=_("Declare the event an error and tell it with the member who delivered it."),
)


def check(case: Case) -> Iterator[Finding]:
    """Ask for the verdict on each member named, and for a member where a group's certificate stands behind a lot."""
    event = case.event
    claimed = bool(event.certificates and event.terms.claimed)
    for portion in event.begun:
        member = portion.facts.member
        verdict = case.rights.of_member(member, event.on)
        if member and not verdict.is_yes:
            kind = _kind(case, portion, claimed=claimed)
            reason = "; ".join(verdict.reasons) or verdict.answer
            yield kind.at(event.where, member=identifier_in(member, "mem") or member, day=event.on, reason=reason)
        elif event.happening is Happening.BEGINS and event.terms.claimed:
            yield from _unnamed(case, portion)


def _kind(case: Case, portion: Portion, *, claimed: bool) -> FindingKind:
    member = portion.facts.member
    if (member, case.event.on) in case.rights.barred:
        return SUSPENDED
    if not claimed:
        return NOT_APPROVED
    return NO_RIGHT if member in case.rights.groups else UNKNOWN


def _unnamed(case: Case, portion: Portion) -> Iterator[Finding]:
    event, named = case.event, False
    for certificate in event.certificates:
        right = case.rights.certificates.get((certificate, event.on))
        if right is not None and needs_member(case, portion, right):
            named = True
            yield MISSING.at(event.where, certificate=certificate, lot=portion.uri)
    if not named and accorded(case, portion).why is Why.NO_MEMBER:
        yield NOT_NAMED.at(event.where, lot=portion.uri)
