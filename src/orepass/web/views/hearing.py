"""The desk of those who handle complaints and appeals, and of those whom they concern."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.engagement import queries as engagement
from orepass.engagement.actions.appealing import CONSEQUENCES, Ruling
from orepass.engagement.actions.handling import Outcome
from orepass.engagement.queries import AppealCard, ComplaintCard
from orepass.engagement.rules.lifecycles import COMPLAINT
from orepass.kernel.refusal import NotFound
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.people import display_names
from orepass.web import vocabulary
from orepass.web.act import Step, may, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Moment, Parameter, Table, Why, day, marked, words
from orepass.web.forms import hearing as forms
from orepass.web.marks import due_mark
from orepass.web.views.complaints import case_mark
from orepass.web.words import day_text

SHOWN = 200


@at_work()
def cases(request: HttpRequest) -> HttpResponse:
    """Show the complaints and appeals that concern whoever is logged in, each with its clock."""
    actor = actor_of(request)
    today = clock.today()
    handling = bool(actor.roles & {Role.CERTIFIER, Role.SCHEME_STAFF})
    tables = [_complaints(actor, today)] if handling else [_put(actor)]
    return work_page(request, "desk/cases_heard.html", {}, tables=[*tables, _appeals(actor, today)])


def _complaints(actor: Actor, today: Any) -> Table:  # noqa: ANN401 - a day
    return Table(
        id="complaints",
        caption=_("Complaints"),
        columns=(
            Column(_("Complaint")),
            Column(_("About")),
            Column(_("State")),
            Column(_("Received"), "day"),
            Column(_("Due"), "day"),
            Column(_("Clock")),
        ),
        rows=tuple(
            (
                words(card.id, href=reverse("web:complaint", args=[card.id])),
                words(vocabulary.about(card.about), note=card.subject),
                marked(case_mark(card.state)),
                day(card.received_on),
                day(card.due_on),
                marked(mark) if (mark := due_mark(card.due_on, today)) else words("–"),
            )
            for card in engagement.complaints_for(actor, limit=SHOWN)
        ),
        empty=_("No complaint. What people say is wrong will stand here, with the day by which they want to hear."),
    )


def _put(actor: Actor) -> Table:
    return Table(
        id="put",
        caption=_("Complaints that were put to you"),
        columns=(Column(_("Complaint")), Column(_("About")), Column(_("Outcome"))),
        rows=tuple(
            (
                words(card.id, href=reverse("web:complaint", args=[card.id])),
                words(card.subject or "–"),
                words(vocabulary.case_state(card.outcome) if card.outcome else "–"),
            )
            for card in engagement.put_to(actor)
        ),
        empty=_("Nothing was put to you. Who complained is never said."),
    )


def _appeals(actor: Actor, today: Any) -> Table:  # noqa: ANN401 - a day
    return Table(
        id="appeals",
        caption=_("Appeals"),
        columns=(
            Column(_("Appeal")),
            Column(_("Against")),
            Column(_("State")),
            Column(_("Filed"), "day"),
            Column(_("Decide by"), "day"),
            Column(_("Clock")),
        ),
        rows=tuple(
            (
                words(card.id, href=reverse("web:appeal", args=[card.id])),
                words(vocabulary.contested(card.contested), note=card.subject),
                marked(case_mark(card.state)),
                day(card.filed_on),
                day(card.decide_by),
                marked(mark) if (mark := _clock(card, today)) else words("–"),
            )
            for card in engagement.appeals_for(actor, limit=SHOWN)
        ),
        empty=_("No appeal. A client may ask that a decision be looked at again by people who took no part in it."),
    )


def _clock(card: AppealCard, today: Any) -> Any:  # noqa: ANN401 - a day, a mark
    return due_mark(card.decide_by, today) if card.state in {"filed", "panel_formed", "heard"} else None


@at_work()
def complaint(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a complaint to those who handle it, or its summary to the party it was put to."""
    actor = actor_of(request)
    try:
        card = engagement.complaint_for(actor, identifier)
    except NotFound:
        return _put_page(request, identifier)
    names = display_names([card.handler, *(step.by for step in card.steps)])
    page = {
        "complaint": card,
        "mark": case_mark(card.state),
        "about": vocabulary.about(card.about),
        "handler": names.get(card.handler, card.handler),
        "complainant": engagement.complainant_for(actor, card.id),
        "facts": _facts(card),
        "moments": [
            Moment(
                on=step.at.date(),
                said=": ".join(filter(None, [vocabulary.case_step(step.action), step.told or step.note])),
                kind="verified",
                by=names.get(step.by, step.by),
            )
            for step in card.steps
        ],
    }
    return work_page(request, "desk/complaint.html", page, steps=_complaint_steps(actor, card))


