"""Balance accounts of every method: terms, the running account, and what is wrong with it.

``credit``: certified material in, claims out, the oldest credit first. ``rolling_percentage``: of each lot as much as
was certified in the months before. ``input_percentage``: of all that goes out as much as was certified of what came in.
``book``: production in, physical sales and issued credits out (ISO 22095-2:2026 and ISO 22095-3:2026; ``docs.md``).
"""

from orepass.custody.rules.accounts.account import (
    as_credit_moves,
    at_the_end,
    balance,
    check,
    check_claim,
    check_period,
    check_stock,
    credit,
    in_order,
    percentages,
    period_ends,
    rounded,
    running,
)
from orepass.custody.rules.accounts.credit import Credit
from orepass.custody.rules.accounts.findings import (
    CAUSE_MISSING,
    OVERDRAWN,
    PERIOD_LONG,
    PERIOD_SHORT,
    STOCK_APART,
)
from orepass.custody.rules.accounts.kept import Keeping, Start, keeping, put_down, taken_up
from orepass.custody.rules.accounts.online import Standing
from orepass.custody.rules.accounts.rolling import Month
from orepass.custody.rules.accounts.terms import (
    MODEL_OF,
    OUTS,
    PER_CENT,
    PERCENTAGES,
    PPM,
    Entry,
    Kind,
    Method,
    Point,
    Terms,
    Unit,
    label_threshold,
    methods_allowed,
    models_allowed,
    terms_from,
)
from orepass.custody.rules.claims.findings import ABOVE_SHARE

__all__ = [
    "ABOVE_SHARE",
    "CAUSE_MISSING",
    "MODEL_OF",
    "OUTS",
    "OVERDRAWN",
    "PERCENTAGES",
    "PERIOD_LONG",
    "PERIOD_SHORT",
    "PER_CENT",
    "PPM",
    "STOCK_APART",
    "Credit",
    "Entry",
    "Keeping",
    "Kind",
    "Method",
    "Month",
    "Point",
    "Standing",
    "Start",
    "Terms",
    "Unit",
    "as_credit_moves",
    "at_the_end",
    "balance",
    "check",
    "check_claim",
    "check_period",
    "check_stock",
    "credit",
    "in_order",
    "keeping",
    "label_threshold",
    "methods_allowed",
    "models_allowed",
    "percentages",
    "period_ends",
    "put_down",
    "rounded",
    "running",
    "taken_up",
    "terms_from",
]
