"""Answer “what applies to me?” for any door: which standards, what of each, what is still to be asked, which effort.

Nothing is kept: the answer is made from what the question says. The effort comes from the rules of the book, with the
edition's own numbers where it has them; what nobody has measured is our estimate and says so.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from orepass.inclusion.fees.rules.pricing import Measure, price
from orepass.inclusion.fees.rules.terms import AUDIT, fee_names
from orepass.kernel.computed import Source
from orepass.kernel.kept import Kept
from orepass.register import calculating
from orepass.scheme.rules.applying import ARTISANAL, Fitting, When, fitting, questions
from orepass.scheme.rules.audit_time import MANUAL
from orepass.scheme.rules.cards import PackCard, pack_card
from orepass.scheme.rules.model import FALLBACK, Pack, Requirement, Standard, told
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.parameters import Rules
from orepass.scheme.rules.saying import profile_said

GROUP: Final = "group"
REGISTRATION: Final = "registration"
_DAYS: Final = {"system": "audit_time.table", "lookup": "audit_time.lookup", "table": "audit_time.own_table"}


class Effort(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the effort: its value, why, from which sources, and how to ask the same elsewhere.

    ``kind`` is ``own_now``, ``own_later``, ``audit_days``, ``registration`` or ``audit_fee``.
    """

    kind: str
    value: str
    unit: str
    explanation: tuple[str, ...]
    sources: tuple[Source, ...]
    command: str
    address: str

    @property
    def confirmed(self) -> bool:
        """Say whether every source behind it was compared with its own text."""
        return all(source.verified for source in self.sources)


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
        efforts=() if fits.applies.is_no else tuple(efforts(pack, standard, fits, profile)),
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


def efforts(pack: Pack, standard: Standard, fits: Fitting, profile: Profile) -> list[Effort]:
    """Estimate the effort: own hours at once and later, days of the audit, and what both cost."""
    at_once = len(fits.of(When.NOW)) + len(fits.of(When.UNKNOWN))
    later = len(fits.of(When.LATER))
    found = [_own(kind, count, profile) for kind, count in (("own_now", at_once), ("own_later", later)) if count]
    if profile.personnel is None:
        return found
    days = _days(standard, profile.personnel)
    group = standard.subject_unit == GROUP
    measure = Measure(members=profile.personnel if group else 0, artisanal=profile.size == ARTISANAL)
    fees = fee_names(standard.rules)
    found += [days] if days else []
    if REGISTRATION in fees:
        found.append(_fee(pack, standard, "registration", REGISTRATION, measure))
    if AUDIT in fees and days and days.value != MANUAL:
        visited = msgspec.convert({**msgspec.to_builtins(measure), "days": days.value}, Measure)
        found.append(_fee(pack, standard, "audit_fee", AUDIT, visited))
    return found


def _own(kind: str, requirements: int, profile: Profile) -> Effort:
    inputs = {"requirements": str(requirements), "size": profile.size or ""}
    return estimated(kind, "effort-self-assessment", {name: text for name, text in inputs.items() if text})


def estimated(kind: str, rule: str, inputs: dict[str, str], sources: tuple[Source, ...] = ()) -> Effort:
    """Ask a rule of the book for one part of the effort."""
    found = calculating.answer(rule, inputs)
    return Effort(
        kind=kind,
        value=str(found.value),
        unit=found.unit,
        explanation=found.explanation,
        sources=tuple(dict.fromkeys([*sources, *found.sources])),
        command=found.command,
        address=found.address,
    )


def _days(standard: Standard, people: int) -> Effort | None:
    """Return the days of a first audit by the table that the edition names; nothing where it names none."""
    rules = standard.rules
    if _DAYS["system"] not in rules:
        return None
    paths = [path for path in _DAYS.values() if path in rules]
    inputs = {name: str(rules[path].value) for name, path in _DAYS.items() if path in rules}
    return estimated("audit_days", "audit-plan-days", {"personnel": str(people), **inputs}, _sources(rules, paths))


def _sources(rules: Rules, paths: Iterable[str]) -> tuple[Source, ...]:
    found = (rules[path] for path in paths)
    return tuple(Source(title=each.source, clause=each.clause, verified=each.verified) for each in found)


def _fee(pack: Pack, standard: Standard, kind: str, fee: str, measure: Measure) -> Effort:
    priced = price(standard.rules, fee, measure, pack_digest=pack.digest, standard=standard.code)
    steps = [_step(standard.rules, kept) for kept in priced.steps]
    last = steps[-1]
    return Effort(
        kind=kind,
        value=str(priced.amount.amount),
        unit=priced.amount.currency,
        explanation=tuple(words for step in steps[1:] for words in step.explanation),
        sources=tuple(dict.fromkeys(source for step in steps for source in step.sources)),
        command=last.command,
        address=last.address,
    )


def _step(rules: Rules, kept: Kept) -> Effort:
    return estimated("step", kept.rule, dict(kept.inputs), _sources(rules, kept.parameters.values()))
