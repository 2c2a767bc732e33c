"""What a visit takes: which rules are asked for its sample, its days and its remote part, and what the plan owes them.

The numbers come from the scheme (`sampling`, `audit_time`), the facts from the file and the planner. Each value is kept
with its rule and inputs, so that anybody can recompute it.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

import msgspec

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.scheme.rules.remote import BARS

DAYS_RULE: Final = "audit-plan-days"
SAMPLE_RULE: Final = "sample"
RANDOM_RULE: Final = "sample-random-part"
REMOTE_RULE: Final = "remote-share"
FINAL_STAGE: Final = 2
"""The stage that looks at everything on site and completes the evaluation."""


class RiskLevel(StrEnum):
    """How risky the planner takes the client to be; the scheme says by how much a sample grows."""

    REGULAR = "regular"
    MEDIUM = "medium"
    HIGH = "high"


class PlanBasis(msgspec.Struct, frozen=True, kw_only=True):
    """What a planner states so that sample, days and remote part can be reckoned.

    Attributes:
        personnel: effective personnel where it differs from what the profile says.
        central: the site of the central function: visited every time, not counted in the sample.
        language: in which people are interviewed; somebody of the team speaks it, or interprets.
        deviation: why fewer days are planned than reckoned.
        rotation_explanation: why the same people go again although the scheme asks for others.
    """

    risk: RiskLevel = RiskLevel.REGULAR
    personnel: int | None = None
    central: str = ""
    language: str = ""
    reduction_percent: int = 0
    reduction_reason: str = ""
    remote_days: Decimal = Decimal(0)
    high_risk_area: bool = False
    local_verifier: bool = False
    deviation: str = ""
    rotation_explanation: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A rule to ask: its inputs, and which of them were taken from the scheme, by path."""

    rule: str
    inputs: dict[str, Any]
    parameters: dict[str, str]


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a file that a plan rests on; ``kind`` is initial, surveillance or recertification."""

    kind: str
    sites: int
    personnel: int | None
    open_major: bool


FEWER_SITES = FindingKind(
    "assurance.plan.fewer_sites",
    Severity.ERROR,
    _("{planned} sites are to be visited; the scheme asks for {asked}."),
    what_to_do=_("Add sites to the sample; a sample can be extended, never shrunk."),
)
TOO_LITTLE_CHANCE = FindingKind(
    "assurance.plan.too_little_chance",
    Severity.WARNING,
    _("{by_chance} sites of the sample were drawn by chance; the scheme asks for {asked}."),
    what_to_do=_("Draw a part of the sample by chance, so that nobody can prepare for the visit."),
)
CENTRAL_LEFT_OUT = FindingKind(
    "assurance.plan.central_left_out",
    Severity.ERROR,
    _("The central function is not in the sample."),
    what_to_do=_("Visit the central function every time, beside the sites of the sample."),
)
REDUCTION_UNEXPLAINED = FindingKind(
    "assurance.plan.reduction_unexplained",
    Severity.ERROR,
    _("{percent} per cent of the audit time are taken off without a reason."),
    what_to_do=_("Write down why less time is enough."),
)
FEWER_DAYS = FindingKind(
    "assurance.plan.fewer_days",
    Severity.ERROR,
    _("{planned} audit days are planned; by the scheme's table {asked} are needed."),
    what_to_do=_("Plan more days, or write down why fewer are enough."),
)
DAYS_EXPLAINED = FindingKind(
    "assurance.plan.days_explained",
    Severity.WARNING,
    _("{planned} audit days are planned instead of {asked}; the reason given: {reason}"),
    what_to_do=_("Whoever reviews the file judges the reason."),
)
SHORT_OF_DAYS = FindingKind(
    "assurance.plan.short_of_days",
    Severity.WARNING,
    _("{planned} audit days are planned; by the scheme's table {asked} are needed."),
    what_to_do=_("Plan more days, or write down why fewer are enough."),
)
DAYS_BY_JUDGEMENT = FindingKind(
    "assurance.plan.days_by_judgement",
    Severity.WARNING,
    _("The table does not reach this far: the audit days are set by judgement."),
    what_to_do=_("Write down how the days were found."),
)
PERSONNEL_UNKNOWN = FindingKind(
    "assurance.plan.personnel_unknown",
    Severity.WARNING,
    _("It is not known how many people work there, so the audit days cannot be reckoned."),
    what_to_do=_("State the effective personnel, with seasonal, temporary and contracted people."),
)
REMOTE_REFUSED = FindingKind(
    "assurance.plan.remote_refused",
    Severity.ERROR,
    _("So much of this audit may not be done from afar: {reason}"),
    what_to_do=_("Make this part on site."),
)
REMOTE_NOTICE = FindingKind(
    "assurance.plan.remote_notice",
    Severity.WARNING,
    _("The oversight body has to be told 30 days ahead: {reason}"),
    what_to_do=_("Tell it before the visit."),
)


def sample_asked(values: Mapping[str, Any], situation: Situation, basis: PlanBasis) -> Asked | None:
    """Return which rule says how many sites to visit; nothing where the scheme is silent or there is one site only."""
    rule = values.get("sampling.rule")
    if not isinstance(rule, str) or situation.sites < 1:
        return None
    steps = values.get("sampling.risk_multiplier")
    step = steps.get(basis.risk.value) if isinstance(steps, Mapping) else None
    risk = Fraction(1) if step is None else Fraction(str(step))
    factor_path = f"sampling.{situation.kind}_factor"
    factor = values.get(factor_path)
    inputs: dict[str, Any] = {"rule": rule, "n": situation.sites, "kind": situation.kind, "risk": risk}
    parameters = {"rule": "sampling.rule"}
    if step is not None:
        parameters["risk"] = f"sampling.risk_multiplier/{basis.risk.value}"
    if factor is not None and rule == "md1":
        inputs["factor"] = Fraction(str(factor))
        parameters["factor"] = factor_path
    return Asked(rule=SAMPLE_RULE, inputs=inputs, parameters=parameters)


def days_asked(values: Mapping[str, Any], situation: Situation, basis: PlanBasis) -> Asked | None:
    """Return which rule says how many days; nothing while the scheme or the number of people is not known."""
    personnel = basis.personnel if basis.personnel is not None else situation.personnel
    if "audit_time.table" not in values or not personnel:
        return None
    inputs: dict[str, Any] = {"personnel": personnel, "stage": situation.kind, "percent": basis.reduction_percent}
    named = {
        "system": "audit_time.table",
        "lookup": "audit_time.lookup",
        "table": "audit_time.own_table",
        "factor": f"audit_time.{situation.kind}_factor",
    }
    parameters = {name: path for name, path in named.items() if path in values}
    inputs |= {name: values[path] for name, path in parameters.items()}
    if "factor" in inputs:
        inputs["factor"] = Fraction(str(inputs["factor"]))
    inputs["percent"] = Fraction(basis.reduction_percent)
    return Asked(rule=DAYS_RULE, inputs=inputs, parameters=parameters)


def remote_asked(values: Mapping[str, Any], situation: Situation, basis: PlanBasis, days: Decimal) -> Asked | None:
    """Return which rule judges the remote part; nothing when all is done on site."""
    if not basis.remote_days or not days:
        return None
    holds = {
        "initial_high_risk": situation.kind == "initial" and basis.risk is RiskLevel.HIGH,
        "open_major": situation.open_major,
        "high_risk_area": basis.high_risk_area,
    }
    bars = values.get("audit_time.remote_forbidden_if", BARS)
    inputs: dict[str, Any] = {
        "days": Fraction(days),
        "remote_days": Fraction(basis.remote_days),
        **{name: held and name in bars for name, held in holds.items()},
        "local_verifier": basis.local_verifier,
    }
    named = {"most": "audit_time.remote_share_max_percent", "notify_above": "audit_time.remote_notice_percent"}
    parameters = {name: path for name, path in named.items() if path in values}
    inputs |= {name: Fraction(str(values[path])) for name, path in parameters.items()}
    return Asked(rule=REMOTE_RULE, inputs=inputs, parameters=parameters)


def all_from_afar(basis: PlanBasis, days: Decimal) -> bool:
    """Say whether a visit is planned without any day on site: a review of documents at a desk."""
    return basis.remote_days >= days


def sample_findings(asked: int | None, planned: int, *, central_missing: bool) -> list[Finding]:
    """Return what is wrong with the size of a sample."""
    findings = [CENTRAL_LEFT_OUT.at("visit.basis.central")] if central_missing else []
    if asked is not None and planned < asked:
        findings.append(FEWER_SITES.at("sample", planned=planned, asked=asked))
    return findings


def random_findings(asked: int, by_chance: int, *, everybody: bool) -> list[Finding]:
    """Return a warning when too little of a sample was drawn by chance; whoever visits all need not draw."""
    if everybody or by_chance >= asked:
        return []
    return [TOO_LITTLE_CHANCE.at("sample", by_chance=by_chance, asked=asked)]


def days_findings(
    asked: Decimal | str | None, planned: Decimal, basis: PlanBasis, *, known: bool, enforced: bool
) -> list[Finding]:
    """Return what is to be said of the planned days; where the scheme enforces them, unexplained shortage refuses."""
    findings = []
    if basis.reduction_percent and not basis.reduction_reason:
        findings.append(REDUCTION_UNEXPLAINED.at("visit.basis.reduction_reason", percent=basis.reduction_percent))
    if asked is None:
        return findings if known else [*findings, PERSONNEL_UNKNOWN.at("visit.basis.personnel")]
    if isinstance(asked, str):
        return [*findings, DAYS_BY_JUDGEMENT.at("visit.days")]
    if planned >= asked:
        return findings
    if basis.deviation:
        return [*findings, DAYS_EXPLAINED.at("visit.days", planned=planned, asked=asked, reason=basis.deviation)]
    kind = FEWER_DAYS if enforced else SHORT_OF_DAYS
    return [*findings, kind.at("visit.days", planned=planned, asked=asked)]


def remote_findings(answer: str, reasons: tuple[str, ...]) -> list[Finding]:
    """Return what is to be said of the remote part."""
    reason = " ".join(reasons)
    if answer in {"forbidden", "too_much"}:
        return [REMOTE_REFUSED.at("visit.basis.remote_days", reason=reason)]
    return [REMOTE_NOTICE.at("visit.basis.remote_days", reason=reason)] if answer == "notify" else []
