"""Composition and recall over the whole journal: one forward pass, exact shares of one lot by the pass backwards.

A lot can only be used after it exists, so the graph of uses has a topological order; all outputs of a step share one
composition, hence one row per *blend* and not per lot, and a step with a single input shares its input's row. The
arrays (CSR by consumer) are derived from the events and rebuilt from them. Shares of all rows are float64 with the
error bound depth × fan-in × 2⁻⁵³; shares of one lot are exact fractions.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from heapq import heappop, heappush
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from orepass.custody.rules.graph import Making, Name, Source, Use

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

UNKNOWN_ROW: Final = 0
"""The row of what nobody said where it came from."""


class Arrays(msgspec.Struct, frozen=True):
    """The derived arrays.

    Attributes:
        sources: what the first rows stand for; row 0 is the unknown.
        pointer, source_row, weight: CSR of the blends, each over the rows it consumes.
        levels: first blend of each level; blends of a level depend on earlier levels only.
        row_of: the row of each lot.
        unsettled: lots that would be made from themselves; their rows are the unknown.
    """

    sources: tuple[Source | None, ...]
    pointer: Ints
    source_row: Ints
    weight: Ints
    levels: tuple[int, ...]
    row_of: Mapping[Name, int]
    unsettled: tuple[Name, ...]

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return len(self.sources) + len(self.pointer) - 1

    @property
    def edges(self) -> int:
        """Return the number of hyper-edges."""
        return len(self.source_row)


class _Node:
    """A blend on its way to a row: a step, or a lot that several steps or sources made."""

    __slots__ = ("inputs", "level", "row", "waiting", "wanted_by")

    def __init__(self) -> None:
        self.inputs: list[tuple[_Node | int, int | None]] = []
        self.wanted_by: list[_Node] = []
        self.waiting = 0
        self.level = 0
        self.row: int | None = None


def build(uses: Iterable[Use], makings: Iterable[Making]) -> Arrays:
    """Lay the events out as arrays; a loop leaves its lots unsettled rather than the pass endless."""
    sources: dict[Source | None, int] = {None: UNKNOWN_ROW}
    steps: dict[Name, _Node] = {}
    makers: dict[Name, list[tuple[_Node | int, int | None]]] = {}
    for making in makings:
        if making.step is None:
            maker: _Node | int = sources.setdefault(making.source, len(sources))
        else:
            maker = steps.setdefault(making.step, _Node())
        makers.setdefault(making.lot, []).append((maker, making.weight))
    lots: dict[Name, _Node | int] = {}
    nodes = list(steps.values())
    for lot, made in makers.items():
        if len({id(maker) if isinstance(maker, _Node) else maker for maker, _ in made}) == 1:
            lots[lot] = made[0][0]
        else:
            blend = _Node()
            blend.inputs = list(made)
            nodes.append(blend)
            lots[lot] = blend
    for use in uses:
        if use.lot not in lots:
            lots[use.lot] = UNKNOWN_ROW
        if use.step in steps:
            steps[use.step].inputs.append((lots[use.lot], use.weight))
    return _laid_out(tuple(sources), nodes, lots)


def _laid_out(sources: tuple[Source | None, ...], nodes: list[_Node], lots: Mapping[Name, "_Node | int"]) -> Arrays:
    ordered = _settled(nodes)
    blends = _rows(ordered, first=len(sources))
    pointer = np.zeros(len(blends) + 1, np.int64)
    source_row: list[int] = []
    weight: list[int] = []
    levels: list[int] = []
    for at, node in enumerate(blends):
        if not levels or blends[levels[-1]].level != node.level:
            levels.append(at)
        for maker, amount in _known(node):
            source_row.append(_row(maker))
            weight.append(amount)
        pointer[at + 1] = len(source_row)
    row_of = {lot: _row(maker) for lot, maker in lots.items()}
    unsettled = tuple(lot for lot, maker in lots.items() if isinstance(maker, _Node) and maker.row is None)
    return Arrays(
        sources=sources,
        pointer=pointer,
        source_row=np.asarray(source_row, np.int64),
        weight=np.asarray(weight, np.int64),
        levels=tuple(levels),
        row_of=row_of,
        unsettled=unsettled,
    )


def _settled(nodes: list[_Node]) -> list[_Node]:
    """Order the nodes so that each comes after what it consumes; those of a loop never settle."""
    for node in nodes:
        for maker, _ in node.inputs:
            if isinstance(maker, _Node):
                maker.wanted_by.append(node)
                node.waiting += 1
    ready = [node for node in nodes if node.waiting == 0]
    for node in ready:
        for waiting in node.wanted_by:
            waiting.waiting -= 1
            if waiting.waiting == 0:
                ready.append(waiting)
    return ready


def _rows(ordered: list[_Node], *, first: int) -> list[_Node]:
    """Give each settled node a row: its own for a blend, its input's for a step with one input."""
    blends: list[_Node] = []
    for node in ordered:
        known = _known(node)
        if len(known) == 1:
            maker = known[0][0]
            # the level of an alias is that of the row it shares
            node.level = maker.level if isinstance(maker, _Node) else -1
            node.inputs = known  # type: ignore[assignment]
        elif not known:
            node.row, node.level = UNKNOWN_ROW, -1
        else:
            node.level = 1 + max(maker.level if isinstance(maker, _Node) else -1 for maker, _ in known)
            blends.append(node)
    blends.sort(key=lambda node: node.level)
    for row, node in enumerate(blends, first):
        node.row = row
    for node in ordered:
        if node.row is None:
            node.row = _row(node.inputs[0][0])
    return blends


