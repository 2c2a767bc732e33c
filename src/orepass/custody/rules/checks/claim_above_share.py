"""A blend claims more than the certified share it holds (C13: 30 of 100 may claim 30 %, not 31 %)."""

from collections.abc import Iterator
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.claims.findings import ABOVE_SHARE
from orepass.custody.rules.claims.lattice import CONTROLLED_BLENDING, percent_down
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    """Compare the percentage named with the share that each lot, or the mixture of what is used, still carries."""
    event = case.event
    percent = event.terms.claimed_pct
    if event.terms.model != CONTROLLED_BLENDING or percent is None:
        return
    for name, claim in case.carried.items():
        if claim.stands and Fraction(percent) > claim.share * 100:
            first = event.begun[0].uri if event.happening is Happening.TRANSFORMS and event.begun else name
            yield ABOVE_SHARE.at(event.where, claimed=percent, lot=name or first, share=percent_down(claim.share))
