"""More of one form comes out of a step than went in of it: mass is never created (rules C3).

Ore that is split, mixed or dried stays ore, and weighs no more than before, within what scales err. Each part counts
by its dry mass where its moisture is told, and as weighed otherwise: what went in counts at most too much. Another form
may weigh more, by what reacts with it: of that the contained element is compared (``recovery_exceeded``).
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.possible import Part
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _

EXCEEDED = FindingKind(
    "custody.mass.exceeded",
    Severity.ERROR,
    _("{out_kg} kg of “{material}” came out of {in_kg} kg of it; scales err by {tolerance} % at most."),
    what_to_do=_("Check the weights, name the input that is missing, or tell every moisture if it grew wet."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare the masses where everything that went in is of one form, and all or some of what comes out is."""
    if case.event.happening is not Happening.TRANSFORMS or not case.event.begun:
        return
    step = case.before().and_then(case.throughput())
    forms = {part.facts.material for part in step.used}
    material = forms.pop() if len(forms) == 1 else ""
    made = [part for part in step.made if part.facts.material == material and part.mass_mg is not None]
    if not material or not made or any(part.mass_mg is None for part in step.used):
        return
    out, going_in = _weight(made), _weight(step.used)
    tolerance = Fraction(case.limits.weighbridge_tolerance)
    if out > going_in * (1 + tolerance):
        yield EXCEEDED.at(
            case.event.where,
            out_kg=in_unit(Milligrams(int(out))),
            in_kg=in_unit(Milligrams(int(going_in))),
            material=material,
            tolerance=f"{float(tolerance * 100):g}",
        )


def _weight(parts: Iterable[Part]) -> Fraction:
    return sum(((part.mass_mg or 0) * (1 - Fraction(part.facts.moisture_pct or 0) / 100) for part in parts), Fraction())
