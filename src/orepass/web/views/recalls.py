"""Recalls: what is suspected, what it went into, who has it and whom to tell; and what those who were told answered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from orepass.custody.queries.announced import AnnouncedRecall, announced_recall, announced_recalls
from orepass.custody.queries.bookings import lot_names
from orepass.custody.queries.reaching import Asked
from orepass.custody.queries.recalled import RecallFound, recall_csv, recall_json
from orepass.custody.queries.recalls import may_recall, recall_for
from orepass.custody.rules.recall_steps import RecallOutcome
from orepass.kernel.refusal import Refusal
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Mark, Table, day, marked, words
from orepass.web.flows import short_name
from orepass.web.forms import custody as forms
from orepass.web.marks import due_mark
from orepass.web.recall_tables import (
    accounts_table,
    answers_table,
    holders_table,
    lots_table,
    parties_table,
    recalled_table,
    tell_table,
)
from orepass.web.roles import organisation_name
from orepass.web.views.lots import TRADES
from orepass.web.words import day_text, mass_text, refusal_text, way_out_text

RECALLERS = (*TRADES, Role.SCHEME_STAFF, Role.CERTIFIER)
FILES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@at_work(*RECALLERS)
def recalls_page(request: HttpRequest) -> HttpResponse:
    """Ask what a suspicion reaches, see it with its masses and holders, announce it, and see what was announced."""
    actor = actor_of(request)
    form = forms.RecallSearch(request.GET)
    asked = _asked(form)
    page: dict[str, Any] = {"search": form, "asked": bool(asked), "own": False}
    steps: list[Step] = []
    tables = [_announced(actor)]
    if asked:
        try:
            found = recall_for(actor, asked)
        except Refusal as refusal:
            page |= {"refused": refusal_text(refusal), "way_out": way_out_text(refusal)}
        else:
            if request.GET.get("as") in FILES:
                return _file(found, request.GET["as"])
            own = may_recall(actor, asked)
            page |= _found_words(request, found, own=own)
            tables += _found_tables(found, actor, own=own)
            steps = [_announce(asked)] if own and found.lots else []
    return work_page(request, "desk/recalls.html", page, steps=steps, tables=tables)


def _asked(form: forms.RecallSearch) -> Asked:
    """Read what is suspected; nothing when a field cannot be read, so that half a question is never answered."""
    if not form.is_valid():
        return Asked()
    given = form.cleaned_data
    return Asked(
        certificate=given["certificate"].strip(),
        site=given["site"].strip(),
        lot=given["lot"].strip(),
        member=given["member"].strip(),
        since=given["since"],
    )


def _announce(asked: Asked) -> Step:
    return Step(
        tag="custody.recall.announce",
        form=forms.AnnounceRecallForm,
        fixed={"suspected": asked},
        done=_("The recall is announced; whoever is registered has a notice."),
        next_href=lambda card: reverse("web:recall", args=[card.id]),
    )


def _file(found: RecallFound, kind: str) -> HttpResponse:
    content = recall_csv(found) if kind == "csv" else recall_json(found)
    answer = HttpResponse(content, content_type=FILES[kind])
    answer["Content-Disposition"] = f'attachment; filename="recall.{kind}"'
    return answer


def _found_words(request: HttpRequest, found: RecallFound, *, own: bool) -> dict[str, Any]:
    query = request.GET.copy()
    links = {}
    for kind in FILES:
        query["as"] = kind
        links[kind] = f"?{query.urlencode()}"
    return {
        "found": found,
        "own": own,
        "began": len(found.began),
        "made": len(found.affected),
        "suspect": mass_text(found.suspect_mg),
        "certified": mass_text(found.certified_mg),
        "links": links,
    }


def _found_tables(found: RecallFound, reader: Actor, *, own: bool) -> list[Table]:
    tables = [lots_table(found.lots, reader), holders_table(found.holders), accounts_table(found.accounts)]
    return [*tables, tell_table(found.tell)] if own else tables


def _announced(actor: Actor) -> Table:
    """List the recalls that were announced or that the reader was told of, the open ones first."""
    cards = [*announced_recalls(actor), *announced_recalls(actor, ended=True)]
    return Table(
        id="announced",
        caption=_("Recalls that were announced"),
        columns=(
            Column(_("Recall")),
            Column(_("By")),
            Column(_("Announced"), "day"),
            Column(_("State")),
            Column(_("Answer by"), "day"),
        ),
        rows=tuple(
            (
                words(Truncator(card.reason).chars(80), href=reverse("web:recall", args=[card.id]), note=card.id),
                words(organisation_name(card.organisation) or _("a steward")),
                day(card.announced_at.date()),
                marked(recall_mark(card, actor)),
                day(card.answer_by),
            )
            for card in cards
        ),
        empty=_("No recall was announced to you or by you."),
    )


def recall_mark(card: AnnouncedRecall, actor: Actor) -> Mark:
    """Mark where a recall stands for its reader: whoever was told and has not answered has something to do."""
    if card.state == "ended":
        return Mark("skipped", _("ended"))
    waiting = card.unanswered if card.own else tuple(one for one in card.unanswered if one == actor.organisation)
    if not waiting:
        return Mark("verified", _("everybody answered") if card.own else _("you answered"))
    due = due_mark(card.answer_by, clock.today())
    kind = due.kind if due and due.kind == "failed" else "due"
    return Mark(kind, _("%(count)s to answer") % {"count": len(waiting)} if card.own else _("you have to answer"))


@at_work(*RECALLERS)
def recall(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a recall: all of it to whoever announced it, to whoever was told its own lots and its answer."""
    actor = actor_of(request)
    card = announced_recall(actor, identifier)
    names = party.organisation_cards(one.party for one in card.parties)
    page = {
        "recall": card,
        "mark": recall_mark(card, actor),
        "by": organisation_name(card.organisation) or _("a steward"),
        "suspect": mass_text(card.suspect_mg),
        "certified": mass_text(card.certified_mg),
        "suspected": _suspected(card.asked) if card.own else [],
    }
    links = lot_names(lot.uri for lot in card.lots)
    tables = [recalled_table(card, links, actor), answers_table(card)]
    if card.own:
        tables.append(parties_table(card))
    steps = _steps(actor, card, {name: found.name for name, found in names.items()})
    return work_page(request, "desk/recall.html", page, steps=steps, tables=tables)


