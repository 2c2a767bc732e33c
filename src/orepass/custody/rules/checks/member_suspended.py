"""A member of a group delivers without being approved on that day (C19)."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

SUSPENDED = FindingKind(
    "custody.member.suspended",
    Severity.ERROR,
    _("{member} was not approved on {day}: {reason}."),
    what_to_do=_("Record it without the group's certificate, as uncertified, or ask the group about the member."),
)
NOT_APPROVED = FindingKind(
    "custody.member.not_approved",
    Severity.WARNING,
    _("{member} was not approved on {day}; the material is taken as uncertified."),
    what_to_do=_("Ask the group about the member."),
)


def check(case: Case) -> Iterator[Finding]:
    """Ask for the verdict on each member named, when the group's certificate is claimed."""
    event = case.event
    for portion in event.begun:
        member = portion.facts.member
        if not member:
            continue
        verdict = case.rights.of_member(member, event.on)
        if verdict.is_yes:
            continue
        kind = SUSPENDED if event.certificates else NOT_APPROVED
        yield kind.at(event.where, member=member, day=event.on, reason="; ".join(verdict.reasons) or verdict.answer)
