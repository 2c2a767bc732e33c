"""Periods of accounts: which is closed next and by when, the statements of those that are, and whether they hold."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from django.db.models import Max, QuerySet

from orepass.assurance.queries import certificates
from orepass.credentials import outside
from orepass.credentials.rules.authority import check_signatures
from orepass.credentials.rules.presented import digest_of, read
from orepass.credentials.rules.strict_json import parse_object
from orepass.custody.models import Closing, Entry
from orepass.custody.queries.accounts import (
    AccountCard,
    account_card,
    accounts,
    entry_of,
    rule_entries,
    standing_entries,
)
from orepass.custody.rules import accounts as rules
from orepass.custody.rules.closing import document, periods, statement
from orepass.custody.rules.closing.periods import Span, State
from orepass.kernel.check import Check, Result
from orepass.kernel.digest import digest
from orepass.kernel.identifier import Identifier
from orepass.kernel.quantity import mass
from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.scheme import queries as scheme
from orepass.scheme.rules.parameters import Rules


class ClosedFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What was wrong with a period when it was closed, and how bad it is."""

    code: str
    grade: str
    message: str
    params: dict[str, str] = {}


class ClosingCard(msgspec.Struct, frozen=True, kw_only=True):
    """A period that is closed, with what was signed.

    Attributes:
        sums: the statement's lines in milligrams.
        apart_mg: what was counted less the book, if something was counted.
        statement: the statement as it was signed.
        issuer: the DID whose key signed it.
    """

    id: Identifier
    account: Identifier
    number: int
    begins_on: date
    last_day: date
    sums: statement.Totals
    counted_mg: int | None
    apart_mg: int | None
    cause: str
    findings: tuple[ClosedFinding, ...]
    statement: dict[str, Any]
    digest: str
    issuer: str
    closed_at: datetime


class Reconciliation(msgspec.Struct, frozen=True, kw_only=True):
    """The first open period of an account: it runs, waits to be closed by a day, or is overdue."""

    account: Identifier
    organisation: Identifier
    site: Identifier
    element: str
    number: int
    begins_on: date
    last_day: date
    due_on: date
    state: State


