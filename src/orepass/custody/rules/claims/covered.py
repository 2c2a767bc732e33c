"""How a claim can be larger than what was certified where it began: an account stands in for the rest."""

from collections.abc import Mapping
from fractions import Fraction

from orepass.custody.rules.claims.held import NOT_CERTIFIED
from orepass.custody.rules.claims.lattice import MASS_BALANCE


def covered_by_account(model: str, begun: Mapping[str, Fraction], lost: Mapping[str, Fraction]) -> Fraction:
    """Return the share that was not certified where it began, and for which an account gives certified material.

    Args:
        model: the model claimed; only mass balance claims what did not come with the lot.
        begun: the shares by the class of certification where they began.
        lost: why the rest may not be claimed, with the share.
    """
    if model != MASS_BALANCE:
        return Fraction(0)
    plain = ((name, begun.get(name, Fraction(0))) for name in NOT_CERTIFIED)
    return sum((max(share - lost.get(name, Fraction(0)), Fraction(0)) for name, share in plain), Fraction(0))