def _suspected(asked: Asked) -> list[tuple[str, str]]:
    since = day_text(asked.since) if asked.since else ""
    said = [
        (_("Certificate"), asked.certificate),
        (_("Site"), asked.site),
        (_("Member"), asked.member),
        (_("Lot"), short_name(asked.lot) if asked.lot else ""),
        (_("Delivered from"), since),
    ]
    return [(name, value) for name, value in said if value]


def _steps(actor: Actor, card: AnnouncedRecall, names: dict[str, str]) -> list[Step]:
    """Return what the reader may do: answer for itself, write down what others said, or end the recall."""
    if card.state == "ended":
        return []
    done = _("Done, and written to the record.")
    told = [one for one in card.parties if one.party == actor.organisation and one.registered]
    reached = [one for one in card.parties if card.own and not one.registered]
    steps = []
    if told or reached:
        choices = {"outcome": vocabulary.choices(RecallOutcome, vocabulary.recall_outcome)}
        speaking = [(one.party, names.get(one.party, short_name(one.party))) for one in (*told, *reached)]
        choices["party"] = speaking
        steps.append(
            Step(
                tag="custody.recall.answer",
                form=forms.AnswerRecallForm,
                fixed={"recall": card.id},
                options={"choices": choices},
                initial={"party": speaking[0][0]},
                done=done,
            )
        )
    if card.own:
        steps.append(Step(tag="custody.recall.end", form=forms.EndRecallForm, fixed={"recall": card.id}, done=done))
    return steps
