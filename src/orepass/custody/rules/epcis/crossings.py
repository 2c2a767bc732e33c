"""Rules of EPCIS 2.0 that look at several fields of one event; each is one small named function.

Most of them the published JSON Schema cannot or does not hold (``docs.md`` lists them).
"""

from collections.abc import Iterator
from typing import Final

from orepass.custody.rules.epcis import codes
from orepass.custody.rules.epcis.reading import Json
from orepass.custody.rules.epcis.shapes import instant
from orepass.kernel.finding import Finding

_ONE_PLACE_ONLY: Final = {"time", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules"}


def check_crossings(event: dict[str, Json], where: str) -> Iterator[Finding]:
    """Return what is wrong between the fields of an event whose fields are each in order."""
    yield from _says_something(event, where)
    yield from _names_its_parent(event, where)
    yield from _master_data_at_the_beginning(event, where)
    yield from _sensor_attributes_once(event, where)
    yield from _persistence_sets_or_unsets(event, where)
    yield from _declaration_names_its_event(event, where)
    yield from _sensor_before_event(event, where)


def _says_something(event: dict[str, Json], where: str) -> Iterator[Finding]:
    if not _SPEAKS[event["type"]](event):
        yield codes.NO_OBJECTS.at(where, subject=event["type"])


def _object_speaks(event: dict[str, Json]) -> bool:
    return bool(
        event.get("epcList") or event.get("quantityList") or (event.get("sensorElementList") and "readPoint" in event)
    )


def _children_speak(event: dict[str, Json]) -> bool:
    return bool(event.get("childEPCs") or event.get("childQuantityList") or event["action"] == "DELETE")


def _transaction_speaks(event: dict[str, Json]) -> bool:
    return bool(event["bizTransactionList"]) and bool(
        event.get("epcList") or event.get("quantityList") or event.get("parentID") or event["action"] == "DELETE"
    )


def _transformation_speaks(event: dict[str, Json]) -> bool:
    inputs = event.get("inputEPCList") or event.get("inputQuantityList")
    outputs = event.get("outputEPCList") or event.get("outputQuantityList")
    return bool(inputs or outputs) if "transformationID" in event else bool(inputs and outputs)


_SPEAKS: Final = {
    "ObjectEvent": _object_speaks,
    "AggregationEvent": _children_speak,
    "AssociationEvent": _children_speak,
    "TransactionEvent": _transaction_speaks,
    "TransformationEvent": _transformation_speaks,
}


def _names_its_parent(event: dict[str, Json], where: str) -> Iterator[Finding]:
    # EPCIS 2.0, 7.4.3: the parent may be left out of an observation only.
    if event["type"] == "AggregationEvent" and event["action"] != "OBSERVE" and "parentID" not in event:
        yield codes.NO_PARENT.at(where, subject=event["type"], action=event["action"])


def _master_data_at_the_beginning(event: dict[str, Json], where: str) -> Iterator[Finding]:
    if "ilmd" in event and event["type"] == "ObjectEvent" and event["action"] != "ADD":
        yield codes.ILMD.at(f"{where}/ilmd")


def _sensor_attributes_once(event: dict[str, Json], where: str) -> Iterator[Finding]:
    # The draft test TCR-53 (step 29) wants both refused, but GS1's own examples repeat them: a contradiction about the
    # device is refused, a repetition is noted, and a time of the report's own stands.
    for at, element in enumerate(event.get("sensorElementList", ())):
        metadata = element.get("sensorMetadata", {})
        for number, report in enumerate(element["sensorReport"]):
            for name in _ONE_PLACE_ONLY & metadata.keys() & report.keys():
                place = f"{where}/sensorElementList/{at}/sensorReport/{number}/{name}"
                same = name == "time" or metadata[name] == report[name]
                yield (codes.SENSOR_REPEATED if same else codes.SENSOR_TWICE).at(place, name=name)


def _persistence_sets_or_unsets(event: dict[str, Json], where: str) -> Iterator[Finding]:
    if "persistentDisposition" in event and not event["persistentDisposition"]:
        yield codes.EMPTY.at(f"{where}/persistentDisposition", name="persistentDisposition")


def _declaration_names_its_event(event: dict[str, Json], where: str) -> Iterator[Finding]:
    if "errorDeclaration" in event and "eventID" not in event:
        yield codes.DECLARATION.at(f"{where}/errorDeclaration")


def _sensor_before_event(event: dict[str, Json], where: str) -> Iterator[Finding]:
    elements = event.get("sensorElementList")
    happened = instant(event["eventTime"]) if elements else None
    if not elements or happened is None:
        return
    for at, element in enumerate(elements):
        measured = instant(element.get("sensorMetadata", {}).get("time", event["eventTime"]))
        if measured and measured > happened:
            yield codes.SENSOR_LATER.at(f"{where}/sensorElementList/{at}/sensorMetadata/time")
