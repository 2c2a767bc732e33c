"""Load the part of the lots' graph that a question needs: what went into some lots, or what they went into."""

from collections.abc import Collection, Container, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db.models import Q, QuerySet

from orepass.custody.models import Movement
from orepass.custody.queries.told import MOVED, Known, Past, Told, known, load, made_in, movement_of, standing
from orepass.custody.rules.graph import NOBODYS, Making, Name, Source, Use
from orepass.custody.rules.in_time import cut, fed_again, pots
from orepass.custody.rules.lineage import Arrays, build
from orepass.custody.rules.lots import Move
from orepass.custody.rules.lots import Movement as Moved
from orepass.custody.rules.materials import MINERALS
from orepass.custody.rules.weighing import Pot, Step, Weights, measured
from orepass.platform.asked_often import asked_often

GRAPH = (Move.USED, Move.BEGUN)
HANDS = (Move.SENT, Move.RECEIVED, Move.ENDED)


def whole() -> list[Step]:
    """Return every use and every beginning of the journal."""
    return _steps(Q())


def upstream_of(lots: Iterable[str], also: Iterable[Move] = ()) -> list[Step]:
    """Return the uses and beginnings that lead to some lots; on request, what else happened to each of the lots."""
    asked, moves, block = frozenset(lots), frozenset(also), known()
    if block is None or not moves.issubset(HANDS):
        return _upstream_of(asked, moves)
    if asked not in block.steps:
        block.steps[asked] = _past_of(asked, block.told)
    past, leading = block.steps[asked]
    # what was used elsewhere leads nowhere here, but what somebody has of a lot is less for it
    found = past if moves else [each for each in past if _leads(each, leading)]
    moves |= {*GRAPH}
    return [(each.step, each.moved) for each in found if each.moved.move in moves]


def _upstream_of(lots: frozenset[str], also: frozenset[Move]) -> list[Step]:
    wanted_moves = (Move.BEGUN, *also, *((Move.USED,) if also else ()))
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


def _past_of(lots: frozenset[str], told: dict[str, list[Told]]) -> Past:
    """Return what leads to some lots, each lot with everything that happened to it loaded on the way.

    The numbers beside it are those of the uses that lead to the lots.
    """
    wanted, done, leading = set(lots), set[str](), set[int]()
    while wanted - done:
        fresh = sorted(wanted - done)
        done.update(fresh)
        load([lot for lot in fresh if lot not in told], told)
        made = (each for lot in fresh for each in told[lot] if each.moved.move is Move.BEGUN)
        inputs = _inputs_of({each.step for each in made if not each.moved.origin})
        leading.update(inputs)
        wanted.update(inputs.values())
    found = (each for lot in done for each in told[lot])
    return sorted(found, key=attrgetter("number")), leading


def _leads(told: Told, leading: Container[int]) -> bool:
    return told.moved.move is not Move.USED or told.number in leading


def _inputs_of(steps: set[Name]) -> dict[int, str]:
    """Return which lots were used in some steps, by the number of the movement."""
    numbers, campaigns = _apart(steps)
    found = _used_in_events(events=numbers) if numbers else []
    return dict([*found, *(_used_in_campaigns(campaigns=campaigns) if campaigns else ())])


@asked_often
def _used_in_events(events: Iterable[int]) -> "QuerySet[Movement, Any]":
    return standing(Movement.objects.filter(move=Move.USED, event__among=events)).values_list("pk", "lot__uri")


@asked_often
def _used_in_campaigns(campaigns: Iterable[str]) -> "QuerySet[Movement, Any]":
    used = Movement.objects.filter(move=Move.USED, event__campaign__among=campaigns)
    return standing(used).values_list("pk", "lot__uri")


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
    numbers, campaigns = _apart(steps)
    made = sorted(made_in(numbers, campaigns), key=attrgetter("event", "number"))
    return [(each.step, each.moved) for each in made]


def _apart(steps: set[Name]) -> tuple[list[int], list[str]]:
    """Tell steps of one event, by its number, from campaigns of several, by their name."""
    numbers = [step for step in steps if isinstance(step, int)]
    return sorted(numbers), sorted(step for step in steps if isinstance(step, str))


def _used_in(steps: set[Name]) -> dict[int, Step]:
    return _in_steps(steps, Q(move=Move.USED))


def _in_steps(steps: set[Name], what: Q) -> dict[int, Step]:
    numbers, campaigns = _apart(steps)
    return _rows(what, "event", numbers) | _rows(what, "event__campaign", campaigns)


