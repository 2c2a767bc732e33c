"""How much of an element can be in a lot, and come out of a step: never more than went in (domain rules C3, D7).

An assay says how much there is. Where nobody assayed, there is at most what the form can hold of it, and in what came
out of a step at most what its inputs leave for it. What is left of an element goes to the outputs that are told in it
and were not assayed, else to those of which nobody told an element, else to all others. Each of several can hold all
of it, for ore is sorted and slag is poor; what they hold if they are alike, by mass, is kept beside it (``EVEN``), and
more than that is asked about. So a lot that is split, mixed, renamed or told without its assay never comes to hold more
than went into it, whatever it is called on the way, without a question.

What assays may err is granted once, for the lot that was measured first: an assay that tells more than can have gone in
passes within it, and what went in stays the most of the product, so that a chain of assays gains no more than one. The
same holds for the mass: what comes out can weigh what went in, and what reacts with its elements in the forms that come
out (``heaviest``); what weighs more, with water or by what nobody named, keeps that as the most of its mass
(``WEIGHT``). Units: milligrams.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

import msgspec

from orepass.custody.rules.forms import FORMS
from orepass.custody.rules.lots import EVEN, REST, WEIGHT, Most, Movement, is_element, least_known
from orepass.custody.rules.materials import Limits, contained, step_of
from orepass.custody.rules.terms import NOTHING, Facts
from orepass.kernel.quantity import sum_known

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
        return least_known(bound, by_form(part, limits) if part.content_mg is None else part.content_mg)
    return least_known(bound, None if part.mass_mg is None else max(0, part.mass_mg - (part.content_mg or 0)))


def gathered(parts: Iterable[Part]) -> list[Part]:
    """Put parts together that are reckoned alike: of one form and moisture, and without a mark of their mass."""
    found: list[Part] = []
    alike: dict[tuple[object, ...], list[Part]] = {}
    for part in parts:
        names = tuple(name for name, _amount in part.most)
        if part.mass_mg is None or WEIGHT in names or REST in names:
            found.append(part)
        else:
            facts = part.facts
            key = (facts.material, facts.element, facts.moisture_pct, part.content_mg is None, names)
            alike.setdefault(key, []).append(part)
    return [*found, *(several[0] if len(several) == 1 else _one(several) for several in alike.values())]


def _one(parts: Sequence[Part]) -> Part:
    first = parts[0]
    amounts = [sum(column) for column in zip(*([amount for _name, amount in part.most] for part in parts), strict=True)]
    return Part(
        sum(part.mass_mg or 0 for part in parts),
        None if first.content_mg is None else sum(part.content_mg or 0 for part in parts),
        tuple((name, amount) for (name, _amount), amount in zip(first.most, amounts, strict=True)),
        first.facts,
    )


def by_usual(part: Part, limits: Limits) -> int | None:
    """Return the most of its element that is usual in a part by its mass and form; without a usual grade the most."""
    form = by_form(part, limits)
    usual = limits.grade.get(step_of(part.facts.material))
    if form is None or usual is None:
        return form
    facts = part.facts
    water, grade = facts.moisture_pct or Decimal(0), usual.high * PER_CENT
    return min(form, contained(part.mass_mg or 0, material=facts.material, moisture_pct=water, grade_pct=grade))


def weight(part: Part) -> int | None:
    """Return how much of a part's mass can be of what it was made of; ``None`` where nobody weighed it."""
    return None if part.mass_mg is None else least_known(part.mass_mg, dict(part.most).get(WEIGHT))


def dry(part: Part) -> Fraction:
    """Return what a part weighs without its water, where somebody told how much there is."""
    solids = Fraction(part.mass_mg or 0) * (1 - Fraction(part.facts.moisture_pct or 0) / PER_CENT)
    return min(solids, Fraction(weight(part) or 0))


def wet(part: Part) -> Fraction:
    """Return what a part weighs as it is."""
    return Fraction(weight(part) or 0)


def rest(part: Part) -> Fraction:
    """Return how much of a part can be no compound of its element: of what was assayed, what the compound leaves."""
    compound = (most_assayed(part) or 0) * _per_element(part.facts.material)
    noted = dict(part.most).get(REST)
    found = max(dry(part) - compound, Fraction())
    return found if noted is None else min(found, Fraction(noted))


