"""Load the part of the lots' graph that a question needs: what went into some lots, or what they went into."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import batched

from django.db.models import Q

from orepass.custody.models import Movement
from orepass.custody.queries.folding import CHUNK, MOVED, movement_of, standing
from orepass.custody.rules.graph import Making, Name, Source, Use
from orepass.custody.rules.lots import Move
from orepass.custody.rules.lots import Movement as Moved
from orepass.custody.rules.materials import MINERALS
from orepass.custody.rules.weighing import Step, measured, weighed_by_content, weight_of

GRAPH = (Move.USED, Move.BEGUN)


_REMEMBERED: ContextVar[dict[tuple[frozenset[str], frozenset[Move]], list[Step]] | None] = ContextVar(
    "upstream", default=None
)


def whole() -> list[Step]:
    """Return every use and every beginning of the journal."""
    return _steps(Q())


def upstream_of(lots: Iterable[str], also: Iterable[Move] = ()) -> list[Step]:
    """Return the uses and beginnings that lead to some lots; on request, what else happened to each of the lots."""
    asked, known = (frozenset(lots), frozenset(also)), _REMEMBERED.get()
    if known is None:
        return _upstream_of(*asked)
    if asked not in known:
        known[asked] = _upstream_of(*asked)
    return list(known[asked])


@contextmanager
def remembered() -> Iterator[None]:
    """Load what went into the same lots once, for as long as the block only reads."""
    before = _REMEMBERED.set({})
    try:
        yield
    finally:
        _REMEMBERED.reset(before)


def _upstream_of(lots: frozenset[str], also: frozenset[Move]) -> list[Step]:
    wanted_moves = (Move.BEGUN, *also)
    found: dict[int, Step] = {}
    wanted, done = set(lots), set[str]()
    while wanted - done:
        fresh = sorted(wanted - done)
        done.update(fresh)
        made = _rows(Q(move__in=wanted_moves), "lot__uri", fresh)
        found |= made
        steps = {step for step, moved in made.values() if moved.move is Move.BEGUN and not moved.origin}
        used = _used_in(steps)
        found |= used
        wanted |= {moved.lot for _, moved in used.values()}
    return [found[number] for number in sorted(found)]


def downstream_of(lots: Iterable[str]) -> list[Step]:
    """Return the uses of some lots, and what came out of each step, onwards to the end."""
    found: dict[int, Step] = {}
    wanted, done = set(lots), set[str]()
    while wanted - done:
        fresh = sorted(wanted - done)
        done.update(fresh)
        used = _rows(Q(move=Move.USED), "lot__uri", fresh)
        found |= used
        steps = {step for step, _ in used.values()}
        made = _in_steps(steps, Q(move=Move.BEGUN, origin=False))
        found |= made
        wanted |= {moved.lot for _, moved in made.values()}
    return [found[number] for number in sorted(found)]


def outputs_of(steps: set[Name]) -> list[Step]:
    """Return everything that came out of some steps."""
    return list(_in_steps(steps, Q(move=Move.BEGUN, origin=False)).values())


def _used_in(steps: set[Name]) -> dict[int, Step]:
    return _in_steps(steps, Q(move=Move.USED))


def _in_steps(steps: set[Name], what: Q) -> dict[int, Step]:
    numbers = sorted(step for step in steps if isinstance(step, int))
    campaigns = sorted(step for step in steps if isinstance(step, str))
    return _rows(what, "event", numbers) | _rows(what, "event__campaign", campaigns)


def _rows(what: Q, field: str, values: Iterable[Name]) -> dict[int, Step]:
    found: dict[int, Step] = {}
    for part in batched(values, CHUNK, strict=False):
        found |= _numbered(what & Q(**{f"{field}__in": part}))
    return found


def _steps(what: Q) -> list[Step]:
    return list(_numbered(what & Q(move__in=GRAPH)).values())


def _numbered(what: Q) -> dict[int, Step]:
    rows = standing(Movement.objects.filter(what)).order_by("event", "pk")
    found = rows.values_list("pk", "event", "event__campaign", *MOVED)
    return {number: (campaign or event, movement_of(moved)) for number, event, campaign, *moved in found.iterator()}


def graph(steps: Iterable[Step]) -> tuple[list[Use], list[Making]]:
    """Turn movements into the uses and makings of the lineage rules.

    Weights are the contained element where every input of a step has it and all are of one element, else the mass.
    """
    steps = measured(list(steps))
    uses: list[Use] = []
    makings: list[Making] = []
    by_content = weighed_by_content(steps)
    for step, moved in steps:
        if moved.move is Move.USED:
            uses.append(Use(step, moved.lot, moved.content_mg if step in by_content else moved.mass_mg))
        elif moved.move is Move.BEGUN and moved.origin:
            makings.append(Making(moved.lot, weight_of(moved), source=source_of(moved)))
        elif moved.move is Move.BEGUN:
            makings.append(Making(moved.lot, weight_of(moved), step=step))
    return uses, makings


def source_of(moved: Moved) -> Source:
    """Return where a lot that began from the ground comes from."""
    return Source(moved.site, moved.claim_class, moved.certificate, MINERALS.get(moved.facts.element, ""))
