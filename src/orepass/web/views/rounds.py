"""The desk of those who ask: rounds opened, meetings written down, what was said there typed in, comments answered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.engagement import queries as engagement
from orepass.engagement.queries import ConsultationCard
from orepass.engagement.rules.consultation import Audience, Kind, Method
from orepass.engagement.rules.development import OVER
from orepass.engagement.rules.participation import MINER_HEADINGS, PILOT_HEADINGS
from orepass.platform.access import Actor, Role
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Table, marked, words
from orepass.web.forms import developing
from orepass.web.forms import hearing as forms
from orepass.web.views.complaints import case_mark, place_choices, round_page, round_tables
from orepass.web.views.developments import response_choices
from orepass.web.words import day_text

SHOWN = 200


def _said(values: Any, say: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - an enumeration, a vocabulary
    return [(str(value), say(str(value))) for value in values]


@at_work(Role.SCHEME_STAFF)
def rounds(request: HttpRequest) -> HttpResponse:
    """Let the scheme's staff open a round and see those they opened."""
    headings = [(name, vocabulary.heading(name)) for name in (*PILOT_HEADINGS, *MINER_HEADINGS)]
    choices = {
        "kind": _said(Kind, vocabulary.round_kind),
        "audience": _said(Audience, vocabulary.audience),
        "methods": _said(Method, vocabulary.method),
        "headings": headings,
        "development": _drafts(actor_of(request)),
    }
    step = Step(
        tag="engagement.consultation.open",
        form=forms.OpenRoundForm,
        initial={"development": request.GET.get("development", "")[:24]},
        options={"choices": choices},
        done=_("The round is open, and everybody can see it."),
        next_href=lambda card: reverse("web:round-work", args=[card.id]),
    )
    found = engagement.consultations(actor_of(request), limit=SHOWN)
    table = Table(
        id="rounds",
        caption=_("Rounds of consultation"),
        columns=(Column(_("Round")), Column(_("State")), Column(_("Comments without an answer"), "number")),
        rows=tuple(
            (
                words(card.title, href=reverse("web:round-work", args=[card.id]), note=card.about),
                marked(case_mark(card.state)),
                words(card.unanswered),
            )
            for card in found
        ),
        empty=_("No round yet. Ask those concerned before a standard changes."),
    )
    return work_page(request, "desk/rounds.html", {}, steps=[step], tables=[table])


def _drafts(actor: Actor) -> list[tuple[str, str]]:
    found = engagement.developments(actor, limit=SHOWN)
    return [(card.id, f"{card.pack} {card.title}") for card in found if card.own and card.state not in OVER]


@at_work(Role.SCHEME_STAFF)
def round_work(request: HttpRequest, identifier: str) -> HttpResponse:
    """Let those who ask write down meetings and what was said there, answer comments and close the round."""
    actor = actor_of(request)
    card = engagement.consultation_for(actor, identifier)
    own = card.state == "open" and card.organisation == actor.organisation
    steps = _steps(actor, card) if own else []
    return work_page(request, "desk/round.html", round_page(card), steps=steps, tables=round_tables(card))


def _steps(actor: Actor, card: ConsultationCard) -> list[Step]:
    fixed = {"consultation": card.id}
    done = _("Done, and written to the record.")
    kinds = [("meeting", _("a meeting")), ("pilot", _("a pilot"))]
    held: dict[str, Any] = {"choices": {"kind": kinds, "method": _said(Method, vocabulary.method)}}
    steps = [
        Step(tag="engagement.consultation.record", form=forms.EventForm, fixed=fixed, options=held, done=done),
        Step(tag="engagement.consultation.close", form=forms.CloseRoundForm, fixed=fixed, done=done),
    ]
    waiting = [(str(found.id), found.statement[:120]) for found in card.comments if not found.answered]
    if card.events:
        meetings = [(str(event.number), f"{event.place}, {day_text(event.held_on)}") for event in card.events]
        options: dict[str, Any] = {"choices": {"meeting": meetings, **place_choices(actor, card)}}
        tag = "engagement.consultation.transcribe"
        steps.insert(1, Step(tag=tag, form=developing.TranscribeForm, fixed=fixed, options=options, done=done))
    if waiting:
        form = developing.AnswerVoiceForm if card.development else forms.AnswerForm
        asked = {"comment": waiting} | ({"response": response_choices()} if card.development else {})
        step = Step(tag="engagement.consultation.answer", form=form, options={"choices": asked}, done=done)
        steps.insert(0, step)
    return steps
