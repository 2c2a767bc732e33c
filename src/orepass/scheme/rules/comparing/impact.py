"""What a later edition would do to those who hold a certificate under an earlier one, from the answers they gave.

Every holder is evaluated under both editions on one day, so that only the rules differ. An answer counts for the same
requirement, also where it moved. Two readings are told: the *sure* one, in which an answer to a sentence that was
reworded is unknown until somebody confirms it, and the *expected* one, in which it still counts. What nobody was asked
is unknown in both: an open question is no failure.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

from orepass.kernel.computed import Source
from orepass.kernel.finding import Finding, Severity
from orepass.scheme.rules.comparing.compared import Comparison, Kind, RequirementChange, Way
from orepass.scheme.rules.comparing.comparison import compare
from orepass.scheme.rules.effort import ESTIMATE, second_certificate
from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.judgement import NOT_RELEVANT, UNKNOWN
from orepass.scheme.rules.model import FALLBACK, Pack, Requirement, Standard
from orepass.scheme.rules.outcome import Answer, Outcome, Profile, RequirementResult, Result
from orepass.scheme.rules.overlays import overlaid
from orepass.scheme.rules.rating import rating_of

SMALL: Final = frozenset({"asm", "small"})
ASKING: Final = frozenset({"statement", "fails_when"})
"""Texts that say what is asked; the rest tells how it is usually shown."""
ASKED_MORE: Final = frozenset({Way.STRICTER, Way.UNDECIDED})


class Effect(StrEnum):
    """What a later edition does to one holder; ``open``: it depends on what nobody knows yet."""

    STAYS = "stays"
    RISES = "rises"
    DROPS = "drops"
    FALLS_OUT = "falls_out"
    OPEN = "open"
    ENDS = "ends"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who holds a certificate under the earlier edition, or is on the way to one, with the last answers."""

    holder: str
    client: str
    name: str
    standing: str
    standard: str
    profile: Profile
    answers: Mapping[str, Answer]
    answers_digest: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What came out of one evaluation, and the digest of what went in."""

    outcome: str
    level: str
    rank: int | None
    open: int
    inputs_digest: str


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement that asks more of a holder than before; no day where nobody knows when the holder entered.

    ``sure`` says whether it is known that it applies.
    """

    requirement: str
    kind: Kind
    statement: dict[str, str]
    sure: bool
    answered: bool
    due_on: date | None


class Affected(msgspec.Struct, frozen=True, kw_only=True):
    """One holder under both editions. A holder whose answers are not the reader's to see has no name."""

    holder: str
    client: str
    name: str
    standing: str
    standard: str
    size: str
    effect: Effect
    expected: Effect
    before: Standing
    answers_digest: str
    after: Standing | None = None
    duties: tuple[Duty, ...] = ()
    relieved: tuple[str, ...] = ()
    to_confirm: tuple[str, ...] = ()
    reasons: tuple[Finding, ...] = ()
    hours: Decimal | None = None

    @property
    def is_small(self) -> bool:
        """Say whether it is an artisanal or a small producer."""
        return self.size in SMALL


class Impact(msgspec.Struct, frozen=True, kw_only=True):
    """What a later edition would do to all holders of an earlier one in this home."""

    old: str
    new: str
    old_digest: str
    new_digest: str
    on: date
    ends_before: date
    holders: tuple[Affected, ...]
    effects: dict[str, int]
    expected: dict[str, int]
    small: int
    small_falling_out: int
    small_open: int
    duties: dict[str, int]
    hours: Decimal
    hours_sources: tuple[Source, ...]


def impact(old: Pack, new: Pack, held: Iterable[Held], *, on: date, ends_before: date) -> Impact:
    """Evaluate every holder under both editions on a day; ``ends_before`` is the end of the transition."""
    step = _Step(old, new, compare(old, new), on, ends_before)
    holders = tuple(_affected(one, step) for one in held)
    small = [one for one in holders if one.is_small]
    duties = Counter(duty.requirement for one in holders for duty in one.duties)
    return Impact(
        old=old.ref,
        new=new.ref,
        old_digest=old.digest,
        new_digest=new.digest,
        on=on,
        ends_before=ends_before,
        holders=holders,
        effects=_counted(one.effect for one in holders),
        expected=_counted(one.expected for one in holders),
        small=len(small),
        small_falling_out=sum(one.effect is Effect.FALLS_OUT for one in small),
        small_open=sum(one.effect is Effect.OPEN for one in small),
        duties=dict(sorted(duties.items())),
        hours=sum((one.hours for one in holders if one.hours is not None), Decimal(0)),
        hours_sources=(ESTIMATE,),
    )


def _counted(effects: Iterable[Effect]) -> dict[str, int]:
    found = Counter(effects)
    return {str(effect): found[effect] for effect in Effect}


class _Step(NamedTuple):
    """From one edition to the next: both, their difference, the day of the reading and the end of the transition."""

    old: Pack
    new: Pack
    difference: Comparison
    on: date
    ends_before: date


def _affected(held: Held, step: _Step) -> Affected:
    before = evaluate(step.old, held.standard, profile=held.profile, answers=held.answers, on=step.on)
    ended = Affected(
        holder=held.holder,
        client=held.client,
        name=held.name,
        standing=held.standing,
        standard=held.standard,
        size=held.profile.size or "",
        effect=Effect.ENDS,
        expected=Effect.ENDS,
        before=_standing(before),
        answers_digest=held.answers_digest,
    )
    there = held.standard in {standard.code for standard in step.new.standards}
    return _moved(held, step, before, ended) if there else ended


