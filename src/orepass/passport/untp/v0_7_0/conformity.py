"""Digital Conformity Credential (UNTP 0.7.0): who attests what about whom, at which assurance."""

from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

from orepass.passport.untp.parts import Day, Node, TypedNode, Uri
from orepass.passport.untp.v0_7_0.nodes import (
    ConformityProfile,
    ConformityScheme,
    Credential,
    Criterion,
    Declaration,
    FacilityReference,
    Image,
    Link,
    PartyReference,
    Performance,
    ProductReference,
    Reference,
    Score,
)


class AssessorLevel(StrEnum):
    """How far the assessor stands from the assessed."""

    SELF = "self"
    COMMERCIAL = "commercial"
    BUYER = "buyer"
    MEMBERSHIP = "membership"
    UNSPECIFIED = "unspecified"
    THIRD_PARTY = "3rdParty"
    HYBRID = "hybrid"


class AssessmentLevel(StrEnum):
    """Under whose authority the assessor works."""

    AUTHORITY_BENCHMARK = "authority-benchmark"
    AUTHORITY_MANDATE = "authority-mandate"
    AUTHORITY_GLOBAL_MRA = "authority-globalmra"
    AUTHORITY_PEER = "authority-peer"
    AUTHORITY_EXTENDED_MRA = "authority-extended-mra"
    SCHEME_SELF = "scheme-self"
    SCHEME_CAB = "scheme-cab"
    NO_ENDORSEMENT = "no-endorsement"


class AttestationType(StrEnum):
    """What kind of attestation it is (ISO/IEC 17000)."""

    CERTIFICATION = "certification"
    DECLARATION = "declaration"
    INSPECTION = "inspection"
    TESTING = "testing"
    VERIFICATION = "verification"
    VALIDATION = "validation"
    CALIBRATION = "calibration"


class Endorsement(Node, frozen=True, kw_only=True):
    """Who authorises the assessor."""

    name: str
    trustmark: Image | UnsetType = UNSET
    issuing_authority: PartyReference
    endorsement_evidence: Link | UnsetType = UNSET


class FacilityVerification(Node, frozen=True, kw_only=True):
    """A facility that was assessed."""

    facility: FacilityReference
    id_verified_by_cab: bool | UnsetType = msgspec.field(name="idVerifiedByCAB", default=UNSET)


class ProductVerification(Node, frozen=True, kw_only=True):
    """A product that was assessed."""

    product: ProductReference
    id_verified_by_cab: bool | UnsetType = msgspec.field(name="idVerifiedByCAB", default=UNSET)


class AssessedOrganisation(Reference, frozen=True, kw_only=True):
    """The organisation that was assessed."""

    wanted = ("Party",)


class ConformityAssessment(Declaration, frozen=True, kw_only=True):
    """One assessment against criteria."""

    wanted = ("ConformityAssessment",)
    assessment_criteria: tuple[Criterion, ...]
    assessment_date: Day
    assessed_performance: tuple[Performance, ...]
    assessed_product: tuple[ProductVerification, ...] | UnsetType = UNSET
    assessed_facility: tuple[FacilityVerification, ...] | UnsetType = UNSET
    assessed_organisation: AssessedOrganisation | UnsetType = UNSET
    specified_condition: tuple[str, ...] | UnsetType = UNSET
    conformance: bool | UnsetType = UNSET


class ConformityAttestation(TypedNode, frozen=True, kw_only=True):
    """The attestation: what the certificate says."""

    wanted = ("ConformityAttestation",)
    id: Uri
    name: str
    description: str | UnsetType = UNSET
    assessor_level: AssessorLevel
    assessment_level: AssessmentLevel
    attestation_type: AttestationType
    issued_to_party: PartyReference
    authorisation: tuple[Endorsement, ...] | UnsetType = UNSET
    reference_scheme: ConformityScheme
    reference_profile: ConformityProfile | UnsetType = UNSET
    profile_score: Score | UnsetType = UNSET
    conformity_certificate: Link | UnsetType = UNSET
    auditable_evidence: Link | UnsetType = UNSET
    trustmark: Image | UnsetType = UNSET
    conformity_assessment: tuple[ConformityAssessment, ...] | UnsetType = UNSET


class ConformityCredential(Credential, frozen=True, kw_only=True):
    """A Digital Conformity Credential."""

    wanted = ("DigitalConformityCredential", "VerifiableCredential")
    credential_subject: ConformityAttestation
