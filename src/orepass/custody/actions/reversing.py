"""What an error declaration books where its event's period is closed, or its entry was corrected: corrections."""

from collections.abc import Collection, Iterable
from datetime import date

from orepass.custody.models import Entry
from orepass.custody.queries.accounts import rule_entries
from orepass.custody.rules import accounts as rules
from orepass.custody.rules.booking import Booking, OpenAccount
from orepass.custody.rules.closing.reversal import taking_back


def entry_in(row: Entry) -> rules.Entry:
    """Return a row as the rules take it."""
    return rules.Entry(row.on, row.amount_mg, rules.Kind(row.kind), row.total_mg, row.of_on)


def corrections_of(row: Entry) -> list[rules.Entry]:
    """Return what corrected an entry so far."""
    return [entry_in(part) for part in row.corrections.all()]


def reversals(opened: Iterable[OpenAccount], taken_back: Collection[str], today: date) -> dict[str, list[Booking]]:
    """Return by event what takes its closed entries back; the accounts know of it from now on."""
    if not taken_back:
        return {}
    by_id = {account.id: account for account in opened}
    rows = Entry.objects.filter(event__event_id__in=taken_back, account__in=by_id).order_by("id")
    found: dict[str, list[Booking]] = {}
    known: dict[str, list[rules.Entry]] = {}
    for row in rows.select_related("event").prefetch_related("corrections"):
        account = by_id[row.account_id]
        before = corrections_of(row)
        if row.event is None or (row.on >= account.open_from and not before):
            continue
        terms, opened_on = account.terms, account.opened_on
        if account.id not in known:
            known[account.id] = rule_entries(account.id, leaving_out=frozenset(taken_back))
        on = max(today, account.open_from)
        parts = taking_back(known[account.id], entry_in(row), terms, opened_on=opened_on, on=on, beside=before)
        known[account.id] += parts
        account.entries.extend(parts)
        booked = [Booking(account.id, part, row.lot, corrects=row.pk) for part in parts]
        found.setdefault(row.event.event_id, []).extend(booked)
    return found
