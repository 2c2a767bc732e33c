"""Does a lot weigh on arrival what it weighed before? Two weighings of one lot, compared as a share of the first.

Compared are the mass a lot is received or looked at with and the mass it was sent with; where the sending named none,
what was left of the lot. Wet ore loses water and scales err: within the tolerance of the scheme
(``custody.weighbridge_tolerance_percent``) nothing is asked. Beyond it a person says what happened to the difference.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.computed import OWN_CHOICE, PER_CENT, Computed, above_zero, not_below_zero, per_cent, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

DIFFERS = FindingKind(
    "custody.plausibility.weight_differs",
    Severity.WARNING,
    _("{lot} weighs {now_kg} kg; it was {before_kg} kg ({percent} % apart, {limit} % is allowed)."),
    what_to_do=_("Weigh it again, show both weighing notes, and say what became of the difference."),
)


def differs(before: Fraction, now: Fraction, tolerance: Fraction) -> bool:
    """Say whether two weighings lie further apart than allowed, as a share of the first."""
    return abs(now - before) > before * tolerance


def check(case: Case) -> Iterator[Finding]:
    """Compare every weighing of a lot with the one before."""
    event = case.event
    if event.happening not in {Happening.RECEIVES, Happening.LOOKS}:
        return
    tolerance = Fraction(case.limits.weighbridge_tolerance)
    for portion in event.touched:
        lot = case.lots.get(portion.uri)
        sent = case.history.sent.get(portion.uri) if event.happening is Happening.RECEIVES else None
        before = sent or (None if lot.shared else lot.remaining_mg)
        if not before or portion.mass_mg is None or not differs(Fraction(before), Fraction(portion.mass_mg), tolerance):
            continue
        apart = Decimal(abs(portion.mass_mg - before)) * 100 / before
        yield DIFFERS.at(
            event.where,
            lot=portion.uri,
            now_kg=in_unit(Milligrams(portion.mass_mg)),
            before_kg=in_unit(Milligrams(before)),
            percent=apart.quantize(Decimal("0.01")),
            limit=(case.limits.weighbridge_tolerance * 100).normalize(),
        )


@rule("weights-judged", parameters={"tolerance_percent": "custody.weighbridge_tolerance_percent"})
def weights_judged(*, sent: Fraction, received: Fraction, tolerance_percent: Fraction = Fraction(1)) -> Computed[str]:
    """Whether a lot weighs on arrival what it was sent with: ok, or query beyond the tolerance."""
    above_zero(sent=sent)
    not_below_zero(received=received)
    per_cent(tolerance_percent=tolerance_percent)
    value = "query" if differs(sent, received, tolerance_percent / PER_CENT) else "ok"
    apart = abs(received - sent) * PER_CENT / sent
    words = said(
        _("{received} against {sent}: {percent} % apart."),
        received=f"{float(received):g}",
        sent=f"{float(sent):g}",
        percent=f"{float(apart):.4g}",
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(OWN_CHOICE,))
