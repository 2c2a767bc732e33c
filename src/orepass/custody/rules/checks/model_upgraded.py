"""A custody model is claimed that the inputs do not carry: the way goes sideways or down, never up (ISO 22095:2020)."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

MODELS = ("identity_preserved", "segregated", "controlled_blending", "mass_balance")
"""From the strictest to the loosest (ISO 22095:2020, 3.3)."""

UPGRADED = FindingKind(
    "custody.model.upgraded",
    Severity.ERROR,
    _("“{model}” is claimed, but the inputs allow “{allowed}” at most."),
    what_to_do=_("Claim the weaker model; the way only goes down."),
)
NO_MODEL = FindingKind(
    "custody.model.unknown",
    Severity.ERROR,
    _("“{model}” is no custody model."),
    what_to_do=_("Use one of: identity_preserved, segregated, controlled_blending, mass_balance."),
)


def strictest_allowed(inputs: Sequence[str], *, sources: int) -> str:
    """Return the strictest model that an output may carry: the weakest of its inputs; one source for the first."""
    known = [MODELS.index(model) for model in inputs if model in MODELS]
    weakest = max(known, default=0)
    if weakest == 0 and sources > 1:
        weakest = 1
    return MODELS[weakest]


def blend_claim(certified_mg: int, total_mg: int) -> Decimal:
    """Return the percentage a controlled blend may claim: the known share, rounded down to whole percents (C13)."""
    share = Fraction(certified_mg, total_mg) * 100
    return (Decimal(share.numerator) / share.denominator).quantize(Decimal(1), ROUND_FLOOR)


def check(case: Case) -> Iterator[Finding]:
    """Compare the model claimed with the models of the lots it is claimed for."""
    claimed, event = case.event.terms.model, case.event
    if not claimed:
        return
    if claimed not in MODELS:
        yield NO_MODEL.at(event.where, model=claimed)
        return
    lots = [lot for _, lot in case.used()] + [case.lots.get(part.uri) for part in event.touched]
    if not lots or event.happening not in {Happening.TRANSFORMS, Happening.SENDS}:
        return
    sources = {lot.site for lot in lots} if event.happening is Happening.TRANSFORMS else {""}
    allowed = strictest_allowed([lot.model for lot in lots], sources=len(sources))
    if MODELS.index(claimed) < MODELS.index(allowed):
        yield UPGRADED.at(event.where, model=claimed, allowed=allowed)
