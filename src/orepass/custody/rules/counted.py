"""What counts of an element in lots that one step made without assays: together no more than went in (decision 0022).

Each of several such lots can hold all that is left (``possible``), but not all of them together. So beside the most of
each stands what counts of it in claims, credit and accounts: its part by mass of what counted going in, less what the
assayed lots beside it hold, and never more than it can hold. Who assays later above that is asked about it, and gains
nothing until the lots that it came beside are assayed too, in the event that made them. In a campaign what came out
first counts first. Units: milligrams.
"""

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from orepass.custody.rules.lots import COUNTED, Most, is_element, least_known
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.possible import Part, Throughput, assayed_out, bounded, elements_out, most
from orepass.kernel.quantity import sum_known


def counts(part: Part, element: str, limits: Limits) -> int | None:
    """Return how much of an element counts in a part; ``None`` where nobody weighed it."""
    return least_known(dict(part.most).get(COUNTED + element), most(part, element, limits))


def room(before: Throughput, now: Throughput, element: str, limits: Limits) -> int | None:
    """Return how much of an element may count in what an event of a step makes; ``None`` as before."""
    going_in = sum_known(counts(part, element, limits) for part in (*before.used, *now.used))
    if going_in is None:
        return None
    return max(0, going_in - sum(_counted(part, element, limits) for part in before.made))


def _counted(part: Part, element: str, limits: Limits) -> int:
    """Return how much counts in what came out before; of a metal that nobody told of by then nothing does."""
    is_noted = element in dict(part.most) or (part.facts.element == element and part.content_mg is not None)
    return (counts(part, element, limits) or 0) if is_noted else 0


def bounded_and_counted(before: Throughput, now: Throughput, limits: Limits) -> list[Most]:
    """Return for each output of an event what can be in it (``possible.bounded``), and beside it what counts."""
    bounds = bounded(before, now, limits)
    made = [msgspec.structs.replace(part, most=bound) for part, bound in zip(now.made, bounds, strict=True)]
    noted = (name for bound in bounds for name, _amount in bound if is_element(name))
    for element in dict.fromkeys((*noted, *elements_out(now))):
        there = room(before, now, element, limits)
        if there is not None:
            made = _with_counts(made, element, there, limits)
    return [part.most for part in made]


def _with_counts(made: Sequence[Part], element: str, there: int, limits: Limits) -> list[Part]:
    """Note what counts of one element: first in what was assayed, and what is left of it in the rest by mass."""
    out = assayed_out(Throughput(made=tuple(made)), element)
    silent = [at for at, part in enumerate(made) if not _is_assayed(part, element) and element in dict(part.most)]
    caps = [most(made[at], element, limits) or 0 for at in silent]
    shares = dict(zip(silent, spread(max(0, there - out), [made[at].mass_mg for at in silent], caps), strict=True))
    if there < out:
        assayed = (at for at, part in enumerate(made) if _is_assayed(part, element))
        shares |= {at: (made[at].content_mg or 0) * there // out for at in assayed}
    return [_noting(part, element, shares.get(at), limits) for at, part in enumerate(made)]


def _is_assayed(part: Part, element: str) -> bool:
    return part.facts.element == element and part.content_mg is not None


def _noting(part: Part, element: str, share: int | None, limits: Limits) -> Part:
    bound = most(part, element, limits)
    if share is None or (bound is not None and share >= bound):
        return part
    return msgspec.structs.replace(part, most=(*part.most, (COUNTED + element, share)))


def spread(amount: int, masses: Sequence[int | None], caps: Sequence[int]) -> list[int]:
    """Share an amount out by mass, to each no more than its cap; alike where somebody did not weigh.

    What one cannot hold goes to the others. The shares come to the amount, or to all caps together if they are less.
    """
    shares, left = [0] * len(caps), min(amount, sum(caps))
    open_to = [at for at, cap in enumerate(caps) if cap]
    weights = [mass or 0 for mass in masses] if all(masses[at] for at in open_to) else [1] * len(caps)
    while full := [at for at in open_to if _share(left, weights, at, open_to) >= caps[at]]:
        for at in full:
            shares[at] = caps[at]
        left -= sum(caps[at] for at in full)
        open_to = [at for at in open_to if at not in full]
    gone = Fraction()
    for at in open_to:
        begins, gone = gone, gone + _share(left, weights, at, open_to)
        shares[at] = int(gone) - int(begins)
    return shares


def _share(amount: int, weights: Sequence[int], at: int, among: Sequence[int]) -> Fraction:
    return Fraction(amount * weights[at], sum(weights[one] for one in among))
