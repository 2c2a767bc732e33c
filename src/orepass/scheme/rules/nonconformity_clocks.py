"""The clocks that other schemes set on a nonconformity: when a plan is due, when it must be closed (domain rules A6).

A table of facts to compare with, and to start a pack from; a pack sets its own. What was not read in a scheme's own
text says so.
"""

from datetime import date, timedelta
from typing import Final

import msgspec

from orepass.kernel.computed import Computed, Source, need, one_of, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said, typed


class SchemeClock(msgspec.Struct, frozen=True, kw_only=True):
    """One clock of one scheme: for which grade, to which step, how long after the finding."""

    scheme: str
    grade: str
    step: str
    source: Source
    months: int = 0
    days: int = 0


def _source(title: str, clause: str, *, verified: bool) -> Source:
    return Source(title=title, clause=clause, verified=verified)


_ISO: Final = _source("ISO/IEC 17021-1", "9.5.3.2, as quoted by a registrar", verified=False)
_ASI: Final = _source("Aluminium Stewardship Initiative", "provisional certification", verified=True)
_RJC: Final = _source("Responsible Jewellery Council", "step 3, reporting", verified=True)
_COPPER: Final = _source("Copper Mark", "improvement plan for each criterion partially met", verified=True)
_RSPO: Final = _source("RSPO certification systems", "90 days for majors; not read", verified=False)
_GLOBALGAP: Final = _source("GLOBALG.A.P. general regulations", "28 days; not read", verified=False)
_FSC: Final = _source("FSC accreditation standards", "three and twelve months; not read", verified=False)
_RAINFOREST: Final = _source("Rainforest Alliance 2020", "ten weeks; not read", verified=False)
_ISCC: Final = _source("ISCC", "40 days; not read", verified=False)
_FSSC: Final = _source("FSSC 22000", "plan for a minor within 28 days, as told on a forum", verified=False)

CLOCKS: Final = (
    SchemeClock(scheme="iso-17021", grade="major", step="closure", months=6, source=_ISO),
    SchemeClock(scheme="asi", grade="major", step="plan", months=1, source=_ASI),
    SchemeClock(scheme="asi", grade="minor", step="plan", months=1, source=_ASI),
    SchemeClock(scheme="asi", grade="major", step="closure", months=6, source=_ASI),
    SchemeClock(scheme="asi", grade="major", step="closure-latest", months=12, source=_ASI),
    SchemeClock(scheme="rjc", grade="major", step="plan", months=1, source=_RJC),
    SchemeClock(scheme="rjc", grade="minor", step="plan", months=1, source=_RJC),
    SchemeClock(scheme="copper-mark", grade="partial", step="closure", months=12, source=_COPPER),
    SchemeClock(scheme="rspo", grade="major", step="closure", days=90, source=_RSPO),
    SchemeClock(scheme="globalgap", grade="major", step="closure", days=28, source=_GLOBALGAP),
    SchemeClock(scheme="globalgap", grade="minor", step="closure", days=28, source=_GLOBALGAP),
    SchemeClock(scheme="fsc", grade="major", step="closure", months=3, source=_FSC),
    SchemeClock(scheme="fsc", grade="minor", step="closure", months=12, source=_FSC),
    SchemeClock(scheme="rainforest", grade="core", step="closure", days=70, source=_RAINFOREST),
    SchemeClock(scheme="iscc", grade="major", step="closure", days=40, source=_ISCC),
    SchemeClock(scheme="fssc-22000", grade="minor", step="plan", days=28, source=_FSSC),
)


@rule("nonconformity-due")
def nonconformity_due(*, scheme: str, grade: str, found_on: date, step: str = "closure") -> Computed[date]:
    """The last day for a plan or for closing, as another scheme counts it; step=plan, closure or closure-latest."""
    schemes = sorted({clock.scheme for clock in CLOCKS})
    need(scheme in schemes, "scheme", scheme, one_of(schemes))
    known = [clock for clock in CLOCKS if clock.scheme == scheme]
    found = next((clock for clock in known if (clock.grade, clock.step) == (grade, step)), None)
    codes = tuple(f"{clock.grade} {clock.step}" for clock in known)
    problem = said(_("{scheme} sets these clocks: {codes}"), scheme=typed(scheme), codes=codes)
    need(found is not None, "grade", f"{grade} {step}", problem)
    assert found is not None, "refused above"
    value = add_months(found_on, found.months) + timedelta(days=found.days)
    words = said(
        _("{clock}: {months} months after {day}.") if found.months else _("{clock}: {days} days after {day}."),
        clock=typed(scheme, grade, step),
        months=found.months,
        days=found.days,
        day=found_on,
    )
    return Computed(value=value, unit="date", explanation=(words,), sources=(found.source,))
