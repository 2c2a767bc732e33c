"""What can be wrong with an account."""

from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.text import marked as _

OVERDRAWN = FindingKind(
    "custody.account.overdrawn",
    Severity.ERROR,
    _("{missing_kg} kg more are claimed than the account holds on {day}."),
    what_to_do=_("Claim less, or record the certified delivery that is missing first."),
)
PERIOD_SHORT = FindingKind(
    "custody.account.period_short",
    Severity.ERROR,
    _("The period that ended on {day} closed {missing_kg} kg below zero."),
    what_to_do=_("This is a major nonconformity: buy certified material, and tell those who received the claims."),
)
CAUSE_MISSING = FindingKind(
    "custody.account.cause_missing",
    Severity.ERROR,
    _("The account is {missing_kg} kg below zero on {day}, and no cause was declared for the period."),
    what_to_do=_("Declare what kept the certified material away, or claim less."),
)
PERIOD_LONG = FindingKind(
    "custody.account.period_too_long",
    Severity.ERROR,
    _("A period of {given} is longer than the {limit} months that the scheme allows."),
    what_to_do=_("Choose a shorter period."),
)
STOCK_APART = FindingKind(
    "custody.account.stock_apart",
    Severity.ERROR,
    _("Book and stock lie {percent} % apart; {limit} % is allowed."),
    what_to_do=_("Count again, then correct the account by an entry that says why."),
)
