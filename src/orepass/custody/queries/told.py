"""Read movements back from the journal: those that stand, each as what it was, once while a block only reads.

A lot's page, and the judgement of a document, ask the same lots in several ways: what their state is, what they were
made of, whose hands they were in. All of it is in the same movements.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from orepass.custody.models import JournalEvent, Lot, Movement
from orepass.custody.rules import lots as rules
from orepass.custody.rules.claims.facts import NO_FACTS, ClaimFacts
from orepass.custody.rules.epcis.spelling import class_key, normal_form
from orepass.custody.rules.graph import Name
from orepass.custody.rules.lineage import Arrays
from orepass.custody.rules.terms import NOTHING, Facts
from orepass.platform.asked_often import Row, asked_often

_FACTS: Final = msgspec.json.Decoder(Facts)
_MOST: Final = msgspec.json.Decoder(dict[str, int])
_CLAIM: Final = msgspec.json.Decoder(ClaimFacts)
_MOVES: Final = {str(move): move for move in rules.Move}


def standing(movements: "QuerySet[Movement]") -> "QuerySet[Movement]":
    """Leave out the movements of events that an error declaration took back."""
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event__event_id"))
    return movements.filter(~Exists(declared))


_OWN: Final = (
    *("move", "at", "mass_mg", "content_mg", "most", "instance", "site", "holder", "facts"),
    *("claim_class", "certificate", "model", "origin", "bound", "claim"),
)
MOVED: Final = ("lot__uri", "parent__uri", *_OWN)
"""What a movement is read back from; whole rows would bring the text of their event along, each of them."""


def movement_of(row: Sequence[Any]) -> rules.Movement:
    """Read the values of ``MOVED`` back as the movement they were."""
    (
        lot,
        parent,
        move,
        at,
        mass_mg,
        content_mg,
        most,
        instance,
        site,
        holder,
        facts,
        claim_class,
        certificate,
        model,
        origin,
        bound,
        claim,
    ) = row
    return rules.Movement(
        lot=lot,
        move=_MOVES[move],
        at=at,
        mass_mg=mass_mg,
        content_mg=content_mg,
        most=most_from(most),
        instance=instance,
        site=site,
        holder=holder,
        parent=parent or "",
        facts=facts_of(facts),
        claim_class=claim_class,
        certificate=certificate,
        model=model,
        origin=origin,
        bound=bound,
        claim=claim_facts_of(claim),
    )


@lru_cache(maxsize=4096)
def facts_of(text: str) -> Facts:
    """Read the facts of a lot back; the movements of one lot repeat them."""
    return _FACTS.decode(text) if text else NOTHING


@lru_cache(maxsize=4096)
def most_from(text: str) -> rules.Most:
    """Read back how much of each element can be in a lot."""
    return tuple(_MOST.decode(text).items()) if text else ()


@lru_cache(maxsize=4096)
def claim_facts_of(text: str) -> ClaimFacts:
    """Read back what a claim hangs on; the lots of one event repeat it."""
    return _CLAIM.decode(text) if text else NO_FACTS


class Told(NamedTuple):
    """A movement with its number, the event that told of it, where that event was, and the step it belongs to."""

    number: int
    event: int
    place: str
    step: Name
    moved: rules.Movement


FOLLOWED: Final = rules.FOLLOWED
"""The moves by which material comes to be, goes into something else, from hand to hand, or is lost."""

Past = tuple[list[Told], set[int]]
"""What leads to some lots, with all else that happened to each; and the numbers of the uses that lead there."""


class Known:
    """What one block of reading has loaded: everything told of some lots, and what leads to lots asked for."""

    def __init__(self) -> None:
        self.told: dict[str, list[Told]] = {}
        self.steps: dict[frozenset[str], Past] = {}
        self.arrays: dict[frozenset[str], Arrays] = {}
        self.about: dict[frozenset[str], list[tuple[str, Told]]] = {}


_REMEMBERED: ContextVar[Known | None] = ContextVar("told", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Load the movements of the same lots once, for as long as the block only reads."""
    before = _REMEMBERED.set(Known())
    try:
        yield
    finally:
        _REMEMBERED.reset(before)


def known() -> Known | None:
    """Return what this block has loaded, or nothing outside of one."""
    return _REMEMBERED.get()


def told_of(lots: Iterable[str]) -> list[Told]:
    """Return how some lots began, went from hand to hand and were used, wherever they went, as it was told."""
    told = (known() or Known()).told
    wanted = list(dict.fromkeys(lots))
    load([lot for lot in wanted if lot not in told], told)
    return [each for lot in wanted for each in told[lot]]


def load(lots: Iterable[str], told: dict[str, list[Told]]) -> None:
    """Add what is told of some lots."""
    fresh: dict[str, list[Told]] = {lot: [] for lot in lots}
    names = names_of(fresh)
    for _event_id, each in told_in(_followed(lots=names) if names else [], names):
        fresh[each.moved.lot].append(each)
    told |= fresh


_NUMBERED: ContextVar[dict[str, int] | None] = ContextVar("numbered", default=None)


@contextmanager
def numbers_remembered() -> Iterator[None]:
    """Ask for the number of a lot once within the block, which may write: a number that was given stays."""
    before = _NUMBERED.set({})
    try:
        yield
    finally:
        _NUMBERED.reset(before)


