"""Keeping to a plan of payment from sales: who is certified elsewhere gets the certificate after so many months of it.

EnCert in Kenya: a farmer who already holds a certificate gets the new one after two months of adherence. A missed
deduction, and a time in which nobody has a signed agreement, starts the months again.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec


class PlanKind(StrEnum):
    """What happened under a plan."""

    STARTED = "started"
    MISSED = "missed"
    EXCUSED = "excused"
    CONFIRMED = "confirmed"


class PlanFact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened under a plan; ``excuses`` names the missed deduction that it takes back."""

    id: str
    kind: PlanKind
    on: date
    excuses: str | None = None


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """One step under an agreement: somebody signed, or left."""

    signatory: str
    present: bool
    on: date


def misses(facts: Iterable[PlanFact]) -> list[PlanFact]:
    """Return the missed deductions that nobody took back."""
    known = list(facts)
    excused = {fact.excuses for fact in known if fact.kind is PlanKind.EXCUSED}
    return [fact for fact in known if fact.kind is PlanKind.MISSED and fact.id not in excused]


def signed_again_on(steps: Iterable[Signed]) -> date | None:
    """Return the last day on which somebody signed after nobody was left, if there was one."""
    present: set[str] = set()
    begun = False
    again: date | None = None
    for step in steps:
        if not step.present:
            present.discard(step.signatory)
            continue
        again = step.on if begun and not present else again
        present.add(step.signatory)
        begun = True
    return again


def broken_on(facts: Iterable[PlanFact], steps: Iterable[Signed]) -> date | None:
    """Return the last day on which the months had to start again: a deduction was missed, or all had left."""
    again = signed_again_on(steps)
    days = [*(fact.on for fact in misses(facts)), *([again] if again else [])]
    return max(days, default=None)
