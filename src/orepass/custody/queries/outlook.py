"""What an account allows: the overdraft of today, the percentages by month, and what was claimed of lots."""

from datetime import date
from fractions import Fraction

import msgspec

from orepass.custody.queries.accounts import account_card, rule_entries
from orepass.custody.rules import accounts as rules


class ClaimedShare(msgspec.Struct, frozen=True):
    """The share of a lot that was claimed on a day."""

    on: date
    share: Fraction


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """What the entries of an account say of today.

    Attributes:
        overdraft_mg: how far below zero the terms allow today.
        months: for a method by percentages, what may be claimed of a lot month by month; else empty.
        claims: for these, the share of each lot that was claimed, where it is known.
    """

    overdraft_mg: int
    months: tuple[rules.Month, ...]
    claims: tuple[ClaimedShare, ...]


def outlook(account: str, *, on: date) -> Outlook:
    """Return what an account allows on a day.

    Raises:
        NotFound: there is none of that identifier.
    """
    card = account_card(account)
    entries = rule_entries(account)
    kept = rules.at_the_end(entries, card.terms, opened_on=card.opened_on, on=on)
    months = tuple(rules.percentages(entries, card.terms, opened_on=card.opened_on, until=on))
    claims = [entry for entry in entries if entry.kind is rules.Kind.CLAIM and entry.total_mg and entry.on <= on]
    return Outlook(
        overdraft_mg=kept.overdraft,
        months=months,
        claims=tuple(ClaimedShare(each.on, Fraction(-each.amount_mg, each.total_mg or 1)) for each in claims)
        if months
        else (),
    )
