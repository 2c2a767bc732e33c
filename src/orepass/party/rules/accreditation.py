"""Whether an assurance provider is accredited for a standard on a day (ISO/IEC 17065, 4.1 and scheme rules).

Nothing on record is unknown, not a no; a lapsed period is unknown of another kind; a withdrawal is a no.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from orepass.kernel.period import Period
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes


class AccreditationFact(msgspec.Struct, frozen=True):
    """One accreditation: the standard, its period, who gave it, and the day it was withdrawn from, if any."""

    standard: str
    period: Period
    accreditor: str
    withdrawn_from: date | None = None


def accredited(facts: Iterable[AccreditationFact], standard: str, on: date) -> Verdict:
    """Answer whether any accreditation covers the standard on the day."""
    known = [fact for fact in facts if fact.standard == standard]
    standing = [fact for fact in known if fact.period.holds(on)]
    for fact in standing:
        if fact.withdrawn_from is None or on < fact.withdrawn_from:
            return yes(f"accredited for {standard} by {fact.accreditor} from {fact.period.valid_from}")
    if standing:
        return no(f"the accreditation for {standard} was withdrawn from {standing[0].withdrawn_from}")
    lapsed = [fact.period.valid_to for fact in known if fact.period.valid_to and fact.period.valid_to < on]
    if lapsed:
        return unknown(Unknown.EXPIRED, f"the accreditation for {standard} ended on {max(lapsed)}")
    return unknown(Unknown.MISSING, f"no accreditation for {standard} is on record")
