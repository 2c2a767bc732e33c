"""The accounts that were credited with lots a recall reaches, and what was claimed from them since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from orepass.custody.models import Entry, JournalEvent
from orepass.custody.queries.accounts import account_card, balance
from orepass.custody.queries.origins import NOT_CERTIFIED, shares_of
from orepass.custody.queries.reaching import Found
from orepass.custody.queries.recalled import AccountReached
from orepass.custody.rules.graph import Name
from orepass.custody.rules.recalling import Part
from orepass.platform import clock

WEIGHED: Final = 2_000
"""Lots credited to accounts whose certified share is reckoned; beyond, the whole credit counts as suspected."""


def accounts_reached(found: Found) -> Iterator[AccountReached]:
    """Gather the credits that lots reached were booked as; what is taken back is no longer there."""
    credit: dict[str, list[Entry]] = {}
    if not Entry.objects.exists():
        return
    booked = Entry.objects.filter(lot__among=map(str, found.reached.parts), amount_mg__gt=0).select_related("event")
    for row in booked.order_by("on", "id"):
        credit.setdefault(row.account_id, []).append(row)
    declared = _taken_back(row for rows in credit.values() for row in rows)
    shares = _suspected(found.reached.parts, sorted({row.lot for rows in credit.values() for row in rows}))
    for account, rows in sorted(credit.items()):
        kept = [row for row in rows if row.event_id not in declared]
        if kept:
            yield _reached(account, kept, shares)


def _reached(account: str, kept: Sequence[Entry], shares: Mapping[str, Fraction]) -> AccountReached:
    card = account_card(account)
    since = min(row.on for row in kept)
    claims = Entry.objects.filter(account=account, amount_mg__lt=0, on__gte=since).exclude(lot="")
    return AccountReached(
        account=card.id,
        organisation=card.organisation,
        site=card.site,
        element=card.element,
        credited_mg=sum(row.amount_mg for row in kept),
        suspect_mg=sum(_up(row.amount_mg * shares[row.lot]) for row in kept),
        balance_mg=balance(account, on=clock.today()).balance_mg,
        claimed=tuple(dict.fromkeys(claims.order_by("on", "id").values_list("lot", flat=True))),
    )


def _up(amount: Fraction) -> int:
    return -(-amount.numerator // amount.denominator)


def _taken_back(rows: Iterable[Entry]) -> set[int | None]:
    names = {row.event.event_id: row.event_id for row in rows if row.event}
    declared = JournalEvent.objects.filter(is_declaration=True, event_id__among=names)
    return {names[name] for name in declared.values_list("event_id", flat=True)}


def _suspected(parts: Mapping[Name, Part], lots: Sequence[str]) -> dict[str, Fraction]:
    """Return which part of the credit of each lot rests on what is suspected: its part of the certified share."""
    if not lots or len(lots) > WEIGHED:
        return dict.fromkeys(lots, Fraction(1))
    found: dict[str, Fraction] = {}
    for lot, shares in shares_of(lots).items():
        certified = [share for source, share in shares.items() if source.claim_class not in NOT_CERTIFIED]
        total = sum(certified, Fraction(0))
        found[lot] = min(parts[lot].certified / total, Fraction(1)) if total else Fraction(1)
    return found
