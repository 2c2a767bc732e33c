"""What certification costs, what is paid and what is due: quotes and accounts, each figure with its why."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.inclusion.fees import queries as fees
from orepass.inclusion.fees.queries import AccountCard, EntryCard, QuoteCard, StepCard
from orepass.kernel.money import Money
from orepass.kernel.refusal import Refusal
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Role
from orepass.scheme import queries as scheme
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work, opens
from orepass.web.components import Cell, Column, Mark, Parameter, Table, Why, day, marked, words
from orepass.web.forms import fees as forms
from orepass.web.marks import due_mark
from orepass.web.views.fees_costs import cost_questions, cost_step, costs_table, why_costs
from orepass.web.views.fees_steps import account_steps
from orepass.web.vocabulary.fees import account_kind, entry_kind, plan_kind, purpose
from orepass.web.vocabulary.rules import rule_value
from orepass.web.words import finding_text, finding_way_out, money_text, source_text

CLIENT = frozenset({Role.OPERATOR, Role.GROUP_MANAGER})


@at_work(Role.OPERATOR, Role.GROUP_MANAGER, Role.SCHEME_STAFF, Role.BUYER, Role.STEWARD)
def overview(request: HttpRequest) -> HttpResponse:
    """Show what it would cost, and every account of the actor's organisation."""
    actor = actor_of(request)
    today = clock.today()
    cards = fees.accounts_for(actor, today)
    quotes = fees.quotes_for(actor)
    sheets = fees.cost_sheets_for(actor)
    standards = charging_standards()
    refs = dict.fromkeys(choice.rpartition(":")[0] for choice, _said in standards)
    page = {
        "quote": quotes[0] if quotes else None,
        "quote_total": money_text(quotes[0].total) if quotes else "",
        "lines": quote_lines(quotes[0]) if quotes else [],
        "is_client": bool(actor.roles & CLIENT),
        "asks_costs": bool(actor.roles & (CLIENT | {Role.BUYER})),
        "numbers": [(ref, reverse("web:numbers", args=[ref])) for ref in refs],
        "cost_questions": cost_questions(sheets),
        "why_costs": why_costs(sheets),
    }
    tables = [_accounts(cards, today), costs_table(sheets)]
    return work_page(request, "desk/fees.html", page, steps=[*_steps(standards), cost_step(today)], tables=tables)


