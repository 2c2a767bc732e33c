"""Tables of assurance, private to this room: files, visits, findings, decisions, certificates; rows are only added."""

from orepass.assurance.models.application import (
    Agreement,
    Application,
    ApplicationReview,
    ApplicationSite,
    ApplicationStep,
)
from orepass.assurance.models.assessment import Answer, Collected, Submission
from orepass.assurance.models.audit import Audit, AuditConclusion, AuditSubject, AuditTeamMember, SurveillanceConclusion
from orepass.assurance.models.certificate import Certificate, CertificateSite, CertificateStep
from orepass.assurance.models.decision import DecisionTaken, Recommendation, Review
from orepass.assurance.models.nonconformity import Nonconformity, NonconformityStep
from orepass.assurance.models.report import ReportChoice
from orepass.assurance.models.transfer import Transfer, TransferStep

__all__ = [
    "Agreement",
    "Answer",
    "Application",
    "ApplicationReview",
    "ApplicationSite",
    "ApplicationStep",
    "Audit",
    "AuditConclusion",
    "AuditSubject",
    "AuditTeamMember",
    "Certificate",
    "CertificateSite",
    "CertificateStep",
    "Collected",
    "DecisionTaken",
    "Nonconformity",
    "NonconformityStep",
    "Recommendation",
    "ReportChoice",
    "Review",
    "Submission",
    "SurveillanceConclusion",
    "Transfer",
    "TransferStep",
]
