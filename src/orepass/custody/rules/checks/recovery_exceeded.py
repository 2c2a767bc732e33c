"""More of an element comes out of a step than goes in (rules D7): impossible beyond the tolerance of assays."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.materials import step_of
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
    most = 1 + Fraction(case.limits.assay_tolerance)
    element = case.element_out()
    if found > most:
        yield EXCEEDED.at(case.event.where, percent=percent(found), element=element, limit=percent(most))
        return
    for portion in case.event.begun[:1]:
        step = case.event.terms.step or step_of(portion.facts.material)
        usual = case.limits.recovery.get(step)
        if usual and _refines(case) and not usual.low <= found <= usual.high:
            yield UNUSUAL.at(
                case.event.where,
                percent=percent(found),
                element=element,
                step=step,
                low=percent(Fraction(usual.low)),
                high=percent(Fraction(usual.high)),
            )


def _refines(case: Case) -> bool:
    forms = {lot.facts.material for _, lot in case.used()}
    return any(portion.facts.material not in forms for portion in case.event.begun)
