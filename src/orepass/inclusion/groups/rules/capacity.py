"""Can a member have produced what it delivers: cumulated mass against the estimate (domain rules B4, vector C18)."""

from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, rule
from orepass.kernel.quantity import Milligrams
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes

FAIRMINED: Final = Source(title="Fairmined Standard", clause="at most 4 g of gold per miner and day", verified=True)
MINER_DAY_GRAMS: Final = Fraction(4)


def within_estimate(delivered: Milligrams, estimate: Milligrams | None, tolerance: Fraction) -> Verdict:
    """Say whether deliveries stay within the estimate and its tolerance; a no asks a question, it proves nothing."""
    if estimate is None:
        return unknown(Unknown.MISSING, _("there is no production estimate"))
    if delivered <= estimate * (1 + tolerance):
        return yes(_("the deliveries stay within the estimate"))
    return no(_("the deliveries exceed what the member was estimated to produce"))


def capacity(*, miners: int, per_miner_day: Milligrams, days: int) -> Milligrams:
    """Return what a number of miners can win in a number of days."""
    return Milligrams(miners * per_miner_day * days)


@rule("yield-ceiling")
def yield_ceiling(*, miners: int, days: int, grams: Fraction = MINER_DAY_GRAMS) -> Computed[Fraction]:
    """The most that a number of miners can win in a number of days, in grams."""
    need(miners >= 0, "miners", miners, "it must not be below zero")
    need(days >= 0, "days", days, "it must not be below zero")
    need(grams > 0, "grams", grams, "it must be above zero")
    value = miners * days * grams
    words = f"{miners} miners on {days} days at {float(grams):g} g each: {float(value):g} g."
    return Computed(value=value, unit="g", explanation=(words,), sources=(FAIRMINED,))


@rule("miner-small-scale")
def miner_small_scale(*, grams_per_miner_day: Fraction, ceiling: Fraction = MINER_DAY_GRAMS) -> Computed[bool]:
    """Whether a miner's daily yield is still that of an artisanal one: at most the ceiling."""
    need(grams_per_miner_day >= 0, "grams_per_miner_day", grams_per_miner_day, "it must not be below zero")
    need(ceiling > 0, "ceiling", ceiling, "it must be above zero")
    words = f"{float(grams_per_miner_day):g} g a day; the ceiling is {float(ceiling):g} g."
    value = grams_per_miner_day <= ceiling
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(FAIRMINED,))


@rule("delivery-within-estimate", parameters={"percent": "group.yield_tolerance_percent"})
def delivery_within_estimate(
    *, delivered: Fraction, estimate: Fraction | None = None, percent: Fraction = Fraction(20)
) -> Computed[str]:
    """Whether deliveries stay within a yearly estimate and its tolerance: ok, query or unknown; all in one unit."""
    need(delivered >= 0, "delivered", delivered, "it must not be below zero")
    need(estimate is None or estimate >= 0, "estimate", estimate, "it must not be below zero")
    need(percent >= 0, "percent", percent, "it must not be below zero")
    if estimate is None:
        said = ("There is no production estimate.",)
        return Computed(value="unknown", unit="code", explanation=said, sources=(OWN_CHOICE,))
    value = "ok" if delivered * 100 <= estimate * (100 + percent) else "query"
    share = f", {float(delivered / estimate * 100):.0f} per cent" if estimate else ""
    words = f"{float(delivered):g} of {float(estimate):g} estimated{share}; tolerance {float(percent):g} per cent."
    return Computed(value=value, unit="code", explanation=(words,), sources=(FAIRMINED, OWN_CHOICE))
