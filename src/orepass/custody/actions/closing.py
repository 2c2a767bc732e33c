"""Close the periods of an account one after the other: counted, told in a signed statement, never booked into again.

What is wrong with a period at its end stands in the statement and blocks nothing: it is a major nonconformity, and the
organisation and the provider that watches over the site's certificate are told of it.
"""

from datetime import date, datetime
from decimal import Decimal

from orepass.credentials import queries as credentials
from orepass.credentials.actions import ensure_own_identity
from orepass.credentials.rules import jose
from orepass.credentials.rules.presented import digest_of
from orepass.credentials.rules.strict_json import canonical
from orepass.custody.models import Account, Closing, Entry
from orepass.custody.queries.accounts import AccountCard, account_for
from orepass.custody.queries.closing import (
    ClosingCard,
    Prepared,
    closing_of,
    next_reconciliation,
    prepared,
    rules_of,
    watching,
)
from orepass.custody.rules.accounts import Kind
from orepass.custody.rules.closing import document, periods
from orepass.custody.rules.closing.periods import Span
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.quantity import mass
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify
from orepass.transparency.actions import queue_leaf


class PeriodRunning(Conflict):
    """A period is closed after its last day."""

    code = "custody.period.running"
    message = _("The period runs until {last_day}; it cannot be closed before it has ended.")
    what_to_do = _("Close it from the day after.")


class PeriodClosed(Conflict):
    """A period is closed once."""

    code = "custody.period.closed"
    message = _("Everything before {open_from} is closed and signed.")
    what_to_do = _("Write a correction on a day that is open; what was signed stays as it is.")


class PeriodOutOfOrder(Conflict):
    """Periods are closed one after the other."""

    code = "custody.period.out_of_order"
    message = _("The period from {begins_on} to {last_day} is still open.")
    what_to_do = _("Close that period first.")


class PeriodUnknown(Invalid):
    """The day ends no period of the account."""

    code = "custody.period.unknown"
    message = _("No period of the account ends on {day}; the first that is open ends on {last_day}.")
    what_to_do = _("Give the last day of the period.")


class CountMissing(Invalid):
    """The scheme compares the book with what is counted."""

    code = "custody.period.count_missing"
    message = _("The scheme allows {percent} % between book and stock, so the stock has to be counted.")
    what_to_do = _("Count what the account stands for at the end of the period, and give it in kilograms.")


@action("custody.period.close")
def close_period(
    actor: Actor,
    *,
    account: Identifier,
    period_end: date,
    counted_kg: Decimal | None = None,
    cause: str = "",
    at: datetime,
) -> ClosingCard:
    """Close the first open period of an account with a signed statement; afterwards nothing is booked into it.

    ``period_end`` is its last day, ``counted_kg`` the stock that the account stands for, ``cause`` why it went short.

    Raises:
        NotFound: there is no such account, or it is not for the actor.
        PeriodRunning: its last day is not over.
        PeriodClosed: it is closed.
        PeriodOutOfOrder: an earlier one is open.
        PeriodUnknown: no period ends on that day.
        CountMissing: the scheme asks for a count.
    """
    card = account_for(actor, account)
    Account.objects.select_for_update().get(pk=account)
    period = _period(card, period_end, today=day_of(at))
    tolerance = rules_of(card).value("custody.tolerance_percent", None)
    if counted_kg is None and tolerance is not None:
        raise CountMissing(where="counted_kg", percent=tolerance)
    if cause := cause.strip():
        _declare(actor, card, period, cause, at)
    counted = None if counted_kg is None else mass(counted_kg, "KGM", where="counted_kg")
    row = _signed(actor, card, prepared(card, period, counted_mg=counted, cause=cause), counted, at)
    closed = closing_of(row)
    _tell(card, closed, at)
    return closed


def _period(card: AccountCard, period_end: date, *, today: date) -> Span:
    """Return the period to be closed: the first one that is open, once it is over."""
    first = next_reconciliation(card.id, today)
    wanted = card.opened_on <= period_end and periods.span_of(
        period_end, opened_on=card.opened_on, months=card.period_months
    )
    if not wanted or wanted.last_day != period_end:
        raise PeriodUnknown(where="period_end", day=period_end, last_day=first.last_day)
    if wanted.number < first.number:
        raise PeriodClosed(where="period_end", state="closed", open_from=first.begins_on)
    if wanted.number > first.number:
        raise PeriodOutOfOrder(where="period_end", state="open", begins_on=first.begins_on, last_day=first.last_day)
    if today <= period_end:
        raise PeriodRunning(where="period_end", state="running", last_day=period_end)
    return wanted


def _declare(actor: Actor, card: AccountCard, period: Span, cause: str, at: datetime) -> None:
    """Write the cause of an overdraft on the last day of its period, before the period is added up."""
    Entry.objects.create(
        account_id=card.id,
        kind=Kind.CAUSE,
        amount_mg=0,
        on=period.last_day,
        note=cause,
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )


def _signed(actor: Actor, card: AccountCard, found: Prepared, counted: int | None, at: datetime) -> Closing:
    """Sign the statement with the organisation's own key, or else the house's, and leave its digest in the log."""
    ensure_own_identity(at)
    issuer = credentials.identity_for(card.organisation)
    name = mint("clo")
    signed = document.credential(found.said, closing=name, issuer=issuer, at=at)
    row = Closing.objects.create(
        id=name,
        account_id=card.id,
        number=found.period.number,
        begins_on=found.period.begins_on,
        ends_before=found.period.ends_before,
        counted_mg=counted,
        document=canonical(signed).decode(),
        digest=digest_of(signed),
        token=jose.sign(signed, credentials.signer_for(issuer)),
        issuer=issuer,
        closed_by=actor.pseudonym,
        closed_at=at,
    )
    queue_leaf(kind="custody.period.close", subject=row.pk, content_digest=row.digest, at=at)
    return row


def _tell(card: AccountCard, closed: ClosingCard, at: datetime) -> None:
    """Remind of the next period's closing, and tell those concerned of what was wrong with this one."""
    due = next_reconciliation(card.id, day_of(at)).due_on
    notify(organisation=card.organisation, kind="custody.period.due", subject=card.id, due_on=due)
    if not closed.findings:
        return
    readers = {card.organisation, *watching(card.site, day_of(at))}
    for organisation in sorted(readers):
        notify(organisation=organisation, kind="custody.period.nonconformity", subject=closed.id)
