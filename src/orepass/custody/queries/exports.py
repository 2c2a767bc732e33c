"""Which country an event takes its lots from, and into which; and what schemes ask of the tags of lots."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from orepass.custody.queries.places import countries_of
from orepass.custody.rules.happening import Event, Happening
from orepass.kernel.period import Period
from orepass.scheme import queries as scheme

REUSE: Final = "custody.tag_reuse"
REFUSE: Final = "refuse"


def borders(events: Iterable[Event]) -> dict[str, tuple[str, str]]:
    """Return by event, named by its place in the document, from where to where its lots cross a border."""
    sent = [event for event in events if event.happening is Happening.SENDS and event.site and event.receiver]
    countries = countries_of(uri for event in sent for uri in (event.site, event.receiver)) if sent else {}
    found = {event.where: (countries.get(event.site, ""), countries.get(event.receiver, "")) for event in sent}
    return {where: (here, there) for where, (here, there) in found.items() if here and there and here != there}


def asking_for_tags(schemes: Iterable[str], on: date) -> Mapping[str, tuple[str, ...]]:
    """Return what the editions of some schemes that are in force here ask for before a lot leaves its country."""
    found: dict[str, tuple[str, ...]] = {}
    for name in schemes:
        in_force = (card for card in scheme.editions(name) if Period(card.valid_from, card.valid_before).holds(on))
        for card in in_force:
            asked = scheme.pack_by_digest(card.digest).rules.value("custody.tags_before_export", ())
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *asked)))
    return {name: asked for name, asked in found.items() if asked}


def refusing_reuse(events: Iterable[Event]) -> frozenset[tuple[str, date]]:
    """Return the schemes under whose tags bags begin that refuse a used tag, each with the day of such an event."""
    named = {
        (portion.facts.tag_scheme.partition("@")[0], event.on)
        for event in events
        for portion in event.begun
        if portion.facts.tag_scheme and portion.tag
    }
    return frozenset((name, on) for name, on in named if _refuses_reuse(name, on))


def _refuses_reuse(name: str, on: date) -> bool:
    in_force = (card for card in scheme.editions(name) if Period(card.valid_from, card.valid_before).holds(on))
    return any(scheme.pack_by_digest(card.digest).rules.value(REUSE, "") == REFUSE for card in in_force)
