"""Standards under development: the desk of those who write them, and the page that everybody can read."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.engagement import queries as engagement
from orepass.engagement.queries import DevelopmentCard
from orepass.engagement.rules.development import CHANGES, Response
from orepass.engagement.rules.lifecycles import DEVELOPMENT
from orepass.kernel.finding import Severity
from orepass.party import queries as party
from orepass.platform.access import Actor, Role
from orepass.scheme import queries as scheme
from orepass.web import vocabulary
from orepass.web.act import ActionForm, Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Moment, Table, day, words
from orepass.web.forms import developing as forms
from orepass.web.views import development_tables as tables
from orepass.web.words import finding_text, in_language

SHOWN = 200
CHOICE_MAX = 120


@at_work(Role.SCHEME_STAFF)
def developments(request: HttpRequest) -> HttpResponse:
    """Let the scheme's staff begin to develop an edition, and see what is being developed."""
    step = Step(
        tag="engagement.development.open",
        form=forms.OpenDevelopmentForm,
        done=_("Begun. The edition can be published once its draft is approved, and not before."),
        next_href=lambda card: reverse("web:development-work", args=[card.id]),
    )
    found = engagement.developments(actor_of(request), limit=SHOWN)
    table = tables.developments_table(found, "web:development-work")
    return work_page(request, "desk/developments.html", {}, steps=[step], tables=[table])


@at_work(Role.SCHEME_STAFF)
def development_work(request: HttpRequest, identifier: str) -> HttpResponse:
    """Let those who write a standard keep versions, answer what was said, enter decisions and approve the draft."""
    actor = actor_of(request)
    card = engagement.development_for(actor, identifier)
    page = {**_page(actor, card), "against": _against(card), "warned": _against(card, Severity.WARNING)}
    steps = _steps(card) if card.own else []
    return work_page(request, "desk/development.html", page, steps=steps, tables=_tables(card, "web:round-work"))


def _against(card: DevelopmentCard, severity: Severity = Severity.ERROR) -> list[str]:
    if card.state in {"approved", "published", "dropped"}:
        return []
    return [finding_text(found) for found in card.findings if found.severity is severity]


def development(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a standard under development to everybody: versions, who was asked, what was said, what was decided."""
    actor = actor_of(request)
    card = engagement.development_for(actor, identifier)
    return work_page(request, "public/development.html", _page(actor, card), tables=_tables(card, "web:consultation"))


def version(request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """Hand out a version of a draft as it was kept; the browser saves it and never opens it."""
    card, content = engagement.version_file(actor_of(request), identifier, number)
    headers = {"Content-Disposition": f'attachment; filename="{card.name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=card.media_type, headers=headers)


def _tables(card: DevelopmentCard, round_page: str) -> list[Table]:
    return [
        tables.versions_table(card),
        tables.rounds_table(card, round_page),
        tables.heard_table([(each.title, each.heard) for each in card.rounds]),
        tables.pilots_table(card),
        tables.tried_table(card),
        tables.decisions_table(card),
        tables.voices_table(card),
    ]


def statements_of(actor: Actor, development: str, number: int) -> dict[str, str]:
    """Return the words of each requirement and subject of a version, in the reader's language."""
    found = engagement.version_pack(actor, development, number) if number else None
    if found is None:
        return {}
    subjects = {f"{one.code}.{each.code}": in_language(each.title) for one in found.standards for each in one.subjects}
    return subjects | {each.id: in_language(each.statement) for one in found.standards for each in one.requirements}


def _page(actor: Actor, card: DevelopmentCard) -> dict[str, Any]:
    owner = party.organisation_cards([card.organisation]).get(card.organisation)
    latest = card.latest
    statements = statements_of(actor, card.id, latest.number if latest else 0)
    return {
        "development": card,
        "changes_href": _changes_href(card),
        "mark": tables.development_mark(card.state),
        "facts": [
            (_("Edition"), words(card.pack)),
            (_("Developed by"), words(owner.name if owner else card.organisation)),
            (_("Since"), day(card.opened_on)),
            (_("Last version"), words(latest.number if latest else "–")),
            (_("Comments without an answer"), words(card.unanswered)),
        ],
        "groups": tables.groups_of(card, statements),
        "decisions": [
            {
                "card": each,
                "kind": vocabulary.decision_kind(each.kind),
                "about": ", ".join((*each.requirements, *each.voices)),
            }
            for each in reversed(card.decisions)
        ],
        "moments": [
            Moment(
                on=step.on,
                said=": ".join(filter(None, [vocabulary.development_step(step.action), step.note])),
                kind="verified",
            )
            for step in card.steps
        ],
    }


def _changes_href(card: DevelopmentCard) -> str:
    """Lead to what changes against the edition before, when the draft lies in the standards folder beside one."""
    name, _at, edition = card.pack.partition("@")
    known = {*scheme.pack_paths(), *(str(found.ref) for found in scheme.editions(name))}
    beside = [ref for ref in known if ref.partition("@")[0] == name]
    if card.pack not in known or len(beside) == 1:
        return ""
    return f"{reverse('web:edition-changes', args=[name])}?{urlencode({'to': edition})}"


def _steps(card: DevelopmentCard) -> list[Step]:
    fixed = {"development": card.id}
    done = _("Done, and written to the record.")
    allowed = DEVELOPMENT.allowed(card.state) if card.state != "published" else ()
    promised = [voice for voice in card.voices if voice.response in CHANGES and not voice.changed_in]
    choices = {"choices": {"carries_out": [(voice.id, voice.statement[:CHOICE_MAX]) for voice in promised]}}
    offered: list[tuple[str, str, type[ActionForm], dict[str, Any]]] = [
        ("draft", "engagement.development.draft", forms.VersionForm, choices),
        ("pilot", "engagement.pilot.start", forms.StartPilotForm, {}),
        ("approve", "engagement.development.approve", forms.ApproveForm, {}),
        ("drop", "engagement.development.drop", forms.DropForm, {}),
    ]
    steps = [
        Step(tag=tag, form=form, fixed=fixed, options=options, done=done)
        for name, tag, form, options in offered
        if f"development.{name}" in allowed
    ]
    steps.insert(-1, Step(tag="engagement.development.decide", form=forms.DecisionForm, fixed=fixed, done=done))
    return [*answer_steps(card, done), *steps]


def response_choices() -> list[tuple[str, str]]:
    """Return what can become of what was said."""
    return [(str(value), vocabulary.response(value)) for value in Response]


def answer_steps(card: DevelopmentCard, done: str) -> list[Step]:
    """Offer to answer comments of open rounds, and what pilots said."""
    running = {each.id for each in card.rounds if each.state == "open"}
    waiting = [voice for voice in card.voices if voice.waits]
    offered = (
        ("comment", forms.AnswerVoiceForm, [voice for voice in waiting if voice.source in running]),
        ("report", forms.AnswerReportForm, [voice for voice in waiting if voice.way == "pilot"]),
    )
    return [
        Step(
            tag=f"engagement.{'consultation' if name == 'comment' else 'pilot'}.answer",
            form=form,
            options={
                "choices": {
                    name: [(voice.id, f"{voice.requirement} {voice.statement}"[:CHOICE_MAX]) for voice in voices],
                    "response": response_choices(),
                }
            },
            done=done,
        )
        for name, form, voices in offered
        if voices
    ]
