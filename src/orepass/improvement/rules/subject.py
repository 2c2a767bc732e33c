"""The five elements that every subject needs: policy, risk assessment, mitigation, indicators, improvement plan.

A subject that lacks one of the five cannot be complete. A risk found present without a mitigation raises a finding; a
subject in which no risk was found needs no mitigation. An assessment older than a year is unknown, not fine.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from orepass.improvement.rules.indicator import IndicatorState
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.period import Period, add_months
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Answer, Unknown, Verdict, all_of, no, unknown, yes

REASSESS_MONTHS: Final = 12

UNMITIGATED = FindingKind(
    "improvement.risk.unmitigated",
    Severity.WARNING,
    _("The risk “{hazard}” was found on {on} and has no mitigation."),
    what_to_do=_("Plan a measure with somebody responsible and a day by which it is done."),
)
UNASSESSED = FindingKind(
    "improvement.risk.unassessed",
    Severity.WARNING,
    _("Whether “{hazard}” is present is not known, or was last assessed over a year ago."),
    what_to_do=_("Assess it again and write down what was found, also when nothing was."),
)
MEASURE_OVERDUE = FindingKind(
    "improvement.mitigation.overdue",
    Severity.WARNING,
    _("The measure “{measure}” was due on {due_on} and is not reported as done."),
    what_to_do=_("Report what was done, or plan a new day with reasons."),
)
BELOW_TARGET = FindingKind(
    "improvement.indicator.below_target",
    Severity.WARNING,
    _("The indicator “{name}” misses its target of {target} {unit}: {value} on {on}."),
    what_to_do=_("Add an action for it to the improvement plan."),
)
NO_VALUE = FindingKind(
    "improvement.indicator.overdue",
    Severity.WARNING,
    _("The indicator “{name}” has no value for the period from {valid_from} to {valid_to}."),
    what_to_do=_("Report the value, or say why there is none."),
)
ACTION_OVERDUE = FindingKind(
    "improvement.action.overdue",
    Severity.WARNING,
    _("The action “{measure}” was due on {due_on} and is not reported as done."),
    what_to_do=_("Report what was done, or add a new action with a new day."),
)


class Element(StrEnum):
    """The five elements, in their order."""

    POLICY = "policy"
    RISK_ASSESSMENT = "risk_assessment"
    MITIGATION = "mitigation"
    INDICATORS = "indicators"
    IMPROVEMENT_PLAN = "improvement_plan"


LACKING: Final = {
    Element.POLICY: FindingKind(
        "improvement.element.policy",
        Severity.NOTE,
        _("No policy on this subject is in force."),
        what_to_do=_("Adopt a policy; all five elements belong to every subject."),
    ),
    Element.RISK_ASSESSMENT: FindingKind(
        "improvement.element.risk_assessment",
        Severity.NOTE,
        _("The risks of this subject were not assessed within a year."),
        what_to_do=_("Assess each risk: present, absent or unknown."),
    ),
    Element.MITIGATION: FindingKind(
        "improvement.element.mitigation",
        Severity.NOTE,
        _("Not every risk of this subject is known to be mitigated or absent."),
        what_to_do=_("Plan a measure for each risk that was found."),
    ),
    Element.INDICATORS: FindingKind(
        "improvement.element.indicators",
        Severity.NOTE,
        _("This subject has no indicator with a current value, or one without."),
        what_to_do=_("Define an indicator with a target, and report its value each period."),
    ),
    Element.IMPROVEMENT_PLAN: FindingKind(
        "improvement.element.improvement_plan",
        Severity.NOTE,
        _("No improvement plan for this subject is in force."),
        what_to_do=_("Adopt a plan that says what is to be better by when."),
    ),
}


class RiskFact(msgspec.Struct, frozen=True):
    """A risk as last assessed: present, absent or unknown."""

    id: str
    hazard: str
    presence: Answer
    assessed_on: date


class MeasureFact(msgspec.Struct, frozen=True):
    """Something to be done by a day: a mitigation of a risk, or an action of the plan for an indicator or none."""

    id: str
    text: str
    planned_on: date
    due_on: date
    done_on: date | None = None
    risk: str = ""
    indicator: str = ""

    def open_on(self, on: date) -> bool:
        """Say whether it is planned and not yet done on a day."""
        return self.planned_on <= on and (self.done_on is None or on < self.done_on)


class SubjectFacts(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of a subject at an organisation."""

    policies: tuple[Period, ...] = ()
    risks: tuple[RiskFact, ...] = ()
    mitigations: tuple[MeasureFact, ...] = ()
    indicators: tuple[IndicatorState, ...] = ()
    plans: tuple[Period, ...] = ()
    actions: tuple[MeasureFact, ...] = ()


class SubjectState(msgspec.Struct, frozen=True):
    """How a subject stands on a day: its five elements, whether it is complete, and what was found."""

    complete: Verdict
    elements: dict[Element, Verdict]
    findings: tuple[Finding, ...]


