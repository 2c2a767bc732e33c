"""Read agreements between schemes, certificates of other schemes and claims; every answer is a frozen card."""

from orepass.inclusion.recognition.queries.agreements import (
    agreement_for,
    agreements_for,
    checked,
    mapping_files,
    mapping_text,
    overlaps,
)
from orepass.inclusion.recognition.queries.cards import (
    AgreementCard,
    CheckCard,
    CheckedMapping,
    ClaimCard,
    ForeignCertificateCard,
    HeldLine,
    PreviewCard,
    StepCard,
)
from orepass.inclusion.recognition.queries.certificates import (
    foreign_certificate_for,
    foreign_certificates_for,
)
from orepass.inclusion.recognition.queries.claims import (
    carried,
    claim_for,
    claims_in,
    previews,
    recognition_tasks,
)
from orepass.inclusion.recognition.queries.comparing import (
    OtherTable,
    TableCard,
    other_tables,
    table_between,
)

__all__ = [
    "AgreementCard",
    "CheckCard",
    "CheckedMapping",
    "ClaimCard",
    "ForeignCertificateCard",
    "HeldLine",
    "OtherTable",
    "PreviewCard",
    "StepCard",
    "TableCard",
    "agreement_for",
    "agreements_for",
    "carried",
    "checked",
    "claim_for",
    "claims_in",
    "foreign_certificate_for",
    "foreign_certificates_for",
    "mapping_files",
    "mapping_text",
    "other_tables",
    "overlaps",
    "previews",
    "recognition_tasks",
    "table_between",
]
