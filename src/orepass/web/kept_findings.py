"""Findings that were kept, and reasons of checks, in the reader's language, with names for identifiers and codes.

A question about an event and a line of a signed statement are kept with their code and values; the English sentence
beside them is what was said on that day. It shows as it is where the template of the code asks for a value that was not
kept, because the finding is older than the template.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from string import Formatter
from typing import Final, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from orepass.custody.queries.places import sites_behind
from orepass.kernel.check import Check
from orepass.kernel.finding import FindingKind
from orepass.kernel.text import fill
from orepass.web import vocabulary
from orepass.web.flows import short_name
from orepass.web.words import AS_WRITTEN, country_text, day_text, figure_text, translated

type Say = Callable[[str], str]


class KeptFinding(Protocol):
    """What is known of a finding that was kept."""

    @property
    def code(self) -> str:
        """Return the code of its kind."""

    @property
    def message(self) -> str:
        """Return what was said of it, in English."""

    @property
    def params(self) -> Mapping[str, str]:
        """Return the values behind the placeholders."""


def said_of(found: Iterable[KeptFinding]) -> list[str]:
    """Say findings that were kept, one sentence each."""
    kept = list(found)
    places = _places(kept)
    return [_said(each, places) for each in kept]


def reason_of(check: Check) -> str:
    """Say the reason of a check; one without a template shows as it came."""
    params = {name: translated(value) for name, value in check.params.items()}
    return fill(translated(check.template), params) if check.template else check.reason


def _places(kept: Iterable[KeptFinding]) -> Mapping[str, str]:
    """Return the names of the places that findings speak of, asked for together."""
    named = {each.params["site"] for each in kept if each.params.get("site")}
    return {place: card.name for place, card in sites_behind(named).items()}


def _said(found: KeptFinding, places: Mapping[str, str]) -> str:
    kind = FindingKind.catalogue.get(found.code)
    if kind is None or not _asked_for(kind.message) <= found.params.keys():
        return found.message
    return fill(translated(kind.message), {name: _value(name, value, places) for name, value in found.params.items()})


def _asked_for(template: str) -> set[str]:
    return {name for _text, name, _form, _way in Formatter().parse(template) if name}


def _value(name: str, value: str, places: Mapping[str, str]) -> str:
    if name in SAYERS:
        return SAYERS[name](value)
    if name == "site":
        return places.get(value) or short_name(value)
    return translated(value) if name in AS_WRITTEN else figure_text(value)


def _day(value: str) -> str:
    try:
        return day_text(date.fromisoformat(value))
    except ValueError:
        return value


def _month(value: str) -> str:
    try:
        return date_format(date.fromisoformat(f"{value}-01"), "F Y")
    except ValueError:
        return value


def _reasons(value: str) -> str:
    """Say reasons that stand in a row, each of them a text of ours."""
    return "; ".join(translated(each) for each in value.split("; "))


def _several(say: Say) -> Say:
    def listed(codes: str) -> str:
        return ", ".join(say(code) for code in codes.split(", "))

    return listed


def _material(code: str) -> str:
    return vocabulary.material(code.replace(".", "_"))


def _model(code: str) -> str:
    return _("none") if code == "none" else vocabulary.custody_model(code)


def _transport(code: str) -> str:
    return {"road": _("road"), "rail": _("rail"), "water": _("water"), "air": _("air")}.get(code, code)


SAYERS: Final[Mapping[str, Say]] = {
    **dict.fromkeys(("lot", "tag"), short_name),
    **dict.fromkeys(("material", "before", "now", "what", "known", "step"), _several(_material)),
    **dict.fromkeys(("mineral", "judged"), _several(vocabulary.mineral)),
    **dict.fromkeys(("model", "allowed"), _several(_model)),
    **dict.fromkeys(("rating", "gate", "floor"), vocabulary.rating),
    "level": vocabulary.level,
    **dict.fromkeys(("day", "began_on", "booked_on", "last_on", "begins_on", "last_day"), _day),
    "month": _month,
    "country": country_text,
    "transport": _transport,
    "reason": _reasons,
}
"""How a value is said, by the name of its placeholder."""
