"""Fold lots from their movements; what an error declaration took back does not count."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Final

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet

from orepass.custody.models import JournalEvent, Movement
from orepass.custody.models import Lot as LotRow
from orepass.custody.rules import lots as rules
from orepass.custody.rules.terms import NOTHING, Facts

CHUNK: Final = 500
"""Values in one ``IN``; SQLite and PostgreSQL both take it gladly."""

_FACTS: Final = msgspec.json.Decoder(Facts)


def standing(movements: "QuerySet[Movement]") -> "QuerySet[Movement]":
    """Leave out the movements of events that an error declaration took back."""
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event__event_id"))
    return movements.filter(~Exists(declared))


def movement_of(row: Movement, uri: str, parent: str) -> rules.Movement:
    """Read a row back as the movement it was."""
    return rules.Movement(
        lot=uri,
        move=rules.Move(row.move),
        at=row.at,
        mass_mg=row.mass_mg,
        content_mg=row.content_mg,
        instance=row.instance,
        site=row.site,
        holder=row.holder,
        parent=parent,
        facts=_FACTS.decode(row.facts) if row.facts else NOTHING,
        claim_class=row.claim_class,
        certificate=row.certificate,
        model=row.model,
        origin=row.origin,
    )


def fold(uris: Iterable[str], *, leaving_out: frozenset[str] = frozenset()) -> rules.Lots:
    """Return the present state of lots, with whatever is packed into them.

    Args:
        uris: the lots asked for.
        leaving_out: identifiers of events that are being taken back just now.
    """
    lots = rules.Lots()
    wanted = set(uris)
    rows: dict[int, Movement] = {}
    done: set[str] = set()
    while wanted - done:
        fresh = sorted(wanted - done)
        done.update(fresh)
        for row in _movements_about(fresh):
            wanted.add(row.lot.uri)
            if row.event.event_id not in leaving_out:
                rows[row.pk] = row
    ordered = sorted(rows.values(), key=lambda row: (row.event_id, row.pk))
    lots.apply(movement_of(row, row.lot.uri, row.parent.uri if row.parent else "") for row in ordered)
    return lots


def _movements_about(uris: Sequence[str]) -> Iterator[Movement]:
    for part in batched(uris, CHUNK, strict=False):
        sequences = list(LotRow.objects.filter(uri__in=part).values_list("sequence", flat=True))
        if sequences:
            about = Movement.objects.filter(Q(lot__in=sequences) | Q(parent__in=sequences))
            yield from standing(about).select_related("lot", "parent", "event")


def carriers_of(tags: Iterable[str], *, leaving_out: frozenset[str] = frozenset()) -> dict[str, frozenset[str]]:
    """Return the lots that carry physical tags, by tag number, without events being taken back just now."""
    found: dict[str, set[str]] = {}
    for part in batched(sorted(set(tags)), CHUNK, strict=False):
        rows = standing(Movement.objects.filter(tag__in=part, move=rules.Move.BEGUN))
        for tag, uri, event_id in rows.values_list("tag", "lot__uri", "event__event_id"):
            if event_id not in leaving_out:
                found.setdefault(tag, set()).add(uri)
    return {tag: frozenset(uris) for tag, uris in found.items()}
