"""A certified pit, a certified plant with an account that buys from it, and the documents that pass between them."""

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from orepass.custody.actions import capture_events, open_account
from orepass.custody.rules.terms import CONTEXT, uri_of
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import create_account, grant_membership
from orepass.platform.people import register_person
from tests.certification import STEWARD, World

type Event = dict[str, Any]


class Chain:
    """Everybody who takes part; documents are sent by whoever did what they tell and go the way of all events."""

    def __init__(self, seed: int = 17) -> None:
        self.world = World()
        self.certificate = self.world.certified()
        self.pit = self.world.sites[0]
        self.miner = self.world.operator
        smelting = World(standard="CCS")
        smelting.certified()
        self.company, self.plant = smelting.client, smelting.sites[0]
        self.smelter = Actor("per-SMELTER", self.company, frozenset({Role.OPERATOR}))
        start = self.world.at + timedelta(days=5)
        self.start = datetime(start.year, start.month, start.day, 6, tzinfo=UTC)
        self.chance = random.Random(seed)  # noqa: S311 - reproducible
        self.minutes = 0
        self.metal_kg: dict[str, float] = {}

    def opened(self) -> str:
        """Open the plant's account of cobalt."""
        opened_on = self.start.date() - timedelta(days=1)
        account = open_account(self.smelter, site=self.plant, element="Co", opened_on=opened_on, at=self.at)
        return str(account.id)

    @property
    def at(self) -> datetime:
        """An hour after the newest event: what happens is told the same day."""
        return self.start + timedelta(minutes=self.minutes + 60)

    def capture(self, actor: Actor, *events: Event) -> None:
        """Send events as one document."""
        card = capture_events(actor, document=self.document(events), at=self.at)
        assert (card.captured, card.refused) == (len(events), 0), card.findings[:3]

    def document(self, events: Sequence[Event]) -> str:
        """Wrap events into the text of a document."""
        whole = {
            "@context": CONTEXT,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": self.at.isoformat(),
            "epcisBody": {"eventList": list(events)},
        }
        return json.dumps(whole)

    def event(self, kind: str, site: str, **fields: Any) -> Event:  # noqa: ANN401 - any JSON
        """Return an event a minute after the one before."""
        self.minutes += 1
        at = (self.start + timedelta(minutes=self.minutes)).isoformat()
        common = {"type": kind, "eventTime": at, "eventTimeZoneOffset": "+00:00"}
        return common | {"bizLocation": {"id": uri_of(site)}} | fields

    def bags(self, name: str, count: int) -> tuple[list[str], list[Event]]:
        """Return so many bags of certified ore, each with the event that fills it."""
        uris = [f"{uri_of(self.pit)}/lots/{name}-{number}" for number in range(count)]
        events = []
        for uri in uris:
            mass, grade = self.chance.randrange(30_000, 70_000) / 1000, self.chance.randrange(20, 60) / 10
            self.metal_kg[uri] = mass * 0.92 * grade / 100
            events.append(
                self.event(
                    "ObjectEvent",
                    self.pit,
                    action="ADD",
                    bizStep="commissioning",
                    epcList=[uri],
                    certificationInfo=[uri_of(self.certificate.id)],
                    ilmd={
                        "ore:material": "cobalt_ore",
                        "ore:mass_kg": mass,
                        "ore:grade_pct": grade,
                        "ore:moisture_pct": 8,
                    },
                )
            )
        return uris, events

    def handed_over(self, lots: Sequence[str], step: str, site: str, **fields: Any) -> Event:  # noqa: ANN401 - any JSON
        """Return the shipping or receiving of lots from the miner to the smelter."""
        return self.event(
            "ObjectEvent",
            site,
            action="OBSERVE",
            bizStep=step,
            epcList=list(lots),
            sourceList=[{"type": "owning_party", "source": uri_of(self.miner.organisation)}],
            destinationList=[{"type": "owning_party", "destination": uri_of(self.company)}],
            **fields,
        )

    def smelted(self, lots: Sequence[str], out: str, kg: float, grade: int = 36) -> Event:
        """Return the making of one lot of hydroxide from others."""
        return self.event(
            "TransformationEvent",
            self.plant,
            inputEPCList=list(lots),
            outputQuantityList=[{"epcClass": out, "quantity": kg, "uom": "KGM"}],
            ilmd={"ore:material": "cobalt_hydroxide", "ore:grade_pct": grade},
        )

    def recovered(self, lots: Sequence[str], out: str) -> Event:
        """Return the making of a lot of hydroxide that holds nine tenths of the metal in others."""
        self.metal_kg[out] = sum(self.metal_kg[lot] for lot in lots) * 0.9
        return self.smelted(lots, out, round(self.metal_kg[out] / 0.36, 3))

    def sold(self, lot: str, kg: int, model: str = "mass_balance") -> Event:
        """Return the sending of a part of a lot under a claim from the account."""
        return self.event(
            "ObjectEvent",
            self.plant,
            action="OBSERVE",
            bizStep="shipping",
            quantityList=[{"epcClass": lot, "quantity": kg, "uom": "KGM"}],
            sourceList=[{"type": "owning_party", "source": uri_of(self.company)}],
            destinationList=[{"type": "owning_party", "destination": "https://buyer.example/"}],
            **{"ore:model": model},
        )

    def deep_lot(self, upstream: int, *, blended: int = 20, melted: int = 24) -> str:
        """Make a lot with about so many lots before it: bags, blends of bags, melts of blends, and one made of all."""
        bags = round(upstream / (1 + 1 / blended + 1 / blended / melted))
        uris, begun = self.bags("D", bags)
        self.capture(self.miner, *begun, self.handed_over(uris, "shipping", self.pit))
        self.capture(self.smelter, self.handed_over(uris, "receiving", self.plant))
        for stage, inputs in (("blend", blended), ("melt", melted)):
            made = [
                (f"https://smelter.example/lots/{stage}-{at}", uris[at : at + inputs])
                for at in range(0, len(uris), inputs)
            ]
            self.capture(self.smelter, *(self.recovered(used, out) for out, used in made))
            uris = [out for out, _ in made]
        final = "https://smelter.example/lots/final"
        self.capture(self.smelter, self.recovered(uris, final))
        return final

    def browser(self) -> Client:
        """Return the browser of somebody at the smelter who is logged in."""
        person = register_person(STEWARD, name="Somebody", purpose="trade").id
        grant_membership(STEWARD, person=person, organisation=self.company, role=Role.OPERATOR, at=self.world.at)
        create_account(STEWARD, person=person, email="smelter@example.org")
        client = Client()
        client.force_login(get_user_model().objects.get(email="smelter@example.org"))
        return client
