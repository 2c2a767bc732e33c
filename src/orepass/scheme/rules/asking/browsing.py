"""Look for requirements of a standard: by dimension, phase, year, site, evidence, topic and words.

What a site's size, mineral or activity rules out is left out; what *may* apply to it stays, because unknown is not no.
"""

from typing import Final

import msgspec

from orepass.scheme.rules.model import Requirement, Standard, told
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.prepared import Site

WORDS_MAX: Final = 120


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader looks for; what is left open rules nothing out."""

    dimension: str = ""
    phase: str = ""
    core: bool = False
    year: int | None = None
    size: str = ""
    mineral: str = ""
    activity: str = ""
    accepts: str = ""
    topic: str = ""
    words: str = ""

    @property
    def profile(self) -> Profile:
        """Return what is said of a site."""
        return Profile(
            size=self.size or None,
            minerals=(self.mineral,) if self.mineral else None,
            activities=(self.activity,) if self.activity else None,
        )


def found(standard: Standard, wanted: Wanted, language: str) -> tuple[Requirement, ...]:
    """Return the requirements of a standard that a reader looks for, in its order."""
    facts = Site(wanted.profile).facts
    answers = {each.applies_when: facts.verdict(each.applies_when) for each in standard.requirements}
    titles = {subject.code: told(subject.title, language) for subject in standard.subjects}
    return tuple(
        each
        for each in standard.requirements
        if not answers[each.applies_when].is_no
        and _fits(each, wanted)
        and _says(each, titles[each.subject], wanted.words, language)
    )


def _fits(requirement: Requirement, wanted: Wanted) -> bool:
    return (
        wanted.dimension in {"", requirement.dimension}
        and wanted.phase in {"", requirement.phase}
        and (requirement.core or not wanted.core)
        and wanted.year in {None, requirement.due_year}
        and (not wanted.accepts or wanted.accepts in requirement.accepts)
        and (not wanted.topic or any(_under(topic, wanted.topic) for topic in requirement.maps_to))
    )


def _under(topic: str, wanted: str) -> bool:
    """Say whether a topic is the wanted one or lies under it: ``oecd.annex2.R1c`` under ``oecd``."""
    return topic == wanted or topic.startswith(f"{wanted}.")


def _says(requirement: Requirement, title: str, words: str, language: str) -> bool:
    texts = (requirement.statement, requirement.evidence_small, requirement.evidence_large, requirement.fails_when)
    said = " ".join([requirement.id, title, *(told(text, language) for text in texts)]).casefold()
    return all(word in said for word in words.casefold().split())