class StatementCheck(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a signed statement holds.

    Attributes:
        signature: the checks of the signature and of the key behind it, one by one.
        content_holds: the document kept here is the one that was signed, to the byte.
        ledger_holds: the entries of the period are still those that were signed, and still add up to it.
    """

    closing: Identifier
    signature: tuple[Check, ...]
    content_holds: bool
    ledger_holds: bool

    @property
    def holds(self) -> bool:
        """Say whether all of it holds."""
        return self.content_holds and self.ledger_holds and all(part.result is Result.PASSED for part in self.signature)


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """What a period comes to before anybody signs it."""

    period: Span
    said: dict[str, Any]
    sums: statement.Totals


def rules_of(card: AccountCard) -> Rules:
    """Return the rules of the edition an account was opened under."""
    return scheme.pack(card.pack).rules


def watching(site: str, on: date) -> set[str]:
    """Return the providers that watch over the certificates in force that cover a site on a day."""
    standing = (card for card in certificates(site=site).items if card.right(on).is_yes and card.covers(site, on))
    return {card.watched_by for card in standing}


def closings(actor: Actor, account: str) -> list[ClosingCard]:
    """Return the closed periods of an account, the newest first; to its organisation and to who watches over its site.

    Raises:
        NotFound: there is no such account, or it is not for the actor.
    """
    _must_see(actor, account_card(account), account)
    return [closing_of(row) for row in Closing.objects.filter(account=account).order_by("-number")]


def closing_for(actor: Actor, closing: str) -> ClosingCard:
    """Return a closed period to the organisation of its account, or to who watches over its site.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    return closing_of(_row(actor, closing))


def statement_token(actor: Actor, closing: str) -> str:
    """Return the signed statement as it can be handed on: a compact token that anybody can check.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    return _row(actor, closing).token


def next_reconciliation(account: str, on: date) -> Reconciliation:
    """Return the first open period of an account and the last day to close it.

    Raises:
        NotFound: there is no such account.
    """
    closed = Closing.objects.filter(account=account).aggregate(last=Max("number"))["last"]
    return _reconciliation(account_card(account), closed or 0, on)


def reconciliations(actor: Actor, on: date) -> list[Reconciliation]:
    """Return the first open period of every account an actor may see, what is due first on top."""
    cards = accounts(actor)
    last = (
        Closing.objects.filter(account__in=[card.id for card in cards]).values_list("account").annotate(Max("number"))
    )
    closed = dict(last)
    return sorted((_reconciliation(card, closed.get(card.id, 0), on) for card in cards), key=lambda found: found.due_on)


def check_statement(actor: Actor, closing: str) -> StatementCheck:
    """Check a signed statement: signature and key, the kept document, and the entries it names.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = _row(actor, closing)
    presented = read(row.token)
    signature = check_signatures(presented, outside.resolver(outside.nobody, at=clock.now()))
    kept = parse_object(row.document.encode())
    content = presented.credential == kept and digest_of(kept) == row.digest
    said = document.said_in(kept)
    now = prepared(account_card(row.account_id), _span(row), counted_mg=row.counted_mg, cause=said["cause"])
    return StatementCheck(
        closing=Identifier(row.pk), signature=tuple(signature), content_holds=content, ledger_holds=now.said == said
    )


def prepared(card: AccountCard, period: Span, *, counted_mg: int | None, cause: str) -> Prepared:
    """Add a period of an account up, as a statement says it; nothing is kept."""
    entries = [entry for entry in rule_entries(card.id) if entry.on < period.ends_before]
    until = period.ends_before
    points = rules.running(entries, card.terms, opened_on=card.opened_on, until=until)
    sums = statement.totals(points, period)
    tolerance = rules_of(card).value("custody.tolerance_percent", None)
    allowed = None if tolerance is None else Decimal(str(tolerance)) / rules.PER_CENT
    wrong = rules.check(entries, card.terms, opened_on=card.opened_on, until=until)
    found = [
        *statement.wrong_at_the_end(wrong, period),
        *statement.counted_apart(sums.closing_mg, counted_mg, tolerance=allowed),
    ]
    count = document.Count(
        counted_mg=counted_mg,
        apart_mg=None if counted_mg is None else counted_mg - max(sums.closing_mg, 0),
        tolerance_percent=None if tolerance is None else str(tolerance),
        certified_percent=statement.certified_percent(entries, period, card.terms),
    )
    names = [_digest_of(row) for row in _rows_in(card.id, period)]
    said = document.statement(_kept(card), period, sums, count=count, cause=cause, found=found, entries=names)
    return Prepared(period=period, said=said, sums=sums)


def closing_of(row: Closing) -> ClosingCard:
    """Make the card of a closing's row, from the statement that was signed."""
    said = document.said_in(parse_object(row.document.encode()))
    lines = {f"{name}_mg": _mg(said[f"{name}_kg"]) for name in document.LINES if name != "closing"}
    apart = said.get("apart_kg")
    return ClosingCard(
        id=Identifier(row.pk),
        account=Identifier(row.account_id),
        number=row.number,
        begins_on=row.begins_on,
        last_day=_span(row).last_day,
        sums=statement.Totals(**lines),
        counted_mg=row.counted_mg,
        apart_mg=None if apart is None else _mg(apart),
        cause=said["cause"],
        findings=tuple(msgspec.convert(said["findings"], list[ClosedFinding])),
        statement=said,
        digest=row.digest,
        issuer=row.issuer,
        closed_at=row.closed_at,
    )


def _reconciliation(card: AccountCard, closed: int, on: date) -> Reconciliation:
    period = periods.span(closed + 1, opened_on=card.opened_on, months=card.period_months)
    days = int(rules_of(card).value("custody.close_days", periods.CLOSE_DAYS))
    return Reconciliation(
        account=card.id,
        organisation=card.organisation,
        site=card.site,
        element=card.element,
        number=period.number,
        begins_on=period.begins_on,
        last_day=period.last_day,
        due_on=periods.due(period, close_days=days),
        state=periods.state(period, on=on, close_days=days),
    )


def _row(actor: Actor, closing: str) -> Closing:
    row = Closing.objects.select_related("account").filter(pk=closing).first()
    if row is None:
        raise NotFound(what=closing[:60])
    _must_see(actor, account_card(row.account_id), closing)
    return row


def _must_see(actor: Actor, card: AccountCard, what: str) -> None:
    if not actor.organisation or actor.organisation not in watching(card.site, clock.today()):
        actor.must_be_in(card.organisation, what)


def _rows_in(account: str, period: Span) -> QuerySet[Entry]:
    rows = standing_entries(account).filter(on__gte=period.begins_on, on__lt=period.ends_before)
    return rows.select_related("event", "corrects__event").order_by("on", "id")


def _span(row: Closing) -> Span:
    return Span(row.number, row.begins_on, row.ends_before)


def _kept(card: AccountCard) -> document.Kept:
    return document.Kept(
        account=card.id,
        organisation=card.organisation,
        site=card.site,
        element=card.element,
        unit=card.terms.unit.value,
        method=card.terms.method.value,
        pack=card.pack,
    )


def _digest_of(row: Entry) -> str:
    entry = rules.Entry(row.on, row.amount_mg, rules.Kind(row.kind), row.total_mg, row.of_on)
    card = entry_of(row)
    told = document.entry_as_told(entry, lot=card.lot, event=card.event, note=card.note, recorded_at=card.recorded_at)
    return digest(told)


def _mg(text: str) -> int:
    return -mass(text[1:], "KGM") if text.startswith("-") else mass(text, "KGM")
