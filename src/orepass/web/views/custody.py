"""Material: lots in one's hands, how a lot came to be, balance accounts with their curves, and sending events."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orepass.assurance import queries as assurance
from orepass.custody import queries as custody
from orepass.custody.queries import BalanceCard, EventCard, LotCard, OriginShare
from orepass.custody.rules.accounts import period_ends
from orepass.custody.rules.sheet import COLUMNS
from orepass.party import queries as party
from orepass.passport import queries as passports
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Cell, Column, Mark, Moment, Table, day, marked, mass, words
from orepass.web.flows import flow_of_lot, short_name
from orepass.web.forms import custody as forms
from orepass.web.pictures.account import AccountCurve, Point, account_curve
from orepass.web.views.settling import settling_steps
from orepass.web.words import (
    country_text,
    day_text,
    finding_text,
    finding_way_out,
    kilograms_text,
    mass_text,
    percent_text,
)

SHOWN = 400
TRADES = (Role.OPERATOR, Role.GROUP_MANAGER, Role.BUYER, Role.STEWARD)


@at_work(*TRADES)
def lots(request: HttpRequest) -> HttpResponse:
    """Show the lots of the organisation's events, the open questions, and the ways to send events."""
    actor = actor_of(request)
    page = {"sheet_columns": ", ".join(COLUMNS)}
    done = _("Taken into the journal.")
    sites = [(site.id, site.name) for site in party.sites_of(actor.organisation)]
    certificates = [(card.id, card.id) for card in assurance.certificates(client=actor.organisation).items]
    steps = [
        Step(tag="custody.events.upload", form=forms.UploadForm, done=done),
        Step(tag="custody.events.capture", form=forms.CaptureForm, done=done),
    ]
    if sites:
        options = {"sites": sites, "certificates": certificates}
        steps.insert(0, Step(tag="custody.delivery.record", form=forms.DeliveryForm, options=options, done=done))
    steps += settling_steps(actor, custody.questions(actor), [])
    return work_page(request, "desk/lots.html", page, steps=steps, tables=[_lots(actor), _questions(actor)])


def _lots(actor: Actor) -> Table:
    found = custody.lots(actor, limit=SHOWN).items
    return Table(
        id="lots",
        caption=_("Lots"),
        columns=(
            Column(_("Lot")),
            Column(_("Material")),
            Column(_("Certainty")),
            Column(_("Mass"), "number"),
            Column(_("Left"), "number"),
            Column(_("Last seen"), "day"),
        ),
        rows=tuple(
            (
                words(short_name(card.uri), href=reverse("web:lot", args=[card.id])),
                words(
                    vocabulary.material(card.material) or "–",
                    note=vocabulary.mineral(card.mineral) if card.mineral else "",
                ),
                marked(lot_mark(card)),
                _mass(card.mass_mg),
                _mass(card.remaining_mg),
                day(card.last_at.date() if card.last_at else None),
            )
            for card in found
        ),
        empty=_("The lots you make, send or receive will stand here, with their mass and how sure their origin is."),
    )


def _material(card: LotCard) -> Cell:
    return words(
        vocabulary.material(card.material) or "–", note=vocabulary.mineral(card.mineral) if card.mineral else ""
    )


def _mass(amount: int | None) -> Cell:
    return mass(amount) if amount is not None else words(_("not weighed"))


def lot_mark(card: LotCard) -> Mark:
    """Mark how sure the origin of a lot is."""
    if card.on_hold:
        return Mark("suspended", _("on hold: tag used twice"))
    if not card.known_origin:
        return Mark("missing", _("origin not known"))
    if card.certificate:
        return Mark("verified", _("certified at its origin"))
    return Mark("declared", _("declared"))


def _questions(actor: Actor) -> Table:
    return Table(
        id="questions",
        caption=_("Open questions about events"),
        columns=(
            Column(_("What was noticed")),
            Column(_("Where")),
            Column(_("State")),
            Column(_("Answer by"), "day"),
        ),
        rows=tuple(
            (
                words(found.message, note=found.code),
                words(found.where),
                words(vocabulary.settled(found.state), note=found.steps[-1].note if found.steps else ""),
                day(found.answer_by),
            )
            for found in custody.questions(actor)
        ),
        empty=_("Nothing is in question. What looks wrong in an event will stand here for a person to judge."),
    )


