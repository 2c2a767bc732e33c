"""Import a table of facilities in one transaction, with one record for the whole file."""

from datetime import datetime

import msgspec

from orepass.party.actions.published import ROWS_AT_ONCE, Counts, ImportOutcome, outcome_of, put_sites, remember
from orepass.party.rules.facilities import CREDIT, KIND, LICENCE, read_facilities
from orepass.party.rules.progress import report
from orepass.platform.access import Actor
from orepass.platform.actions import action


@action("party.import.icmm")
def import_facilities(actor: Actor, *, text: str, at: datetime) -> ImportOutcome:
    """Load the ICMM table of facilities as public sites; a second run of the same file changes nothing.

    Raises:
        Invalid: the table as a whole cannot be trusted; nothing of it is used.
    """
    read = read_facilities(text)
    total = len(read.facilities)
    counts = Counts()
    for start in range(0, total, ROWS_AT_ONCE):
        done = put_sites(actor, KIND, read.facilities[start : start + ROWS_AT_ONCE], at)
        counts = counts.plus(done)
        report(min(start + ROWS_AT_ONCE, total), total)
    counts = msgspec.structs.replace(counts, unchanged=counts.unchanged + len(read.findings))
    marks = [finding for facility in read.facilities for finding in facility.findings]
    outcome = outcome_of(KIND, read.digest, {"facilities": counts}, read.findings + marks)
    return remember(outcome, (CREDIT, LICENCE), actor, at)
