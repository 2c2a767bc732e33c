"""What waits for those who handle complaints and appeals, with their clocks, and for those who try or write drafts."""

from datetime import date
from typing import Final

from orepass.assurance.queries import Task
from orepass.engagement.queries.appeals import appeals_for
from orepass.engagement.queries.cards import AppealCard, ComplaintCard
from orepass.engagement.queries.complaints import complaints_for, put_to
from orepass.engagement.queries.developments import developments
from orepass.engagement.queries.piloting import pilots_of_participant
from orepass.engagement.rules.development import OVER
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor, Role

SHOWN: Final = 200

COMPLAINT_DUTIES: Final[dict[str, tuple[str, str]]] = {
    "received": ("engagement.complaint.acknowledge", _("Acknowledge a complaint")),
    "acknowledged": ("engagement.complaint.assess", _("Say whether a complaint is admissible")),
    "investigating": ("engagement.complaint.conclude", _("Investigate and conclude a complaint")),
    "upheld": ("engagement.complaint.remedy", _("Agree on the remedy of a complaint")),
    "partly": ("engagement.complaint.remedy", _("Agree on the remedy of a complaint")),
    "rejected": ("engagement.complaint.close", _("Close a complaint")),
    "inadmissible": ("engagement.complaint.close", _("Close a complaint")),
    "remedy": ("engagement.complaint.close", _("Close a complaint")),
}
PANEL_DUTIES: Final[dict[str, tuple[str, str]]] = {
    "panel_formed": ("engagement.appeal.hear", _("Hear an appeal")),
    "heard": ("engagement.appeal.decide", _("Decide an appeal")),
}


def engagement_tasks(actor: Actor, on: date) -> list[Task]:
    """Return what an actor has to do about complaints, appeals and drafts, the most urgent first."""
    del on
    found = [task for card in complaints_for(actor, limit=SHOWN) if (task := _of_complaint(actor, card))]
    found += [task for card in appeals_for(actor, limit=SHOWN) if (task := _of_appeal(actor, card))]
    if actor.roles & {Role.OPERATOR, Role.GROUP_MANAGER}:
        found += [
            _task(actor, "engagement.complaint.respond", _("Answer a complaint that was put to you"), card.id, None)
            for card in put_to(actor)
            if not card.answers and not card.outcome
        ]
        found += [
            _task(actor, "engagement.pilot.report", _("Try a draft and say how it went"), card.id, None)
            for card in pilots_of_participant(actor)
        ]
    if Role.SCHEME_STAFF in actor.roles:
        found += [
            _task(actor, "engagement.consultation.answer", _("Answer what was said about a draft"), card.id, None)
            for card in developments(actor, limit=SHOWN)
            if card.own and card.unanswered and card.state not in OVER
        ]
    return sorted(found, key=lambda task: (task.due_on or date.max, task.subject))


def _of_complaint(actor: Actor, card: ComplaintCard) -> Task | None:
    if card.state not in COMPLAINT_DUTIES or (card.handler and card.handler != actor.pseudonym):
        return None
    action, title = COMPLAINT_DUTIES[card.state]
    return _task(actor, action, title, card.id, card.due_on)


def _of_appeal(actor: Actor, card: AppealCard) -> Task | None:
    if card.state == "filed" and actor.roles & {Role.CERTIFIER, Role.SCHEME_STAFF}:
        title = _("Form the panel of an appeal")
        return _task(actor, "engagement.appeal.form_panel", title, card.id, card.decide_by)
    if card.state in PANEL_DUTIES and actor.pseudonym in card.panel:
        action, title = PANEL_DUTIES[card.state]
        return _task(actor, action, title, card.id, card.decide_by)
    due = card.state in {"amended", "annulled"} and Role.CERTIFIER in actor.roles
    if due and actor.organisation == card.provider:
        return _task(actor, "engagement.appeal.carry_out", _("Carry out what an appeal led to"), card.id, None)
    return None


def _task(actor: Actor, action: str, title: str, subject: str, due_on: date | None) -> Task:
    role = min((str(role) for role in actor.roles), default="")
    return Task(
        action=action,
        title=title,
        subject=subject,
        case=subject,
        organisation=actor.organisation,
        role=role,
        due_on=due_on,
    )
