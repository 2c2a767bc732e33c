"""The five event types of EPCIS 2.0 as shapes (EPCIS 2.0, 7.4), and the document and query envelopes around them.

Our own reading of the standard. It departs from the published JSON Schema where that contradicts the standard's XML
schema and ontology: persistent dispositions are welcome on all five types; see ``docs.md`` for the list.
"""

from typing import Final

from orepass.custody.rules.epcis import codes, crossings, words
from orepass.custody.rules.epcis.contexts import context_findings
from orepass.custody.rules.epcis.reading import Document, Json, Kind
from orepass.custody.rules.epcis.shapes import (
    Check,
    anything,
    boolean,
    closed,
    free,
    many,
    matching,
    number,
    one_of,
    one_or_many,
    quantity,
    shape,
    text,
    time,
    uri,
    word,
)
from orepass.kernel.finding import Finding

_CBV: Final = r"urn:epcglobal:cbv|https?://ns\.gs1\.org/cbv/"
_VOC: Final = r"https?://(?:www\.)?gs1\.org/voc/"

disposition: Final = word(words.DISPOSITIONS, foreign_to=_CBV)
quantities: Final = many(
    shape(
        "quantityElement",
        {"epcClass": uri, "quantity": quantity, "uom": matching(r"[A-Z0-9]{2,3}")},
        required=("epcClass",),
        extension=closed,
    )
)
place: Final = shape("place", {"id": uri}, required=("id",), extension=free)
instances: Final = many(uri, unique=True)


def _typed(name: str, kinds: frozenset[str], *, required: tuple[str, ...]) -> Check:
    fields = {"type": word(kinds, foreign_to=_CBV), name: uri}
    return many(shape(name, fields, required=required, extension=closed))


_DEVICE: Final[dict[str, Check]] = {
    "deviceID": uri,
    "deviceMetadata": uri,
    "rawData": uri,
    "dataProcessingMethod": uri,
    "bizRules": uri,
    "time": time,
}

_SENSOR_REPORT: Final[dict[str, Check]] = {
    **_DEVICE,
    "type": word(words.MEASUREMENT_TYPES, foreign_to=_VOC),
    "exception": word(words.ALERT_TYPES, foreign_to=_VOC),
    "microorganism": uri,
    "chemicalSubstance": uri,
    "coordinateReferenceSystem": uri,
    "component": word(words.COMPONENTS, foreign_to=_CBV),
    "stringValue": text,
    "booleanValue": boolean,
    "hexBinaryValue": matching(r"[A-Fa-f0-9]+"),
    "uriValue": uri,
    "uom": text,
    **dict.fromkeys(("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"), number),
}

_sensors: Final = many(
    shape(
        "sensorElement",
        {
            "sensorMetadata": shape("sensorMetadata", {**_DEVICE, "startTime": time, "endTime": time}),
            "sensorReport": many(shape("sensorReport", _SENSOR_REPORT, required=("type",)), least=1),
        },
        required=("sensorReport",),
    )
)

_persistent: Final = shape(
    "persistentDisposition",
    {
        "set": many(disposition, unique=True, least=1),
        "unset": many(disposition, unique=True, least=1),
    },
    extension=closed,
)

_COMMON: Final[dict[str, Check]] = {
    "@context": anything,
    "type": anything,
    "eventTime": time,
    "recordTime": time,
    "eventTimeZoneOffset": matching(r"[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)"),
    "eventID": uri,
    "certificationInfo": one_or_many(uri),
    "errorDeclaration": shape(
        "errorDeclaration",
        {
            "declarationTime": time,
            "reason": word(words.ERROR_REASONS, foreign_to=_CBV),
            "correctiveEventIDs": many(uri),
        },
        required=("declarationTime",),
    ),
}

_SHARED: Final[dict[str, Check]] = {
    **_COMMON,
    "bizStep": word(words.BUSINESS_STEPS, foreign_to=_CBV),
    "disposition": disposition,
    "persistentDisposition": _persistent,
    "readPoint": place,
    "bizLocation": place,
    "bizTransactionList": _typed("bizTransaction", words.TRANSACTION_TYPES, required=("bizTransaction",)),
    "sourceList": _typed("source", words.PARTY_TYPES, required=("type", "source")),
    "destinationList": _typed("destination", words.PARTY_TYPES, required=("type", "destination")),
    "sensorElementList": _sensors,
}

