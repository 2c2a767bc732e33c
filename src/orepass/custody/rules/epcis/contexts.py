"""The ``@context`` of a document: there, usable, and leaving protected terms alone (JSON-LD 1.1, 4.1.11)."""

from typing import Final

from orepass.custody.rules.epcis import codes
from orepass.custody.rules.epcis.identifiers import is_absolute
from orepass.custody.rules.epcis.reading import EVENT_TYPES, Json
from orepass.kernel.finding import Finding

PROTECTED_PREFIXES: Final = {
    "epcis": "https://ref.gs1.org/epcis/",
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "gs1": "https://gs1.org/voc/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "id": "@id",
    "type": "@type",
}
"""Terms of the EPCIS context that may be repeated with the same meaning only."""

PROTECTED_TERMS: Final = frozenset(EVENT_TYPES) | frozenset(
    [
        "eventTime",
        "recordTime",
        "eventTimeZoneOffset",
        "action",
        "certificationInfo",
        "bizStep",
        "disposition",
        "bizLocation",
        "readPoint",
        "transformationID",
        "epcList",
        "sourceList",
        "destinationList",
        "persistentDisposition",
        "quantity",
        "epcClass",
        "uom",
        "quantityList",
        "bizTransactionList",
        "parentID",
        "childEPCs",
        "childQuantityList",
        "inputEPCList",
        "outputEPCList",
        "inputQuantityList",
        "outputQuantityList",
        "sensorElementList",
        "errorDeclaration",
        "eventID",
        "creationDate",
        "sender",
        "receiver",
        "instanceIdentifier",
        "schemaVersion",
        "ilmd",
        "EPCISDocument",
        "EPCISQueryDocument",
        "epcisHeader",
        "masterData",
        "vocabularyList",
        "epcisBody",
        "queryResults",
        "subscriptionID",
        "queryName",
        "resultsBody",
        "eventList",
        "children",
    ]
)


def context_findings(context: Json, where: str = "/@context") -> list[Finding]:
    """Return what is wrong with a context."""
    parts = context if isinstance(context, list) else [context]
    if context is None or not parts:
        return [codes.CONTEXT.at(where)]
    found: list[Finding] = []
    for at, part in enumerate(parts):
        place = f"{where}/{at}" if isinstance(context, list) else where
        if isinstance(part, dict):
            found += _redefined(part, place)
        elif not is_absolute(part):
            found.append(codes.CONTEXT.at(place))
    if isinstance(context, list) and any(part in parts[:at] for at, part in enumerate(parts)):
        found.append(codes.REPEATED.at(where, name="@context"))
    return found


def _redefined(part: dict[str, Json], where: str) -> list[Finding]:
    return [
        codes.PROTECTED.at(f"{where}/{term}", term=term)
        for term, meaning in part.items()
        if term in PROTECTED_TERMS or PROTECTED_PREFIXES.get(term, meaning) != meaning
    ]


def prefixes(context: Json) -> dict[str, str]:
    """Return the prefixes a context declares, ours to read extensions by."""
    parts = context if isinstance(context, list) else [context]
    return {
        name: meaning
        for part in parts
        if isinstance(part, dict)
        for name, meaning in part.items()
        if isinstance(meaning, str)
    }
