"""The flow from origins to a lot, for the diagram: nodes in time, bands with mass and class, losses at each step."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from fractions import Fraction

import msgspec

from orepass.custody.queries.cone import graph, outputs_of, source_of, upstream_of
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
    contents = fold([uri]).contents(uri)
    steps = upstream_of(contents)
    return _Drawing(uri, contents, steps).drawn()


class _Drawing:
    """Collects nodes and bands from the movements of a lot's cone."""

    def __init__(self, uri: str, contents: list[str], steps: list[Step]) -> None:
        self.uri, self.contents, self.steps = uri, contents, steps
        self.arrays = lineage.build(*graph(steps))
        self.names = {moved.lot: self._maker(step, moved) for step, moved in steps if moved.move is Move.BEGUN}
        self.nodes: dict[str, FlowNode] = {}
        self.bands: dict[tuple[str, str], FlowBand] = {}
        self.places: dict[str, str] = {}
        self.certified: dict[int, Fraction] = {}

    @staticmethod
    def _maker(step: Name, moved: Movement) -> str:
        return _origin_id(source_of(moved)) if moved.origin else f"step:{step}"

    def drawn(self) -> LotFlow:
        for _, moved in self.steps:
            if moved.move is Move.BEGUN and moved.origin:
                self._origin(source_of(moved), moved)
        for step, moved in self.steps:
            if moved.move is Move.USED:
                self._band(self.names.get(moved.lot, "unknown"), f"step:{step}", moved)
        self._steps()
        self._last()
        levels = self._levels()
        placed = sorted(
            (msgspec.structs.replace(node, level=levels.get(node.id, 0)) for node in self.nodes.values()),
            key=lambda node: (node.level, node.at, node.id),
        )
        return LotFlow(self.uri, tuple(placed), tuple(self.bands.values()))

    def _origin(self, source: Source, moved: Movement) -> None:
        name = _origin_id(source)
        before = self.nodes.get(name)
        site = before.site if before else self._place(source.site)
        self.nodes[name] = FlowNode(
            id=name,
            kind="origin",
            label=source.site,
            at=min(moved.at, before.at) if before else moved.at,
            level=0,
            site=site,
            claim_class=source.claim_class,
            mass_mg=_plus(before.mass_mg if before else 0, moved.mass_mg),
        )

    def _band(self, source: str, target: str, moved: Movement) -> None:
        if source == "unknown" and "unknown" not in self.nodes:
            self.nodes["unknown"] = FlowNode(id="unknown", kind="origin", label="", at=moved.at, level=0)
        certified = self._certified(moved.lot)
        weight = moved.mass_mg or 0
        before = self.bands.get((source, target))
        if before:
            earlier = before.mass_mg or 0
            both = earlier + weight
            if both:
                certified = (before.certified * earlier + certified * weight) / both
        self.bands[source, target] = FlowBand(
            source=source,
            target=target,
            mass_mg=_plus(before.mass_mg if before else 0, moved.mass_mg),
            content_mg=_plus(before.content_mg if before else 0, moved.content_mg),
            lots=(*before.lots, moved.lot) if before else (moved.lot,),
            certified_exact=str(certified),
        )

    def _place(self, uri: str) -> str:
        if uri not in self.places:
            self.places[uri] = site_of(uri) or uri
        return self.places[uri]

    def _certified(self, lot: str) -> Fraction:
        row = self.arrays.row_of.get(lot, lineage.UNKNOWN_ROW)
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
                loss_mg=_minus(_total(moved.content_mg for moved in used), _total(moved.content_mg for moved in begun)),
                other_mg=_total(other) if other else 0,
            )

    def _last(self) -> None:
        made = {moved.lot: moved for _, moved in self.steps if moved.move is Move.BEGUN}
        last = [made[lot] for lot in self.contents if lot in made]
        self.nodes[self.uri] = FlowNode(
            id=self.uri,
            kind="lot",
            label=self.uri,
            at=max((moved.at for moved in last), default=datetime.min.replace(tzinfo=UTC)),
            level=0,
            mass_mg=_total(moved.mass_mg for moved in last),
        )
        for moved in last:
            self._band(self.names[moved.lot], self.uri, moved)

    def _levels(self) -> Mapping[str, int]:
        levels: dict[str, int] = {}
        bands = sorted(self.bands.values(), key=lambda band: self.nodes[band.target].at)
        for _ in range(len(self.nodes)):
            before = dict(levels)
            for band in bands:
                levels[band.target] = max(levels.get(band.target, 0), levels.get(band.source, 0) + 1)
            if levels == before:
                break
        return levels


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
