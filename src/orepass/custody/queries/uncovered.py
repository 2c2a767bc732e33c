"""Credits that production does not cover any more: of which accounts, how much is missing, and who has or had them."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec
from django.db.models import Q

from orepass.custody.models import Credit, CreditStep, Entry, JournalEvent
from orepass.custody.queries.accounts import account_card, entries_since
from orepass.custody.rules import accounts as rules
from orepass.kernel.period import day_of
from orepass.platform.access import Actor, Role


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


def missing_of(account: str, on: date) -> int:
    """Return how much of what was issued from an account is not covered on a day; nothing where all of it is."""
    card = account_card(account)
    entries, start = entries_since(account, leaving_out=frozenset())
    return max(0, -rules.Standing(entries, card.terms, card.opened_on, start).balance(on))


def uncovered_of(actor: Actor, on: date) -> Iterator[Uncovered]:
    """Return the accounts that fall short, of which an actor issued, holds or held credits; a steward sees all."""
    rows = Credit.objects.all()
    if not (actor.is_system or Role.STEWARD in actor.roles):
        mine = actor.organisation or "—"
        had = CreditStep.objects.filter(organisation=mine).values("credit")
        rows = rows.filter(Q(issuer=mine) | Q(pk__in=had))
    for account in rows.order_by("account").values_list("account", flat=True).distinct():
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
    declared = JournalEvent.objects.filter(is_declaration=True, event_id__in=told).select_related("job")
    last = declared.order_by("-sequence").first()
    if last is not None:
        return day_of(last.recorded_at)
    return Credit.objects.filter(account=account).order_by("-issued_on").values_list("issued_on", flat=True)[0]