def _facts(card: ComplaintCard) -> list[tuple[str, Any]]:
    accused = party.organisation_cards([card.accused]).get(card.accused) if card.accused else None
    return [
        (_("About"), words(vocabulary.about(card.about), note=card.subject)),
        (_("Other party"), words(accused.name if accused else "–")),
        (_("Received"), day(card.received_on)),
        (_("Acknowledge by"), day(card.acknowledge_by)),
        (_("Conclude by"), day(card.conclude_by)),
        (_("Language"), words(card.language or "–")),
    ]


def _complaint_steps(actor: Actor, card: ComplaintCard) -> list[Step]:
    side = engagement.handler_candidates(card.handled_by, clock.today())
    names = display_names(side)
    stages = [(card.next_stage, vocabulary.named(card.next_stage))] if card.next_stage else []
    offered: list[tuple[str, str, Any, dict[str, Any]]] = [
        ("complaint.acknowledge", "acknowledge", forms.AcknowledgeForm, {}),
        ("complaint.assign", "assign", forms.AssignForm, {"handler": [(p, names.get(p, p)) for p in side]}),
        ("complaint.admit", "assess", forms.AssessForm, {}),
        ("complaint.investigate", "investigate", forms.InvestigateForm, {"stage": stages}),
        ("complaint.hear", "put", forms.PutForm, {}),
        ("complaint.uphold", "conclude", forms.ConcludeForm, {"outcome": _said(Outcome, vocabulary.case_state)}),
        ("complaint.remedy", "remedy", forms.RemedyForm, {}),
        ("complaint.close", "close", forms.CloseForm, {}),
    ]
    allowed = COMPLAINT.allowed(card.state)
    mine = {"acknowledge", "assign"}
    if card.handler == actor.pseudonym:
        mine |= {offer[1] for offer in offered}
    if not card.accused:
        mine -= {"put"}
    done = _("Done, and written to the record.")
    return [
        Step(
            tag=f"engagement.complaint.{name}",
            form=form,
            fixed={"complaint": card.id},
            options={"choices": choices} if choices else {},
            done=done,
        )
        for step, name, form, choices in offered
        if step in allowed and name in mine
    ]


