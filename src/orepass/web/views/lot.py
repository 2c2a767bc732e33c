"""One lot: what it is made of, what may be said of it, the way it went, and what is open about it."""

from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from orepass.assurance.queries import certificates_named
from orepass.custody import queries as custody
from orepass.custody.queries import EventCard, HoldCard, LotCard, OriginShare
from orepass.custody.queries.announced import AnnouncedRecall, announced_recall, open_recalls_on
from orepass.custody.queries.bookings import bookings_of
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.hands import in_hands
from orepass.custody.queries.journey import delivery_days, legs_of, lots_in
from orepass.custody.queries.once import asked_once
from orepass.custody.queries.product_words import words_on
from orepass.custody.rules.claims.available import LEFT_NOTHING
from orepass.kernel.refusal import NotFound
from orepass.party import queries as party
from orepass.party.queries import SiteCard
from orepass.passport import queries as passports
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.claiming import claim_view
from orepass.web.components import Cell, Moment, Task, words
from orepass.web.flows import flow_of_lot, short_name
from orepass.web.forms import custody as forms
from orepass.web.kept_findings import said_of
from orepass.web.lot_tables import bookings_table, composition_table, words_table
from orepass.web.marks import certificate_mark, due_mark, lot_mark, since_when
from orepass.web.pictures.route import looks, route_map
from orepass.web.pictures.world import standalone
from orepass.web.roles import organisation_name
from orepass.web.routes import Route, route_of, route_remarks, route_table, route_title
from orepass.web.views.lots import TRADES, inside_text, mass_or_not
from orepass.web.views.settling import settling_steps
from orepass.web.words import day_text, mass_text, number_text, percent_text

SHOWN = 400
ROUTE_KEPT_SECONDS = 300


class _Lot:
    """A lot with everything that several parts of its page need, each asked for once."""

    def __init__(self, actor: Actor, identifier: str) -> None:
        self.actor, self.today = actor, clock.today()
        self.card = custody.lot_for(actor, identifier)
        self.flow = custody.lot_flow(self.card.uri)
        self.lots = lots_in(self.flow)
        self.legs = legs_of(self.lots)
        self.parts = custody.composition(self.card.uri)
        self.certificates = certificates_named(part.certificate for part in self.parts if part.certificate)
        named = {name for leg in self.legs for name in (leg.source, leg.target)} | {self.card.site}
        self.sites: dict[str, SiteCard] = party.site_cards(named | {part.site for part in self.parts} - {""})

    @property
    def route(self) -> Route:
        """Lay out its route, each origin with the certainty that it has today."""
        certainties = {part.site: self._certainty(part) for part in reversed(self.parts) if part.site}
        return route_of(self.actor, self.legs, self.card.site, self.sites, certainties)

    def _certainty(self, part: OriginShare) -> str:
        card = self.certificates.get(part.certificate)
        if card is None:
            return "declared"
        return "verified" if card.right(self.today).is_yes else "expired"


