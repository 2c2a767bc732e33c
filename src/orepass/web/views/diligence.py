"""Diligence at a site: for those who look, what was seen, what an authority decided, and what needs an answer."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.assurance import queries as assurance
from orepass.diligence import queries as diligence
from orepass.diligence.rules.observation import QUESTIONS, Reading
from orepass.diligence.rules.site_risk import SiteRisk
from orepass.diligence.rules.status import Colour
from orepass.kernel.finding import Severity
from orepass.kernel.verdict import Answer, Unknown
from orepass.party import queries as party
from orepass.party.queries import SiteCard
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Mark, Table, day, marked, words
from orepass.web.forms import diligence as forms
from orepass.web.marks import verdict_mark
from orepass.web.views.register import status_moments
from orepass.web.words import country_text, finding_text, finding_way_out, translated

LOOKERS = (Role.AUDITOR, Role.CERTIFIER, Role.INSPECTOR, Role.SCHEME_STAFF, Role.STEWARD)
EVERYWHERE = frozenset({Role.SCHEME_STAFF, Role.STEWARD})
DEEPER = frozenset({Role.AUDITOR, Role.CERTIFIER, Role.SCHEME_STAFF, Role.STEWARD})
SHOWN = 500


@at_work(*LOOKERS)
def site(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a site to those who look after it: status, readings, flags, visits, and the steps open to them."""
    actor = actor_of(request)
    today = clock.today()
    card = party.site_card(identifier)
    inside = _is_inside(actor, card)
    if not card.public and not inside:
        actor.must_be_in(card.organisation, identifier)
    risk = diligence.site_risk(card.id, today, public_only=not inside)
    page = {
        "site": card,
        "risks_href": reverse("web:site-risks", args=[card.id]) if actor.roles & DEEPER else "",
        "country": country_text(card.country, card.country_text),
        "status": vocabulary.site_colour(str(risk.status.colour)),
        "status_basis": vocabulary.status_basis(str(risk.status.basis)),
        "delivers": verdict_mark(risk.may_deliver),
        "clear": verdict_mark(risk.clear),
        "signals": [
            (finding_text(found), finding_way_out(found)) for found in risk.findings if found.severity != Severity.NOTE
        ],
        "moments": status_moments(diligence.status_history(card.id, today, public_only=not inside), today),
    }
    tables = [_readings(risk), _visits(actor, card, inside=inside), _answers(card)]
    return work_page(request, "desk/site.html", page, steps=_steps(card, risk), tables=tables)


def _is_inside(actor: Actor, card: SiteCard) -> bool:
    """Say whether an actor sees everything of a site: its own people, the scheme, and the provider with its file."""
    if actor.is_in(card.organisation) or actor.roles & EVERYWHERE:
        return True
    return assurance.is_in_files(actor, card.id)


def _steps(card: SiteCard, risk: SiteRisk) -> list[Step]:
    fixed = {"site": card.id}
    flagged = [
        (each.question, translated(QUESTIONS[each.question].text)) for each in risk.readings if each.found.is_yes
    ]
    judged = [(str(Answer.YES), _("confirmed")), (str(Answer.NO), _("refuted, with the evidence below"))]
    steps = [
        Step(
            tag="diligence.visit.record",
            form=forms.VisitForm,
            fixed=fixed,
            done=_("The visit is on record; the answers count from its day."),
        ),
        Step(
            tag="diligence.status.record",
            form=forms.StatusForm,
            fixed=fixed,
            options={"choices": {"colour": vocabulary.choices(Colour, vocabulary.site_colour)}},
            done=_("The status is on record; when it ends is computed."),
        ),
    ]
    if flagged:
        steps.insert(
            0,
            Step(
                tag="diligence.flag.answer",
                form=forms.FlagForm,
                fixed=fixed,
                options={"choices": {"question": flagged, "confirmed": judged}},
                done=_("Your answer stands beside the flag, with your reasons."),
            ),
        )
    return steps


def reading_mark(reading: Reading) -> Mark:
    """Mark what is known about one question; the three kinds of unknown stay apart."""
    if reading.found.is_yes:
        return Mark("failed", _("signs of it"))
    if reading.found.is_no:
        return Mark("verified", _("looked for, not found"))
    return {
        Unknown.MISSING: Mark("missing", _("nobody looked")),
        Unknown.EXPIRED: Mark("expired", _("last look too long ago")),
    }.get(reading.found.unknown or Unknown.UNVERIFIABLE, Mark("undetermined", _("hearsay only")))


def _readings(risk: SiteRisk) -> Table:
    return Table(
        id="readings",
        caption=_("What is known of each question"),
        columns=(Column(_("Question")), Column(_("Known today")), Column(_("Seen on"), "day"), Column(_("Rests on"))),
        rows=tuple(
            (
                words(translated(QUESTIONS[each.question].text), note=QUESTIONS[each.question].risk),
                marked(reading_mark(each)),
                day(each.rests_on.observed_on if each.rests_on else None),
                words(each.rests_on.cited(each.question) if each.rests_on else "–"),
            )
            for each in risk.readings
        ),
        empty=_("No question is asked."),
    )


def _visits(actor: Actor, card: SiteCard, *, inside: bool) -> Table:
    found = diligence.visits_of(card.id, public_only=False) if inside else diligence.visits_for(actor, card.id)
    return Table(
        id="visits",
        caption=_("Visits on record"),
        columns=(Column(_("Day"), "day"), Column(_("By")), Column(_("On the spot")), Column(_("What was seen"))),
        rows=tuple(
            (
                day(visit.observed_on),
                words(visit.publisher or _("recorded here"), note=visit.project),
                words({Answer.YES: _("yes"), Answer.NO: _("no")}.get(visit.on_site, _("not known"))),
                words(visit.note or visit.status_text or "–"),
            )
            for visit in found
        ),
        empty=_("Nobody has put a visit on record. What nobody looked at is not clean, only not known."),
    )


def _answers(card: SiteCard) -> Table:
    return Table(
        id="answers",
        caption=_("Red flags that a person answered"),
        columns=(Column(_("Red flag")), Column(_("Answer")), Column(_("Day"), "day"), Column(_("Reasons"))),
        rows=tuple(
            (
                words(translated(QUESTIONS[each.question].text)),
                marked(Mark("failed", _("confirmed")) if each.confirmed else Mark("verified", _("refuted"))),
                day(each.answered_on),
                words(each.reasons),
            )
            for each in diligence.flag_answers(card.id)
        ),
        empty=_("No flag was answered yet. Each answer will stand here with its reasons."),
    )
