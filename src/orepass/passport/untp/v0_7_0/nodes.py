"""Parts that conformity credentials and product passports share (UNTP 0.7.0 core vocabulary).

A struct is closed where the released schema is closed. Names of ``type`` values are those the schema demands to be
contained; a ``type`` may be left out where the schema leaves it out.
"""

from enum import StrEnum
from typing import Annotated, Final

import msgspec
from msgspec import UNSET, UnsetType

from orepass.passport.untp.parts import DateTime, Node, TypedNode, Uri

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://vocabulary.uncefact.org/untp/0.7.0/context/",
)

Fraction = Annotated[float, msgspec.Meta(ge=0, le=1)]
NotNegative = Annotated[int, msgspec.Meta(ge=0)]


class StatusPurpose(StrEnum):
    """What a status list is for."""

    REFRESH = "refresh"
    REVOCATION = "revocation"
    SUSPENSION = "suspension"
    MESSAGE = "message"


class Reference(TypedNode, frozen=True, kw_only=True):
    """Anything that is pointed to by identifier and name."""

    id: Uri
    name: str
    description: str | UnsetType = UNSET


class Registered(Reference, frozen=True, kw_only=True):
    """A thing with an entry in a register."""

    registered_id: str | UnsetType = UNSET


class PartyReference(Registered, frozen=True, kw_only=True):
    """A party by its identifier."""

    wanted = ("Party",)


class SchemeOfIdentifiers(Reference, frozen=True, kw_only=True):
    """The scheme of an identifier."""

    wanted = ("IdentifierScheme",)


class NumberedParty(PartyReference, frozen=True, kw_only=True):
    """A party by its number in a register, with the register."""

    id_scheme: SchemeOfIdentifiers


class ConformityScheme(Reference, frozen=True, kw_only=True):
    """A scheme under which conformity is attested."""

    wanted = ("ConformityScheme",)


class ConformityProfile(Reference, frozen=True, kw_only=True):
    """A profile of a scheme: one standard in one edition."""

    wanted = ("ConformityProfile",)


class Criterion(Reference, frozen=True, kw_only=True):
    """One criterion of a standard."""

    wanted = ("Criterion",)


class Standard(Reference, frozen=True, kw_only=True):
    """A standard."""

    wanted = ("Standard",)


class Regulation(Reference, frozen=True, kw_only=True):
    """A regulation."""

    wanted = ("Regulation",)


class Metric(Reference, frozen=True, kw_only=True):
    """What was measured."""

    wanted = ("PerformanceMetric",)


class FacilityReference(Registered, frozen=True, kw_only=True):
    """A facility by its identifier."""

    wanted = ("Facility",)


class ProductReference(Reference, frozen=True, kw_only=True):
    """A product by its identifier."""

    wanted = ("Product",)
    model_number: str | UnsetType = UNSET
    batch_number: str | UnsetType = UNSET
    item_number: str | UnsetType = UNSET


class Vendor(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who makes the issuing software."""

    id: Uri
    name: str


class IssuingSoftware(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The program that issued the credential."""

    id: Uri
    name: str
    version: str
    vendor: Vendor


class Issuer(TypedNode, frozen=True, kw_only=True):
    """The issuer; its id is a DID."""

    wanted = ("CredentialIssuer",)
    id: Uri
    name: str
    issuer_also_known_as: tuple[PartyReference, ...] | UnsetType = UNSET


class StatusEntryKind(StrEnum):
    """The one kind of status entry."""

    BITSTRING = "BitstringStatusListEntry"


class StatusEntry(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The place of the credential in a status list; the released schema wants one entry, its index a number."""

    kind: StatusEntryKind = msgspec.field(name="type")
    id: Uri | UnsetType = UNSET
    status_purpose: StatusPurpose
    status_list_index: NotNegative
    status_list_credential: Uri


class RenderTemplate(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to show the credential to people."""

    wanted = ("RenderTemplate2024",)
    name: str | UnsetType = UNSET
    media_query: str | UnsetType = UNSET
    template: str | UnsetType = UNSET
    url: Uri | UnsetType = UNSET
    media_type: str | UnsetType = UNSET
    digest_multibase: str | UnsetType = UNSET


class Link(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link to a document, with its digest."""

    link_url: Uri = msgspec.field(name="linkURL")
    link_name: str
    digest_multibase: str | UnsetType = UNSET
    media_type: str | UnsetType = UNSET
    link_type: str | UnsetType = UNSET


class Image(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A small picture inside the credential."""

    name: str
    description: str | UnsetType = UNSET
    image_data: str
    media_type: str


class Score(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A score on a scale."""

    code: str
    rank: int | UnsetType = UNSET
    definition: str | UnsetType = UNSET


class Measure(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number with its unit (UN/ECE Recommendation 20)."""

    value: float
    upper_tolerance: float | UnsetType = UNSET
    lower_tolerance: float | UnsetType = UNSET
    unit: str


class Performance(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was found: a measure, or a score."""

    metric: Metric | UnsetType = UNSET
    measure: Measure | UnsetType = UNSET
    score: Score | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Refuse a number that does not say what it measures."""
        if self.measure is not UNSET and self.metric is UNSET:
            message = "a measure needs its metric"
            raise ValueError(message)


class ConformityTopic(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A topic of the UNTP conformity topic vocabulary."""

    wanted = ("ConformityTopic",)
    id: Uri
    name: str
    definition: str | UnsetType = UNSET


class Declaration(Reference, frozen=True, kw_only=True):
    """What a claim and an assessment have in common: standards, regulations, evidence and topics."""

    reference_standard: tuple[Standard, ...] | UnsetType = UNSET
    reference_regulation: tuple[Regulation, ...] | UnsetType = UNSET
    evidence: tuple[Link, ...] | UnsetType = UNSET
    conformity_topic: tuple[ConformityTopic, ...]


class Credential(TypedNode, frozen=True, kw_only=True):
    """The envelope common to UNTP credentials."""

    contexts: tuple[str, ...] = msgspec.field(name="@context")
    id: Uri
    issuer: Issuer
    valid_from: DateTime
    valid_until: DateTime | UnsetType = UNSET
    name: str
    credential_status: StatusEntry | UnsetType = UNSET
    render_method: tuple[RenderTemplate, ...] | UnsetType = UNSET
    issuing_software: IssuingSoftware | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Refuse other or repeated contexts besides a wrong type."""
        super().__post_init__()
        if self.contexts[:2] != CONTEXTS or len(set(self.contexts)) != len(self.contexts):
            message = "@context must begin with the contexts of W3C credentials 2.0 and UNTP 0.7.0, without repetition"
            raise ValueError(message)
