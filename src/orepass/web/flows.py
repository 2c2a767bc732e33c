"""Build the flow diagrams: of a lot from the events that lead to it, of a passport from the origins it names."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

import msgspec
from django.utils.translation import gettext as _

from orepass.custody.queries.cone import Step, upstream_of
from orepass.custody.queries.lots import LotCard
from orepass.custody.queries.origins import NOT_CERTIFIED, composition, shares_of
from orepass.custody.queries.places import site_of
from orepass.custody.rules.lots import Move, Movement
from orepass.party.queries import site_cards
from orepass.passport.queries import PassportCard
from orepass.web import vocabulary
from orepass.web.pictures.flow import Flow, FlowBand, FlowLot, flow_diagram
from orepass.web.pictures.svg import Picture
from orepass.web.words import country_text, day_text, percent_text

LOTS_AT_MOST = 60


class _Transformation(msgspec.Struct):
    """What one step of the chain used and made."""

    used: dict[str, int]
    made: dict[str, int]


class _Chain(msgspec.Struct):
    """The chain behind a lot, with the many bags of one origin drawn as one."""

    names: dict[str, str]
    transformations: list[_Transformation]
    days: dict[str, str]
    certified: dict[str, Fraction]


def flow_of_lot(card: LotCard, *, table_href: str) -> Picture | None:
    """Draw how a lot came to be; nothing when no event says so."""
    steps = upstream_of([card.uri])
    if not steps or len(steps) < 2:  # noqa: PLR2004 - a lot alone is no flow
        return None
    chain = _chain(steps)
    if len(chain.names) > LOTS_AT_MOST:
        return None
    depth = _depths(chain)
    columns = max(depth.values()) + 1
    bands, losses = _bands(chain)
    flow = Flow(
        title=_title(certified_part(card.uri)),
        source=_source(steps, by_content=_by_content(steps)),
        columns=tuple(_heading(chain, depth, column) for column in range(columns)),
        lots=tuple(
            FlowLot(id=name, label=label, column=depth[name], loss_mg=losses.get(name, 0))
            for name, label in chain.names.items()
        ),
        bands=tuple(bands),
        table_href=table_href,
    )
    return flow_diagram(flow)


def certified_part(uri: str) -> Fraction:
    """Return the share of a lot that was certified where it began."""
    parts = composition(uri)
    return sum((part.share for part in parts if part.certified), Fraction(0))


def flow_of_passport(card: PassportCard, *, table_href: str) -> Picture:
    """Draw the origins that a passport names, through the minerals, into the product."""
    whole = card.product.mass_mg or 10**9
    lots: dict[str, FlowLot] = {}
    into: dict[tuple[str, str], FlowBand] = {}
    minerals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in card.origins:
        amount = line.mass_mg if line.mass_mg is not None else int(whole * line.share)
        certified = 0 if line.claim_class in NOT_CERTIFIED else amount
        place = line.site_name or line.origin or _("origin not declared")
        origin = f"origin:{line.site or line.origin}:{line.claim_class in NOT_CERTIFIED}"
        mineral = f"mineral:{line.mineral}"
        label = f"{place}, {country_text(line.country)}" if line.country else place
        lots.setdefault(origin, FlowLot(id=origin, label=label, column=0))
        lots.setdefault(mineral, FlowLot(id=mineral, label=vocabulary.mineral(line.mineral), column=1))
        before = into.get((origin, mineral), FlowBand(source=origin, target=mineral, mass_mg=0, certified_mg=0))
        into[origin, mineral] = msgspec.structs.replace(
            before, mass_mg=before.mass_mg + amount, certified_mg=before.certified_mg + certified
        )
        minerals[mineral][0] += amount
        minerals[mineral][1] += certified
    product = FlowLot(id="product", label=card.name, column=2)
    out = [
        FlowBand(source=mineral, target=product.id, mass_mg=amount, certified_mg=certified)
        for mineral, (amount, certified) in minerals.items()
    ]
    flow = Flow(
        title=_title(Fraction(card.certainty.certified)),
        source=_("Passport, version %(version)s of %(day)s")
        % {"version": card.version, "day": day_text(card.issued_on)},
        columns=(_("where it came from"), _("what it is"), day_text(card.product.produced_on or card.issued_on)),
        lots=(*lots.values(), product),
        bands=(*into.values(), *out),
        table_href=table_href,
    )
    return flow_diagram(flow)


def _title(share: Fraction) -> str:
    if share == 1:
        return _("All of it was certified where it began")
    if share == 0:
        return _("None of it was certified where it began")
    return _("%(share)s of it was certified where it began") % {"share": percent_text(share)}


def _source(steps: Sequence[Step], *, by_content: bool) -> str:
    last = max(moved.at for _step, moved in steps)
    said = _("contained metal") if by_content else _("mass")
    return _("Events of the chain up to %(day)s; bands show %(what)s") % {"day": day_text(last.date()), "what": said}


def _by_content(steps: Sequence[Step]) -> bool:
    return all(moved.content_mg is not None for _step, moved in steps)


def _amount(moved: Movement, *, by_content: bool) -> int:
    return (moved.content_mg if by_content else moved.mass_mg) or 0


def _chain(steps: Sequence[Step]) -> _Chain:
    by_content = _by_content(steps)
    names: dict[str, str] = {}
    node_of: dict[str, str] = {}
    days: dict[str, str] = {}
    origins = [moved for _step, moved in steps if moved.move is Move.BEGUN and moved.origin]
    sites = site_cards(site_of(moved.site) for moved in origins)
    for moved in origins:
        known = sites.get(site_of(moved.site))
        node = f"{moved.site}:{moved.claim_class}"
        node_of[moved.lot] = node
        names[node] = f"{known.name}, {country_text(known.country)}" if known else _short_place(moved.site)
        days[node] = min(days.get(node, "9999"), moved.at.date().isoformat())
    done: dict[object, _Transformation] = {}
    for step, moved in steps:
        if moved.move is Move.BEGUN and moved.origin:
            continue
        part = done.setdefault(step, _Transformation({}, {}))
        node = node_of.get(moved.lot, moved.lot)
        side = part.used if moved.move is Move.USED else part.made
        side[node] = side.get(node, 0) + _amount(moved, by_content=by_content)
        names.setdefault(node, short_name(moved.lot))
        if moved.move is Move.BEGUN:
            days[node] = moved.at.date().isoformat()
    lots = [moved.lot for _step, moved in steps]
    certified = {node_of.get(lot, lot): share for lot, share in _certified(sorted(set(lots))).items()}
    return _Chain(names, list(done.values()), days, certified)


def _short_place(uri: str) -> str:
    return short_name(uri) if uri else _("origin not declared")


def short_name(uri: str) -> str:
    """Return the end of a lot's URI, which is what people read."""
    return uri.rpartition("/")[2].rpartition(":")[2] or uri


