"""Is it valid on the day: ``validFrom`` ≤ now < ``validUntil``, with five minutes for clocks that differ."""

from datetime import UTC, datetime, timedelta
from typing import Final

from orepass.credentials.rules.data_integrity import proofs_of
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.credentials.rules.structure import instant
from orepass.kernel.check import Check, Result, failed, passed, undetermined
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
    if begins and at + SKEW < begins:
        return failed(DATES, _("It is not valid before {start}."), start=start)
    if ends and at - SKEW >= ends:
        return failed(DATES, _("It was valid until {end}."), end=end)
    expired = [moment for moment in map(instant, _proof_ends(credential)) if moment and at - SKEW >= moment]
    if expired:
        return failed(DATES, _("Its proof expired on {end}."), end=min(expired).isoformat())
    if ends is None:
        return passed(DATES, _("Valid since {start}, without an end."), start=start or "—")
    return passed(DATES, _("Valid from {start} until {end}."), start=start or "—", end=end)


def check_periods(claims: Document, at: datetime) -> Check:
    """Check the period of a credential, and that of the token around it (``nbf`` and ``exp``, RFC 7519 §4.1)."""
    moments = {name: numeric_date(claims[name]) for name in ("nbf", "exp") if name in claims}
    for name, moment in moments.items():
        if moment is None:
            return failed(DATES, _("The date “{text}” cannot be read."), text=f"{name} {claims[name]}"[:40])
    begins, ends = moments.get("nbf"), moments.get("exp")
    if begins and at + SKEW < begins:
        return failed(DATES, _("It is not valid before {start}."), start=begins.isoformat())
    if ends and at - SKEW >= ends:
        return failed(DATES, _("It was valid until {end}."), end=ends.isoformat())
    whole = check_dates(claims, at)
    if ends and whole.result is Result.PASSED and "validUntil" not in claims:
        return passed(DATES, _("Valid until {end}."), end=ends.isoformat())
    return whole


def numeric_date(value: object) -> datetime | None:
    """Read a date as tokens write it, in seconds since 1970; ``None`` otherwise."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _proof_ends(credential: Document) -> list[object]:
    try:
        return [proof["expires"] for proof in proofs_of(credential) if "expires" in proof]
    except BadDocument:
        return []
