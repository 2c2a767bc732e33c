"""Scheme staff: what an edition would do to those who hold a certificate under the one before, and its announcement."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.assurance.queries.impact import impact_for
from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.scheme import queries as scheme
from orepass.scheme.rules.cards import pack_card
from orepass.scheme.rules.comparing.impact import Affected, Effect, Impact, Standing
from orepass.scheme.rules.editions.choosing import meant
from orepass.scheme.rules.model import Pack
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Cell, Column, Mark, Table, day, marked, number, words
from orepass.web.forms.editions import AnnounceForm, ChangesForm
from orepass.web.marks import outcome_mark
from orepass.web.views.editions import KIND_MARKS, announced_about, edition_choices, editions_of
from orepass.web.views.scheme import STAFF
from orepass.web.vocabulary import editions as said
from orepass.web.words import day_text, finding_text, in_language, number_text

EFFECT_MARKS: Final = {
    Effect.STAYS: "verified",
    Effect.RISES: "verified",
    Effect.DROPS: "due",
    Effect.FALLS_OUT: "failed",
    Effect.OPEN: "undetermined",
    Effect.ENDS: "missing",
}
REASONS_SHOWN: Final = 3


@at_work(*STAFF)
def impact(request: HttpRequest, ref: str) -> HttpResponse:
    """Show staff of a scheme what an edition would do to those who hold a certificate under the one before."""
    later = scheme.pack(ref)
    cards = [card for card in editions_of(later.scheme) if card.ref != later.ref]
    if not cards:
        raise NotFound(what=ref[:80])
    asked = request.GET.get("from", "") or later.supersedes or ""
    earlier = next((card for card in cards if card.edition == asked), meant(cards, clock.today()) or cards[-1])
    found = impact_for(actor_of(request), old=scheme.pack(earlier.ref), new=later, on=clock.today())
    page = {
        "pack": pack_card(later),
        "old": earlier,
        "found": found,
        "form": ChangesForm(
            initial={"from": earlier.edition, "to": later.edition}, editions=edition_choices([*cards, pack_card(later)])
        ),
        "sure": _counts(found.effects),
        "expected": _counts(found.expected),
        "hours": number_text(found.hours),
        "last_day": day_text(found.ends_before),
        "announced": announced_about(later),
        "changes_href": reverse("web:edition-changes", args=[later.scheme])
        + f"?from={earlier.edition}&to={later.edition}",
    }
    tables = [_holder_table(found, small=True), _holder_table(found, small=False), _duty_table(found)]
    return work_page(request, "desk/edition_impact.html", page, steps=_steps(later), tables=tables)


def _steps(later: Pack) -> list[Step]:
    """Offer the announcement of an edition that was not announced, where a published one could be replaced."""
    published = [card for card in scheme.editions(later.scheme) if card.edition != later.edition]
    if not published or any(card.edition == later.edition for card in scheme.announcements(later.scheme)):
        return []
    needed = later.complete_in or later.languages[:1]
    step = Step(
        tag="scheme.edition.announce",
        form=AnnounceForm,
        fixed={"pack": later.ref},
        options={
            "editions": [(card.ref, card.ref) for card in reversed(published)],
            "languages": {language: language in needed for language in later.languages},
        },
        done=_("Announced; holders of the earlier edition are told."),
    )
    return [step]


def _counts(effects: dict[str, int]) -> list[tuple[Mark, str]]:
    found = ((Effect(effect), count) for effect, count in effects.items())
    return [(Mark(EFFECT_MARKS[effect], said.effect(effect)), number_text(count)) for effect, count in found if count]


def _holder_table(found: Impact, *, small: bool) -> Table:
    """List the small producers that would fall out or depend on open answers, or all holders."""
    hard = {Effect.FALLS_OUT, Effect.OPEN, Effect.ENDS}
    rows = [one for one in found.holders if not small or (one.is_small and one.effect in hard)]
    return Table(
        id="small" if small else "holders",
        caption=_("Small producers that would fall out, or whose outcome is open") if small else _("All holders"),
        columns=(
            Column(_("Holder")),
            Column(_("Today")),
            Column(_("Under the later edition")),
            Column(_("If reworded answers hold")),
            Column(_("Duties"), "number"),
            Column(_("Hours, estimated"), "number"),
        ),
        rows=tuple(_holder_row(one) for one in rows),
        empty=_("No small producer would fall out, and none depends on an open answer.")
        if small
        else _("Nobody holds a certificate or is a candidate under the earlier edition here."),
        source=_("Answers on file, read under both editions on %(day)s.") % {"day": day_text(found.on)},
    )


def _holder_row(one: Affected) -> tuple[Cell, ...]:
    why = "; ".join(finding_text(reason) for reason in one.reasons[:REASONS_SHOWN])
    about = f"{one.standard} · {vocabulary.size(one.size) if one.size else _('size not known')}"
    name = one.name or _("not yours to see")
    today = outcome_mark(one.before.outcome)
    return (
        words(name, note=f"{about} · {said.standing(one.standing)}"),
        Cell(text=today.word, mark=today.kind, note=_level(one.before)),
        Cell(text=said.effect(one.effect), mark=EFFECT_MARKS[one.effect], note=why or _level(one.after)),
        marked(Mark(EFFECT_MARKS[one.expected], said.effect(one.expected))),
        number(len(one.duties)),
        words("–") if one.hours is None else words(number_text(one.hours)),
    )


def _level(standing: Standing | None) -> str:
    return vocabulary.level(standing.level) if standing else ""


def _duty_table(found: Impact) -> Table:
    """List the new duties, how many holders each reaches, and when it first falls due."""
    duties: dict[str, list[Any]] = {}
    for duty in (duty for one in found.holders for duty in one.duties):
        duties.setdefault(duty.requirement, []).append(duty)
    return Table(
        id="duties",
        caption=_("New and stricter duties"),
        columns=(
            Column(_("Requirement")),
            Column(_("What became of it")),
            Column(_("Holders"), "number"),
            Column(_("Nobody asked yet"), "number"),
            Column(_("First due"), "day"),
        ),
        rows=tuple(
            (
                words(in_language(listed[0].statement), note=name),
                marked(Mark(KIND_MARKS[listed[0].kind], said.change_kind(listed[0].kind))),
                number(len(listed)),
                number(sum(not duty.answered for duty in listed)),
                day(min((duty.due_on for duty in listed if duty.due_on), default=None)),
            )
            for name, listed in sorted(duties.items())
        ),
        empty=_("No holder gets a new or stricter duty."),
    )
