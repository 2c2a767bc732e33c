"""What a lot still carries: of which scheme, under which model and level, and how much of it."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final

import msgspec

from orepass.custody.rules.claims.held import OTHER_MATTER, UNKNOWN, Held, Parts
from orepass.custody.rules.claims.lattice import (
    BOOK_AND_CLAIM,
    CHAIN,
    CONTROLLED_BLENDING,
    MASS_BALANCE,
    NO_CLAIM,
    nearest,
    strictest_allowed,
)

OTHER_SCHEME: Final = "other_scheme"
MIXED: Final = "mixed"
LOWEST, WEIGHTED = "lowest", "weighted"


class SchemeTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition says of claims: its models, its levels from the lowest, and which level a mixture shows."""

    models: tuple[str, ...] = CHAIN
    levels: tuple[str, ...] = ()
    blend_level: str = LOWEST


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What may be claimed of a lot; nothing has no model and a share of zero.

    Attributes:
        share: the claimable part, exact.
        sites, certificates: what that part rests on, in order of name; an account names neither.
        lost: why the rest may not be claimed, with its share, the largest first.
        allowed: the models that the scheme knows; empty where no scheme is known.
    """

    pack: str = ""
    model: str = NO_CLAIM
    level: str = ""
    share: Fraction = Fraction(0)
    sites: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    lost: tuple[tuple[str, Fraction], ...] = ()
    allowed: tuple[str, ...] = ()

    @property
    def scheme(self) -> str:
        """Return the scheme of the claim, or nothing."""
        return self.pack.partition("@")[0]

    @property
    def stands(self) -> bool:
        """Say whether there is anything to claim."""
        return self.share > 0 and bool(self.model)

    @property
    def reason(self) -> str:
        """Return the reason why most of the rest may not be claimed, or nothing."""
        return self.lost[0][0] if self.lost else ""


NO_CLAIM_AT_ALL: Final = Claim(lost=((UNKNOWN, Fraction(1)),))


def read(parts: Parts, terms_of: Callable[[str], SchemeTerms], *, scheme: str = "") -> Claim:
    """Return the claim of a mixture, of the scheme that most of it is certified by, or of the one asked for."""
    pack = _pack(parts, scheme)
    terms = terms_of(pack) if pack else SchemeTerms()
    named = pack.partition("@")[0]
    good = {held: share for held, share in parts.items() if held.stands and held.scheme == named}
    lost: dict[str, Fraction] = {}
    for held, share in parts.items():
        if held not in good:
            _add(lost, held.lost or OTHER_SCHEME, share)
    model, kept = _model(good, terms)
    for held in good.keys() - kept.keys():
        _add(lost, MIXED, good[held])
    ordered = tuple(sorted(lost.items(), key=lambda part: (-part[1], part[0])))
    if not model or not kept:
        return Claim(pack=pack, lost=ordered, allowed=terms.models)
    return Claim(
        pack=pack,
        model=model,
        level=level_of(kept, terms),
        share=sum(kept.values(), Fraction(0)),
        sites=tuple(sorted({held.site for held in kept} - {""})),
        certificates=tuple(sorted({held.certificate for held in kept} - {""})),
        lost=ordered,
        allowed=terms.models,
    )


def with_credits(claim: Claim, pack: str, amount: int, whole: int | None, *, allowed: tuple[str, ...]) -> Claim:
    """Return the claim of a lot for which credits were retired: book and claim, where nothing else may be claimed.

    Credits stand beside uncertified material only, so a claim that the lot itself carries stays what it is (C1, C5).
    """
    if claim.stands or not amount or not whole:
        return claim
    share = min(Fraction(amount, whole), Fraction(1))
    return msgspec.structs.replace(claim, pack=pack, model=BOOK_AND_CLAIM, share=share, allowed=allowed)


def claimable(parts: Parts, scheme: str, mineral: str, *, of_all: bool = False) -> Fraction:
    """Return the share of a mixture's mineral, or of all that is told of it, that an account is credited with."""
    of_mineral = {held: share for held, share in parts.items() if held.mineral in {mineral, ""}}
    counted = {held: share for held, share in parts.items() if held != OTHER_MATTER} if of_all else of_mineral
    total = sum(counted.values(), Fraction(0))
    # What stands in a book and claim account is credited nowhere else, be it by who keeps that account.
    free = ((held, share) for held, share in of_mineral.items() if held.stands and not held.book)
    good = (share for held, share in free if not scheme or held.scheme == scheme)
    return sum(good, Fraction(0)) / total if total else Fraction(0)


def _add(found: dict[str, Fraction], reason: str, share: Fraction) -> None:
    found[reason] = found.get(reason, Fraction(0)) + share


def _pack(parts: Parts, scheme: str) -> str:
    """Return the edition that most of the best scheme's part is certified by."""
    by_scheme: dict[str, Fraction] = {}
    by_pack: dict[str, Fraction] = {}
    for held, share in parts.items():
        if held.stands and scheme in {"", held.scheme}:
            _add(by_scheme, held.scheme, share)
            _add(by_pack, held.pack, share)
    if not by_scheme:
        return ""
    best = min(by_scheme, key=lambda name: (-by_scheme[name], name))
    return min((pack for pack in by_pack if pack.partition("@")[0] == best), key=lambda name: (-by_pack[name], name))


def _model(good: Mapping[Held, Fraction], terms: SchemeTerms) -> tuple[str, Mapping[Held, Fraction]]:
    """Return the model of a mixture and the parts that it can be claimed for."""
    if not good:
        return NO_CLAIM, {}
    sources = len({held.site for held in good})
    if sum(good.values()) == 1:
        model = nearest(strictest_allowed([held.model for held in good], sources=sources), terms.models)
        return model, good
    given = {held: share for held, share in good.items() if held.model == MASS_BALANCE}
    if CONTROLLED_BLENDING in terms.models:
        return (MASS_BALANCE if given else CONTROLLED_BLENDING), good
    return (MASS_BALANCE, given) if given and MASS_BALANCE in terms.models else (NO_CLAIM, {})


def level_of(good: Mapping[Held, Fraction], terms: SchemeTerms) -> str:
    """Return the level a mixture shows: the lowest in the pot, or the weighted one; unknown stays unknown (C5)."""
    found = {held.level for held in good}
    if len(found) == 1:
        return found.pop()
    if not found <= set(terms.levels):
        return ""
    ranks = {held: terms.levels.index(held.level) for held in good}
    if terms.blend_level == WEIGHTED:
        total = sum(good.values(), Fraction(0))
        return terms.levels[int(sum((ranks[held] * share for held, share in good.items()), Fraction(0)) / total)]
    return terms.levels[min(ranks.values())]


def blended(inputs: Iterable[tuple[Parts, int | None]]) -> dict[Held, Fraction]:
    """Return the mixture of some parts by weight; with an unweighed one among several, nobody knows."""
    weighed = list(inputs)
    weights = [1 if len(weighed) == 1 else weight for _, weight in weighed]
    total = sum(weight or 0 for weight in weights)
    if None in weights or not total:
        return {Held(lost=UNKNOWN): Fraction(1)}
    found: dict[Held, Fraction] = {}
    for (parts, _), weight in zip(weighed, weights, strict=True):
        for held, share in parts.items() if weight else ():
            found[held] = found.get(held, Fraction(0)) + share * Fraction(weight or 0, total)
    return found
