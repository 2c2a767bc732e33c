"""Digital Conformity Credential (UNTP 0.6.1)."""

from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

from orepass.passport.untp.parts import Day, TypedNode, Uri
from orepass.passport.untp.v0_6_1.nodes import (
    BinaryFile,
    Credential,
    Declaration,
    Described,
    Link,
    Pointer,
    SecureLink,
)


class AssessorLevel(StrEnum):
    """How far the assessor stands from the assessed."""

    SELF = "Self"
    COMMERCIAL = "Commercial"
    BUYER = "Buyer"
    MEMBERSHIP = "Membership"
    UNSPECIFIED = "Unspecified"
    THIRD_PARTY = "3rdParty"


class AssessmentLevel(StrEnum):
    """Under whose authority the assessor works."""

    GOVERNMENT_APPROVAL = "GovtApproval"
    GLOBAL_MRA = "GlobalMRA"
    ACCREDITED = "Accredited"
    VERIFIED = "Verified"
    VALIDATED = "Validated"
    UNSPECIFIED = "Unspecified"


class AttestationType(StrEnum):
    """What kind of attestation it is."""

    CERTIFICATION = "certification"
    DECLARATION = "declaration"
    INSPECTION = "inspection"
    TESTING = "testing"
    VERIFICATION = "verification"
    VALIDATION = "validation"
    CALIBRATION = "calibration"


class Endorsement(TypedNode, frozen=True, kw_only=True):
    """Who authorises the assessor."""

    wanted = ("Endorsement",)
    id: Uri
    name: str
    trustmark: BinaryFile | UnsetType = UNSET
    issuing_authority: Pointer
    endorsement_evidence: Link | UnsetType = UNSET


class ConformityScheme(TypedNode, frozen=True, kw_only=True):
    """The scheme under which conformity is attested."""

    wanted = ("ConformityScheme",)
    id: Uri
    name: str
    description: str
    version: str
    valid_from: Day
    owner: Pointer
    trustmark: BinaryFile | UnsetType = UNSET


class AssessedProduct(Pointer, frozen=True, kw_only=True):
    """The product that was assessed."""

    serial_number: str | UnsetType = UNSET
    batch_number: str | UnsetType = UNSET


class ProductVerification(TypedNode, frozen=True, kw_only=True):
    """A product that was assessed."""

    wanted = ("ProductVerification",)
    product: AssessedProduct | UnsetType = UNSET
    id_verified_by_cab: bool | UnsetType = msgspec.field(name="IDverifiedByCAB", default=UNSET)


class FacilityVerification(TypedNode, frozen=True, kw_only=True):
    """A facility that was assessed."""

    wanted = ("FacilityVerification",)
    facility: Pointer | UnsetType = UNSET
    id_verified_by_cab: bool | UnsetType = msgspec.field(name="IDverifiedByCAB", default=UNSET)


class ConformityAssessment(Declaration, frozen=True, kw_only=True):
    """One assessment against criteria."""

    wanted = ("ConformityAssessment", "Declaration")
    name: str | UnsetType = UNSET
    assessed_product: tuple[ProductVerification, ...] | UnsetType = UNSET
    assessed_facility: tuple[FacilityVerification, ...] | UnsetType = UNSET
    assessed_organisation: Described | UnsetType = UNSET
    auditor: Described | UnsetType = UNSET


class ConformityAttestation(TypedNode, frozen=True, kw_only=True):
    """The attestation: what the certificate says."""

    wanted = ("ConformityAttestation", "Attestation")
    id: Uri
    name: str | UnsetType = UNSET
    assessor_level: AssessorLevel
    assessment_level: AssessmentLevel
    attestation_type: AttestationType
    description: str | UnsetType = UNSET
    issued_to_party: Described
    authorisation: tuple[Endorsement, ...] | UnsetType = UNSET
    conformity_certificate: SecureLink | UnsetType = UNSET
    auditable_evidence: SecureLink | UnsetType = UNSET
    scope: ConformityScheme | UnsetType = UNSET
    assessment: tuple[ConformityAssessment, ...] | UnsetType = UNSET


class ConformityCredential(Credential, frozen=True, kw_only=True):
    """A Digital Conformity Credential."""

    kind = "dcc"
    wanted = ("DigitalConformityCredential", "VerifiableCredential")
    credential_subject: ConformityAttestation | UnsetType = UNSET
