"""Judge one requirement: does it apply, is it due, what was answered, may the answer count.

Anything that is not known stays unknown, and says what is missing.
"""

from datetime import date
from typing import Final, NamedTuple

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.period import MONTHS_PER_YEAR, add_months
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes
from orepass.scheme.rules.expression import ALWAYS, Facts
from orepass.scheme.rules.model import Requirement
from orepass.scheme.rules.outcome import Answer

NOT_RELEVANT: Final = "not_relevant"
UNKNOWN: Final = "unknown"
ABSENT: Final = frozenset({"none", "C", "no"})
"""That something is absent needs no evidence."""

APPLIES_TO_ALL: Final = FindingKind(
    "scheme.applies.to_all", Severity.NOTE, _("Applies to everybody under this standard.")
)
APPLIES: Final = FindingKind("scheme.applies.because", Severity.NOTE, _("Applies, because here {facts} ({condition})."))
APPLIES_NOT: Final = FindingKind(
    "scheme.applies.not", Severity.NOTE, _("Does not apply, because here {facts} ({condition}).")
)
APPLIES_UNKNOWN: Final = FindingKind(
    "scheme.applies.unknown",
    Severity.WARNING,
    _("Whether {requirement} applies is not known: {missing} is missing ({condition})."),
    what_to_do=_("Complete the profile: {missing}."),
)
DUE_UNKNOWN: Final = FindingKind(
    "scheme.due.unknown",
    Severity.WARNING,
    _("Whether {requirement} is due is not known: the day of entry is missing."),
    what_to_do=_("Give the day on which the site entered the scheme."),
)
UNANSWERED: Final = FindingKind(
    "scheme.answer.missing",
    Severity.WARNING,
    _("{requirement} is not answered."),
    what_to_do=_("Answer it, with evidence."),
)
ANSWER_UNKNOWN: Final = FindingKind(
    "scheme.answer.unknown",
    Severity.WARNING,
    _("{requirement} is answered with “not known”."),
    what_to_do=_("Find out, and answer it with evidence."),
)
EVIDENCE_NONE: Final = FindingKind(
    "scheme.evidence.none",
    Severity.WARNING,
    _("{requirement} has no evidence."),
    what_to_do=_("Add evidence of one of these kinds: {accepts}."),
)
EVIDENCE_KIND: Final = FindingKind(
    "scheme.evidence.not_accepted",
    Severity.WARNING,
    _("{requirement} is shown by {given} only, which is not accepted for it."),
    what_to_do=_("Add evidence of one of these kinds: {accepts}."),
)
NOT_RELEVANT_UNEXPLAINED: Final = FindingKind(
    "scheme.answer.not_relevant_unexplained",
    Severity.WARNING,
    _("{requirement} is a core requirement and called not relevant without a reason."),
    what_to_do=_("Write the reason in the note, or answer it."),
)


class RatingUnknown(Invalid):
    """An answer uses a word that the standard's scale does not have."""

    code = "scheme.answer.rating_unknown"
    message = _("“{value}” is not a rating of this standard ({requirement}).")
    what_to_do = _("Use one of: {known}.")


class Judgement(NamedTuple):
    """What is known about one requirement for one site on one day.

    ``counts``: it is in the reckoning, because it applies and is due, or may be. ``open``: it counts, and something
    about it is not known, so that the outcome stays unknown.
    """

    requirement: Requirement
    applies: Verdict
    why: Finding
    due: Verdict
    rating: str | None
    reasons: tuple[Finding, ...]
    counts: bool
    open: bool

    @property
    def counted_rating(self) -> str | None:
        """Return the rating that counts; an open requirement has none, whatever was answered."""
        return None if self.open else self.rating


def judge(
    requirement: Requirement,
    *,
    applies: tuple[Verdict, Finding],
    due: Verdict,
    answer: Answer | None,
    words: tuple[str, ...],
) -> Judgement:
    """Judge one requirement.

    Raises:
        RatingUnknown: the answer uses a word that is not among the words of its subject.
    """
    applied, why = applies
    rating, reason = _rated(requirement, answer, words)
    reasons: list[Finding] = []
    if not applied.is_no and not due.is_no:
        reasons += [why] if applied.is_unknown else []
        reasons += [DUE_UNKNOWN.at(requirement.id, requirement=requirement.id)] if due.is_unknown else []
        reasons += [reason] if reason else []
    counts = not (rating == NOT_RELEVANT or applied.is_no or due.is_no)
    is_open = counts and (rating is None or not (applied.is_yes and due.is_yes))
    return Judgement(requirement, applied, why, due, rating, tuple(reasons), counts, is_open)


def applicability(condition: str, facts: Facts, where: str) -> tuple[Verdict, Finding]:
    """Say whether a condition holds, and why in words."""
    if condition == ALWAYS:
        return yes(), APPLIES_TO_ALL.at(where)
    verdict = facts.verdict(condition)
    if verdict.is_unknown:
        seen = [name.partition(" = ")[0] for name in facts.seen(condition) if name.endswith("= ?")]
        missing = ", ".join(seen) or "; ".join(verdict.reasons)
        return verdict, APPLIES_UNKNOWN.at(where, requirement=where, condition=condition, missing=missing)
    kind = APPLIES if verdict.is_yes else APPLIES_NOT
    return verdict, kind.at(where, condition=condition, facts="; ".join(facts.seen(condition)))


def due_verdict(due_year: int, entered_on: date | None, on: date) -> tuple[Verdict, date | None]:
    """Say whether a staged requirement is due, and from which day: the anniversary of the entry; at once for year 0."""
    due_on = None if entered_on is None else add_months(entered_on, MONTHS_PER_YEAR * due_year)
    if due_year == 0:
        return yes(), due_on
    if due_on is None:
        return unknown(Unknown.MISSING, "entered_on"), due_on
    return yes() if on >= due_on else no(), due_on


def _rated(
    requirement: Requirement, answer: Answer | None, words: tuple[str, ...]
) -> tuple[str | None, Finding | None]:
    """Return the rating that an answer carries, or why it carries none."""
    name = requirement.id
    if answer is None:
        return None, UNANSWERED.at(name, requirement=name)
    if answer.rating == UNKNOWN:
        return None, ANSWER_UNKNOWN.at(name, requirement=name)
    if answer.rating == NOT_RELEVANT:
        unexplained = requirement.core and not answer.note.strip()
        reason = NOT_RELEVANT_UNEXPLAINED.at(name, requirement=name) if unexplained else None
        return None if reason else NOT_RELEVANT, reason
    if answer.rating not in words:
        known = ", ".join([*words, NOT_RELEVANT, UNKNOWN])
        raise RatingUnknown(where=name, requirement=name, value=answer.rating, known=known)
    reason = _evidence(requirement, answer)
    return None if reason else answer.rating, reason


def _evidence(requirement: Requirement, answer: Answer) -> Finding | None:
    """Say what is wrong with the evidence; that something is absent needs none."""
    if answer.evidence is None or answer.rating in ABSENT or set(answer.evidence) & set(requirement.accepts):
        return None
    given, accepts = ", ".join(answer.evidence), ", ".join(requirement.accepts)
    kind = EVIDENCE_KIND if answer.evidence else EVIDENCE_NONE
    return kind.at(requirement.id, requirement=requirement.id, accepts=accepts, given=given)