def _said(values: Any, say: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - an enumeration, a vocabulary
    return [(str(value), say(str(value))) for value in values]


def _put_page(request: HttpRequest, identifier: str) -> HttpResponse:
    card = engagement.put_for(actor_of(request), identifier)
    step = Step(
        tag="engagement.complaint.respond",
        form=forms.RespondForm,
        fixed={"complaint": card.id},
        done=_("Your answer went to whoever looks into it."),
    )
    page = {"put": card, "outcome": vocabulary.case_state(card.outcome) if card.outcome else ""}
    return work_page(request, "desk/complaint_put.html", page, steps=[step])


@at_work(Role.OPERATOR, Role.GROUP_MANAGER)
def appeal_new(request: HttpRequest) -> HttpResponse:
    """Let a client appeal against a decision, a finding or a change of its certificate."""
    subject = request.GET.get("subject", "")[:24]
    step = Step(
        tag="engagement.appeal.file",
        form=forms.AppealForm,
        fixed={"subject": subject},
        done=_("Your appeal is filed. It is heard by people who took no part in the decision."),
        next_href=lambda card: reverse("web:appeal", args=[card.id]),
    )
    terms = engagement.appeal_terms(actor_of(request), subject)
    why = Why(
        rule=_("The last day is counted from the day on which you were told, by the numbers of the scheme."),
        working=tuple(terms.explanation),
        parameters=tuple(
            Parameter(source.title, day_text(terms.file_by), "", source.clause, source.verified)
            for source in terms.sources
        ),
        summary=_("Why this day?"),
    )
    page = {"subject": subject, "contested": vocabulary.contested(terms.contested), "terms": terms, "why": why}
    return work_page(request, "desk/appeal_new.html", page, steps=[step] if terms.in_time else [])


@at_work()
def appeal(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show an appeal to its client, the provider, its panel and the scheme's staff, with the steps open to each."""
    actor = actor_of(request)
    card = engagement.appeal_for(actor, identifier)
    names = display_names([*card.panel, *(step.by for step in card.steps)])
    page = {
        "appeal": card,
        "mark": case_mark(card.state),
        "contested": vocabulary.contested(card.contested),
        "consequence": vocabulary.consequence(card.consequence) if card.consequence else "",
        "panel": [names.get(person, person) for person in card.panel],
        "facts": [
            (_("Against"), words(vocabulary.contested(card.contested), note=card.subject)),
            (_("Told on"), day(card.told_on)),
            (_("Filed"), day(card.filed_on)),
            (_("Last day to file"), day(card.file_by)),
            (_("Decide by"), day(card.decide_by)),
            (_("Holds the decision up"), words(_("yes") if card.stays_decision else _("no"))),
        ],
        "moments": [
            Moment(
                on=step.at.date(),
                said=": ".join(filter(None, [vocabulary.case_step(step.action), step.note])),
                kind="verified",
                by=names.get(step.by, step.by),
            )
            for step in card.steps
        ],
    }
    return work_page(request, "desk/appeal.html", page, steps=_appeal_steps(request, actor, card))


def _appeal_steps(request: HttpRequest, actor: Actor, card: AppealCard) -> list[Step]:
    fixed = {"appeal": card.id}
    done = _("Done, and written to the record.")
    running = card.state in {"filed", "panel_formed", "heard"}
    steps: list[Step] = []
    forming = card.state in {"filed", "panel_formed"} and may(request, "engagement.appeal.form_panel")
    if forming and (actor.organisation == card.provider or Role.SCHEME_STAFF in actor.roles):
        free = engagement.panel_candidates(card.id, clock.today())
        names = display_names(free)
        choices = {"members": [(person, names.get(person, person)) for person in free]}
        options = {"choices": choices}
        steps.append(
            Step(tag="engagement.appeal.form_panel", form=forms.PanelForm, fixed=fixed, options=options, done=done)
        )
    if actor.pseudonym in card.panel and running:
        steps.append(Step(tag="engagement.appeal.hear", form=forms.HearForm, fixed=fixed, done=done))
    if actor.pseudonym in card.panel and card.state == "heard":
        known = [(tag, vocabulary.consequence(tag)) for tag in CONSEQUENCES[card.contested]]
        choices = {"ruling": _said(Ruling, vocabulary.case_state), "consequence": known}
        options = {"choices": choices}
        steps.append(
            Step(tag="engagement.appeal.decide", form=forms.DecideAppealForm, fixed=fixed, options=options, done=done)
        )
    if card.state in {"amended", "annulled"} and actor.organisation == card.provider:
        steps.append(Step(tag="engagement.appeal.carry_out", form=forms.CarryOutForm, fixed=fixed, done=done))
    if running and actor.organisation == card.client:
        steps.append(Step(tag="engagement.appeal.withdraw", form=forms.WithdrawAppealForm, fixed=fixed, done=done))
    return steps
