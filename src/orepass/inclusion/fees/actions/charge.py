"""Charge a fee by the schedule, lessen it where the scheme gives something up, and record what is paid.

Nothing here asks for an assessment, a finding or a decision: a fee is owed whatever they will be.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from orepass.assurance.queries import application_for
from orepass.inclusion.fees.actions.book import (
    card,
    enter,
    kept,
    locked_of,
    measure_of,
    open_account,
    organisation_of,
    own_house,
    require_past,
    require_text,
    standing,
    sum_of,
)
from orepass.inclusion.fees.queries import AccountCard
from orepass.inclusion.fees.queries.reading import rules_of
from orepass.inclusion.fees.rules.ledger import AccountKind, EntryKind
from orepass.inclusion.fees.rules.pricing import Measure, price
from orepass.inclusion.fees.rules.terms import currency_of, due_days, waiver
from orepass.kernel.identifier import Identifier
from orepass.kernel.money import money
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify
from orepass.scheme.queries import pack

READER = Actor.system("fees")
"""A charge names the file it belongs to; whether it is the client's is looked up whoever charges."""


class NothingWaived(Conflict):
    """The programme does not cover this."""

    code = "fees.waiver.nothing"
    message = _("The programme runs from {first} to {last}, and the {basis} counts: nothing is waived.")
    what_to_do = _("Check the days; a fee outside the programme is owed in full.")


@action("fees.charge.raise")
def raise_charge(
    actor: Actor,
    *,
    organisation: Identifier,
    pack_ref: str,
    standard: str,
    fee: str,
    measure: Measure,
    application: str = "",
    at: datetime,
) -> AccountCard:
    """Charge a fee of the schedule to a client, in the name of the actor's organisation; every step is kept.

    Raises:
        FeeUnknown: the schedule has no such fee.
        InputRefused: a measure is below zero.
        NotFound: there is no such client, or the file is not this client's.
        AmountUnusable: the schedule comes to nothing.
    """
    client = organisation_of(organisation)
    found = pack(pack_ref)
    rules = found.standard(standard).rules
    priced = price(rules, fee, measure, pack_digest=found.digest, standard=standard)
    amount = sum_of(priced.amount.amount, priced.amount.currency, "fee")
    due_on = day_of(at) + timedelta(days=due_days(rules))
    row = open_account(
        actor,
        AccountKind.FEE,
        owner=client,
        counterparty=own_house(actor),
        purpose=fee,
        ref=found.ref,
        standard=standard,
        at=at,
        currency=currency_of(rules),
        application=_file_of(client, application),
        due_on=due_on,
    )
    enter(actor, row, EntryKind.CHARGED, amount, at=at, steps=priced.steps, party=client)
    notify(organisation=client, kind="fees.charge.raised", subject=row.pk, due_on=due_on)
    return card(actor, row, at)


def _file_of(client: str, application: str) -> str:
    """Return the number of a file, if it is one of this client's; no fee has to belong to a file."""
    if application and application_for(READER, application).client != client:
        raise NotFound(where="application", what=application[:40])
    return application


@action("fees.waiver.grant")
def grant_waiver(
    actor: Actor, *, account: Identifier, programme: str, audit_on: date, registered_on: date, at: datetime
) -> AccountCard:
    """Waive what is open of a fee under a free programme of the scheme, if the day that counts lies in it.

    Raises:
        FeeUnknown: the scheme has no such programme.
        NothingWaived: the day lies outside the programme, or nothing is open.
        NotFound: no such fee, or not one the actor's organisation charged.
    """
    row = locked_of(actor, account, AccountKind.FEE, side="counterparty")
    terms = waiver(rules_of(row), programme)
    open_now = standing(row).open
    left, step = kept(
        row,
        "fee-after-waiver",
        {
            "fee": open_now.amount,
            "participant": True,
            "audit_on": audit_on,
            "registered_on": registered_on,
            "first_on": terms.first_on,
            "last_on": terms.last_on,
            "basis": terms.basis,
            "currency": row.currency,
        },
    )
    waived = open_now - money(left, row.currency)
    if not waived.minor:
        raise NothingWaived(where="audit_on", first=terms.first_on, last=terms.last_on, basis=terms.basis, state="owed")
    enter(actor, row, EntryKind.WAIVED, waived, at=at, steps=[step], details={"programme": programme})
    notify(organisation=row.owner_id, kind="fees.charge.lessened", subject=row.pk)
    return card(actor, row, at)


@action("fees.saving.pass_on")
def pass_saving_on(actor: Actor, *, account: Identifier, days_saved: Decimal, note: str, at: datetime) -> AccountCard:
    """Take what recognition saved off a client's fee: days of audit saved, at the schedule's day rate.

    Raises:
        AmountUnusable: no days were saved.
        NotFound: no such fee, or not one the actor's organisation charged.
    """
    row = locked_of(actor, account, AccountKind.FEE, side="counterparty")
    open_now = standing(row).open
    saved, step = kept(
        row,
        "saving-passed-on",
        {"days_saved": measure_of(days_saved, "days_saved"), "fee": open_now.amount, "currency": row.currency},
        day_rate="audit.day_rate",
    )
    amount = sum_of(saved, row.currency, "days_saved")
    enter(actor, row, EntryKind.SAVED, amount, at=at, steps=[step], note=note)
    notify(organisation=row.owner_id, kind="fees.charge.lessened", subject=row.pk)
    return card(actor, row, at)


@action("fees.payment.record")
def record_payment(
    actor: Actor,
    *,
    account: Identifier,
    amount: Decimal,
    paid_on: date,
    reference: str,
    payer: Identifier | None = None,
    at: datetime,
) -> AccountCard:
    """Record a payment that has arrived, from the client or anybody else; who pays changes nothing but the account.

    Raises:
        TooMuch: it is more than is open.
        AmountUnusable: it is not above zero.
        DayUnusable: the day has not come.
        NotFound: no such fee, or not one the actor's organisation charged; or no such payer.
    """
    row = locked_of(actor, account, AccountKind.FEE, side="counterparty")
    require_past(paid_on, at, "paid_on")
    enter(
        actor,
        row,
        EntryKind.PAID,
        sum_of(amount, row.currency),
        at=at,
        on=paid_on,
        party=organisation_of(payer or row.owner_id),
        details={"reference": require_text(reference, "reference")},
    )
    tell_if_paid(row.owner_id, row.pk, still_open=bool(standing(row).open.minor))
    return card(actor, row, at)


def tell_if_paid(owner: str, account: str, *, still_open: bool) -> None:
    """Tell a client that a fee is paid, and nobody else."""
    if not still_open:
        notify(organisation=owner, kind="fees.charge.paid", subject=account)
