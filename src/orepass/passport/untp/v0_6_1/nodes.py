"""Parts that the credential types of UNTP 0.6.1 share; a struct is closed where the released schema is closed."""

from enum import StrEnum
from typing import Annotated, ClassVar, Final

import msgspec
from msgspec import UNSET, UnsetType

from orepass.passport.untp.parts import Day, Node, TypedNode, Uri

W3C_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
CONTEXT: Final = "https://test.uncefact.org/vocabulary/untp/{kind}/0.6.1/"

Instant = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))\Z"
    ),
]


class ConformityTopic(StrEnum):
    """The topics of 0.6.1, a closed list."""

    ENERGY = "environment.energy"
    EMISSIONS = "environment.emissions"
    WATER = "environment.water"
    WASTE = "environment.waste"
    DEFORESTATION = "environment.deforestation"
    BIODIVERSITY = "environment.biodiversity"
    CONTENT = "circularity.content"
    DESIGN = "circularity.design"
    LABOUR = "social.labour"
    RIGHTS = "social.rights"
    COMMUNITY = "social.community"
    SAFETY = "social.safety"
    ETHICS = "governance.ethics"
    COMPLIANCE = "governance.compliance"
    TRANSPARENCY = "governance.transparency"


class CriterionStatus(StrEnum):
    """Where a criterion stands."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DEPRECATED = "deprecated"


class HashMethod(StrEnum):
    """How a linked document was hashed."""

    SHA256 = "SHA-256"
    SHA1 = "SHA-1"


class EncryptionMethod(StrEnum):
    """How a linked document is encrypted."""

    NONE = "none"
    AES = "AES"


class Pointer(Node, frozen=True, kw_only=True):
    """Anything pointed to by identifier and name."""

    id: Uri
    name: str
    registered_id: str | UnsetType = UNSET


class Described(Pointer, frozen=True, kw_only=True):
    """Something pointed to, with a description."""

    description: str | UnsetType = UNSET


class Issuer(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The issuer; its id is a DID."""

    wanted = ("CredentialIssuer",)
    id: Uri
    name: str
    issuer_also_known_as: tuple[Pointer, ...] | UnsetType = UNSET


class SchemeOfIdentifiers(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The scheme of an identifier."""

    wanted = ("IdentifierScheme",)
    id: Uri | UnsetType = UNSET
    name: str | UnsetType = UNSET


class Registered(TypedNode, frozen=True, kw_only=True):
    """Something that a credential speaks of, by its entry in a register."""

    id: Uri
    name: str
    registered_id: str | UnsetType = UNSET
    id_scheme: SchemeOfIdentifiers | UnsetType = UNSET


class Link(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link to a document."""

    wanted: ClassVar[tuple[str, ...]] = ("Link",)
    link_url: Uri | UnsetType = msgspec.field(name="linkURL", default=UNSET)
    link_name: str | UnsetType = UNSET
    link_type: str | UnsetType = UNSET


class SecureLink(Link, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link to a document with its hash."""

    wanted = ("SecureLink", "Link")
    hash_digest: str | UnsetType = UNSET
    hash_method: HashMethod | UnsetType = UNSET
    encryption_method: EncryptionMethod | UnsetType = UNSET


class BinaryFile(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A small file inside the credential."""

    wanted = ("BinaryFile",)
    file_name: str | UnsetType = UNSET
    file_type: str | UnsetType = UNSET
    file: str | UnsetType = UNSET


class Measure(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number with its unit."""

    wanted = ("Measure",)
    value: float
    unit: str


class Metric(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was measured, and the value."""

    wanted = ("Metric",)
    metric_name: str
    metric_value: Measure
    score: str | UnsetType = UNSET
    accuracy: float | UnsetType = UNSET


class Classification(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code of a classification."""

    wanted = ("Classification",)
    id: Uri
    code: str | UnsetType = UNSET
    name: str
    scheme_id: Uri | UnsetType = msgspec.field(name="schemeID", default=UNSET)
    scheme_name: str | UnsetType = UNSET


class Standard(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A standard."""

    wanted = ("Standard",)
    id: Uri | UnsetType = UNSET
    name: str | UnsetType = UNSET
    issuing_party: Pointer
    issue_date: Day | UnsetType = UNSET


class Regulation(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A regulation."""

    wanted = ("Regulation",)
    id: Uri | UnsetType = UNSET
    name: str | UnsetType = UNSET
    jurisdiction_country: str | UnsetType = UNSET
    administered_by: Pointer
    effective_date: Day | UnsetType = UNSET


class Criterion(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One criterion of a standard."""

    wanted = ("Criterion",)
    id: Uri
    name: str
    description: str
    conformity_topic: ConformityTopic
    status: CriterionStatus
    sub_criterion: "tuple[Criterion, ...] | UnsetType" = UNSET
    threshold_value: Metric | UnsetType = UNSET
    performance_level: str | UnsetType = UNSET
    category: tuple[Classification, ...] | UnsetType = UNSET
    tag: tuple[str, ...] | UnsetType = UNSET


class Declaration(TypedNode, frozen=True, kw_only=True):
    """What a claim and an assessment have in common: criteria, values, and whether they conform."""

    id: Uri
    description: str | UnsetType = UNSET
    assessment_date: Day | UnsetType = UNSET
    reference_standard: Standard | UnsetType = UNSET
    reference_regulation: Regulation | UnsetType = UNSET
    assessment_criteria: tuple[Criterion, ...] | UnsetType = UNSET
    declared_value: tuple[Metric, ...] | UnsetType = UNSET
    conformance: bool
    conformity_topic: ConformityTopic


class Claim(Declaration, frozen=True, kw_only=True):
    """A claim about a product or facility."""

    wanted = ("Claim", "Declaration")
    conformity_evidence: SecureLink | UnsetType = UNSET


class Credential(TypedNode, frozen=True, kw_only=True):
    """The envelope common to the credentials; ``kind`` is the short name in its context."""

    kind: ClassVar[str] = ""
    contexts: tuple[str, ...] = msgspec.field(name="@context")
    id: Uri
    issuer: Issuer
    valid_from: Instant | UnsetType = UNSET
    valid_until: Instant | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Refuse other or repeated contexts besides a wrong type."""
        super().__post_init__()
        wanted = (W3C_CONTEXT, CONTEXT.format(kind=self.kind))
        if self.contexts[:2] != wanted or len(set(self.contexts)) != len(self.contexts):
            message = "@context must begin with the contexts of W3C credentials 2.0 and UNTP 0.6.1, without repetition"
            raise ValueError(message)
