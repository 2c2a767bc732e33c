"""Every finding that reading or checking an EPCIS document can make, with its stable code."""

from typing import Final

from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.text import marked as _

_E: Final = Severity.ERROR
_COMPARE = _("Compare the event with EPCIS 2.0 and send it again; nothing was kept.")
_SMALLER = _("Split the document and send the parts one after the other.")

XML = FindingKind(
    "custody.document.xml",
    _E,
    _("This is XML; events are taken as EPCIS 2.0 in JSON."),
    what_to_do=_("Export the events as JSON (application/ld+json) and send them again."),
)
TOO_LARGE = FindingKind(
    "custody.document.too_large",
    _E,
    _("The document has {size} bytes; the limit is {limit}."),
    what_to_do=_SMALLER,
)
TOO_MANY = FindingKind(
    "custody.document.too_many_events",
    _E,
    _("The document holds {count} events; the limit is {limit}."),
    what_to_do=_SMALLER,
)
ENCODING = FindingKind(
    "custody.document.encoding",
    _E,
    _("The document is not UTF-8 (byte {position})."),
    what_to_do=_("Save it as UTF-8 and send it again."),
)
SYNTAX = FindingKind(
    "custody.document.syntax",
    _E,
    _("The document is not JSON: {problem} at line {line}, column {column}."),
    what_to_do=_("Check that the file is complete, then send it again."),
)
DUPLICATE_KEY = FindingKind(
    "custody.document.duplicate_key",
    _E,
    _("The name “{name}” stands twice in one object."),
    what_to_do=_("Keep one of the two; which one was meant cannot be guessed."),
)
NUMBER = FindingKind(
    "custody.document.number",
    _E,
    _("“{value}” is not a number that can be kept exactly."),
    what_to_do=_("Write it with at most {digits} digits and without an extreme exponent."),
)
TOO_DEEP = FindingKind(
    "custody.document.too_deep",
    _E,
    _("The document is nested deeper than {limit} levels."),
    what_to_do=_("Flatten the extension that nests so deeply."),
)
TOO_LONG = FindingKind(
    "custody.document.too_long",
    _E,
    _("A text has {size} characters; the limit is {limit}."),
    what_to_do=_("Keep the long text as a file and refer to it by its address."),
)
NOT_EPCIS = FindingKind(
    "custody.document.not_epcis",
    _E,
    _("This is neither an EPCIS document, nor a query document, nor an event."),
    what_to_do=_("Send an EPCISDocument, an EPCISQueryDocument or one event with its “type”."),
)
CONTEXT = FindingKind(
    "custody.context.missing",
    _E,
    _("The document has no usable “@context”."),
    what_to_do=_("Add the EPCIS context address to “@context”."),
)
PROTECTED = FindingKind(
    "custody.context.protected",
    _E,
    _("The context gives another meaning to “{term}”, which EPCIS protects."),
    what_to_do=_("Choose another prefix for your own terms."),
)
MISSING = FindingKind("custody.event.missing", _E, _("“{name}” is missing."), what_to_do=_COMPARE)
UNKNOWN_FIELD = FindingKind(
    "custody.event.unknown_field",
    _E,
    _("“{name}” is no field of {subject}."),
    what_to_do=_("Correct the name, or give your own field a prefix that “@context” declares."),
)
NOT_OBJECT = FindingKind("custody.event.not_object", _E, _("“{name}” must be an object."), what_to_do=_COMPARE)
NOT_LIST = FindingKind("custody.event.not_list", _E, _("“{name}” must be a list."), what_to_do=_COMPARE)
NOT_TEXT = FindingKind("custody.event.not_text", _E, _("“{name}” must be a text."), what_to_do=_COMPARE)
NOT_NUMBER = FindingKind("custody.event.not_number", _E, _("“{name}” must be a number."), what_to_do=_COMPARE)
NOT_BOOLEAN = FindingKind("custody.event.not_boolean", _E, _("“{name}” must be true or false."), what_to_do=_COMPARE)
FORM = FindingKind("custody.event.form", _E, _("“{value}” has not the form that “{name}” needs."), what_to_do=_COMPARE)
WORD = FindingKind(
    "custody.event.word",
    _E,
    _("“{value}” is no word of the vocabulary for “{name}”."),
    what_to_do=_("Use a word of CBV 2.0, or an absolute address of your own."),
)
URI = FindingKind(
    "custody.event.uri",
    _E,
    _("“{value}” is not an absolute URI."),
    what_to_do=_("Write the whole address or URN, with its scheme."),
)
TIME = FindingKind(
    "custody.event.time",
    _E,
    _("“{value}” is not a time with a time zone."),
    what_to_do=_("Write it like 2026-03-01T08:30:00+02:00."),
)
EMPTY = FindingKind("custody.event.empty", _E, _("“{name}” must not be empty."), what_to_do=_COMPARE)
REPEATED = FindingKind("custody.event.repeated", _E, _("“{name}” names the same thing twice."), what_to_do=_COMPARE)
NO_OBJECTS = FindingKind(
    "custody.event.no_objects",
    _E,
    _("The {subject} says about no object that something happened to it."),
    what_to_do=_("Name at least one object, class with quantity, or sensor with its read point."),
)
NO_PARENT = FindingKind(
    "custody.event.no_parent",
    _E,
    _("An {subject} with action {action} must name its parent."),
    what_to_do=_("Add “parentID”."),
)
ILMD = FindingKind(
    "custody.event.ilmd",
    _E,
    _("Master data of a lot (“ilmd”) may only stand where the lot begins."),
    what_to_do=_("Move it to the event with action ADD, or to the transformation."),
)
NEGATIVE = FindingKind(
    "custody.event.negative_quantity",
    _E,
    _("The quantity {value} is negative."),
    what_to_do=_("Give the quantity as a positive number; a correction is an error declaration."),
)
SENSOR_TWICE = FindingKind(
    "custody.event.sensor_attribute_twice",
    _E,
    _("“{name}” stands in the sensor's metadata and in its report."),
    what_to_do=_("Keep it in one of the two places."),
)
SENSOR_REPEATED = FindingKind(
    "custody.event.sensor_attribute_repeated",
    Severity.WARNING,
    _("“{name}” is repeated in the sensor's metadata and in its report; the report's stands."),
    what_to_do=_("Keep it in one of the two places."),
)
SENSOR_LATER = FindingKind(
    "custody.event.sensor_after_event",
    Severity.WARNING,
    _("The sensor's time lies after the event's."),
    what_to_do=_("Compare the clocks of the sensor and of the system that sent the event."),
)
DECLARATION = FindingKind(
    "custody.event.declaration_without_id",
    Severity.WARNING,
    _("The error declaration does not repeat an “eventID”, so that no event can be found that it declares."),
    what_to_do=_("Add the “eventID” of the erroneous event."),
)
EPC = FindingKind(
    "custody.identifier.malformed",
    _E,
    _("“{value}” is not a well-formed EPC."),
    what_to_do=_("Check the length of the company prefix and of the reference."),
)
CHECK_DIGIT = FindingKind(
    "custody.identifier.check_digit",
    _E,
    _("The check digit of the GS1 key in “{value}” does not fit."),
    what_to_do=_("Compare the key with the label, digit by digit."),
)
