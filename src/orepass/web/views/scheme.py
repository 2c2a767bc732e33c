"""Scheme staff: packs with their cases run, editions published, and the holders of certificates."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orepass.assurance import queries as assurance
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Role
from orepass.scheme import queries as scheme
from orepass.scheme.rules.cards import pack_card
from orepass.scheme.rules.cases import CaseResult, run_all
from orepass.scheme.rules.model import Pack
from orepass.web import vocabulary
from orepass.web.act import ActionForm, Step, work_page
from orepass.web.acting import at_work
from orepass.web.components import Column, Mark, Table, day, marked, number, words
from orepass.web.views import desk
from orepass.web.words import finding_text, language

KEPT_SECONDS = 3600
SHOWN = 1000
STAFF = (Role.SCHEME_STAFF, Role.STEWARD)


class PublishForm(ActionForm):
    """Publish an edition; its cases run first."""

    verb = gettext_lazy("Publish this edition")


@at_work(*STAFF)
def packs(request: HttpRequest) -> HttpResponse:
    """Show the packs found, and which editions are published."""
    published = {card.ref: card for card in scheme.editions()}
    cards = [pack_card(found, language()) for found in scheme.usable_packs()]
    table = Table(
        id="packs",
        caption=_("Packs"),
        columns=(
            Column(_("Edition")),
            Column(_("Title")),
            Column(_("Status")),
            Column(_("Requirements"), "number"),
            Column(_("Cases"), "number"),
            Column(_("Published"), "day"),
        ),
        rows=tuple(
            (
                words(card.ref, href=reverse("web:cases", args=[card.ref])),
                words(card.title),
                words(vocabulary.edition_status(card.status)),
                number(card.requirements),
                number(card.cases),
                day(published[card.ref].published_at.date() if card.ref in published else None),
            )
            for card in cards
        ),
        empty=_("No pack is found. A pack is a folder of YAML under standards/."),
    )
    return work_page(request, "desk/packs.html", {}, tables=[table])


@at_work(*STAFF)
def cases(request: HttpRequest, ref: str) -> HttpResponse:
    """Run the worked cases of a pack and show what came out."""
    pack = scheme.pack(ref)
    results = _results(pack)
    table = Table(
        id="cases",
        caption=_("Worked cases, run just now"),
        columns=(Column(_("Case")), Column(_("Title")), Column(_("Result")), Column(_("Scenarios"))),
        rows=tuple(
            (
                words(result.case),
                words(result.title, note="; ".join(finding_text(found) for found in result.findings)),
                marked(_state(str(result.state))),
                words(", ".join(result.scenarios) or "–"),
            )
            for result in results
        ),
        empty=_("This pack has no worked case. A case gives answers and says which outcome is expected."),
    )
    page = {
        "pack": pack_card(pack, language()),
        "passed": sum(str(result.state) == "passed" for result in results),
        "all": len(results),
        "others": [card for card in scheme.packs() if card.scheme == pack.scheme and card.ref != pack.ref],
    }
    known = {card.ref for card in scheme.editions()}
    step = Step(
        tag="scheme.edition.publish",
        form=PublishForm,
        fixed={"pack": ref},
        done=_("Published; it goes on the public log."),
    )
    return work_page(request, "desk/cases.html", page, steps=[] if pack.ref in known else [step], tables=[table])


def _results(pack: Pack) -> list[CaseResult]:
    key = f"cases:{pack.digest}"
    found: list[CaseResult] | None = cache.get(key)
    if found is None:
        found = run_all(pack.cases, pack)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _state(state: str) -> Mark:
    return {
        "passed": Mark("verified", _("passed")),
        "failed": Mark("failed", _("failed")),
        "waiting": Mark("due", _("waiting for something not built yet")),
    }.get(state, Mark("none", state))


@at_work(*STAFF)
def holders(request: HttpRequest) -> HttpResponse:
    """Show who holds a certificate, and who is a candidate."""
    today = clock.today()
    found = list(assurance.certificates(limit=SHOWN).items)
    waiting = assurance.candidates(today)
    names = party.organisation_cards(card.client for card in waiting)
    candidates = Table(
        id="candidates",
        caption=_("Candidates"),
        columns=(Column(_("Client")), Column(_("Standard")), Column(_("Candidate until"), "day")),
        rows=tuple(
            (
                words(names[card.client].name if card.client in names else card.client),
                words(card.standard),
                day(card.candidate.valid_to if card.candidate else None),
            )
            for card in waiting
        ),
        empty=_("Nobody is a candidate today. A client is one from the agreement on, for a year at most."),
    )
    tables = [desk.holders(found, today, "web:certificate"), candidates]
    return work_page(request, "desk/holders.html", {}, tables=tables)
