"""What to do next, most urgent first: failed gates, open questions, the cheapest gain, what falls due later."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.scheme.rules import judgement
from orepass.scheme.rules.judgement import Judgement
from orepass.scheme.rules.outcome import NextStep
from orepass.scheme.rules.rating import Level, Rating

MEET_GATE: Final = FindingKind(
    "scheme.next.meet_gate",
    Severity.NOTE,
    _("Meet the core requirement {requirement} (“{gate}”): without it nothing can be granted."),
)
COMPLETE_PROFILE: Final = FindingKind(
    "scheme.next.complete_profile", Severity.NOTE, _("Complete the profile: {missing}.")
)
GIVE_ENTRY: Final = FindingKind(
    "scheme.next.give_entry", Severity.NOTE, _("Give the day on which the site entered the scheme.")
)
ANSWER: Final = FindingKind("scheme.next.answer", Severity.NOTE, _("Answer {requirement}, with evidence."))
ADD_EVIDENCE: Final = FindingKind(
    "scheme.next.add_evidence",
    Severity.NOTE,
    _("Add evidence for {requirement}, of one of these kinds: {accepts}."),
)
EXPLAIN: Final = FindingKind(
    "scheme.next.explain", Severity.NOTE, _("Write why {requirement} is not relevant, or answer it.")
)
RAISE: Final = FindingKind(
    "scheme.next.raise", Severity.NOTE, _("Raise {requirement} from “{rating}” towards “full” for the level “{level}”.")
)
PREPARE: Final = FindingKind(
    "scheme.next.prepare", Severity.NOTE, _("Prepare {requirement}: it falls due on {due_on}.")
)

STEP_FOR: Final[dict[str, FindingKind]] = {
    judgement.APPLIES_UNKNOWN.code: COMPLETE_PROFILE,
    judgement.DUE_UNKNOWN.code: GIVE_ENTRY,
    judgement.UNANSWERED.code: ANSWER,
    judgement.ANSWER_UNKNOWN.code: ANSWER,
    judgement.EVIDENCE_NONE.code: ADD_EVIDENCE,
    judgement.EVIDENCE_KIND.code: ADD_EVIDENCE,
    judgement.NOT_RELEVANT_UNEXPLAINED.code: EXPLAIN,
}
"""What to do about each reason that keeps a requirement open."""


def next_steps(
    judgements: Sequence[Judgement], *, rating: Rating, aim: Level, failed: Sequence[str]
) -> Iterator[NextStep]:
    """Go through what to do next."""
    for name in failed:
        yield NextStep(requirement=name, step=MEET_GATE.at(name, requirement=name, gate=aim.gate))
    for part in judgements:
        if part.open:
            for reason in part.reasons:
                step = STEP_FOR[reason.code].at(reason.where, **reason.params)
                yield NextStep(requirement=part.requirement.id, step=step)
    yield from _gains(judgements, rating, aim, failed)
    later = [part for part in judgements if part.due.is_no and not part.applies.is_no and part.due_on]
    for part in sorted(later, key=lambda part: (part.due_on, part.requirement.id)):
        name = part.requirement.id
        step = PREPARE.at(name, requirement=name, due_on=part.due_on)
        yield NextStep(requirement=name, step=step, due_on=part.due_on)


def _gains(judgements: Sequence[Judgement], rating: Rating, aim: Level, failed: Sequence[str]) -> Iterator[NextStep]:
    """Go through the known shortfalls, the largest gain first."""
    gains: list[tuple[Fraction, str, str]] = []
    for part in judgements:
        answered = part.counted_rating
        if part.counts and answered is not None and part.requirement.id not in failed:
            gain = (1 - rating.score(answered)) * Fraction(part.requirement.weight)
            if gain:
                gains.append((-gain, part.requirement.id, answered))
    for _gain, name, answered in sorted(gains):
        step = RAISE.at(name, requirement=name, rating=answered, level=aim.name)
        yield NextStep(requirement=name, step=step)
