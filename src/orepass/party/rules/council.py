"""Membership of an outside council: from which day, to which, and until when a right that rests on it can last (M-05).

A membership follows another without a gap, or it does not. Whoever rejoins after a gap is a member anew: what ended
with the first membership does not come back by the second.
"""

from collections.abc import Iterable
from datetime import date

from orepass.kernel.period import Period
from orepass.party.rules.folding import folded


def same_council(one: str, other: str) -> bool:
    """Say whether two names are those of one council, however they are spaced and capitalised."""
    return folded(one) == folded(other)


def is_member(periods: Iterable[Period], on: date) -> bool:
    """Say whether one of some memberships holds on a day."""
    return any(period.holds(on) for period in periods)


def ends_before(periods: Iterable[Period], since: date) -> date | None:
    """Return the first day without membership from a day on: that day itself without any, ``None`` without an end."""
    day = since
    for period in sorted(periods, key=lambda each: each.valid_from):
        if not period.holds(day):
            continue
        if period.valid_before is None:
            return None
        day = period.valid_before
    return day
