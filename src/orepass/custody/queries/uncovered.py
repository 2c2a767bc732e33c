"""Credits that production does not cover any more: of which accounts, how much is missing, and since when."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from orepass.custody.models import Credit, Entry, JournalEvent
from orepass.custody.queries.accounts import account_card, missing_of
from orepass.custody.queries.credits import credits_seen_by
from orepass.kernel.period import day_of
from orepass.platform.access import Actor


class Uncovered(msgspec.Struct, frozen=True, kw_only=True):
    """An account from which more was issued than it took in.

    Attributes:
        issuer: who issued the credits, and has to cover them again.
        missing_mg: how much of what was issued is not covered, in the unit of the account.
        since: the day of the last error declaration of its production; without one, the day the last credit was issued.
    """

    account: str
    issuer: str
    element: str
    missing_mg: int
    since: date


def uncovered_of(actor: Actor, on: date) -> Iterator[Uncovered]:
    """Return the accounts that fall short, of which an actor issued, holds or held credits; a steward sees all."""
    accounts = credits_seen_by(actor).order_by("account").values_list("account", flat=True).distinct()
    for account in accounts:
        if missing := missing_of(account, on):
            card = account_card(account)
            yield Uncovered(
                account=account,
                issuer=card.organisation,
                element=card.element,
                missing_mg=missing,
                since=_since(account),
            )


def accounts_of_events(event_ids: Iterable[str]) -> set[str]:
    """Return the accounts with credits into which production came by some events."""
    names = list(event_ids)
    if not names:
        return set()
    issued = Credit.objects.values("account")
    rows = Entry.objects.filter(event__event_id__among=names, account__in=issued)
    return set(rows.values_list("account", flat=True))


def _since(account: str) -> date:
    told = Entry.objects.filter(account=account).values("event__event_id")
    declared = JournalEvent.objects.filter(is_declaration=True, event_id__in=told)
    last = declared.order_by("-sequence").first()
    if last is not None:
        return day_of(last.recorded_at)
    return Credit.objects.filter(account=account).order_by("-issued_on").values_list("issued_on", flat=True)[0]
