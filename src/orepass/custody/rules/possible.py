"""How much of an element can be in a lot, and come out of a step: never more than went in (domain rules C3, D7).

An assay says how much there is. Where nobody assayed, there is at most what the form can hold of it, and in what came
out of a step at most what its inputs leave for it, the unassayed outputs sharing it by their mass. So a lot that is
split, mixed, renamed or told without its assay never comes to hold more than went into it. Units: milligrams.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

import msgspec

from orepass.custody.rules.lots import Movement
from orepass.custody.rules.materials import Limits, contained
from orepass.custody.rules.terms import NOTHING, Facts

PER_CENT: Final = 100


class Part(msgspec.Struct, frozen=True, gc=False):
    """So much of a lot, as it went into a step or came out of it; ``None`` where nobody weighed or assayed it."""

    mass_mg: int | None = None
    content_mg: int | None = None
    most_mg: int | None = None
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
    return Part(moved.mass_mg, moved.content_mg, moved.most_mg, moved.facts)


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

    Of an element that nobody told of, there can be all that is not the element that was told of.
    """
    if part.facts.element == element:
        return part.content_mg if part.content_mg is not None else least_known(part.most_mg, by_form(part, limits))
    return None if part.mass_mg is None else max(0, part.mass_mg - (part.content_mg or 0))


def least_known(*amounts: int | None) -> int | None:
    """Return the least of what is known, or ``None``."""
    return min((amount for amount in amounts if amount is not None), default=None)


def most_in(step: Throughput, element: str, limits: Limits) -> int | None:
    """Return the most of an element that can have gone into a step; ``None`` when a part of it was never weighed."""
    return _sum(most(part, element, limits) for part in step.used)


def told_in(step: Throughput, element: str, limits: Limits) -> int | None:
    """Return how much of an element is told, or can be in what is told to hold it; ``None`` as for ``most_in``."""
    return _sum(most(part, element, limits) for part in step.used if part.facts.element == element)


def assayed_out(step: Throughput, element: str) -> int:
    """Return how much of an element came out of a step, as far as it was assayed."""
    return sum(part.content_mg or 0 for part in step.made if part.facts.element == element)


def elements_out(step: Throughput) -> Iterator[str]:
    """Return the elements that assayed outputs are accounted in, each once."""
    yield from dict.fromkeys(part.facts.element for part in step.made if part.facts.element and part.content_mg)


def at_first(step: Throughput, limits: Limits) -> list[int | None]:
    """Return the most that each lot can hold that begins from the ground; ``None`` where an assay says it."""
    return [by_form(part, limits) if part.content_mg is None else None for part in step.made]


def bounded(before: Throughput, now: Throughput, limits: Limits) -> list[int | None]:
    """Return the most that each output of an event can hold; ``None`` where an assay says it, or nobody can.

    Args:
        before: the earlier events of the same campaign.
        now: the event.
        limits: what assays may err, and what forms can hold.
    """
    whole = before.and_then(now)
    return [_bound(part, whole, now, limits) for part in now.made]


def _bound(part: Part, whole: Throughput, now: Throughput, limits: Limits) -> int | None:
    element = part.facts.element
    if part.content_mg is not None:
        return None
    form, going_in = by_form(part, limits), most_in(whole, element, limits) if element else None
    if going_in is None:
        return form
    numerator, denominator = (1 + limits.tolerance(element)).as_integer_ratio()
    earlier = sum(one.most_mg or 0 for one in _unassayed(whole, element))
    left = max(0, going_in * numerator // denominator - assayed_out(whole, element) - earlier)
    left = min(left, going_in)  # what assays may err is granted once, however many steps nobody assays
    beside = [one.mass_mg for one in _unassayed(now, element)]
    if part.mass_mg is None or None in beside:
        return least_known(form, left)
    return least_known(form, -(-left * part.mass_mg // sum(mass for mass in beside if mass is not None)))


def _unassayed(step: Throughput, element: str) -> Iterator[Part]:
    return (part for part in step.made if part.facts.element == element and part.content_mg is None)


def _sum(amounts: Iterable[int | None]) -> int | None:
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
