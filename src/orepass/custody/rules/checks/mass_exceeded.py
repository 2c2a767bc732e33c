"""More comes out of a step than went in (rules C3): mass is never created.

Ore that is split, mixed or dried stays ore, and weighs no more than before, within what scales err. Another form may
weigh more, by what its elements bind (``possible.heaviest``): a hydroxide oxygen and hydrogen, a sulfate its crystal
water. Each part counts by its dry mass where its moisture is told, and as weighed otherwise: what went in counts too
much at most. Where every product was assayed, the contained element is compared (``recovery_exceeded``) and what else
is in them may have come from anywhere; of a form that nobody measured here it is asked where it is told in an element.
What is told in none (a battery, a car) is put together of much that nobody tells. In each case no more of the mass
counts as certified than went in (``WEIGHT``).
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.forms import FORMS
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.possible import Part, Throughput, dry, gathered, heaviest
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _

EXCEEDED = FindingKind(
    "custody.mass.exceeded",
    Severity.ERROR,
    _("{out_kg} kg of “{material}” came out of {in_kg} kg of it; scales err by {tolerance} % at most."),
    what_to_do=_("Check the weights, name the input that is missing, or tell every moisture if it grew wet."),
)
GREW = FindingKind(
    "custody.mass.grown",
    Severity.ERROR,
    _("{out_kg} kg came out; what went in can make {most_kg} kg at most, with all that its elements bind."),
    what_to_do=_("Check the weights, name the input that is missing, or tell assays and moistures of what came out."),
)
UNTOLD = FindingKind(
    "custody.plausibility.mass_untold",
    Severity.WARNING,
    _("{out_kg} kg came out; {most_kg} kg is told to have gone in. No more of the mass counts as certified."),
    what_to_do=_("Name the inputs that are missing, or show the assays of what came out."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare the masses of one form, where only one went in, and those of all that came out."""
    if case.event.happening is not Happening.TRANSFORMS or not case.event.begun or case.draws_on_nothing():
        return
    step = case.before().and_then(case.throughput())
    most = heaviest(step, case.limits)
    if most is None or all(part.mass_mg is None for part in step.made):
        return
    tolerance = 1 + Fraction(case.limits.weighbridge_tolerance)
    forms = {part.facts.material for part in step.used}
    material = forms.pop() if len(forms) == 1 else ""
    alike = _weigh(part for part in step.made if part.facts.material == material)
    known, others = _measured_here(step)
    going_in, out, known_out = _weigh(step.used), _weigh(step.made), _weigh(known)
    if material and alike > going_in * tolerance:
        yield EXCEEDED.at(
            case.event.where,
            out_kg=_kg(alike),
            in_kg=_kg(going_in),
            material=material,
            tolerance=f"{float((tolerance - 1) * 100):g}",
        )
    elif known_out > most * tolerance and not all(part.content_mg for part in known):
        yield GREW.at(case.event.where, out_kg=_kg(known_out), most_kg=_kg(most))
    elif out > most * tolerance and any(part.facts.element and not part.content_mg for part in others):
        yield UNTOLD.at(case.event.where, out_kg=_kg(out), most_kg=_kg(most))


def _measured_here(step: Throughput) -> tuple[list[Part], list[Part]]:
    """Return what came out in a form that is measured here, or that went in, and what came out in others."""
    known = {*FORMS, *(part.facts.material for part in step.used)} - {""}
    return (
        [part for part in step.made if part.facts.material in known],
        [part for part in step.made if part.facts.material not in known],
    )


def _weigh(parts: Iterable[Part]) -> Fraction:
    return sum(map(dry, gathered(parts)), Fraction())


def _kg(mass: Fraction) -> Decimal:
    return in_unit(Milligrams(int(mass)))
