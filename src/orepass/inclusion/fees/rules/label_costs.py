"""What a label costs whoever sells under it, line by line: the total is never shown without its lines."""

from decimal import Decimal
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, not_below_zero, one_of, rule
from orepass.kernel.money import money
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

LABEL: Final = Source(title=ASM_STUDY, clause="lines 789 to 798, cost of a label", verified=True)
OBSTACLES: Final = Source(title=ASM_STUDY, clause="lines 456 to 460, five costs of certified gold", verified=True)


@rule("label-costs")
def label_costs(
    *,
    traceability: Decimal,
    promotion: Decimal,
    licence: Decimal,
    label: bool = True,
    currency: str = "USD",
) -> Computed[Decimal]:
    """What a label adds: full traceability, promotion and licence; without the label each of the three is zero."""
    not_below_zero(traceability=traceability, promotion=promotion, licence=licence)
    lines = {"traceability": traceability, "promotion": promotion, "licence": licence}
    shown = {name: money(amount if label else Decimal(0), currency) for name, amount in lines.items()}
    value = sum((amount.amount for amount in shown.values()), Decimal(0))
    words = said(_("Traceability {traceability}, promotion {promotion}, licence {licence}."), **shown)
    return Computed(value=value, unit=currency, explanation=(words,), sources=(LABEL, OWN_CHOICE))


_BUYER_LINES: Final = _(
    "traceability: {traceability}; premium: {premium}; chain certification: {chain_certification}; "
    "licence: {licence}; administration: {administration}."
)


@rule("buyer-quote")
def buyer_quote(
    *,
    traceability: Decimal,
    premium: Decimal,
    chain_certification: Decimal,
    licence: Decimal,
    administration: Decimal,
    currency: str = "USD",
) -> Computed[Decimal]:
    """What a buyer pays on top of the goods: five lines and their sum."""
    lines = {
        "traceability": traceability,
        "premium": premium,
        "chain_certification": chain_certification,
        "licence": licence,
        "administration": administration,
    }
    not_below_zero(**lines)
    shown = {name: money(amount, currency) for name, amount in lines.items()}
    value = sum((amount.amount for amount in shown.values()), Decimal(0))
    words = said(_BUYER_LINES, **shown)
    return Computed(value=value, unit=currency, explanation=(words,), sources=(OBSTACLES, OWN_CHOICE))


MODELS_COST: Final = Source(title=ASM_STUDY, clause="lines 1441 to 1457, costs of the models of custody", verified=True)
_BORNE: Final = {
    "identity_preserved": ("separation", "tracing"),
    "segregated": ("separation",),
    "controlled_blending": ("separation", "bookkeeping"),
    "mass_balance": ("bookkeeping",),
    "book_and_claim": ("credit_price",),
}
_MODEL_WORDS: Final = {
    "identity_preserved": _("identity preserved"),
    "segregated": _("segregated"),
    "controlled_blending": _("controlled blending"),
    "mass_balance": _("mass balance"),
    "book_and_claim": _("book and claim"),
}
_LINE_WORDS: Final = {
    "separation": _("separation"),
    "tracing": _("tracing"),
    "bookkeeping": _("bookkeeping"),
    "credit_price": _("credit price"),
}


@rule("custody-model-cost")
def custody_model_cost(
    *,
    model: str,
    separation: Decimal,
    tracing: Decimal,
    bookkeeping: Decimal,
    credit_price: Decimal,
    currency: str = "USD",
) -> Computed[Decimal]:
    """What a model of custody costs: keeping apart, tracing to one source, keeping books, or buying credits."""
    lines = {"separation": separation, "tracing": tracing, "bookkeeping": bookkeeping, "credit_price": credit_price}
    not_below_zero(**lines)
    need(model in _BORNE, "model", model, one_of(_BORNE))
    shown = {name: money(lines[name], currency) for name in _BORNE[model]}
    value = sum((amount.amount for amount in shown.values()), Decimal(0))
    borne = tuple(said("{name} {amount}", name=_LINE_WORDS[name], amount=amount) for name, amount in shown.items())
    words = said(_("{model}: {lines}."), model=_MODEL_WORDS[model], lines=borne)
    return Computed(value=value, unit=currency, explanation=(words,), sources=(MODELS_COST, OWN_CHOICE))
