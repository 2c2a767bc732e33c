"""Who may do what in one file: evaluation, review and decision are kept apart.

ISO/IEC 17065 7.5 and 7.6; ISO/IEC 17021-1 5.2.10 and 9.5.1.
"""

from collections.abc import Collection
from datetime import date
from typing import Final

from orepass.kernel.computed import Computed, Source, at_least_one, need, not_below_zero, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Verdict, no, yes

APART: Final = Source(title="ISO/IEC 17065", clause="7.5 and 7.6", verified=False)
COOLING: Final = Source(title="ISO/IEC 17021-1 and 17065", clause="5.2.10; 7.13.6", verified=False)
ROTATION: Final = Source(title="LBMA Responsible Gold Guidance 9", clause="step 4, comply or explain", verified=True)


def may_take_part(person: str, step: str, *, evaluators: Collection[str], deciders: Collection[str] = ()) -> Verdict:
    """Say whether a person may review, decide, or hear an appeal in a file that others have worked on."""
    against = _against(person, step, evaluators=evaluators, deciders=deciders)
    return no(against) if against else yes()


def _against(person: str, step: str, *, evaluators: Collection[str], deciders: Collection[str] = ()) -> Said | None:
    if step in {"review", "decide"} and person in evaluators:
        return said(_("Whoever evaluated may neither review nor decide."))
    if step == "hear_appeal" and person in {*evaluators, *deciders}:
        return said(_("Whoever took part in the decision may not hear the appeal."))
    return None


@rule("may-decide")
def may_decide(*, person: str, evaluators: str, step: str = "decide") -> Computed[bool]:
    """Whether a person may review or decide a file; evaluators are separated by commas."""
    need(step in {"review", "decide", "hear_appeal"}, "step", step, "it must be review, decide or hear_appeal")
    against = _against(person, step, evaluators=[name.strip() for name in evaluators.split(",")])
    words = against or said(_("Took no part in the evaluation."))
    return Computed(value=against is None, unit="boolean", explanation=(words,), sources=(APART,))


@rule("cooling-off-ends", parameters={"months": "separation.cooling_off_months"})
def cooling_off_ends(*, ended_on: date, months: int = 24) -> Computed[date]:
    """The first day on which someone who consulted for, or worked at, a client may audit it again."""
    not_below_zero(months=months)
    value = add_months(ended_on, months)
    words = said(_("{day} plus {months} months."), day=ended_on, months=months)
    return Computed(value=value, unit="date", explanation=(words,), sources=(COOLING,))


@rule("rotation", parameters={"limit": "separation.rotation_limit_years"})
def rotation(*, years: int, limit: int = 10, explained: bool = False) -> Computed[str]:
    """What follows from so many years with one firm: keep, rotate or explain, or explained once that is filed."""
    told = said(_("{count} years against a limit of {limit}."), count=years, limit=limit)
    return _rotate(years, limit, told, name="years", explained=explained)


@rule("rotation-audits", parameters={"limit": "separation.rotation_limit_audits"})
def rotation_audits(*, audits: int, limit: int = 6, explained: bool = False) -> Computed[str]:
    """What follows from so many audits of one client in a row by one person: keep, rotate or explain, or explained."""
    told = said(_("{count} audits in a row against a limit of {limit}."), count=audits, limit=limit)
    return _rotate(audits, limit, told, name="audits", explained=explained)


def _rotate(count: int, limit: int, told: Said, *, name: str, explained: bool) -> Computed[str]:
    need(count >= 0, name, count, "it must not be below zero")
    at_least_one(limit=limit)
    value = "keep" if count < limit else "explained" if explained else "rotate_or_explain"
    words = said(_("{line} An explanation is filed."), line=told) if explained else told
    return Computed(value=value, unit="code", explanation=(words,), sources=(ROTATION,))
