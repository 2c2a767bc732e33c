"""Balance accounts: what may still go out as certified, the curve over the zero line, what expires, closed periods."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orepass.custody import queries as custody
from orepass.custody.queries import AccountCard, BalanceCard
from orepass.custody.queries.closing import (
    Reconciliation,
    check_statement,
    closing_for,
    closings,
    next_reconciliation,
    reconciliations,
    statement_token,
)
from orepass.custody.queries.outlook import outlook
from orepass.custody.rules.accounts import PERCENTAGES, Method, Unit
from orepass.custody.rules.allocation import Basis
from orepass.kernel.period import add_months
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.web import vocabulary
from orepass.web.account_parts import (
    account_facts,
    closing_mark,
    closings_table,
    curve_of,
    due_of,
    entries_table,
    expiring_table,
    months_table,
    percentages_of,
    statement_checks,
    statement_lines,
)
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Mark, Table, marked, mass, words
from orepass.web.forms import custody as forms
from orepass.web.forms.shared_out import ShareOutForm
from orepass.web.kept_findings import said_of
from orepass.web.views.lots import TRADES
from orepass.web.words import finding_text, finding_way_out, mass_text

AHEAD_MONTHS = 3


@at_work(*TRADES)
def accounts(request: HttpRequest) -> HttpResponse:
    """Show the balance accounts of the organisation."""
    actor = actor_of(request)
    today = clock.today()
    found = [custody.balance(card.id, on=today) for card in custody.accounts(actor)]
    sites = party.site_cards(card.account.site for card in found)
    due = {each.account: each for each in reconciliations(actor, today)}
    table = Table(
        id="accounts",
        caption=_("Balance accounts"),
        columns=(
            Column(_("Account")),
            Column(_("Site")),
            Column(_("Balance today"), "number"),
            Column(_("State")),
            Column(_("To be reconciled")),
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
                marked(due_of(due[card.account.id])),
            )
            for card in found
        ),
        empty=_("No account yet. Mass balance needs one per element and site: what comes in certified may go out so."),
    )
    places = [(site.id, site.name) for site in party.sites_of(actor.organisation)]
    methods = [(str(method), vocabulary.account_method(method)) for method in Method]
    step = Step(
        tag="custody.account.open",
        form=forms.OpenAccountForm,
        options={"choices": {"site": places, "method": methods}},
        done=_("The account is open."),
        next_href=lambda card: reverse("web:account", args=[card.id]),
    )
    return work_page(request, "desk/accounts.html", {}, steps=[step] if places else [], tables=[table])


def _account_mark(card: BalanceCard) -> Mark:
    if card.findings:
        count = len(card.findings)
        return Mark("failed", ngettext("%(count)s fault", "%(count)s faults", count) % {"count": count})
    return Mark("verified", _("in order"))


@at_work(*TRADES)
def account(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show an account: its curve over the zero line, its entries, what expires, its periods, and what is wrong."""
    actor = actor_of(request)
    today = clock.today()
    card = custody.account_for(actor, identifier)
    standing = custody.balance(card.id, on=today)
    view = outlook(card.id, on=today)
    next_one = next_reconciliation(card.id, today)
    until = add_months(today, AHEAD_MONTHS)
    ahead = [point for point in custody.account_curve(card.id, on=until) if point.on > today]
    page = {
        "account": card,
        "site": party.site_cards([card.site]).get(card.site),
        "curve": curve_of(standing, ahead, view, next_one.due_on, today),
        "percentages": percentages_of(standing, view, today),
        "by_percentages": bool(view.months),
        "balance": mass_text(standing.balance_mg),
        "mark": _account_mark(standing),
        "due": due_of(next_one),
        "faults": [(finding_text(found), found.where, finding_way_out(found)) for found in standing.findings],
        "model": vocabulary.custody_model(card.model),
        "facts": account_facts(card, next_one),
    }
    tables = [entries_table(standing), expiring_table(ahead, until), closings_table(closings(actor, card.id))]
    if view.months:
        tables.append(months_table(view))
    steps = _steps(actor, card, next_one)
    return work_page(request, "desk/account.html", page, steps=steps, tables=tables)


def _steps(actor: Actor, card: AccountCard, next_one: Reconciliation) -> list[Step]:
    """Return what the account's own people may do with it now; a period is closed once its last day is over."""
    by_percentages = Method(card.method) in PERCENTAGES
    steps = [
        Step(
            tag="custody.account.withdraw",
            form=forms.WithdrawShareForm if by_percentages else forms.WithdrawCreditForm,
            fixed={"account": card.id},
            done=_("Taken out; the curve shows it."),
        )
    ]
    if card.terms.takes_cause:
        steps.append(
            Step(
                tag="custody.overdraft.declare",
                form=forms.DeclareCauseForm,
                fixed={"account": card.id},
                done=_("The cause stands in the account; the scheme's limit holds all the same."),
            )
        )
    if next_one.state != "running":
        steps.insert(
            0,
            Step(
                tag="custody.period.close",
                form=forms.ClosePeriodForm if card.terms.takes_cause else forms.CloseStrictPeriodForm,
                fixed={"account": card.id, "period_end": next_one.last_day},
                done=_("The period is closed and its statement signed."),
                next_href=lambda closed: reverse("web:statement", args=[closed.id]),
            ),
        )
    others = [other for other in custody.accounts(actor, element=card.element) if other.id != card.id]
    if others:
        sites = party.site_cards(other.site for other in others)
        offered = {"to": [(other.id, f"{sites[other.site].name}, {other.id}") for other in others]}
        steps.append(
            Step(
                tag="custody.account.transfer",
                form=forms.TransferCreditForm,
                fixed={"account": card.id},
                options={"choices": offered},
                done=_("The credit is moved; both accounts show it."),
            )
        )
    return steps + _sharing_out(actor, card)


def _sharing_out(actor: Actor, card: AccountCard) -> list[Step]:
    """Offer to share credit out among products made here; of contained metal every metal has its own credit."""
    beside = [other for other in custody.accounts(actor, site=card.site) if other.id != card.id]
    if not beside or Unit(card.unit) is Unit.CONTAINED:
        return []
    bases = [(str(basis), vocabulary.allocation_basis(basis)) for basis in Basis]
    products = {other.id: f"{other.element}, {other.id}" for other in beside}
    return [
        Step(
            tag="custody.account.allocate",
            form=ShareOutForm,
            fixed={"account": card.id},
            options={"choices": {"basis": bases}, "products": products},
            done=_("The credit is shared out; each account shows its part."),
        )
    ]


@at_work(*TRADES, Role.CERTIFIER, Role.AUDITOR)
def statement(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a closed period as it was signed, check the signature and the entries again, and hand it out."""
    actor = actor_of(request)
    if request.GET.get("as") == "jwt":
        answer = HttpResponse(statement_token(actor, identifier), content_type="application/vc+jwt")
        answer["Content-Disposition"] = f'attachment; filename="{identifier}.jwt"'
        return answer
    card = closing_for(actor, identifier)
    checked = check_statement(actor, identifier)
    account = custody.account_card(card.account)
    page = {
        "closing": card,
        "account": account,
        "site": party.site_cards([account.site]).get(account.site),
        "mark": closing_mark(card),
        "lines": statement_lines(card),
        "checks": statement_checks(checked),
        "holds": checked.holds,
        "findings": said_of(card.findings),
        "cause": card.cause,
    }
    return work_page(request, "desk/statement.html", page)
