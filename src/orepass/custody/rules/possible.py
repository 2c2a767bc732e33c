"""How much of an element can be in a lot, and come out of a step: never more than went in (domain rules C3, D7).

An assay says how much there is. Where nobody assayed, there is at most what the form can hold of it, and in what came
out of a step at most what its inputs leave for it. What is left of an element goes to the outputs that are told in it
and were not assayed, else to those of which nobody told an element, else to all others; they share it by their mass. So
a lot that is split, mixed, renamed or told without its assay never comes to hold more than went into it, whatever it is
called on the way. Units: milligrams.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

import msgspec

from orepass.custody.rules.lots import Most, Movement
from orepass.custody.rules.materials import Limits, contained
from orepass.custody.rules.terms import NOTHING, Facts

PER_CENT: Final = 100


class Part(msgspec.Struct, frozen=True, gc=False):
    """So much of a lot, as it went into a step or came out of it; ``None`` where nobody weighed or assayed it."""

    mass_mg: int | None = None
    content_mg: int | None = None
    most: Most = ()
    facts: Facts = NOTHING


class Throughput(msgspec.Struct, frozen=True):
    """What went into a step and what came out of it so far: of one event, or of all the events of a campaign."""

    used: tuple[Part, ...] = ()
    made: tuple[Part, ...] = ()

    def and_then(self, more: "Throughput") -> "Throughput":
        """Return both together."""
        return Throughput((*self.used, *more.used), (*self.made, *more.made))


def part_of(moved: Movement) -> Part:
    """Return what was moved as a part of a step."""
    return Part(moved.mass_mg, moved.content_mg, moved.most, moved.facts)


def by_form(part: Part, limits: Limits) -> int | None:
    """Return the most of its element that a part can hold by its mass and form; a moisture that nobody told is none."""
    facts = part.facts
    if part.mass_mg is None or not facts.element:
        return None
    grade = limits.most(facts.material) * PER_CENT
    water = facts.moisture_pct or Decimal(0)
    return contained(part.mass_mg, material=facts.material, moisture_pct=water, grade_pct=grade)


def most(part: Part, element: str, limits: Limits) -> int | None:
    """Return the most of an element that can be in a part; ``None`` where nobody weighed it.

    Of an element that nobody ever told of, there can be all that is not the element that was told of.
    """
    bound = dict(part.most).get(element)
    if part.facts.element == element:
        return part.content_mg if part.content_mg is not None else least_known(bound, by_form(part, limits))
    return least_known(bound, None if part.mass_mg is None else max(0, part.mass_mg - (part.content_mg or 0)))


def least_known(*amounts: int | None) -> int | None:
    """Return the least of what is known, or ``None``."""
    return min((amount for amount in amounts if amount is not None), default=None)


def most_in(step: Throughput, element: str, limits: Limits) -> int | None:
    """Return the most of an element that can have gone into a step; ``None`` when a part of it was never weighed."""
    return _sum(most(part, element, limits) for part in step.used)


def told_in(step: Throughput, element: str, limits: Limits) -> int | None:
    """Return how much of an element is told, or can be in what is told to hold it; ``None`` as for ``most_in``."""
    return _sum(most(part, element, limits) for part in step.used if element in elements_of(part))


def elements_of(part: Part) -> Iterator[str]:
    """Return the element a part is told in, and those that its inputs were told in."""
    if part.facts.element:
        yield part.facts.element
    yield from dict(part.most)


def assayed_out(step: Throughput, element: str) -> int:
    """Return how much of an element came out of a step, as far as it was assayed."""
    return sum(part.content_mg or 0 for part in step.made if part.facts.element == element)


def elements_out(step: Throughput) -> Iterator[str]:
    """Return the elements that assayed outputs are accounted in, each once."""
    yield from dict.fromkeys(part.facts.element for part in step.made if part.facts.element and part.content_mg)


def at_first(step: Throughput, limits: Limits) -> list[Most]:
    """Return the most that each lot can hold that begins from the ground; nothing where an assay says it."""
    forms = [by_form(part, limits) if part.content_mg is None else None for part in step.made]
    return [() if form is None else ((part.facts.element, form),) for part, form in zip(step.made, forms, strict=True)]


def bounded(before: Throughput, now: Throughput, limits: Limits) -> list[Most]:
    """Return the most of each element that each output of an event can hold, where no assay says it.

    Args:
        before: the earlier events of the same campaign.
        now: the event.
        limits: what assays may err, and what forms can hold.
    """
    whole = before.and_then(now)
    untold = (part.facts.element for part in now.made if part.facts.element and part.content_mg is None)
    elements = dict.fromkeys((*(name for part in whole.used for name in elements_of(part)), *untold))
    shared = {element: _shares(element, whole, now, limits) for element in elements}
    return [
        tuple((element, share[at]) for element, share in shared.items() if (at in share)) for at in range(len(now.made))
    ]


def _shares(element: str, whole: Throughput, now: Throughput, limits: Limits) -> dict[int, int]:
    """Return, by the number of the output, how much of an element each can hold that was not assayed for it."""
    others = {at: part for at, part in enumerate(now.made) if part.facts.element != element}
    told = {at: part for at, part in enumerate(now.made) if part.facts.element == element and part.content_mg is None}
    takers = told or {at: part for at, part in others.items() if not part.facts.element} or others
    going_in = most_in(whole, element, limits)
    left = None if going_in is None else _left(element, going_in, whole, limits)
    found = {} if left is None else dict.fromkeys(others, 0)
    weights = [part.mass_mg for part in takers.values()]
    for at, part in takers.items():
        share = left
        if left is not None and part.mass_mg is not None and None not in weights:
            share = -(-left * part.mass_mg // sum(weight or 0 for weight in weights))
        bound = least_known(share, by_form(part, limits) if at in told else None)
        if bound is not None:
            found[at] = bound
    return found


def _left(element: str, going_in: int, whole: Throughput, limits: Limits) -> int:
    """Return what is left of an element for outputs without an assay."""
    numerator, denominator = (1 + limits.tolerance(element)).as_integer_ratio()
    earlier = sum(dict(part.most).get(element, 0) for part in whole.made)
    left = going_in * numerator // denominator - assayed_out(whole, element) - earlier
    # What assays may err is granted once, however many steps nobody assays.
    return max(0, min(left, going_in))


def _sum(amounts: Iterable[int | None]) -> int | None:
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
