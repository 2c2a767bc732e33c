"""Credit that moves from one account to another: on which conditions, and with its age.

A scheme names its conditions (``custody.credit_transfer``); one that names none does not foresee it. Whatever the
scheme says, credit stays credit of the same scheme, counted alike and living as long: it moves, it is never made, lost
or made younger.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final

import msgspec

from orepass.custody.rules.accounts import Entry, Kind, Method, Terms
from orepass.custody.rules.closing.periods import Span, span_of
from orepass.custody.rules.tranches import Tranche
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.quantity import apportion
from orepass.kernel.text import marked as _

SAME_ORGANISATION: Final = "same_company"
SAME_COUNTRY: Final = "same_country"
SAME_PRODUCT: Final = "same_product"
SAME_PERIOD: Final = "both_sides_same_period"

NOT_FORESEEN = FindingKind(
    "custody.transfer.not_foreseen",
    Severity.ERROR,
    _("{scheme} says nothing of credit that moves between accounts."),
    what_to_do=_("Send the material with its claim instead."),
)
SAME_ACCOUNT = FindingKind(
    "custody.transfer.same_account", Severity.ERROR, _("Credit moves to another account."), what_to_do=_("Name it.")
)
NOT_ALIKE = FindingKind(
    "custody.transfer.not_alike",
    Severity.ERROR,
    _("The accounts are not kept alike: {left} on one side, {right} on the other."),
    what_to_do=_("Credit moves between credit accounts of one scheme that count alike and where it lives as long."),
)
PERIODS_APART = FindingKind(
    "custody.transfer.periods_apart",
    Severity.ERROR,
    _("The periods of the accounts end on different days, and credit is kept by periods."),
    what_to_do=_("Move credit between accounts whose periods end together."),
)
OTHER_ORGANISATION = FindingKind(
    "custody.transfer.other_organisation",
    Severity.ERROR,
    _("The accounts belong to different organisations."),
    what_to_do=_("Send the material with its claim instead."),
)
OTHER_COUNTRY = FindingKind(
    "custody.transfer.other_country",
    Severity.ERROR,
    _("The sites lie in different countries, or in one that is not known."),
    what_to_do=_("Send the material with its claim instead."),
)
OTHER_PRODUCT = FindingKind(
    "custody.transfer.other_product",
    Severity.ERROR,
    _("One account holds {left}, the other {right}."),
    what_to_do=_("Credit moves between accounts of the same product."),
)
OTHER_PERIOD = FindingKind(
    "custody.transfer.other_period",
    Severity.ERROR,
    _("{day} lies in a period of {account} that has ended; both sides write a transfer down in the period it is of."),
    what_to_do=_("Give a day of the period that runs in both accounts."),
)


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One account as a transfer sees it."""

    account: str
    organisation: str
    country: str
    element: str
    scheme: str
    terms: Terms
    opened_on: date

    @property
    def kept(self) -> tuple[str, ...]:
        """Return how the account is kept, as far as credit that moves is concerned."""
        terms = self.terms
        life = "–" if terms.life_months is None else str(terms.life_months)
        carried = "–" if terms.periods_kept is None else str(terms.periods_kept)
        return self.scheme, terms.method.value, terms.unit.value, life, carried


def check_transfer(left: Side, right: Side, conditions: Collection[str], *, on: date, today: date) -> list[Finding]:
    """Return why credit may not move from one account to the other on a day."""
    found = check_alike(left, right, on)
    if not conditions:
        found.append(NOT_FORESEEN.at("account", scheme=left.scheme))
    if left.element != right.element:
        found.append(OTHER_PRODUCT.at("to", left=left.element, right=right.element))
    if SAME_ORGANISATION in conditions and left.organisation != right.organisation:
        found.append(OTHER_ORGANISATION.at("to"))
    if SAME_COUNTRY in conditions and (not left.country or left.country != right.country):
        found.append(OTHER_COUNTRY.at("to"))
    if SAME_PERIOD in conditions:
        found += [finding for side in (left, right) for finding in _other_period(side, on, today)]
    return found


def check_alike(left: Side, right: Side, on: date) -> list[Finding]:
    """Return whether two accounts are kept alike on a day, so that credit is the same thing in both."""
    if left.account == right.account:
        return [SAME_ACCOUNT.at("to")]
    if left.kept != right.kept or left.terms.method is not Method.CREDIT:
        return [NOT_ALIKE.at("to", left=", ".join(left.kept), right=", ".join(right.kept))]
    ends = {_period(side, on).ends_before for side in (left, right)}
    if left.terms.periods_kept is not None and len(ends) > 1:
        return [PERIODS_APART.at("to")]
    return []


def _other_period(side: Side, on: date, today: date) -> Iterable[Finding]:
    if _period(side, on) != _period(side, today):
        yield OTHER_PERIOD.at("on", day=on, account=side.account)


def _period(side: Side, day: date) -> Span:
    return span_of(day, opened_on=side.opened_on, months=side.terms.period_months)


def arriving(parts: Sequence[Tranche], amount_mg: int, *, on: date) -> list[Entry]:
    """Return the entries of an amount that arrives from some parts of credit, each as old as its part was."""
    shares = apportion(amount_mg, [part.amount_mg for part in parts])
    return [
        Entry(on, share, Kind.TRANSFER, of_on=None if part.born_on == on else part.born_on)
        for part, share in zip(parts, shares, strict=True)
        if share
    ]