_TIMES: Final = ("eventTime", "eventTimeZoneOffset")
_ACTED: Final[dict[str, Check]] = {**_SHARED, "action": one_of(words.ACTIONS)}
_PARENTED: Final[dict[str, Check]] = {
    **_ACTED,
    "parentID": uri,
    "childEPCs": many(uri),
    "childQuantityList": quantities,
}
_ilmd: Final = shape("ilmd", {})

SHAPES: Final[dict[str, Check]] = {
    "ObjectEvent": shape(
        "ObjectEvent",
        {**_ACTED, "epcList": instances, "quantityList": quantities, "ilmd": _ilmd},
        required=(*_TIMES, "action"),
    ),
    "AggregationEvent": shape("AggregationEvent", _PARENTED, required=(*_TIMES, "action")),
    "AssociationEvent": shape("AssociationEvent", _PARENTED, required=(*_TIMES, "action", "parentID")),
    "TransactionEvent": shape(
        "TransactionEvent",
        {**_ACTED, "parentID": uri, "epcList": many(uri), "quantityList": quantities},
        required=(*_TIMES, "action", "bizTransactionList"),
    ),
    "TransformationEvent": shape(
        "TransformationEvent",
        {
            **_SHARED,
            "inputEPCList": instances,
            "outputEPCList": instances,
            "inputQuantityList": quantities,
            "outputQuantityList": quantities,
            "transformationID": uri,
            "ilmd": _ilmd,
        },
        required=_TIMES,
    ),
}

_extended: Final = shape("event", _COMMON, required=_TIMES, extension=free)


def check_event(event: Json, where: str) -> list[Finding]:
    """Return everything that is wrong with one event."""
    out: list[Finding] = []
    if not isinstance(event, dict):
        return [codes.NOT_OBJECT.at(where, name="event")]
    name = event.get("type")
    if not isinstance(name, str):
        return [codes.MISSING.at(where, name="type")]
    known = SHAPES.get(name)
    if known is None:
        uri(name, f"{where}/type", out)
        _extended(event, where, out)
        return out
    known(event, where, out)
    if not out:
        out.extend(crossings.check_crossings(event, where))
    if isinstance(event.get("@context"), dict | list):
        out += [part for part in context_findings(event["@context"], f"{where}/@context") if part.code != _MISSING]
    return out


_MISSING: Final = codes.CONTEXT.code

_attribute: Final = shape("attribute", {"id": text}, required=("id",), extension=free)
_element: Final = shape(
    "vocabularyElement",
    {"id": uri, "attributes": many(_attribute), "children": many(uri)},
    required=("id",),
    extension=free,
)
_vocabularies: Final = many(
    shape("vocabulary", {"type": uri, "vocabularyElementList": many(_element)}, required=("type",), extension=free)
)
_header: Final = shape(
    "epcisHeader",
    {"epcisMasterData": shape("epcisMasterData", {"vocabularyList": _vocabularies}, extension=free)},
)
_VERSION: Final = matching(r"\d+(?:\.\d+)*")
_DOCUMENT: Final[dict[str, Check]] = {
    "@context": anything,
    "type": text,
    "id": uri,
    "schemaVersion": _VERSION,
    "creationDate": time,
    "epcisBody": anything,
}

ENVELOPES: Final[dict[Kind, Check]] = {
    Kind.DOCUMENT: shape(
        "EPCISDocument",
        {**_DOCUMENT, "instanceIdentifier": text, "sender": text, "receiver": text, "epcisHeader": _header},
        required=("@context", "schemaVersion", "creationDate"),
    ),
    Kind.QUERY: shape("EPCISQueryDocument", _DOCUMENT, required=("@context",)),
    Kind.EVENT: shape("event", {}, required=("@context",), extension=free),
}

_results: Final = shape("resultsBody", {"eventList": anything, "vocabularyList": _vocabularies})
_query: Final = shape(
    "queryResults",
    {"queryName": text, "subscriptionID": text, "resultsBody": _results},
    required=("queryName",),
)
_query_body: Final = shape("epcisBody", {"queryResults": _query})


def check_envelope(document: Document) -> list[Finding]:
    """Return what is wrong around the events: the context, the version, the header."""
    out: list[Finding] = []
    ENVELOPES[document.kind](document.body, "", out)
    if "@context" in document.body:
        out += context_findings(document.context)
    if document.kind is Kind.QUERY:
        _query_body(document.body["epcisBody"], "/epcisBody", out)
    return out
