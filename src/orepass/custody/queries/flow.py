"""The flow from origins to a lot, for the diagram: nodes in time, bands with mass and class, losses at each step."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from itertools import starmap

import msgspec

from orepass.custody.queries.cone import laid_out, outputs_of, source_of, upstream_of
from orepass.custody.queries.folding import fold
from orepass.custody.queries.lots import lot_uri
from orepass.custody.queries.origins import NOT_CERTIFIED
from orepass.custody.queries.places import site_of
from orepass.custody.rules import lineage
from orepass.custody.rules.graph import Name, Source
from orepass.custody.rules.lots import Move, Movement
from orepass.custody.rules.weighing import Step


class FlowNode(msgspec.Struct, frozen=True, kw_only=True):
    """An origin, a step or the lot itself.

    Attributes:
        kind: ``origin``, ``step`` or ``lot``.
        at: when it begins; origins at their first delivery.
        mass_mg: what passes through it on the way to the lot.
        content_mg: of a step and the lot, the element in what came out; ``None`` when not known.
        loss_mg: of a step, the element that went in and came out nowhere; ``None`` when not known.
        other_mg: of a step, what came out and did not go into the lot.
        level: how many steps from the origins, for drawing from left to right.
    """

    id: str
    kind: str
    label: str
    at: datetime
    level: int
    site: str = ""
    claim_class: str = ""
    mass_mg: int | None = None
    content_mg: int | None = None
    loss_mg: int | None = None
    other_mg: int | None = None


class FlowBand(msgspec.Struct, frozen=True, kw_only=True):
    """Mass on its way from one node to another, with the lots it travels as and its certified share."""

    source: str
    target: str
    mass_mg: int | None
    content_mg: int | None
    lots: tuple[str, ...]
    certified_exact: str

    @property
    def certified(self) -> Fraction:
        """Return the certified share of the band."""
        return Fraction(self.certified_exact)


class LotFlow(msgspec.Struct, frozen=True):
    """Everything that went into a lot, as a diagram needs it."""

    lot: str
    nodes: tuple[FlowNode, ...]
    bands: tuple[FlowBand, ...]


def lot_flow(lot: str) -> LotFlow:
    """Return the flow from the origins to a lot or container.

    Raises:
        NotFound: no event names the lot.
    """
    uri = lot_uri(lot)
    state = fold([uri])
    return _Drawing(uri, state.contents(uri), state.parts_in(uri)).drawn()


class _Bundle:
    """Movements on the same way, on their way to a band."""

    __slots__ = ("content_mg", "last", "lots", "mass_mg", "weights")

    def __init__(self) -> None:
        self.mass_mg: int | None = 0
        self.content_mg: int | None = 0
        self.lots: list[str] = []
        self.weights: dict[int, int] = {}
        self.last = lineage.UNKNOWN_ROW

    def take(self, moved: Movement, row: int) -> None:
        """Put one more movement to it, of a lot whose composition is in a row."""
        self.mass_mg = _plus(self.mass_mg, moved.mass_mg)
        self.content_mg = _plus(self.content_mg, moved.content_mg)
        self.lots.append(moved.lot)
        self.weights[row] = self.weights.get(row, 0) + (moved.mass_mg or 0)
        self.last = row

    def certified(self, share_of: Callable[[int], Fraction]) -> Fraction:
        """Return the certified share of all of it; of what nobody weighed, that of the last."""
        total = sum(self.weights.values())
        if not total:
            return share_of(self.last)
        return sum((share_of(row) * weight for row, weight in self.weights.items()), Fraction(0)) / total


class _Drawing:
    """Collects nodes and bands from the movements of a lot's cone."""

    def __init__(self, uri: str, contents: list[str], parts: Mapping[str, int]) -> None:
        self.uri, self.contents, self.steps = uri, contents, upstream_of(contents)
        self.parts = parts
        self.arrays = laid_out(contents)
        self.names: dict[str, str] = {}
        self.nodes: dict[str, FlowNode] = {}
        self.bundles: dict[tuple[str, str], _Bundle] = {}
        self.places: dict[str, str] = {}
        self.certified: dict[int, Fraction] = {}

    def drawn(self) -> LotFlow:
        origins: dict[Source, list[Movement]] = {}
        for step, moved in self.steps:
            if moved.move is Move.BEGUN and moved.origin:
                source = source_of(moved)
                origins.setdefault(source, []).append(moved)
                self.names[moved.lot] = _origin_id(source)
            elif moved.move is Move.BEGUN:
                self.names[moved.lot] = f"step:{step}"
        for source, begun in origins.items():
            self._origin(source, begun)
        for step, moved in self.steps:
            if moved.move is Move.USED:
                self._bundle(self.names.get(moved.lot, "unknown"), f"step:{step}", moved)
        self._steps()
        self._last()
        levels = self._levels()
        placed = sorted(
            (msgspec.structs.replace(node, level=levels.get(node.id, 0)) for node in self.nodes.values()),
            key=lambda node: (node.level, node.at, node.id),
        )
        return LotFlow(self.uri, tuple(placed), tuple(starmap(self._band, self.bundles.items())))

    def _origin(self, source: Source, begun: list[Movement]) -> None:
        name = _origin_id(source)
        first, mass = min(moved.at for moved in begun), _total(moved.mass_mg for moved in begun)
        before = self.nodes.get(name)
        site = before.site if before else self._place(source.site)
        self.nodes[name] = FlowNode(
            id=name,
            kind="origin",
            label=source.site,
            at=min(first, before.at) if before else first,
            level=0,
            site=site,
            claim_class=source.claim_class,
            mass_mg=_plus(before.mass_mg if before else 0, mass),
        )

    def _bundle(self, source: str, target: str, moved: Movement) -> None:
        if source == "unknown" and "unknown" not in self.nodes:
            self.nodes["unknown"] = FlowNode(id="unknown", kind="origin", label="", at=moved.at, level=0)
        bundle = self.bundles.get((source, target))
        if bundle is None:
            bundle = self.bundles[source, target] = _Bundle()
        bundle.take(moved, self.arrays.row_of.get(moved.lot, lineage.UNKNOWN_ROW))

    def _band(self, way: tuple[str, str], bundle: _Bundle) -> FlowBand:
        return FlowBand(
            source=way[0],
            target=way[1],
            mass_mg=bundle.mass_mg,
            content_mg=bundle.content_mg,
            lots=tuple(bundle.lots),
            certified_exact=str(bundle.certified(self._certified)),
        )

    def _place(self, uri: str) -> str:
        if uri not in self.places:
            self.places[uri] = site_of(uri) or uri
        return self.places[uri]

    def _certified(self, row: int) -> Fraction:
        if row not in self.certified:
            shares = lineage.exact(self.arrays, row).items()
            certified = (share for source, share in shares if source and source.claim_class not in NOT_CERTIFIED)
            self.certified[row] = sum(certified, Fraction(0))
        return self.certified[row]

    def _steps(self) -> None:
        inputs: dict[Name, list[Movement]] = {}
        for step, moved in self.steps:
            if moved.move is Move.USED:
                inputs.setdefault(step, []).append(moved)
        wanted = {moved.lot for _, moved in self.steps if moved.move is Move.BEGUN}
        for step, begun in _by_step(outputs_of(set(inputs))).items():
            used = inputs[step]
            other = [moved.mass_mg for moved in begun if moved.lot not in wanted]
            name = f"step:{step}"
            self.nodes[name] = FlowNode(
                id=name,
                kind="step",
                label=begun[0].facts.material,
                at=begun[0].at,
                level=0,
                site=self._place(begun[0].site),
                mass_mg=_total(moved.mass_mg for moved in begun),
                content_mg=(content := _total(moved.content_mg for moved in begun)),
                loss_mg=_minus(_total(moved.content_mg for moved in used), content),
                other_mg=_total(other) if other else 0,
            )

    def _last(self) -> None:
        made = {moved.lot: moved for _, moved in self.steps if moved.move is Move.BEGUN}
        last = [_part(made[lot], self.parts.get(lot)) for lot in self.contents if lot in made]
        self.nodes[self.uri] = FlowNode(
            id=self.uri,
            kind="lot",
            label=self.uri,
            at=max((moved.at for moved in last), default=datetime.min.replace(tzinfo=UTC)),
            level=0,
            mass_mg=_total(moved.mass_mg for moved in last),
            content_mg=_total(moved.content_mg for moved in last),
        )
        for moved in last:
            self._bundle(self.names[moved.lot], self.uri, moved)

    def _levels(self) -> Mapping[str, int]:
        levels: dict[str, int] = {}
        ways = sorted(self.bundles, key=lambda way: self.nodes[way[1]].at)
        for _ in range(len(self.nodes)):
            before = dict(levels)
            for source, target in ways:
                levels[target] = max(levels.get(target, 0), levels.get(source, 0) + 1)
            if levels == before:
                break
        return levels


def _part(begun: Movement, mass: int | None) -> Movement:
    """Return so much of a lot as it began, rounded down; all of it where it is not there by quantity."""
    if mass is None:
        return begun
    content = None if begun.content_mg is None or not begun.mass_mg else begun.content_mg * mass // begun.mass_mg
    return msgspec.structs.replace(begun, mass_mg=mass, content_mg=content)


def _origin_id(source: Source) -> str:
    return f"origin:{source.site}:{source.claim_class}:{source.mineral}"


def _by_step(steps: Iterable[Step]) -> dict[Name, list[Movement]]:
    found: dict[Name, list[Movement]] = {}
    for step, moved in steps:
        found.setdefault(step, []).append(moved)
    return found


def _plus(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first + second


def _minus(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first - second


def _total(parts: Iterable[int | None]) -> int | None:
    total: int | None = 0
    for part in parts:
        total = _plus(total, part)
    return total
