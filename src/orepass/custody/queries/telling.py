"""Tell every account from its first entry, row by row: nothing put down is leaned on, and memory stays flat."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import msgspec

from orepass.custody.models import Account, AccountStanding, Entry, JournalEvent
from orepass.custody.queries.accounts import account_of, entries_since
from orepass.custody.rules import accounts as rules
from orepass.kernel.identifier import Identifier

ROWS: Final = 10_000
_KINDS: Final = {str(kind): kind for kind in rules.Kind}
_COLUMNS: Final = ("account", "on", "pk", "amount_mg", "kind", "total_mg", "of_on")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An account as its entries tell it, at the end of a day."""

    account: Identifier
    entries: int
    balance_mg: int


def told_afresh(*, on: date, accounts: Iterable[str] | None = None) -> Iterator[Told]:
    """Tell accounts (all, or those named) from their first entry to the end of a day, one after the other."""
    cards = Account.objects.order_by("pk")
    rows = Entry.objects.filter(on__lte=on).order_by("account", "on")
    if accounts is not None:
        named = sorted(set(accounts))
        cards, rows = cards.filter(pk__in=named), rows.filter(account__in=named)
    gone = _gone()
    by_account = groupby(rows.values_list(*_COLUMNS).iterator(chunk_size=ROWS), key=itemgetter(0))
    told, mine = next(by_account, ("", iter(())))
    for row in cards.iterator(chunk_size=ROWS):
        card = account_of(row)
        account, count = rules.keeping(card.terms, card.opened_on), 0
        if told == card.id:
            for entry in _in_order(part for part in mine if part[2] not in gone):
                count += 1
                for _ in account.take(entry):
                    pass
            told, mine = next(by_account, ("", iter(())))
        for points in (account.until(on), account.expire(on)):
            for _ in points:
                pass
        yield Told(account=card.id, entries=count, balance_mg=account.balance)


def _in_order(rows: Iterable[Any]) -> Iterator[rules.Entry]:
    for day, of_day in groupby(rows, key=itemgetter(1)):
        listed = [rules.Entry(day, amount, _KINDS[kind], total, of_on) for *_, amount, kind, total, of_on in of_day]
        yield from rules.in_order(listed) if len(listed) > 1 else listed


def _gone() -> frozenset[int]:
    """Return the entries of events that were taken back, unless they stand corrected; they are few."""
    declared = JournalEvent.objects.filter(is_declaration=True).values("event_id")
    rows = Entry.objects.filter(event__event_id__in=declared, corrections=None)
    return frozenset(rows.values_list("pk", flat=True))


def put_down_wrongly(*, on: date) -> list[Identifier]:
    """Return the accounts that were put down and hold something else than their entries say: never any."""
    named = AccountStanding.objects.values_list("account", flat=True)
    wrong = []
    for told in told_afresh(on=on, accounts=named):
        card = account_of(Account.objects.get(pk=told.account))
        entries, start = entries_since(told.account, leaving_out=frozenset())
        if rules.Standing(entries, card.terms, card.opened_on, start).balance(on) != told.balance_mg:
            wrong.append(told.account)
    return wrong
