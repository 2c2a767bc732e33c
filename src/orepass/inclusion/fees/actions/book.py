"""Open accounts and write entries: one way for all of them, and the refusals they share."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import msgspec

from orepass.inclusion.fees.models import Account, Entry
from orepass.inclusion.fees.queries import AccountCard
from orepass.inclusion.fees.queries.reading import account_row, card_for, lines_of, rules_of, sees_money
from orepass.inclusion.fees.rules.ledger import AccountKind, EntryKind, Standing, owed_by, standing_of
from orepass.inclusion.fees.rules.steps import take
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.kept import Kept
from orepass.kernel.money import Money, money
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.queries import organisation_card
from orepass.platform.access import Actor
from orepass.scheme.queries import pack

PREFIX: Final = {
    AccountKind.FEE: "fee",
    AccountKind.POT: "pot",
    AccountKind.PREMIUM: "prm",
    AccountKind.ADVANCE: "adv",
}
TEXT_MAX: Final = 60
DIGITS_MAX: Final = 15
"""The longest number that the book of rules takes; no account of ours needs a longer one."""


class AmountUnusable(Invalid):
    """The amount is not one to enter."""

    code = "fees.entry.amount"
    message = _("An amount of {amount} cannot be entered here.")
    what_to_do = _("Enter an amount above zero, with no more decimals than its currency has.")


class TooMuch(Conflict):
    """More would be settled than there is."""

    code = "fees.entry.too_much"
    message = _("That is more than is open on this account.")
    what_to_do = _("Look at what is open, and enter that at most.")


class DayUnusable(Invalid):
    """The day cannot be entered."""

    code = "fees.entry.day"
    message = _("{day} has not come yet.")
    what_to_do = _("Enter what has happened, on the day it did.")


class TextMissing(Invalid):
    """A word is missing or too long."""

    code = "fees.entry.text"
    message = _("“{name}” needs between 1 and {most} characters.")
    what_to_do = _("Say it in a few words.")


def sum_of(amount: Decimal, currency: str, where: str = "amount") -> Money:
    """Read an amount above zero.

    Raises:
        AmountUnusable: zero, below it, or longer than any fee.
        BadMoney: finer than the currency.
    """
    return money(measure_of(amount, where), currency)


def measure_of(value: Decimal, where: str) -> Decimal:
    """Return a measure above zero, such as days or per cent, if it is one to reckon with.

    Raises:
        AmountUnusable: zero, below it, or with more digits than any measure has.
    """
    if value <= 0 or len(f"{value:f}") > DIGITS_MAX:
        raise AmountUnusable(where=where, amount=f"{value:.20f}"[:TEXT_MAX], value=str(value)[:TEXT_MAX])
    return value


def require_past(day: date, at: datetime, where: str) -> None:
    """Refuse a day that has not come.

    Raises:
        DayUnusable: it lies in the future.
    """
    if day > day_of(at):
        raise DayUnusable(where=where, day=day.isoformat(), value=day.isoformat())


def require_text(text: str, where: str) -> str:
    """Return a short text without blanks around it.

    Raises:
        TextMissing: it is empty or too long.
    """
    plain = text.strip()
    if not 0 < len(plain) <= TEXT_MAX:
        raise TextMissing(where=where, name=where, most=TEXT_MAX, value=plain[:TEXT_MAX])
    return plain


def own_house(actor: Actor) -> str:
    """Return the organisation an actor acts for.

    Raises:
        NotFound: the actor acts for none, or may not see money.
    """
    if not actor.organisation or not sees_money(actor):
        raise NotFound(where="organisation", what=actor.organisation or "–")
    return actor.organisation


def locked(actor: Actor, account: str, kind: AccountKind) -> Account:
    """Lock an account of a kind for one of its sides.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    Account.objects.select_for_update().filter(pk=account).first()
    row = account_row(actor, account)
    if row.kind != kind:
        raise NotFound(where="account", what=account[:40])
    return row


