"""A grade above what the compound can hold (rules D1): stoichiometry is a hard limit."""

from collections.abc import Iterator
from decimal import Decimal

from orepass.custody.rules.case import Case
from orepass.custody.rules.materials import FORMS
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

IMPOSSIBLE = FindingKind(
    "custody.grade.impossible",
    Severity.ERROR,
    _("{material} cannot hold {grade} % {basis}; the most is {most} %."),
    what_to_do=_("Check the assay, and whether the grade is given on dry basis and for this form."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare the grade of every lot that begins with its form's limit."""
    for portion in case.event.begun:
        yield from check_grade(portion.facts.material, portion.facts.grade_pct, case.event.where)


def check_grade(material: str, grade_pct: Decimal | None, where: str = "") -> Iterator[Finding]:
    """Compare one grade with the form's limit."""
    form = FORMS.get(material)
    if form and grade_pct is not None and grade_pct > form.grade_max * 100:
        yield IMPOSSIBLE.at(
            where, material=material, grade=grade_pct, basis=form.basis or form.element, most=form.grade_max * 100
        )
