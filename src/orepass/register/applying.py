"""Answer “what applies to me?” for any door: which standards, what of each, what is still to be asked, which effort.

Nothing is kept: the answer is made from what the question says. The effort comes from the rules of the book, with the
edition's own numbers where it has them; what nobody has measured is our estimate and says so.
"""

from collections.abc import Iterable, Mapping

import msgspec

from orepass.register.estimating import Effort, efforts
from orepass.scheme.rules.asking.applying import Fitting, When, fitting, questions
from orepass.scheme.rules.asking.saying import profile_said
from orepass.scheme.rules.cards import PackCard, pack_card
from orepass.scheme.rules.model import FALLBACK, Pack, Requirement, told
from orepass.scheme.rules.outcome import Profile


class RequirementAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement for the reader: what it says, whether and when it applies, and why."""

    id: str
    subject: str
    statement: str
    core: bool
    due_year: int
    when: When
    applies_when: str
    why: str


class StandardAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One standard for the reader: whether it is theirs and why, what of it applies, and the effort."""

    code: str
    title: str
    purpose: str
    applies: str
    applies_when: str
    why: str
    entry: bool
    overlays: tuple[str, ...]
    counts: dict[str, int]
    efforts: tuple[Effort, ...]
    requirements: tuple[RequirementAnswer, ...]


class WhatApplies(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: the edition, what was said, what is still open, the standards, the reader's own first."""

    pack: PackCard
    said: Profile
    open_questions: tuple[str, ...]
    standards: tuple[StandardAnswer, ...]


def what_applies(pack: Pack, said: Mapping[str, Iterable[str]], language: str = FALLBACK) -> WhatApplies:
    """Say what of an edition applies to a site of which so much is said.

    Raises:
        NotAsked: something is said that the edition does not ask for.
        NotUnderstood: a word is not one of the edition's.
    """
    profile = profile_said(pack, said)
    found = [standard_answer(pack, fitting(pack, each.code, profile), profile, language) for each in pack.standards]
    return WhatApplies(
        pack=pack_card(pack, language),
        said=profile,
        open_questions=tuple(f"{base}.{name}" for base, name in questions(pack, profile)),
        standards=tuple(sorted(found, key=_order)),
    )


def _order(answer: StandardAnswer) -> tuple[int, bool]:
    return ("yes", "unknown", "no").index(answer.applies), not answer.entry


def standard_answer(pack: Pack, fits: Fitting, profile: Profile, language: str) -> StandardAnswer:
    """Tell how one standard fits a reader, in a language."""
    standard = pack.standard(fits.standard)
    texts = {requirement.id: requirement for requirement in standard.requirements}
    return StandardAnswer(
        code=fits.standard,
        title=told(standard.title, language),
        purpose=told(standard.purpose, language),
        applies=str(fits.applies.answer),
        applies_when=standard.applies_when,
        why=fits.why.message,
        entry=fits.entry,
        overlays=fits.overlays,
        counts={str(when): len(fits.of(when)) for when in When},
        efforts=() if fits.applies.is_no else tuple(efforts(standard, fits, profile)),
        requirements=tuple(
            RequirementAnswer(
                id=each.requirement,
                subject=each.subject,
                statement=_statement(texts[each.requirement], language),
                core=each.core,
                due_year=each.due_year,
                when=each.when,
                applies_when=each.applies_when,
                why=each.why.message,
            )
            for each in fits.requirements
        ),
    )


def _statement(requirement: Requirement, language: str) -> str:
    return told(requirement.statement, language)
