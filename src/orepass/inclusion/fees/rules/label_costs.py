"""What a label costs whoever sells under it, line by line: the total is never shown without its lines."""

from decimal import Decimal
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, not_below_zero, rule, spelled
from orepass.kernel.money import money
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
    lines = {"Traceability": traceability, "promotion": promotion, "licence": licence}
    shown = {name: money(amount if label else Decimal(0), currency) for name, amount in lines.items()}
    value = sum((amount.amount for amount in shown.values()), Decimal(0))
    words = ", ".join(f"{spelled([name])} {amount}" for name, amount in shown.items()) + "."
    return Computed(value=value, unit=currency, explanation=(words,), sources=(LABEL, OWN_CHOICE))


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
    words = "; ".join(f"{spelled([name])}: {amount}" for name, amount in shown.items()) + "."
    return Computed(value=value, unit=currency, explanation=(words,), sources=(OBSTACLES, OWN_CHOICE))


MODELS_COST: Final = Source(title=ASM_STUDY, clause="lines 1441 to 1457, costs of the models of custody", verified=True)
_BORNE: Final = {
    "identity_preserved": ("separation", "tracing"),
    "segregated": ("separation",),
    "controlled_blending": ("separation", "bookkeeping"),
    "mass_balance": ("bookkeeping",),
    "book_and_claim": ("credit_price",),
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
    need(model in _BORNE, "model", model, f"it must be one of {', '.join(_BORNE)}")
    shown = {name: money(lines[name], currency) for name in _BORNE[model]}
    value = sum((amount.amount for amount in shown.values()), Decimal(0))
    words = f"{spelled([model])}: " + ", ".join(f"{spelled([name])} {amount}" for name, amount in shown.items()) + "."
    return Computed(value=value, unit=currency, explanation=(words,), sources=(MODELS_COST, OWN_CHOICE))
