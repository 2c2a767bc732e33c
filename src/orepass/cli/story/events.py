"""Write the story's EPCIS 2.0 events: short constructors for what happens to lots."""

from datetime import UTC, date, datetime, time
from typing import Any

import msgspec

from orepass.cli.story.teller import Outcome, Strand, Teller

Event = dict[str, Any]
Things = list[Event] | list[str]
"""Lots as lines of a quantity list, or single objects by their URIs."""
CONTEXT: list[Any] = [
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"ore": "https://orepass.example/ns/custody/"},
]
ID = "https://orepass.example/id/"


class Lot(msgspec.Struct, frozen=True, kw_only=True):
    """A lot as the story writes it: masses in kilograms, percentages as decimal texts."""

    uri: str
    kg: str
    material: str = ""
    grade: str = ""
    moisture: str = ""

    def quantity(self) -> Event:
        """Return the lot's line in a quantity list."""
        return {"epcClass": self.uri, "quantity": _number(self.kg), "uom": "KGM"}

    def facts(self) -> Event:
        """Return what is said of the lot when it begins."""
        numbers = {"ore:grade_pct": self.grade, "ore:moisture_pct": self.moisture}
        found: Event = {name: _number(value) for name, value in numbers.items() if value}
        return found | ({"ore:material": self.material} if self.material else {})


def _number(text: str) -> int | float:
    """Return a JSON number; texts of the story have few digits, so that they pass through JSON unchanged."""
    return int(text) if text.isdigit() else float(text)


def at(day: date, hour: int = 6) -> Event:
    """Return when an event happened."""
    instant = datetime.combine(day, time(hour), tzinfo=UTC)
    return {"eventTime": instant.isoformat().replace("+00:00", "Z"), "eventTimeZoneOffset": "+02:00"}


def place(teller: Teller, site: str) -> Event:
    """Return where an event happened."""
    uri = f"{ID}{teller.site(site)}"
    return {"readPoint": {"id": uri}, "bizLocation": {"id": uri}}


def begun(teller: Teller, site: str, lot: Lot) -> Event:
    """A lot is won from the ground, or comes in from outside of the register."""
    return {
        "type": "ObjectEvent",
        "action": "ADD",
        "bizStep": "commissioning",
        **at(teller.today),
        **place(teller, site),
        "quantityList": [lot.quantity()],
        "ilmd": lot.facts(),
    }


def bag(teller: Teller, site: str, uri: str, facts: Event) -> Event:
    """A bag is filled, weighed and tagged at the pit."""
    return {
        "type": "ObjectEvent",
        "action": "ADD",
        "bizStep": "commissioning",
        **at(teller.today),
        **place(teller, site),
        "epcList": [uri],
        "ilmd": facts,
    }


def made(teller: Teller, site: str, used: Things, lots: list[Lot], **terms: str) -> Event:
    """Something is made of something: mixing, refining, building."""
    inputs = "inputEPCList" if used and isinstance(used[0], str) else "inputQuantityList"
    facts = lots[0].facts()
    if len(lots) > 1:
        facts = {"ore:lots": [{"ore:lot": lot.uri, **lot.facts()} for lot in lots]}
    return {
        "type": "TransformationEvent",
        "bizStep": "commissioning",
        **at(teller.today),
        **place(teller, site),
        inputs: used,
        "outputQuantityList": [lot.quantity() for lot in lots],
        **({"ilmd": facts} if facts else {}),
        **{f"ore:{name}": value for name, value in terms.items()},
    }


def made_one(teller: Teller, site: str, used: list[Event], uri: str, kg: int) -> Event:
    """One numbered object is made of a part of a lot."""
    return {
        "type": "TransformationEvent",
        "bizStep": "commissioning",
        **at(teller.today),
        **place(teller, site),
        "inputQuantityList": used,
        "outputEPCList": [uri],
        "ilmd": {"ore:mass_kg": kg},
    }


def _handed_over(teller: Teller, parties: tuple[str, str], things: Things, model: str) -> Event:
    sender, receiver = parties
    objects = "epcList" if isinstance(things[0], str) else "quantityList"
    return {
        "type": "ObjectEvent",
        "action": "OBSERVE",
        objects: things,
        "sourceList": [{"type": "owning_party", "source": f"{ID}{teller.organisation(sender)}"}],
        "destinationList": [{"type": "owning_party", "destination": f"{ID}{teller.organisation(receiver)}"}],
        **({"ore:model": model} if model else {}),
    }


SPEAKER = {"coop": "manager"}
"""Who records for a party whose people have other names in the cast."""


def capture(teller: Teller, who: str, name: str, events: list[Event]) -> Outcome:
    """Send a document of today's events through the door."""
    document = {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": at(teller.today)["eventTime"],
        "epcisBody": {"eventList": events},
    }
    text = msgspec.json.encode(document).decode()
    return teller.act(SPEAKER.get(who, who), "custody.events.capture", document=text, name=name)


def deliver(teller: Teller, parties: tuple[str, str], things: Things, *, before: int, model: str = "") -> Strand[None]:
    """Record a hand-over on both sides: sent so many days before the story's end, received a week later."""
    sender, receiver = parties
    common = _handed_over(teller, parties, things, model)
    yield before
    sent = common | {"bizStep": "shipping", **at(teller.today), **place(teller, sender)}
    capture(teller, sender, f"Dispatch note {sender}", [sent])
    yield before - 7
    received = common | {"bizStep": "receiving", **at(teller.today), **place(teller, receiver)}
    capture(teller, receiver, f"Receipt {receiver}", [received])
