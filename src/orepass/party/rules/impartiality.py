"""Whether a person's ties to a client forbid a part in its certification (ISO/IEC 17065, 4.2 and 7.13.6).

Whoever consulted for or worked for a client within the cooling-off period (24 months in most schemes) may not audit,
review or decide. Silence is not a clearance: a person who has declared nothing about a client is *unknown*; only a
declaration of no interest, not older than its own validity, answers no.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from orepass.kernel.period import Period, add_months
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes
from orepass.party.rules.kinds import InterestKind

COOLING_OFF_MONTHS: Final = 24
CLEARANCE_MONTHS: Final = 12
"""How long a declaration of no interest is relied on before it has to be renewed."""

STANDING: Final = frozenset({InterestKind.OWNS, InterestKind.RELATED})
"""Ties that count while they last and have no cooling-off after they end."""


class Interest(msgspec.Struct, frozen=True):
    """One declared tie between a person and a client over a period."""

    kind: InterestKind
    client: str
    period: Period


def tied(interests: Iterable[Interest], client: str, on: date, months: int = COOLING_OFF_MONTHS) -> Verdict:
    """Answer whether a tie of this person to the client counts on the day: yes forbids a part in the file."""
    about = [interest for interest in interests if interest.client == client and interest.period.valid_from <= on]
    ties = [interest for interest in about if interest.kind is not InterestKind.NONE and _counts(interest, on, months)]
    if ties:
        return yes(*(_told(interest) for interest in ties))
    cleared = [interest.period.valid_from for interest in about if _clears(interest, on)]
    if not cleared:
        return unknown(Unknown.MISSING, _("the person has declared nothing about this client"))
    if on >= add_months(max(cleared), CLEARANCE_MONTHS):
        return unknown(Unknown.EXPIRED, f"the declaration of no interest of {max(cleared)} has to be renewed")
    return no(f"no interest declared on {max(cleared)}")


def _clears(interest: Interest, on: date) -> bool:
    return interest.kind is InterestKind.NONE and interest.period.holds(on)


def _counts(interest: Interest, on: date, months: int) -> bool:
    ended = interest.period.valid_before
    if ended is None or on < ended:
        return True
    return interest.kind not in STANDING and on < add_months(ended, months)


def _told(interest: Interest) -> str:
    until = interest.period.valid_to or "today"
    return f"{interest.kind} for the client from {interest.period.valid_from} to {until}"
