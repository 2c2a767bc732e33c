"""Whether an assurance provider is accredited for a standard on a day (ISO/IEC 17065, 4.1 and scheme rules).

Nothing on record is unknown, not a no; a lapsed period is unknown of another kind; a suspension or withdrawal is a no.
"""

from collections.abc import Iterable
from datetime import date

from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes
from orepass.party.rules.provider_standing import AccreditationFact, Standing, standing_of, suspended_from


def accredited(facts: Iterable[AccreditationFact], standard: str, on: date) -> Verdict:
    """Answer whether any accreditation covers the standard on the day."""
    known = [fact for fact in facts if fact.standard == standard]
    for fact in known:
        if standing_of(fact, on) is Standing.APPROVED:
            return yes(f"accredited for {standard} by {fact.accreditor} from {fact.period.valid_from}")
    for fact in known:
        if standing_of(fact, on) is Standing.SUSPENDED:
            return no(f"the accreditation for {standard} is suspended from {suspended_from(fact.steps, on)}")
    for fact in known:
        if standing_of(fact, on) is Standing.WITHDRAWN:
            return no(f"the accreditation for {standard} was withdrawn from {fact.withdrawn_from}")
    lapsed = [fact.period.valid_to for fact in known if fact.period.valid_to and fact.period.valid_to < on]
    if lapsed:
        return unknown(Unknown.EXPIRED, f"the accreditation for {standard} ended on {max(lapsed)}")
    return unknown(Unknown.MISSING, f"no accreditation for {standard} is on record")
