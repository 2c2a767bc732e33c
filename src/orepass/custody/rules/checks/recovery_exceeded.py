"""More of an element comes out of a step than goes in (rules D7): impossible beyond the tolerance of assays."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.forms import BY_MASS, step_of
from orepass.custody.rules.happening import Happening, Portion
from orepass.custody.rules.terms import Facts
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

EXCEEDED = FindingKind(
    "custody.recovery.exceeded",
    Severity.ERROR,
    _("{percent} % of the {element} that went in came out; more than {limit} % is impossible."),
    what_to_do=_("Check the weights and assays on both sides, or name the input that is missing."),
)
UNUSUAL = FindingKind(
    "custody.recovery.unusual",
    Severity.WARNING,
    _("{percent} % of the {element} came out of the step {step}; {low} to {high} % is usual."),
    what_to_do=_("Explain the recovery; somebody will look at it. The event is kept."),
)


def recovery(case: Case) -> Fraction | None:
    """Return the share of the element that comes out, when both sides are known."""
    going_in, coming_out = case.content_in(), case.content_out()
    if not going_in or coming_out is None or not case.element_out():
        return None
    return Fraction(coming_out, going_in)


def recoveries(case: Case) -> dict[str, Fraction]:
    """Return how much each step of an event yields: of the element, or of the mass where a step is told so.

    A by-product of the form that went in is no step, and neither is a mixture. A step the sender names is the whole
    event's.
    """
    going_in = case.content_in()
    forms = {lot.facts.material for _, lot in case.used()}
    found: dict[str, Fraction | None] = {}
    if not going_in or recovery(case) is None:
        return {}
    for portion in case.event.begun:
        if portion.facts.material in forms:
            continue
        step = case.event.terms.step or step_of(portion.facts.material)
        part = _of_mass(case, portion) if step in BY_MASS else Fraction(portion.content_mg or 0, going_in)
        so_far = found.get(step, Fraction(0))
        found[step] = None if part is None or so_far is None else so_far + part
    return {step: share for step, share in found.items() if share is not None}


def _of_mass(case: Case, portion: Portion) -> Fraction | None:
    """Return the dry mass of an output as a share of the dry mass that went in."""
    going_in = Fraction(0)
    for lot, mass, _content in case.drawn():
        taken = lot.remaining_mg if mass is None else mass
        if taken is None:
            return None
        going_in += taken * _dry(lot.facts)
    if portion.mass_mg is None or not going_in:
        return None
    return portion.mass_mg * _dry(portion.facts) / going_in


def _dry(facts: Facts) -> Fraction:
    return 1 - Fraction(facts.moisture_pct or 0) / 100


def percent(share: Fraction) -> Decimal:
    """Show a share in percent, to one place."""
    return (Decimal(share.numerator) * 100 / share.denominator).quantize(Decimal("0.1"))


def check(case: Case) -> Iterator[Finding]:
    """Compare what comes out with what went in; a part of a campaign cannot be compared on its own."""
    if case.event.happening is not Happening.TRANSFORMS or case.event.campaign:
        return
    found = recovery(case)
    if found is None:
        return
    element = case.element_out()
    most = 1 + Fraction(case.limits.tolerance(element))
    if found > most:
        yield EXCEEDED.at(case.event.where, percent=percent(found), element=element, limit=percent(most))
        return
    for step, share in recoveries(case).items():
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
