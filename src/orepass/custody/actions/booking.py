"""Open mass balance accounts and write on them."""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from orepass.custody.actions.asking import terms_from
from orepass.custody.actions.closing import PeriodClosed
from orepass.custody.actions.standings import put_down_long
from orepass.custody.models import Account, Entry
from orepass.custody.queries.accounts import (
    AccountCard,
    account_for,
    account_of,
    open_account_of,
)
from orepass.custody.rules import accounts as rules
from orepass.custody.rules.booking import MASS_BALANCE
from orepass.custody.rules.materials import MINERALS
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.quantity import mass
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.queries import site_card
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.scheme import queries as scheme

PERCENT = 100


class AccountExists(Conflict):
    """There is one account for an element at a site."""

    code = "custody.account.exists"
    message = _("There is an account for {element} at this site already.")
    what_to_do = _("Use the account that is open.")


class PeriodTooLong(Invalid):
    """The period is longer than the scheme allows."""

    code = "custody.account.period"
    message = _("A period of {given} months is longer than the {limit} months that the scheme allows.")
    what_to_do = _("Choose a shorter period.")


class ElementUnknown(Invalid):
    """Accounts are kept in an element that is known here."""

    code = "custody.account.element"
    message = _("“{value}” is no element that accounts are kept in.")
    what_to_do = _("Give one of: {known}.")


class YieldUnusable(Invalid):
    """The declared yield is a percentage."""

    code = "custody.account.yield"
    message = _("A yield of {value} % cannot be used.")
    what_to_do = _("Give a percentage above 0 and up to 100.")


class AccountOverdrawn(Conflict):
    """More is taken than the account holds."""

    code = "custody.balance.overdrawn"
    message = _("{amount_kg} kg are more than the account can give ({first}).")
    what_to_do = _("Take less, or record the certified delivery that is missing first.")


class DayUnusable(Invalid):
    """An entry's day lies between the account's opening and today."""

    code = "custody.account.day"
    message = _("{day} lies before the account was opened, or in the future.")
    what_to_do = _("Give a day from {opened_on} to today.")


class WithdrawnCard(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken out of an account, and what is left in it today."""

    id: Identifier
    on: date
    amount_mg: int
    balance_mg: int


@action("custody.account.open")
def open_account(
    actor: Actor,
    *,
    site: Identifier,
    element: str,
    opened_on: date,
    pack: str = "cera-4in1",
    period_months: int | None = None,
    yield_percent: Decimal = Decimal(100),
    at: datetime,
) -> AccountCard:
    """Open a mass balance account for an element at a site, by the terms of a scheme.

    Raises:
        AccountExists: there is one.
        PeriodTooLong: the scheme allows less.
        ElementUnknown: no material of that element is known.
        YieldUnusable: not a percentage.
        DayUnusable: the day has not come yet.
    """
    place = site_card(site)
    actor.must_be_in(place.organisation, site)
    edition = scheme.pack(pack)
    terms = terms_from(edition.rules)
    months = terms.period_months if period_months is None else period_months
    if element not in MINERALS:
        raise ElementUnknown(where="element", value=element[:20], known=", ".join(sorted(MINERALS)))
    if months < 1 or rules.check_period(months, limit=terms.period_months):
        raise PeriodTooLong(where="period_months", given=months, limit=terms.period_months)
    if opened_on > day_of(at):
        raise DayUnusable(where="opened_on", day=opened_on, opened_on=opened_on)
    if not 0 < yield_percent <= PERCENT:
        raise YieldUnusable(where="yield_percent", value=yield_percent)
    if not place.organisation:
        raise NotFound(what=site)
    if Account.objects.filter(site=site, element=element, model=MASS_BALANCE).exists():
        raise AccountExists(where="element", element=element)
    row = Account.objects.create(
        id=mint("bal"),
        organisation_id=place.organisation,
        site_id=site,
        element=element,
        model=MASS_BALANCE,
        pack=f"{edition.scheme}@{edition.edition}",
        period_months=months,
        life_months=terms.life_months,
        yield_ppm=int(yield_percent * rules.PPM / PERCENT),
        overdraft_ppm=int(terms.overdraft * rules.PPM),
        dips_allowed=terms.dips_allowed,
        carries_over=terms.carries_over,
        opened_on=opened_on,
        opened_by=actor.pseudonym,
    )
    return account_of(row)


@action("custody.account.withdraw")
def withdraw(
    actor: Actor, *, account: Identifier, amount_kg: Decimal, on: date, note: str, at: datetime
) -> WithdrawnCard:
    """Take credit out of an account for a claim that no event carries; oldest credit first.

    Raises:
        AccountOverdrawn: the account cannot give that much, on the day or later.
        DayUnusable: before the account was opened, or in the future.
        PeriodClosed: the day's period is closed.
    """
    card = account_for(actor, account)
    opened = open_account_of(account)
    put_down_long([opened])
    today = day_of(at)
    if not card.opened_on <= on <= today:
        raise DayUnusable(where="on", day=on, opened_on=card.opened_on)
    if on < opened.open_from:
        raise PeriodClosed(where="on", state="closed", open_from=opened.open_from)
    amount = mass(amount_kg, "KGM")
    claim = rules.Entry(on, -amount, rules.Kind.WITHDRAWAL)
    standing = rules.Standing(opened.entries, opened.terms, opened.opened_on, opened.start)
    short = standing.breaks(claim, until=today)
    if short or not amount:
        first = short[0].message if short else ""
        raise AccountOverdrawn(where="amount_kg", findings=short, state="", amount_kg=amount_kg, first=first)
    Entry.objects.create(
        account_id=account,
        kind=claim.kind,
        amount_mg=claim.amount_mg,
        on=on,
        note=note.replace("\x00", ""),
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    standing.entries.append(claim)
    return WithdrawnCard(id=card.id, on=on, amount_mg=amount, balance_mg=standing.balance(today))
