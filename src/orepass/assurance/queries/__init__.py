"""Read files, certificates, the right to deliver and tasks; every answer is a frozen card."""

from orepass.assurance.queries.cards import (
    AgreementCard,
    AnswerCard,
    ApplicationCard,
    ApplicationPage,
    AuditCard,
    CaseFile,
    CertificateCard,
    CertificatePage,
    DecisionCard,
    DeliveryRight,
    NonconformityCard,
    RecommendationCard,
    ReviewCard,
    SubmissionCard,
)
from orepass.assurance.queries.case import (
    application_for,
    applications_for,
    candidates,
    case_for,
    evidence_in,
    nonconformities_about,
    outcome_for,
    signals_for,
)
from orepass.assurance.queries.certificates import (
    certificate_card,
    certificates,
    certificates_about,
    certificates_count,
    certificates_named,
    chain_right,
    delivery_right,
    delivery_rights,
)
from orepass.assurance.queries.evaluation import overlays_of
from orepass.assurance.queries.reports import ReportCard, report_card, whole_report
from orepass.assurance.queries.tasks import tasks_for, tasks_of
from orepass.assurance.queries.transfers import TransferCard, open_transfers, transfers_for
from orepass.assurance.rules.status import CertificateStatus
from orepass.assurance.rules.tasks import Task

__all__ = [
    "AgreementCard",
    "AnswerCard",
    "ApplicationCard",
    "ApplicationPage",
    "AuditCard",
    "CaseFile",
    "CertificateCard",
    "CertificatePage",
    "CertificateStatus",
    "DecisionCard",
    "DeliveryRight",
    "NonconformityCard",
    "RecommendationCard",
    "ReportCard",
    "ReviewCard",
    "SubmissionCard",
    "Task",
    "TransferCard",
    "application_for",
    "applications_for",
    "candidates",
    "case_for",
    "certificate_card",
    "certificates",
    "certificates_about",
    "certificates_count",
    "certificates_named",
    "chain_right",
    "delivery_right",
    "delivery_rights",
    "evidence_in",
    "nonconformities_about",
    "open_transfers",
    "outcome_for",
    "overlays_of",
    "report_card",
    "signals_for",
    "tasks_for",
    "tasks_of",
    "transfers_for",
    "whole_report",
]
