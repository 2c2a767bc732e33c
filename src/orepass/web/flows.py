"""Build the flow diagrams: of a lot from the events that lead to it, of a passport from the origins it names."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

import msgspec
from django.utils.translation import gettext as _

from orepass.custody import queries as custody
from orepass.custody.queries.origins import NOT_CERTIFIED
from orepass.party.queries import SiteCard, site_cards
from orepass.passport.queries import PassportCard
from orepass.web import vocabulary
from orepass.web.pictures.flow import Flow, FlowBand, FlowLot, flow_diagram
from orepass.web.pictures.svg import Picture
from orepass.web.words import country_text, day_text, percent_text

NODES_AT_MOST = 60


def flow_of_lot(lot: str, *, table_href: str) -> Picture | None:
    """Draw how a lot came to be; nothing when no event says so, or when it would be too much to read."""
    found = custody.lot_flow(lot)
    if not found.bands or len(found.nodes) > NODES_AT_MOST:
        return None
    by_content = all(band.content_mg is not None for band in found.bands)
    bands = tuple(_band(band, by_content=by_content) for band in found.bands)
    sites = site_cards(node.site for node in found.nodes if node.site)
    levels = sorted({node.level for node in found.nodes})
    flow = Flow(
        title=_title(certified_part(found.lot)),
        source=_source(found, by_content=by_content),
        columns=tuple(_heading(found, level) for level in levels),
        lots=tuple(
            FlowLot(
                id=node.id,
                label=_label(node, sites),
                column=levels.index(node.level),
                loss_mg=_loss(node, bands, by_content=by_content),
            )
            for node in found.nodes
        ),
        bands=bands,
        table_href=table_href,
    )
    return flow_diagram(flow)


def _band(band: custody.FlowBand, *, by_content: bool) -> FlowBand:
    mass = (band.content_mg if by_content else band.mass_mg) or 0
    return FlowBand(source=band.source, target=band.target, mass_mg=mass, certified_mg=int(mass * band.certified))


def _loss(node: custody.FlowNode, bands: Sequence[FlowBand], *, by_content: bool) -> int:
    if node.kind != "step":
        return 0
    if by_content:
        return max(node.loss_mg or 0, 0)
    came_in = sum(band.mass_mg for band in bands if band.target == node.id)
    return max(came_in - node.mass_mg, 0) if node.mass_mg is not None else 0


def _label(node: custody.FlowNode, sites: dict[str, SiteCard]) -> str:
    known = sites.get(node.site)
    if node.kind == "origin":
        if known is None:
            return short_name(node.label) if node.label else _("origin not declared")
        return f"{known.name}, {country_text(known.country)}" if known.country else known.name
    if node.kind == "lot":
        return short_name(node.label)
    made = vocabulary.material(node.label)
    return f"{made}, {known.name}" if known else made


def _heading(found: custody.LotFlow, level: int) -> str:
    days = sorted(node.at.date() for node in found.nodes if node.level == level)
    return day_text(days[0])


def certified_part(uri: str) -> Fraction:
    """Return the share of a lot that was certified where it began."""
    parts = custody.composition(uri)
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


def _source(found: custody.LotFlow, *, by_content: bool) -> str:
    last = max(node.at for node in found.nodes)
    said = _("contained metal") if by_content else _("mass")
    return _("Events of the chain up to %(day)s; bands show %(what)s") % {"day": day_text(last.date()), "what": said}


def short_name(uri: str) -> str:
    """Return the end of a lot's URI, which is what people read."""
    return uri.rpartition("/")[2].rpartition(":")[2] or uri
