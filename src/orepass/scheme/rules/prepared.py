"""A standard made ready to be evaluated again and again: what can be known beforehand is reckoned once.

Ten thousand self-assessments under one standard ask the same questions. Whether a requirement applies depends on the
few facts its condition looks at; how it is judged depends on that, on whether it is due, and on the answer. Both are
kept by exactly these facts, so that nothing is judged twice and nothing is taken from another site: a test compares
every outcome with that of a standard prepared afresh. What is kept is bounded, and frozen.
"""

import math
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import msgspec

from orepass.kernel.finding import Finding
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes
from orepass.scheme.rules import advice, reasons
from orepass.scheme.rules.expression import ALWAYS, Facts, references
from orepass.scheme.rules.judgement import NOT_RELEVANT, Judgement, applicability, judge
from orepass.scheme.rules.levels import Level, Rating
from orepass.scheme.rules.model import Requirement, Standard
from orepass.scheme.rules.outcome import Answer, NextStep, Profile, RequirementResult
from orepass.scheme.rules.rating import rating_of

KEPT_MAX: Final = 512
"""How many different situations are kept for one requirement; then it begins again."""
STANDARDS_MAX: Final = 64

type Seen = tuple[Any, ...]


class Site:
    """What is known about one site, prepared for any number of conditions."""

    def __init__(self, profile: Profile) -> None:
        """Take a profile; the library is asked only for what was never asked before."""
        self.profile = profile

    @cached_property
    def facts(self) -> Facts:
        """Return the facts as the expression library wants them."""
        site = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in msgspec.structs.asdict(self.profile).items()
            if name not in {"flags", "entered_on"}
        }
        return Facts(site, self.profile.flags)

    def seen(self, condition: str) -> Seen:
        """Return the values of the facts that a condition looks at: all that its answer depends on."""
        if condition == ALWAYS:
            return ()
        flags = self.profile.flags
        return tuple(
            flags.get(name) if base == "flags" else getattr(self.profile, name) for base, name in references(condition)
        )


class Entry:
    """One requirement judged in one way, with all that follows from this alone."""

    def __init__(self, judgement: Judgement, line: "Line") -> None:
        """Take a judgement and what its requirement is in the reckoning."""
        rating, target = line.rating, line.rating.target
        requirement = judgement.requirement
        known = judgement.counted_rating if judgement.counts else None
        self.line = line
        self.judgement = judgement
        self.known = known
        self.step = 0 if known is None else rating.steps[known]
        self.hoped = rating.unit if judgement.counts and known is None else self.step
        self.weight, self.points = line.weight, line.weight * self.step
        self.name, self.group, self.core = requirement.id, line.group, requirement.core
        self.counts, self.open = judgement.counts, judgement.open
        self.failed = known is not None and requirement.core and self.step < rating.steps[target.gate]
        self.low = known is not None and target.floor is not None and self.step < rating.steps[target.floor]
        gain = line.weight * (rating.unit - self.step)
        self.gain = (-gain, requirement.id, known) if known is not None and gain else None
        """What is to be gained, so that the largest comes first."""
        self.later = judgement.due.is_no and not judgement.applies.is_no
        self.subject, self.phase = requirement.subject, requirement.phase
        self.due_year = requirement.due_year
        self._steps_to: dict[str, NextStep] = {}
        self.result = self._result()

    @cached_property
    def steps(self) -> tuple[NextStep, ...]:
        """Return what to do about an open requirement."""
        return tuple(advice.steps_for(self.judgement))

    def step_to(self, aim: Level, *, gate: bool = False) -> NextStep:
        """Return what to do about a known shortfall on the way to a level."""
        found = self._steps_to.get(aim.name)
        if found is None:
            name = self.name
            found = advice.meet_gate(name, aim.gate) if gate else advice.improve(name, self.known or "", aim.name)
            self._steps_to[aim.name] = found
        return found

    @cached_property
    def gate_failed(self) -> Finding:
        """Say that a gate is missed."""
        return reasons.gate_failed(self.judgement, self.line.rating.target)

    @cached_property
    def floor_missed(self) -> Finding:
        """Say that the floor of the level is missed."""
        return reasons.floor_missed(self.judgement, self.line.rating.target)

    def _result(self) -> RequirementResult:
        """Return the result of the requirement but for its day, which differs from site to site."""
        judgement, requirement = self.judgement, self.judgement.requirement
        share = None if self.known is None else self.line.rating.scale[self.known]
        return RequirementResult(
            requirement=requirement.id,
            subject=requirement.subject,
            dimension=requirement.dimension,
            phase=requirement.phase,
            core=requirement.core,
            applies=judgement.applies,
            why=judgement.why,
            due=judgement.due,
            due_on=None,
            rating=judgement.rating,
            counted=judgement.counts,
            score=None if share is None else f"{share.numerator}/{share.denominator}",
            gate=self._gate(),
            reasons=judgement.reasons,
        )

    def _gate(self) -> Verdict | None:
        if not self.judgement.requirement.core or not self.judgement.counts:
            return None
        if self.judgement.open:
            return unknown(Unknown.MISSING, *(reason.message for reason in self.judgement.reasons))
        return no() if self.failed else yes()


