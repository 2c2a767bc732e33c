"""What applies to whoever reads, before there is a file: standards, requirements, and what is still to be asked.

A reader says little: what is done, which minerals, how large, where. Each requirement then applies now, later, not, or
*it is not known*: an answer that is missing is never taken for a no. A question is asked only while its answer can
change what applies under a standard that may still be the reader's.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import product
from typing import Final

import msgspec

from orepass.kernel.finding import Finding
from orepass.kernel.verdict import Verdict
from orepass.scheme.rules.expression import references
from orepass.scheme.rules.judgement import applicability
from orepass.scheme.rules.model import Pack, Requirement, Standard
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.overlaying import DRAFT
from orepass.scheme.rules.overlays import overlaid
from orepass.scheme.rules.prepared import Site

ARTISANAL: Final = "asm"
LARGE: Final = "large"
TRIED_MAX: Final = 6
"""Up to so many flags of one condition every combination of answers is tried; beyond, each of them is asked."""

FACTS: Final = ("stage", "activities", "minerals", "size", "country", "personnel")
"""What is asked of a site besides the flags of an edition, in the order in which it is asked."""

_COUNTRIES: Final = re.compile(r"""site\.country (?:==|!=|in) (\[[^\]]*\]|["'][^"']*["'])""")
_CODE: Final = re.compile(r"[A-Z]{2}")

type Fact = tuple[str, str]
"""A fact of a condition: ``("site", "size")`` or ``("flags", "tailings")``."""


class When(StrEnum):
    """Whether a requirement asks something of the reader: from the first day, in a later year, never, or not known."""

    NOW = "now"
    LATER = "later"
    NOT = "not"
    UNKNOWN = "unknown"


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement as the reader's answers leave it, with the reason."""

    requirement: str
    subject: str
    core: bool
    due_year: int
    applies_when: str
    when: When
    why: Finding


class Fitting(msgspec.Struct, frozen=True, kw_only=True):
    """One standard as the reader's answers leave it.

    ``entry``: it holds because the reader is an artisanal producer, and would not hold for a large one.
    """

    standard: str
    applies: Verdict
    why: Finding
    entry: bool
    overlays: tuple[str, ...]
    requirements: tuple[Applied, ...]

    def of(self, when: When) -> tuple[Applied, ...]:
        """Return the requirements that apply at one time, or may, or do not."""
        return tuple(each for each in self.requirements if each.when is when)


def fitting(pack: Pack, code: str, profile: Profile) -> Fitting:
    """Say what of one standard applies to a profile, read as it is where the profile is.

    Raises:
        StandardUnknown: the pack has no such standard.
    """
    read = overlaid(pack, code, profile)
    site = Site(profile)
    applies, why = applicability(read.standard.applies_when, site.facts, code)
    return Fitting(
        standard=code,
        applies=applies,
        why=why,
        entry=applies.is_yes and profile.size == ARTISANAL and _only_small(read.standard, profile),
        overlays=read.overlays,
        requirements=tuple(_applied(requirement, site) for requirement in read.standard.requirements),
    )


def _only_small(standard: Standard, profile: Profile) -> bool:
    large = Site(msgspec.structs.replace(profile, size=LARGE))
    return large.facts.verdict(standard.applies_when).is_no


def _applied(requirement: Requirement, site: Site) -> Applied:
    applies, why = applicability(requirement.applies_when, site.facts, requirement.id)
    due = When.LATER if requirement.due_year else When.NOW
    return Applied(
        requirement=requirement.id,
        subject=requirement.subject,
        core=requirement.core,
        due_year=requirement.due_year,
        applies_when=requirement.applies_when,
        when=When.UNKNOWN if applies.is_unknown else When.NOT if applies.is_no else due,
        why=why,
    )


def may_be_theirs(pack: Pack, profile: Profile) -> tuple[Standard, ...]:
    """Return the standards of an edition that are a reader's, or may be for all that is known."""
    facts = Site(profile).facts
    return tuple(standard for standard in pack.standards if not facts.verdict(standard.applies_when).is_no)


def questions(pack: Pack, profile: Profile) -> tuple[Fact, ...]:
    """Return the facts whose answers can still change something, in the order in which they are asked."""
    site = Site(profile)
    open_ = {
        fact
        for standard in may_be_theirs(pack, profile)
        for condition in _conditions(pack, standard)
        for fact in deciding(condition, site)
    }
    order = [*(("site", name) for name in FACTS), *(("flags", name) for name in pack.flags)]
    return tuple(fact for fact in order if fact in open_)


def _conditions(pack: Pack, standard: Standard) -> Iterable[str]:
    overlays = (one for one in pack.overlays if one.status != DRAFT and one.touches(standard.code))
    return dict.fromkeys(
        [
            standard.applies_when,
            *(overlay.condition for overlay in overlays),
            *(requirement.applies_when for requirement in standard.requirements),
        ]
    )


def deciding(condition: str, site: Site) -> frozenset[Fact]:
    """Return the unknown facts on which the answer of a condition still hangs; none when it is answered."""
    if not site.facts.verdict(condition).is_unknown:
        return frozenset()
    unknown = frozenset(fact for fact in references(condition) if _value(site.profile, fact) is None)
    flags = sorted(name for base, name in unknown if base == "flags")
    if len(flags) < len(unknown) or len(flags) > TRIED_MAX:
        return unknown
    return frozenset(("flags", name) for name in flags if _turns(condition, site.profile, name, flags))


def _value(profile: Profile, fact: Fact) -> object:
    base, name = fact
    return profile.flags.get(name) if base == "flags" else getattr(profile, name)


def _turns(condition: str, profile: Profile, name: str, flags: list[str]) -> bool:
    """Say whether one flag turns the answer, whatever the other flags may be."""
    others = [other for other in flags if other != name]
    return any(
        len({Site(with_).facts.verdict(condition).answer for with_ in _both(profile, name, others, answers)}) > 1
        for answers in product((True, False), repeat=len(others))
    )


def _both(profile: Profile, name: str, others: list[str], answers: tuple[bool, ...]) -> Iterator[Profile]:
    rest = {**profile.flags, **dict(zip(others, answers, strict=True))}
    yield from (msgspec.structs.replace(profile, flags={**rest, name: said}) for said in (True, False))


def countries_named(pack: Pack) -> tuple[str, ...]:
    """Return the countries that the conditions of an edition name; all others are alike to it."""
    conditions = (text for standard in pack.standards for text in _conditions(pack, standard))
    written = (part for text in conditions for part in _COUNTRIES.findall(text))
    return tuple(sorted({code for part in written for code in _CODE.findall(part)}))


def looks_at(pack: Pack, fact: Fact) -> bool:
    """Say whether any condition of an edition looks at a fact."""
    return any(fact in references(text) for standard in pack.standards for text in _conditions(pack, standard))


def flags_asked(pack: Pack, code: str) -> tuple[str, ...]:
    """Return the flags that a condition of one standard looks at; under it, no answer to another changes anything.

    Raises:
        StandardUnknown: the pack has no such standard.
    """
    seen = {fact for text in _conditions(pack, pack.standard(code)) for fact in references(text)}
    return tuple(name for name in pack.flags if ("flags", name) in seen)