def subject_state(facts: SubjectFacts, on: date) -> SubjectState:
    """Say how a subject stands on a day."""
    elements = {
        Element.POLICY: _in_force(facts.policies, on, "policy"),
        Element.RISK_ASSESSMENT: _assessed(facts.risks, on),
        Element.MITIGATION: _mitigated(facts, on),
        Element.INDICATORS: _measured(facts.indicators),
        Element.IMPROVEMENT_PLAN: _in_force(facts.plans, on, "improvement plan"),
    }
    missing = [LACKING[name].at(name) for name, verdict in elements.items() if not verdict.is_yes]
    return SubjectState(
        complete=all_of(elements.values()),
        elements=elements,
        findings=(*_risk_findings(facts, on), *_indicator_findings(facts, on), *_late(facts, on), *missing),
    )


def _in_force(periods: Sequence[Period], on: date, what: str) -> Verdict:
    if any(period.holds(on) for period in periods):
        return yes(f"there is a {what} in force")
    begun = [period for period in periods if period.valid_from <= on]
    if begun:
        ended = max(period.valid_to for period in begun if period.valid_to is not None)
        return unknown(Unknown.EXPIRED, f"the {what} ended on {ended}")
    return no(f"there is no {what}")


def _is_fresh(risk: RiskFact, on: date) -> bool:
    return risk.presence is not Answer.UNKNOWN and on < add_months(risk.assessed_on, REASSESS_MONTHS)


def _assessed(risks: Sequence[RiskFact], on: date) -> Verdict:
    known = [risk for risk in risks if risk.assessed_on <= on]
    if not known:
        return no("no risk has been assessed")
    stale = [risk.hazard for risk in known if not _is_fresh(risk, on)]
    if stale:
        return unknown(Unknown.EXPIRED, f"to be assessed again: {', '.join(stale)}")
    return yes(f"{len(known)} risks assessed within a year")


def _present(facts: SubjectFacts, on: date) -> list[RiskFact]:
    return [risk for risk in facts.risks if risk.presence is Answer.YES and risk.assessed_on <= on]


def _covered(facts: SubjectFacts, on: date) -> set[str]:
    return {measure.risk for measure in facts.mitigations if measure.planned_on <= on}


def _mitigated(facts: SubjectFacts, on: date) -> Verdict:
    bare = [risk.hazard for risk in _present(facts, on) if risk.id not in _covered(facts, on)]
    if bare:
        return no(f"no mitigation for: {', '.join(bare)}")
    assessed = _assessed(facts.risks, on)
    if not assessed.is_yes:
        return unknown(assessed.unknown or Unknown.MISSING, "which risks need mitigation is not known")
    return yes("every risk found has a mitigation" if _present(facts, on) else "no risk was found, none is needed")


def _measured(states: Sequence[IndicatorState]) -> Verdict:
    if not states:
        return no("no indicator is defined")
    silent = [state.indicator.name for state in states if state.latest is None]
    if silent:
        return unknown(Unknown.MISSING, f"no value yet: {', '.join(silent)}")
    late = [state.indicator.name for state in states if state.meets.unknown is Unknown.EXPIRED]
    if late:
        return unknown(Unknown.EXPIRED, f"no value in the last period: {', '.join(late)}")
    return yes(f"{len(states)} indicators with current values")


def _risk_findings(facts: SubjectFacts, on: date) -> list[Finding]:
    covered = _covered(facts, on)
    found = [
        UNMITIGATED.at(risk.id, hazard=risk.hazard, on=risk.assessed_on)
        for risk in _present(facts, on)
        if risk.id not in covered
    ]
    stale = [risk for risk in facts.risks if risk.assessed_on <= on and not _is_fresh(risk, on)]
    return found + [UNASSESSED.at(risk.id, hazard=risk.hazard) for risk in stale]


def _indicator_findings(facts: SubjectFacts, on: date) -> list[Finding]:
    acted = {action.indicator for action in facts.actions if action.open_on(on)}
    found: list[Finding] = []
    for state in facts.indicators:
        known = state.indicator
        if state.overdue is not None:
            period = state.overdue
            found.append(NO_VALUE.at(known.id, name=known.name, valid_from=period.valid_from, valid_to=period.valid_to))
        if state.meets.is_no and state.latest is not None and known.id not in acted:
            latest = state.latest
            told = {"name": known.name, "target": known.target, "unit": known.unit}
            found.append(BELOW_TARGET.at(known.id, **told, value=latest.value, on=latest.observed_on))
    return found


def _late(facts: SubjectFacts, on: date) -> list[Finding]:
    return [
        kind.at(measure.id, measure=measure.text, due_on=measure.due_on)
        for kind, measures in ((MEASURE_OVERDUE, facts.mitigations), (ACTION_OVERDUE, facts.actions))
        for measure in measures
        if measure.open_on(on) and measure.due_on < on
    ]
