"""A certified pit, another that is not, and a battery made of both: the smallest chain that a passport can tell of."""

from datetime import UTC, datetime, timedelta
from typing import Any

from orepass.assurance.queries import CertificateCard
from orepass.credentials.rules.verification import Verification
from orepass.custody.actions import capture_events
from orepass.custody.rules.terms import uri_of
from orepass.party.actions.sites import register_site
from orepass.passport.actions import Granularity, ProductInput, issue_credential, issue_product
from orepass.passport.queries import CredentialCard, PassportCard
from orepass.platform import home
from orepass.platform.access import Actor, Role
from orepass.transparency.actions import place_queued
from tests.certification import STEWARD, World

BATTERY = "urn:epc:id:sgtin:0614141.107346.2026"
TERMS = "https://orepass.example/ns/custody/"


class Chain:
    """The world after certification, with events and credentials made on demand."""

    def __init__(self) -> None:
        self.world = World()
        self.certificate: CertificateCard = self.world.certified()
        self.at = datetime(self.world.at.year, self.world.at.month, self.world.at.day, 12, tzinfo=UTC) + timedelta(1)
        self.certifier = self.world.certifier
        self.operator = self.world.operator
        self.other_pit = register_site(STEWARD, name="Other pit", organisation=self.world.client).id
        place_queued()

    @property
    def stranger(self) -> Actor:
        return Actor("per-S", self.world.stranger, frozenset({Role.OPERATOR, Role.CERTIFIER}))

    def later(self, **spans: int) -> "Chain":
        self.at += timedelta(**spans)
        return self

    def credential(self) -> CredentialCard:
        card = issue_credential(self.certifier, certificate=self.certificate.id, at=self.at)
        place_queued()
        return card

    def battery(self) -> str:
        """Two lots of ore, three to one, become one battery; returns its URI."""
        events = [
            self._begin("urn:epc:class:lgtin:0614141.107340.A", self.world.sites[0], "3000", 1),
            self._begin("urn:epc:class:lgtin:0614141.107340.B", self.other_pit, "1000", 2),
            {
                "type": "TransformationEvent",
                "eventTime": self._time(3),
                "eventTimeZoneOffset": "+00:00",
                "inputQuantityList": [
                    {"epcClass": "urn:epc:class:lgtin:0614141.107340.A", "quantity": 3000, "uom": "KGM"},
                    {"epcClass": "urn:epc:class:lgtin:0614141.107340.B", "quantity": 1000, "uom": "KGM"},
                ],
                "outputEPCList": [BATTERY],
                "bizStep": "assembling",
                "bizLocation": {"id": uri_of(self.world.sites[0])},
                "ilmd": {"ore:mass_kg": 400},
            },
        ]
        document = {
            "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"ore": TERMS}],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": self._time(4),
            "epcisBody": {"eventList": events},
        }
        capture_events(self.operator, document=document, at=self.at)
        return BATTERY

    def passport(self, **changes: Any) -> PassportCard:
        fields = {
            "name": "Traction battery",
            "category_code": "850760",
            "category_name": "Lithium-ion accumulators",
            "granularity": Granularity.ITEM,
            "number": "2026",
        }
        card = issue_product(self.operator, lot=BATTERY, product=ProductInput(**{**fields, **changes}), at=self.at)
        place_queued()
        return card

    def _begin(self, lot: str, site: str, mass: str, hour: int) -> dict[str, Any]:
        return {
            "type": "ObjectEvent",
            "action": "ADD",
            "eventTime": self._time(hour),
            "eventTimeZoneOffset": "+00:00",
            "quantityList": [{"epcClass": lot, "quantity": int(mass), "uom": "KGM"}],
            "bizStep": "commissioning",
            "bizLocation": {"id": uri_of(site)},
            "ilmd": {"ore:material": "cobalt_ore"},
        }

    def _time(self, hour: int) -> str:
        return (self.at.replace(hour=0) + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_the_battery() -> Chain:
    """A demonstration's chain with its certificate's credential and its battery."""
    home.mark_as_demonstration("7")
    chain = Chain()
    chain.credential()
    chain.battery()
    return chain


def results(verification: Verification) -> dict[str, str]:
    """Return what came of each check, by its name."""
    return {check.name: check.result.value for check in verification.checks}
