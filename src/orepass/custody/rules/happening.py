"""Read an EPCIS event as something that happens to lots of mineral (our modelling; ``domain`` page in ``docs.md``).

ADD begins lots, a transformation uses some and begins others, shipping and receiving hand them over, aggregation packs
them, sampling and inspecting look at them, and an error declaration takes an earlier event back. Events about other
things read as nothing happening, and are kept all the same.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

import msgspec

from orepass.custody.rules.epcis.reading import Json
from orepass.custody.rules.epcis.shapes import instant
from orepass.custody.rules.epcis.spelling import carried
from orepass.custody.rules.forms import OTHER_MINERALS
from orepass.custody.rules.materials import FORMS, MINERALS, contained
from orepass.custody.rules.terms import NO_TERMS, NOTHING, EventTerms, Facts, Reader
from orepass.custody.rules.units import Misread, told_mass
from orepass.kernel.finding import Finding


class Happening(StrEnum):
    """What an event does to its lots."""

    NOTHING = "nothing"
    BEGINS = "begins"
    TRANSFORMS = "transforms"
    SENDS = "sends"
    RECEIVES = "receives"
    PACKS = "packs"
    UNPACKS = "unpacks"
    LOOKS = "looks"
    ENDS = "ends"


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """A lot, or a part of one, in an event.

    Attributes:
        mass_mg: wet mass; ``None`` when the event does not say.
        content_mg: contained element; ``None`` when not known.
        instance: the lot is one object (a tagged bag), not a quantity of a class.
        misread: what the event says of its mass, where that cannot be read.
        box: the container in which the part is, where the event names only that (``rules.boxes``).
    """

    uri: str
    mass_mg: int | None = None
    content_mg: int | None = None
    instance: bool = False
    facts: Facts = NOTHING
    misread: Misread | None = None
    box: str = ""

    @property
    def tag(self) -> str:
        """Return what it is told apart by besides its URI: the look of its tag, or its GS1 key."""
        return carried(self.uri, self.facts.tag, instance=self.instance)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event as custody reads it.

    Attributes:
        ours: the sender uses our terms, so the rules for minerals bind; otherwise they only warn.
        campaign: the transformation this event is a part of, when several events make one.
        sender, receiver: the parties named in source and destination, as URIs.
    """

    where: str
    happening: Happening
    happened_at: datetime
    ours: bool = False
    business_step: str = ""
    site: str = ""
    sender: str = ""
    receiver: str = ""
    parties: tuple[str, ...] = ()
    used: tuple[Portion, ...] = ()
    begun: tuple[Portion, ...] = ()
    touched: tuple[Portion, ...] = ()
    parent: str = ""
    campaign: str = ""
    certificates: tuple[str, ...] = ()
    terms: EventTerms = NO_TERMS

    @property
    def on(self) -> date:
        """Return the UTC day of the event."""
        return self.happened_at.astimezone(UTC).date()

    @property
    def lots(self) -> Iterator[str]:
        """Return every lot the event names."""
        for portion in (*self.used, *self.begun, *self.touched):
            yield portion.uri
        if self.parent:
            yield self.parent


_HANDED_OVER: Final = {
    "shipping": Happening.SENDS,
    "departing": Happening.SENDS,
    "receiving": Happening.RECEIVES,
    "accepting": Happening.RECEIVES,
    "arriving": Happening.RECEIVES,
    "destroying": Happening.ENDS,
    "decommissioning": Happening.ENDS,
}
_GONE: Final = frozenset({"destroyed", "stolen", "disposed"})
_CBV_STEP: Final = "https://ref.gs1.org/cbv/BizStep-"
_OWNERS: Final = ("owning_party", "possessing_party")


def read(event: Mapping[str, Json], where: str, reader: Reader, out: list[Finding]) -> Event:
    """Read one checked event; what cannot be used is added to ``out``."""
    step = str(event.get("bizStep", "")).removeprefix(_CBV_STEP)
    sender, receiver = _party(event, "source"), _party(event, "destination")
    known = {
        "where": where,
        "happened_at": _at(event),
        "ours": reader.speaks_ours(event),
        "business_step": step,
        "site": _place(event),
        "sender": sender,
        "receiver": receiver,
        "parties": tuple(dict.fromkeys(_parties(event))),
        "certificates": _listed(event.get("certificationInfo")),
        "terms": reader.event_terms(event, where, out),
        "campaign": event.get("transformationID", ""),
    }
    return Event(**known, **_objects(event, step, reader, where, out))