def heaviest(step: Throughput, limits: Limits, weigh: Callable[[Part], Fraction] = dry) -> Fraction | None:
    """Return the most that what comes out can weigh: what went in, and what its elements bind in another form.

    A hydroxide weighs more than its metal, by oxygen and hydrogen, and less than the sulfate that it was made of: what
    is in neither compound stays as much as it was, so that turning one into the other and back gains nothing. ``None``
    when a part was never weighed.
    """
    if any(part.mass_mg is None for part in step.used):
        return None
    out: dict[str, Fraction] = {}
    materials = {part.facts.material for part in step.made}
    for form, material in ((FORMS[name], name) for name in materials if name in FORMS):
        out[form.element] = max(_per_element(material), out.get(form.element, Fraction()))
    is_open = not materials <= FORMS.keys()
    return sum((_heaviest_of(part, out, limits, weigh, is_open=is_open) for part in gathered(step.used)), Fraction())


def _heaviest_of(
    part: Part, out: Mapping[str, Fraction], limits: Limits, weigh: Callable[[Part], Fraction], *, is_open: bool
) -> Fraction:
    """Return the most that comes of one part; ``out`` is what one part of an element weighs in what comes out."""
    elements = dict.fromkeys(elements_of(part)) or out
    gained, compounds = Fraction(), Fraction()
    for element in elements:
        form = FORMS.get(part.facts.material)
        before = _per_element(part.facts.material) if form and form.element == element else Fraction(1)
        after = max(before, out.get(element, before)) if is_open or element not in out else out[element]
        amount = even(part, element, limits) or 0
        gained += amount * max(after - before, Fraction())
        compounds += amount * after
    water = weigh(part) - dry(part)
    return min(weigh(part) + gained, rest(part) + compounds + water)


def _per_element(material: str) -> Fraction:
    """Return what a form weighs for one part of its element where it is pure; of others nothing is known but that."""
    form = FORMS.get(material)
    return 1 / (Fraction(form.grade_max) * Fraction(form.factor)) if form else Fraction(1)


def most_assayed(part: Part) -> int | None:
    """Return what an assay says of a part, as far as what it was made of can hold it."""
    if part.content_mg is None:
        return None
    return least_known(part.content_mg, dict(part.most).get(part.facts.element))


def most_in(step: Throughput, element: str, limits: Limits) -> int | None:
    """Return the most of an element that can have gone into a step; ``None`` when a part of it was never weighed."""
    return sum_known(most(part, element, limits) for part in step.used)


def told_in(step: Throughput, element: str, limits: Limits) -> int | None:
    """Return how much of an element is told, or is in what is told to hold it if all is alike; ``None`` as before."""
    return sum_known(even(part, element, limits) for part in step.used if element in elements_of(part))


def is_told(step: Throughput, element: str) -> bool:
    """Say whether an element is told of anything that went into a step."""
    return any(element in elements_of(part) for part in step.used)


def even(part: Part, element: str, limits: Limits) -> int | None:
    """Return the most of an element that is in a part if what it was made of is spread alike, or its form is usual."""
    return least_known(dict(part.most).get(EVEN + element), most(part, element, limits))


def elements_of(part: Part) -> Iterator[str]:
    """Return the element a part is told in, and those that its inputs were told in."""
    if part.facts.element:
        yield part.facts.element
    yield from (name for name in dict(part.most) if is_element(name) and name != part.facts.element)


def assayed_out(step: Throughput, element: str) -> int:
    """Return how much of an element came out of a step, as far as it was assayed."""
    return sum(part.content_mg or 0 for part in step.made if part.facts.element == element)


def elements_out(step: Throughput) -> Iterator[str]:
    """Return the elements that assayed outputs are accounted in, each once."""
    yield from dict.fromkeys(part.facts.element for part in step.made if part.facts.element and part.content_mg)


def at_first(step: Throughput, limits: Limits) -> list[Most]:
    """Return the most that each lot can hold that begins from the ground; nothing where an assay says it.

    Beside it stands what is usual in the form where a scheme says so: more than that is asked about when it comes out.
    """
    return [_at_first(part, limits) for part in step.made]


def _at_first(part: Part, limits: Limits) -> Most:
    form, usual, element = by_form(part, limits), by_usual(part, limits), part.facts.element
    if part.content_mg is not None or form is None:
        return ()
    return ((element, form),) if usual is None or usual >= form else ((element, form), (EVEN + element, usual))


