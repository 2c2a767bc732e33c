"""By what the parts of a mixture are weighed: the contained element where every part has it, else the mass."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from orepass.custody.rules.graph import Name
from orepass.custody.rules.lots import Move, Movement

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


def weight_of(moved: Movement) -> int | None:
    """Return what a lot weighs in a mixture."""
    return moved.mass_mg if moved.content_mg is None else moved.content_mg


def weighed_by_content(steps: Iterable[Step]) -> set[Name]:
    """Return the steps of which every input has a content, all of one element."""
    elements: dict[Name, set[str]] = {}
    for step, moved in steps:
        if moved.move is Move.USED:
            known = moved.facts.element if moved.content_mg is not None else ""
            elements.setdefault(step, set()).add(known)
    return {step for step, found in elements.items() if len(found) == 1 and "" not in found}
