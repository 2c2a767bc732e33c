"""A party records what happened at another registered party's site without being a party to it."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

NOT_YOURS = FindingKind(
    "custody.site.not_yours",
    Severity.ERROR,
    _("There is nothing of yours under “{site}”."),
    what_to_do=_("Check the identifier of the site; what happens at a site is recorded by those who run it."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare who runs the place, or the place of origin, with the party that acts."""
    event, setting = case.event, case.setting
    if not setting.actor or event.happening not in {Happening.BEGINS, Happening.TRANSFORMS}:
        return
    places = {event.site} | {portion.facts.origin_site for portion in event.begun}
    for place in sorted(places):
        owner = setting.owners.get(place, "")
        if owner and owner != setting.actor:
            yield NOT_YOURS.at(event.where, site=place)
