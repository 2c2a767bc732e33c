"""Can a member have produced what it delivers: cumulated mass against the estimate (domain rules B4, vector C18)."""

from fractions import Fraction

from orepass.kernel.quantity import Milligrams
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes


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