@at_work(*TRADES)
def lot(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a lot: what it is made of, how it came to be, and what happened to it."""
    actor = actor_of(request)
    with asked_once():
        found = _Lot(actor, identifier)
        card = found.card
        mine = in_hands(card.uri, actor.organisation) if actor.organisation else None
        claim = claims_for(card.uri, holder=mine.holder if mine else card.holder)
        days = delivery_days(found.lots)
    events = custody.events(actor, lot=card.uri, limit=SHOWN).items
    known = {event.event_id for event in events}
    issued = passports.passports_of_lot(card.uri)
    passport = issued.get(actor.organisation) or next(iter(issued.values()), "")
    disputes = [each for each in custody.disputes(actor) if each.event in known]
    questions = custody.questions(actor, lot=card.uri)
    asked = list(zip(questions, said_of(questions), strict=True))
    holds = custody.holds(actor, lot=card.uri)
    route = found.route
    page = {
        "claim": claim_view(claim, found.parts),
        "lot": card,
        "name": short_name(card.uri),
        "mark": lot_mark(card),
        "facts": _facts(card, gone=claim.stopped in LEFT_NOTHING),
        "flow": flow_of_lot(found.flow, found.parts, mass_mg=card.mass_mg, table_href="#composition"),
        "troubles": _troubles(found),
        "moments": _moments(events),
        "recalls": _recalls(actor, card),
        "holds": [(hold, organisation_name(hold.organisation)) for hold in holds],
        "waiting": [_waiting(each, said, found.today) for each, said in asked if each.state == "open"],
        "disputes": [(each, vocabulary.settled(each.state)) for each in disputes],
        "questions": [(each, vocabulary.settled(each.state), said) for each, said in asked],
        "passport": passport,
        "route": _route_words(route, card, found.today),
    }
    # Whoever sends a form of before the lot was stopped is told why it is refused.
    issues = mine is not None and actor.organisation not in issued
    may_issue = issues and (not claim.stopped or request.method == "POST")
    steps = _steps(actor, card, events, holds, may_issue=may_issue) + settling_steps(actor, questions, disputes)
    tables = [
        composition_table(
            found.parts,
            days=days,
            certificates=found.certificates,
            sites=found.sites,
            today=found.today,
        ),
        route_table(route, found.sites),
        bookings_table(bookings_of(actor, card.uri)),
        words_table(words_on(actor, card.uri)),
    ]
    return work_page(request, "desk/lot.html", page, steps=steps, tables=tables)


@at_work(*TRADES)
@cache_control(private=True, max_age=ROUTE_KEPT_SECONDS)
def lot_route(request: HttpRequest, identifier: str, look: str) -> HttpResponse:
    """Answer with the map of a lot's route as a picture, for those who may see the lot."""
    if look not in looks():
        raise NotFound(what=look)
    with asked_once():
        route = _Lot(actor_of(request), identifier).route
    if not route.stops:
        raise NotFound(what=identifier[:60])
    drawn = route_map(route.stops, route.ways, label=route_title(route), look=look)
    return HttpResponse(standalone(drawn), content_type="image/svg+xml")


def _route_words(route: Route, card: LotCard, today: date) -> dict[str, Any] | None:
    if not route.stops:
        return None
    return {
        "title": route_title(route),
        "remarks": route_remarks(route),
        "pictures": {look.replace("-", "_"): reverse("web:lot-route", args=[card.id, look]) for look in looks()},
        "source": _("Events of the chain, %(day)s; outlines by Natural Earth") % {"day": day_text(today)},
        "table_href": "#route",
    }


def _troubles(found: _Lot) -> list[dict[str, Any]]:
    """Say which certificates under a part of the lot do not stand today, since when, and how much rests on them."""
    told = []
    for card in found.certificates.values():
        mark = certificate_mark(card.status(found.today))
        if mark.kind != "active":
            share = sum((part.share for part in found.parts if part.certificate == card.id), Fraction(0))
            rests = _("%(share)s of this lot rests on it") % {"share": percent_text(share)}
            told.append({"card": card, "mark": mark, "said": f"{since_when(card, found.today)}; {rests}"})
    return told


def _recalls(actor: Actor, card: LotCard) -> list[AnnouncedRecall]:
    """Return the open recalls that reach the lot, of those that the reader announced or was told of."""
    found = []
    for recall in open_recalls_on([card.uri]).get(card.uri, ()):
        with suppress(NotFound):
            found.append(announced_recall(actor, recall))
    return found


def _waiting(card: Any, said: str, today: date) -> Task:  # noqa: ANN401 - a question or a dispute
    by = organisation_name(card.asked) or _("whoever sent the event")
    return Task(
        what=said,
        href="#what-is-open",
        due_on=card.answer_by,
        note=_("%(who)s has to answer") % {"who": by},
        mark=due_mark(card.answer_by, today),
    )


def _steps(
    actor: Actor, card: LotCard, events: tuple[EventCard, ...], holds: list[HoldCard], *, may_issue: bool
) -> list[Step]:
    """Return what the reader may do with the lot now."""
    done = _("Done, and written to the record.")
    steps = []
    if may_issue:
        steps.append(
            Step(
                tag="passport.product.issue",
                form=forms.IssuePassportForm,
                fixed={"lot": card.uri},
                done=_("The passport is issued and goes on the public log."),
                next_href=lambda issued: reverse("web:passport", args=[issued.id]),
            )
        )
    if card.holder == actor.organisation:
        kept = _("The words are kept with the day, and written to the record.")
        steps.append(Step(tag="custody.words.keep", form=forms.WordsForm, fixed={"lot": card.uri}, done=kept))
    open_events = [
        (event.event_id, f"{day_text(event.happened_at.date())} – {vocabulary.happening(event.happening)}")
        for event in events
        if not event.is_declaration
    ]
    if open_events:
        options = {"events": open_events}
        steps.append(Step(tag="custody.dispute.raise", form=forms.DisputeForm, options=options, done=done))
    if not any(hold.organisation == actor.organisation for hold in holds):
        fixed = {"lots": [card.uri]}
        steps.append(Step(tag="custody.lot.hold", form=forms.HoldForm, fixed=fixed, done=done))
    mine = [hold for hold in holds if hold.organisation == actor.organisation or Role.STEWARD in actor.roles]
    if mine:
        offered = {"hold": [(hold.id, f"{hold.id}: {hold.reason[:80]}") for hold in mine]}
        fixed = {"lots": [card.uri]}
        steps.append(
            Step(
                tag="custody.lot.release",
                form=forms.ReleaseForm,
                options={"choices": offered},
                fixed=fixed,
                done=done,
            )
        )
    return steps


def _contained(card: LotCard) -> str:
    """Say what was assayed, or else how much there can be of what the lot is told in."""
    counts = card.at_most.get(card.element)
    if card.content_mg and counts is not None and counts < card.content_mg:
        return _("%(mass)s %(element)s by assay; %(counts)s counts, for no more went in") % {
            "mass": mass_text(card.content_mg),
            "element": card.element,
            "counts": mass_text(counts),
        }
    if card.content_mg:
        return f"{mass_text(card.content_mg)} {card.element}"
    if counts is not None:
        return _("at most %(mass)s %(element)s; nobody assayed it") % {
            "mass": mass_text(counts),
            "element": card.element,
        }
    return "–"


def _facts(card: LotCard, *, gone: bool) -> list[tuple[str, Cell]]:
    holder = party.organisation_cards([card.holder]).get(card.holder)
    place = party.site_cards([card.site]).get(card.site) if card.site else None
    return [
        (
            _("Material"),
            words(
                vocabulary.material(card.material) or "–", note=vocabulary.mineral(card.mineral) if card.mineral else ""
            ),
        ),
        (_("Mass"), mass_or_not(card.mass_mg)),
        (_("Left of it"), mass_or_not(card.remaining_mg)),
        (_("Contained metal"), words(_contained(card), note=_assay(card))),
        (_("Last at") if gone else _("Now at"), words(place.name if place else card.site_uri or "–")),
        (_("Last held by") if gone else _("Held by"), words(holder.name if holder else card.holder or "–")),
        (_("Model"), words(vocabulary.custody_model(card.model))),
        *([(_("Packed into it"), words(inside_text(card)))] if card.contents else []),
        (_("Identifier"), words(card.id, note=card.uri)),
    ]


def _assay(card: LotCard) -> str:
    """Say grade and moisture, where they are known."""
    said = []
    if card.grade_pct is not None:
        said.append(_("grade %(value)s %%") % {"value": number_text(card.grade_pct)})
    if card.moisture_pct is not None:
        said.append(_("moisture %(value)s %%") % {"value": number_text(card.moisture_pct)})
    return ", ".join(said)


def _moments(events: tuple[EventCard, ...]) -> list[Moment]:
    places = party.site_cards(event.site for event in events if event.site)
    names = party.organisation_cards(event.organisation for event in events)
    moments = []
    for event in events:
        place = places.get(event.site)
        kind = "failed" if event.taken_back else "undetermined" if event.disputed else "none"
        flags = [_("disputed")] if event.disputed else []
        flags += [_("taken back")] if event.taken_back else []
        said = ", ".join([vocabulary.happening(event.happening), *([place.name] if place else []), *flags])
        by = names[event.organisation].name if event.organisation in names else ""
        moments.append(Moment(on=event.happened_at.date(), said=said, kind=kind, by=by))
    return sorted(moments, key=lambda moment: moment.on)
