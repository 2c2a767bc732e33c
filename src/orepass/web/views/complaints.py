"""Open to everybody: complain, follow one's complaint with the receipt, and take part in consultations."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from orepass.engagement import queries as engagement
from orepass.engagement.queries import CommentCard, ConsultationCard, FollowedCard
from orepass.kernel.refusal import Refusal
from orepass.party import queries as party
from orepass.platform import clock, flood
from orepass.platform.access import Actor
from orepass.web import vocabulary
from orepass.web.act import ActionForm, Step, attempt, work_page
from orepass.web.acting import actor_of
from orepass.web.components import Cell, Column, Mark, Moment, Table, day, marked, words
from orepass.web.forms import hearing as forms
from orepass.web.views import development_tables
from orepass.web.views.developments import statements_of
from orepass.web.words import finding_text

LODGE, ADD, FORGET = (f"engagement.complaint.{verb}" for verb in ("lodge", "add", "forget"))
SHOWN = 200
CHOICE_MAX = 100


@never_cache
def complain(request: HttpRequest) -> HttpResponse:
    """Take a complaint from anybody; the receipt is shown once, on the answer itself."""
    choices = {"about": [("site", vocabulary.about("site")), ("scheme", vocabulary.about("scheme"))]}
    step = Step(tag=LODGE, form=forms.ComplaintForm)
    initial = {"subject": request.GET.get("subject", "")[:24], "about": "site", "protect_identity": True}
    form = forms.ComplaintForm(initial=initial, step=LODGE, choices=choices)
    status = 200
    if request.method == "POST":
        form = forms.ComplaintForm(request.POST, step=LODGE, choices=choices)
        receipt = attempt(request, form, step)
        if receipt is not None:
            return render(request, "public/receipt.html", {"receipt": receipt})
        status = 422
    return render(request, "public/complain.html", {"form": form}, status=status)


@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Show a complaint to whoever holds its receipt, who may add to it; the secret never stands in an address."""
    form: ActionForm = forms.FollowForm(step="follow")
    chosen = request.POST.get("step", "") if request.method == "POST" else ""
    if not chosen:
        return render(request, "public/follow.html", {"follow": form})
    steps = {ADD: forms.AddForm, FORGET: forms.ForgetForm}
    receipt = {name: request.POST.get(name, "")[:40] for name in ("complaint", "secret")}
    kept: dict[str, ActionForm] = {}
    done = False
    if chosen in steps:
        sent = steps[chosen](request.POST, step=chosen)
        done = attempt(request, sent, Step(tag=chosen, form=steps[chosen])) is not None
        kept = {} if done else {chosen: sent}
    form = forms.FollowForm(receipt, step="follow")
    card = _followed(request, form, receipt)
    page = {"follow": form, "done": done}
    if card is not None:
        fresh = {tag: kind(initial=receipt, step=tag) for tag, kind in steps.items()} | kept
        if not card.has_contact:
            fresh.pop(FORGET)
        page |= {
            "card": card,
            "mark": case_mark(card.state),
            "moments": _told(card),
            "forms": {key.replace(".", "_"): each for key, each in fresh.items()},
        }
    return render(request, "public/follow.html", page, status=200 if card is not None and not kept else 422)


def _groups(count: int) -> str:
    return ngettext("%(count)s group", "%(count)s groups", count) % {"count": count}


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _followed(request: HttpRequest, form: ActionForm, receipt: dict[str, str]) -> FollowedCard | None:
    if not form.is_valid():
        return None
    try:
        flood.count(flood.source_of(request.META), at=clock.now())
        return engagement.followed(receipt["complaint"], receipt["secret"])
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def case_mark(state: str) -> Mark:
    """Mark where a complaint, an appeal or a round stands."""
    kinds = {
        "received": "due",
        "filed": "due",
        "upheld": "verified",
        "partly": "verified",
        "remedy": "verified",
        "closed": "verified",
        "confirmed": "verified",
        "carried_out": "verified",
        "rejected": "failed",
        "inadmissible": "failed",
        "withdrawn": "skipped",
        "open": "active",
    }
    return Mark(kinds.get(state, "due"), vocabulary.case_state(state))


def _told(card: FollowedCard) -> list[Moment]:
    moments = [Moment(on=card.received_on, said=_("Received"), kind="declared")]
    moments += [
        Moment(on=said.on, said=f"{vocabulary.case_step(said.action)}: {said.told}", kind="verified")
        for said in card.told
    ]
    moments += [Moment(on=said.on, said=_("You added something"), kind="declared") for said in card.added]
    return sorted(moments, key=lambda moment: moment.on)


