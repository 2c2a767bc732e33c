"""Accounts as whoever books on them finds them: locked, with the entries that stand and the first day that is open."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery

from orepass.custody.models import Account, Closing, Entry
from orepass.custody.queries.accounts import AccountCard, entries_beside
from orepass.custody.queries.following import asks_custodians
from orepass.custody.rules.booking import OpenAccount
from orepass.platform.asked_often import Row, asked_often


def open_accounts(
    sites: Iterable[str], *, leaving_out: frozenset[str] = frozenset(), also: Iterable[str] = ()
) -> dict[str, list[OpenAccount]]:
    """Return the accounts at some sites with their entries, locked, as the booking rules take them.

    Accounts with entries of events being taken back, and those named beside, are among them, wherever they are.
    """
    named = set(also)
    if leaving_out:
        named |= set(Entry.objects.filter(event__event_id__in=leaving_out).values_list("account", flat=True))
    places = set(sites)
    return _opened(_locked(sites=places, accounts=named), leaving_out) if places or named else {}


def open_account_of(account: str) -> OpenAccount:
    """Return one account with its entries, locked."""
    ((opened,),) = _opened(_locked(sites=(), accounts=(account,)), frozenset()).values()
    return opened


def _opened(rows: Sequence[Row], leaving_out: frozenset[str]) -> dict[str, list[OpenAccount]]:
    """Return locked accounts, by site, as they stand now: what is read with the lock may be older than the lock."""
    cards = [AccountCard(**dict(zip(_ACCOUNT, row, strict=True))) for row in rows]
    stand = {account: rest for account, *rest in _stand(accounts=[card.id for card in cards])} if cards else {}
    found: dict[str, list[OpenAccount]] = {}
    for card in cards:
        entry, through, text, closed_before = stand[card.id]
        kept = None if entry is None else (entry, through, text)
        entries, start = entries_beside(card.id, kept, leaving_out)
        opened = OpenAccount(
            id=card.id,
            organisation=card.organisation,
            element=card.element,
            site=card.site,
            pack=card.pack,
            terms=card.terms,
            opened_on=card.opened_on,
            yield_ppm=card.yield_ppm,
            chained=asks_custodians(card.pack),
            open_from=closed_before or card.opened_on,
            entries=entries,
            start=start,
        )
        found.setdefault(card.site, []).append(opened)
    return found


_ACCOUNT: Final = AccountCard.__struct_fields__


@asked_often
def _locked(sites: Iterable[str], accounts: Iterable[str]) -> "QuerySet[Account, Any]":
    wanted = Q(site__among=sites) | Q(pk__among=accounts)
    return Account.objects.select_for_update().filter(wanted).order_by("id").values_list(*_ACCOUNT)


@asked_often
def _stand(accounts: Iterable[str]) -> "QuerySet[Account, Any]":
    closings = Closing.objects.filter(account=OuterRef("pk")).order_by("-number").values("ends_before")[:1]
    put_down = ("put_down__entry", "put_down__through", "put_down__text")
    return Account.objects.filter(pk__among=accounts).values_list("pk", *put_down, Subquery(closings))
