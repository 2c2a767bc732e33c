"""Mass balance accounts: their cards, entries, balance at a date and stepped curve."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet

from orepass.custody.models import Account, AccountStanding, Closing, Entry, JournalEvent
from orepass.custody.rules import accounts as rules
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from orepass.platform.asked_often import asked_often

_KINDS: Final = {str(kind): kind for kind in rules.Kind}


class AccountCard(msgspec.Struct, frozen=True, kw_only=True):
    """An account and the terms it is kept by."""

    id: Identifier
    organisation: Identifier
    site: Identifier
    element: str
    model: str
    method: str
    scheme: str
    pack: str
    unit: str
    opened_on: date
    period_months: int
    life_months: int | None
    overdraft_ppm: int
    needs_cause: bool
    dips_allowed: bool
    carries_over: bool
    carry_periods: int | None
    rolling_months: int
    label_ppm: int | None
    yield_ppm: int

    @property
    def terms(self) -> rules.Terms:
        """Return the terms as the rules take them."""
        return rules.Terms(
            period_months=self.period_months,
            life_months=self.life_months,
            overdraft=Decimal(self.overdraft_ppm) / rules.PPM,
            needs_cause=self.needs_cause,
            dips_allowed=self.dips_allowed,
            carries_over=self.carries_over,
            carry_periods=self.carry_periods,
            method=rules.Method(self.method),
            rolling_months=self.rolling_months,
            unit=rules.Unit(self.unit),
        )


class EntryCard(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with the event it comes from, if any.

    Attributes:
        of_on: the entry's own day, where it is booked on another: it was heard of late, or moved from elsewhere.
        corrects: whether it takes back an entry of a period that is closed.
        transfer: the transfer of credit it belongs to.
    """

    on: date
    of_on: date | None = None
    corrects: bool = False
    transfer: str = ""
    kind: str
    amount_mg: int
    lot: str
    event: str
    note: str
    recorded_at: datetime


class CurvePoint(msgspec.Struct, frozen=True):
    """One step of the account's curve: the balance after it."""

    on: date
    what: str
    amount_mg: int
    balance_mg: int


class BalanceCard(msgspec.Struct, frozen=True, kw_only=True):
    """An account at the end of a day: entries so far, balance, curve, and what is wrong."""

    account: AccountCard
    on: date
    entries: tuple[EntryCard, ...]
    balance_mg: int
    curve: tuple[CurvePoint, ...]
    findings: tuple[Finding, ...]


def account_card(account: str) -> AccountCard:
    """Return an account, whoever asks.

    Raises:
        NotFound: there is none of that identifier.
    """
    row = Account.objects.filter(pk=account).first()
    if row is None:
        raise NotFound(what=account[:60])
    return account_of(row)


def account_for(actor: Actor, account: str) -> AccountCard:
    """Return an account to its own organisation.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    card = account_card(account)
    actor.must_be_in(card.organisation, account)
    return card


def accounts(actor: Actor, *, organisation: str = "", site: str = "", element: str = "") -> list[AccountCard]:
    """Return the accounts an actor may see."""
    rows = Account.objects.order_by("opened_on", "id")
    if not (actor.is_system or Role.STEWARD in actor.roles):
        rows = rows.filter(organisation=actor.organisation or "—")
    wanted = {"organisation": organisation, "site": site, "element": element}
    return [account_of(row) for row in rows.filter(**{name: value for name, value in wanted.items() if value})]


def account_of(row: Account) -> AccountCard:
    """Make the card of an account's row."""
    return AccountCard(
        id=Identifier(row.pk),
        organisation=Identifier(row.organisation_id),
        site=Identifier(row.site_id),
        element=row.element,
        model=row.model,
        method=row.method,
        scheme=row.scheme,
        pack=row.pack,
        unit=row.unit,
        opened_on=row.opened_on,
        period_months=row.period_months,
        life_months=row.life_months,
        overdraft_ppm=row.overdraft_ppm,
        needs_cause=row.needs_cause,
        dips_allowed=row.dips_allowed,
        carries_over=row.carries_over,
        carry_periods=row.carry_periods,
        rolling_months=row.rolling_months,
        label_ppm=row.label_ppm,
        yield_ppm=row.yield_ppm,
    )


def account_entries(account: str, *, until: date | None = None) -> list[EntryCard]:
    """Return the entries of an account by day; those of events that were taken back are not among them."""
    rows = standing_entries(account).select_related("event", "corrects__event").order_by("on", "id")
    if until:
        rows = rows.filter(on__lte=until)
    return [entry_of(row) for row in rows]


def entry_of(row: Entry) -> EntryCard:
    """Make the card of an entry's row; a correction names the event of the entry it corrects."""
    event = row.corrects.event if row.corrects else row.event
    return EntryCard(
        on=row.on,
        of_on=row.of_on,
        kind=row.kind,
        amount_mg=row.amount_mg,
        lot=row.lot,
        event=event.event_id if event else "",
        note=row.note,
        corrects=row.corrects is not None,
        transfer=row.transfer_id or "",
        recorded_at=row.recorded_at,
    )


