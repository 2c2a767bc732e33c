"""Fold lots from their movements; what an error declaration took back does not count."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from orepass.custody.models import Movement
from orepass.custody.queries.told import FOLLOWED, Told, known, standing, told_about
from orepass.custody.rules import lots as rules
from orepass.platform.asked_often import asked_often


def fold(uris: Iterable[str], *, leaving_out: frozenset[str] = frozenset()) -> rules.Lots:
    """Return the present state of lots, with whatever is packed into them.

    Args:
        uris: the lots asked for.
        leaving_out: identifiers of events that are being taken back just now.
    """
    lots = rules.Lots()
    wanted = set(uris)
    found: dict[int, Told] = {}
    done: set[str] = set()
    while wanted - done:
        fresh = sorted(wanted - done)
        done.update(fresh)
        for event_id, told in told_about(fresh):
            wanted.add(told.moved.lot)
            if event_id not in leaving_out:
                found[told.number] = told
    in_time = sorted(found.values(), key=lambda told: (told.moved.at, told.event, told.number))
    lots.apply(told.moved for told in in_time)
    if not leaving_out:
        _remember(done, in_time)
    return lots


def _remember(lots: Iterable[str], found: Iterable[Told]) -> None:
    """Keep what was told of lots for whoever asks next in a block that only reads."""
    block = known()
    if block is None:
        return
    told: dict[str, list[Told]] = {lot: [] for lot in lots}
    for each in found:
        if each.moved.move in FOLLOWED:
            told[each.moved.lot].append(each)
    block.told |= told


def carriers_of(tags: Iterable[str], *, leaving_out: frozenset[str] = frozenset()) -> dict[str, frozenset[str]]:
    """Return the lots that carry physical tags, by tag number, without events being taken back just now."""
    found: dict[str, set[str]] = {}
    wanted = set(tags)
    for tag, uri, event_id in _tagged(tags=wanted) if wanted else ():
        if event_id not in leaving_out:
            found.setdefault(tag, set()).add(uri)
    return {tag: frozenset(uris) for tag, uris in found.items()}


@asked_often
def _tagged(tags: Iterable[str]) -> "QuerySet[Movement, Any]":
    # Movements without a tag have no place in the index by tag, which the database has to be told of to use it.
    begun = Movement.objects.exclude(tag="").filter(tag__among=tags, move=rules.Move.BEGUN)
    return standing(begun).values_list("tag", "lot__uri", "event__event_id")