def locked_of(actor: Actor, account: str, kind: AccountKind, *, side: str) -> Account:
    """Lock an account for its owner or for the one opposite.

    Raises:
        NotFound: there is none, or the actor stands on the other side.
    """
    row = locked(actor, account, kind)
    actor.must_be_in(row.owner_id if side == "owner" else row.counterparty_id, account)
    return row


def open_account(
    actor: Actor,
    kind: AccountKind,
    *,
    owner: str,
    counterparty: str | None,
    purpose: str,
    ref: str,
    standard: str,
    at: datetime,
    **more: Any,  # noqa: ANN401 - columns of the account
) -> Account:
    """Open an account under an edition.

    Raises:
        PackMissing: there is no such pack.
        StandardUnknown: it has no such standard.
        NotFound: there is no such organisation.
    """
    found = pack(ref)
    found.standard(standard)
    organisation_card(owner)
    return Account.objects.create(
        id=mint(PREFIX[kind]),
        kind=kind,
        owner_id=owner,
        counterparty_id=counterparty,
        purpose=require_text(purpose, "purpose"),
        pack=found.ref,
        pack_digest=found.digest,
        standard=standard,
        opened_at=at,
        opened_by=actor.pseudonym,
        **more,
    )


def enter(
    actor: Actor,
    row: Account,
    kind: EntryKind,
    amount: Money,
    *,
    at: datetime,
    on: date | None = None,
    steps: Sequence[Kept] = (),
    **more: Any,  # noqa: ANN401 - columns of the entry
) -> Entry:
    """Write one entry, and refuse when the account would come to less than nothing.

    Raises:
        TooMuch: more would be settled or spent than there is.
    """
    entry = Entry.objects.create(
        id=mint("ent"),
        account=row,
        number=Entry.objects.filter(account=row).count() + 1,
        kind=kind,
        amount_minor=amount.minor,
        on=on or day_of(at),
        steps=msgspec.to_builtins(list(steps)),
        recorded_for_id=actor.organisation,
        at=at,
        by=actor.pseudonym,
        **more,
    )
    require_sound(row)
    return entry


def require_sound(row: Account) -> None:
    """Refuse what leaves an account with less than nothing; the transaction takes the entry back.

    Raises:
        TooMuch: more is settled or spent than there is.
    """
    lines = lines_of(fresh(row))
    buyers = {line.party for line in lines} if row.kind == AccountKind.PREMIUM else set()
    sound = all(owed_by(lines, buyer, row.currency).minor >= 0 for buyer in buyers - {""})
    if not (sound and standing_of(lines, row.currency).is_sound):
        raise TooMuch(where="amount", state="settled")


def fresh(row: Account) -> Account:
    """Read an account again with its entries."""
    return Account.objects.prefetch_related("entries", "signatures", "plan_steps").get(pk=row.pk)


def standing(row: Account) -> Standing:
    """Return what an account comes to now."""
    return standing_of(lines_of(fresh(row)), row.currency)


def kept(row: Account, rule: str, inputs: dict[str, Any], **of_pack: str) -> tuple[Any, Kept]:
    """Run a rule for an account; ``of_pack`` names inputs that stand in its edition, by path below ``fees``."""
    rules = rules_of(row)
    paths = {name: f"fees.{path}" for name, path in of_pack.items()}
    taken = {name: rules[path].number for name, path in paths.items()}
    computed, found = take(
        rule, {**inputs, **taken}, pack_digest=row.pack_digest, standard=row.standard, parameters=paths
    )
    return computed.value, found


def card(actor: Actor, row: Account, at: datetime) -> AccountCard:
    """Return the account as it stands after an action, as the actor may see it."""
    return card_for(actor, fresh(row), day_of(at))


def organisation_of(identifier: str) -> Identifier:
    """Return an organisation's identifier if there is one.

    Raises:
        NotFound: there is none.
    """
    return organisation_card(identifier).id
