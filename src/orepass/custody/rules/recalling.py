"""Recall: how much of what a lot is made of comes from what is suspected.

One forward pass over the part of the lots' graph that lies downstream of the suspected lots. What does not come from
them counts as clean, whatever it is. Where an unweighed input hides how much, the share lies between nothing and all,
and every mass is reckoned from the greater one: a recall never leaves anything out for want of a weight.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

import msgspec
import numpy as np

from orepass.custody.rules import lineage
from orepass.custody.rules.graph import Making, Name, Source, Use, is_left
from orepass.custody.rules.lineage import Arrays

EXACT_EDGES: Final = 5_000
EXACT_LEVELS: Final = 60
"""Beyond this many inputs, or steps one after the other, shares are reckoned in float64 and said to be so."""

SUSPECT: Final = "suspect lot"
"""Stands for the place of origin of what is suspected; no address holds a space."""

HIDDEN: Final = Source("hidden part", "")
"""Where a mixture with an unweighed input would begin if it were a place."""


class Part(msgspec.Struct, frozen=True):
    """The part of a lot that comes from what is suspected.

    Attributes:
        least, most: the share; the two differ where an unweighed input hides it.
        certified: the share that was certified where it began, at most.
    """

    least: Fraction
    most: Fraction
    certified: Fraction

    def of(self, amount: int | None) -> int | None:
        """Return the suspected part of a mass at most, rounded up."""
        return _up(amount, self.most)

    def certified_of(self, amount: int | None) -> int | None:
        """Return the suspected part of a mass that counts as certified, at most, rounded up."""
        return _up(amount, self.certified)


NONE: Final = Part(Fraction(0), Fraction(0), Fraction(0))
PERHAPS: Final = Part(Fraction(0), Fraction(1), Fraction(1))


def _up(amount: int | None, share: Fraction) -> int | None:
    return None if amount is None else -(-amount * share.numerator // share.denominator)


def suspect_source(certified: Fraction) -> Source:
    """Return the source of suspected lots of which a share was certified."""
    return Source(SUSPECT, str(certified))


class Reached(msgspec.Struct, frozen=True):
    """Every lot that anything suspected went into, with its part; exact, or in float64."""

    parts: Mapping[Name, Part]
    exact: bool


def reached(uses: Iterable[Use], makings: Iterable[Making], suspects: Iterable[Name]) -> Reached:
    """Return the lots that suspected ones went into, themselves included.

    The makings of the suspected lots themselves begin at :func:`suspect_source`.
    """
    uses, makings, suspects = list(uses), list(makings), set(suspects)
    lots = lineage.affected(uses, makings, suspects)
    uses, makings = _opened(uses, makings, lots)
    arrays = lineage.build(uses, makings)
    exact = arrays.edges <= EXACT_EDGES and len(arrays.levels) <= EXACT_LEVELS
    rows = _exact(arrays) if exact else _floats(arrays)
    loops = set(arrays.unsettled)
    row_of = arrays.row_of
    told = (lot for lot in lots if not is_left(lot))
    parts = {lot: PERHAPS if lot in loops else rows[row_of.get(lot, lineage.UNKNOWN_ROW)] for lot in told}
    return Reached(parts, exact)


def _opened(uses: list[Use], makings: list[Making], lots: set[Name]) -> tuple[list[Use], list[Making]]:
    """Let mixtures whose weights do not say how much is suspected begin at a place of their own."""
    inputs: dict[Name, list[Use]] = {}
    for use in uses:
        inputs.setdefault(use.step, []).append(use)
    hidden = {step for step, used in inputs.items() if _hides([use.weight for use in used], used, lots)}
    made: dict[Name, list[Making]] = {}
    for making in makings:
        made.setdefault(making.lot, []).append(making)
    unclear = {
        lot
        for lot, several in made.items()
        if lot in lots
        and len({making.step if making.source is None else making.source for making in several}) > 1
        and None in [making.weight for making in several]
    }
    kept = [use for use in uses if use.step not in hidden]
    opened = [
        Making(making.lot, making.weight, source=HIDDEN) if making.step in hidden or making.lot in unclear else making
        for making in makings
    ]
    return kept, opened


def _hides(weights: list[int | None], used: list[Use], lots: set[Name]) -> bool:
    unweighed = None in weights or not sum(weight or 0 for weight in weights)
    return len(used) > 1 and unweighed and any(use.lot in lots for use in used)


def _base(source: Source | None) -> Part:
    if source is None:
        return NONE
    if source == HIDDEN:
        return PERHAPS
    return Part(Fraction(1), Fraction(1), Fraction(source.claim_class)) if source.site == SUSPECT else NONE


def _exact(arrays: Arrays) -> list[Part]:
    rows = [_base(source) for source in arrays.sources]
    for start, stop in zip(arrays.pointer[:-1].tolist(), arrays.pointer[1:].tolist(), strict=True):
        weights: list[int] = arrays.weight[start:stop].tolist()
        parts = [rows[row] for row in arrays.source_row[start:stop].tolist()]
        total = sum(weights)
        rows.append(
            Part(
                *(
                    sum((getattr(part, name) * weight for part, weight in zip(parts, weights, strict=True)), Fraction())
                    / total
                    for name in Part.__struct_fields__
                )
            )
        )
    return rows


def _floats(arrays: Arrays) -> list[Part]:
    base = np.array([[float(share) for share in msgspec.structs.astuple(_base(source))] for source in arrays.sources])
    known: dict[float, Fraction] = {}

    def fraction(share: float) -> Fraction:
        if share not in known:
            known[share] = Fraction(min(share, 1.0))
        return known[share]

    return [Part(*map(fraction, row)) for row in lineage.forward(arrays, base).tolist()]
