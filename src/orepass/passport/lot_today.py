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
from orepass.kernel.check import Check, failed, passed, undetermined
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.passport import queries
from orepass.passport.rules.content import PassportContent

LOT: Final = "lot"
TWICE: Final = _("A part of what it claims was claimed elsewhere since it was issued.")
STOPPED: Final = {
    RECALLED: _("The lot is recalled, and the recall is open. Do not rely on the passport before it has ended; ask."),
    HELD: _("The lot is on hold: somebody has to decide about it. Ask whoever issued the passport."),
}
ELSEWHERE: Final = _("Its claim has gone over to an account since. What may be claimed now is told there; ask.")
NOTHING_LEFT: Final = _("Nothing is left of the lot. The passport tells of it as it was.")
WELL: Final = _("The lot is neither on hold nor recalled, and nothing of it was claimed elsewhere since.")


def lot_today(credential: Document, at: datetime) -> list[Check]:
    """Return the check of a passport's lot in this register; of credentials of other kinds and homes there is none."""
    row = queries.issued_here(credential)
    if row is None or row.kind != queries.PRODUCT:
        return []
    content = queries.content_of(row)
    try:
        return [_standing(content, row.issued_at, at)]
    except NotFound:
        return [undetermined(LOT, _("No event of this register names the lot any more."))]


def _standing(content: PassportContent, issued_at: datetime, at: datetime) -> Check:
    today = today_of(content.product.lot, since=issued_at, until=at)
    if today.credited > _credited(content):
        return failed(LOT, TWICE)
    if today.stopped in STOPPED:
        return undetermined(LOT, STOPPED[today.stopped])
    if content.claim.stands and today.booked:
        return undetermined(LOT, ELSEWHERE, required=False)
    return passed(LOT, NOTHING_LEFT if today.stopped in LEFT_NOTHING else WELL)


def _credited(content: PassportContent) -> Fraction:
    """Return the share that was known to be issued as credits when the passport was issued."""
    return sum((Fraction(share) for why, share in content.claim.lost if why == CREDITED), Fraction(0))
