"""Quote and charge fees, pay them in any of several ways, keep pots, premiums and advances; correct, never delete."""

from orepass.inclusion.fees.actions import advance, charge, correction, costs, instalment, plan, pot, premium, quote

__all__ = ["advance", "charge", "correction", "costs", "instalment", "plan", "pot", "premium", "quote"]
