"""Say which version of UNTP a document keeps to, and what breaks its schema, by reading it into the typed models."""

import re
from typing import Any, Final

import msgspec

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.passport.untp import v0_6_1, v0_7_0
from orepass.passport.untp.parts import Node

_PLACE: Final = re.compile(r" - at `\$?(?P<place>[^`]*)`\Z")

SCHEMA = FindingKind(
    "passport.untp.schema",
    Severity.ERROR,
    _("It does not keep to UNTP {version}: {reason}."),
    what_to_do=_("Correct the field and issue the credential again."),
)

_MODELS: Final[dict[tuple[str, str], tuple[str, type[Node]]]] = {
    (context, name): (version.NUMBER, model)
    for version in (v0_7_0, v0_6_1)
    for name, (context, model) in version.MODELS.items()
}
"""Version and model by context and type."""

KNOWN_TYPES: Final = frozenset(name for _context, name in _MODELS)


class Known(msgspec.Struct, frozen=True):
    """The version and type of a document that is known here."""

    version: str
    kind: str
    model: type[Node]


def known(document: dict[str, Any]) -> Known | None:
    """Return version and type of a UNTP document; ``None`` when it is none that is known here."""
    contexts, types = document.get("@context"), document.get("type")
    if not isinstance(contexts, list) or not isinstance(types, list):
        return None
    for context in contexts:
        for kind in types:
            found = _MODELS.get((context, kind)) if isinstance(context, str) and isinstance(kind, str) else None
            if found:
                return Known(found[0], kind, found[1])
    return None


def faults(document: dict[str, Any]) -> list[Finding] | None:
    """Return what breaks the released schema; ``None`` when the document is no UNTP credential known here."""
    found = known(document)
    if found is None:
        return None
    try:
        msgspec.convert(document, found.model)
    except msgspec.ValidationError as error:
        place = _PLACE.search(str(error))
        where = "/" + place["place"].lstrip(".").replace("[...]", ".*").replace(".", "/") if place else "/"
        return [SCHEMA.at(where, version=found.version, reason=_PLACE.sub("", str(error)))]
    return []
