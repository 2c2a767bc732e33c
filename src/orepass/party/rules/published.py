"""A site as somebody published it, in our words, whatever table it came from."""

from decimal import Decimal

import msgspec

from orepass.kernel.digest import Digest
from orepass.kernel.finding import Finding
from orepass.party.rules.kinds import Activity, SiteSize


class PublishedSite(msgspec.Struct, frozen=True, kw_only=True):
    """One site of a published data set, with the marks of its defects and a digest that tells when it changes."""

    external_id: str
    name: str
    aliases: tuple[str, ...] = ()
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    location_origin: str = ""
    activities: tuple[Activity, ...] = ()
    minerals: tuple[str, ...] = ()
    size: SiteSize | None = None
    country: str = ""
    country_text: str = ""
    region: str = ""
    confidence: str = ""
    findings: tuple[Finding, ...] = ()
    digest: Digest
