"""The world of the custody tests: a certified pit, a smelter, and a short way to write events."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.assurance.queries import CertificateCard
from orepass.custody.actions import CaptureCard, capture_events
from orepass.custody.actions.delivering import Delivery, record_delivery
from orepass.custody.rules.terms import CONTEXT, uri_of
from orepass.platform.access import Actor, Role
from tests.beginnings import Teller, Told
from tests.certification import World


class Chain:
    """A certified pit and a smelter that buys from it, with a custody certificate."""

    def __init__(self) -> None:
        self.world = World()
        self.certificate: CertificateCard = self.world.certified()
        self.pit = self.world.sites[0]
        self.miner = self.world.operator
        self.smelting_world = World(standard="CCS")
        self.custody: CertificateCard = self.smelting_world.certified()
        self.smelter = self.smelting_world.client
        self.plant = self.smelting_world.sites[0]
        self.smelting = Actor("per-SMELTER", self.smelter, frozenset({Role.OPERATOR}))
        self.outsider = self.world.outsider
        self.at = datetime(self.world.at.year, self.world.at.month, self.world.at.day, 12, tzinfo=UTC) + timedelta(30)
        self.day = (self.at - timedelta(days=10)).date()

    def time(self, hours: int = 0) -> str:
        return (self.at - timedelta(days=9) + timedelta(hours=hours)).isoformat()

    def event(self, kind: str = "ObjectEvent", *, hours: int = 0, **fields: Any) -> dict[str, Any]:
        """An event with times filled in; ``site`` and ``sender``/``receiver`` are our identifiers."""
        written: dict[str, Any] = {"type": kind, "eventTime": self.time(hours), "eventTimeZoneOffset": "+00:00"}
        if site := fields.pop("site", ""):
            written["bizLocation"] = {"id": uri_of(site)}
        for name, field in (("source", "sender"), ("destination", "receiver")):
            if party := fields.pop(field, ""):
                written[f"{name}List"] = [{"type": "owning_party", name: uri_of(party)}]
        return written | fields

    def document(self, *events: dict[str, Any]) -> dict[str, Any]:
        return {
            "@context": CONTEXT,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": self.time(),
            "epcisBody": {"eventList": list(events)},
        }

    def capture(self, actor: Actor, *events: dict[str, Any], proceed: bool = False) -> CaptureCard:
        return capture_events(actor, document=self.document(*events), proceed=proceed, at=self.at)

    def bag(self, number: str, *, kg: str = "1000", grade: str = "4", claimed: bool = True, **more: Any) -> str:
        """A bag of ore from the pit; returns its URI."""
        delivery = Delivery(
            bag=number,
            mass_kg=Decimal(kg),
            material="cobalt_ore",
            grade_pct=Decimal(grade),
            delivered_on=self.day,
            certificate=self.certificate.id if claimed else "",
            **more,
        )
        record_delivery(self.miner, site=self.pit, delivery=delivery, at=self.at)
        return f"{uri_of(self.pit)}/lots/{number}"

    def hand_over(self, *lots: str) -> None:
        """Ship lots from the pit and receive them at the plant."""
        parties = {"sender": self.miner.organisation, "receiver": self.smelter}
        moved = {"action": "OBSERVE", "epcList": list(lots), **parties}
        self.capture(self.miner, self.event(hours=1, bizStep="shipping", site=self.pit, **moved))
        self.capture(self.smelting, self.event(hours=2, bizStep="receiving", site=self.plant, **moved))

    def smelt(
        self, *lots: str, out: str, kg: str = "100", grade: str = "36", hours: int = 3, **more: Any
    ) -> CaptureCard:
        """Turn lots into hydroxide at the plant."""
        return self.capture(
            self.smelting,
            self.event(
                "TransformationEvent",
                hours=hours,
                site=self.plant,
                inputEPCList=list(lots),
                outputQuantityList=[{"epcClass": out, "quantity": Decimal(kg), "uom": "KGM"}],
                ilmd={"ore:material": "cobalt_hydroxide", "ore:grade_pct": Decimal(grade)},
                **more,
            ),
        )


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(Chain)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    """A certified pit and a smelter."""
    return told.again()
