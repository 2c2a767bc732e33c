"""Read fees: what is owed, paid and left, computed from entries; strangers and those who assess find nothing."""

from orepass.inclusion.fees.queries.cards import (
    AccountCard,
    AccountPage,
    CostSheetCard,
    EntryCard,
    Offered,
    PlanCard,
    PlanStepCard,
    QuoteCard,
    QuoteLine,
    ScheduleCard,
    SignatureCard,
    StepCard,
)
from orepass.inclusion.fees.queries.costs import cost_sheets_for
from orepass.inclusion.fees.queries.reading import (
    account_for,
    account_page,
    accounts_for,
    fee_tasks,
    quote_for,
    quotes_for,
    schedule,
)

__all__ = [
    "AccountCard",
    "AccountPage",
    "CostSheetCard",
    "EntryCard",
    "Offered",
    "PlanCard",
    "PlanStepCard",
    "QuoteCard",
    "QuoteLine",
    "ScheduleCard",
    "SignatureCard",
    "StepCard",
    "account_for",
    "account_page",
    "accounts_for",
    "cost_sheets_for",
    "fee_tasks",
    "quote_for",
    "quotes_for",
    "schedule",
]
