"""Pay from sales: sign, report a sale and have the agreed share taken, leave."""

from datetime import date, datetime
from decimal import Decimal

from orepass.inclusion.fees.actions.book import (
    card,
    enter,
    fresh,
    kept,
    locked_of,
    require_past,
    require_text,
    standing,
    sum_of,
)
from orepass.inclusion.fees.actions.charge import tell_if_paid
from orepass.inclusion.fees.models import Account, Signature
from orepass.inclusion.fees.queries import AccountCard
from orepass.inclusion.fees.queries.agreements import LEFT, SIGNED, signatories
from orepass.inclusion.fees.queries.reading import lines_of, rules_of
from orepass.inclusion.fees.rules.ledger import AccountKind, EntryKind, own_share
from orepass.inclusion.fees.rules.terms import instalments
from orepass.kernel.identifier import Identifier
from orepass.kernel.money import money
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


class AlreadySigned(Conflict):
    """The agreement is signed already."""

    code = "fees.instalment_agreement.signed"
    message = _("“{signatory}” has signed this agreement already.")
    what_to_do = _("Report the sales under it.")


class NothingOpen(Conflict):
    """The fee is settled."""

    code = "fees.instalment_agreement.nothing_open"
    message = _("Nothing is open on this account.")
    what_to_do = _("There is nothing to agree on; no more is deducted from sales.")


class NoAgreement(Conflict):
    """Nobody signed."""

    code = "fees.sale.no_agreement"
    message = _("“{signatory}” has not signed an agreement to pay from sales, so nothing is deducted.")
    what_to_do = _("Sign the agreement first, or pay the fee directly.")


@action("fees.instalment_agreement.sign")
def sign_agreement(actor: Actor, *, account: Identifier, signatory: str, at: datetime) -> AccountCard:
    """Sign to pay a fee from sales, under the scheme's share; signatories carry equal shares, each its own at most.

    Raises:
        AlreadySigned: this signatory has signed.
        NothingOpen: the fee is settled.
        ParameterMissing: the edition knows no payment from sales.
        NotFound: no such fee, or not the actor's.
    """
    row = locked_of(actor, account, AccountKind.FEE, side="owner")
    name = require_text(signatory, "signatory")
    instalments(rules_of(row))
    if name in signatories(row.signatures.all()):
        raise AlreadySigned(where="signatory", signatory=name, state="signed")
    if not standing(row).open.minor:
        raise NothingOpen(where="account", state="settled")
    _step(actor, row, name, SIGNED, "", at)
    return card(actor, row, at)


@action("fees.instalment_agreement.leave")
def leave_agreement(actor: Actor, *, account: Identifier, signatory: str, note: str, at: datetime) -> AccountCard:
    """Let a signatory leave, to go on alone or not at all; the shares of the others rise, with a warning.

    Raises:
        NoAgreement: this signatory has not signed, or left before.
        NotFound: no such fee, or not the actor's.
    """
    row = locked_of(actor, account, AccountKind.FEE, side="owner")
    _require_signed(row, signatory)
    _step(actor, row, signatory.strip(), LEFT, note, at)
    shown = card(actor, row, at)
    if shown.findings and row.counterparty_id:
        notify(organisation=row.counterparty_id, kind="fees.agreement.share_rose", subject=row.pk)
    return shown


def _require_signed(row: Account, signatory: str) -> None:
    if signatory.strip() not in signatories(row.signatures.all()):
        raise NoAgreement(where="signatory", signatory=signatory.strip()[:60], state="unsigned")


def _step(actor: Actor, row: Account, signatory: str, step: str, note: str, at: datetime) -> None:
    Signature.objects.create(
        account=row,
        signatory=signatory,
        step=step,
        on=day_of(at),
        note=note,
        at=at,
        by=actor.pseudonym,
    )


@action("fees.sale.report")
def report_sale(
    actor: Actor,
    *,
    account: Identifier,
    signatory: str,
    amount: Decimal,
    sold_on: date,
    note: str = "",
    at: datetime,
) -> AccountCard:
    """Report a sale of a signatory: the agreed share goes to the fee, never more than is still owed of it.

    Raises:
        NoAgreement: this signatory has not signed.
        NothingOpen: the fee is settled, so nothing more is deducted.
        AmountUnusable: the sale is not above zero.
        DayUnusable: the day has not come.
        NotFound: no such fee, or not the actor's.
    """
    row = locked_of(actor, account, AccountKind.FEE, side="owner")
    name = signatory.strip()
    _require_signed(row, name)
    require_past(sold_on, at, "sold_on")
    if not standing(row).open.minor:
        raise NothingOpen(where="account", state="settled")
    sale = sum_of(amount, row.currency)
    share, taken = own_share(lines_of(fresh(row)), name, list(signatories(row.signatures.all())), row.currency)
    deducted, step = kept(
        row,
        "instalment-deduction",
        {"fee": share.amount, "paid": taken.amount, "sale": sale.amount, "signed": True, "currency": row.currency},
        percent="instalment.sale_percent",
    )
    enter(
        actor,
        row,
        EntryKind.DEDUCTED,
        money(deducted, row.currency),
        at=at,
        on=sold_on,
        party=name,
        steps=[step],
        note=note,
        details={"sale": f"{sale.amount:f}"},
    )
    tell_if_paid(row.owner_id, row.pk, still_open=bool(standing(row).open.minor))
    return card(actor, row, at)
