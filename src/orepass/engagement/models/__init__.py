"""Complaints, appeals, consultations and drafts: what was said, and the steps that followed; no state is stored.

Nobody's name stands here. Whoever complained or commented is a pseudonym, if anything; their data lies with the people
of the platform and can be erased. ``by`` of a step is the pseudonym of whoever took it.
"""

from orepass.engagement.models.appeals import Appeal, AppealStep, PanelMember
from orepass.engagement.models.complaints import Complaint, ComplaintStatement, ComplaintStep
from orepass.engagement.models.consultations import (
    Consultation,
    ConsultationComment,
    ConsultationEvent,
    ConsultationTarget,
    HeardCount,
)
from orepass.engagement.models.development import (
    Development,
    DevelopmentDecision,
    DevelopmentStep,
    DraftVersion,
    Pilot,
    PilotReport,
)

__all__ = [
    "Appeal",
    "AppealStep",
    "Complaint",
    "ComplaintStatement",
    "ComplaintStep",
    "Consultation",
    "ConsultationComment",
    "ConsultationEvent",
    "ConsultationTarget",
    "Development",
    "DevelopmentDecision",
    "DevelopmentStep",
    "DraftVersion",
    "HeardCount",
    "PanelMember",
    "Pilot",
    "PilotReport",
]
