"""Is it a credential at all: the structure that VCDM 2.0 demands of credentials and presentations.

Every fault is a finding with a JSON pointer. JSON-LD is not expanded here: a term is taken as mapped when the base
context, an inline context or any further context may map it.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from orepass.credentials.rules.strict_json import Document
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

BASE_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
BASE_TYPES: Final = frozenset(
    {
        "VerifiableCredential",
        "VerifiablePresentation",
        "EnvelopedVerifiableCredential",
        "EnvelopedVerifiablePresentation",
        "BitstringStatusList",
        "BitstringStatusListCredential",
        "BitstringStatusListEntry",
        "DataIntegrityProof",
        "JsonSchema",
        "JsonSchemaCredential",
    }
)
PROTECTED: Final = BASE_TYPES | {"id", "type", "issuer", "credentialSubject", "validFrom", "validUntil", "proof"}
LANGUAGE_KEYS: Final = frozenset({"@value", "@language", "@direction"})
TYPED: Final = ("credentialStatus", "credentialSchema", "refreshService", "termsOfUse", "evidence")
DIGESTS: Final = ("digestMultibase", "digestSRI")
"""What binds a related resource; one of them has to be there."""
NEEDS_ID: Final = frozenset({"credentialSchema"})
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+\Z")
_INSTANT: Final = re.compile(
    r"-?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,12})?(Z|[+-]\d\d:\d\d)\Z",
    re.ASCII,
)
_SECOND: Final = slice(17, 19)
_LAST: Final = time(23, 59, 59)

CONTEXT = FindingKind(
    "credentials.structure.context",
    Severity.ERROR,
    _("The first context is not that of W3C credentials 2.0, or a context is no address."),
    what_to_do=_("Begin “@context” with https://www.w3.org/ns/credentials/v2."),
)
REDEFINED = FindingKind(
    "credentials.structure.redefined",
    Severity.ERROR,
    _("The context gives “{term}” another meaning."),
    what_to_do=_("Choose another name: terms of the base context are protected."),
)
TYPE = FindingKind(
    "credentials.structure.type",
    Severity.ERROR,
    _("The type is missing, misses “{wanted}”, or is mapped by no context."),
    what_to_do=_("Give “type” as names that the contexts define."),
)
IDENTIFIER = FindingKind(
    "credentials.structure.id",
    Severity.ERROR,
    _("An identifier is missing or is no single URL."),
    what_to_do=_("Give one URL, for example a DID or an https address."),
)
SUBJECT = FindingKind(
    "credentials.structure.subject",
    Severity.ERROR,
    _("There is no subject, or a subject without any claim."),
    what_to_do=_("Say of whom or what, and say something."),
)
DATES = FindingKind(
    "credentials.structure.dates",
    Severity.ERROR,
    _("A date is no XML date-time with time zone, or the credential ends before it begins."),
    what_to_do=_("Write dates as 2026-11-22T09:00:00Z."),
)
TEXT = FindingKind(
    "credentials.structure.text",
    Severity.ERROR,
    _("A name or description is neither a text nor a text with language."),
    what_to_do=_("Give a text, or @value with @language and @direction."),
)
MEMBER = FindingKind(
    "credentials.structure.member",
    Severity.ERROR,
    _("A credential inside a presentation is not an object."),
    what_to_do=_("Put a token into an EnvelopedVerifiableCredential."),
)

RELATED = FindingKind(
    "credentials.structure.related",
    Severity.ERROR,
    _("A related resource has no address, no digest as text, or is named twice."),
    what_to_do=_("Give each resource one “id”, and digestMultibase or digestSRI of what lies there."),
)

Check = Callable[[Document], list[Finding]]


def faults(document: Document) -> list[Finding]:
    """Return every fault of a credential or presentation."""
    if "VerifiablePresentation" in _list(document.get("type")):
        return _presentation(document)
    return _credential(document)


def is_url(value: object) -> bool:
    """Say whether a value is one absolute URL."""
    return isinstance(value, str) and bool(_URL.match(value))


def instant(value: object) -> datetime | None:
    """Read an XML date-time with time zone; ``None`` otherwise, and where no calendar here reckons with it.

    A leap second (RFC 3339 §5.6, the last of a day in UTC) is the first of the next day, as clocks count them.
    """
    if not isinstance(value, str) or not _INSTANT.match(value):
        return None
    try:
        if value[_SECOND] != "60":
            return datetime.fromisoformat(value)
        before = datetime.fromisoformat(f"{value[: _SECOND.start]}59{value[_SECOND.stop :]}")
        is_last = before.astimezone(UTC).time().replace(microsecond=0) == _LAST
        return before + timedelta(seconds=1) if is_last else None
    except (ValueError, OverflowError):
        return None


def _credential(document: Document) -> list[Finding]:
    found = [*_context(document), *_type(document, "VerifiableCredential"), *_id(document, "id"), *_issuer(document)]
    found += [*_subject(document), *_dates(document), *_texts(document)]
    for name in TYPED:
        found += _typed(document, name)
    return found + _related(document)


def _presentation(document: Document) -> list[Finding]:
    found = [*_context(document), *_type(document, "VerifiablePresentation"), *_id(document, "id")]
    holder = document.get("holder", "did:example:absent")
    if not is_url(holder.get("id") if isinstance(holder, dict) else holder):
        found.append(IDENTIFIER.at("/holder"))
    for number, inner in enumerate(_list(document.get("verifiableCredential", []))):
        where = f"/verifiableCredential/{number}"
        if not isinstance(inner, dict):
            found.append(MEMBER.at(where))
        elif "EnvelopedVerifiableCredential" not in _list(inner.get("type")):
            found += [_below(where, fault) for fault in _credential(inner)]
    return found


def _context(document: Document) -> list[Finding]:
    contexts = _list(document.get("@context"))
    if not contexts or contexts[0] != BASE_CONTEXT:
        return [CONTEXT.at("/@context")]
    found = []
    for number, context in enumerate(contexts[1:], start=1):
        if isinstance(context, dict):
            found += [REDEFINED.at(f"/@context/{number}", term=term) for term in sorted(PROTECTED & context.keys())]
        elif not is_url(context):
            found.append(CONTEXT.at(f"/@context/{number}"))
    return found


def _type(document: Document, wanted: str) -> list[Finding]:
    types = _list(document.get("type"))
    if wanted not in types:
        return [TYPE.at("/type", wanted=wanted)]
    return [] if all(_mapped(one, document) for one in types) else [TYPE.at("/type", wanted=wanted)]


def _mapped(name: object, document: Document) -> bool:
    if not isinstance(name, str):
        return False
    contexts = _list(document.get("@context"))[1:]
    inline = [context for context in contexts if isinstance(context, dict)]
    elsewhere = len(inline) < len(contexts)
    return name in BASE_TYPES or is_url(name) or elsewhere or any(context.get(name) for context in inline)


def _id(document: Document, name: str, *, where: str = "") -> list[Finding]:
    return [] if name not in document or is_url(document[name]) else [IDENTIFIER.at(f"{where}/{name}")]


def _issuer(document: Document) -> list[Finding]:
    issuer = document.get("issuer")
    if not isinstance(issuer, dict):
        return [] if is_url(issuer) else [IDENTIFIER.at("/issuer")]
    found = [] if is_url(issuer.get("id")) else [IDENTIFIER.at("/issuer/id")]
    return found + _texts(issuer, where="/issuer")


def _subject(document: Document) -> list[Finding]:
    subjects = _list(document.get("credentialSubject", []))
    if not subjects:
        return [SUBJECT.at("/credentialSubject")]
    found, many = [], isinstance(document["credentialSubject"], list)
    for number, subject in enumerate(subjects):
        where = f"/credentialSubject/{number}" if many else "/credentialSubject"
        if not isinstance(subject, dict) or not subject:
            found.append(SUBJECT.at(where))
        else:
            found += _id(subject, "id", where=where)
    return found


def _dates(document: Document) -> list[Finding]:
    found = [
        DATES.at(f"/{name}")
        for name in ("validFrom", "validUntil")
        if name in document and not _is_date(document[name])
    ]
    start, end = instant(document.get("validFrom")), instant(document.get("validUntil"))
    if start and end and end < start:
        found.append(DATES.at("/validUntil"))
    return found


def _is_date(value: object) -> bool:
    return isinstance(value, str) and bool(_INSTANT.match(value))


def _texts(document: Document, *, where: str = "") -> list[Finding]:
    return [
        TEXT.at(f"{where}/{name}")
        for name in ("name", "description")
        if name in document and not all(_is_text(one) for one in _list(document[name]))
    ]


def _is_text(value: object) -> bool:
    if isinstance(value, dict):
        return value.keys() <= LANGUAGE_KEYS and isinstance(value.get("@value"), str)
    return isinstance(value, str)


def _typed(document: Document, name: str) -> list[Finding]:
    found = []
    for number, one in enumerate(_list(document.get(name, []))):
        where = f"/{name}/{number}" if isinstance(document[name], list) else f"/{name}"
        types = _list(one.get("type")) if isinstance(one, dict) else []
        if not isinstance(one, dict) or not types or not all(_mapped(each, document) for each in types):
            found.append(TYPE.at(f"{where}/type", wanted=name))
        elif name in NEEDS_ID and not is_url(one.get("id")):
            found.append(IDENTIFIER.at(f"{where}/id"))
        else:
            found += _id(one, "id", where=where)
    return found


def _related(document: Document) -> list[Finding]:
    found, seen = [], set[str]()
    for number, one in enumerate(_list(document.get("relatedResource"))):
        if not _is_related(one) or one["id"] in seen:
            many = isinstance(document["relatedResource"], list)
            found.append(RELATED.at(f"/relatedResource/{number}" if many else "/relatedResource"))
        else:
            seen.add(one["id"])
    return found


def _is_related(resource: object) -> bool:
    if not isinstance(resource, dict) or not is_url(resource.get("id")):
        return False
    texts = [resource[name] for name in (*DIGESTS, "mediaType") if name in resource]
    has_digest = any(name in resource for name in DIGESTS)
    return has_digest and all(isinstance(text, str) and text for text in texts)


def _below(where: str, fault: Finding) -> Finding:
    return FindingKind.catalogue[fault.code].at(where + fault.where, **fault.params)


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
