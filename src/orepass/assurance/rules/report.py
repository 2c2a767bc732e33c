"""What stands against a choice of what a report says in public, and the digest of a choice on the log."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum

from orepass.assurance.rules.status import CertificateStatus
from orepass.kernel.digest import Digest, digest


class Reason(StrEnum):
    """Why a holder publishes less than the default; a word and no text, so that it can be public itself."""

    BUSINESS_SECRET = "business_secret"  # noqa: S105 - a reason, no secret
    SAFETY = "safety"
    PRIVACY = "privacy"
    LAW = "law"


OPEN = frozenset({CertificateStatus.NOT_YET_VALID, CertificateStatus.ACTIVE})


def taken_away(before: Iterable[str], after: Collection[str], status: CertificateStatus) -> tuple[str, ...]:
    """Return what a choice would hide that has to stay: what is public when a certificate is in trouble stays so."""
    return () if status in OPEN else tuple(part for part in before if part not in after)


def choice_digest(certificate: str, *, on: date, parts: Iterable[str], reason: str) -> Digest:
    """Return the digest of a choice, as it stands on the log."""
    return digest({"certificate": certificate, "on": on, "parts": list(parts), "reason": reason})
