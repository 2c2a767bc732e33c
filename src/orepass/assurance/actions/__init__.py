"""What can be done in assurance: one small module per part of the process, each step an action of its own."""

from orepass.assurance.actions import (
    agreement,
    answers,
    application,
    assessment,
    audit,
    certificate,
    correction,
    decision,
    nonconformity,
    recommendation,
    report,
    surveillance,
    taking_in,
    transfer,
)

__all__ = [
    "agreement",
    "answers",
    "application",
    "assessment",
    "audit",
    "certificate",
    "correction",
    "decision",
    "nonconformity",
    "recommendation",
    "report",
    "surveillance",
    "taking_in",
    "transfer",
]
