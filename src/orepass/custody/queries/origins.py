"""Composition of a lot by origin and by class of certification, recall, and the flow from origins to a lot."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import msgspec

from orepass.custody.models import Movement
from orepass.custody.queries.cone import downstream_of, graph, laid_out, reach, told_with, whole
from orepass.custody.queries.folding import fold
from orepass.custody.queries.following import weights_in
from orepass.custody.queries.lots import LotCard, lot_cards, lot_uri
from orepass.custody.queries.places import site_of, uris_of_site
from orepass.custody.queries.told import standing
from orepass.custody.rules import lineage
from orepass.custody.rules.case import UNCERTIFIED, UNKNOWN, UNVERIFIED
from orepass.custody.rules.graph import NOBODYS, Source, is_left
from orepass.custody.rules.lots import Lots, Move
from orepass.custody.rules.terms import identifier_in
from orepass.custody.rules.weighing import Step
from orepass.kernel.quantity import apportion

UNKNOWN_SOURCE = Source("", UNKNOWN)
NOT_CERTIFIED = frozenset({UNCERTIFIED, UNVERIFIED, UNKNOWN, ""})


class OriginShare(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a lot that comes from one origin.

    Attributes:
        origin: the origin's name in events (a URI); empty when unknown.
        site: our site, when the origin is registered here.
        share_exact: the share as a fraction ``a/b``.
        mass_mg: the part of the lot's mass; parts add up to the whole. ``None`` when the lot's mass is unknown.
    """

    origin: str
    site: str
    claim_class: str
    certificate: str
    mineral: str
    share_exact: str
    mass_mg: int | None

    @property
    def share(self) -> Fraction:
        """Return the exact share."""
        return Fraction(self.share_exact)

    @property
    def certified(self) -> bool:
        """Say whether the part was certified where it began."""
        return self.claim_class not in NOT_CERTIFIED


