"""What to do next, most urgent first: failed gates, open questions, the cheapest gain, what falls due later."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.scheme.rules import judgement
from orepass.scheme.rules.judgement import Judgement
from orepass.scheme.rules.outcome import NextStep

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
RAISE_LETTER: Final = FindingKind(
    "scheme.next.raise_letter",
    Severity.NOTE,
    _("Raise {requirement} from “{rating}” for the level “{level}”."),
)
PLAN: Final = FindingKind(
    "scheme.next.plan",
    Severity.NOTE,
    _("Close {requirement} (“{rating}”) by an improvement plan until {due_on}."),
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


def steps_for(part: Judgement) -> Iterator[NextStep]:
    """Go through what to do about an open requirement."""
    for reason in part.reasons:
        step = STEP_FOR[reason.code].at(reason.where, **reason.params)
        yield NextStep(requirement=part.requirement.id, step=step)


def meet_gate(name: str, gate: str) -> NextStep:
    """Say that a core requirement comes before anything else."""
    return NextStep(requirement=name, step=MEET_GATE.at(name, requirement=name, gate=gate))


def improve(name: str, rating: str, level: str) -> NextStep:
    """Say that a requirement is to be raised for a level."""
    kind = RAISE if rating in {"substantial", "partial", "none"} else RAISE_LETTER
    return NextStep(requirement=name, step=kind.at(name, requirement=name, rating=rating, level=level))


def plan(name: str, rating: str, due_on: date) -> NextStep:
    """Say that what is met in part needs a plan with an end."""
    return NextStep(requirement=name, step=PLAN.at(name, requirement=name, rating=rating, due_on=due_on), due_on=due_on)


def prepare(name: str, due_on: date) -> NextStep:
    """Say what falls due later."""
    return NextStep(requirement=name, step=PREPARE.at(name, requirement=name, due_on=due_on), due_on=due_on)