def _rows(what: Q, field: str, values: Iterable[Name]) -> dict[int, Step]:
    return _numbered(what & Q(**{f"{field}__among": values}))


def _steps(what: Q) -> list[Step]:
    return list(_numbered(what & Q(move__in=GRAPH)).values())


def _numbered(what: Q) -> dict[int, Step]:
    rows = standing(Movement.objects.filter(what)).order_by("event", "pk")
    found = rows.values_list("pk", "event", "event__campaign", *MOVED)
    return {number: (campaign or event, movement_of(moved)) for number, event, campaign, *moved in found.iterator()}


def laid_out(lots: Iterable[str]) -> Arrays:
    """Return the arrays of everything that leads to some lots, laid out once for a block that only reads."""
    arrays, asked = (known() or Known()).arrays, frozenset(lots)
    if asked not in arrays:
        arrays[asked] = build(*graph(with_siblings(upstream_of(asked))))
    return arrays[asked]


def with_siblings(steps: list[Step]) -> list[Step]:
    """Return steps with all that came out of their campaigns, where what is left of one depends on it."""
    campaigns = fed_again(steps)
    if not campaigns:
        return steps
    begun = {(step, moved.lot) for step, moved in steps if moved.move is Move.BEGUN}
    made = sorted(made_in([], campaigns), key=attrgetter("event", "number"))
    return [*steps, *((each.step, each.moved) for each in made if (each.step, each.moved.lot) not in begun)]


def told_with(
    lots: Iterable[str], more: Sequence[Step], *, also: Iterable[Move] = (), without: Collection[Step] = ()
) -> list[Step]:
    """Return what leads to some lots together with movements that the journal does not know yet.

    Args:
        lots: the lots asked for.
        more: the movements, those of one event by a name that begins with ``new:``.
        also: what else is asked for of each lot.
        without: what is being taken back just now.
    """
    campaigns = {step for step, _ in more if isinstance(step, str) and not step.startswith("new:")}
    wanted = {*lots, *(moved.lot for _, moved in more), *(_lots_in(campaigns) if campaigns else ())}
    before = [step for step in upstream_of(wanted, also=also) if step not in without]
    told = [*before, *more]
    besides = with_siblings(told)[len(told) :]
    return [*told, *(step for step in besides if step not in without)]


def _lots_in(campaigns: Iterable[str]) -> list[str]:
    """Return the lots that went into some campaigns, or came out of them."""
    moved = standing(Movement.objects.filter(event__campaign__in=sorted(campaigns), move__in=GRAPH))
    return list(moved.values_list("lot__uri", flat=True).distinct())


def reach(steps: Iterable[Step]) -> tuple[list[Use], list[Making]]:
    """Return what went into what at all: of campaigns of which only a part is known, nothing is left out."""
    return _edges(measured(list(steps)), ())


def graph(steps: Iterable[Step]) -> tuple[list[Use], list[Making]]:
    """Turn movements into the uses and makings of the lineage rules; what of a lot is of nothing told is unknown."""
    named, order = cut(list(steps))
    known = measured(named)
    return _edges(known, pots(known, order))


def _edges(steps: Sequence[Step], campaigns: Sequence[Pot]) -> tuple[list[Use], list[Making]]:
    uses: list[Use] = []
    makings: list[Making] = []
    weights = Weights(steps, pots=campaigns)
    for pot in campaigns:
        if pot.left is not None and pot.before is not None:
            uses.append(Use(pot.step, pot.step, weights.of_use(pot.step, pot.left)))
            makings.append(Making(pot.step, None, step=pot.before))
        if beyond := weights.beyond(pot):
            uses.append(Use(pot.step, NOBODYS, beyond))
    for step, moved in steps:
        if moved.move is Move.USED:
            weight, besides = weights.of_use(step, moved), weights.besides(step, moved)
            uses.append(Use(step, moved.lot, weight if weight is None else weight - besides))
            if besides:
                uses.append(Use(step, NOBODYS, besides))
        elif moved.move is Move.BEGUN and moved.origin:
            makings.append(Making(moved.lot, weights.of_making(moved), source=source_of(moved)))
        elif moved.move is Move.BEGUN:
            makings.append(Making(moved.lot, weights.of_making(moved), step=step))
    return uses, makings


def source_of(moved: Moved) -> Source:
    """Return where a lot that began from the ground comes from."""
    return Source(moved.site, moved.claim_class, moved.certificate, MINERALS.get(moved.facts.element, ""))
