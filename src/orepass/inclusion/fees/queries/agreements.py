"""Agreements to pay from sales: who has signed, and how a client who is certified elsewhere keeps to the plan."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from orepass.inclusion.fees.models import Account, PlanStep, Signature
from orepass.inclusion.fees.queries.cards import PlanCard, PlanStepCard, StepCard
from orepass.inclusion.fees.rules.adherence import PlanFact, PlanKind, Signed, broken_on
from orepass.inclusion.fees.rules.ledger import Standing
from orepass.inclusion.fees.rules.steps import take
from orepass.kernel.computed import Computed
from orepass.kernel.identifier import Identifier
from orepass.kernel.kept import Kept
from orepass.scheme.rules.parameters import Rules

SIGNED, LEFT = "signed", "left"
RULE: Final = "adherence-complete-on"
MONTHS: Final = "fees.instalment.adherence_months"


def signatories(steps: Iterable[Signature]) -> dict[str, Signature]:
    """Return who has signed and not left, by name."""
    present: dict[str, Signature] = {}
    for step in steps:
        if step.step == SIGNED:
            present[step.signatory] = step
        else:
            present.pop(step.signatory, None)
    return present


def plan_steps(row: Account, kind: PlanKind) -> list[PlanStep]:
    """Return what happened of one kind under the plan of an account."""
    return [step for step in row.plan_steps.all() if step.kind == kind]


def adherence(row: Account, rules: Rules, started_on: date) -> tuple[Computed[date], Kept]:
    """Reckon on which day adherence to a plan is complete.

    Raises:
        ParameterMissing: the edition does not say for how many months a plan is kept.
    """
    steps = [
        Signed(signatory=one.signatory, present=one.step == SIGNED, on=one.on)
        for one in sorted(row.signatures.all(), key=lambda one: one.pk)
    ]
    facts = [
        PlanFact(id=one.pk, kind=PlanKind(one.kind), on=one.on, excuses=one.excuses_id) for one in row.plan_steps.all()
    ]
    inputs: dict[str, Any] = {
        "started_on": started_on,
        "missed_on": broken_on(facts, steps),
        "months": rules[MONTHS].number,
    }
    return take(RULE, inputs, pack_digest=row.pack_digest, standard=row.standard, parameters={"months": MONTHS})


def plan_of(
    row: Account, rules_of: Callable[[Account], Rules], standing: Standing
) -> tuple[PlanCard | None, tuple[StepCard, ...]]:
    """Return how the plan of an account is kept and why its day is what it is; nothing where no plan was started.

    A settled fee waits for nothing: its plan is complete.
    """
    started = next(iter(plan_steps(row, PlanKind.STARTED)), None)
    if started is None:
        return None, ()
    said, kept = adherence(row, rules_of(row), started.on)
    signed = bool(signatories(row.signatures.all()))
    confirmed = next((one.on for one in plan_steps(row, PlanKind.CONFIRMED)), None)
    settled_on = standing.moved_on if not standing.open.minor else None
    excused = {one.excuses_id for one in row.plan_steps.all()}
    card = PlanCard(
        started_on=started.on,
        certified_by=started.details["certified_by"],
        number=started.details["number"],
        valid_before=date.fromisoformat(started.details["valid_before"]),
        complete_on=_earliest(settled_on, said.value if signed or confirmed else None),
        confirmed_on=confirmed,
        steps=tuple(
            PlanStepCard(
                id=Identifier(one.pk),
                kind=one.kind,
                on=one.on,
                signatory=one.signatory,
                note=one.note,
                excused=one.pk in excused,
            )
            for one in row.plan_steps.all()
        ),
    )
    return card, (StepCard(kept=kept, explanation=said.explanation, sources=said.sources),)


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)
