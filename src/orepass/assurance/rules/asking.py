"""What a self-assessment asks of one profile, told apart from any file: the questions behind sheet and form."""

from collections.abc import Mapping
from typing import Final

import msgspec

from orepass.scheme.rules.answering import words_of
from orepass.scheme.rules.asking.applying import When, fitting
from orepass.scheme.rules.model import Pack, Requirement, Text
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.overlays import overlaid

LARGE: Final = "large"


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it was given before."""

    answer: str
    evidence_class: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement to be answered: its texts in all languages, its words, and what was answered before."""

    requirement: str
    subject: str
    subject_title: Text
    phase: str
    core: bool
    due_year: int
    statement: Text
    typical: Text
    fails_when: Text
    accepts: tuple[str, ...]
    words: tuple[str, ...]
    before: Before | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The questions of one standard of an edition for one profile."""

    pack: str
    digest: str
    standard: str
    title: Text
    file: str
    questions: tuple[Question, ...]

    @property
    def known(self) -> dict[str, Question]:
        """Return the questions by requirement."""
        return {question.requirement: question for question in self.questions}


def asked(
    pack: Pack, standard: str, profile: Profile, *, file: str = "", given: Mapping[str, Before] | None = None
) -> Asked:
    """Return what is asked: whatever applies, now or later, or may for all that is known, or was answered before.

    Raises:
        StandardUnknown: the pack has no such standard.
    """
    read = overlaid(pack, standard, profile).standard
    words, titles = words_of(read), {subject.code: subject.title for subject in read.subjects}
    left_out = {each.requirement for each in fitting(pack, standard, profile).of(When.NOT)} - set(given or {})
    return Asked(
        pack=pack.ref,
        digest=pack.digest,
        standard=standard,
        title=read.title,
        file=file,
        questions=tuple(
            Question(
                requirement=found.id,
                subject=found.subject,
                subject_title=titles[found.subject],
                phase=found.phase,
                core=found.core,
                due_year=found.due_year,
                statement=found.statement,
                typical=_typical(found, profile),
                fails_when=_fails(found),
                accepts=found.accepts,
                words=words[found.id],
                before=(given or {}).get(found.id),
            )
            for found in read.requirements
            if found.id not in left_out
        ),
    )


def everything(pack: Pack, standard: str, profile: Profile, *, file: str) -> Asked:
    """Return every question of a standard: what comes back may be about what did not apply when it was sent out."""
    every = {
        requirement.id: Before(answer="") for requirement in overlaid(pack, standard, profile).standard.requirements
    }
    return asked(pack, standard, profile, file=file, given=every)


def _typical(requirement: Requirement, profile: Profile) -> Text:
    large = profile.size == LARGE
    texts = (requirement.evidence_large, requirement.evidence_small)
    return next((text for text in (texts if large else reversed(texts)) if text), {})


def _fails(requirement: Requirement) -> Text:
    """Return what a failed visit looks like, with what overlays add."""
    parts = [requirement.fails_when, *(said.also_fails_when for said in requirement.interpretations)]
    languages = dict.fromkeys(language for part in parts for language in part)
    return {language: " ".join(filter(None, (part.get(language, "") for part in parts))) for language in languages}