@at_work(Role.OPERATOR, Role.GROUP_MANAGER, Role.SCHEME_STAFF, Role.BUYER, Role.INSPECTOR, Role.STEWARD)
def account(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show one account: what it comes to, why, who signed, every entry, and the steps open now."""
    actor = actor_of(request)
    card = fees.account_for(actor, identifier, clock.today())
    houses = party.organisation_cards({card.owner, card.counterparty or card.owner, *(e.party for e in card.entries)})
    page = {
        "card": card,
        "overview": opens(actor, "fees"),
        "kind": account_kind(card.kind),
        "purpose": purpose(card.purpose),
        "owner": houses[card.owner].name,
        "counterparty": houses[card.counterparty].name if card.counterparty else "",
        "sums": sums(card),
        "standing": account_mark(card, clock.today()),
        "why": [why_of([step], card.pack, card.standard, summary=condition_words(step.kept.rule)) for step in card.why],
        "findings": [(finding_text(found), finding_way_out(found)) for found in card.findings],
        "reckoned": [
            why_of(entry.steps, card.pack, card.standard, summary=_entry_words(entry))
            for entry in card.entries
            if entry.steps
        ],
    }
    names = {identifier: house.name for identifier, house in houses.items()}
    tables = [_entries(card, names), _signatures(card), _plan(card)]
    return work_page(request, "desk/account_money.html", page, steps=account_steps(actor, card, names), tables=tables)


def account_mark(card: AccountCard, today: date) -> Mark:
    """Mark where an account stands."""
    if card.kind == "fee" and not card.open.minor:
        return Mark("verified", _("settled"))
    if card.in_default:
        return Mark("failed", _("in default"))
    if card.kind == "fee" and card.due_on:
        return due_mark(card.due_on, today) or Mark("due", _("open"))
    return Mark("due", _("open")) if card.open.minor else Mark("active", _("nothing open"))


def sums(card: AccountCard) -> list[tuple[str, str]]:
    """List what an account comes to, in the words of its kind."""
    standing = card.standing
    shown: dict[str, list[tuple[str, Money]]] = {
        "fee": [
            (_("Charged"), standing.opened),
            (_("Waived or saved"), standing.lessened),
            (_("Paid"), standing.settled),
            (_("Still due"), card.open),
        ],
        "pot": [(_("Pledged"), standing.opened), (_("Paid out"), standing.settled), (_("Left"), card.open)],
        "premium": [
            (_("Owed by buyers in all"), standing.opened),
            (_("Received"), standing.settled),
            (_("Still owed by buyers"), card.open),
            (_("Spent by vote"), standing.spent),
            (_("In the group’s hand"), card.in_hand),
        ],
        "advance": [(_("Advanced"), standing.opened), (_("Repaid"), standing.settled), (_("Still owed"), card.open)],
    }
    return [(label, money_text(value)) for label, value in shown[card.kind]]


def why_of(steps: Sequence[StepCard], ref: str, standard: str, *, summary: str = "") -> Why:
    """Say why a figure is what it is: the words of every rule behind it, and the numbers that the edition gave."""
    paths = dict.fromkeys(path for step in steps for path in step.kept.parameters.values())
    numbers = {one.path: one for one in fees.schedule(ref, standard).numbers} if paths else {}
    sources = dict.fromkeys(source_text(source) for step in steps for source in step.sources)
    return Why(
        working=(
            steps[-1].explanation[0],
            *(said for step in steps[:-1] for said in step.explanation),
            *steps[-1].explanation[1:],
        ),
        parameters=tuple(
            Parameter(found.path, rule_value(found.value, found.unit), found.source, found.clause, found.verified)
            for found in (numbers.get(path) for path in paths)
            if found
        ),
        edition=" · ".join((ref, standard, *sources)),
        summary=summary or _("Why this amount?"),
    )


def condition_words(rule: str) -> str:
    """Ask what a condition of a fee answers."""
    table = {
        "inspection-opens": _("Why may inspection start, or not?"),
        "fee-in-default": _("Why is the fee in default, or not?"),
        "adherence-complete-on": _("Why this day for the certificate?"),
    }
    return table[rule]


def quote_lines(quote: QuoteCard) -> list[tuple[str, str, Why, bool]]:
    """List the fees of a quote, each with its why and whether all numbers behind it were confirmed."""
    return [
        (
            purpose(line.fee),
            money_text(line.amount),
            why_of(line.steps, quote.pack, quote.standard, summary=_("Why %(what)s?") % {"what": purpose(line.fee)}),
            line.confirmed,
        )
        for line in quote.lines
    ]


def sum_cell(amount: Money) -> Cell:
    """Make a cell of a sum of money."""
    return Cell(money_text(amount), key=amount.minor, raw=f"{amount.amount:f}")


def _accounts(cards: list[AccountCard], today: date) -> Table:
    names = party.organisation_cards({card.owner for card in cards})
    return Table(
        id="money",
        caption=_("Fees, pots, premiums and advances"),
        columns=(
            Column(_("What")),
            Column(_("Whose")),
            Column(_("Open"), "number"),
            Column(_("Due"), "day"),
            Column(_("Where it stands")),
        ),
        rows=tuple(
            (
                words(
                    f"{account_kind(card.kind)} – {purpose(card.purpose)}",
                    href=reverse("web:money", args=[card.id]),
                    note=card.id,
                ),
                words(names[card.owner].name),
                sum_cell(card.open),
                day(card.due_on),
                marked(account_mark(card, today)),
            )
            for card in cards
        ),
        empty=_("Nothing is owed and nothing was paid yet. Fees will stand here with what is due and by when."),
    )


def _entry_words(entry: EntryCard) -> str:
    return f"{entry_kind(entry.kind)} · {money_text(entry.amount)}"


def _entries(card: AccountCard, names: dict[str, str]) -> Table:
    return Table(
        id="entries",
        caption=_("Entries"),
        columns=(
            Column(_("Entry")),
            Column(_("Day"), "day"),
            Column(_("Who")),
            Column(_("Amount"), "number"),
            Column(_("Remark")),
        ),
        rows=tuple(
            (
                words(entry_kind(entry.kind), note=entry.id),
                day(entry.on),
                words(names.get(entry.party, entry.party) or "–"),
                sum_cell(entry.amount),
                words(_remark(entry), note=_fate(entry)),
            )
            for entry in card.entries
        ),
        empty=_("Every charge and payment will stand here; a correction is a new entry that names the old one."),
    )


def _remark(entry: EntryCard) -> str:
    return entry.note or entry.details.get("purpose") or entry.details.get("reference") or "–"


def _fate(entry: EntryCard) -> str:
    if entry.corrected_by:
        return _("no longer counts: corrected by %(entry)s") % {"entry": entry.corrected_by}
    return _("corrects %(entry)s") % {"entry": entry.corrects} if entry.corrects else ""


def _signatures(card: AccountCard) -> Table:
    return Table(
        id="agreement",
        caption=_("Agreement to pay from sales"),
        columns=(
            Column(_("Who signed")),
            Column(_("Signed"), "day"),
            Column(_("Share at most"), "number"),
            Column(_("Taken so far"), "number"),
            Column(_("Withdrew"), "day"),
        ),
        rows=tuple(
            (
                words(one.signatory),
                day(one.signed_on),
                sum_cell(one.share) if one.share else words("–"),
                sum_cell(one.taken),
                day(one.left_on),
            )
            for one in card.signatures
        ),
        empty=_("Nobody has signed to pay from sales; without a signature nothing is taken from any sale."),
    )


def _plan(card: AccountCard) -> Table:
    steps = card.plan.steps if card.plan else ()
    return Table(
        id="plan",
        caption=_("The plan of payment"),
        columns=(Column(_("What happened")), Column(_("Day"), "day"), Column(_("Who")), Column(_("Remark"))),
        rows=tuple(
            (
                words(plan_kind(one.kind), note=one.id),
                day(one.on),
                words(one.signatory or "–"),
                words(one.note or "–", note=_("taken back, and no longer counts") if one.excused else ""),
            )
            for one in steps
        ),
        empty=_("No plan was started. Who is certified elsewhere may start one after signing."),
    )


def charging_standards() -> list[tuple[str, str]]:
    """List the standards whose edition has a schedule of fees."""
    found = []
    for pack in scheme.usable_packs():
        for standard in pack.standards:
            try:
                fees.schedule(pack.ref, standard.code)
            except Refusal:
                continue
            found.append((f"{pack.ref}:{standard.code}", f"{standard.code} – {pack.ref}"))
    return found


def _steps(standards: list[tuple[str, str]]) -> list[Step]:
    fee_names = sorted({name for ref in standards for name in _fees(ref[0])})
    quoted = _("Worked out. Nothing is owed by it.")
    return [
        Step(tag="fees.quote.make", form=forms.QuoteForm, options={"choices": {"standard": standards}}, done=quoted),
        Step(
            tag="fees.charge.raise",
            form=forms.ChargeForm,
            options={
                "choices": {
                    "standard": standards,
                    "fee": [(name, purpose(name)) for name in fee_names],
                }
            },
            done=_("Charged; the client was told."),
            next_href=_page,
        ),
        Step(
            tag="fees.sponsor.pledge",
            form=forms.PledgeForm,
            options={"choices": {"standard": standards}},
            done=_("Pledged. The pot pays its purpose and nothing else."),
            next_href=_page,
        ),
        Step(
            tag="fees.premium.owe",
            form=forms.OweForm,
            options={"choices": {"standard": standards}},
            done=_("Written down as owed; the group was told."),
            next_href=_page,
        ),
        Step(
            tag="fees.advance.grant",
            form=forms.AdvanceForm,
            options={"choices": {"standard": standards}},
            done=_("Written down; the borrower was told."),
            next_href=_page,
        ),
    ]


def _fees(standard: str) -> tuple[str, ...]:
    ref, _at, code = standard.rpartition(":")
    return fees.schedule(ref, code).fees


def _page(card: AccountCard) -> str:
    return reverse("web:money", args=[card.id])
