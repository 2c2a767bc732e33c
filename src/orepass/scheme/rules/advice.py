"""What to do next, most urgent first: failed gates, open questions, the cheapest gain, what falls due later."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.scheme.rules.judgement import Judgement
from orepass.scheme.rules.outcome import NextStep
from orepass.scheme.rules.rating import Level, Rating

MEET_GATE: Final = FindingKind(
    "scheme.next.meet_gate",
    Severity.NOTE,
    _("Meet the core requirement {requirement} (“{gate}”): without it nothing can be granted."),
)
ANSWER: Final = FindingKind("scheme.next.answer", Severity.NOTE, _("{what}"))
RAISE: Final = FindingKind(
    "scheme.next.raise", Severity.NOTE, _("Raise {requirement} from “{rating}” towards “full” for the level “{level}”.")
)
PREPARE: Final = FindingKind(
    "scheme.next.prepare", Severity.NOTE, _("Prepare {requirement}: it falls due on {due_on}.")
)


def next_steps(
    judgements: Sequence[Judgement], *, rating: Rating, aim: Level, failed: Sequence[str]
) -> Iterator[NextStep]:
    """Go through what to do next."""
    for name in failed:
        yield NextStep(requirement=name, step=MEET_GATE.at(name, requirement=name, gate=aim.gate))
    for judgement in judgements:
        if judgement.open:
            for reason in judgement.reasons:
                yield NextStep(requirement=judgement.requirement.id, step=ANSWER.at(what=reason.what_to_do))
    yield from _gains(judgements, rating, aim, failed)
    later = [part for part in judgements if part.due.is_no and not part.applies.is_no and part.due_on]
    for judgement in sorted(later, key=lambda part: (part.due_on, part.requirement.id)):
        name = judgement.requirement.id
        step = PREPARE.at(name, requirement=name, due_on=judgement.due_on)
        yield NextStep(requirement=name, step=step, due_on=judgement.due_on)


def _gains(judgements: Sequence[Judgement], rating: Rating, aim: Level, failed: Sequence[str]) -> Iterator[NextStep]:
    """Go through the known shortfalls, the largest gain first."""
    gains: list[tuple[Fraction, str, str]] = []
    for judgement in judgements:
        answered = judgement.counted_rating
        if judgement.counts and answered is not None and judgement.requirement.id not in failed:
            gain = (1 - rating.score(answered)) * Fraction(judgement.requirement.weight)
            if gain:
                gains.append((-gain, judgement.requirement.id, answered))
    for _gain, name, answered in sorted(gains):
        step = RAISE.at(name, requirement=name, rating=answered, level=aim.name)
        yield NextStep(requirement=name, step=step)
