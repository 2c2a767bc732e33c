"""Read complaints, appeals, consultations and drafts; every answer is a frozen card."""

from orepass.engagement.queries.appeals import appeal_for, appeal_terms, appeals_for, panel_candidates
from orepass.engagement.queries.cards import (
    AppealCard,
    CommentCard,
    ComplainantCard,
    ComplaintCard,
    ConsultationCard,
    FollowedCard,
    PutCard,
    ReceiptCard,
)
from orepass.engagement.queries.complaints import (
    complainant_for,
    complaint_for,
    complaints_for,
    followed,
    handler_candidates,
    put_for,
    put_to,
)
from orepass.engagement.queries.consultations import against_final, consultation_for, consultations
from orepass.engagement.queries.development_cards import (
    DecisionLineCard,
    DevelopmentCard,
    PilotCard,
    RoundLineCard,
    TriedCard,
    VersionCard,
    VoiceCard,
)
from orepass.engagement.queries.developments import development_for, developments, version_file, version_pack
from orepass.engagement.queries.piloting import pilot_for, pilots_of_participant
from orepass.engagement.queries.tasks import engagement_tasks

__all__ = [
    "AppealCard",
    "CommentCard",
    "ComplainantCard",
    "ComplaintCard",
    "ConsultationCard",
    "DecisionLineCard",
    "DevelopmentCard",
    "FollowedCard",
    "PilotCard",
    "PutCard",
    "ReceiptCard",
    "RoundLineCard",
    "TriedCard",
    "VersionCard",
    "VoiceCard",
    "against_final",
    "appeal_for",
    "appeal_terms",
    "appeals_for",
    "complainant_for",
    "complaint_for",
    "complaints_for",
    "consultation_for",
    "consultations",
    "development_for",
    "developments",
    "engagement_tasks",
    "followed",
    "handler_candidates",
    "panel_candidates",
    "pilot_for",
    "pilots_of_participant",
    "put_for",
    "put_to",
    "version_file",
    "version_pack",
]