def consultations(request: HttpRequest) -> HttpResponse:
    """Show every round of consultation: whom it asks, and how far it reached, in two counts."""
    found = engagement.consultations(actor_of(request), limit=SHOWN)
    table = Table(
        id="rounds",
        caption=_("Rounds of consultation"),
        columns=(
            Column(_("Round")),
            Column(_("About")),
            Column(_("State")),
            Column(_("Groups"), "number"),
            Column(_("People"), "number"),
            Column(_("Comments until"), "day"),
        ),
        rows=tuple(
            (
                words(card.title, href=f"{request.path}{card.id}/", note=vocabulary.round_kind(card.kind)),
                words(card.about),
                marked(case_mark(card.state)),
                _reached(card.reached_groups, card.wanted_groups),
                _reached(card.reached_people, card.wanted_people),
                day(card.closes_on),
            )
            for card in found
        ),
        empty=_("No round yet. When somebody is asked about a standard, it will stand here for all to see."),
    )
    drafts = engagement.developments(actor_of(request), limit=SHOWN)
    listed = development_tables.developments_table(drafts, "web:development")
    return work_page(request, "public/consultations.html", {}, tables=[listed, table])


def _reached(reached: int, wanted: int) -> Cell:
    return Cell(_("%(reached)s of %(wanted)s") % {"reached": reached, "wanted": wanted}, key=reached, raw=str(reached))


def consultation(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show one round to everybody: both documents, meetings, answered comments; take a comment while it is open."""
    card = engagement.consultation_for(actor_of(request), identifier)
    steps = []
    if card.takes_comments(clock.today()):
        choices = place_choices(actor_of(request), card)
        steps.append(
            Step(
                tag="engagement.consultation.comment",
                form=forms.CommentForm,
                fixed={"consultation": card.id},
                options={"choices": choices},
                done=_("Thank you. Your comment will stand here with its answer."),
            )
        )
    page = round_page(card)
    return work_page(request, "public/consultation.html", page, steps=steps, tables=round_tables(card))


def round_tables(card: ConsultationCard) -> list[Table]:
    """Return the tables of a round: what was said, and who was heard."""
    return [comments_table(card), development_tables.heard_table([(card.title, card.heard)])]


def place_choices(actor: Actor, card: ConsultationCard) -> dict[str, list[tuple[str, str]]]:
    """Return what a comment can be filed under: headings, and what stands in the draft that is asked about."""
    choices = {"heading": [(name, vocabulary.heading(name)) for name in card.headings]}
    if not card.development:
        return choices
    draft = engagement.development_for(actor, card.development)
    asked = next(version for version in draft.versions if version.number == card.version)
    said = statements_of(actor, card.development, card.version)
    return choices | {
        "requirement": [(name, f"{name} {said.get(name, '')}"[:CHOICE_MAX]) for name in asked.requirements],
        "subject": [(name, said.get(name, name)) for name in asked.subjects],
    }


def round_page(card: ConsultationCard) -> dict[str, Any]:
    """Return what every page of a round shows."""
    asker = party.organisation_cards([card.organisation]).get(card.organisation)
    draft = reverse("web:development", args=[card.development]) if card.development else ""
    version = _("version %(number)s") % {"number": card.version} if card.version else ""
    facts = [
        (_("Asked by"), words(asker.name if asker else card.organisation)),
        (_("About"), words(card.about, href=draft, note=version)),
        (_("Who leads it"), words(vocabulary.round_kind(card.kind))),
        (_("Who is asked"), words(vocabulary.audience(card.audience))),
        (_("How"), words(", ".join(vocabulary.method(way) for way in card.methods))),
        (_("Breadth: groups heard"), _reached(card.reached_groups, card.wanted_groups)),
        (_("Depth: people heard"), _reached(card.reached_people, card.wanted_people)),
        (_("Comments until"), day(card.closes_on)),
    ]
    moments = [
        Moment(
            on=event.held_on,
            said=_("%(place)s, %(way)s: %(groups)s, %(people)s. %(result)s")
            % {
                "place": event.place,
                "way": vocabulary.method(event.method),
                "groups": _groups(event.groups),
                "people": _people(event.people),
                "result": event.result,
            },
            kind="verified",
        )
        for event in card.events
    ]
    return {
        "round": card,
        "mark": case_mark(card.state),
        "facts": facts,
        "moments": moments,
        "against": [finding_text(found) for found in card.findings],
    }


def comments_table(card: ConsultationCard) -> Table:
    """List the comments of a round with their answers."""
    return Table(
        id="comments",
        caption=_("Comments and answers"),
        columns=(Column(_("Comment")), Column(_("About")), Column(_("Answer")), Column(_("What changed"))),
        rows=tuple(
            (
                words(development_tables.said_of(found), note=found.side),
                words(_about(found)),
                _answer(found),
                words(found.change or "–", note=_in_version(found)),
            )
            for found in card.comments
        ),
        empty=_("Comments stand here once they are answered."),
    )


def _about(found: CommentCard) -> str:
    heading = vocabulary.heading(found.heading) if found.heading else ""
    return ", ".join(filter(None, [found.requirement, found.subject, heading])) or "–"


def _answer(found: CommentCard) -> Cell:
    if not found.answered:
        return marked(Mark("missing", _("no answer yet")))
    return words(found.answer, note=vocabulary.response(found.response) if found.response else "")


def _in_version(found: CommentCard) -> str:
    return _("in version %(number)s") % {"number": found.changed_in} if found.changed_in else ""
