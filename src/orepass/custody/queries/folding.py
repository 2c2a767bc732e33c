"""Fold lots from their movements; what an error declaration took back does not count."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import batched
from operator import itemgetter
from typing import Any, Final

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet

from orepass.custody.models import JournalEvent, Movement
from orepass.custody.models import Lot as LotRow
from orepass.custody.rules import lots as rules
from orepass.custody.rules.claims.facts import NO_FACTS, ClaimFacts
from orepass.custody.rules.terms import NOTHING, Facts

CHUNK: Final = 500
"""Values in one ``IN``; SQLite and PostgreSQL both take it gladly."""

_FACTS: Final = msgspec.json.Decoder(Facts)
_CLAIM: Final = msgspec.json.Decoder(ClaimFacts)
_MOVES: Final = {str(move): move for move in rules.Move}


def standing(movements: "QuerySet[Movement]") -> "QuerySet[Movement]":
    """Leave out the movements of events that an error declaration took back."""
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event__event_id"))
    return movements.filter(~Exists(declared))


MOVED: Final = (
    *("lot__uri", "move", "at", "mass_mg", "content_mg", "instance", "site", "holder", "parent__uri", "facts"),
    *("claim_class", "certificate", "model", "origin", "claim"),
)
"""What a movement is read back from; whole rows would bring the text of their event along, each of them."""

_AT: Final = MOVED.index("at")


def movement_of(row: Sequence[Any]) -> rules.Movement:
    """Read the values of ``MOVED`` back as the movement they were."""
    (
        lot,
        move,
        at,
        mass_mg,
        content_mg,
        instance,
        site,
        holder,
        parent,
        facts,
        claim_class,
        certificate,
        model,
        origin,
        claim,
    ) = row
    return rules.Movement(
        lot=lot,
        move=_MOVES[move],
        at=at,
        mass_mg=mass_mg,
        content_mg=content_mg,
        instance=instance,
        site=site,
        holder=holder,
        parent=parent or "",
        facts=facts_of(facts),
        claim_class=claim_class,
        certificate=certificate,
        model=model,
        origin=origin,
        claim=claim_facts_of(claim),
    )


@lru_cache(maxsize=4096)
def facts_of(text: str) -> Facts:
    """Read the facts of a lot back; the movements of one lot repeat them."""
    return _FACTS.decode(text) if text else NOTHING


@lru_cache(maxsize=4096)
def claim_facts_of(text: str) -> ClaimFacts:
    """Read back what a claim hangs on; the lots of one event repeat it."""
    return _CLAIM.decode(text) if text else NO_FACTS


def fold(uris: Iterable[str], *, leaving_out: frozenset[str] = frozenset()) -> rules.Lots:
    """Return the present state of lots, with whatever is packed into them.

    Args:
        uris: the lots asked for.
        leaving_out: identifiers of events that are being taken back just now.
    """
    lots = rules.Lots()
    wanted = set(uris)
    rows: dict[int, tuple[Any, ...]] = {}
    done: set[str] = set()
    while wanted - done:
        fresh = sorted(wanted - done)
        done.update(fresh)
        for number, event, event_id, *moved in _movements_about(fresh):
            wanted.add(moved[0])
            if event_id not in leaving_out:
                rows[number] = (moved[_AT], event, number, moved)
    lots.apply(movement_of(row[-1]) for row in sorted(rows.values(), key=itemgetter(0, 1, 2)))
    return lots


def _movements_about(uris: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for part in batched(uris, CHUNK, strict=False):
        sequences = list(LotRow.objects.filter(uri__in=part).values_list("sequence", flat=True))
        if sequences:
            about = Movement.objects.filter(Q(lot__in=sequences) | Q(parent__in=sequences))
            yield from standing(about).values_list("pk", "event", "event__event_id", *MOVED)


def carriers_of(tags: Iterable[str], *, leaving_out: frozenset[str] = frozenset()) -> dict[str, frozenset[str]]:
    """Return the lots that carry physical tags, by tag number, without events being taken back just now."""
    found: dict[str, set[str]] = {}
    for part in batched(sorted(set(tags)), CHUNK, strict=False):
        rows = standing(Movement.objects.filter(tag__in=part, move=rules.Move.BEGUN))
        for tag, uri, event_id in rows.values_list("tag", "lot__uri", "event__event_id"):
            if event_id not in leaving_out:
                found.setdefault(tag, set()).add(uri)
    return {tag: frozenset(uris) for tag, uris in found.items()}