@at_work(*TRADES)
def lot(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a lot: what it is made of, how it came to be, and what happened to it."""
    actor = actor_of(request)
    card = custody.lot_for(actor, identifier)
    events = custody.events(actor, lot=card.uri, limit=SHOWN).items
    known = {event.event_id for event in events}
    parts = custody.composition(card.uri)
    passport = passports.passport_of_lot(card.uri)
    disputes = [found for found in custody.disputes(actor) if found.event in known]
    questions = custody.questions(actor, lot=card.uri)
    page = {
        "lot": card,
        "name": short_name(card.uri),
        "mark": lot_mark(card),
        "facts": _facts(card),
        "flow": flow_of_lot(card.uri, table_href="#composition"),
        "moments": _moments(events),
        "disputes": [(found, vocabulary.settled(found.state)) for found in disputes],
        "questions": [(found, vocabulary.settled(found.state)) for found in questions],
        "passport": passport,
    }
    open_events = [
        (event.event_id, f"{day_text(event.happened_at.date())} – {vocabulary.happening(event.happening)}")
        for event in events
        if not event.is_declaration
    ]
    done = _("Done, and written to the record.")
    steps = []
    if card.holder == actor.organisation and not passport:
        steps.append(
            Step(
                tag="passport.product.issue",
                form=forms.IssuePassportForm,
                fixed={"lot": card.uri},
                done=_("The passport is issued and goes on the public log."),
                next_href=lambda issued: reverse("web:passport", args=[issued.id]),
            )
        )
    if open_events:
        steps.append(
            Step(tag="custody.dispute.raise", form=forms.DisputeForm, options={"events": open_events}, done=done)
        )
    steps += settling_steps(actor, questions, disputes)
    return work_page(request, "desk/lot.html", page, steps=steps, tables=[composition_table(parts)])


def composition_table(parts: list[OriginShare]) -> Table:
    """List what a lot is made of, by origin."""
    sites = party.site_cards(part.site for part in parts if part.site)
    return Table(
        id="composition",
        caption=_("What it is made of"),
        columns=(
            Column(_("Origin")),
            Column(_("Mineral")),
            Column(_("Certainty")),
            Column(_("Share"), "number"),
            Column(_("Mass"), "number"),
        ),
        rows=tuple(
            (
                words(_origin(part, sites), note=part.certificate),
                words(vocabulary.mineral(part.mineral)),
                marked(class_mark(part.claim_class, certified=part.certified)),
                Cell(percent_text(part.share), key=part.share, raw=part.share_exact),
                _mass(part.mass_mg),
            )
            for part in parts
        ),
        empty=_("No event says what this is made of."),
    )


def _origin(part: OriginShare, sites: dict[str, Any]) -> str:
    known = sites.get(part.site)
    if known is None:
        return part.origin or _("origin not declared")
    return f"{known.name}, {country_text(known.country)}" if known.country else str(known.name)


def class_mark(claim_class: str, *, certified: bool) -> Mark:
    """Mark the class of certification of a part; unknown is not clean."""
    if certified:
        return Mark("verified", _("certified: %(standard)s") % {"standard": claim_class})
    kinds = {"uncertified": "declared", "unverified": "undetermined"}
    return Mark(kinds.get(claim_class, "missing"), vocabulary.claim_class(claim_class))


def _facts(card: LotCard) -> list[tuple[str, Cell]]:
    holder = party.organisation_cards([card.holder]).get(card.holder)
    place = party.site_cards([card.site]).get(card.site) if card.site else None
    content = f"{mass_text(card.content_mg)} {card.element}" if card.content_mg else "–"
    return [
        (
            _("Material"),
            words(
                vocabulary.material(card.material) or "–", note=vocabulary.mineral(card.mineral) if card.mineral else ""
            ),
        ),
        (_("Mass"), _mass(card.mass_mg)),
        (_("Left of it"), _mass(card.remaining_mg)),
        (_("Contained metal"), words(content, note=percent_text_of(card))),
        (_("Now at"), words(place.name if place else card.site_uri or "–")),
        (_("Held by"), words(holder.name if holder else card.holder or "–")),
        (_("Model"), words(vocabulary.custody_model(card.model))),
        (_("Identifier"), words(card.id, note=card.uri)),
    ]


def percent_text_of(card: LotCard) -> str:
    """Say grade and moisture, where they are known."""
    said = []
    if card.grade_pct is not None:
        said.append(_("grade %(value)s %%") % {"value": card.grade_pct})
    if card.moisture_pct is not None:
        said.append(_("moisture %(value)s %%") % {"value": card.moisture_pct})
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


@at_work(*TRADES)
def accounts(request: HttpRequest) -> HttpResponse:
    """Show the balance accounts of the organisation."""
    actor = actor_of(request)
    today = clock.today()
    found = [custody.balance(card.id, on=today) for card in custody.accounts(actor)]
    sites = party.site_cards(card.account.site for card in found)
    table = Table(
        id="accounts",
        caption=_("Balance accounts"),
        columns=(Column(_("Account")), Column(_("Site")), Column(_("Balance today"), "number"), Column(_("State"))),
        rows=tuple(
            (
                words(card.account.element, href=reverse("web:account", args=[card.account.id]), note=card.account.id),
                words(sites[card.account.site].name if card.account.site in sites else card.account.site),
                mass(card.balance_mg),
                marked(_account_mark(card)),
            )
            for card in found
        ),
        empty=_("No account yet. Mass balance needs one per element and site: what comes in certified may go out so."),
    )
    options = {"sites": [(site.id, site.name) for site in party.sites_of(actor.organisation)]}
    step = Step(
        tag="custody.account.open",
        form=forms.OpenAccountForm,
        options=options,
        done=_("The account is open."),
        next_href=lambda card: reverse("web:account", args=[card.id]),
    )
    return work_page(request, "desk/accounts.html", {}, steps=[step] if options["sites"] else [], tables=[table])


def _account_mark(card: BalanceCard) -> Mark:
    if card.findings:
        count = len(card.findings)
        return Mark("failed", ngettext("%(count)s fault", "%(count)s faults", count) % {"count": count})
    return Mark("verified", _("in order"))


@at_work(*TRADES)
def account(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show an account: its curve over the zero line, its entries, and what is wrong."""
    actor = actor_of(request)
    today = clock.today()
    card = custody.account_for(actor, identifier)
    standing = custody.balance(card.id, on=today)
    site = party.site_cards([card.site]).get(card.site)
    page = {
        "account": card,
        "site": site,
        "curve": _curve(standing, today),
        "balance": mass_text(standing.balance_mg),
        "mark": _account_mark(standing),
        "faults": [(finding_text(found), found.where, finding_way_out(found)) for found in standing.findings],
        "model": vocabulary.custody_model(card.model),
    }
    table = Table(
        id="entries",
        caption=_("Entries"),
        columns=(
            Column(_("Day"), "day"),
            Column(_("What")),
            Column(_("Amount"), "number"),
            Column(_("Lot")),
            Column(_("Remark")),
        ),
        rows=tuple(
            (
                day(entry.on),
                words(vocabulary.entry_kind(entry.kind)),
                Cell(kilograms_text(entry.amount_mg), key=entry.amount_mg, raw=str(entry.amount_mg)),
                words(short_name(entry.lot) if entry.lot else "–"),
                words(entry.note or "–"),
            )
            for entry in standing.entries
        ),
        empty=_("No entries yet. Each credit and debit will make a step of the curve."),
    )
    step = Step(
        tag="custody.account.withdraw",
        form=forms.WithdrawCreditForm,
        fixed={"account": card.id},
        done=_("Taken out; the curve shows it."),
    )
    return work_page(request, "desk/account.html", page, steps=[step], tables=[table])


def _curve(standing: BalanceCard, today: date) -> Any:  # noqa: ANN401 - a picture or nothing
    card = standing.account
    lowest = min((point.balance_mg for point in standing.curve), default=0)
    left = mass_text(standing.balance_mg)
    title = (
        _("The account went below zero: %(mass)s were missing at the lowest") % {"mass": mass_text(-lowest)}
        if lowest < 0
        else _("The account never went below zero; %(mass)s may still go out as certified") % {"mass": left}
    )
    return account_curve(
        AccountCurve(
            title=title,
            source=_("Balance account %(account)s, %(day)s") % {"account": card.id, "day": day_text(today)},
            points=tuple(Point(point.on, point.balance_mg) for point in standing.curve),
            period_ends=tuple(period_ends(card.terms, opened_on=card.opened_on, until=today)),
            until=today,
            table_href="#entries",
        )
    )
