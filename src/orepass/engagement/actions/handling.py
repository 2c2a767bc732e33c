"""Handle a complaint: acknowledge, give it to somebody impartial, assess, investigate, conclude, remedy, close.

ISO/IEC 17065, 7.13. What is written as ``told`` goes to whoever complained; what is put to the other party is a summary
in the handler's words that may not name the complainant. Everything else stays with the handlers.
"""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from orepass.assurance.queries import CertificateCard, certificate_card, certificates
from orepass.assurance.queries.contested import involved_in, tie_to
from orepass.assurance.queries.evaluation import overlays_of
from orepass.engagement.actions.lodging import plain_statement, tell_handlers
from orepass.engagement.actions.refusals import (
    HandledBySomebodyElse,
    HandlerNotImpartial,
    IdentityInText,
    OffThePathway,
    WrongStep,
)
from orepass.engagement.models import Complaint, ComplaintStatement, ComplaintStep
from orepass.engagement.queries.cards import ComplaintCard, PutCard
from orepass.engagement.queries.complaints import (
    ACCUSED,
    ASSIGN,
    PUT,
    REMEDY,
    complaint_of,
    contact_of,
    handler_candidates,
    handler_of,
    handles,
    put_for,
    state_of,
    terms_for,
)
from orepass.engagement.rules.lifecycles import COMPLAINT, OUTCOMES
from orepass.engagement.rules.panel import panel_findings
from orepass.engagement.rules.pathway import pathway_findings, steps_of
from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify
from orepass.platform.people import memberships_of

NAME_PART_MIN: Final = 4
"""Shorter parts of a name are words of every language."""


WORKS_THERE = FindingKind(
    "engagement.handler.works_there",
    Severity.ERROR,
    _("{person} works for the party that the complaint is about."),
    what_to_do=_("Choose somebody who holds no role there."),
)


