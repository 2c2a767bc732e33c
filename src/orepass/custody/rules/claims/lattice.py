"""Which custody model may become which (ISO 22095:2020): sideways or down, never up.

Identity preserved > segregated > controlled blending > mass balance. Book and claim stands apart: it attaches to
material without a claim of its own, and nothing becomes it or comes from it on the way.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

IDENTITY_PRESERVED: Final = "identity_preserved"
SEGREGATED: Final = "segregated"
CONTROLLED_BLENDING: Final = "controlled_blending"
MASS_BALANCE: Final = "mass_balance"
BOOK_AND_CLAIM: Final = "book_and_claim"
NO_CLAIM: Final = ""
"""The model of material for which nothing may be claimed; also of what nobody said anything of."""

CHAIN: Final = (IDENTITY_PRESERVED, SEGREGATED, CONTROLLED_BLENDING, MASS_BALANCE)
"""From the strictest to the loosest."""
PHYSICAL: Final = frozenset(CHAIN[:3])
"""Models kept by the lots themselves; the others are kept by accounts."""
MODELS: Final = (*CHAIN, BOOK_AND_CLAIM)

ISO: Final = Source(
    title="ISO 22095:2020, 3.3, by https://bookandclaimcommunity.org/ufaq/what-is-a-chain-of-custody-model/",
    clause="the five models; that a claim only goes sideways or down is the practice of schemes",
    verified=False,
)
TRANSFER: Final = Source(
    title="https://uk.fsc.org/chainofcustody",
    clause="what goes out claims no more than the least that went in",
    verified=True,
)
WHOLE: Final = 100


def may_become(model: str, other: str) -> bool:
    """Say whether material that carries one model may be handed on under another."""
    if model in CHAIN and other in CHAIN:
        return CHAIN.index(model) <= CHAIN.index(other)
    if other == NO_CLAIM:
        return True
    return other == BOOK_AND_CLAIM and model in {NO_CLAIM, BOOK_AND_CLAIM}


def weaker(first: str, second: str) -> str:
    """Return the weaker of two models; with none, or with one that stands apart, there is none."""
    if first == second:
        return first
    if first not in CHAIN or second not in CHAIN:
        return NO_CLAIM
    return CHAIN[max(CHAIN.index(first), CHAIN.index(second))]


def strictest_allowed(inputs: Sequence[str], *, sources: int) -> str:
    """Return the strictest model that what is made of some inputs may carry; nothing where one of them carries none.

    An unknown or missing model is no model: it never counts as the strictest one.
    """
    if not inputs or any(model not in MODELS for model in inputs):
        return NO_CLAIM
    found = inputs[0]
    for model in inputs[1:]:
        found = weaker(found, model)
    return SEGREGATED if found == IDENTITY_PRESERVED and sources > 1 else found


def nearest(model: str, allowed: Iterable[str]) -> str:
    """Return the strictest model not above a given one that a scheme knows, or nothing.

    Mass balance is no way down for material that its account did not give: it is asked for by name.
    """
    known = set(allowed)
    if model not in CHAIN:
        return model if model in known else NO_CLAIM
    ways = CHAIN if model == MASS_BALANCE else CHAIN[: CHAIN.index(MASS_BALANCE)]
    return next((other for other in ways[CHAIN.index(model) :] if other in known), NO_CLAIM)


def percent_down(share: Fraction) -> int:
    """Return a share in whole percents, rounded down: a share is never rounded up (C13)."""
    return int(share * WHOLE)


@rule("custody-model")
def custody_model(*, inputs: str, sources: int = 1) -> Computed[str]:
    """The strictest custody model that material made of some inputs may carry; names separated by commas."""
    models = names_in(inputs)
    need(bool(models), "inputs", inputs, "name the model of each input")
    need(sources >= 1, "sources", sources, "material comes from one source at least")
    value = strictest_allowed(models, sources=sources)
    known = _("Inputs under {codes} from {count} certified source(s): the strictest is “{code}”.")
    none = _(
        "Inputs under {codes} from {count} certified source(s): the strictest is none, since one of them carries none "
        "that could be mixed."
    )
    words = said(known if value else none, codes=tuple(models), count=sources, code=value)
    return Computed(value=value, unit="code", explanation=(words,), sources=(ISO,))


@rule("custody-model-allowed")
def custody_model_allowed(*, inputs: str, claimed: str, sources: int = 1) -> Computed[bool]:
    """Whether a custody model may be claimed for what is made of some inputs: sideways or down, never up."""
    found = custody_model(inputs=inputs, sources=sources)
    value = bool(found.value) and may_become(found.value, claimed)
    down = _("“{code}” is reached from there by going sideways or down.")
    words = said(down if value else _("“{code}” is not reached from there by going sideways or down."), code=claimed)
    return Computed(value=value, unit="boolean", explanation=(*found.explanation, words), sources=(ISO,))


@rule("blend-claim")
def blend_claim(*, certified: Fraction, total: Fraction) -> Computed[int]:
    """The percentage that a controlled blend may claim: the certified share by mass, in whole percents rounded down."""
    need(total > 0, "total", total, "give a mass above zero")
    need(0 <= certified <= total, "certified", certified, "give a part of the total")
    value = percent_down(certified / total)
    words = said(
        _("{certified} of {total} is certified: {percent} % may be claimed; more would round a share up."),
        certified=str(certified),
        total=str(total),
        percent=value,
    )
    return Computed(value=value, unit="%", explanation=(words,), sources=(ISO, OWN_CHOICE))


@rule("transfer-claim")
def transfer_claim(*, percents: str) -> Computed[Decimal]:
    """The most that an output may claim where claims pass through: the lowest percentage among its inputs."""
    given = [Decimal(part) for part in names_in(percents) if part.replace(".", "", 1).isdigit()]
    right = len(given) == len(names_in(percents)) and all(part <= WHOLE for part in given)
    need(bool(given) and right, "percents", percents, "name percentages up to 100, separated by commas")
    value = min(given)
    words = said(_("Inputs claim {percents} %: the output claims {most} % at most."), percents=tuple(given), most=value)
    return Computed(value=value, unit="%", explanation=(words,), sources=(TRANSFER,))
