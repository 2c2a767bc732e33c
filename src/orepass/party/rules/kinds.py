"""The words for organisations, sites and interests; every other room uses these and no others."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final


class OrganisationKind(StrEnum):
    """What an organisation is in the chain or around it."""

    OPERATOR = "operator"
    COOPERATIVE = "cooperative"
    TRADER = "trader"
    SMELTER = "smelter"
    MANUFACTURER = "manufacturer"
    RECYCLER = "recycler"
    BRAND = "brand"
    PROVIDER = "provider"
    SCHEME_OWNER = "scheme_owner"
    ACCREDITOR = "accreditor"
    AUTHORITY = "authority"
    OTHER = "other"


class Activity(StrEnum):
    """What is done at a site, in the words that standards use to say where a requirement applies."""

    EXPLORATION = "exploration"
    EXTRACTION = "extraction"
    PROCESSING = "processing"
    SMELTING = "smelting"
    REFINING = "refining"
    TRADING = "trading"
    TRANSPORT = "transport"
    STORAGE = "storage"
    MANUFACTURING = "manufacturing"
    RECYCLING = "recycling"


class SiteSize(StrEnum):
    """How large a site is, again in the words of the standards; artisanal and small-scale mining is one size."""

    ASM = "asm"
    SMALL = "small"
    LARGE = "large"


class InterestKind(StrEnum):
    """How a person is tied to a client; *none* is a declaration too, and the only one that clears."""

    CONSULTED = "consulted"
    EMPLOYED = "employed"
    OWNS = "owns"
    RELATED = "related"
    NONE = "none"


BEGINNINGS: Final = frozenset({Activity.EXPLORATION, Activity.EXTRACTION, Activity.RECYCLING})
"""The activities by which material comes into being for custody; it passes through the others."""


def begins_nothing(activities: Collection[str]) -> bool:
    """Say whether nothing begins where this is done: what is first told of there, at a refinery, began elsewhere."""
    return bool(activities) and not BEGINNINGS & frozenset(activities)