class Outcome(StrEnum):
    """How a complaint is concluded."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"


def _open(actor: Actor, complaint: str) -> Complaint:
    row = Complaint.objects.select_for_update().filter(pk=complaint).first()
    if row is None or not handles(actor, row):
        raise NotFound(where="complaint", what=complaint)
    return row


def _as_handler(actor: Actor, complaint: str) -> Complaint:
    row = _open(actor, complaint)
    if handler_of(row) != actor.pseudonym:
        raise HandledBySomebodyElse(where=row.pk)
    return row


def _advance(actor: Actor, row: Complaint, step: str, *, at: datetime, **facts: Any) -> ComplaintCard:  # noqa: ANN401 - columns of the step
    state = state_of(row)
    if step not in COMPLAINT.allowed(state):
        raise WrongStep(where=row.pk, state=state, allowed=", ".join(COMPLAINT.allowed(state)) or "—")
    ComplaintStep.objects.create(complaint=row, action=step, at=at, by=actor.pseudonym, **facts)
    return complaint_of(Complaint.objects.get(pk=row.pk))


@action("engagement.complaint.acknowledge")
def acknowledge_complaint(actor: Actor, *, complaint: Identifier, told: str, at: datetime) -> ComplaintCard:
    """Tell the complainant that the complaint has arrived and what will happen now.

    Raises:
        NotFound: there is no such complaint, or others handle it.
        WrongStep: it was acknowledged before.
    """
    row = _open(actor, complaint)
    return _advance(actor, row, "complaint.acknowledge", told=plain_statement(told, where="told"), at=at)


@action("engagement.complaint.assign")
def assign_complaint(actor: Actor, *, complaint: Identifier, handler: str = "", at: datetime) -> ComplaintCard:
    """Give a complaint to somebody impartial, or take it on oneself; the scheme's staff help where nobody else is free.

    Raises:
        NotFound: there is no such complaint, or others handle it.
        HandlerNotImpartial: the person took part in the file, is tied to the client, or holds no role here.
        WrongStep: the complaint is concluded.
    """
    row = _open(actor, complaint)
    person = handler or actor.pseudonym
    if person not in handler_candidates(row.handled_by, day_of(at)):
        raise HandlerNotImpartial(where="handler", person=person)
    _require_impartial(row, person, at)
    card = _advance(actor, row, ASSIGN, handler=person, at=at)
    if person != actor.pseudonym:
        notify(kind="engagement.complaint.assigned", subject=row.pk, person=person, due_on=card.due_on)
    return card


def _require_impartial(row: Complaint, person: str, at: datetime) -> None:
    """Keep out whoever worked on a file the complaint is about, is tied to its client, or works for the accused."""
    on = day_of(at)
    findings = [WORKS_THERE.at(person, person=person)] if row.accused in memberships_of(person, on) else []
    for file in _files_about(row):
        tie = tie_to(file.client, person, on, **_read(file))
        findings += panel_findings([person], involved=involved_in(file.application), ties={person: tie}, wanted=1)
    if findings:
        raise HandlerNotImpartial(where="handler", findings=findings, person=person)


def _read(file: CertificateCard) -> dict[str, Any]:
    """Return under which reading of which standard a file is judged."""
    overlays = overlays_of(file.application)
    return {"pack_digest": file.pack_digest, "standard": file.standard, "overlays": overlays}


def _files_about(row: Complaint) -> list[CertificateCard]:
    if not row.handled_by:
        return []
    if row.subject.startswith("crt-"):
        return [certificate_card(row.subject)]
    return list(certificates(site=row.subject, provider=row.handled_by).items)


@action("engagement.complaint.assess")
def assess_complaint(
    actor: Actor, *, complaint: Identifier, admissible: bool, told: str, at: datetime
) -> ComplaintCard:
    """Say whether a complaint is about something the scheme answers for, and why.

    Raises:
        HandledBySomebodyElse: it is with somebody else.
        WrongStep: it is not acknowledged, or was assessed before.
    """
    row = _as_handler(actor, complaint)
    step = "complaint.admit" if admissible else "complaint.dismiss"
    return _advance(actor, row, step, told=plain_statement(told, where="told"), at=at)


@action("engagement.complaint.investigate")
def investigate_complaint(
    actor: Actor,
    *,
    complaint: Identifier,
    note: str,
    evidence: list[str] | None = None,
    stage: str = "",
    at: datetime,
) -> ComplaintCard:
    """Note what was found out, with evidence; ``stage`` names the step of the scheme's pathway, if it has one.

    Raises:
        HandledBySomebodyElse: it is with somebody else.
        OffThePathway: the pathway has another step first.
        WrongStep: the complaint is not under investigation.
    """
    row = _as_handler(actor, complaint)
    if stage:
        _require_pathway(row, stage)
    shown = list(evidence or ())
    require_evidence(shown)
    said = plain_statement(note, where="note")
    return _advance(actor, row, "complaint.investigate", note=said, evidence=shown, stage=stage, at=at)


def _require_pathway(row: Complaint, stage: str) -> None:
    pathway = steps_of(terms_for(row).pathway)
    taken = [step.stage for step in row.steps.all() if step.stage]
    findings = pathway_findings(pathway, taken, stage)
    if findings:
        raise OffThePathway(where="stage", findings=findings, step=stage[:80])


@action("engagement.complaint.put")
def put_complaint(actor: Actor, *, complaint: Identifier, told: str, at: datetime) -> ComplaintCard:
    """Put a complaint to the party it is about, in words that do not say who complained.

    Raises:
        HandledBySomebodyElse: it is with somebody else.
        IdentityInText: the words name the complainant.
        NotFound: the complaint is about no party that is known here.
        WrongStep: the complaint is not under investigation.
    """
    row = _as_handler(actor, complaint)
    if not row.accused:
        raise NotFound(where="complaint", what=row.subject or row.pk)
    said = _without_identity(row, told)
    card = _advance(actor, row, PUT, told=said, at=at)
    notify(kind="engagement.complaint.put", subject=row.pk, organisation=row.accused)
    return card


def _without_identity(row: Complaint, told: str) -> str:
    said = plain_statement(told, where="told")
    contact = contact_of(row)
    if contact is None:
        return said
    name_parts = [part for part in re.split(r"\W+", contact.name) if len(part) >= NAME_PART_MIN]
    words = set(re.split(r"\W+", said.casefold()))
    named = any(part.casefold() in words for part in name_parts)
    written = re.sub(r"[\s()/-]", "", said.casefold())
    reachable = [contact.email.casefold(), re.sub(r"[\s()/-]", "", contact.phone)]
    if named or any(way and way in written for way in reachable):
        raise IdentityInText(where="told")
    return said


@action("engagement.complaint.respond")
def respond_to_complaint(actor: Actor, *, complaint: Identifier, statement: str, at: datetime) -> PutCard:
    """Answer a complaint that was put to one's organisation.

    Raises:
        NotFound: nothing was put to this organisation.
        StatementMissing: nothing was said.
    """
    put_for(actor, complaint)
    row = Complaint.objects.select_for_update().get(pk=complaint)
    said = plain_statement(statement)
    ComplaintStatement.objects.create(complaint=row, side=ACCUSED, statement=said, at=at)
    tell_handlers(row, "engagement.complaint.answered", at=at)
    return put_for(actor, complaint)


@action("engagement.complaint.conclude")
def conclude_complaint(
    actor: Actor, *, complaint: Identifier, outcome: Outcome, told: str, note: str = "", at: datetime
) -> ComplaintCard:
    """Conclude a complaint: upheld, partly upheld or rejected, with the reasons for whoever complained.

    A certificate is never changed by this; whoever is entitled to suspend it decides on that.

    Raises:
        HandledBySomebodyElse: it is with somebody else.
        WrongStep: it is not under investigation.
    """
    row = _as_handler(actor, complaint)
    said = plain_statement(told, where="told")
    return _advance(actor, row, OUTCOMES[outcome], told=said, note=note, outcome=outcome, at=at)


@action("engagement.complaint.remedy")
def agree_remedy(
    actor: Actor, *, complaint: Identifier, told: str, due_on: date | None = None, at: datetime
) -> ComplaintCard:
    """Write down what will be done about a complaint that was upheld, and by when.

    Raises:
        HandledBySomebodyElse: it is with somebody else.
        IdentityInText: the words name the complainant, and the other party reads them.
        WrongStep: the complaint was not upheld.
    """
    row = _as_handler(actor, complaint)
    card = _advance(actor, row, REMEDY, told=_without_identity(row, told), due_on=due_on, at=at)
    if row.accused and any(step.action == PUT for step in card.steps):
        notify(kind="engagement.complaint.remedied", subject=row.pk, organisation=row.accused, due_on=due_on)
    return card


@action("engagement.complaint.close")
def close_complaint(actor: Actor, *, complaint: Identifier, told: str, at: datetime) -> ComplaintCard:
    """Close a complaint after its remedy, or after it was rejected or not admitted.

    Raises:
        HandledBySomebodyElse: it is with somebody else.
        WrongStep: something is still to be done.
    """
    row = _as_handler(actor, complaint)
    return _advance(actor, row, "complaint.close", told=plain_statement(told, where="told"), at=at)
