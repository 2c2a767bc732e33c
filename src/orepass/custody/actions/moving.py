"""What every movement of credit between accounts does: hold both sides, take what is there, and write both down."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from orepass.custody.actions.booking import AccountOverdrawn, DayUnusable
from orepass.custody.actions.closing import PeriodClosed
from orepass.custody.models import Account, Entry, Transfer
from orepass.custody.queries.accounts import AccountCard, open_from, rule_entries
from orepass.custody.rules import accounts as rules
from orepass.custody.rules.tranches import Tranche
from orepass.custody.rules.transferring import Side
from orepass.kernel.identifier import mint
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.party.queries import site_card
from orepass.platform.access import Actor


def side_of(card: AccountCard) -> Side:
    """Return an account as the rules of transfers see it."""
    return Side(
        account=card.id,
        organisation=card.organisation,
        country=site_card(card.site).country,
        element=card.element,
        scheme=card.pack.partition("@")[0],
        terms=card.terms,
        opened_on=card.opened_on,
    )


def lock(source: AccountCard, targets: Sequence[AccountCard], on: date, *, today: date) -> None:
    """Hold all accounts while credit moves; the day has to be open in each of them.

    Raises:
        DayUnusable: before one of the accounts was opened, or in the future.
        PeriodClosed: the day is closed in one of them.
    """
    cards = [source, *targets]
    list(Account.objects.select_for_update().filter(pk__in=[card.id for card in cards]).order_by("id"))
    for card in cards:
        if not card.opened_on <= on <= today:
            raise DayUnusable(where="on", day=on, opened_on=max(part.opened_on for part in cards))
        if on < (first := open_from(card.id)):
            raise PeriodClosed(where="on", state="closed", open_from=first)


def taken(source: AccountCard, amount: int, on: date, *, today: date) -> list[Tranche]:
    """Return the credit that leaves an account, the oldest first.

    Raises:
        AccountOverdrawn: it is not there on the day, or would be missed later.
    """
    entries = rule_entries(source.id)
    account = rules.at_the_end(entries, source.terms, opened_on=source.opened_on, on=on)
    there = account.balance if isinstance(account, rules.Credit) else 0
    leaving = rules.Entry(on, -amount, rules.Kind.TRANSFER)
    short = rules.check_claim(entries, leaving, source.terms, opened_on=source.opened_on, until=today)
    if short or not amount or there < amount:
        first = short[0].message if short else ""
        raise AccountOverdrawn(
            where="amount_kg", findings=short, state="", amount_kg=in_unit(Milligrams(amount)), first=first
        )
    found = rules.as_credit_moves(entries, source.terms, opened_on=source.opened_on, on=on)
    assert isinstance(found, rules.Credit), "nothing else has credit that could be there"
    return found.standing.take(amount)


def write(
    actor: Actor,
    source: AccountCard,
    amount: int,
    arrived: Mapping[str, Sequence[rules.Entry]],
    *,
    on: date,
    basis: str,
    reason: str,
    at: datetime,
) -> Transfer:
    """Write a transfer and its entries on all sides."""
    row = Transfer.objects.create(
        id=mint("trf"),
        source_id=source.id,
        on=on,
        basis=basis,
        reason=reason,
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    leaving = rules.Entry(on, -amount, rules.Kind.TRANSFER)
    entries = [(source.id, leaving), *((name, entry) for name, parts in arrived.items() for entry in parts)]
    Entry.objects.bulk_create(
        Entry(
            account_id=name,
            transfer=row,
            kind=entry.kind,
            amount_mg=entry.amount_mg,
            on=entry.on,
            of_on=entry.of_on,
            note=reason,
            recorded_by=actor.pseudonym,
            recorded_at=at,
        )
        for name, entry in entries
    )
    return row
