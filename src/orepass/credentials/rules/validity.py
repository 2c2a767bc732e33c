"""Is it valid on the day: ``validFrom`` ≤ now < ``validUntil``, with five minutes for clocks that differ."""

from datetime import datetime, timedelta
from typing import Final

from orepass.credentials.rules.data_integrity import proofs_of
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.credentials.rules.structure import instant
from orepass.kernel.check import Check, failed, passed, undetermined
from orepass.kernel.text import marked as _

SKEW: Final = timedelta(minutes=5)
DATES: Final = "dates"


def check_dates(credential: Document, at: datetime) -> Check:
    """Check the period of validity, and that of the proof where it has one."""
    start, end = credential.get("validFrom"), credential.get("validUntil")
    begins, ends = instant(start), instant(end)
    for text, read in ((start, begins), (end, ends)):
        if text is not None and read is None:
            return undetermined(DATES, _("The date “{text}” cannot be read."), text=str(text)[:40])
    if begins and at < begins - SKEW:
        return failed(DATES, _("It is not valid before {start}."), start=start)
    if ends and at >= ends + SKEW:
        return failed(DATES, _("It was valid until {end}."), end=end)
    expired = [moment for moment in map(instant, _proof_ends(credential)) if moment and at >= moment + SKEW]
    if expired:
        return failed(DATES, _("Its proof expired on {end}."), end=min(expired).isoformat())
    if ends is None:
        return passed(DATES, _("Valid since {start}, without an end."), start=start or "—")
    return passed(DATES, _("Valid from {start} until {end}."), start=start or "—", end=end)


def _proof_ends(credential: Document) -> list[object]:
    try:
        return [proof["expires"] for proof in proofs_of(credential) if "expires" in proof]
    except BadDocument:
        return []
