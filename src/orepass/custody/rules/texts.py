"""What no text of a sender may begin with, by whichever door it comes: cells are data, and never run."""

from decimal import Decimal, InvalidOperation
from typing import Final

from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.text import marked as _

FORMULA = FindingKind(
    "custody.text.formula",
    Severity.ERROR,
    _("The text begins like a formula: “{value}”."),
    what_to_do=_("Write the value itself; formulas are not run here."),
)
SHOWN: Final = 40
_BEGINNINGS: Final = ("=", "+", "@", "\t", "\r")
_DIGITS_MAX: Final = 22


def is_formula(said: str) -> bool:
    """Say whether a spreadsheet program would take a text for a formula; a negative number is none."""
    return said.startswith(_BEGINNINGS) or (said.startswith("-") and not is_number(said))


def is_number(said: str) -> bool:
    """Say whether a text is a number of a length that people write."""
    try:
        return Decimal(said).is_finite() and len(said) < _DIGITS_MAX
    except InvalidOperation:
        return False
