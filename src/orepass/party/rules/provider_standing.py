"""The standing of an assurance provider for a standard: approved, suspended, restored, withdrawn (domain rules A8).

What a suspended or withdrawn provider may still do belongs to the scheme; here stands only how it stands on a day.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from orepass.kernel.computed import Source
from orepass.kernel.lifecycle import Lifecycle, machine, step
from orepass.kernel.period import Period
from orepass.kernel.text import marked as _

RSPO: Final = Source(
    title="RSPO on the standing of a certification body", clause="suspension of 2013, withdrawal of 2015", verified=True
)

PROVIDER: Final = machine(
    Lifecycle(
        "provider",
        "applicant",
        (
            step("provider.accredit", {"applicant", "withdrawn"}, "approved"),
            step("provider.suspend", "approved", "suspended"),
            step("provider.restore", "suspended", "approved"),
            step("provider.withdraw", {"approved", "suspended"}, "withdrawn"),
            step(
                "provider.lapse", {"approved", "suspended"}, "applicant", when=_("the period has ended"), recorded=False
            ),
        ),
    ),
    description=_("the standing of an assurance provider for a standard"),
    sources=(RSPO,),
)


class Standing(StrEnum):
    """How a provider stands towards a standard on a day."""

    APPLICANT = "applicant"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class StandingStep(msgspec.Struct, frozen=True):
    """One recorded step about an accreditation, from the day it counts."""

    action: str
    on: date


class AccreditationFact(msgspec.Struct, frozen=True):
    """One accreditation: the standard, its period, who gave it, when it was withdrawn, suspended and restored."""

    standard: str
    period: Period
    accreditor: str
    withdrawn_from: date | None = None
    steps: tuple[StandingStep, ...] = ()


def suspended_from(steps: Sequence[StandingStep], on: date) -> date | None:
    """Return the day from which an accreditation is suspended on a day, or nothing."""
    since: date | None = None
    for taken in sorted((one for one in steps if one.on <= on), key=lambda one: one.on):
        since = taken.on if taken.action == "provider.suspend" else None
    return since


def standing_of(fact: AccreditationFact, on: date) -> Standing:
    """Return how one accreditation stands on a day."""
    if not fact.period.holds(on):
        return Standing.APPLICANT
    if fact.withdrawn_from is not None and on >= fact.withdrawn_from:
        return Standing.WITHDRAWN
    return Standing.APPROVED if suspended_from(fact.steps, on) is None else Standing.SUSPENDED


def standing_at(facts: Iterable[AccreditationFact], standard: str, on: date) -> Standing:
    """Return how a provider stands towards a standard on a day: its best accreditation counts."""
    found = {standing_of(fact, on) for fact in facts if fact.standard == standard}
    order = (Standing.APPROVED, Standing.SUSPENDED, Standing.WITHDRAWN)
    return next((state for state in order if state in found), Standing.APPLICANT)
