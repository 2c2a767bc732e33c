"""Who has to do what next, and by when: one table for every state in which somebody is waited for."""

from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from orepass.kernel.text import marked as _


class Side(StrEnum):
    """Which party of a file is waited for."""

    CLIENT = "client"
    PROVIDER = "provider"


class Duty(msgspec.Struct, frozen=True):
    """The next action of a state, the side that has to take it, and the role it needs there."""

    action: str
    side: Side
    role: str
    title: str


_SUBMIT: Final = Duty("assurance.application.submit", Side.CLIENT, "operator", _("Complete and submit the application"))

APPLICATION_DUTIES: Final[dict[str, Duty]] = {
    "draft": _SUBMIT,
    "returned": _SUBMIT,
    "submitted": Duty(
        "assurance.application.accept", Side.PROVIDER, "certifier", _("Review the application and answer it")
    ),
    "accepted": Duty("assurance.agreement.offer", Side.PROVIDER, "certifier", _("Offer the agreement")),
    "offered": Duty("assurance.agreement.sign", Side.CLIENT, "operator", _("Read and sign the agreement")),
    "contracted": Duty("assurance.assessment.submit", Side.CLIENT, "operator", _("Complete the self-assessment")),
    "assessed": Duty("assurance.audit.plan", Side.PROVIDER, "auditor", _("Plan the audit")),
    "planned": Duty("assurance.audit.conclude", Side.PROVIDER, "auditor", _("Carry out and conclude the audit")),
    "evaluated": Duty("assurance.audit.recommend", Side.PROVIDER, "auditor", _("Recommend a decision")),
    "recommended": Duty("assurance.review.complete", Side.PROVIDER, "certifier", _("Review the file")),
    "reviewed": Duty("assurance.decision.take", Side.PROVIDER, "certifier", _("Decide on certification")),
}

NONCONFORMITY_DUTIES: Final[dict[str, Duty]] = {
    "open": Duty("assurance.finding.plan", Side.CLIENT, "operator", _("Plan the correction of a nonconformity")),
    "planned": Duty("assurance.finding.accept", Side.PROVIDER, "auditor", _("Judge a corrective action plan")),
    "accepted": Duty("assurance.finding.prove", Side.CLIENT, "operator", _("Prove the correction of a nonconformity")),
    "proved": Duty("assurance.finding.close", Side.PROVIDER, "auditor", _("Verify the correction of a nonconformity")),
}

SURVEILLANCE: Final = Duty("assurance.audit.plan", Side.PROVIDER, "auditor", _("Carry out the surveillance audit"))
SUSPENSION: Final = Duty(
    "assurance.certificate.restore", Side.PROVIDER, "certifier", _("Restore, reduce or withdraw the certificate")
)
SIGNAL: Final = Duty(
    "assurance.certificate.suspend", Side.PROVIDER, "certifier", _("Decide on suspending the certificate")
)
MOVE: Final = Duty("assurance.transfer.request", Side.CLIENT, "operator", _("Move the certificate to another provider"))
TRANSFER_DUTY: Final = Duty(
    "assurance.transfer.accept", Side.PROVIDER, "certifier", _("Answer a request to take a certificate over")
)
RENEWAL: Final = Duty("assurance.application.draft", Side.CLIENT, "operator", _("Apply for recertification"))
NEXT_EDITION: Final = Duty(
    "assurance.application.draft", Side.CLIENT, "operator", _("Move to the next edition of the standard")
)
RENEWAL_MONTHS: Final = 6
"""How long before its end a certificate's renewal shows as a task."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody of an organisation has to do about a subject."""

    action: str
    title: str
    subject: str
    case: str
    organisation: str
    role: str
    due_on: date | None = None

    def is_overdue(self, on: date) -> bool:
        """Say whether the last day has passed."""
        return self.due_on is not None and on > self.due_on


def by_urgency(task: Task) -> tuple[date, str, str]:
    """Order tasks: what is due first comes first, what has no day last."""
    return (task.due_on or date.max, task.action, task.subject)
