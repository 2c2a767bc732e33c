"""Reckon what a visit takes before it is planned: sites, days, remote part; keep each value for replay."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from orepass.assurance.actions.file import terms_for
from orepass.assurance.models import Application
from orepass.assurance.queries.cards import Subject
from orepass.assurance.queries.case import nonconformities_about
from orepass.assurance.queries.evaluation import profile_of, standard_of
from orepass.assurance.rules.planning import (
    FINAL_STAGE,
    RANDOM_RULE,
    Asked,
    PlanBasis,
    Situation,
    days_asked,
    days_findings,
    random_findings,
    remote_asked,
    remote_findings,
    sample_asked,
    sample_findings,
)
from orepass.assurance.rules.terms import Grade
from orepass.kernel.computed import Computed
from orepass.kernel.finding import Finding, Severity
from orepass.kernel.kept import Kept, exact, keep, same
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.scheme.queries import parameters_by_digest
from orepass.scheme.rules.parameters import Rules

FOLLOW_UP = "follow_up"


class PlanUnusable(Conflict):
    """The plan does not take what the scheme asks."""

    code = "assurance.plan.refused"
    message = _("The visit cannot be planned like this. Reasons against it: {count}.")
    what_to_do = _("Settle each of them: add sites or days, write reasons down, or make more of the visit on site.")


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """What is planned: the kind, the stage, the days with those of earlier visits of the audit, and what was drawn."""

    kind: str
    stage: int
    days: Decimal
    total_days: Decimal
    drawn: bool
    basis: PlanBasis


class Reckoned(msgspec.Struct, frozen=True):
    """The values kept with a plan, and what the planner is told."""

    computed: tuple[Kept, ...]
    told: tuple[Finding, ...]


def reckon(row: Application, visit: Visit, sample: Sequence[Subject]) -> Reckoned:
    """Ask the scheme's rules what a visit takes.

    Raises:
        PlanUnusable: the plan falls short in a way that no reason mends.
        InputRefused: a number stated lies outside what a rule allows (a reduction above its limit).
    """
    rules = standard_of(row).rules
    values = _values(rules)
    situation = _situation(row, visit)
    kept: list[Kept] = []
    findings: list[Finding] = []
    if visit.kind != FOLLOW_UP:
        findings += _of_sample(row, visit, sample, sample_asked(values, situation, visit.basis), kept)
        findings += _of_days(row, visit, days_asked(values, situation, visit.basis), kept)
    asked = remote_asked(values, situation, visit.basis, visit.days)
    if asked:
        remote = _keep(row, asked, kept)
        findings += remote_findings(str(remote.value), remote.explanation)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise PlanUnusable(where="visit", findings=errors, count=len(errors))
    return Reckoned(tuple(kept), tuple(findings))


def _values(rules: Rules) -> dict[str, Any]:
    """Return the scheme's values by path; factors as shares of one, however they are written."""
    return {path: found.share if path.endswith("_factor") else found.value for path, found in rules.parameters.items()}


def _situation(row: Application, visit: Visit) -> Situation:
    kind = visit.kind
    if kind == "initial" and row.kind == "recertification":
        kind = "recertification"
    sites = {listed.site_id for listed in row.sites.all()} - {visit.basis.central}
    grave = any(card.is_open and card.grade is not Grade.MINOR for card in nonconformities_about(row.pk))
    return Situation(kind=kind, sites=len(sites), personnel=profile_of(row).personnel, open_major=grave)


def _of_sample(
    row: Application, visit: Visit, sample: Sequence[Subject], asked: Asked | None, kept: list[Kept]
) -> list[Finding]:
    if visit.drawn or visit.stage != FINAL_STAGE:
        return []
    subjects = {subject.subject for subject in sample}
    central_missing = bool(visit.basis.central) and visit.basis.central not in subjects
    sites = [subject for subject in sample if subject.subject != visit.basis.central]
    if asked is None:
        return sample_findings(None, len(sites), central_missing=central_missing)
    size = int(_keep(row, asked, kept).value)
    inputs: dict[str, Any] = {"sample": size}
    rules = standard_of(row).rules
    if "sampling.random_share" in rules:
        inputs["share"] = rules["sampling.random_share"].share
    part = _keep(row, Asked(rule=RANDOM_RULE, inputs=inputs, parameters={}), kept)
    by_chance = sum(subject.chosen == "random" for subject in sites)
    return [
        *sample_findings(size, len(sites), central_missing=central_missing),
        *random_findings(int(part.value), by_chance, everybody=len(sites) >= int(asked.inputs["n"])),
    ]


def _of_days(row: Application, visit: Visit, asked: Asked | None, kept: list[Kept]) -> list[Finding]:
    found = _keep(row, asked, kept).value if asked else None
    if visit.stage != FINAL_STAGE:
        return []
    known = asked is not None or "audit_time.table" not in standard_of(row).rules
    return days_findings(found, visit.total_days, visit.basis, known=known, enforced=terms_for(row).audit_time_enforced)


def _keep(row: Application, asked: Asked, kept: list[Kept]) -> Computed[Any]:
    """Run a rule and keep its value; an input counts as the scheme's where it is written as the scheme has it."""
    written = parameters_by_digest(row.pack_digest, row.standard)
    parameters = {
        name: path for name, path in asked.parameters.items() if same(exact(asked.inputs[name]), exact(written[path]))
    }
    computed, value = keep(
        asked.rule, asked.inputs, pack_digest=row.pack_digest, standard=row.standard, parameters=parameters
    )
    kept.append(value)
    return computed
