"""A campaign in time: each of its products is made of what is in the pot when it comes out (docs/decisions/0021).

A campaign that is fed again after something came out of it is several mixtures, one after the other. What is left of
one, what went in less what came out, goes into the next. So what is fed in later gives nothing to what came out before,
and what was claimed of a product is not there for the next one. At one instant the feed comes first. Whatever is told
late takes its place in time. A campaign that is fed before anything comes out of it is one mixture, as any step is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from orepass.custody.rules.graph import Name, next_of
from orepass.custody.rules.lots import EVEN, Move, Movement
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.possible import Part, elements_of, even, most, most_assayed, part_of, weight
from orepass.custody.rules.terms import Facts
from orepass.custody.rules.weighing import Pot, Step, is_by_content
from orepass.kernel.quantity import sum_known

_NO_LIMITS: Final = Limits()

type Order = Mapping[Name, Name | None]
"""The mixtures of the campaigns that were fed again, in time, each with the one that it goes on from."""


def fed_again(steps: Iterable[Step]) -> list[str]:
    """Return the campaigns that were fed at several times: of these it matters what came out between."""
    times: dict[str, set[datetime]] = {}
    for step, moved in steps:
        if isinstance(step, str) and moved.move is Move.USED:
            times.setdefault(step, set()).add(moved.at)
    return sorted(step for step, found in times.items() if len(found) > 1)


def cut(steps: Sequence[Step]) -> tuple[list[Step], Order]:
    """Give each mixture of a campaign that was fed again a name of its own; everything else stays as it is."""
    parts: dict[str, list[int]] = {}
    for number, (step, moved) in enumerate(steps):
        if isinstance(step, str) and moved.move in {Move.USED, Move.BEGUN}:
            parts.setdefault(step, []).append(number)
    again = {step: numbers for step, numbers in parts.items() if _is_fed_again([steps[at][1] for at in numbers])}
    if not again:
        return list(steps), {}
    named = list(steps)
    order: dict[Name, Name | None] = {}
    for campaign, numbers in again.items():
        name: Name = campaign
        order[name], made = None, False
        for at in sorted(numbers, key=lambda number: _when(steps[number][1])):
            fed = steps[at][1].move is Move.USED
            if fed and made:
                before, name = name, next_of(name, campaign)
                order[name] = before
            made = not fed
            named[at] = (name, steps[at][1])
    return named, order


def _is_fed_again(moves: Iterable[Movement]) -> bool:
    """Say whether something goes in after something came out."""
    fed: list[datetime] = []
    made: list[datetime] = []
    for moved in moves:
        (fed if moved.move is Move.USED else made).append(moved.at)
    return bool(fed and made) and max(fed) > min(made)


def _when(moved: Movement) -> tuple[datetime, bool]:
    return moved.at, moved.move is not Move.USED


def pots(steps: Iterable[Step], order: Order) -> list[Pot]:
    """Return the mixtures of the campaigns that were fed again, with what is left of each for the next."""
    if not order:
        return []
    used: dict[Name, list[Part]] = {name: [] for name in order}
    made: dict[Name, list[Part]] = {name: [] for name in order}
    for step, moved in steps:
        if step in order and moved.move in {Move.USED, Move.BEGUN}:
            (used if moved.move is Move.USED else made)[step].append(part_of(moved))
    found: list[Pot] = []
    rest: Part | None = None
    for name, before in order.items():
        rest = None if before is None else rest
        inside = [*used[name], *([rest] if rest else [])]
        found.append(
            Pot(
                step=name,
                before=before,
                left=rest,
                beyond_mg=_beyond(inside, made[name]),
                beyond_content_mg=_beyond_content(inside, made[name]),
            )
        )
        rest = left_in(inside, made[name])
    return found


def left_in(inside: Sequence[Part], made: Sequence[Part]) -> Part | None:
    """Return what is left of a mixture once something came out of it; ``None`` where nothing is.

    Where all was assayed, it is what the assays leave. Else nobody knows how much metal is left: at most what the
    assays leave of all that can have gone in. At least as much as what came out cannot hold, where it is of the form
    that went in; where another form was made, what is left may be waste, and hold nothing.
    """
    if not inside:
        return None
    mass = _less(sum_known(part.mass_mg for part in inside), sum_known(weight(part) for part in made))
    element = _measure_of(inside)
    content = _less(_inside(inside), sum_known(_held(part, element) for part in made)) if element else None
    bounds = dict(_bounds(inside, made))
    if content == 0 or (mass == 0 and not any(bounds.values())):
        return None
    told = {part.facts.element for part in inside}
    forms = {part.facts.material for part in inside}
    facts = Facts(element=_only(told), material=_only(forms))
    return Part(mass, content, tuple(bounds.items()), facts)


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def _measure_of(inside: Sequence[Part]) -> str:
    """Return the element by whose content a mixture is weighed, if it is."""
    by_content = is_by_content((part.facts.element, most_assayed(part)) for part in inside)
    return inside[0].facts.element if by_content else ""


def _inside(parts: Iterable[Part]) -> int | None:
    return sum_known(most_assayed(part) for part in parts)


def _held(part: Part, element: str) -> int | None:
    """Return how much of an element is in what came out; of what nobody assayed it is known only where it is none."""
    if part.facts.element == element:
        return most_assayed(part)
    return 0 if dict(part.most).get(element) == 0 else None


def _bounds(inside: Sequence[Part], made: Sequence[Part]) -> Iterable[tuple[str, int]]:
    """Return how much of each element is left at most, and (``EVEN``) how much for certain if all is spread alike."""
    alike = _is_one_form([*inside, *made])
    for element in dict.fromkeys(name for part in (*inside, *made) for name in elements_of(part)):
        assayed = sum(most_assayed(part) or 0 for part in made if part.facts.element == element)
        upper = _less(sum_known(most(part, element, _NO_LIMITS) for part in inside), assayed)
        going_in = sum_known(even(part, element, _NO_LIMITS) for part in inside)
        out = sum_known(even(part, element, _NO_LIMITS) for part in made)
        if upper is not None:
            yield element, upper
            yield EVEN + element, min(upper, (_less(going_in, out) or 0) if alike else 0)


def _is_one_form(parts: Iterable[Part]) -> bool:
    return bool(_only({part.facts.material for part in parts}))


def _beyond(inside: Sequence[Part], made: Sequence[Part]) -> int:
    """Return how much more came out by mass than was inside, where nothing that came out can have grown heavier."""
    if not inside or not _is_one_form([*inside, *made]):
        return 0
    return _less(sum(weight(part) or 0 for part in made), sum_known(part.mass_mg for part in inside)) or 0


def _beyond_content(inside: Sequence[Part], made: Sequence[Part]) -> int:
    """Return how much more was assayed in what came out than was inside."""
    element = _measure_of(inside) if inside else ""
    out = sum(most_assayed(part) or 0 for part in made if part.facts.element == element)
    return (_less(out, _inside(inside)) or 0) if element else 0


def _less(amount: int | None, gone: int | None) -> int | None:
    return None if amount is None or gone is None else max(0, amount - gone)