class Line:
    """One requirement of a prepared standard."""

    def __init__(self, requirement: Requirement, rating: Rating, weight_unit: int) -> None:
        """Prepare a requirement under a rating, its weight in whole units."""
        self.requirement = requirement
        self.rating = rating
        self.weight = int(Fraction(requirement.weight) * weight_unit)
        self.group: str = getattr(requirement, rating.by)
        self.words = rating.words_for(requirement.subject)
        self.kept: dict[Seen, Entry] = {}
        self.shown: dict[tuple[str, ...] | None, Seen] = {None: ()}
        """What of some evidence matters: nothing if it is accepted, else which it is."""

    def judged(self, site: Site, key: Seen, due: Verdict, answer: Answer | None) -> Entry:
        """Judge an answer, and keep what follows under all that it depends on.

        Raises:
            RatingUnknown: the answer uses a word that is not among the words of its subject.
        """
        found = Entry(self._judge(site, due, answer), self)
        if len(self.kept) >= KEPT_MAX:
            self.kept.clear()
        self.kept[key] = found
        return found

    def shows(self, evidence: tuple[str, ...] | None) -> Seen:
        """Say what of some evidence matters to the judgement."""
        assert evidence is not None, "no evidence stated is known from the beginning"
        found: Seen = () if set(evidence) & set(self.requirement.accepts) else (evidence,)
        if len(self.shown) < KEPT_MAX:
            self.shown[evidence] = found
        return found

    def _judge(self, site: Site, due: Verdict, answer: Answer | None) -> Judgement:
        requirement = self.requirement
        applies = applicability(requirement.applies_when, site.facts, requirement.id)
        return judge(requirement, applies=applies, due=due, answer=answer, words=self.words)


class Condition:
    """Whether a whole standard is made for a site, and why."""

    def __init__(self, standard: Standard) -> None:
        """Take the condition of a standard."""
        self.text = standard.applies_when
        self.code = standard.code
        self._kept: dict[Seen, tuple[Verdict, Finding]] = {}

    def of(self, site: Site) -> tuple[Verdict, Finding]:
        """Say whether it holds for a site."""
        seen = site.seen(self.text)
        found = self._kept.get(seen)
        if found is None:
            if len(self._kept) >= KEPT_MAX:
                self._kept.clear()
            found = applicability(self.text, site.facts, self.code)
            self._kept[seen] = found
        return found


class Prepared:
    """One standard, ready."""

    def __init__(self, standard: Standard) -> None:
        """Read the rating block, bring all weights to whole numbers, collect the conditions."""
        self.standard = standard
        self.rating = rating_of(standard.rules)
        weights = [Fraction(requirement.weight) for requirement in standard.requirements]
        self.weight_unit = math.lcm(*(weight.denominator for weight in weights))
        self.lines = {
            requirement.id: Line(requirement, self.rating, self.weight_unit) for requirement in standard.requirements
        }
        self._rows = [
            (name, line.requirement.applies_when, line.requirement.due_year, line) for name, line in self.lines.items()
        ]
        self.conditions = {requirement.applies_when for requirement in standard.requirements}
        self.years = [requirement.due_year for requirement in standard.requirements]
        self.groups = {line.group for line in self.lines.values()}
        self.applies = Condition(standard)
        self.dimension_of = {subject.code: subject.dimension for subject in standard.subjects}

    def entries(
        self, site: Site, answers: Mapping[str, Answer], due: Mapping[int, tuple[Verdict, date | None]]
    ) -> list[Entry]:
        """Judge every requirement for a site; of a note it matters only whether it explains a “not relevant”.

        Raises:
            RatingUnknown: an answer uses a word that is not among the words of its subject.
        """
        seen = {condition: site.seen(condition) for condition in self.conditions}
        entries: list[Entry] = []
        for name, condition, due_year, line in self._rows:
            verdict = due[due_year][0]
            answer = answers.get(name)
            if answer is None:
                key: Seen = (seen[condition], verdict.answer)
            else:
                rating, evidence = answer.rating, answer.evidence
                noted = rating == NOT_RELEVANT and bool(answer.note.strip())
                shown = line.shown.get(evidence)
                key = (seen[condition], verdict.answer, rating, line.shows(evidence) if shown is None else shown, noted)
            entries.append(line.kept.get(key) or line.judged(site, key, verdict, answer))
        return entries


_prepared: dict[int, Prepared] = {}


def prepared(standard: Standard) -> Prepared:
    """Return a standard ready to be evaluated; the very same object is prepared once."""
    found = _prepared.get(id(standard))
    if found is None:
        if len(_prepared) >= STANDARDS_MAX:
            _prepared.clear()
        found = Prepared(standard)  # holds the standard, so that its identity is not given to another
        _prepared[id(standard)] = found
    return found
