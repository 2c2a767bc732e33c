"""What the register knows today of the lot that a passport of this home tells of: a passport lives on after its issue.

It says as little as a reader has to know: that something stands against the lot, never who, how much or why.
"""

from datetime import datetime
from fractions import Fraction
from typing import Final

from orepass.credentials.rules.strict_json import Document
from orepass.custody.queries.claims_today import lot_today as today_of
from orepass.custody.rules.claims.available import HELD, LEFT_NOTHING, RECALLED
from orepass.custody.rules.claims.credited import CREDITED
from orepass.kernel.check import Check
from orepass.kernel.refusal import NotFound
from orepass.passport import queries
from orepass.passport.models import IssuedCredential
from orepass.passport.rules.content import PassportContent
from orepass.passport.rules.lot_standing import Standing, said_today

STOPPED: Final = {RECALLED: Standing.RECALLED, HELD: Standing.ON_HOLD}


def lot_today(credential: Document, at: datetime) -> list[Check]:
    """Return the check of a passport's lot in this register; of credentials of other kinds and homes there is none."""
    row = queries.issued_here(credential)
    if row is None or row.kind != queries.PRODUCT:
        return []
    return [said_today(standing_at(row, at))]


def standing_at(row: IssuedCredential, at: datetime) -> Standing:
    """Return how the lot of a passport stands at an instant."""
    content = queries.content_of(row)
    try:
        return _standing(content, row.issued_at, at)
    except NotFound:
        return Standing.UNKNOWN


def _standing(content: PassportContent, issued_at: datetime, at: datetime) -> Standing:
    today = today_of(content.product.lot, since=issued_at, until=at)
    if today.credited > _credited(content):
        return Standing.CLAIMED_ELSEWHERE
    if today.stopped in STOPPED:
        return STOPPED[today.stopped]
    if content.claim.stands and today.booked:
        return Standing.IN_ACCOUNT
    return Standing.NOTHING_LEFT if today.stopped in LEFT_NOTHING else Standing.WELL


def _credited(content: PassportContent) -> Fraction:
    """Return the share that was known to be issued as credits when the passport was issued."""
    return sum((Fraction(share) for why, share in content.claim.lost if why == CREDITED), Fraction(0))
