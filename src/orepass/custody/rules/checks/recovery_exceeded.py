"""More of an element comes out of a step than went in (rules D7): impossible beyond the tolerance of assays.

Compared is what was assayed of each element that comes out with the most that can have gone in (``rules.possible``): so
neither a second product nor an input without an assay hides what is too much. A campaign of several events is compared
as far as it was told: nothing comes out before something went in. Where all that went in and came out is of one form,
nothing was made: it is the same material, measured again. An assay that differs there by more than assays err is no
proof of anything but of one wrong assay: it is asked about and kept, and what went in stays the most that counts.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.possible import Throughput, assayed_out, elements_out, most_in
from orepass.custody.rules.yields import Amount, yields
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _

EXCEEDED = FindingKind(
    "custody.recovery.exceeded",
    Severity.ERROR,
    _("{out_kg} kg of {element} came out, and at most {in_kg} kg went in; more than {limit} % of it is impossible."),
    what_to_do=_("Check the weights and assays on both sides, or name the input that is missing."),
)
NONE = FindingKind(
    "custody.element.none_left",
    Severity.ERROR,
    _("{lot} is told in {element}, and nothing of it can have gone in."),
    what_to_do=_("Name the input that holds it, or tell what the lot is of."),
)
DIFFERS = FindingKind(
    "custody.plausibility.assay_differs",
    Severity.WARNING,
    _("{out_kg} kg of {element} were found in what was assayed at {in_kg} kg before; no more than that counts."),
    what_to_do=_("Show both assays; if the first was wrong, its sender declares that event an error and corrects it."),
)
UNUSUAL = FindingKind(
    "custody.recovery.unusual",
    Severity.WARNING,
    _("{percent} % of the {element} came out of the step {step}; {low} to {high} % is usual."),
    what_to_do=_("Explain the recovery; somebody will look at it. The event is kept."),
)


def sides(case: Case, element: str) -> tuple[list[Amount], list[Amount]] | None:
    """Return what went into an event and what came out of it of an element, when it is known on both sides."""
    if not element or case.content_out(element) is None:
        return None
    used = case.went_in(element)
    made = [
        Amount(portion.facts, portion.mass_mg, portion.content_mg)
        for portion in case.event.begun
        if portion.facts.element == element
    ]
    return (used, made) if used else None


def recoveries(case: Case, *, named: bool = True) -> dict[str, Fraction]:
    """Return how much each step of an event yields, by the step the sender names or else by the forms that come out."""
    both = sides(case, case.element_out())
    return yields(*both, step=case.event.terms.step if named else "") if both else {}


def percent(share: Fraction) -> Decimal:
    """Show a share in percent, to one place."""
    return (Decimal(share.numerator) * 100 / share.denominator).quantize(Decimal("0.1"))


def check(case: Case) -> Iterator[Finding]:
    """Compare, element by element, what comes out with what went in."""
    if case.event.happening is not Happening.TRANSFORMS:
        return
    step = case.before().and_then(case.throughput())
    for element in elements_out(step):
        limit = 1 + Fraction(case.limits.tolerance(element))
        out, going_in = assayed_out(step, element), most_in(step, element, case.limits)
        if going_in is not None and out > going_in * limit:
            kind = DIFFERS if _is_measured_again(step) else EXCEEDED
            yield kind.at(
                case.event.where,
                out_kg=in_unit(Milligrams(out)),
                in_kg=in_unit(Milligrams(going_in)),
                element=element,
                limit=percent(limit),
            )
        elif not case.event.campaign:
            yield from _unusual(case, element)
    if not case.draws_on_nothing():
        yield from _nothing_in(case, step)


def _is_measured_again(step: Throughput) -> bool:
    """Say whether all that went in and came out is of one form and assayed."""
    parts = (*step.used, *step.made)
    forms = {part.facts.material for part in parts}
    return len(forms) == 1 and "" not in forms and all(part.content_mg is not None for part in parts)


def _nothing_in(case: Case, step: Throughput) -> Iterator[Finding]:
    """Look for outputs without an assay of an element of which nothing went in."""
    for portion in case.event.begun:
        element = portion.facts.element
        if element and portion.content_mg is None and most_in(step, element, case.limits) == 0:
            yield NONE.at(case.event.where, lot=portion.uri, element=element)


def _unusual(case: Case, element: str) -> Iterator[Finding]:
    """Compare what each form yields with what is usual; a part of a campaign has no yield of its own."""
    both = sides(case, element)
    for step, share in yields(*both, step=case.event.terms.step).items() if both else ():
        usual = case.limits.recovery.get(step)
        if usual and not usual.low <= share <= usual.high:
            yield UNUSUAL.at(
                case.event.where,
                percent=percent(share),
                element=element,
                step=step,
                low=percent(Fraction(usual.low)),
                high=percent(Fraction(usual.high)),
            )
