"""Every rule of certification anyone may ask for: importing this book declares them all.

Doors take `rules` and `calculate` from here, never from the kernel, so that no door shows half a book.
"""

from typing import Final

from orepass.assurance.rules import lifecycles
from orepass.kernel import machines
from orepass.kernel.calculator import RuleCard, calculate, rules
from orepass.scheme.rules import audit_time, grouping, lifecycle, nonconformity, sampling, separation

MODULES: Final = (audit_time, grouping, lifecycle, lifecycles, machines, nonconformity, sampling, separation)
"""The modules whose rules can be asked for."""

__all__ = ["MODULES", "RuleCard", "calculate", "rules"]