def _known(node: _Node) -> list[tuple["_Node | int", int]]:
    """Return what a node consumes with weights; several inputs of which one has no weight are an unknown mixture."""
    if len(node.inputs) == 1:
        return [(node.inputs[0][0], node.inputs[0][1] or 1)]
    weights = [amount for _, amount in node.inputs if amount is not None]
    if len(weights) < len(node.inputs) or not sum(weights):
        return []
    return [(maker, amount) for maker, amount in node.inputs if amount]


def _row(maker: "_Node | int") -> int:
    if isinstance(maker, int):
        return maker
    return UNKNOWN_ROW if maker.row is None else maker.row


def forward(arrays: Arrays, base: Floats) -> Floats:
    """Return the composition of every row over the columns of ``base`` (one line per source).

    Blends of one level depend on earlier levels only, so a level is one gather and one segmented sum.
    """
    first = len(arrays.sources)
    shares = np.zeros((arrays.rows, base.shape[1]))
    shares[:first] = base
    if not arrays.edges:
        return shares
    totals = np.add.reduceat(arrays.weight, arrays.pointer[:-1])
    portions = arrays.weight / np.repeat(totals, np.diff(arrays.pointer))
    for start, stop in zip(arrays.levels, (*arrays.levels[1:], len(arrays.pointer) - 1), strict=True):
        left, right = arrays.pointer[start], arrays.pointer[stop]
        flows = shares[arrays.source_row[left:right]] * portions[left:right, None]
        shares[first + start : first + stop] = np.add.reduceat(flows, arrays.pointer[start:stop] - left, axis=0)
    return shares


def by_column(arrays: Arrays, key: Callable[[Source | None], str]) -> tuple[list[str], Floats]:
    """Return column names and the base of the forward pass, sources gathered by a key (class, site …)."""
    names = list(dict.fromkeys(key(source) for source in arrays.sources))
    base = np.zeros((len(arrays.sources), len(names)))
    for row, source in enumerate(arrays.sources):
        base[row, names.index(key(source))] = 1.0
    return names, base


def exact(arrays: Arrays, row: int) -> dict[Source | None, Fraction]:
    """Return the exact shares of one row, by pushing shares back from it in falling row order."""
    first = len(arrays.sources)
    found: dict[Source | None, Fraction] = {}
    shares = {row: Fraction(1)}
    queue = [-row]
    while queue:
        at = -heappop(queue)
        share = shares.pop(at)
        if at < first:
            source = arrays.sources[at]
            found[source] = found.get(source, Fraction(0)) + share
            continue
        span = slice(int(arrays.pointer[at - first]), int(arrays.pointer[at - first + 1]))
        weights: list[int] = arrays.weight[span].tolist()
        total = sum(weights)
        together: dict[int, int] = {}
        for maker, weight in zip(arrays.source_row[span].tolist(), weights, strict=True):
            together[maker] = together.get(maker, 0) + weight
        for maker, weight in together.items():
            if maker not in shares:
                shares[maker] = Fraction(0)
                heappush(queue, -maker)
            shares[maker] += share * Fraction(weight, total)
    return found


def affected(uses: Iterable[Use], makings: Iterable[Making], suspects: Iterable[Name]) -> set[Name]:
    """Return every lot that any suspect lot went into, the suspects included (recall, downstream)."""
    into: dict[Name, list[Name]] = {}
    out_of: dict[Name | None, list[Name]] = {}
    for use in uses:
        into.setdefault(use.lot, []).append(use.step)
    for making in makings:
        out_of.setdefault(making.step, []).append(making.lot)
    found = set(suspects)
    queue = list(found)
    for lot in queue:
        for step in into.get(lot, ()):
            fresh = [made for made in out_of.get(step, ()) if made not in found]
            found.update(fresh)
            queue.extend(fresh)
    return found
