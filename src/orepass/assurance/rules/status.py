"""The status of a certificate on a day, computed from its period and the steps recorded about it; never stored.

An end that the calendar brings (expiry) needs no step, so nobody can forget to enter it.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from orepass.assurance.rules.lifecycles import CERTIFICATE
from orepass.kernel.period import Period
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes


class CertificateStatus(StrEnum):
    """What may be said of a certificate on a day."""

    NOT_YET_VALID = "not_yet_valid"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    EXPIRED = "expired"


class StatusStep(msgspec.Struct, frozen=True):
    """One recorded step about a certificate: which, and from which day it counts."""

    action: str
    on: date


def status_at(period: Period, steps: Sequence[StatusStep], on: date) -> CertificateStatus:
    """Return the status on a day; an end by decision outlives expiry, everything else gives way to it."""
    state = CERTIFICATE.state_after(step.action for step in steps if step.on <= on)
    if state in {"withdrawn", "terminated"}:
        return CertificateStatus(state)
    if on < period.valid_from:
        return CertificateStatus.NOT_YET_VALID
    return CertificateStatus(state) if period.holds(on) else CertificateStatus.EXPIRED


def right_from(status: CertificateStatus) -> Verdict:
    """Say whether a certificate of this status lets its sites deliver as certified."""
    match status:
        case CertificateStatus.ACTIVE:
            return yes(_("the certificate is active"))
        case CertificateStatus.EXPIRED:
            return unknown(Unknown.EXPIRED, _("the certificate has expired"))
        case CertificateStatus.NOT_YET_VALID:
            return no(_("the certificate is not valid yet"))
        case CertificateStatus.SUSPENDED:
            return no(_("the certificate is suspended"))
        case CertificateStatus.WITHDRAWN:
            return no(_("the certificate was withdrawn"))
        case _:
            return no(_("the client ended the certification"))
