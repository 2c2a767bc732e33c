"""From rows to cards of fees, for the two sides of an account; whoever assesses or decides sees none of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import msgspec
from django.db.models import Q, QuerySet

from orepass.assurance.queries import Task
from orepass.inclusion.fees.models import Account, Entry, Quote
from orepass.inclusion.fees.queries.agreements import SIGNED, plan_of, signatories
from orepass.inclusion.fees.queries.cards import (
    AccountCard,
    AccountPage,
    EntryCard,
    Offered,
    QuoteCard,
    QuoteLine,
    ScheduleCard,
    SignatureCard,
    StepCard,
)
from orepass.inclusion.fees.rules import terms
from orepass.inclusion.fees.rules.instalments import risen_share
from orepass.inclusion.fees.rules.ledger import (
    AccountKind,
    EntryKind,
    Line,
    Standing,
    counting,
    own_share,
    standing_of,
)
from orepass.inclusion.fees.rules.pricing import confirmed
from orepass.inclusion.fees.rules.steps import take
from orepass.inclusion.fees.rules.support import NO_END, NO_FUNDING
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier
from orepass.kernel.kept import Kept, said_of
from orepass.kernel.money import Money, total
from orepass.kernel.refusal import NotFound, Refusal
from orepass.kernel.text import Said
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor, Role
from orepass.scheme.queries import pack, pack_by_digest
from orepass.scheme.rules.parameters import Rules

SHOWN, PAGE = 200, 50
BLIND: Final = frozenset({Role.AUDITOR, Role.CERTIFIER})
"""Roles that alone open no account: who assesses or decides is not to know who has paid."""


def sees_money(actor: Actor) -> bool:
    """Say whether an actor may look at accounts at all; an assessor or decider may not, not even of one's own house."""
    if actor.is_system or Role.STEWARD in actor.roles:
        return True
    return bool(actor.organisation and actor.roles - BLIND)


def rows_for(actor: Actor) -> QuerySet[Account]:
    """Return the accounts in which the actor's organisation stands on one of the sides."""
    rows = Account.objects.prefetch_related("entries", "signatures", "plan_steps")
    if not sees_money(actor):
        return rows.none()
    if actor.is_system or Role.STEWARD in actor.roles:
        return rows
    mine = actor.organisation
    bought = Entry.objects.filter(account__kind=AccountKind.PREMIUM, party=mine).values("account")
    return rows.filter(Q(owner=mine) | Q(counterparty=mine) | Q(pk__in=bought))


def account_row(actor: Actor, account: str) -> Account:
    """Return an account to one of its sides.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = rows_for(actor).filter(pk=account).first()
    if row is None:
        raise NotFound(where="account", what=account[:40])
    return row


def accounts_for(actor: Actor, on: date, *, limit: int = SHOWN) -> list[AccountCard]:
    """Return the latest accounts of the actor's organisation as of one day, the oldest of them first."""
    rows = list(rows_for(actor).order_by("-opened_at", "-id")[:limit])
    return [card_for(actor, row, on) for row in reversed(rows)]


def account_page(actor: Actor, on: date, *, after: str = "", limit: int = PAGE) -> AccountPage:
    """Return the accounts of the actor's organisation as of one day, a page at a time."""
    found = list(rows_for(actor).filter(pk__gt=after).order_by("pk")[: limit + 1])
    cards = tuple(card_for(actor, row, on) for row in found[:limit])
    return AccountPage(cards, cards[-1].id if len(found) > limit else "")


