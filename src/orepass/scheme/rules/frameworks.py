"""What a standard speaks to: the topics of conventions, guidelines and laws that its requirements name.

A framework is a file of topics (``standards/frameworks``); a requirement names topics under ``maps_to``. That a
requirement speaks to a topic is our reading. It is no proof that whoever meets it keeps the convention or the law.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from orepass.scheme.rules.model import Pack, Standard, Text, told


class Framework(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A convention, guideline or law, with its topics by code."""

    framework: str
    title: Text
    about: Text
    source: str
    verified: bool
    topics: dict[str, Text]


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement that speaks to a topic."""

    standard: str
    requirement: str
    subject: str
    core: bool


class TopicCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """One topic and the requirements that speak to it; none is a gap."""

    code: str
    title: str
    requirements: tuple[Speaker, ...]


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """One framework as a pack covers it: so many of its topics have a requirement, so many a core one."""

    framework: str
    title: str
    about: str
    source: str
    verified: bool
    topics: tuple[TopicCoverage, ...]
    covered: int
    by_core: int
    gaps: tuple[str, ...]


def framework_of(written: Mapping[str, Any]) -> Framework:
    """Read a framework from what its file says.

    Raises:
        msgspec.ValidationError: a field is missing, unknown or of another kind.
    """
    return msgspec.convert(written, Framework)


def coverage(pack: Pack, frameworks: Iterable[Framework], language: str, standard: str = "") -> tuple[Coverage, ...]:
    """Say which topics of each framework the requirements of a pack, or of one standard of it, speak to.

    Raises:
        StandardUnknown: the pack has no such standard.
    """
    standards = (pack.standard(standard),) if standard else pack.standards
    speakers: dict[str, list[Speaker]] = {}
    for topic, speaker in _spoken(standards):
        speakers.setdefault(topic, []).append(speaker)
    return tuple(_covered(framework, speakers, language) for framework in frameworks)


def _spoken(standards: Iterable[Standard]) -> Iterable[tuple[str, Speaker]]:
    for standard in standards:
        for one in standard.requirements:
            speaker = Speaker(standard=standard.code, requirement=one.id, subject=one.subject, core=one.core)
            yield from ((topic, speaker) for topic in one.maps_to)


def _covered(framework: Framework, speakers: Mapping[str, list[Speaker]], language: str) -> Coverage:
    topics = tuple(
        TopicCoverage(code=code, title=told(title, language), requirements=tuple(speakers.get(code, ())))
        for code, title in framework.topics.items()
    )
    return Coverage(
        framework=framework.framework,
        title=told(framework.title, language),
        about=told(framework.about, language),
        source=framework.source,
        verified=framework.verified,
        topics=topics,
        covered=sum(bool(topic.requirements) for topic in topics),
        by_core=sum(any(one.core for one in topic.requirements) for topic in topics),
        gaps=tuple(topic.code for topic in topics if not topic.requirements),
    )
