"""Balance accounts: what may still go out as certified, the curve over the zero line, and what expires when."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orepass.custody import queries as custody
from orepass.custody.queries import AccountCard, BalanceCard, CurvePoint
from orepass.custody.queries.bookings import lot_names
from orepass.custody.rules.accounts import period_ends
from orepass.kernel.period import add_months
from orepass.party import queries as party
from orepass.platform import clock
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Cell, Column, Mark, Table, day, marked, mass, words
from orepass.web.flows import short_name
from orepass.web.forms import custody as forms
from orepass.web.pictures.account import GONE, AccountCurve, Point, account_curve
from orepass.web.pictures.svg import Picture
from orepass.web.views.lots import TRADES
from orepass.web.words import day_text, finding_text, finding_way_out, kilograms_text, mass_text

AHEAD_MONTHS = 3


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
        columns=(
            Column(_("Account")),
            Column(_("Site")),
            Column(_("Balance today"), "number"),
            Column(_("State")),
            Column(_("Period ends"), "day"),
        ),
        rows=tuple(
            (
                words(
                    card.account.element,
                    href=reverse("web:account", args=[card.account.id]),
                    note=f"{vocabulary.custody_model(card.account.model)} · {card.account.id}",
                ),
                words(sites[card.account.site].name if card.account.site in sites else card.account.site),
                mass(card.balance_mg),
                marked(_account_mark(card)),
                day(_period_end(card.account, today)),
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


def _period_end(card: AccountCard, today: date) -> date:
    """Return the last day of the period that runs."""
    until = add_months(today, card.period_months)
    return next(end for end in period_ends(card.terms, opened_on=card.opened_on, until=until) if end > today)


@at_work(*TRADES)
def account(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show an account: its curve over the zero line, its entries, what expires, and what is wrong."""
    actor = actor_of(request)
    today = clock.today()
    card = custody.account_for(actor, identifier)
    standing = custody.balance(card.id, on=today)
    site = party.site_cards([card.site]).get(card.site)
    until = add_months(today, AHEAD_MONTHS)
    ahead = [point for point in custody.account_curve(card.id, on=until) if point.on > today]
    page = {
        "account": card,
        "site": site,
        "curve": _curve(standing, ahead, today),
        "balance": mass_text(standing.balance_mg),
        "mark": _account_mark(standing),
        "faults": [(finding_text(found), found.where, finding_way_out(found)) for found in standing.findings],
        "model": vocabulary.custody_model(card.model),
        "facts": _facts(card, today),
    }
    step = Step(
        tag="custody.account.withdraw",
        form=forms.WithdrawCreditForm,
        fixed={"account": card.id},
        done=_("Taken out; the curve shows it."),
    )
    tables = [_entries(standing), _expiring(ahead, until)]
    return work_page(request, "desk/account.html", page, steps=[step], tables=tables)


def _facts(card: AccountCard, today: date) -> list[tuple[str, Cell]]:
    life = (
        ngettext("%(count)s month", "%(count)s months", card.life_months) % {"count": card.life_months}
        if card.life_months
        else _("for ever")
    )
    percent = f"{card.overdraft_ppm / 10_000:g}\u202f%"
    return [
        (_("Rules"), words(card.pack)),
        (_("Open since"), day(card.opened_on)),
        (_("Period ends"), day(_period_end(card, today))),
        (_("A credit lives"), words(life)),
        (_("Overdraft allowed"), words(percent if card.overdraft_ppm else _("none"))),
        (_("Recovery in it"), words(f"{card.yield_ppm / 10_000:g}\u202f%")),
    ]


def _entries(standing: BalanceCard) -> Table:
    return Table(
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
                _lot(entry.lot, lots),
                words(entry.note or "–"),
            )
            for lots in [lot_names(entry.lot for entry in standing.entries)]
            for entry in standing.entries
        ),
        empty=_("No entries yet. Each credit and debit will make a step of the curve."),
    )


def _lot(uri: str, names: dict[str, str]) -> Cell:
    if not uri:
        return words("–")
    return words(short_name(uri), href=reverse("web:lot", args=[names[uri]]) if uri in names else "")


def _expiring(ahead: list[CurvePoint], until: date) -> Table:
    gone = [point for point in ahead if point.what in GONE]
    return Table(
        id="expiring",
        caption=_("What will be gone by %(day)s") % {"day": day_text(until)},
        columns=(
            Column(_("Day"), "day"),
            Column(_("What")),
            Column(_("Amount"), "number"),
            Column(_("Left then"), "number"),
        ),
        rows=tuple(
            (
                day(point.on),
                words(vocabulary.entry_kind(point.what)),
                Cell(kilograms_text(point.amount_mg), key=point.amount_mg, raw=str(point.amount_mg)),
                Cell(kilograms_text(point.balance_mg), key=point.balance_mg, raw=str(point.balance_mg)),
            )
            for point in gone
        ),
        empty=_("Nothing expires in the next three months. Credits that do will stand here, with their day."),
        source=_("if nothing else is booked"),
    )


def _curve(standing: BalanceCard, ahead: list[CurvePoint], today: date) -> Picture | None:
    card = standing.account
    lowest = min((point.balance_mg for point in standing.curve), default=0)
    left = mass_text(standing.balance_mg)
    title = (
        _("The account went below zero: %(mass)s were missing at the lowest") % {"mass": mass_text(-lowest)}
        if lowest < 0
        else _("The account never went below zero; %(mass)s may still go out as certified") % {"mass": left}
    )
    points = tuple(Point(point.on, point.balance_mg, point.what) for point in standing.curve)
    return account_curve(
        AccountCurve(
            title=title,
            source=_("Balance account %(account)s, %(day)s; dashed: if nothing else is booked")
            % {"account": card.id, "day": day_text(today)},
            points=points if standing.entries else (),
            ahead=tuple(Point(point.on, point.balance_mg, point.what) for point in ahead if point.what in GONE),
            period_ends=tuple(period_ends(card.terms, opened_on=card.opened_on, until=today)),
            until=today,
            table_href="#entries",
        )
    )
