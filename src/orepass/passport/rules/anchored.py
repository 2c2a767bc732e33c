"""Whether an identity anchor of this home still says what is so, from plain facts of the register."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

LIFE: Final = timedelta(days=730)
"""For how long an anchor says whose a DID is, unless it is revoked before."""

RENEWED_AFTER: Final = timedelta(days=640)
"""From when on a further one is issued though nothing has changed."""


class AnchorFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What has become of what an anchor says.

    Attributes:
        did_ended_at: when the identity behind the DID was ended, where it is one of this home.
        numbers_ended: numbers that it names, and whose record was ended since.
    """

    did_ended_at: datetime | None = None
    numbers_ended: int = 0


def is_outdated(facts: AnchorFacts, at: datetime) -> bool:
    """Say whether an anchor no longer counts: its DID has ended, or the record of a number that it names."""
    return facts.numbers_ended > 0 or (facts.did_ended_at is not None and facts.did_ended_at <= at)
