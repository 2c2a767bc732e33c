"""All judgements of one evaluation, reckoned together: outcome, level, scores, reasons, next steps."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache
from operator import methodcaller
from typing import Final

from msgspec.structs import force_setattr

from orepass.kernel.digest import Digest
from orepass.kernel.finding import Finding
from orepass.kernel.period import add_months
from orepass.scheme.rules import advice
from orepass.scheme.rules import reasons as r
from orepass.scheme.rules.judgement import due_verdict
from orepass.scheme.rules.levels import Level, Obstacle, Standing, Steps
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import (
    Answer,
    GroupScore,
    NextStep,
    Outcome,
    Profile,
    RequirementResult,
    Result,
    ratio,
    score_of,
)
from orepass.scheme.rules.overlays import Overlaid
from orepass.scheme.rules.prepared import Entry, Prepared, Site
from orepass.scheme.rules.staged import year_of

DIMENSIONS: Final = ("E", "S", "G")
PHASES: Final = ("commitment", "assessment", "monitoring", "disclosure")
_copied: Final = methodcaller("__copy__")
"""As ``copy.copy``, without asking each time how a thing is copied: a quarter of an evaluation went there."""


class Sum:
    """What counts in one part of a standard: weight, points in steps of the scale, how many, how many of them open."""

    __slots__ = ("counted", "open", "open_weight", "points", "weight")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.weight = self.points = self.open_weight = self.counted = self.open = 0

    def add(self, other: "Sum") -> None:
        """Add another part."""
        self.weight += other.weight
        self.points += other.points
        self.open_weight += other.open_weight
        self.counted += other.counted
        self.open += other.open


class Reckoning:
    """One evaluation."""

    def __init__(self, prepared: Prepared, profile: Profile, answers: dict[str, Answer], on: date) -> None:
        """Judge everything, and sort it into what counts and what is open.

        Raises:
            RatingUnknown: an answer uses a word that is not among the words of its subject.
        """
        self.prepared = prepared
        self.rating = rating = prepared.rating
        self.on = on
        site = Site(profile)
        self.due = {year: due_verdict(year, profile.entered_on, on) for year in set(prepared.years)}
        self.applies, self.why = prepared.applies.of(site)
        self.entries = list(prepared.entries(site, answers, self.due))
        self.counted = [entry for entry in self.entries if entry.counts]
        self.open = [entry for entry in self.counted if entry.open]
        self.later = [entry for entry in self.entries if entry.later]
        self.year = year_of(profile.entered_on, on)
        self.year_missing = self.year is None and rating.asks_year
        self.sums = {"subject": self._sums("subject"), "phase": self._sums("phase")}
        self.sums["dimension"] = self._by_dimension()
        self.standing = self._stand(hopeful=False)
        self.hoped = self._stand(hopeful=True) if self.open else self.standing
        self.best = rating.highest(self.hoped, year=self.year, hopeful=True)
        self.level = None if self.is_open else rating.highest(self.standing, year=self.year)
        self.aim = rating.next_above(self.level) or rating.levels[-1]
        self.failed = [entry for entry in self.counted if entry.failed]

    @property
    def is_open(self) -> bool:
        """Say whether anything that decides is not known."""
        return bool(self.open) or not self.applies.is_yes or self.year_missing

    def result(self) -> Result:
        """Decide the outcome."""
        if self.applies.is_no or self.best is None:
            return Result.DOES_NOT_CONFORM
        if self.is_open:
            return Result.UNKNOWN
        return Result(self.level.outcome) if self.level else Result.DOES_NOT_CONFORM

    def outcome(self, pack: Pack, read: Overlaid, inputs_digest: Digest) -> Outcome:
        """Put the outcome together."""
        share = self.standing.share
        later = self.rating.next_above(self.level)
        standard = self.prepared.standard
        return Outcome(
            outcome=self.result(),
            level=self.level.name if self.level else "",
            level_rank=self.level.rank if self.level else None,
            best_level=self.best.name if self.best and not self.applies.is_no else "",
            next_level=later.name if later else "",
            reasons=(*self._reasons(), *read.notes),
            gates_failed=tuple([entry.name for entry in self.failed]),
            gates_unknown=tuple([entry.name for entry in self.open if entry.core]),
            next_steps=tuple(self._next_steps()),
            aggregate=score_of(share) if share is not None else None,
            dimensions=self._scores("dimension", DIMENSIONS),
            subjects=self._scores("subject", [subject.code for subject in standard.subjects]),
            phases=self._scores("phase", PHASES),
            results=self._results(),
            pack=pack.ref,
            pack_digest=pack.digest,
            standard=standard.code,
            inputs_digest=inputs_digest,
            on=self.on,
            overlays=read.overlays,
        )

    def _reasons(self) -> Iterator[Finding]:
        code = self.prepared.standard.code
        if self.applies.is_no:
            yield r.STANDARD_NOT_APPLICABLE.at(code, standard=code, **self.why.params)
            return
        if self.applies.is_unknown:
            yield r.STANDARD_APPLIES_UNKNOWN.at(code, standard=code, **self.why.params)
        if not self.counted:
            yield r.NOTHING_COUNTS.at(code, standard=code)
        target = self.rating.target
        if self.level is None or self.level.rank < target.rank:
            yield from self._shortfalls(target)
        yield from self._standing()
        for entry in self.open:
            yield from entry.judgement.reasons
        yield from self._remarks()

    def _standing(self) -> Iterator[Finding]:
        if self.open and self.best is None:
            yield r.HOPELESS.at(count=len(self.open))
        elif self.open and self.best:
            yield r.OPEN.at(count=len(self.open), level=self.best.name)
        elif self.level and self.standing.share is not None:
            yield r.LEVEL_REACHED.at(level=self.level.name, percent=score_of(self.standing.share).percent)
        if self.year_missing:
            yield r.YEAR_UNKNOWN.at(self.prepared.standard.code)

    def _shortfalls(self, aim: Level) -> Iterator[Finding]:
        """Say what stands between the site and the level that conforms, whatever the open answers will be."""
        yield from (entry.gate_failed for entry in self.failed)
        yield from (entry.floor_missed for entry in self.counted if entry.low and not entry.failed)
        obstacles = self.rating.obstacles(aim, self.hoped, year=self.year, hopeful=True)
        if Obstacle.THRESHOLD in obstacles and self.hoped.share is not None:
            yield self._below(aim, self.hoped.share)
        if Obstacle.MUSTS in obstacles and aim.musts is not None:
            threshold = score_of(aim.musts).percent
            yield r.MUSTS_MISSED.at(met=self.hoped.met, of=self.hoped.musts, level=aim.name, threshold=threshold)
        if Obstacle.POINTS in obstacles:
            needed = aim.points_in(self.year, hopeful=True)
            yield r.POINTS_SHORT.at(
                points=self.hoped.points, needed=needed, level=aim.name, year="?" if self.year is None else self.year
            )
        if Obstacle.MODULES in obstacles:
            for module in self.rating.failed_modules(aim, self.hoped):
                yield r.MODULE_FAILED.at(module, module=module, level=aim.name, gate=aim.gate)

    def _below(self, aim: Level, share: Fraction) -> Finding:
        groups = self.hoped.groups
        return r.BELOW_THRESHOLD.at(
            percent=score_of(share).percent,
            level=aim.name,
            threshold=score_of(aim.least).percent,
            weakest=min(groups, key=lambda group: groups[group]),
        )

    def _remarks(self) -> Iterator[Finding]:
        counted = {entry.group for entry in self.counted}
        for group in sorted(self.prepared.groups - counted):
            yield r.DIMENSION_EMPTY.at(group=group)
        if self.later:
            yield r.NOT_YET_DUE.at(count=len(self.later))

    def _next_steps(self) -> Iterator[NextStep]:
        yield from (entry.step_to(self.aim, gate=True) for entry in self.failed)
        for entry in self.open:
            yield from entry.steps
        yield from self._gains()
        later = [(self._due_on(entry), entry.name) for entry in self.later]
        yield from (advice.prepare(name, due_on) for due_on, name in sorted(later))

    def _due_on(self, entry: Entry) -> date:
        due_on = self.due[entry.due_year][1]
        assert due_on is not None, "what is due later has a day"
        return due_on

    def _gains(self) -> Iterator[NextStep]:
        """Go through the known shortfalls, the largest gain first."""
        gains = [(entry.gain, entry) for entry in self.counted if entry.gain and not entry.failed]
        months = self.rating.plan_months
        for (_gain, name, rating), entry in sorted(gains, key=lambda pair: pair[0]):
            if months is not None and entry.step:
                yield advice.plan(name, rating, add_months(self.on, months))
            else:
                yield entry.step_to(self.aim)

    def _results(self) -> tuple[RequirementResult, ...]:
        """Return the results with their days; a copy is far quicker than writing the same again."""
        results = [entry.result for entry in self.entries]
        days = [self.due[year][1] for year in self.prepared.years]
        if None in days:
            return tuple(results)
        dated = list(map(_copied, results))
        for found, due_on in zip(dated, days, strict=True):
            force_setattr(found, "due_on", due_on)
        return tuple(dated)

    def _sums(self, key: str) -> dict[str, Sum]:
        sums: dict[str, Sum] = {}
        subject = key == "subject"
        for entry in self.counted:
            name = entry.subject if subject else entry.phase
            part = sums.get(name)
            if part is None:
                part = sums[name] = Sum()
            part.weight += entry.weight
            part.points += entry.points
            part.counted += 1
            if entry.open:
                part.open += 1
                part.open_weight += entry.weight
        return sums

    def _by_dimension(self) -> dict[str, Sum]:
        sums: dict[str, Sum] = {}
        for subject, part in self.sums["subject"].items():
            sums.setdefault(self.prepared.dimension_of[subject], Sum()).add(part)
        return sums

    def _stand(self, *, hopeful: bool) -> Standing:
        """Add up what the levels look at; hopefully, what is open counts as the best."""
        rating = self.rating
        extra = rating.unit if hopeful else 0
        steps = [entry.hoped for entry in self.counted] if hopeful else [entry.step for entry in self.counted]
        return rating.stand(
            {
                group: (part.weight, part.points + part.open_weight * extra)
                for group, part in self.sums[rating.by].items()
            },
            Steps(
                steps,
                [step for entry, step in zip(self.counted, steps, strict=True) if entry.core],
                [entry.subject for entry in self.counted] if rating.asks_modules else [],
            ),
            per=self.prepared.weight_unit,
        )

    def _scores(self, key: str, names: Iterable[str]) -> tuple[GroupScore, ...]:
        sums, unit = self.sums[key], self.rating.unit
        nothing = Sum()
        parts = [(name, sums.get(name, nothing)) for name in names]
        return tuple([_score(name, part.points, part.weight * unit, part.counted, part.open) for name, part in parts])


@lru_cache(maxsize=16_384)
def _score(name: str, points: int, of: int, counted: int, is_open: int) -> GroupScore:
    """Return the score of a group; many sites have the same."""
    return GroupScore(group=name, score=ratio(points, of) if of else None, counted=counted, open=is_open)
