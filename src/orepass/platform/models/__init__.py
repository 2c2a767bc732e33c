"""Tables of the plumbing; people's data stands apart from everything else."""

from orepass.platform.models.accounts import ApiToken, Invitation, Membership, Person, User
from orepass.platform.models.evidence import EvidenceFile
from orepass.platform.models.notices import Notice
from orepass.platform.models.records import Record, RecordHead, RecordSalt
from orepass.platform.models.requests import IdempotentRequest

__all__ = [
    "ApiToken",
    "EvidenceFile",
    "IdempotentRequest",
    "Invitation",
    "Membership",
    "Notice",
    "Person",
    "Record",
    "RecordHead",
    "RecordSalt",
    "User",
]
