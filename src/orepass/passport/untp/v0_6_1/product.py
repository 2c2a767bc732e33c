"""Digital Product Passport (UNTP 0.6.1)."""

from enum import StrEnum

from msgspec import UNSET, UnsetType

from orepass.passport.untp.parts import Day, TypedNode, Uri
from orepass.passport.untp.v0_6_1.nodes import (
    Claim,
    Classification,
    Credential,
    Link,
    Measure,
    Pointer,
    Registered,
    SecureLink,
    Standard,
)

type Share = float
"""A share as a credential of others writes it: it is read and told, and nothing is reckoned with it."""


class Granularity(StrEnum):
    """Whether the passport speaks of a model, a batch or one item."""

    ITEM = "item"
    BATCH = "batch"
    MODEL = "model"


class OperationalScope(StrEnum):
    """How much of the emissions is counted."""

    NONE = "None"
    CRADLE_TO_GATE = "CradleToGate"
    CRADLE_TO_GRAVE = "CradleToGrave"


class Characteristics(TypedNode, frozen=True, kw_only=True):
    """What an industry adds; open."""

    wanted = ("Characteristics",)


class Dimension(TypedNode, frozen=True, kw_only=True):
    """Size and weight."""

    wanted = ("Dimension",)
    weight: Measure | UnsetType = UNSET
    length: Measure | UnsetType = UNSET
    width: Measure | UnsetType = UNSET
    height: Measure | UnsetType = UNSET
    volume: Measure | UnsetType = UNSET


class Product(Registered, frozen=True, kw_only=True):
    """The product, batch or item."""

    wanted = ("Product",)
    batch_number: str | UnsetType = UNSET
    product_image: Link | UnsetType = UNSET
    description: str | UnsetType = UNSET
    characteristics: Characteristics | UnsetType = UNSET
    product_category: tuple[Classification, ...] | UnsetType = UNSET
    further_information: tuple[Link, ...] | UnsetType = UNSET
    produced_by_party: Pointer | UnsetType = UNSET
    produced_at_facility: Pointer | UnsetType = UNSET
    production_date: Day | UnsetType = UNSET
    country_of_production: str | UnsetType = UNSET
    serial_number: str | UnsetType = UNSET
    dimensions: Dimension | UnsetType = UNSET


class EmissionsPerformance(TypedNode, frozen=True, kw_only=True):
    """The carbon footprint."""

    wanted = ("EmissionsPerformance",)
    carbon_footprint: float
    declared_unit: str
    operational_scope: OperationalScope
    primary_sourced_ratio: float
    reporting_standard: Standard | UnsetType = UNSET


class TraceabilityPerformance(TypedNode, frozen=True, kw_only=True):
    """How much of a step of the chain can be traced."""

    wanted = ("TraceabilityPerformance",)
    value_chain_process: str | UnsetType = UNSET
    verified_ratio: float | UnsetType = UNSET
    traceability_event: tuple[SecureLink, ...] | UnsetType = UNSET


class CircularityPerformance(TypedNode, frozen=True, kw_only=True):
    """How it is recycled and repaired."""

    wanted = ("CircularityPerformance",)
    recycling_information: Link | UnsetType = UNSET
    repair_information: Link | UnsetType = UNSET
    recyclable_content: float | UnsetType = UNSET
    recycled_content: float | UnsetType = UNSET
    utility_factor: float | UnsetType = UNSET
    material_circularity_indicator: float | UnsetType = UNSET


class Material(TypedNode, frozen=True, kw_only=True):
    """One material in the product."""

    wanted = ("Material",)
    name: str
    origin_country: str | UnsetType = UNSET
    material_type: Classification | UnsetType = UNSET
    mass_fraction: Share | UnsetType = UNSET
    mass: Measure | UnsetType = UNSET
    recycled_mass_fraction: Share | UnsetType = UNSET
    hazardous: bool | UnsetType = UNSET
    symbol: str | UnsetType = UNSET
    material_safety_information: Link | UnsetType = UNSET


class PassportSubject(TypedNode, frozen=True, kw_only=True):
    """What the passport says."""

    wanted = ("ProductPassport",)
    id: Uri | UnsetType = UNSET
    product: Product | UnsetType = UNSET
    granularity_level: Granularity | UnsetType = UNSET
    conformity_claim: tuple[Claim, ...] | UnsetType = UNSET
    emissions_scorecard: EmissionsPerformance | UnsetType = UNSET
    traceability_information: tuple[TraceabilityPerformance, ...] | UnsetType = UNSET
    circularity_scorecard: CircularityPerformance | UnsetType = UNSET
    due_diligence_declaration: Link | UnsetType = UNSET
    materials_provenance: tuple[Material, ...] | UnsetType = UNSET


class ProductPassport(Credential, frozen=True, kw_only=True):
    """A Digital Product Passport."""

    kind = "dpp"
    wanted = ("DigitalProductPassport", "VerifiableCredential")
    credential_subject: PassportSubject | UnsetType = UNSET
