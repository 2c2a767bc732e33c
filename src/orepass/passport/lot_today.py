"""What the register knows today of the lot that a passport of this home tells of: a passport lives on after its issue.

It says as little as a reader has to know: that something stands against the lot or its claim, never who or how much.
"""

from datetime import datetime
from fractions import Fraction
from typing import Final

from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.verification import LOG
from orepass.custody.queries.claims_today import lot_today as today_of
from orepass.custody.rules.claims.available import HELD, LEFT_NOTHING, RECALLED
from orepass.custody.rules.claims.held import SPENT
from orepass.kernel.check import Check, not_checked
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.passport import queries
from orepass.passport.issued import issued_at
from orepass.passport.models import IssuedCredential
from orepass.passport.rules.content import PassportContent
from orepass.passport.rules.fallen import Fall, credited, fallen, grown
from orepass.passport.rules.lot_standing import Standing, passport_told_of, said_today

STOPPED: Final = {RECALLED: Standing.RECALLED, HELD: Standing.ON_HOLD}
FELL: Final = {
    Fall.OF_ALL: Standing.CLAIM_FELL,
    Fall.OF_A_PART: Standing.PART_FELL,
    Fall.ON_THE_WAY: Standing.CLAIM_ENDED,
}


def lot_today(credential: Document, at: datetime) -> list[Check]:
    """Return the check of a passport's lot in this register; of credentials of other kinds and homes there is none."""
    row = queries.issued_here(credential)
    if row is None or row.kind != queries.PRODUCT:
        return []
    return [said_today(standing_at(row, at))]


def unlogged(presented: Presented) -> Check | None:
    """Return what is said of the log where a credential is a statement of a lot for a bundle; else nothing.

    Only of a passport of this home, by the issuer of that passport: anything else that it signs has to be on the log.
    """
    about = passport_told_of(presented.credential)
    row = issued_at([about]).get(about) if about else None
    if row is None or row.kind != queries.PRODUCT or row.issuer != presented.issuer:
        return None
    return not_checked(LOG, _("A statement of a lot is no entry of the log: a bundle has one made for its day."))


def standing_at(row: IssuedCredential, at: datetime) -> Standing:
    """Return how the lot of a passport stands at an instant."""
    content = queries.content_of(row)
    try:
        return _standing(content, row.issued_at, at)
    except NotFound:
        return Standing.UNKNOWN


def _standing(content: PassportContent, issued_at: datetime, at: datetime) -> Standing:
    claim, scheme = content.claim, content.claim.pack.partition("@")[0]
    today = today_of(content.product.lot, scheme=scheme, since=issued_at, until=at)
    lost = {why: Fraction(share) for why, share in claim.lost}
    took = credited(content.product.maker, lost, today.claims) if claim.stands else None
    if took is Fall.OF_ALL:
        return Standing.CLAIMED_ELSEWHERE
    fall = fallen(claim.share, lost, today.claims) if claim.stands else None
    if fall is Fall.OF_ALL:
        return FELL[fall]
    if today.stopped in STOPPED:
        return STOPPED[today.stopped]
    if told := took or fall:
        return FELL[told]
    if claim.stands and (today.booked or grown(SPENT, lost, today.claims)):
        return Standing.IN_ACCOUNT
    return Standing.NOTHING_LEFT if today.stopped in LEFT_NOTHING else Standing.WELL
