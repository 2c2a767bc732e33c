"""Can a member have produced what it delivers: cumulated mass against the estimate (domain rules B4, vector C18)."""

from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, rule
from orepass.kernel.quantity import Milligrams
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
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
    words = said(
        _("{miners} miners on {days} days at {grams} g each: {total} g."),
        miners=miners,
        days=days,
        grams=f"{float(grams):g}",
        total=f"{float(value):g}",
    )
    return Computed(value=value, unit="g", explanation=(words,), sources=(FAIRMINED,))


@rule("miner-small-scale")
def miner_small_scale(*, grams_per_miner_day: Fraction, ceiling: Fraction = MINER_DAY_GRAMS) -> Computed[bool]:
    """Whether a miner's daily yield is still that of an artisanal one: at most the ceiling."""
    need(grams_per_miner_day >= 0, "grams_per_miner_day", grams_per_miner_day, "it must not be below zero")
    need(ceiling > 0, "ceiling", ceiling, "it must be above zero")
    words = said(
        _("{grams} g a day; the ceiling is {ceiling} g."),
        grams=f"{float(grams_per_miner_day):g}",
        ceiling=f"{float(ceiling):g}",
    )
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
        none = said(_("There is no production estimate."))
        return Computed(value="unknown", unit="code", explanation=(none,), sources=(OWN_CHOICE,))
    value = "ok" if delivered * 100 <= estimate * (100 + percent) else "query"
    words = said(
        _("{delivered} of {estimate} estimated, {share} per cent; tolerance {percent} per cent.")
        if estimate
        else _("{delivered} of {estimate} estimated; tolerance {percent} per cent."),
        delivered=f"{float(delivered):g}",
        estimate=f"{float(estimate):g}",
        share=f"{float(delivered / estimate * 100):.0f}" if estimate else "",
        percent=f"{float(percent):g}",
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(FAIRMINED, OWN_CHOICE))