def bounded(before: Throughput, now: Throughput, limits: Limits) -> list[Most]:
    """Return the most of each element that each output of an event can hold, where no assay says less.

    Args:
        before: the earlier events of the same campaign.
        now: the event.
        limits: what assays may err, and what forms can hold.
    """
    whole = before.and_then(now)
    untold = (part.facts.element for part in now.made if part.facts.element and part.content_mg is None)
    found: list[dict[str, int]] = [{} for _ in now.made]
    for element in dict.fromkeys((*(name for part in whole.used for name in elements_of(part)), *untold)):
        takers = _takers(element, now)
        going_in, told = most_in(whole, element, limits), told_in(whole, element, limits)
        left = None if going_in is None else _left(element, going_in, whole, limits)
        even = None if told is None or left is None else min(left, _left(element, told, whole, limits, EVEN))
        for at, part in enumerate(now.made):
            form = by_form(part, limits) if part.facts.element == element else None
            if at in takers:
                _note(found[at], element, least_known(form, left))
                if left is not None and even is not None and told:
                    _note(found[at], EVEN + element, least_known(found[at][element], _share(even, part, takers)))
            elif part.facts.element != element and left is not None:
                found[at][element] = 0
    _note_assays(found, before, now, limits)
    _note_weights(found, before, now, limits)
    return [_without_evens_that_say_nothing(most) for most in found]


def _note_assays(found: Sequence[dict[str, int]], before: Throughput, now: Throughput, limits: Limits) -> None:
    """Note what went in as the most of assayed outputs that tell more, within what assays err: once, not once each.

    The same holds for what is told, or is there if all is alike: more than that and what assays err was asked about.
    """
    whole = before.and_then(now)
    for element in elements_out(now):
        out, total, told = assayed_out(now, element), assayed_out(whole, element), told_in(whole, element, limits)
        unasked = told is not None and total <= told * (1 + Fraction(limits.tolerance(element)))
        for kind, measure, going_in in (
            ("", most, most_in(whole, element, limits)),
            (EVEN, even, told if unasked else None),
        ):
            earlier = sum(measure(part, element, limits) or 0 for part in before.made if _is_assayed(part, element))
            left = None if going_in is None else max(0, going_in - earlier)
            for at, part in enumerate(now.made):
                if left is not None and left < out and _is_assayed(part, element):
                    found[at][kind + element] = (part.content_mg or 0) * left // out


def _is_assayed(part: Part, element: str) -> bool:
    return part.facts.element == element and part.content_mg is not None


def _note_weights(found: Sequence[dict[str, int]], before: Throughput, now: Throughput, limits: Limits) -> None:
    """Note how much of the mass of each output can be of what went in, and how much of that is no compound."""
    whole = before.and_then(now)
    limit = heaviest(whole, limits, wet)
    if limit is None:
        return
    for name, measure, going_in in ((WEIGHT, wet, limit), (REST, rest, sum(map(rest, gathered(whole.used))))):
        out = [measure(part) for part in now.made]
        left = max(Fraction(), going_in - sum(map(measure, before.made)))
        for at, amount in enumerate(out):
            if left < sum(out) and now.made[at].mass_mg is not None:
                found[at][name] = ceil(amount * left / sum(out))


def _takers(element: str, now: Throughput) -> dict[int, Part]:
    """Return, by their numbers, the outputs that what is left of an element can be in."""
    others = {at: part for at, part in enumerate(now.made) if part.facts.element != element}
    told = {at: part for at, part in enumerate(now.made) if part.facts.element == element and part.content_mg is None}
    return told or {at: part for at, part in others.items() if not part.facts.element} or others


def _share(amount: int, part: Part, takers: Mapping[int, Part]) -> int:
    """Return a part of an amount by mass, rounded up; all of it where somebody did not weigh."""
    weights = [one.mass_mg for one in takers.values() if one.mass_mg is not None]
    if part.mass_mg is None or len(weights) < len(takers):
        return amount
    return -(-amount * part.mass_mg // sum(weights))


def _note(most: dict[str, int], name: str, amount: int | None) -> None:
    if amount is not None:
        most[name] = amount


def _without_evens_that_say_nothing(most: Mapping[str, int]) -> Most:
    return tuple(
        (name, amount)
        for name, amount in most.items()
        if not name.startswith(EVEN) or amount < most.get(name.removeprefix(EVEN), amount + 1)
    )


def _left(element: str, going_in: int, whole: Throughput, limits: Limits, kind: str = "") -> int:
    """Return what is left of an element for outputs without an assay; what assays err is in it, or else asked about."""
    numerator, denominator = (1 + (0 if kind else limits.tolerance(element))).as_integer_ratio()
    earlier = sum(_noted(part, element, kind) for part in whole.made)
    left = going_in * numerator // denominator - assayed_out(whole, element) - earlier
    # What assays may err is granted once, however many steps nobody assays.
    return max(0, min(left, going_in))


def _noted(part: Part, element: str, kind: str) -> int:
    noted = dict(part.most)
    return noted.get(kind + element, noted.get(element, 0)) if kind else 0
