"""Write on accounts by hand: claims that no event carries, and the cause of an overdraft."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import msgspec

from orepass.custody.actions.booking import AccountOverdrawn, DayUnusable
from orepass.custody.actions.closing import PeriodClosed
from orepass.custody.actions.covering import require_covered
from orepass.custody.actions.standings import put_down_long
from orepass.custody.models import Entry
from orepass.custody.queries.accounts import AccountCard, account_for
from orepass.custody.queries.open_accounts import open_account_of
from orepass.custody.queries.promises import book_of, promises_of
from orepass.custody.rules import accounts as rules
from orepass.custody.rules.opened import OpenAccount
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.quantity import Milligrams, in_unit, mass
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action


class ShareExceeded(Conflict):
    """More of what goes out is claimed than the percentage of the account allows."""

    code = "custody.claim.above_share"
    message = _("{claimed} % are claimed; the account allows {share} % in that month.")
    what_to_do = _("Claim at most the percentage of the months before, rounded down.")


class WholeMissing(Invalid):
    """An account that works by percentages needs to know of how much something is claimed."""

    code = "custody.account.whole"
    message = _("The account works by percentages: {amount_kg} kg of how much are claimed was not said, or is less.")
    what_to_do = _("Give the whole amount that goes out with the claim.")


class NothingTaken(Invalid):
    """Whoever takes something out of an account takes more than nothing."""

    code = "custody.account.nothing"
    message = _("Nothing would be taken out of the account.")
    what_to_do = _("Give an amount above zero; a milligram is the least.")


class CauseMissing(Invalid):
    """An overdraft has a cause that can be looked at."""

    code = "custody.overdraft.cause"
    message = _("No cause was given.")
    what_to_do = _("Say what kept the certified material away, and since when.")


class ClaimPromised(Conflict):
    """What passports claim that hold stays in the account."""

    code = "custody.claim.promised"
    message = _("{missing_kg} of {amount_kg} kg are claimed by passports that hold; the first is of {lot}.")
    what_to_do = _("Take at most {free_kg} kg, or revoke passports of lots that claim it first.")


class WithdrawnCard(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken out of an account, and what is left in it today."""

    id: Identifier
    on: date
    amount_mg: int
    balance_mg: int


class CauseCard(msgspec.Struct, frozen=True, kw_only=True):
    """The cause that was declared for the period a day lies in."""

    id: Identifier
    on: date
    cause: str


@action("custody.account.withdraw")
def withdraw(
    actor: Actor,
    *,
    account: Identifier,
    amount_kg: Decimal,
    on: date,
    note: str,
    of_kg: Decimal | None = None,
    at: datetime,
) -> WithdrawnCard:
    """Take credit out of an account for a claim that no event carries; oldest credit first.

    Of an account that works by percentages, ``of_kg`` says of how much that goes out the amount is claimed.

    Raises:
        NothingTaken: the amount is nothing.
        AccountOverdrawn: the account cannot give that much, on the day or later.
        ShareExceeded: the percentage of the month is lower.
        WholeMissing: of how much was not said.
        DayUnusable: before the account was opened, or in the future.
        PeriodClosed: the day's period is closed.
        NotCovered: the certificate of whoever keeps the account gave no right on the day, or gives none today.
        ClaimPromised: passports that hold claim it, of a book and claim account.
    """
    card = account_for(actor, account)
    opened = usable(card, on, day_of(at))
    require_covered(card, {on, day_of(at)})
    amount = something(mass(amount_kg, "KGM", where="amount_kg"), where="amount_kg")
    whole = None if of_kg is None else mass(of_kg, "KGM", where="of_kg")
    if (opened.method in rules.PERCENTAGES and whole is None) or (whole is not None and whole < amount):
        raise WholeMissing(where="of_kg", amount_kg=amount_kg)
    claim = rules.Entry(on, -amount, rules.Kind.WITHDRAWAL, whole)
    standing = rules.Standing(opened.entries, opened.terms, opened.opened_on, opened.start)
    if opened.method is rules.Method.ROLLING and whole:
        _within(standing.share_in(on) * whole, amount, whole)
    short = standing.breaks(claim, until=day_of(at))
    if short:
        raise AccountOverdrawn(where="amount_kg", findings=short, state="", amount_kg=amount_kg, first=short[0].message)
    require_unpromised(card, claim, where="amount_kg")
    write_entry(actor, account, claim, note=note, at=at)
    standing.entries.append(claim)
    return WithdrawnCard(id=card.id, on=on, amount_mg=amount, balance_mg=standing.balance(day_of(at)))


def _within(allowed: Fraction, amount: int, whole: int) -> None:
    if amount > allowed:
        claimed = rules.rounded(Fraction(amount * rules.PER_CENT, whole), up=True)
        share = rules.rounded(allowed * rules.PER_CENT / whole)
        raise ShareExceeded(where="amount_kg", state="", claimed=claimed, share=share)


@action("custody.overdraft.declare")
def declare_cause(actor: Actor, *, account: Identifier, cause: str, on: date, at: datetime) -> CauseCard:
    """Declare what keeps certified material away, so that the period of a day may be overdrawn as far as allowed.

    Raises:
        CauseMissing: nothing was said.
        DayUnusable: before the account was opened, or in the future.
        PeriodClosed: the day's period is closed.
    """
    card = account_for(actor, account)
    usable(card, on, day_of(at))
    if not cause.strip():
        raise CauseMissing(where="cause")
    write_entry(actor, account, rules.Entry(on, 0, rules.Kind.CAUSE), note=cause.strip(), at=at)
    return CauseCard(id=card.id, on=on, cause=cause.strip())


def something(amount: Milligrams, *, where: str) -> Milligrams:
    """Return an amount that is more than nothing."""
    if not amount:
        raise NothingTaken(where=where)
    return amount


def usable(card: AccountCard, on: date, today: date) -> OpenAccount:
    """Return an account, locked, on whose day something may be written."""
    opened = open_account_of(card.id)
    put_down_long([opened])
    if not card.opened_on <= on <= today:
        raise DayUnusable(where="on", day=on, opened_on=card.opened_on)
    if on < opened.open_from:
        raise PeriodClosed(where="on", state="closed", open_from=opened.open_from)
    return opened


def require_unpromised(card: AccountCard, entry: rules.Entry, *, where: str) -> None:
    """Refuse to take out of a book and claim account, which is locked, what passports that hold claim."""
    if card.method != rules.Method.BOOK:
        return
    promises = promises_of([book_of(card)])[card.id]
    missing = promises.missing([("", entry)])
    if missing:
        raise ClaimPromised(
            where=where,
            state="",
            missing_kg=in_unit(Milligrams(missing)),
            amount_kg=in_unit(Milligrams(-entry.amount_mg)),
            lot=next(iter(promises.by_lot)),
            free_kg=promises.free_kg,
        )


def write_entry(actor: Actor, account: str, entry: rules.Entry, *, note: str, at: datetime) -> Entry:
    """Write an entry that no event carries."""
    return Entry.objects.create(
        account_id=account,
        kind=entry.kind,
        amount_mg=entry.amount_mg,
        total_mg=entry.total_mg,
        on=entry.on,
        note=note,
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