def _at(event: Mapping[str, Json]) -> datetime:
    at = instant(event["eventTime"])
    assert at is not None, "the event was checked before it was read"
    return at


def _objects(event: Mapping[str, Json], step: str, reader: Reader, where: str, out: list[Finding]) -> dict[str, Json]:
    match event["type"]:
        case "TransformationEvent":
            begun = _begun(event, reader, where, out, prefix="output")
            used = _portions(event, "inputEPCList", "inputQuantityList")
            return {"happening": Happening.TRANSFORMS, "used": used, "begun": begun}
        case "AggregationEvent":
            return _packing(event)
        case "ObjectEvent" if event["action"] == "ADD":
            return {"happening": Happening.BEGINS, "begun": _begun(event, reader, where, out)}
        case "ObjectEvent" | "TransactionEvent":
            return {"happening": _kind(event, step), "touched": _portions(event, "epcList", "quantityList")}
        case _:
            return {"happening": Happening.NOTHING}


def _kind(event: Mapping[str, Json], step: str) -> Happening:
    if event["type"] == "ObjectEvent" and event["action"] == "DELETE":
        return Happening.ENDS
    if event.get("disposition") in _GONE:
        return Happening.ENDS
    return _HANDED_OVER.get(step, Happening.LOOKS)


def _packing(event: Mapping[str, Json]) -> dict[str, Json]:
    kind = {"ADD": Happening.PACKS, "DELETE": Happening.UNPACKS}.get(event["action"], Happening.NOTHING)
    children = _portions(event, "childEPCs", "childQuantityList")
    return {"happening": kind, "touched": children, "parent": event.get("parentID", "")}


def _begun(
    event: Mapping[str, Json], reader: Reader, where: str, out: list[Finding], *, prefix: str = ""
) -> tuple[Portion, ...]:
    common, single = reader.facts(event.get("ilmd"), f"{where}/ilmd", out)
    epcs, quantities = (f"{prefix}EPCList", f"{prefix}QuantityList") if prefix else ("epcList", "quantityList")
    portions = _portions(event, epcs, quantities)
    if common is NOTHING and not single:
        return portions
    return tuple(_described(portion, single.get(portion.uri, common)) for portion in portions)


def _described(portion: Portion, facts: Facts) -> Portion:
    total, misread = portion.mass_mg, portion.misread
    if total is None and facts.mass_kg is not None:
        total, misread = told_mass(facts.mass_kg, "KGM")
    content = None
    if total is not None and facts.grade_pct is not None:
        dry = Decimal(0) if facts.moisture_pct is None else facts.moisture_pct
        content = contained(total, material=facts.material, moisture_pct=dry, grade_pct=facts.grade_pct)
    if facts.material in FORMS and facts.element not in {*MINERALS, *OTHER_MINERALS}:
        facts = msgspec.structs.replace(facts, element=FORMS[facts.material].element)
    return msgspec.structs.replace(portion, mass_mg=total, content_mg=content, facts=facts, misread=misread)


def _portions(event: Mapping[str, Json], epcs: str, quantities: str) -> tuple[Portion, ...]:
    found = [Portion(uri=uri, instance=True) for uri in event.get(epcs, ())]
    for part in event.get(quantities, ()):
        amount = part.get("quantity")
        total, misread = (None, None) if amount is None else told_mass(Decimal(amount), part.get("uom", ""))
        found.append(Portion(uri=part["epcClass"], mass_mg=total, misread=misread))
    return tuple(found)


def _place(event: Mapping[str, Json]) -> str:
    for name in ("bizLocation", "readPoint"):
        if name in event:
            return str(event[name]["id"])
    return ""


def _party(event: Mapping[str, Json], name: str) -> str:
    by_type = {part.get("type"): part[name] for part in event.get(f"{name}List", ())}
    return next((str(by_type[kind]) for kind in _OWNERS if kind in by_type), "")


def _parties(event: Mapping[str, Json]) -> Iterator[str]:
    for name in ("source", "destination"):
        for part in event.get(f"{name}List", ()):
            yield part[name]


def _listed(value: Json) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def foreign(event: Mapping[str, Json], where: str) -> Event:
    """Read an event of a type of somebody's own: it is kept, and nothing happens to our lots."""
    return Event(where=where, happening=Happening.NOTHING, happened_at=_at(event))
