"""Put accounts down where they stand, so that a claim costs its own entry, not all before it; and forget it again."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Max, Q

from orepass.custody.models import AccountStanding, Entry
from orepass.custody.rules import accounts as rules
from orepass.custody.rules.booking import OpenAccount

LONG: Final = 512
"""Entries that are told afresh at most, more or less, before an account is put down again."""

LEFT: Final = 256
"""The newest ones stay out: what comes late mostly lies among them."""


def put_down_long(opened: Iterable[OpenAccount]) -> None:
    """Put down those of the accounts, all locked and with every entry that stands, that grew long."""
    for account in opened:
        if len(account.entries) > LONG:
            _put_down(account)


def _put_down(account: OpenAccount) -> None:
    entries, start = account.entries, account.start
    if start and any(map(start.goes_before, entries)):
        entries, start = start.whole(), None
    ordered = rules.in_order(entries)
    through = ordered[-LEFT - 1].on
    kept = {
        "through": through,
        "entry": Entry.objects.filter(account=account.id).aggregate(last=Max("pk"))["last"],
        "text": _told([entry for entry in ordered if entry.on <= through], account, start),
    }
    AccountStanding.objects.update_or_create(account_id=account.id, defaults=kept)


def _told(entries: Sequence[rules.Entry], account: OpenAccount, start: rules.Start | None) -> str:
    terms, opened_on = account.terms, account.opened_on
    standing = rules.taken_up(start.text, terms, opened_on) if start else rules.keeping(terms, opened_on)
    for entry in entries:
        for _ in standing.take(entry):
            pass
    return rules.put_down(standing)


def forget(events: Iterable[str], also: Iterable[str] = ()) -> None:
    """Forget where accounts stand that events booked on which are taken back, and some others."""
    booked = Entry.objects.filter(event__event_id__in=set(events)).values("account")
    AccountStanding.objects.filter(Q(account__in=booked) | Q(account__in=set(also))).delete()
