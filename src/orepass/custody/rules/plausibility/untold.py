"""Does an element come out of which nothing, or too little, was told to have gone in (domain rules D7)?

It may be a by-product that nobody assayed, or the input that holds it was left out. Compared are what was assayed of
each element that comes out and what is told to hold it among the inputs. More than can have gone in is impossible and
refused elsewhere (``checks.recovery_exceeded``); an input that was never weighed is asked about itself, for it can be
drawn from without end. A lot is told in one element: so a plant is asked about a by-product when it first yields it,
and again when it yields several times as much of what went in as in the poorest of its last steps (own choice).
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from orepass.custody.rules.case import Case
from orepass.custody.rules.counted import room
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lots import Lot
from orepass.custody.rules.possible import Throughput, assayed_out, elements_out, is_told, most_in, told_in
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _

TIMES: Final = 4

UNTOLD = FindingKind(
    "custody.plausibility.element_untold",
    Severity.WARNING,
    _("{out_kg} kg of {element} came out; of what went in, {in_kg} kg is told."),
    what_to_do=_("Name the input that holds the rest, or show the assay of the input it is a by-product of."),
)
UNWEIGHED = FindingKind(
    "custody.plausibility.input_unweighed",
    Severity.WARNING,
    _("{lot} was never weighed; nobody can say whether {out_kg} kg of {element} can have come of it."),
    what_to_do=_("Show what it weighed, and weigh what begins from now on."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare every element that comes out with what is told to have gone in."""
    if case.event.happening is not Happening.TRANSFORMS:
        return
    step = case.before().and_then(case.throughput())
    weight = sum(part.mass_mg or 0 for part in step.used)
    unweighed = next((lot for lot, *_drawn in case.drawn() if _never_weighed(lot)), None)
    for element in elements_out(step):
        out = in_unit(Milligrams(assayed_out(step, element)))
        if unweighed is not None:
            yield UNWEIGHED.at(case.event.where, lot=unweighed.uri, out_kg=out, element=element)
        elif is_told(step, element) or _is_more_than_before(case, element, assayed_out(step, element), weight):
            yield from _untold(case, step, element)


def _is_more_than_before(case: Case, element: str, out: int, weight: int) -> bool:
    """Say whether a by-product is new at a place, or much more of what went in than before."""
    before = case.history.yielded.get((case.place, element))
    return before is None or out > before * weight * TIMES


def _never_weighed(lot: Lot) -> bool:
    return lot.begun > 0 and lot.mass_mg is None and lot.content_mg is None


def _untold(case: Case, step: Throughput, element: str) -> Iterator[Finding]:
    out, limit = assayed_out(step, element), 1 + Fraction(case.limits.tolerance(element))
    possible, told = most_in(step, element, case.limits), told_in(step, element, case.limits)
    if possible is not None and told is not None and told * limit < out <= possible * limit:
        yield _asked(case, element, out, told)
        return
    left = room(case.before(), case.throughput(), element, case.limits)
    counting = None if left is None else left + assayed_out(case.before(), element)
    if possible is not None and counting is not None and counting * limit < out <= possible * limit:
        # The rest counts in lots that nobody assayed: of this step, or beside what went into it.
        yield _asked(case, element, out, counting)


def _asked(case: Case, element: str, out: int, told: int) -> Finding:
    found = {"out_kg": in_unit(Milligrams(out)), "in_kg": in_unit(Milligrams(told)), "element": element}
    return UNTOLD.at(case.event.where, **found)