def _moved(held: Held, step: _Step, before: Outcome, ended: Affected) -> Affected:
    """Say what becomes of a holder whose standard the later edition has."""
    read = overlaid(step.new, held.standard, held.profile).standard
    sure, expected = carried(held.answers, step.difference, read)
    after, hoped = (
        evaluate(step.new, held.standard, profile=held.profile, answers=answers, on=step.on)
        for answers in (sure, expected)
    )
    ranks = {level.name: level.rank for level in rating_of(read.rules).levels}
    duties = tuple(_duties(step, read, before, after, expected))
    to_confirm = tuple(sorted(expected.keys() - sure.keys()))
    return msgspec.structs.replace(
        ended,
        effect=_effect(before, after, ranks),
        expected=_effect(before, hoped, ranks),
        after=_standing(after),
        duties=duties,
        relieved=tuple(_relieved(step.difference, before, after)),
        to_confirm=to_confirm,
        reasons=tuple(found for found in hoped.reasons if found.severity is not Severity.NOTE),
        hours=_hours(duties, to_confirm, ended.size),
    )


def carried(
    answers: Mapping[str, Answer], difference: Comparison, standard: Standard
) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """Return the answers that count for a standard of the later edition: surely, and if reworded ones are confirmed.

    An answer in a word that the later scale does not have says nothing there.
    """
    sure: dict[str, Answer] = {}
    expected: dict[str, Answer] = {}
    rating = rating_of(standard.rules)
    subjects = {one.id: one.subject for one in standard.requirements}
    for change in difference.requirements:
        answer = answers.get(change.old_id) if change.new_id in subjects else None
        if answer is None or answer.rating not in {*rating.words_for(subjects[change.new_id]), NOT_RELEVANT, UNKNOWN}:
            continue
        expected[change.new_id] = answer
        if not _asks_in_other_words(change):
            sure[change.new_id] = answer
    return sure, expected


def _asks_in_other_words(change: RequirementChange) -> bool:
    return any(one.part in ASKING and one.language == FALLBACK for one in change.changes)


def _standing(outcome: Outcome) -> Standing:
    return Standing(
        outcome=str(outcome.outcome),
        level=outcome.level,
        rank=outcome.level_rank,
        open=sum(group.open for group in outcome.dimensions),
        inputs_digest=outcome.inputs_digest,
    )


def _effect(before: Outcome, after: Outcome, ranks: Mapping[str, int]) -> Effect:
    """Say what became of a holder; on open answers one falls out only where no answer could help.

    A level is found again by its name in the later scale, whose ``ranks`` may count otherwise; one that is gone there
    keeps its place.
    """
    if after.outcome is Result.UNKNOWN:
        return Effect.STAYS if before.outcome is Result.UNKNOWN else Effect.OPEN
    if after.outcome is Result.DOES_NOT_CONFORM:
        return Effect.STAYS if before.outcome is Result.DOES_NOT_CONFORM else Effect.FALLS_OUT
    if before.level_rank is None or after.level_rank is None or not before.grants:
        return Effect.RISES
    held = ranks.get(before.level, before.level_rank)
    if held == after.level_rank:
        return Effect.STAYS
    return Effect.RISES if after.level_rank > held else Effect.DROPS


def _duties(
    step: _Step, standard: Standard, before: Outcome, after: Outcome, answered: Mapping[str, Answer]
) -> Iterator[Duty]:
    """Go through the requirements that apply and ask more than before."""
    earlier = {one.requirement: one for one in before.results}
    later = {one.requirement: one for one in after.results}
    for change in step.difference.requirements:
        result = later.get(change.new_id)
        if result is None or result.applies.is_no or not _asks_more(change, earlier.get(change.old_id)):
            continue
        yield Duty(
            requirement=change.new_id,
            kind=change.kind,
            statement=change.statement,
            sure=result.applies.is_yes,
            answered=change.new_id in answered,
            due_on=_due_on(standard.requirement(change.new_id), result, step.ends_before),
        )


def _asks_more(change: RequirementChange, earlier: RequirementResult | None) -> bool:
    """Say whether a requirement that applies now asks more than before: it is new, reached anew, or stricter."""
    if earlier is None or earlier.applies.is_no:
        return True
    return any(one.way in ASKED_MORE and one.part != "applies_when" for one in change.changes)


def _due_on(requirement: Requirement, result: RequirementResult, ends_before: date) -> date | None:
    """Return the day on which a duty falls due: the end of the transition, or the anniversary of the entry after it."""
    if not requirement.due_year:
        return ends_before
    return None if result.due_on is None else max(result.due_on, ends_before)


def _relieved(difference: Comparison, before: Outcome, after: Outcome) -> Iterator[str]:
    """Go through the requirements that applied and are gone, or do not reach the holder any more."""
    later = {one.requirement: one for one in after.results}
    earlier = {one.requirement: one for one in before.results}
    for change in difference.requirements:
        was = earlier.get(change.old_id)
        if was is not None and not was.applies.is_no:
            now = later.get(change.new_id)
            if now is None or now.applies.is_no:
                yield change.old_id


def _hours(duties: tuple[Duty, ...], to_confirm: tuple[str, ...], size: str) -> Decimal:
    """Estimate the holder's own time: new requirements whole, stricter and reworded ones by half."""
    new = sum(duty.kind is Kind.NEW for duty in duties)
    again = {duty.requirement for duty in duties if duty.kind is not Kind.NEW} | set(to_confirm)
    return second_certificate(open_requirements=new, partly=len(again), size=size).value