def standing_entries(account: str) -> "QuerySet[Entry]":
    """Return the rows that count: what an error declared took back is gone, unless a correction says so."""
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event__event_id"))
    corrected = Entry.objects.filter(corrects=OuterRef("pk"))
    return Entry.objects.filter(account=account).filter(~Exists(declared) | Exists(corrected))


def rule_entries(account: str, *, leaving_out: frozenset[str] = frozenset()) -> list[rules.Entry]:
    """Return the standing entries as the rules take them, without those of events being taken back just now."""
    return entries_of(standing_without(account, leaving_out))


def standing_without(account: str, leaving_out: frozenset[str]) -> "QuerySet[Entry]":
    """Return the rows that count once some events are taken back.

    Entries of a closed period, and those corrected before, are never left out: a correction takes them back.
    """
    rows = standing_entries(account)
    if leaving_out:
        corrected = Exists(Entry.objects.filter(corrects=OuterRef("pk")))
        rows = rows.exclude(Q(event__event_id__in=leaving_out, on__gte=open_from(account)) & ~corrected)
    return rows


def entries_of(rows: "QuerySet[Entry]") -> list[rules.Entry]:
    """Return rows as the rules take them, by day."""
    return list(_numbered(rows.order_by("on", "id")).values())


def _numbered(rows: "QuerySet[Entry]") -> dict[int, rules.Entry]:
    return _entries_in(rows.values_list(*_ENTRY).iterator())


_ENTRY: Final = ("pk", "on", "amount_mg", "kind", "total_mg", "of_on")


def _entries_in(rows: Iterable[tuple[Any, ...]]) -> dict[int, rules.Entry]:
    return {pk: rules.Entry(on, amount, _KINDS[kind], total, of_on) for pk, on, amount, kind, total, of_on in rows}


def entries_since(account: str, *, leaving_out: frozenset[str]) -> tuple[list[rules.Entry], rules.Start | None]:
    """Return the entries that are not in what was put down of an account, and that; all of them where nothing was.

    Who takes events back is told everything: some of it may be among what was put down.
    """
    kept = None if leaving_out else AccountStanding.objects.filter(account=account).first()
    return entries_beside(account, (kept.entry, kept.through, kept.text) if kept else None, leaving_out)


type PutDown = tuple[int, date, str]
"""The last entry by number, the day, and the text of what was put down of an account."""


def entries_beside(
    account: str, kept: PutDown | None, leaving_out: frozenset[str]
) -> tuple[list[rules.Entry], rules.Start | None]:
    """Return the entries that are not in what was put down, and that; all of them where it does not count."""
    if kept is None or leaving_out:
        return rule_entries(account, leaving_out=leaving_out), None
    entry, through, text = kept
    found = _entries_in(_not_in(account=account, entry=entry, through=through))
    return [found[number] for number in sorted(found)], rules.Start(through, text, partial(rule_entries, account))


@asked_often
def _not_in(account: str, entry: int, through: date) -> "QuerySet[Entry, Any]":
    rows = standing_entries(account)
    # Two questions with one index each; a database asked both at once may read the whole account.
    later = rows.filter(on__gt=through).values_list(*_ENTRY)
    return rows.filter(pk__gt=entry).values_list(*_ENTRY).union(later, all=True)


def open_from(account: str) -> date:
    """Return the first day of an account that is not closed."""
    return _closed_before(account) or Account.objects.values_list("opened_on", flat=True).get(pk=account)


def _closed_before(account: str) -> date | None:
    return Closing.objects.filter(account=account).order_by("-number").values_list("ends_before", flat=True).first()


def account_curve(account: str, *, on: date) -> list[CurvePoint]:
    """Return the stepped curve of an account up to a day: receipts, claims, expiries and period ends."""
    card = account_card(account)
    points = rules.running(rule_entries(account), card.terms, opened_on=card.opened_on, until=on)
    return [CurvePoint(point.on, point.what, point.amount_mg, point.balance_mg) for point in points]


def missing_of(account: str, on: date) -> int:
    """Return how much of what went out of an account is not covered on a day by what came in; nothing where it is."""
    card = account_card(account)
    entries, start = entries_since(account, leaving_out=frozenset())
    return max(0, -rules.Standing(entries, card.terms, card.opened_on, start).balance(on))


def balance(account: str, *, on: date) -> BalanceCard:
    """Return an account at the end of a day, with everything that is wrong with it."""
    card = account_card(account)
    entries = rule_entries(account)
    return BalanceCard(
        account=card,
        on=on,
        entries=tuple(account_entries(account, until=on)),
        balance_mg=rules.balance(entries, card.terms, opened_on=card.opened_on, on=on),
        curve=tuple(account_curve(account, on=on)),
        findings=tuple(rules.check(entries, card.terms, opened_on=card.opened_on, until=on)),
    )
