"""What a person is competent for, as a provider has recorded it (ISO/IEC 17021-1, 7.1 and 7.2; ISO/IEC 17065, 6.1).

A record names a field (a standard, a mineral, a language), what in it, and a period. Nothing on record is unknown, a
lapsed record is unknown of another kind, a record taken back is a no.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from orepass.kernel.period import Period
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes


class Field(StrEnum):
    """In what somebody can be competent."""

    STANDARD = "standard"
    MINERAL = "mineral"
    LANGUAGE = "language"


class CompetenceFact(msgspec.Struct, frozen=True):
    """One record: the field, what in it, over which period, and the day from which it was taken back, if it was."""

    field: Field
    of: str
    period: Period
    ended_from: date | None = None


def competent(facts: Iterable[CompetenceFact], field: Field, of: str, on: date) -> Verdict:
    """Answer whether a record shows competence on a day."""
    known = [fact for fact in facts if fact.field == field and fact.of.casefold() == of.casefold()]
    standing = [fact for fact in known if fact.period.holds(on)]
    ended = []
    for fact in standing:
        if fact.ended_from is None or on < fact.ended_from:
            return yes(f"{of}: recorded from {fact.period.valid_from}")
        ended.append(fact.ended_from)
    if ended:
        return no(f"{of}: the record was taken back from {max(ended)}")
    lapsed = [fact.period.valid_to for fact in known if fact.period.valid_to and fact.period.valid_to < on]
    if lapsed:
        return unknown(Unknown.EXPIRED, f"{of}: the record ended on {max(lapsed)}")
    return unknown(Unknown.MISSING, f"{of}: nothing is on record")