def numbers_of(uris: Collection[str]) -> dict[str, int]:
    """Return the numbers of the lots that are known under some names, by name."""
    given = _NUMBERED.get()
    fresh = uris if given is None else [uri for uri in uris if uri not in given]
    found: dict[str, int] = dict(_numbers(uris=fresh)) if fresh else {}
    if given is None:
        return found
    given |= found
    return {uri: given[uri] for uri in uris if uri in given}


def names_of(uris: Collection[str]) -> dict[int, str]:
    """Return the lots that are known under some names, by their number."""
    return {number: uri for uri, number in numbers_of(uris).items()}


def one_name_of(uris: Collection[str]) -> dict[str, str]:
    """Return the names of classes that are known under another one: another form of their GS1 key, another domain."""
    keys = {uri: key for uri in uris if (key := class_key(uri))}
    there = numbers_of(keys) if keys else {}
    strange = {uri: key for uri, key in keys.items() if uri not in there}
    if not strange:
        return {}
    first: dict[str, str] = {}
    for key, uri in _of_classes(keys=sorted(set(strange.values()))):
        first.setdefault(key, uri)
    # A name that is not spelled the normal way is nobody else's.
    return {uri: first[key] for uri, key in strange.items() if key in first and normal_form(first[key]) == first[key]}


@asked_often
def _of_classes(keys: Iterable[str]) -> "QuerySet[Lot, Any]":
    # Lots without a key have no place in the index by key, which the database has to be told of to use it.
    named = Lot.objects.exclude(class_key="").filter(class_key__among=keys)
    return named.order_by("sequence").values_list("class_key", "uri")


def told_about(uris: Collection[str]) -> list[tuple[str, Told]]:
    """Read everything told of some lots, or of what was packed into them, each with the identifier of its event."""
    about, asked = (known() or Known()).about, frozenset(uris)
    if asked not in about:
        names = names_of(uris)
        about[asked] = list(told_in(_about(lots=names) if names else [], names))
    return about[asked]


def made_in(events: Collection[int], campaigns: Collection[str]) -> Iterator[Told]:
    """Read what came out of some steps, by the numbers of events or by the names of campaigns."""
    rows = _made_in_events(events=events) if events else []
    rows += _made_in_campaigns(campaigns=campaigns) if campaigns else []
    return (each for _event_id, each in told_in(rows, {}))


@asked_often
def _made_in_events(events: Iterable[int]) -> "QuerySet[Movement, Any]":
    return Movement.objects.filter(event__among=events, move=rules.Move.BEGUN, origin=False).values_list(*_ROW)


@asked_often
def _made_in_campaigns(campaigns: Iterable[str]) -> "QuerySet[Movement, Any]":
    made = Movement.objects.filter(event__campaign__among=campaigns, move=rules.Move.BEGUN, origin=False)
    return made.values_list(*_ROW)


@asked_often
def _numbers(uris: Iterable[str]) -> "QuerySet[Lot, Any]":
    return Lot.objects.filter(uri__among=uris).values_list("uri", "sequence")


_ROW: Final = ("pk", "event", "lot", "parent", *_OWN)


@asked_often
def _followed(lots: Iterable[int]) -> "QuerySet[Movement, Any]":
    return Movement.objects.filter(lot__among=lots, move__in=sorted(FOLLOWED)).values_list(*_ROW)


@asked_often
def _about(lots: Iterable[int]) -> "QuerySet[Movement, Any]":
    # Two questions with one index each: a database asked both at once may read all movements there are.
    packed = Movement.objects.filter(parent__among=lots).values_list(*_ROW)
    return Movement.objects.filter(lot__among=lots).values_list(*_ROW).union(packed, all=True)


def told_in(rows: Sequence[Row], names: Mapping[int, str]) -> Iterator[tuple[str, Told]]:
    """Read movements that stand, each with the identifier of its event.

    Many movements are told by a few events: these are asked for once, and not joined to each of the movements.

    Args:
        rows: the movements asked for.
        names: the names of their lots as far as they are known, by number; others are looked up.
    """
    events = _events({event for _, event, *_rest in rows})
    strange = {lot for row in rows for lot in row[2:4] if lot and lot not in names}
    if strange:
        names = {**names, **dict(_uris(numbers=strange))}
    for number, event, lot, parent, *own in rows:
        if event in events:
            event_id, place, step = events[event]
            moved = movement_of((names[lot], names[parent] if parent else "", *own))
            yield event_id, Told(number, event, place, step, moved)


def _events(numbers: set[int]) -> dict[int, tuple[str, str, Name]]:
    """Return identifier, place and step of those events that no declaration took back."""
    found = _standing_events(numbers=numbers) if numbers else []
    return {event: (event_id, site, campaign or event) for event, event_id, site, campaign in found}


@asked_often
def _standing_events(numbers: Iterable[int]) -> "QuerySet[JournalEvent, Any]":
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event_id"))
    rows = JournalEvent.objects.filter(~Exists(declared), sequence__among=numbers)
    return rows.values_list("sequence", "event_id", "site", "campaign")


@asked_often
def _uris(numbers: Iterable[int]) -> "QuerySet[Lot, Any]":
    return Lot.objects.filter(sequence__among=numbers).values_list("sequence", "uri")
