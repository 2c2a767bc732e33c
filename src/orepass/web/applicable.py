"""What of its standard applies to a file, requirement by requirement, and why, in the reader's words.

Nothing is judged here: it is what the evaluation of the file says on the day, by the function with which a
self-assessment and a recommendation are judged. What is not known to apply still has to be answered.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

import msgspec
from django.utils.translation import gettext as _

from orepass.assurance import queries as assurance
from orepass.assurance.queries import ApplicationCard
from orepass.platform.access import Actor
from orepass.scheme import queries as scheme
from orepass.scheme.rules.asking.applying import Fact, When, deciding
from orepass.scheme.rules.cards import RequirementCard
from orepass.scheme.rules.expression import ALWAYS
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile, RequirementResult
from orepass.scheme.rules.prepared import Site
from orepass.web.components import Mark
from orepass.web.vocabulary import standards as said


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement here: when it applies, as a mark where that is no plain yes, why, and the way out."""

    when: When
    mark: Mark | None
    why: str
    way_out: str = ""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Requirements that stand alike for one reason: how many of which subjects."""

    mark: Mark | None
    why: str
    way_out: str
    subjects: tuple[tuple[str, int], ...]


class Applicable:
    """What the evaluation says of each requirement of a file; each condition is put into words once."""

    def __init__(self, pack: Pack, profile: Profile, results: Iterable[RequirementResult]) -> None:
        """Take the results of an evaluation, and what they were judged by."""
        self._pack, self._profile = pack, profile
        self._results: Mapping[str, RequirementResult] = {result.requirement: result for result in results}
        self._here = cache(self._said)

    def when(self, requirement: str) -> When:
        """Say when a requirement applies: from the first day, in a later year, not, or it is not known."""
        found = self._results[requirement]
        if found.applies.is_unknown:
            return When.UNKNOWN
        if found.applies.is_no:
            return When.NOT
        return When.LATER if found.due.is_no else When.NOW

    def here(self, requirement: str) -> Here:
        """Say of a requirement whether it applies here, and why."""
        return self._here(self._condition(requirement), self.when(requirement))

    def asked(self, listed: Iterable[RequirementCard]) -> list[RequirementCard]:
        """Return what has to be answered of some requirements: all but what does not apply."""
        return [card for card in listed if self.when(card.id) is not When.NOT]

    def of(self, when: When, listed: Iterable[RequirementCard]) -> list[RequirementCard]:
        """Return those of some requirements that apply at one time, or may, or do not."""
        return [card for card in listed if self.when(card.id) is when]

    def grouped(self, when: When, listed: Iterable[tuple[str, Iterable[RequirementCard]]]) -> list[Group]:
        """Put the requirements of some subjects that stand alike together, reason by reason."""
        found: dict[str, dict[str, int]] = {}
        for title, cards in listed:
            for card in self.of(when, cards):
                counts = found.setdefault(self._condition(card.id), {})
                counts[title] = counts.get(title, 0) + 1
        return [
            Group(mark=here.mark, why=here.why, way_out=here.way_out, subjects=tuple(counts.items()))
            for condition, counts in found.items()
            for here in [self._here(condition, when)]
        ]

    def _condition(self, requirement: str) -> str:
        return self._results[requirement].why.params.get("condition", ALWAYS)

    def _said(self, condition: str, when: When) -> Here:
        asked = said.condition(self._pack, condition)
        if when is When.UNKNOWN:
            open_ = ", ".join(said.fact_asked(self._pack, fact) for fact in self._missing(condition))
            return Here(
                when=when,
                mark=Mark("undetermined", _("not known whether it applies")),
                why=asked,
                way_out=_("Say in the profile: %(facts)s. Until then it has to be answered.") % {"facts": open_},
            )
        facts = said.facts_here(self._pack, self._profile, condition)
        why = " ".join(filter(None, [asked, _("Here: %(facts)s.") % {"facts": facts} if facts else ""]))
        return Here(when=when, mark=Mark("none", _("does not apply")) if when is When.NOT else None, why=why)

    def _missing(self, condition: str) -> list[Fact]:
        return sorted(deciding(condition, Site(self._profile)))


def applicable(actor: Actor, application: ApplicationCard, on: date) -> Applicable:
    """Return what applies to a file, as its evaluation says on a day.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
    """
    outcome = assurance.outcome_for(actor, application.id, on)
    return Applicable(scheme.pack_by_digest(application.pack_digest), application.profile, outcome.results)
