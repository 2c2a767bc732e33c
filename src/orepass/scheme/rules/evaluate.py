"""Evaluate answers under a standard: from single judgements to an outcome with level, reasons and next steps.

Fail closed: as long as anything that counts is unknown, the outcome is *unknown*, or *does not conform* when even
the best answers could not help; it never grants. Requirements that are not due yet are shown and left out of the
reckoning (domain rules A7). Exact fractions throughout; the outcome names the digests of pack and inputs so that it
can be replayed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import msgspec

from orepass.kernel.digest import digest
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.suggestion import suggest
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes
from orepass.scheme.rules.advice import next_steps
from orepass.scheme.rules.expression import Facts
from orepass.scheme.rules.judgement import Judgement, applicability, judge
from orepass.scheme.rules.model import Pack, RequirementUnknown, Standard
from orepass.scheme.rules.outcome import (
    Answer,
    GroupScore,
    Outcome,
    Profile,
    RequirementResult,
    Result,
    score_of,
)
from orepass.scheme.rules.rating import Item, Level, Rating, rating_of

STANDARD_NOT_APPLICABLE: Final = FindingKind(
    "scheme.standard.not_applicable",
    Severity.ERROR,
    _("{standard} is not made for this site: here {facts} ({condition})."),
    what_to_do=_("Choose the standard that fits, or correct the profile."),
)
STANDARD_APPLIES_UNKNOWN: Final = FindingKind(
    "scheme.standard.applies_unknown",
    Severity.WARNING,
    _("Whether {standard} fits this site is not known: {missing} is missing ({condition})."),
    what_to_do=_("Complete the profile."),
)
GATE_FAILED: Final = FindingKind(
    "scheme.gate.failed",
    Severity.ERROR,
    _("The core requirement {requirement} is rated “{rating}”; the level “{level}” needs “{gate}”."),
    what_to_do=_("Meet it before anything else; no score makes up for it."),
)
FLOOR_MISSED: Final = FindingKind(
    "scheme.floor.missed",
    Severity.ERROR,
    _("{requirement} is rated “{rating}”; the level “{level}” needs at least “{floor}” everywhere."),
    what_to_do=_("Raise it to “{floor}” first."),
)
BELOW_THRESHOLD: Final = FindingKind(
    "scheme.threshold.missed",
    Severity.ERROR,
    _("The score is {percent} per cent; the level “{level}” needs {threshold}. Weakest: {weakest}."),
    what_to_do=_("Raise the weakest part first."),
)
NOTHING_COUNTS: Final = FindingKind(
    "scheme.nothing.counts",
    Severity.ERROR,
    _("No requirement of {standard} applies and is due, so there is nothing to certify."),
    what_to_do=_("Check the profile and the answers that say “not relevant”."),
)
DIMENSION_EMPTY: Final = FindingKind(
    "scheme.dimension.empty",
    Severity.NOTE,
    _("In “{group}” nothing counts; it is left out of the score."),
)
LEVEL_REACHED: Final = FindingKind(
    "scheme.level.reached",
    Severity.NOTE,
    _("The level “{level}” is reached: every core requirement is met as it asks and the score is {percent} per cent."),
)
HOPELESS: Final = FindingKind(
    "scheme.level.out_of_reach",
    Severity.ERROR,
    _("Even the best answers to what is still open ({count}) would reach no level."),
    what_to_do=_("Mend the failures first."),
)
OPEN: Final = FindingKind(
    "scheme.outcome.open",
    Severity.WARNING,
    _("Nothing is granted while requirements are open ({count}); at best the level “{level}” would be reached."),
    what_to_do=_("Answer them with evidence; unknown is not clean."),
)
NOT_YET_DUE: Final = FindingKind(
    "scheme.due.later", Severity.NOTE, _("Not due yet, and therefore not counted: {count}.")
)


def profile_of(value: Profile | Mapping[str, Any]) -> Profile:
    """Read a profile from a mapping; unknown keys are refused."""
    if isinstance(value, Profile):
        return value
    known = {field.name for field in msgspec.structs.fields(Profile)}
    for key in value:
        if key not in known:
            raise RequirementUnknown(standard="profile", requirement=key, suggestion=suggest(key, sorted(known)))
    return msgspec.convert(dict(value), Profile)


def answers_of(standard: Standard, answers: Mapping[str, Answer | str | Mapping[str, Any]]) -> dict[str, Answer]:
    """Read answers; an answer to a requirement that does not exist is refused, never ignored."""
    ids = {requirement.id for requirement in standard.requirements}
    for name in answers:
        if name not in ids:
            suggestion = suggest(name, sorted(ids)) if len(name) <= 80 else "Look it up in the standard."  # noqa: PLR2004
            raise RequirementUnknown(where=name, standard=standard.code, requirement=name[:80], suggestion=suggestion)
    return {name: _answer(answer) for name, answer in answers.items()}


def _answer(value: Answer | str | Mapping[str, Any]) -> Answer:
    if isinstance(value, Answer):
        return value
    return Answer(rating=value) if isinstance(value, str) else msgspec.convert(dict(value), Answer)


def evaluate(
    pack: Pack,
    standard: str,
    *,
    profile: Profile | Mapping[str, Any],
    answers: Mapping[str, Answer | str | Mapping[str, Any]],
    on: date,
) -> Outcome:
    """Evaluate answers under one standard of a pack on a day.

    Raises:
        StandardUnknown: the pack has no such standard.
        RequirementUnknown: an answer names a requirement that the standard does not have.
        RatingUnknown: an answer uses a word that is not on the standard's scale.
    """
    chosen = pack.standard(standard)
    known = profile_of(profile)
    given = answers_of(chosen, answers)
    facts = facts_of(known)
    rating = rating_of(chosen.rules)
    scale = tuple(rating.scale)
    judgements = [
        judge(requirement, facts=facts, profile=known, answer=given.get(requirement.id), on=on, scale=scale)
        for requirement in chosen.requirements
    ]
    reckoning = Reckoning(chosen, rating, judgements, applicability(chosen.applies_when, facts, chosen.code))
    inputs = {"standard": standard, "profile": known, "answers": given, "on": on}
    return reckoning.outcome(pack, on=on, inputs_digest=digest(inputs))


def facts_of(profile: Profile) -> Facts:
    """Prepare what is known of a site for conditions."""
    site = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in msgspec.structs.asdict(profile).items()
        if name not in {"flags", "entered_on"}
    }
    return Facts(site, profile.flags)


class Reckoning:
    """All judgements of one evaluation, reckoned together."""

    def __init__(
        self,
        standard: Standard,
        rating: Rating,
        judgements: Sequence[Judgement],
        applies: tuple[Verdict, Finding],
    ) -> None:
        """Sort the judgements into what counts and what is open."""
        self.standard = standard
        self.rating = rating
        self.judgements = judgements
        self.applies, self.why = applies
        self.counted = [judgement for judgement in judgements if judgement.counts]
        self.open = [judgement for judgement in self.counted if judgement.open]
        self.items = [item_of(judgement) for judgement in self.counted]
        self.best = rating.reached(self.items, hopeful=True)
        self.level = None if self.open or not self.applies.is_yes else rating.reached(self.items)
        conforming = [level for level in rating.levels if level.outcome == Result.CONFORMS]
        self.target = (conforming or rating.levels)[0]
        self.aim = rating.next_above(self.level) or rating.levels[-1]
        self.gates_failed = rating.missed_gates(self.target, [item for item in self.items if item.rating is not None])

    def result(self) -> Result:
        """Decide the outcome."""
        if self.applies.is_no or self.best is None:
            return Result.DOES_NOT_CONFORM
        if self.open or self.applies.is_unknown:
            return Result.UNKNOWN
        return Result(self.level.outcome) if self.level else Result.DOES_NOT_CONFORM

    def outcome(self, pack: Pack, *, on: date, inputs_digest: Any) -> Outcome:  # noqa: ANN401 - a digest
        """Put the outcome together."""
        aggregate = self.rating.aggregate(self.items)
        later = self.rating.next_above(self.level)
        return Outcome(
            outcome=self.result(),
            level=self.level.name if self.level else "",
            level_rank=self.level.rank if self.level else None,
            best_level=self.best.name if self.best and not self.applies.is_no else "",
            next_level=later.name if later else "",
            reasons=tuple(self._reasons()),
            gates_failed=tuple(self.gates_failed),
            gates_unknown=tuple(part.requirement.id for part in self.open if part.requirement.core),
            next_steps=tuple(next_steps(self.judgements, rating=self.rating, aim=self.aim, failed=self.gates_failed)),
            aggregate=score_of(aggregate) if aggregate is not None else None,
            dimensions=self._groups("dimension", ("E", "S", "G")),
            subjects=self._groups("subject", [subject.code for subject in self.standard.subjects]),
            phases=self._groups("phase", ("commitment", "assessment", "monitoring", "disclosure")),
            results=tuple(self._single(judgement) for judgement in self.judgements),
            pack=pack.ref,
            pack_digest=pack.digest,
            standard=self.standard.code,
            inputs_digest=inputs_digest,
            on=on,
        )

    def _reasons(self) -> list[Finding]:
        code = self.standard.code
        if self.applies.is_no:
            return [STANDARD_NOT_APPLICABLE.at(code, standard=code, **self.why.params)]
        reasons: list[Finding] = []
        if self.applies.is_unknown:
            reasons.append(STANDARD_APPLIES_UNKNOWN.at(code, standard=code, **self.why.params))
        if not self.items:
            reasons.append(NOTHING_COUNTS.at(code, standard=code))
        reasons += self._shortfalls()
        reasons += self._standing()
        reasons += [reason for judgement in self.open for reason in judgement.reasons]
        return [*reasons, *self._remarks()]

    def _standing(self) -> list[Finding]:
        if self.open and self.best is None:
            return [HOPELESS.at(count=len(self.open))]
        if self.open and self.best:
            return [OPEN.at(count=len(self.open), level=self.best.name)]
        aggregate = self.rating.aggregate(self.items)
        if self.level and aggregate is not None:
            return [LEVEL_REACHED.at(level=self.level.name, percent=score_of(aggregate).percent)]
        return []

    def _shortfalls(self) -> list[Finding]:
        """Say what stands between the site and the level it aims for (the first conforming one, or the next)."""
        aim = self.target if self.level is None or self.level.rank < self.target.rank else None
        if aim is None:
            return []
        known = [item for item in self.items if item.rating is not None]
        ratings = {item.id: item.rating for item in known}
        reasons = [
            GATE_FAILED.at(name, requirement=name, rating=ratings[name], level=aim.name, gate=aim.gate)
            for name in self.gates_failed
        ]
        reasons += [
            FLOOR_MISSED.at(name, requirement=name, rating=ratings[name], level=aim.name, floor=aim.floor)
            for name in self.rating.below_floor(aim, known)
            if name not in self.gates_failed
        ]
        return [*reasons, *self._below(aim)]

    def _below(self, aim: Level) -> list[Finding]:
        aggregate = self.rating.aggregate(self.items, hopeful=True)
        if aggregate is None or aggregate >= aim.least:
            return []
        groups = self.rating.groups(self.items, hopeful=True)
        weakest = min(groups, key=lambda group: groups[group])
        threshold = score_of(aim.least).percent
        percent = score_of(aggregate).percent
        return [BELOW_THRESHOLD.at(percent=percent, level=aim.name, threshold=threshold, weakest=weakest)]

    def _remarks(self) -> list[Finding]:
        later = sum(judgement.due.is_no and not judgement.applies.is_no for judgement in self.judgements)
        present = {judgement.requirement.dimension for judgement in self.judgements}
        counted = {item.group for item in self.items}
        remarks = [DIMENSION_EMPTY.at(group=group) for group in sorted(present - counted)]
        return [*remarks, *([NOT_YET_DUE.at(count=later)] if later else [])]

    def _groups(self, key: str, names: Iterable[str]) -> tuple[GroupScore, ...]:
        items = [item_of(judgement, key) for judgement in self.counted]
        shares = self.rating.groups(items)
        return tuple(
            GroupScore(
                group=name,
                score=score_of(shares[name]) if name in shares else None,
                counted=sum(item.group == name for item in items),
                open=sum(item.group == name and item.rating is None for item in items),
            )
            for name in names
        )

    def _single(self, judgement: Judgement) -> RequirementResult:
        requirement = judgement.requirement
        rating = judgement.counted_rating
        known = judgement.counts and rating is not None
        return RequirementResult(
            requirement=requirement.id,
            subject=requirement.subject,
            dimension=requirement.dimension,
            phase=requirement.phase,
            core=requirement.core,
            applies=judgement.applies,
            why=judgement.why,
            due=judgement.due,
            due_on=judgement.due_on,
            rating=judgement.rating,
            counted=judgement.counts,
            score=score_of(self.rating.score(rating)).share if known else None,
            gate=self._gate(judgement),
            reasons=judgement.reasons,
        )

    def _gate(self, judgement: Judgement) -> Verdict | None:
        if not judgement.requirement.core or not judgement.counts:
            return None
        if judgement.open:
            return unknown(Unknown.MISSING, *(reason.message for reason in judgement.reasons))
        return no() if judgement.requirement.id in self.gates_failed else yes()


def item_of(judgement: Judgement, key: str = "dimension") -> Item:
    """Turn a judgement into a counted item, grouped by dimension, subject or phase."""
    requirement = judgement.requirement
    return Item(
        id=requirement.id,
        group=getattr(requirement, key),
        weight=Fraction(requirement.weight),
        rating=judgement.counted_rating,
        core=requirement.core,
    )
