"""Our own extension terms for minerals in EPCIS events, and how they are read.

EPCIS knows no moisture, grade or member of a cooperative. A sender declares any prefix for :data:`NAMESPACE` in
``@context`` and puts the terms into ``ilmd`` (facts of the lots that begin) or beside it (facts of the event).
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

from orepass.custody.rules.epcis.contexts import prefixes
from orepass.custody.rules.epcis.reading import Json
from orepass.custody.rules.forms import element_named
from orepass.custody.rules.texts import FORMULA, SHOWN, is_formula
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.identifier import BadIdentifier, parse
from orepass.kernel.text import marked as _

NAMESPACE: Final = "https://orepass.example/ns/custody/"
PREFIX: Final = "ore"
EPCIS_CONTEXT: Final = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
CONTEXT: Final[list[Json]] = [EPCIS_CONTEXT, {PREFIX: NAMESPACE}]
"""The context of the events that we write ourselves."""

PERCENT_MAX: Final = 100
TEXT_MAX: Final = 200

TERM = FindingKind(
    "custody.term.invalid",
    Severity.ERROR,
    _("“{value}” cannot be used for “{name}”."),
    what_to_do=_("Give masses and percentages as decimal numbers, a percentage between 0 and 100, names as text."),
)


class Facts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a sender says of a lot that begins (ICGLR data standard MD.12, in our words).

    Attributes:
        mass_kg: net wet mass, when the lot is an instance and carries no quantity.
        moisture_pct: water, in percent of the wet mass.
        grade_pct: content of the form's grade basis, in percent of the dry mass.
        origin_site: the mine site it was won at, when that is not the place of the event.
        member: the member of a group who delivered it.
        tag: the number of the physical tag or seal.
        tag_scheme: the scheme that gave out the tag, and under whose tags the lot goes from here on.
        hs: the customs heading it travels under, six digits or more.
    """

    material: str = ""
    element: str = ""
    mass_kg: Decimal | None = None
    moisture_pct: Decimal | None = None
    grade_pct: Decimal | None = None
    origin_site: str = ""
    member: str = ""
    tag: str = ""
    tag_scheme: str = ""
    hs: str = ""


NOTHING: Final = Facts()


class EventTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What a sender says of the event itself.

    Attributes:
        step: the kind of step, such as ``cobalt.hydroxide``.
        model: the custody model claimed.
        account: the account that it is claimed from, or credited to.
        claimed_pct: how much of each lot is claimed; silence is all of it, zero is that nothing is.
        transport: how the lots travelled here: road, rail, water or air.
        material: the form that was found, where a lot is handed over or looked at.
    """

    step: str = ""
    model: str = ""
    account: str = ""
    transport: str = ""
    material: str = ""
    claimed_pct: Decimal | None = None

    @property
    def claimed(self) -> Fraction:
        """Return the share of each lot that is claimed."""
        return Fraction(1) if self.claimed_pct is None else Fraction(self.claimed_pct) / PERCENT_MAX


NO_TERMS: Final = EventTerms()
_NUMBERS: Final = ("mass_kg", "moisture_pct", "grade_pct", "claimed_pct")


class Reader:
    """Reads our terms by the prefixes that one context declares."""

    def __init__(self, context: Json) -> None:
        self.ours = tuple(f"{name}:" for name, meaning in prefixes(context).items() if meaning == NAMESPACE)

    def _terms(self, value: Mapping[str, Json]) -> dict[str, Json]:
        return {
            name.removeprefix(prefix): part
            for prefix in (*self.ours, NAMESPACE)
            for name, part in value.items()
            if name.startswith(prefix)
        }

    def speaks_ours(self, event: Mapping[str, Json]) -> bool:
        """Say whether the sender uses our terms, so that the rules for minerals bind."""
        return bool(self.ours) or any(name.startswith(NAMESPACE) for name in event)

    def event_terms(self, event: Mapping[str, Json], where: str, out: list[Finding]) -> EventTerms:
        """Read the terms of the event itself."""
        named = self._terms(event) if self.ours else {}
        if not named:
            return NO_TERMS
        found = {name: _text(named, name, where, out) for name in EventTerms.__struct_fields__ if name not in _NUMBERS}
        claimed = _number(named, "claimed_pct", where, out) if "claimed_pct" in named else None
        return EventTerms(**found, claimed_pct=claimed)

    def facts(self, ilmd: Json, where: str, out: list[Finding]) -> tuple[Facts, dict[str, Facts]]:
        """Read the facts common to all lots that begin, and those of single lots under ``lots``."""
        if not isinstance(ilmd, dict) or not self.ours:
            return NOTHING, {}
        named = self._terms(ilmd)
        common = _facts(named, NOTHING, where, out)
        single: dict[str, Facts] = {}
        lots = named.get("lots", [])
        for at, part in enumerate(lots if isinstance(lots, list) else [lots]):
            place = f"{where}/lots/{at}"
            terms = self._terms(part) if isinstance(part, dict) else {}
            if isinstance(terms.get("lot"), str):
                single[terms["lot"]] = _facts(terms, common, place, out)
            else:
                out.append(TERM.at(place, name="lot", value=str(part)[:40]))
        return common, single


def _facts(named: Mapping[str, Json], common: Facts, where: str, out: list[Finding]) -> Facts:
    found: dict[str, Json] = {}
    for name in Facts.__struct_fields__:
        if name in named:
            found[name] = (_number if name in _NUMBERS else _text)(named, name, where, out)
    if "element" in found:
        found["element"] = element_named(found["element"])
    return msgspec.structs.replace(common, **found) if found else common


def _text(named: Mapping[str, Json], name: str, where: str, out: list[Finding]) -> str:
    value = named.get(name, "")
    if isinstance(value, str) and value.isprintable() and len(value) <= TEXT_MAX:
        if not is_formula(value.strip()):
            return value
        out.append(FORMULA.at(f"{where}/{name}", value=value[:SHOWN]))
        return ""
    out.append(TERM.at(f"{where}/{name}", name=name, value=str(value)[:40]))
    return ""


def _number(named: Mapping[str, Json], name: str, where: str, out: list[Finding]) -> Decimal | None:
    value = named[name]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
        if number >= 0 and (name == "mass_kg" or number <= PERCENT_MAX):
            return number
    out.append(TERM.at(f"{where}/{name}", name=name, value=str(value)[:40]))
    return None


ID_BASE: Final = "https://orepass.example/id/"
"""Under this address our own identifiers stand in events; any other address that ends in one is read alike."""


def uri_of(identifier: str) -> str:
    """Write one of our identifiers as a URI, for an event."""
    return f"{ID_BASE}{identifier}"


def identifier_in(uri: str, kind: str) -> str:
    """Return our identifier of a kind at the end of a URI, or nothing."""
    last = uri.replace(":", "/").rpartition("/")[2]
    if not last.startswith(f"{kind}-"):
        return ""
    try:
        return parse(last, kind)
    except BadIdentifier:
        return ""