def account_for(actor: Actor, account: str, on: date) -> AccountCard:
    """Return one account as of one day to one of its sides; a buyer sees only its own lines of a premium.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    return card_for(actor, account_row(actor, account), on)


def card_for(actor: Actor, row: Account, on: date) -> AccountCard:
    """Make the card of an account as its reader may see it."""
    entries = list(row.entries.all())
    if not actor.is_in(row.owner_id) and row.kind == AccountKind.PREMIUM:
        entries = [entry for entry in entries if entry.party == actor.organisation]
    return card_of(row, on, entries)


def line_of(entry: Entry, currency: str) -> Line:
    """Return an entry as a fact."""
    return Line(
        id=entry.pk,
        kind=EntryKind(entry.kind),
        amount=Money(entry.amount_minor, currency),
        on=entry.on,
        party=entry.party,
        corrects=entry.corrects_id,
    )


def lines_of(row: Account) -> list[Line]:
    """Return the entries of an account as facts."""
    return [line_of(entry, row.currency) for entry in row.entries.all()]


def rules_of(row: Account) -> Rules:
    """Return the numbers an account goes by: those of the edition it was opened under."""
    return pack_by_digest(row.pack_digest).standard(row.standard).rules


def step_of(kept: dict[str, Any]) -> StepCard:
    """Return a kept step with the explanation that its rule gives today."""
    found = msgspec.convert(kept, Kept)
    try:
        said = said_of(found)
    except Refusal as refused:
        return StepCard(kept=found, explanation=(Said.of(refused.message, refused.params),), sources=())
    return StepCard(kept=found, explanation=said.explanation, sources=said.sources)


def card_of(row: Account, on: date, entries: Sequence[Entry]) -> AccountCard:
    """Make the card of an account from some of its entries."""
    lines = [line_of(entry, row.currency) for entry in entries]
    standing = standing_of(lines, row.currency)
    corrected = {line.corrects: line.id for line in lines if line.corrects}
    plan, plan_why = plan_of(row, rules_of, standing)
    why = (*_conditions(row, standing, on), *plan_why)
    answers = {step.kept.rule: step.kept.value == "true" for step in why}
    return AccountCard(
        id=Identifier(row.pk),
        kind=row.kind,
        owner=Identifier(row.owner_id),
        counterparty=Identifier(row.counterparty_id) if row.counterparty_id else None,
        purpose=row.purpose,
        currency=row.currency,
        pack=row.pack,
        standard=row.standard,
        application=row.application,
        due_on=row.due_on,
        on=on,
        standing=standing,
        open=standing.open,
        in_hand=standing.in_hand,
        in_default=answers.get("fee-in-default", False),
        inspection_opens=answers.get("inspection-opens"),
        plan=plan,
        why=why,
        findings=tuple(_findings(row, lines, standing)),
        signatures=_signatures(row, lines),
        entries=tuple(_entry(entry, row.currency, corrected.get(entry.pk)) for entry in entries),
        details=row.details,
    )


def _entry(entry: Entry, currency: str, corrected_by: str | None) -> EntryCard:
    return EntryCard(
        id=Identifier(entry.pk),
        kind=entry.kind,
        amount=Money(entry.amount_minor, currency),
        on=entry.on,
        party=entry.party,
        note=entry.note,
        details=entry.details,
        corrects=Identifier(entry.corrects_id) if entry.corrects_id else None,
        corrected_by=Identifier(corrected_by) if corrected_by else None,
        recorded_for=Identifier(entry.recorded_for_id),
        steps=tuple(step_of(step) for step in entry.steps),
    )


def _conditions(row: Account, standing: Standing, on: date) -> tuple[StepCard, ...]:
    """Ask what follows from the standing of a fee: may inspection open, is the fee in default."""
    if row.kind != AccountKind.FEE:
        return ()
    agreed = terms.instalments(rules_of(row))
    asked: list[tuple[str, dict[str, Any]]] = [
        (
            "inspection-opens",
            {
                "fee": standing.due.amount,
                "paid": standing.settled.amount,
                "start_condition": agreed.start_condition,
                "signed": bool(signatories(row.signatures.all())),
            },
        )
    ]
    if row.due_on:
        default = {
            "outstanding": standing.open.amount,
            "moved_on": max(row.due_on, standing.moved_on or row.due_on),
            "on": on,
            "after_days": agreed.default_after_days,
        }
        asked.append(("fee-in-default", default))
    made = [
        take(rule, values, pack_digest=row.pack_digest, standard=row.standard, parameters={}) for rule, values in asked
    ]
    return tuple(StepCard(kept=kept, explanation=said.explanation, sources=said.sources) for said, kept in made)


def _findings(row: Account, lines: list[Line], standing: Standing) -> list[Finding]:
    if row.kind == AccountKind.POT:
        return [] if row.details.get("ends_on") else [NO_END.at(row.pk)]
    if row.kind != AccountKind.FEE:
        return []
    signed = {step.signatory for step in row.signatures.all() if step.step == SIGNED}
    present = signatories(row.signatures.all())
    found = risen_share(standing.due, signed=len(signed), left=len(signed) - len(present), where=row.pk)
    if standing.open.minor and not any(line.kind is EntryKind.SPONSORED for line in counting(lines)) and not signed:
        found.append(NO_FUNDING.at(row.pk))
    return found


def _signatures(row: Account, lines: list[Line]) -> tuple[SignatureCard, ...]:
    steps = list(row.signatures.all())
    present = signatories(steps)
    last = {step.signatory: step for step in steps}
    first = {step.signatory: step for step in reversed(steps) if step.step == SIGNED}
    cards = []
    for name, signed in sorted(first.items(), key=lambda pair: (pair[1].on, pair[0])):
        share = own_share(lines, name, list(present), row.currency)[0] if name in present else None
        taken = [line.amount for line in counting(lines) if line.kind is EntryKind.DEDUCTED and line.party == name]
        cards.append(
            SignatureCard(
                signatory=name,
                signed_on=signed.on,
                left_on=None if name in present else last[name].on,
                share=share,
                taken=total(taken, row.currency),
            )
        )
    return tuple(cards)


def quote_of(row: Quote) -> QuoteCard:
    """Make the card of a quote."""
    rules = _rules_behind(row)
    lines = tuple(
        QuoteLine(
            fee=line["fee"],
            amount=Money(line["amount_minor"], row.currency),
            confirmed=confirmed(rules, (path for step in line["steps"] for path in step["parameters"].values())),
            steps=tuple(step_of(step) for step in line["steps"]),
        )
        for line in row.lines
    )
    return QuoteCard(
        id=Identifier(row.pk),
        organisation=Identifier(row.organisation_id),
        pack=row.pack,
        pack_digest=row.pack_digest,
        standard=row.standard,
        total=total((line.amount for line in lines), row.currency),
        lines=lines,
        made_at=row.made_at,
    )


def _rules_behind(row: Quote) -> Rules:
    """Return the numbers that a quote was made by; of an edition that changed since before it was published, none."""
    try:
        found = pack(row.pack)
        return found.standard(row.standard).rules if found.digest == row.pack_digest else Rules()
    except Refusal:
        return Rules()


def quotes_for(actor: Actor) -> list[QuoteCard]:
    """Return the quotes made for the actor's organisation, the newest first."""
    if not sees_money(actor) or not actor.organisation:
        return []
    return [
        quote_of(row) for row in Quote.objects.filter(organisation=actor.organisation).order_by("-made_at", "id")[:PAGE]
    ]


