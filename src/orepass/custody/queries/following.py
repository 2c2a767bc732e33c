"""Follow claims through the journal, and read what a scheme says of them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache

from orepass.custody.queries.cone import upstream_of, with_siblings
from orepass.custody.rules.claims.carrying import Paths
from orepass.custody.rules.claims.held import Parts, cautious
from orepass.custody.rules.claims.lattice import CHAIN
from orepass.custody.rules.claims.reading import LOWEST, SchemeTerms, blended
from orepass.custody.rules.lots import Lot, Lots, Move
from orepass.custody.rules.possible import Part
from orepass.custody.rules.weighing import Step, is_by_content, limits_of, metals_of
from orepass.scheme import queries as scheme
from orepass.scheme.rules.parameters import Rules

HANDED_OVER = (Move.SENT, Move.RECEIVED, Move.ENDED)


def paths_of(lots: Iterable[str], *, leaving_out: Collection[Step] = (), by_mass: bool = False) -> Paths:
    """Return the ways of claims into some lots; on request without steps that are being taken back just now."""
    steps = with_siblings(upstream_of(lots, also=HANDED_OVER))
    return Paths([step for step in steps if step not in leaving_out] if leaving_out else steps, by_mass=by_mass)


def parts_of(state: Lots, uri: str, holder: str, *, paths: Paths | None = None, by_mass: bool = False) -> Parts:
    """Return what a lot, or everything in a container, rests on in somebody's hands."""
    inside = state.contents(uri)
    paths = paths or paths_of(inside, by_mass=by_mass)
    if inside == [uri]:
        return paths.of(uri, holder)
    weighed = state.weighed_in(uri)
    parts = [paths.of(lot.uri, lot.holder) for lot, _ in weighed]
    if by_mass:
        return blended(zip(parts, [mass for _, mass in weighed], strict=True))
    there = [_part(lot, mass) for lot, mass in weighed]
    metals = metals_of(there, {part.facts.element for part in there} - {""})
    held = zip(*(limits_of(part, metals) for part in there), strict=True)
    ways = [weights_in(weighed), *(column for column in held if any(column))]
    return cautious([blended(zip(parts, weights, strict=True)) for weights in ways])


def _part(lot: Lot, mass: int | None) -> Part:
    if mass == lot.mass_mg:
        return Part(mass, lot.content_mg, tuple(lot.most.items()), lot.facts)
    return Part(mass, lot.content_of(mass), lot.most_of(mass), lot.facts)


def weights_in(weighed: Sequence[tuple[Lot, int | None]]) -> list[int | None]:
    """Return what lots in a container weigh beside each other: their content where all hold one element, else mass."""
    contents = [lot.assured_content_of(mass) for lot, mass in weighed]
    elements = (lot.facts.element for lot, _ in weighed)
    return contents if is_by_content(zip(elements, contents, strict=True)) else [mass for _, mass in weighed]


def asks_custodians(pack: str) -> bool:
    """Say whether an edition asks everybody on the way for a custody certificate."""
    return bool(rules_of(pack).value("custody.chain_certificate_needed", False))  # noqa: FBT003 - a parameter's default


def rules_of(pack: str) -> Rules:
    """Return the parameters of an edition by name; an edition that is not here says nothing."""
    try:
        return scheme.pack(pack).rules
    except (scheme.PackMissing, scheme.PackRefused):
        return Rules()


def terms_of(pack: str) -> SchemeTerms:
    """Return what an edition says of claims; where it is silent, all models of the chain and the lowest level hold."""
    rules = rules_of(pack)
    ranks = {
        path.removesuffix(".rank"): parameter.number
        for path, parameter in rules.under("rating.levels").items()
        if path.endswith(".rank")
    }
    return SchemeTerms(
        models=tuple(rules.value("custody.models_allowed", CHAIN)),
        levels=tuple(sorted(ranks, key=ranks.__getitem__)),
        blend_level=str(rules.value("custody.blend_level", LOWEST)),
    )


def remembering() -> Callable[[str], SchemeTerms]:
    """Return the question for an edition's terms, asked once for each edition."""
    return cache(terms_of)