def _certified(uris: list[str]) -> dict[str, Fraction]:
    return {
        uri: sum((share for source, share in shares.items() if source.claim_class not in NOT_CERTIFIED), Fraction(0))
        for uri, shares in shares_of(uris).items()
    }


def _depths(chain: _Chain) -> dict[str, int]:
    depth = dict.fromkeys(chain.names, 0)
    for _round in range(len(chain.names)):
        moved = False
        for part in chain.transformations:
            behind = max((depth[name] for name in part.used), default=-1)
            for name in part.made:
                if depth[name] <= behind:
                    depth[name] = behind + 1
                    moved = True
        if not moved:
            break
    return depth


def _heading(chain: _Chain, depth: dict[str, int], column: int) -> str:
    days = sorted(day for name, day in chain.days.items() if depth[name] == column)
    return days[0] if days else ""


def _bands(chain: _Chain) -> tuple[list[FlowBand], dict[str, int]]:
    bands: list[FlowBand] = []
    losses: dict[str, int] = defaultdict(int)
    for part in chain.transformations:
        taken, made = sum(part.used.values()), sum(part.made.values())
        if not taken:
            continue
        for source, used in part.used.items():
            for target, amount in part.made.items():
                mass = int(Fraction(amount * used, taken))
                certified = int(mass * chain.certified.get(source, Fraction(0)))
                bands.append(FlowBand(source=source, target=target, mass_mg=mass, certified_mg=certified))
            if made < taken:
                losses[source] += int(used * Fraction(taken - made, taken))
    return bands, losses
