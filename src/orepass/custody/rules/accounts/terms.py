"""What an account is kept by, and what is written on it: its method, the scheme's parameters, entries and points."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

import msgspec

from orepass.scheme.rules.parameters import Rules

PPM: Final = 1_000_000
PER_CENT: Final = 100
OLDEST_FIRST: Final = "oldest_first"


class Method(StrEnum):
    """How an account tells what may be claimed (ISO 22095-2:2026 for the first two, ISO 22095-3:2026 for the last)."""

    CREDIT = "credit"
    ROLLING = "rolling_percentage"
    INPUT = "input_percentage"
    BOOK = "book"


MODEL_OF: Final = {
    Method.CREDIT: "mass_balance",
    Method.ROLLING: "mass_balance",
    Method.INPUT: "mass_balance",
    Method.BOOK: "book_and_claim",
}
"""The custody model that each method serves."""

PERCENTAGES: Final = frozenset({Method.ROLLING, Method.INPUT})
"""Methods that need to know all that came in, not only the certified part."""


class Unit(StrEnum):
    """What an account counts of a lot, always in milligrams."""

    CONTAINED = "contained_metal"
    MASS = "mass"
    DRY = "dry_mass"


class Kind(StrEnum):
    """Why an entry was made."""

    RECEIPT = "receipt"
    CLAIM = "claim"
    SENT = "sent"
    WITHDRAWAL = "withdrawal"
    CORRECTION = "correction"
    TRANSFER = "transfer"
    CAUSE = "cause"
    SALE = "sale"
    ISSUE = "issue"


OUTS: Final = frozenset({Kind.CLAIM, Kind.SENT, Kind.WITHDRAWAL, Kind.SALE, Kind.ISSUE})
"""Kinds that say that material went out, or a claim for it."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The rules an account is kept by; a scheme's parameters (its pack's ``custody`` block).

    Attributes:
        period_months: at the end of each period the balance must not be below zero.
        life_months: how long a credit lives; ``None`` is for ever.
        overdraft: how far below zero is allowed, as a fraction of what came in during the period.
        needs_cause: an overdraft is allowed only in a period for which a cause was declared.
        dips_allowed: the account may be below zero inside a period, without a limit.
        carries_over: a positive balance passes into the next period.
        carry_periods: into how many periods it passes; ``None`` is for ever.
        rolling_months: how many whole months before the month of a claim make its percentage.
        unit: what is counted of a lot.
    """

    period_months: int = 3
    life_months: int | None = 24
    overdraft: Decimal = Decimal(0)
    needs_cause: bool = False
    dips_allowed: bool = False
    carries_over: bool = True
    carry_periods: int | None = None
    method: Method = Method.CREDIT
    rolling_months: int = 3
    unit: Unit = Unit.CONTAINED

    @property
    def takes_cause(self) -> bool:
        """Say whether a declared cause changes anything: an overdraft is allowed, and needs one."""
        return self.needs_cause and self.overdraft > 0

    @property
    def periods_kept(self) -> int | None:
        """Return into how many periods a rest passes; ``None`` is for ever."""
        return self.carry_periods if self.carries_over else 0


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A credit (above zero) or a claim (below) on a day, in milligrams.

    Attributes:
        total_mg: what it is a part of: all that came in or went out with it; ``None`` when nobody knows.
        of_on: its own day, where it is booked on another one; the life of a credit counts from it.
    """

    on: date
    amount_mg: int
    kind: Kind = Kind.RECEIPT
    total_mg: int | None = None
    of_on: date | None = None


class Point(msgspec.Struct, frozen=True):
    """The account after an entry, an expiry or at a period's end; ``amount_mg`` is the step of the balance."""

    on: date
    what: str
    amount_mg: int
    balance_mg: int


def terms_from(rules: Rules, method: Method = Method.CREDIT) -> Terms:
    """Return the terms of an account that a pack sets; where it is silent, the strict default holds."""
    strict = Terms()
    life = rules.value("custody.credit_life_months", strict.life_months)
    carried = rules.value("custody.carry_periods", 1 if method is Method.INPUT else None)
    by_percentage = method is Method.INPUT
    return Terms(
        period_months=int(rules.value("custody.period_months", strict.period_months)),
        life_months=None if life is None else int(life),
        overdraft=Decimal(str(rules.value("custody.overdraft_percent", 0))) / PER_CENT,
        needs_cause=bool(rules.value("custody.overdraft_needs_cause", by_percentage)),
        dips_allowed=bool(rules.value("custody.overdraft_within_period", strict.dips_allowed)),
        carries_over=bool(rules.value("custody.carry_over", strict.carries_over)),
        carry_periods=None if carried is None else int(carried),
        method=method,
        rolling_months=int(rules.value("custody.rolling_months", strict.rolling_months)),
        unit=Unit(rules.value("custody.account_unit", strict.unit)),
    )


def models_allowed(rules: Rules) -> frozenset[str]:
    """Return the custody models that a pack allows; one that is silent allows mass balance alone."""
    return frozenset(rules.value("custody.models_allowed", [MODEL_OF[Method.CREDIT]]))


def methods_allowed(rules: Rules) -> frozenset[Method]:
    """Return how accounts may be kept: as the pack says, within its models; credit and book where it says nothing."""
    named = rules.value("custody.methods_allowed", [Method.CREDIT, Method.BOOK])
    models = models_allowed(rules)
    # Credit is taken oldest first; a pack that asks for another order would be kept wrongly.
    kept = rules.value("custody.credit_order", OLDEST_FIRST) == OLDEST_FIRST
    by_order = {Method.CREDIT, Method.BOOK}
    return frozenset(one for one in map(Method, named) if MODEL_OF[one] in models and (kept or one not in by_order))


def label_threshold(rules: Rules) -> Fraction | None:
    """Return from which share on the scheme's label may be borne; ``None`` where the pack names no threshold."""
    path = "custody.label_threshold_percent"
    return rules[path].share if path in rules else None
