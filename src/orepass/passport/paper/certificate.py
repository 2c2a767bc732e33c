"""A certificate on paper: what its signed credential says, and how it stands on the day of printing."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from orepass.assurance.queries import CertificateStatus, certificate_card
from orepass.credentials.rules.strict_json import Document
from orepass.kernel.period import day_of
from orepass.passport import queries
from orepass.passport.paper.printing import Paper, qr_picture, superseded, written
from orepass.transparency import queries as log

TEMPLATE = "paper/certificate.html"
GOOD = frozenset({CertificateStatus.ACTIVE})
WAITING = frozenset({CertificateStatus.NOT_YET_VALID})


def certificate_paper(certificate: str, *, at: datetime) -> Paper:
    """Write the newest credential of a certificate, or the one named by itself: an older one says so on its face.

    Raises:
        NotFound: there is no such certificate, or no credential of it.
    """
    card = queries.credential_for(certificate)
    document = queries.document(card.id)
    status = certificate_card(card.about).status(day_of(at))
    return written(TEMPLATE, _context(card, document, status, at), made_at=card.issued_at)


def _context(
    card: queries.CredentialCard, document: Document, status: CertificateStatus, at: datetime
) -> dict[str, Any]:
    subject = document["credentialSubject"]
    replaced = superseded(card)
    entry = log.entry_of(card.about, content_digest=card.digest)
    return {
        "document": document,
        "subject": subject,
        "number": card.about,
        "version": card.version,
        "digest": card.digest,
        "issued_on": day_of(card.issued_at),
        "valid_from": document["validFrom"][:10],
        "valid_before": document["validUntil"][:10],
        "level": subject.get("profileScore", {}).get("code", ""),
        "sites": [_site(one) for one in subject["conformityAssessment"]],
        "conditions": sorted({said for one in subject["conformityAssessment"] for said in _conditions(one)}),
        "admissions": [f"{one['issuingAuthority']['name']}: {one['name']}" for one in subject.get("authorisation", [])],
        "superseded": replaced,
        "state": said_of(status),
        "state_kind": _kind(status, is_newest=not replaced),
        "on": day_of(at),
        "qr": qr_picture(subject["id"]),
        "entry": entry.index if entry else None,
    }


def _kind(status: CertificateStatus, *, is_newest: bool) -> str:
    """Return how the state is marked: never as good on a version that names sites of then."""
    if status in GOOD and is_newest:
        return "good"
    return "" if status in GOOD | WAITING else "bad"


def said_of(status: CertificateStatus) -> str:
    """Say a status in a sentence."""
    return {
        CertificateStatus.ACTIVE: _("It is in force: its sites may deliver as certified."),
        CertificateStatus.NOT_YET_VALID: _("It is not valid yet."),
        CertificateStatus.SUSPENDED: _("It is suspended: nothing may be delivered as certified."),
        CertificateStatus.WITHDRAWN: _("It was withdrawn. Do not rely on it."),
        CertificateStatus.TERMINATED: _("Its holder ended the certification."),
        CertificateStatus.EXPIRED: _("It has expired."),
    }[status]


def _site(assessment: Document) -> dict[str, Any]:
    facilities = [one["facility"] for one in assessment.get("assessedFacility", [])]
    return {
        "name": ", ".join(one["name"] for one in facilities) or assessment["assessedOrganisation"]["name"],
        "number": ", ".join(one.get("registeredId", "") for one in facilities),
        "minerals": ", ".join(one["product"]["name"] for one in assessment.get("assessedProduct", [])),
        "conforms": assessment["conformance"] is True,
    }


def _conditions(assessment: Document) -> list[str]:
    return list(assessment.get("specifiedCondition", []))
