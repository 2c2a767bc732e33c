"""Write what people say in forms and spreadsheets as EPCIS events, so that every door ends in the same journal."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final
from urllib.parse import quote

import msgspec

from orepass.custody.rules.epcis.identifiers import is_absolute
from orepass.custody.rules.epcis.reading import Json
from orepass.custody.rules.terms import CONTEXT, PREFIX, Facts, uri_of

_STEPS: Final = {
    "send": "shipping",
    "receive": "receiving",
    "weigh": "inspecting",
    "destroy": "destroying",
}


_OF_THE_EVENT: Final = ("model", "account", "claimed_pct", "transport")
_OURS: Final = re.compile(r"[a-z]{3}-[0-9A-Z]{13}\Z")


class Amount(msgspec.Struct, frozen=True):
    """A lot, or so many kilograms of it."""

    lot: str
    mass_kg: Decimal | None = None


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened, as a person says it.

    Attributes:
        what: begin, transform, send, receive, weigh, destroy, pack or unpack.
        lots: the lots that begin, or that are moved; each with its facts.
        made_from: what a transformation used.
        transport: how the lots travelled to where they are: road, rail, water or air.
    """

    what: str
    when: datetime
    lots: Sequence[tuple[Amount, Facts]]
    made_from: Sequence[Amount] = ()
    site: str = ""
    sender: str = ""
    receiver: str = ""
    packed_into: str = ""
    certificate: str = ""
    model: str = ""
    account: str = ""
    claimed_pct: Decimal | None = None
    transport: str = ""


def lot_uri(name: str, owner: str) -> str:
    """Return the URI of a lot named by a person: as given when it is one, else under the name of its owner."""
    return name if is_absolute(name) else f"{uri_of(owner or 'lots')}/lots/{quote(name, safe='')}"


def named_uri(name: str) -> str:
    """Return the URI of a site, party, member or certificate: as given, or made from one of our identifiers."""
    return uri_of(name) if _OURS.match(name) else name


def document(events: Sequence[Json], *, created_at: datetime) -> dict[str, Json]:
    """Wrap events into an EPCIS document."""
    return {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": created_at.isoformat(),
        "epcisBody": {"eventList": list(events)},
    }


def event(saying: Saying) -> dict[str, Json]:
    """Write one saying as an EPCIS 2.0 event."""
    written: dict[str, Json] = {
        "type": "ObjectEvent",
        "eventTime": saying.when.isoformat(),
        "eventTimeZoneOffset": "+00:00",
    }
    written |= _objects(saying)
    if saying.site:
        written["bizLocation"] = {"id": saying.site}
    if saying.certificate:
        written["certificationInfo"] = [saying.certificate]
    for field, name, party in (
        ("sourceList", "source", saying.sender),
        ("destinationList", "destination", saying.receiver),
    ):
        if party:
            written[field] = [{"type": "owning_party", name: party}]
    said = {name: getattr(saying, name) for name in _OF_THE_EVENT}
    written |= {f"{PREFIX}:{name}": value for name, value in said.items() if value not in {"", None}}
    return written


def _objects(saying: Saying) -> dict[str, Json]:
    amounts = [amount for amount, _ in saying.lots]
    match saying.what:
        case "begin":
            return {"action": "ADD", "bizStep": "commissioning", **_listed(amounts), **_ilmd(saying)}
        case "transform":
            used = _listed(saying.made_from, prefix="input")
            return {
                "type": "TransformationEvent",
                "bizStep": "creating_class_instance",
                **used,
                **_listed(amounts, prefix="output"),
                **_ilmd(saying),
            }
        case "pack" | "unpack":
            action = "ADD" if saying.what == "pack" else "DELETE"
            step = "packing" if saying.what == "pack" else "unpacking"
            children = [amount.lot for amount in amounts]
            kind = {"type": "AggregationEvent", "action": action, "bizStep": step}
            return {**kind, "parentID": saying.packed_into, "childEPCs": children}
        case other:
            return {"action": "OBSERVE", "bizStep": _STEPS[other], **_listed(amounts)}


def _listed(amounts: Sequence[Amount], *, prefix: str = "") -> dict[str, Json]:
    epcs, quantities = (f"{prefix}EPCList", f"{prefix}QuantityList") if prefix else ("epcList", "quantityList")
    objects = [amount.lot for amount in amounts if amount.mass_kg is None]
    masses = [
        {"epcClass": amount.lot, "quantity": amount.mass_kg, "uom": "KGM"}
        for amount in amounts
        if amount.mass_kg is not None
    ]
    return {name: part for name, part in ((epcs, objects), (quantities, masses)) if part}


def _ilmd(saying: Saying) -> dict[str, Json]:
    described = [(amount.lot, _terms(facts)) for amount, facts in saying.lots]
    if not any(terms for _, terms in described):
        return {}
    if len(described) == 1:
        return {"ilmd": described[0][1]}
    return {"ilmd": {f"{PREFIX}:lots": [{f"{PREFIX}:lot": lot, **terms} for lot, terms in described]}}


def _terms(facts: Facts) -> Mapping[str, Json]:
    named = {name: getattr(facts, name) for name in Facts.__struct_fields__}
    return {f"{PREFIX}:{name}": value for name, value in named.items() if value not in {"", None}}
