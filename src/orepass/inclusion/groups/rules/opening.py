"""Whether an edition takes a group on: in force, open in the region, its standard made for one of the sites."""

import itertools
from collections.abc import Iterable
from datetime import date

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.period import Period
from orepass.kernel.text import marked as _
from orepass.scheme.rules.model import Standard
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.prepared import Site, prepared
from orepass.scheme.rules.regions import not_open, standard_on

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
    """Return what stands against a group: a day outside, no region that is open, a standard made for none of its sites.

    What the register does not say of a site refuses nobody, and one site that may be meant is enough.
    """
    known = list(sites)
    if not valid.holds(on):
        outside = NOT_IN_FORCE.at("pack", first=valid.valid_from, before=valid.valid_before or "–", day=on)
        return [outside, *_not_made_for(standard, known)]
    closed = [not_open(standard.rules, [(name, profile.country or "")], on) for name, profile in known]
    if closed and all(closed):
        return list(itertools.chain.from_iterable(closed))
    return _not_made_for(standard_on(standard, on), known)


def _not_made_for(standard: Standard, sites: list[tuple[str, Profile]]) -> list[Finding]:
    answers = [(name, *prepared(standard).applies.of(Site(profile))) for name, profile in sites]
    if answers and all(verdict.is_no for _name, verdict, _reason in answers):
        return [
            NOT_MADE_FOR.at("standard", standard=standard.code, name=name, reason=reason.message)
            for name, _verdict, reason in answers
        ]
    return []
