"""Adopt a policy or a plan for a subject, and assess its risks."""

from datetime import date, datetime

from orepass.improvement.actions.entries import check_order, check_text, own_entry
from orepass.improvement.models import ImprovementPlan, Policy, Risk, RiskAssessment
from orepass.improvement.queries import EntryCard, entry_of
from orepass.kernel.identifier import mint
from orepass.kernel.verdict import Answer
from orepass.party.actions.people import check_period
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action


@action("improvement.policy.adopt")
def adopt_policy(
    actor: Actor,
    *,
    subject: str,
    title: str,
    text: str = "",
    valid_from: date,
    valid_before: date | None = None,
    evidence: tuple[str, ...] = (),
    at: datetime,
) -> EntryCard:
    """Adopt a policy on a subject for a period.

    Raises:
        NotFound: no organisation, or evidence that was never stored.
        TextMissing: no subject or no title.
        PeriodBackwards: the period is empty.
    """
    entry = own_entry(actor, "pol", subject, evidence, at)
    check_text("title", title, 200)
    check_period(valid_from, valid_before)
    row = Policy.objects.create(
        **entry,
        title=title,
        text=fitting("text", text, NOTE_MAX),
        valid_from=valid_from,
        valid_before=valid_before,
    )
    return entry_of(row, row.title)


@action("improvement.plan.adopt")
def adopt_plan(
    actor: Actor,
    *,
    subject: str,
    goals: str,
    valid_from: date,
    valid_before: date,
    evidence: tuple[str, ...] = (),
    at: datetime,
) -> EntryCard:
    """Adopt an improvement plan for a subject: what is to be better by when.

    Raises:
        NotFound: no organisation, or evidence that was never stored.
        TextMissing: no subject or no goals.
        PeriodBackwards: the period is empty.
    """
    entry = own_entry(actor, "ipl", subject, evidence, at)
    check_text("goals", goals, 5000)
    check_period(valid_from, valid_before)
    row = ImprovementPlan.objects.create(**entry, goals=goals, valid_from=valid_from, valid_before=valid_before)
    return entry_of(row, row.goals[:80])


@action("improvement.risk.assess")
def assess_risk(
    actor: Actor,
    *,
    subject: str,
    hazard: str,
    presence: Answer,
    assessed_on: date,
    note: str = "",
    evidence: tuple[str, ...] = (),
    at: datetime,
) -> EntryCard:
    """Write down whether a risk is present, absent or unknown; the same hazard again is a new assessment of it.

    Raises:
        NotFound: no organisation, or evidence that was never stored.
        TextMissing: no subject or no hazard.
        DaysBackwards: assessed in the future.
    """
    entry = own_entry(actor, "rsk", subject, evidence, at)
    check_text("hazard", hazard, 200)
    check_order(assessed_on, at.date(), where="assessed_on")
    key = {"organisation_id": entry["organisation_id"], "subject": subject, "hazard": hazard.strip()}
    risk, _created = Risk.objects.get_or_create(**key, defaults=entry)
    RiskAssessment.objects.create(
        id=mint("ras"),
        risk=risk,
        presence=presence,
        assessed_on=assessed_on,
        note=fitting("note", note, NOTE_MAX),
        evidence=list(evidence),
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    return entry_of(risk, risk.hazard)
