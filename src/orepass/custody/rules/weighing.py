"""By what the parts of a mixture are weighed: the contained element where every part has it, else the mass."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from orepass.custody.rules.counted import counts
from orepass.custody.rules.graph import Name
from orepass.custody.rules.lots import WEIGHT, Move, Movement, counted_of
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.possible import Part, even, most, most_assayed
from orepass.custody.rules.terms import Facts
from orepass.kernel.quantity import sum_known

Step = tuple[Name, Movement]
"""A movement with the step it belongs to: the event, or the campaign that several events make up."""


Weighed = Movement | Part
"""So much of a lot as an event moves, or as there is."""

type Amounts = tuple[int, ...]
"""For each of some metals what a part can hold of it: at most, if all is alike, and as it counts; in milligrams."""


class Pot(msgspec.Struct, frozen=True, kw_only=True):
    """One of the mixtures of a campaign that was fed again after something came out of it (``rules.in_time``).

    Attributes:
        step: its name, among steps.
        before: the mixture that it goes on from.
        left: what is left of that; ``None`` where nothing is.
        beyond_mg, beyond_content_mg: what came out of it that was not in it, by mass and by content.
    """

    step: Name
    before: Name | None = None
    left: Part | None = None
    beyond_mg: int = 0
    beyond_content_mg: int = 0


_NO_LIMITS: Final = Limits()
"""What forms can hold by stoichiometry; what a scheme says beside it was noted when the lot began."""


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

    def __init__(self, steps: Iterable[Step], *, by_mass: bool = False, pots: Iterable[Pot] = ()) -> None:
        """Look at what goes into each step, and at the parts that begin of each lot."""
        minerals: dict[Name, set[str]] = {}
        used: dict[Name, list[Weighed]] = {}
        begun: dict[str, list[Movement]] = {}
        for step, moved in steps:
            if moved.move is Move.USED:
                used.setdefault(step, []).append(moved)
            elif moved.move is Move.BEGUN:
                begun.setdefault(moved.lot, []).append(moved)
                if moved.facts.element:
                    minerals.setdefault(step, set()).add(moved.facts.element)
        for pot in pots:
            if pot.left is not None:
                used.setdefault(pot.step, []).append(pot.left)
        several = {step: parts for step, parts in used.items() if len(parts) > 1}
        self._several = several.keys() & minerals.keys()
        self._steps = set() if by_mass else {step for step, parts in used.items() if _alike(parts)}
        self._lots = set() if by_mass else {lot for lot, parts in begun.items() if _alike(parts)}
        self._metals: dict[Name, tuple[str, ...]] = {}
        self._metals_of_lots: dict[str, tuple[str, ...]] = {}
        if not by_mass:
            again = {lot: parts for lot, parts in begun.items() if len(parts) > 1}
            self._metals = {step: metals_of(parts, minerals.get(step, ())) for step, parts in several.items()}
            self._metals_of_lots = {lot: metals_of(parts, _told(parts)) for lot, parts in again.items()}

    def of_use(self, step: Name, moved: Weighed) -> int | None:
        """Return what a lot weighs among all that goes into a step."""
        return _content(moved) if step in self._steps else moved.mass_mg

    def beyond(self, pot: Pot) -> int:
        """Return how much of what came out of a mixture was not in it."""
        return pot.beyond_content_mg if pot.step in self._steps else pot.beyond_mg

    def besides(self, step: Name, moved: Movement) -> int:
        """Return how much of that weight is of nothing that the lot was made of, where others go in beside it.

        Where the product is told in no element, it is put together of much that nobody tells, and so are its parts.
        """
        bound = dict(moved.most).get(WEIGHT) if step in self._several and step not in self._steps else None
        return 0 if bound is None or moved.mass_mg is None else max(0, moved.mass_mg - bound)

    def limits_of_use(self, step: Name, moved: Weighed) -> Amounts:
        """Return how much of each metal of a mixture a part can hold, where its weight does not say it.

        Mass says nothing of metal: what went into a part that nobody assayed may be poorer than the rest. First comes
        all that it can hold, then what it holds if its inputs are spread alike in it, or its form is as rich as usual.
        """
        return limits_of(moved, self._metals.get(step, ()))

    def begins_again(self, lot: str) -> bool:
        """Say whether a lot begins several times, and not all is weighed by mass alone."""
        return lot in self._metals_of_lots

    def limits_of_making(self, moved: Movement) -> Amounts:
        """Return the same of a part of a lot that begins several times."""
        return limits_of(moved, self._metals_of_lots.get(moved.lot, ()))

    def of_making(self, moved: Movement) -> int | None:
        """Return what a part of a lot that begins weighs among the parts that begin."""
        return _content(moved) if moved.lot in self._lots else moved.mass_mg


def weighed_together(parts: Sequence[Part]) -> list[tuple[int | None, Amounts]]:
    """Return what each part of a lot that began several times weighs beside the others, and the other ways to weigh it.

    What is taken of such a lot is reckoned to hold as much as all of it on average: neither content nor mass alone says
    how much of it a part is.
    """
    if is_by_content((part.facts.element, most_assayed(part)) for part in parts):
        return [(most_assayed(part), () if part.mass_mg is None else (part.mass_mg,)) for part in parts]
    metals = metals_of(parts, _told(parts))
    return [(part.mass_mg, limits_of(part, metals)) for part in parts]


def part_within(part: Part, mass_mg: int | None) -> Part:
    """Return so much of a part, rounded down; of what nobody weighed nothing is known but that."""
    if mass_mg is None or not part.mass_mg:
        return Part(facts=part.facts)
    content = None if part.content_mg is None else part.content_mg * mass_mg // part.mass_mg
    bounds = tuple((name, amount * mass_mg // part.mass_mg) for name, amount in part.most)
    return Part(mass_mg, content, bounds, part.facts)


def put_together(first: Part, more: Part) -> Part:
    """Return two parts as one; what is told of one of them only is not known of both."""
    alike = first.facts.element == more.facts.element
    content = sum_known((first.content_mg, more.content_mg)) if alike else None
    noted = dict(more.most)
    bounds = tuple((name, amount + noted[name]) for name, amount in first.most if name in noted)
    facts = first.facts if alike and first.facts.material == more.facts.material else Facts()
    return Part(sum_known((first.mass_mg, more.mass_mg)), content, bounds, facts)


def metals_of(parts: Sequence[Weighed], made: Iterable[str]) -> tuple[str, ...]:
    """Return the metals by which a mixture is to be looked at beside its weights; ``made`` are those that come out.

    A part that is told in another metal, and of which nobody knows how much it can hold of this one, is none of it. One
    that is told in none may hold any, where a mineral comes out.
    """
    out, told = set(made), _told(parts)
    weighed_by = told if _alike(parts) else set[str]()
    asked = sorted((told | out) - weighed_by)
    return tuple(metal for metal in asked if all(_may_hold(part, metal, mineral=bool(out)) for part in parts))


def limits_of(part: Weighed, metals: Sequence[str]) -> Amounts:
    """Return how much of each metal a part can hold: at most, if all is alike, and as it counts beside others."""
    if not metals:
        return ()
    whole = Part(part.mass_mg, part.content_mg, part.most, part.facts)
    return tuple(measure(whole, metal, _NO_LIMITS) or 0 for metal in metals for measure in (most, even, counts))


def _told(parts: Iterable[Weighed]) -> set[str]:
    return {part.facts.element for part in parts} - {""}


def _may_hold(part: Weighed, metal: str, *, mineral: bool) -> bool:
    element = part.facts.element
    return element == metal or metal in dict(part.most) or (mineral and not element)


def _alike(parts: Iterable[Weighed]) -> bool:
    return is_by_content((part.facts.element, _content(part)) for part in parts)


def _content(moved: Weighed) -> int | None:
    if moved.content_mg is None or not moved.most:
        return moved.content_mg
    return counted_of(moved.content_mg, moved.facts.element, moved.most)
