"""Open accounts of every method, by the terms of a scheme."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import msgspec

from orepass.custody.models import Account
from orepass.custody.queries.accounts import AccountCard, account_of
from orepass.custody.rules import accounts as rules
from orepass.custody.rules.materials import MINERALS
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.queries import site_card
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.scheme import queries as scheme
from orepass.scheme.rules.model import Pack

PERCENT: Final = 100


class AccountExists(Conflict):
    """There is one account of a method for an element and a scheme at a site."""

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


class MethodUnusable(Invalid):
    """The scheme does not keep accounts so."""

    code = "custody.account.method"
    message = _("{pack} does not keep accounts by the method “{value}”.")
    what_to_do = _("Choose one of: {known}.")


class DayUnusable(Invalid):
    """An entry's day lies between the account's opening and today."""

    code = "custody.account.day"
    message = _("{day} lies before the account was opened, or in the future.")
    what_to_do = _("Give a day from {opened_on} to today.")


@action("custody.account.open")
def open_account(  # noqa: PLR0913 - what an account is declared with
    actor: Actor,
    *,
    site: Identifier,
    element: str,
    opened_on: date,
    pack: str = "cera-4in1",
    method: str = "credit",
    period_months: int | None = None,
    yield_percent: Decimal = Decimal(100),
    at: datetime,
) -> AccountCard:
    """Open an account for an element at a site, by the terms of a scheme and one of the methods it allows.

    Raises:
        AccountExists: there is one of the method.
        MethodUnusable: the scheme does not allow the method, or the custody model it serves.
        PeriodTooLong: the scheme allows less.
        ElementUnknown: no material of that element is known.
        YieldUnusable: not a percentage; percentages of what came in take no yield, they are lost alike.
        DayUnusable: the day has not come yet.
    """
    place = site_card(site)
    actor.must_be_in(place.organisation, site)
    edition = scheme.pack(pack)
    terms = _terms(edition, method, period_months)
    if element not in MINERALS:
        raise ElementUnknown(where="element", value=element[:20], known=", ".join(sorted(MINERALS)))
    if opened_on > day_of(at):
        raise DayUnusable(where="opened_on", day=opened_on, opened_on=opened_on)
    whole = terms.method in rules.PERCENTAGES
    if not 0 < yield_percent <= PERCENT or (whole and yield_percent != PERCENT):
        raise YieldUnusable(where="yield_percent", value=yield_percent)
    if not place.organisation:
        raise NotFound(what=site)
    if Account.objects.filter(site=site, element=element, method=method, scheme=edition.scheme).exists():
        raise AccountExists(where="element", element=element)
    row = Account.objects.create(
        id=mint("bal"),
        organisation_id=place.organisation,
        site_id=site,
        element=element,
        scheme=edition.scheme,
        pack=_name(edition),
        period_months=terms.period_months,
        yield_ppm=int(yield_percent * rules.PPM / PERCENT),
        opened_on=opened_on,
        opened_by=actor.pseudonym,
        **_fixed(terms, rules.label_threshold(edition.rules)),
    )
    return account_of(row)


def _terms(edition: Pack, method: str, period_months: int | None) -> rules.Terms:
    """Return the terms of an edition for a method, with the period asked for where that is shorter."""
    allowed = sorted(rules.methods_allowed(edition.rules))
    if method not in allowed:
        known = ", ".join(allowed) or "–"
        raise MethodUnusable(where="method", value=method[:40], pack=_name(edition), known=known)
    terms = rules.terms_from(edition.rules, rules.Method(method))
    months = terms.period_months if period_months is None else period_months
    if months < 1 or rules.check_period(months, limit=terms.period_months):
        raise PeriodTooLong(where="period_months", given=months, limit=terms.period_months)
    return msgspec.structs.replace(terms, period_months=months)


def _name(edition: Pack) -> str:
    return f"{edition.scheme}@{edition.edition}"


def _fixed(terms: rules.Terms, label: Fraction | None) -> dict[str, Any]:
    """Return what the scheme says of the account, kept as it was on the day of the opening."""
    return {
        "model": rules.MODEL_OF[terms.method],
        "method": terms.method,
        "unit": terms.unit,
        "life_months": terms.life_months,
        "overdraft_ppm": int(terms.overdraft * rules.PPM),
        "needs_cause": terms.needs_cause,
        "dips_allowed": terms.dips_allowed,
        "carries_over": terms.carries_over,
        "carry_periods": terms.carry_periods,
        "rolling_months": terms.rolling_months,
        "label_ppm": None if label is None else int(label * rules.PPM),
    }
