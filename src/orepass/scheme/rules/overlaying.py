"""Where overlays hold, and what is stricter: the arithmetic of interpretations, as they are written.

An overlay holds where its own countries and condition say so and every overlay it extends holds too. Being stricter is
an order: a core requirement is stricter than one that counts by weight, an earlier year than a later one, less kinds of
evidence than more. Overlays that hold together are combined key by key to the strictest of them, so their order never
matters.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, NamedTuple

import msgspec

from orepass.scheme.rules import blocks
from orepass.scheme.rules.draft import OverlayDraft
from orepass.scheme.rules.expression import ALWAYS
from orepass.scheme.rules.parameters import Parameter, Rules
from orepass.scheme.rules.written import OverlayFile

DRAFT: Final = "draft"
"""Overlays of this status are shown and never applied."""


class Side(StrEnum):
    """On which side of an earlier value a later one stands; undecided where neither is stricter in every part."""

    STRICTER = "stricter"
    LOOSER = "looser"
    UNDECIDED = "undecided"


def _side(*, stricter: bool, looser: bool) -> Side:
    if stricter == looser:
        return Side.UNDECIDED
    return Side.STRICTER if stricter else Side.LOOSER


def both(one: str, two: str) -> str:
    """Join two conditions that must both hold."""
    parts = [part for part in (one, two) if part != ALWAYS]
    return " && ".join(f"({part})" if "||" in part and len(parts) > 1 else part for part in parts) or ALWAYS


def own_condition(overlay: OverlayFile) -> str:
    """Return where an overlay holds by its own words: countries and condition."""
    listed = ", ".join(f'"{country}"' for country in overlay.countries)
    where = f"site.country in [{listed}]" if len(overlay.countries) > 1 else f"site.country == {listed}"
    return both(where if overlay.countries else ALWAYS, overlay.applies_when)


def ancestors(overlays: Mapping[str, OverlayDraft], name: str) -> list[str]:
    """Return the overlays that one extends, nearest first, each once; unknown names and circles are passed over."""
    found: list[str] = []
    waiting = [name]
    while waiting:
        for above in overlays[waiting.pop(0)].overlay.extends:
            if above in overlays and above not in found and above != name:
                found.append(above)
                waiting.append(above)
    return found


def condition_of(overlays: Mapping[str, OverlayDraft], name: str) -> str:
    """Return where an overlay holds, those it extends included."""
    condition = ALWAYS
    for one in (*reversed(ancestors(overlays, name)), name):
        condition = both(condition, own_condition(overlays[one].overlay))
    return condition


class Asked(NamedTuple):
    """How strictly a requirement is asked: the parts that an overlay may tighten."""

    core: bool
    weight: Decimal
    due_year: int
    accepts: tuple[str, ...]

    def with_(self, *, core: bool | None, weight: Decimal | None, due_year: int | None, accepts: Any) -> "Asked":  # noqa: ANN401 - a list or a tuple of words
        """Return the strictest of what is asked and what an overlay asks; nothing leaves a part as it is."""
        return Asked(
            self.core or bool(core),
            max(self.weight, weight or self.weight),
            min(self.due_year, self.due_year if due_year is None else due_year),
            tuple(kind for kind in self.accepts if accepts is None or kind in accepts),
        )


def sides(earlier: Asked, later: Asked) -> dict[str, Side]:
    """Say of each part that is asked otherwise on which side it stands; the order of evidence is nothing."""
    return {
        part: _side(stricter=_with(earlier, part, later) == theirs, looser=_with(later, part, earlier) == ours)
        for part, ours, theirs in zip(Asked._fields, _plain(earlier), _plain(later), strict=True)
        if ours != theirs
    }


def _with(one: Asked, part: str, other: Asked) -> object:
    """Return one part as both together ask for it."""
    asked = one.with_(**{**one._asdict(), part: getattr(other, part)})
    return _plain(asked)[Asked._fields.index(part)]


def _plain(asked: Asked) -> tuple[object, ...]:
    return (asked.core, asked.weight, asked.due_year, frozenset(asked.accepts))


def strictest(base: Rules, over: Rules) -> Rules:
    """Return a standard's parameters with an overlay's laid over them: the stricter of the two, path by path."""
    return Rules(
        {
            path: stricter(path, found, over[path]) if path in over and blocks.known(path) else found
            for path, found in base.parameters.items()
        }
    )


def stricter(path: str, one: Parameter, two: Parameter) -> Parameter:
    """Return the stricter of two values of a parameter; of two lists, what both of them allow or either forbids."""
    known = blocks.known(path)
    assert known is not None, "only known parameters are compared"
    if known.stricter in {"fewer", "more"}:
        return msgspec.structs.replace(one, value=_listed(known.stricter, one.value, two.value))
    return two if _rank(path, known.stricter, two) > _rank(path, known.stricter, one) else one


def _listed(side: str, one: list[str], two: list[str]) -> list[str]:
    if side == "fewer":
        return [word for word in one if word in two]
    return [*one, *(word for word in two if word not in one)]


def _rank(path: str, side: str, found: Parameter) -> Fraction:
    """Return how strict a value is; the higher the stricter."""
    if side in {"true", "false"}:
        return Fraction(found.value is (side == "true"))
    if side == "ordered":
        return Fraction(blocks.order_of(path).index(found.value))
    if found.value is None:
        return Fraction(-(10**18))
    return {"lower": -found.share, "higher": found.share}.get(side, Fraction(0))


def loosens(path: str, base: Parameter, new: Parameter) -> bool:
    """Say whether a new value of a parameter is looser than the one there is, in any part."""
    known = blocks.known(path)
    assert known is not None, "only known parameters are compared"
    if known.stricter == "fewer":
        return not set(new.value) <= set(base.value)
    if known.stricter == "more":
        return not set(base.value) <= set(new.value)
    return _rank(path, known.stricter, new) < _rank(path, known.stricter, base)


def side_of(path: str, earlier: Parameter, later: Parameter) -> Side:
    """Say on which side of an earlier value of a parameter a later one stands."""
    if not movable(path):
        return Side.UNDECIDED
    return _side(stricter=loosens(path, later, earlier), looser=loosens(path, earlier, later))


def movable(path: str) -> bool:
    """Say whether an overlay may move a parameter at all."""
    known = blocks.known(path)
    return known is not None and bool(known.stricter)


def chain(overlays: Mapping[str, OverlayDraft], name: str) -> Iterator[OverlayDraft]:
    """Go through the overlays that one extends."""
    yield from (overlays[above] for above in ancestors(overlays, name))
