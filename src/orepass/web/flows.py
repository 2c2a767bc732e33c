"""Build the flow diagrams: of a lot from the events that lead to it, of a passport from the origins it names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final
from urllib.parse import unquote

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orepass.custody import queries as custody
from orepass.custody.queries import LotFlow, OriginShare
from orepass.custody.queries.origins import NOT_CERTIFIED
from orepass.custody.rules.texts import is_formula
from orepass.party.queries import SiteCard, site_cards
from orepass.passport.queries import PassportCard
from orepass.passport.rules.content import OriginLine
from orepass.web import vocabulary
from orepass.web.pictures.flow import Flow, FlowBand, FlowLot, flow_diagram
from orepass.web.pictures.svg import Picture
from orepass.web.words import country_text, day_text, number_text, percent_text

ORIGINS_DRAWN = 10
NODES_AT_MOST = 40
OTHERS = "origin:others"
REPLACED: Final = "\ufffd"
"""What stands for bytes that are no text."""


def flow_of_lot(
    found: LotFlow, parts: Sequence[OriginShare], *, mass_mg: int | None, table_href: str
) -> Picture | None:
    """Draw how a lot came to be; nothing when no event says so.

    Origins beyond the largest ten are gathered in one band, and a way of very many steps is drawn from the origins
    to the lot at once; the picture says so, and the table behind it leaves nothing out.
    """
    if not found.bands:
        return None
    by_content = all(band.content_mg is not None for band in found.bands)
    drawn, gathered = _gathered(found, by_content=by_content)
    if len(drawn.nodes) > NODES_AT_MOST:
        return _at_once(found, parts, mass_mg=mass_mg, table_href=table_href)
    sites = site_cards(node.site for node in drawn.nodes if node.site)
    bands = tuple(_band(band, by_content=by_content) for band in drawn.bands)
    last = _only_step(drawn)
    step = next((node for node in drawn.nodes if node.id == last), None)
    nodes = [node for node in drawn.nodes if node is not step]
    levels = sorted({node.level for node in nodes})
    flow = Flow(
        title=_title(_certified(parts)),
        source=_source(found, by_content=by_content) + _left_out(gathered),
        columns=tuple(_heading(nodes, level) for level in levels),
        lots=tuple(
            FlowLot(
                id=node.id,
                label=_label(node, sites, gathered),
                place=_place(node, sites),
                column=levels.index(node.level),
                held_mg=_held(node, by_content=by_content),
                loss_mg=_loss(step if step and node.id == drawn.lot else node, bands, by_content=by_content),
            )
            for node in nodes
        ),
        bands=tuple(_ending(band, drawn.lot, last) for band in bands if band.source != last),
        table_href=table_href,
    )
    return flow_diagram(flow)


def _gathered(found: LotFlow, *, by_content: bool) -> tuple[LotFlow, int]:
    """Put the smaller origins together when there are too many to be told apart."""
    weight: dict[str, int] = defaultdict(int)
    for band in found.bands:
        weight[band.source] += (band.content_mg if by_content else band.mass_mg) or 0
    origins = sorted((node for node in found.nodes if node.kind == "origin"), key=lambda node: -weight[node.id])
    if len(origins) <= ORIGINS_DRAWN:
        return found, 0
    small = {node.id for node in origins[ORIGINS_DRAWN:]}
    first = min((node for node in origins if node.id in small), key=lambda node: node.at)
    rest = msgspec.structs.replace(first, id=OTHERS, label="", site="", claim_class="", mass_mg=None, level=0)
    bands: dict[tuple[str, str], custody.FlowBand] = {}
    for band in found.bands:
        source = OTHERS if band.source in small else band.source
        before = bands.get((source, band.target))
        moved = msgspec.structs.replace(band, source=source)
        bands[source, band.target] = _joined(before, moved) if before else moved
    nodes = (*(node for node in found.nodes if node.id not in small), rest)
    return LotFlow(found.lot, nodes, tuple(bands.values())), len(small)


def _joined(first: custody.FlowBand, second: custody.FlowBand) -> custody.FlowBand:
    masses = (first.mass_mg or 0, second.mass_mg or 0)
    whole = sum(masses)
    certified = (first.certified * masses[0] + second.certified * masses[1]) / whole if whole else Fraction(0)
    contents = (first.content_mg, second.content_mg)
    return msgspec.structs.replace(
        first,
        mass_mg=whole,
        content_mg=None if None in contents else (contents[0] or 0) + (contents[1] or 0),
        lots=(*first.lots, *second.lots),
        certified_exact=str(certified),
    )


def _at_once(found: LotFlow, parts: Sequence[OriginShare], *, mass_mg: int | None, table_href: str) -> Picture:
    """Draw from the origins to the lot without the steps between them."""
    whole = mass_mg or 10**9
    sites = site_cards(part.site for part in parts[:ORIGINS_DRAWN] if part.site)
    lots = [FlowLot(id=found.lot, label=short_name(found.lot), column=1)]
    bands = []
    for at, part in enumerate(parts[:ORIGINS_DRAWN]):
        name = f"origin:{at}"
        lots.append(FlowLot(id=name, label=_named(sites.get(part.site), part.origin), column=0))
        bands.append(_share_band(name, found.lot, [part], whole))
    rest = parts[ORIGINS_DRAWN:]
    if rest:
        lots.append(FlowLot(id=OTHERS, label=_others(len(rest)), column=0))
        bands.append(_share_band(OTHERS, found.lot, rest, whole))
    steps = sum(node.kind == "step" for node in found.nodes)
    between = ngettext("%(count)s step between them is not drawn", "%(count)s steps between them are not drawn", steps)
    flow = Flow(
        title=_title(_certified(parts)),
        source=_source(found, by_content=False) + _left_out(len(rest)) + ". " + between % {"count": number_text(steps)},
        columns=(_("where it came from"), day_text(max(node.at for node in found.nodes).date())),
        lots=tuple(lots),
        bands=tuple(bands),
        table_href=table_href,
    )
    return flow_diagram(flow)


def _share_band(source: str, target: str, parts: Sequence[OriginShare], whole: int) -> FlowBand:
    share = sum((part.share for part in parts), Fraction(0))
    return FlowBand(
        source=source, target=target, mass_mg=int(whole * share), certified_mg=int(whole * _certified(parts))
    )


def _left_out(gathered: int) -> str:
    if not gathered:
        return ""
    drawn, others = number_text(ORIGINS_DRAWN), _others(gathered)
    return ". " + _("The %(drawn)s largest origins are drawn, and %(others)s as one band") % {
        "drawn": drawn,
        "others": others,
    }


def _others(count: int) -> str:
    return ngettext("%(count)s other origin", "%(count)s other origins", count) % {"count": number_text(count)}


def _only_step(found: LotFlow) -> str:
    """Return the step that made the whole lot and nothing else on the picture: lot and step are drawn as one."""
    last = [band for band in found.bands if band.target == found.lot]
    steps = {node.id for node in found.nodes if node.kind == "step"}
    if len(last) != 1 or last[0].source not in steps:
        return ""
    onwards = [band for band in found.bands if band.source == last[0].source]
    return last[0].source if len(onwards) == 1 else ""


def _ending(band: FlowBand, lot: str, last: str) -> FlowBand:
    return msgspec.structs.replace(band, target=lot) if last and band.target == last else band


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


def _held(node: custody.FlowNode, *, by_content: bool) -> int | None:
    """Return what is left at a node: of a step, what came out of it and not what went in."""
    if node.kind == "origin":
        return None
    return node.content_mg if by_content else node.mass_mg


def _label(node: custody.FlowNode, sites: Mapping[str, SiteCard], gathered: int) -> str:
    if node.id == OTHERS:
        return _others(gathered)
    if node.kind == "origin":
        known = sites.get(node.site)
        return known.name if known else _named(None, node.label)
    if node.kind == "lot":
        return short_name(node.label)
    return vocabulary.material(node.label) or (sites[node.site].name if node.site in sites else "")


def _place(node: custody.FlowNode, sites: Mapping[str, SiteCard]) -> str:
    known = sites.get(node.site)
    if known is None:
        return ""
    if node.kind == "origin":
        country = country_text(known.country) if known.country else ""
        return ", ".join(filter(None, [country, _("first told of here") if told_late(known) else ""]))
    return known.name if vocabulary.material(node.label) else ""


def place_of(line: OriginLine) -> str:
    """Say where a part that a passport names came from, or that nobody told of it at all."""
    nobody = _("beyond what went in: nobody told what it is") if line.is_beyond else _("origin not declared")
    return line.site_name or line.origin or nobody


def told_late(site: SiteCard | None) -> bool:
    """Say whether nothing begins at a site: what is first told of there, at a refinery or a depot, began elsewhere."""
    return site is not None and site.begins_nothing


def _named(site: SiteCard | None, origin: str) -> str:
    if site is None:
        return short_name(origin) if origin else _("origin not declared")
    return f"{site.name}, {country_text(site.country)}" if site.country else site.name


def _heading(nodes: Iterable[custody.FlowNode], level: int) -> str:
    return day_text(min(node.at.date() for node in nodes if node.level == level))


def _certified(parts: Iterable[OriginShare]) -> Fraction:
    """Return the share that was certified where it began."""
    return sum((part.share for part in parts if part.certified), Fraction(0))


def flow_of_passport(card: PassportCard, *, table_href: str) -> Picture:
    """Draw the origins that a passport names, through the minerals, into the product."""
    whole = card.product.mass_mg or 10**9
    lots: dict[str, FlowLot] = {}
    into: dict[tuple[str, str], FlowBand] = {}
    minerals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    sites = site_cards(line.site for line in card.origins if line.site)
    for line in card.origins:
        amount = line.mass_mg if line.mass_mg is not None else int(whole * line.share)
        certified = 0 if line.claim_class in NOT_CERTIFIED else amount
        place = place_of(line)
        origin = f"origin:{line.site or line.origin}:{line.claim_class in NOT_CERTIFIED}:{line.is_beyond}"
        mineral = f"mineral:{line.mineral}"
        label = f"{place}, {country_text(line.country)}" if line.country else place
        late = _("first told of here") if told_late(sites.get(line.site)) else ""
        lots.setdefault(origin, FlowLot(id=origin, label=label, place=late, column=0))
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
    """Return the end of a lot's URI, which is what people read, as it was written before it became part of a URI.

    What nobody could read, or a spreadsheet program would run, stays as it stands in the URI.
    """
    end = uri.rpartition("/")[2].rpartition(":")[2]
    plain = unquote(end, errors="replace")
    readable = plain.isprintable() and REPLACED not in plain and not is_formula(plain.strip())
    return (plain if readable else end) or uri
