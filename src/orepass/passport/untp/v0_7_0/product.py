"""Digital Product Passport (UNTP 0.7.0): a product, batch or model, what is in it, from where, and what is claimed."""

from enum import StrEnum
from typing import Any

from msgspec import UNSET, UnsetType

from orepass.passport.untp.parts import Day, Node, Uri
from orepass.passport.untp.v0_7_0.nodes import (
    Credential,
    Criterion,
    Declaration,
    FacilityReference,
    Fraction,
    Image,
    Link,
    Measure,
    PartyReference,
    Performance,
    ProductReference,
    SchemeOfIdentifiers,
)


class Granularity(StrEnum):
    """Whether the passport speaks of a model, a batch or one item."""

    MODEL = "model"
    BATCH = "batch"
    ITEM = "item"


class Role(StrEnum):
    """The part a party plays for the product."""

    OWNER = "owner"
    PRODUCER = "producer"
    MANUFACTURER = "manufacturer"
    PROCESSOR = "processor"
    REMANUFACTURER = "remanufacturer"
    RECYCLER = "recycler"
    OPERATOR = "operator"
    SERVICE_PROVIDER = "serviceProvider"
    INSPECTOR = "inspector"
    CERTIFIER = "certifier"
    LOGISTICS_PROVIDER = "logisticsProvider"
    CARRIER = "carrier"
    CONSIGNOR = "consignor"
    CONSIGNEE = "consignee"
    IMPORTER = "importer"
    EXPORTER = "exporter"
    DISTRIBUTOR = "distributor"
    RETAILER = "retailer"
    BRAND_OWNER = "brandOwner"
    REGULATOR = "regulator"


class Classification(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code of a classification."""

    code: str
    name: str
    definition: str | UnsetType = UNSET
    scheme_id: Uri
    scheme_name: str


class Country(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A country (ISO 3166)."""

    country_code: str
    country_name: str | UnsetType = UNSET


class Address(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A postal address."""

    street_address: str
    postal_code: str
    address_locality: str
    address_region: str
    address_country: Country


class Party(PartyReference, frozen=True, kw_only=True):
    """A party with what identifies it."""

    id_scheme: SchemeOfIdentifiers | UnsetType = UNSET
    registration_country: Country | UnsetType = UNSET
    party_address: Address | UnsetType = UNSET
    organisation_website: Uri | UnsetType = UNSET
    industry_category: tuple[Classification, ...] | UnsetType = UNSET
    party_also_known_as: tuple[PartyReference, ...] | UnsetType = UNSET


class PartyRole(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party in a role."""

    role: Role
    party: Party


class Dimension(Node, frozen=True, kw_only=True):
    """Size and weight."""

    weight: Measure | UnsetType = UNSET
    length: Measure | UnsetType = UNSET
    width: Measure | UnsetType = UNSET
    height: Measure | UnsetType = UNSET
    volume: Measure | UnsetType = UNSET


class Material(Node, frozen=True, kw_only=True):
    """One material in the product: its country of origin and its share of the product's mass."""

    name: str
    origin_country: Country
    material_type: Classification
    mass_fraction: Fraction
    mass: Measure | UnsetType = UNSET
    recycled_mass_fraction: Fraction | UnsetType = UNSET
    hazardous: bool | UnsetType = UNSET
    symbol: Image | UnsetType = UNSET
    material_safety_information: Link | UnsetType = UNSET


class Period(Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A period that a claim covers."""

    start_date: Day
    end_date: Day
    period_information: str | UnsetType = UNSET


class Claim(Declaration, frozen=True, kw_only=True):
    """A claim about the product, with the evidence for it."""

    wanted = ("Claim",)
    reference_criteria: tuple[Criterion, ...]
    claim_date: Day
    applicable_period: Period | UnsetType = UNSET
    claimed_performance: tuple[Performance, ...]


class Package(Node, frozen=True, kw_only=True):
    """The packaging."""

    description: str
    dimensions: Dimension
    material_used: tuple[Material, ...]
    package_label: tuple[Image, ...] | UnsetType = UNSET
    performance_claim: tuple[Claim, ...] | UnsetType = UNSET


class Product(ProductReference, frozen=True, kw_only=True):
    """The product, batch or item that the passport speaks of."""

    id_scheme: SchemeOfIdentifiers
    id_granularity: Granularity
    product_image: Link | UnsetType = UNSET
    characteristics: dict[str, Any] | UnsetType = UNSET
    product_category: tuple[Classification, ...]
    related_document: tuple[Link, ...] | UnsetType = UNSET
    related_party: tuple[PartyRole, ...] | UnsetType = UNSET
    produced_at_facility: FacilityReference
    production_date: Day | UnsetType = UNSET
    expiry_date: Day | UnsetType = UNSET
    country_of_production: Country
    dimensions: Dimension | UnsetType = UNSET
    material_provenance: tuple[Material, ...] | UnsetType = UNSET
    packaging: Package | UnsetType = UNSET
    product_label: tuple[Image, ...] | UnsetType = UNSET
    performance_claim: tuple[Claim, ...] | UnsetType = UNSET


class ProductPassport(Credential, frozen=True, kw_only=True):
    """A Digital Product Passport."""

    wanted = ("DigitalProductPassport", "VerifiableCredential")
    credential_subject: Product
