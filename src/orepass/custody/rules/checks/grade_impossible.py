"""A grade above what the compound can hold (rules D1): stoichiometry is a hard limit."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from orepass.custody.rules.case import Case
from orepass.custody.rules.forms import FORMS
from orepass.custody.rules.materials import Limits
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

IMPOSSIBLE = FindingKind(
    "custody.grade.impossible",
    Severity.ERROR,
    _("{material} cannot hold {grade} % {basis}; the most is {most} %."),
    what_to_do=_("Check the assay, and whether the grade is given on dry basis and for this form."),
)

STOICHIOMETRY: Final = Limits()
"""No scheme: what the compound can hold, and nothing else."""


def check(case: Case) -> Iterator[Finding]:
    """Compare the grade of every lot that begins with its form's limit, or the scheme's where that is lower."""
    for portion in case.event.begun:
        facts = portion.facts
        yield from check_grade(facts.material, facts.grade_pct, case.event.where, limits=case.limits)


def check_grade(
    material: str, grade_pct: Decimal | None, where: str = "", *, limits: Limits = STOICHIOMETRY
) -> Iterator[Finding]:
    """Compare one grade with the form's limit."""
    form, most = FORMS.get(material), limits.most(material) * 100
    if form and grade_pct is not None and grade_pct > most:
        yield IMPOSSIBLE.at(where, material=material, grade=grade_pct, basis=form.basis or form.element, most=most)
