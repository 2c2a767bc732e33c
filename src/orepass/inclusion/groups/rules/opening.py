"""Whether an edition takes a group on: while it is in force, and where its standard is made for one of the sites."""

from collections.abc import Iterable
from datetime import date

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.period import Period
from orepass.kernel.text import marked as _
from orepass.scheme.rules.model import Standard
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.prepared import Site, prepared

NOT_IN_FORCE = FindingKind(
    "groups.group.not_in_force",
    Severity.ERROR,
    _("The edition takes groups on from {first} to the day before {before}; {day} is outside."),
    what_to_do=_("Choose an edition that is in force."),
)
NOT_MADE_FOR = FindingKind(
    "groups.group.not_made_for",
    Severity.ERROR,
    _("{standard} is not made for the site {name}: {reason}"),
    what_to_do=_("Choose another standard, or correct what the register says of the site."),
)


def against(standard: Standard, valid: Period, sites: Iterable[tuple[str, Profile]], on: date) -> list[Finding]:
    """Return what stands against a group: a day outside, or that the standard is made for none of its sites.

    What the register does not say of a site refuses nobody, and one site that may be meant is enough.
    """
    found = []
    if not valid.holds(on):
        found.append(NOT_IN_FORCE.at("pack", first=valid.valid_from, before=valid.valid_before or "–", day=on))
    answers = [(name, *prepared(standard).applies.of(Site(profile))) for name, profile in sites]
    if answers and all(verdict.is_no for _name, verdict, _reason in answers):
        found += [
            NOT_MADE_FOR.at("standard", standard=standard.code, name=name, reason=reason.message)
            for name, _verdict, reason in answers
        ]
    return found
