"""Is the grade usual for the form (domain rules D2 to D7)? In percent of the form's grade basis, on dry basis.

The hard limit of stoichiometry refuses (``checks.grade_impossible``). A grade inside it but outside the usual range of
the scheme (``custody.grade.<mineral>.<form>``) often is a wrong basis, wet for dry, ppm for percent, or ore from
elsewhere. The ranges are engineering rules of thumb, so that a finding is a question and nothing more.
"""

from collections.abc import Iterator
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.forms import step_of
from orepass.custody.rules.plausibility.compounds import ATOMIC_MASSES
from orepass.custody.rules.plausibility.metal import RULE_OF_THUMB, form_named
from orepass.kernel.computed import PER_CENT, Computed, per_cent, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

UNUSUAL = FindingKind(
    "custody.plausibility.grade_unusual",
    Severity.WARNING,
    _("{lot}: {material} at {grade} % {basis}; {low} to {high} % is usual."),
    what_to_do=_("Show the assay, and say whether the grade is of the dry mass and in which compound."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare the grade of every lot that begins with what is usual for its form."""
    for portion in case.event.begun:
        facts = portion.facts
        usual = case.limits.grade.get(step_of(facts.material))
        if usual is None or facts.grade_pct is None or usual.low * 100 <= facts.grade_pct <= usual.high * 100:
            continue
        if facts.grade_pct > case.limits.most(facts.material) * 100:
            continue  # refused already: it is impossible
        form = form_named(facts.material)
        yield UNUSUAL.at(
            case.event.where,
            lot=portion.uri,
            material=facts.material,
            grade=facts.grade_pct,
            basis=form.basis or form.element,
            low=(usual.low * 100).normalize(),
            high=(usual.high * 100).normalize(),
        )


@rule("grade-judged")
def grade_judged(
    *,
    material: str,
    grade_percent: Fraction,
    low_percent: Fraction | None = None,
    high_percent: Fraction | None = None,
) -> Computed[str]:
    """Whether a form can have a grade: reject above stoichiometry, query outside the usual range, else ok."""
    form = form_named(material)
    per_cent(grade_percent=grade_percent, low_percent=low_percent, high_percent=high_percent)
    most = Fraction(form.grade_max) * PER_CENT
    value = "ok"
    if grade_percent > most:
        value = "reject"
    elif (low_percent is not None and grade_percent < low_percent) or (
        high_percent is not None and grade_percent > high_percent
    ):
        value = "query"
    basis = form.basis or form.element
    words = said(
        _("{code} holds {most} % {basis} at most; {grade} % was given."),
        code=material,
        most=f"{float(most):g}",
        basis=basis,
        grade=f"{float(grade_percent):g}",
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(ATOMIC_MASSES, RULE_OF_THUMB))
