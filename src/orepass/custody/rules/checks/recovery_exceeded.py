"""More of an element comes out of a step than goes in (rules D7): impossible beyond the tolerance of assays."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.yields import Amount, yields
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


def sides(case: Case) -> tuple[list[Amount], list[Amount]] | None:
    """Return what went into an event and what came out of it, when the element on both sides is known."""
    if not case.element_out() or case.content_out() is None:
        return None
    used = case.went_in()
    made = [Amount(portion.facts, portion.mass_mg, portion.content_mg) for portion in case.event.begun]
    return (used, made) if used else None


def _total(amounts: list[Amount]) -> int:
    return sum(amount.content_mg or 0 for amount in amounts)


def recoveries(case: Case, *, named: bool = True) -> dict[str, Fraction]:
    """Return how much each step of an event yields, by the step the sender names or else by the forms that come out."""
    both = sides(case)
    return yields(*both, step=case.event.terms.step if named else "") if both else {}


def percent(share: Fraction) -> Decimal:
    """Show a share in percent, to one place."""
    return (Decimal(share.numerator) * 100 / share.denominator).quantize(Decimal("0.1"))


def check(case: Case) -> Iterator[Finding]:
    """Compare what comes out with what went in; a part of a campaign cannot be compared on its own."""
    if case.event.happening is not Happening.TRANSFORMS or case.event.campaign:
        return
    both = sides(case)
    if both is None:
        return
    element, found = case.element_out(), Fraction(_total(both[1]), _total(both[0]))
    most = 1 + Fraction(case.limits.tolerance(element))
    if found > most:
        yield EXCEEDED.at(case.event.where, percent=percent(found), element=element, limit=percent(most))
        return
    for step, share in yields(*both, step=case.event.terms.step).items():
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