def quote_for(actor: Actor, quote: str) -> QuoteCard:
    """Return one quote to the organisation it was made for.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = Quote.objects.filter(pk=quote).first()
    if row is None or not sees_money(actor) or not actor.is_in(row.organisation_id):
        raise NotFound(where="quote", what=quote[:40])
    return quote_of(row)


def schedule(ref: str, standard: str) -> ScheduleCard:
    """Return the schedule of a standard; a schedule is public.

    Raises:
        PackMissing: there is no such pack.
        StandardUnknown: it has no such standard.
        ParameterMissing: it says nothing about fees.
    """
    found = pack(ref)
    rules = found.standard(standard).rules
    numbers = [parameter for path, parameter in rules.parameters.items() if path.startswith(f"{terms.BLOCK}.")]
    return ScheduleCard(
        pack=found.ref,
        standard=standard,
        currency=terms.currency_of(rules),
        fees=terms.fee_names(rules),
        waivers=terms.waivers(rules),
        numbers=tuple(
            Offered(
                path=one.path,
                value=str(one.value),
                unit=one.unit,
                source=str(one.source),
                clause=str(one.clause),
                verified=one.verified,
            )
            for one in numbers
        ),
    )


def fee_tasks(actor: Actor, on: date) -> list[Task]:
    """Return the fees the actor's organisation still has to pay, the most urgent first."""
    client = {"operator", "group_manager"} & {str(role) for role in actor.roles}
    if not client or not actor.organisation:
        return []
    rows = rows_for(actor).filter(kind=AccountKind.FEE, owner=actor.organisation)
    open_cards = [card for card in (card_of(row, on, list(row.entries.all())) for row in rows) if card.open.minor]
    found = [
        Task(
            action="fees.payment.record",
            title=_("Pay a fee"),
            subject=card.id,
            case=card.id,
            organisation=card.owner,
            role=min(client),
            due_on=card.due_on,
        )
        for card in open_cards
    ]
    return sorted(found, key=lambda task: (task.due_on or date.max, task.subject))