class ClassShare(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a lot that belongs to one class of certification."""

    claim_class: str
    share_exact: str
    mass_mg: int | None

    @property
    def share(self) -> Fraction:
        """Return the exact share."""
        return Fraction(self.share_exact)


class RecallCard(msgspec.Struct, frozen=True):
    """What a recall reaches: the lots that began at the suspected source, and everything made from them."""

    began: tuple[LotCard, ...]
    affected: tuple[LotCard, ...]


def composition(lot: str) -> list[OriginShare]:
    """Return the exact composition of a lot or container by origin, largest share first.

    Raises:
        NotFound: no event names the lot.
    """
    uri = lot_uri(lot)
    card = lot_cards([uri])[0]
    shares = shares_of([uri])[uri]
    ordered = sorted(shares.items(), key=lambda part: (-part[1], part[0].site, part[0].claim_class, part[0].mineral))
    masses = apportion(card.mass_mg, [share for _, share in ordered]) if card.mass_mg else None
    return [
        OriginShare(
            origin=source.site,
            site=site_of(source.site) if source.site else "",
            claim_class=source.claim_class,
            certificate=identifier_in(source.certificate, "crt") or source.certificate,
            mineral=source.mineral,
            share_exact=str(share),
            mass_mg=masses[at] if masses else None,
        )
        for at, (source, share) in enumerate(ordered)
    ]


def by_class(parts: Sequence[OriginShare]) -> list[ClassShare]:
    """Gather a composition by class of certification, largest share first."""
    shares: dict[str, Fraction] = {}
    masses: dict[str, int | None] = {}
    for part in parts:
        shares[part.claim_class] = shares.get(part.claim_class, Fraction(0)) + part.share
        before = masses.get(part.claim_class, 0)
        masses[part.claim_class] = None if before is None or part.mass_mg is None else before + part.mass_mg
    ordered = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return [ClassShare(claim_class=name, share_exact=str(share), mass_mg=masses[name]) for name, share in ordered]


def certified_share(lot: str, more: Iterable[Step] = ()) -> Fraction:
    """Return the share of a lot that was certified where it began; ``more`` are movements not yet in the journal."""
    return certified_shares([lot], more)[lot]


def certified_shares(
    uris: Sequence[str], more: Iterable[Step] = (), *, state: Lots | None = None
) -> dict[str, Fraction]:
    """Return for several lots, asked for in one go, the share that was certified where they began."""
    return {
        uri: sum((share for source, share in shares.items() if source.claim_class not in NOT_CERTIFIED), Fraction(0))
        for uri, shares in shares_of(uris, more, state=state).items()
    }


def shares_of(
    uris: Sequence[str], more: Iterable[Step] = (), *, state: Lots | None = None
) -> dict[str, dict[Source, Fraction]]:
    """Return the exact shares of lots by source; a container is the mixture of what is in it.

    Args:
        uris: the lots asked for.
        more: movements not yet in the journal.
        state: the lots as they are after those movements, for who knows them.
    """
    more = list(more)
    if state is None:
        state = fold(uris)
        state.apply(moved for _, moved in more if moved.move in {Move.PACKED, Move.UNPACKED})
    inside = {uri: state.contents(uri) for uri in uris}
    leaves = {leaf for found in inside.values() for leaf in found} | {moved.lot for _, moved in more}
    arrays = lineage.build(*graph(told_with(leaves, more))) if more else laid_out(leaves)
    found: dict[str, dict[Source, Fraction]] = {}
    for uri, contents in inside.items():
        weights = weights_in(state.weighed_in(uri))
        rows = [arrays.row_of.get(leaf, lineage.UNKNOWN_ROW) for leaf in contents]
        found[uri] = _mixed(arrays, list(zip(rows, weights, strict=True)))
    return found


def _mixed(arrays: lineage.Arrays, weighed: Sequence[tuple[int, int | None]]) -> dict[Source, Fraction]:
    """Return the mixture of some rows by weight; of unlike ones, with one that nobody weighed, nobody knows."""
    alike = len({row for row, _ in weighed}) == 1
    if not alike and not all(weight for _, weight in weighed):
        return {UNKNOWN_SOURCE: Fraction(1)}
    weights = {weighed[0][0]: 1} if alike else {}
    for row, weight in weighed if not alike else ():
        weights[row] = weights.get(row, 0) + (weight or 0)
    total = sum(weights.values())
    mixed: dict[Source, Fraction] = {}
    for row, weight in weights.items():
        for source, share in lineage.exact(arrays, row).items():
            name = source or UNKNOWN_SOURCE
            mixed[name] = mixed.get(name, Fraction(0)) + share * Fraction(weight, total)
    return mixed


def recall(*, certificate: str = "", site: str = "", since: date | None = None) -> RecallCard:
    """Return what was delivered under a certificate or from a site since a day, and every lot it went into."""
    began = standing(Movement.objects.filter(move=Move.BEGUN, origin=True))
    if certificate:
        named = identifier_in(certificate, "crt")
        began = began.filter(certificate__in={certificate, named or certificate})
    if site:
        began = began.filter(site__in={site, *uris_of_site(site)})
    if since:
        began = began.filter(at__date__gte=since)
    suspects = sorted(set(began.values_list("lot__uri", flat=True)))
    reached = lineage.affected(*reach(downstream_of(suspects)), suspects)
    onwards = sorted(str(name) for name in reached - set(suspects))
    return RecallCard(tuple(lot_cards(suspects)), tuple(lot_cards(onwards)))


def classes_of_all_lots() -> dict[str, dict[str, float]]:
    """Return the shares by class of every lot: one forward pass over the whole journal."""
    arrays = lineage.build(*graph(whole()))
    names, base = lineage.by_column(arrays, lambda source: source.claim_class if source else UNKNOWN)
    shares = lineage.forward(arrays, base)
    return {
        str(lot): {name: float(shares[row, at]) for at, name in enumerate(names) if shares[row, at]}
        for lot, row in arrays.row_of.items()
        if lot != NOBODYS and not is_left(lot)
    }
