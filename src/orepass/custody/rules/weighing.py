"""By what the parts of a mixture are weighed: the contained element where every part has it, else the mass."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from orepass.custody.rules.graph import Name
from orepass.custody.rules.lots import WEIGHT, Move, Movement, least_known

Step = tuple[Name, Movement]
"""A movement with the step it belongs to: the event, or the campaign that several events make up."""


def measured(steps: Sequence[Step]) -> list[Step]:
    """Give a whole lot that was used before anyone weighed it the mass it was given later."""
    if not any(map(_unweighed, steps)):
        return list(steps)
    begun = {moved.lot: moved for _, moved in steps if moved.move is Move.BEGUN}
    return [_as_begun(part, begun) if _unweighed(part) else part for part in steps]


def _unweighed(part: Step) -> bool:
    moved = part[1]
    return moved.mass_mg is None and moved.content_mg is None and moved.move is Move.USED


def _as_begun(part: Step, begun: Mapping[str, Movement]) -> Step:
    step, moved = part
    first = begun.get(moved.lot)
    if first is None:
        return part
    whole = msgspec.structs.replace(moved, mass_mg=first.mass_mg, content_mg=first.content_mg, facts=first.facts)
    return step, whole


def is_by_content(parts: Iterable[tuple[str, int | None]]) -> bool:
    """Say whether parts, each an element and its content, are weighed by content: all hold some of one element.

    What is told to hold nothing has no weight by content, and would vanish from the mixture: then all count by mass.
    """
    elements = {element if content else "" for element, content in parts}
    return len(elements) == 1 and "" not in elements


class Weights:
    """What each part of the mixtures among some movements weighs.

    A mixture is weighed by the contained element where every part holds some of one element, else by mass; on request
    by mass alone. What is contained counts as far as what the lot was made of can hold it.
    """

    def __init__(self, steps: Iterable[Step], *, by_mass: bool = False) -> None:
        """Look at what goes into each step, and at the parts that begin of each lot."""
        minerals: set[Name] = set()
        used: dict[Name, list[Movement]] = {}
        begun: dict[str, list[Movement]] = {}
        for step, moved in steps:
            if moved.move is Move.USED:
                used.setdefault(step, []).append(moved)
            elif moved.move is Move.BEGUN:
                begun.setdefault(moved.lot, []).append(moved)
                minerals.update([step] if moved.facts.element else [])
        self._several = {step for step, parts in used.items() if len(parts) > 1} & minerals
        self._steps = set() if by_mass else {step for step, parts in used.items() if _alike(parts)}
        self._lots = set() if by_mass else {lot for lot, parts in begun.items() if _alike(parts)}

    def of_use(self, step: Name, moved: Movement) -> int | None:
        """Return what a lot weighs among all that goes into a step."""
        return _content(moved) if step in self._steps else moved.mass_mg

    def besides(self, step: Name, moved: Movement) -> int:
        """Return how much of that weight is of nothing that the lot was made of, where others go in beside it.

        Where the product is told in no element, it is put together of much that nobody tells, and so are its parts.
        """
        bound = dict(moved.most).get(WEIGHT) if step in self._several and step not in self._steps else None
        return 0 if bound is None or moved.mass_mg is None else max(0, moved.mass_mg - bound)

    def of_making(self, moved: Movement) -> int | None:
        """Return what a part of a lot that begins weighs among the parts that begin."""
        return _content(moved) if moved.lot in self._lots else moved.mass_mg


def _alike(parts: Iterable[Movement]) -> bool:
    return is_by_content((moved.facts.element, _content(moved)) for moved in parts)


def _content(moved: Movement) -> int | None:
    if moved.content_mg is None or not moved.most:
        return moved.content_mg
    return least_known(moved.content_mg, dict(moved.most).get(moved.facts.element))
