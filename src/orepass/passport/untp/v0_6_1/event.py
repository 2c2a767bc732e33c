"""Digital Traceability Event (UNTP 0.6.1): events shaped like those of EPCIS."""

from enum import StrEnum
from typing import Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from orepass.passport.untp.parts import DateTime, Node, TypedNode, Uri
from orepass.passport.untp.v0_6_1.nodes import Credential


class EventAction(StrEnum):
    """What happened to the link between things."""

    OBSERVE = "observe"
    ADD = "add"
    DELETE = "delete"


class Item(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A thing."""

    wanted = ("Item",)
    id: Uri
    name: str


class Sensor(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sensor."""

    wanted = ("Sensor",)
    device: Item | UnsetType = UNSET
    data_processing_method: Uri | UnsetType = UNSET


class SensorData(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One reading."""

    wanted = ("SensorData",)
    time: DateTime | UnsetType = UNSET
    sensor_type: Uri | UnsetType = UNSET
    value: float | UnsetType = UNSET
    uom: str | UnsetType = UNSET


class SensorElement(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sensor with its readings."""

    wanted = ("SensorElement",)
    sensor_metadata: Sensor | UnsetType = UNSET
    sensor_report: tuple[SensorData, ...] | UnsetType = UNSET
    sensor_integrity_proof: Uri | UnsetType = UNSET


class QuantityElement(TypedNode, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much of a product."""

    wanted = ("QuantityElement",)
    product_id: Uri
    product_name: str
    quantity: float
    uom: str | UnsetType = UNSET


class Event(TypedNode, frozen=True, kw_only=True):
    """What all events have."""

    id: Uri | UnsetType = UNSET
    process_type: str | UnsetType = UNSET
    event_time: DateTime | UnsetType = UNSET
    action: EventAction | UnsetType = UNSET
    disposition: str | UnsetType = UNSET
    biz_step: str | UnsetType = UNSET
    biz_location: Uri | UnsetType = UNSET
    sensor_element_list: tuple[SensorElement, ...] | UnsetType = UNSET


class TransformationEvent(Event, frozen=True, kw_only=True):
    """Some things became others."""

    wanted = ("TransformationEvent", "Event")
    output_epc_list: tuple[Item, ...] | UnsetType = msgspec.field(name="outputEPCList", default=UNSET)
    input_epc_list: tuple[Item, ...] | UnsetType = msgspec.field(name="inputEPCList", default=UNSET)
    input_quantity_list: tuple[QuantityElement, ...] | UnsetType = UNSET
    output_quantity_list: tuple[QuantityElement, ...] | UnsetType = UNSET


class _Handling(Event, frozen=True, kw_only=True):
    epc_list: tuple[Item, ...] | UnsetType = UNSET
    quantity_list: tuple[QuantityElement, ...] | UnsetType = UNSET


class ObjectEvent(_Handling, frozen=True, kw_only=True):
    """Something happened to things."""

    wanted = ("ObjectEvent", "Event")


class _Gathering(Event, frozen=True, kw_only=True):
    parent_epc: Item | UnsetType = msgspec.field(name="parentEPC", default=UNSET)
    child_epc_list: tuple[Item, ...] | UnsetType = msgspec.field(name="childEPCList", default=UNSET)
    child_quantity_list: tuple[QuantityElement, ...] | UnsetType = UNSET


class AggregationEvent(_Gathering, frozen=True, kw_only=True):
    """Things were packed together or apart."""

    wanted = ("AggregationEvent", "Event")


class AssociationEvent(_Gathering, frozen=True, kw_only=True):
    """Things were built together."""

    wanted = ("AssociationEvent", "Event")


class TransactionEvent(_Handling, frozen=True, kw_only=True):
    """Things changed hands."""

    wanted = ("TransactionEvent", "Event")
    source_party: str
    destination_party: str
    biz_transaction: str | UnsetType = UNSET


KINDS: Final[tuple[type[Node], ...]] = (
    TransformationEvent,
    ObjectEvent,
    AggregationEvent,
    TransactionEvent,
    AssociationEvent,
)


class TraceabilityEvent(Credential, frozen=True, kw_only=True):
    """A Digital Traceability Event: each of its events is of exactly one kind."""

    kind = "dte"
    wanted = ("DigitalTraceabilityEvent", "VerifiableCredential")
    credential_subject: tuple[dict[str, Any], ...] | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Refuse an event of no kind, or of several."""
        super().__post_init__()
        for event in () if self.credential_subject is UNSET else self.credential_subject:
            if sum(_fits(event, kind) for kind in KINDS) != 1:
                message = "an event is of none of the five kinds, or of several"
                raise ValueError(message)


def _fits(event: dict[str, Any], kind: type[Node]) -> bool:
    try:
        msgspec.convert(event, kind)
    except msgspec.ValidationError:
        return False
    return True
