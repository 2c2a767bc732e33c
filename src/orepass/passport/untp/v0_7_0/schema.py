"""Say what is wrong with a UNTP 0.7.0 credential, by reading it into the typed models."""

import re
from typing import Any, Final

import msgspec

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.passport.untp.v0_7_0.conformity import ConformityCredential
from orepass.passport.untp.v0_7_0.nodes import CONTEXTS, Credential
from orepass.passport.untp.v0_7_0.product import ProductPassport

MODELS: Final[dict[str, type[Credential]]] = {
    "DigitalConformityCredential": ConformityCredential,
    "DigitalProductPassport": ProductPassport,
}
_PLACE: Final = re.compile(r" - at `\$?(?P<place>[^`]*)`\Z")

SCHEMA = FindingKind(
    "passport.untp.schema",
    Severity.ERROR,
    _("It does not keep to UNTP 0.7.0: {reason}."),
    what_to_do=_("Correct the field and issue the credential again."),
)


def faults(document: dict[str, Any]) -> list[Finding] | None:
    """Return what breaks the released schema; ``None`` when the document is no UNTP 0.7.0 credential known here."""
    contexts, types = document.get("@context"), document.get("type")
    if not isinstance(contexts, list) or CONTEXTS[1] not in contexts or not isinstance(types, list):
        return None
    model = next((model for name, model in MODELS.items() if name in types), None)
    if model is None:
        return None
    try:
        msgspec.convert(document, model)
    except msgspec.ValidationError as error:
        place = _PLACE.search(str(error))
        where = "/" + place["place"].lstrip(".").replace("[...]", ".*").replace(".", "/") if place else "/"
        return [SCHEMA.at(where, reason=_PLACE.sub("", str(error)))]
    return []
