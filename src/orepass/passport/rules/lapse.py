"""Why the credential of a certificate may not be relied upon on a day, from plain facts of the register.

UNTP 0.7.0 takes one status entry, and its list has one bit for each credential: whoever reads the list learns that, not
why. The register knows, and says so where this home is the issuer.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from orepass.passport.rules.attestation import lost_scope


class Lapse(StrEnum):
    """Why it may not be relied upon; the graver first."""

    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    SUSPENDED = "suspended"
    UNACCREDITED = "unaccredited"
    NO_MEMBER = "no_member"
    REDUCED = "reduced"


_ENDED: Final = {one.value: one for one in (Lapse.WITHDRAWN, Lapse.TERMINATED, Lapse.SUSPENDED)}


def lapse_on(
    on: date,
    *,
    status: str,
    lost_before: date | None,
    member_before: date | None,
    site_ends: Iterable[date | None],
    issued_on: date | None,
) -> Lapse | None:
    """Say why a certificate, or the credential issued for it on a day, is not to be relied upon; ``None`` where it is.

    Attributes:
        status: what may be said of the certificate on the day.
        lost_before: the first day without the accreditation behind it, where that was lost.
        member_before: the first day on which its client is no member of the council that the edition asks for.
        site_ends: the first day without each site that it covered, where that left the scope.
        issued_on: when the credential was issued; ``None`` for the certificate itself, which names no site by itself.
    """
    if status in _ENDED:
        return _ENDED[status]
    if lost_before is not None and on >= lost_before:
        return Lapse.UNACCREDITED
    if member_before is not None and on >= member_before:
        return Lapse.NO_MEMBER
    if issued_on is not None and lost_scope(site_ends, issued_on=issued_on, on=on):
        return Lapse.REDUCED
    return None
