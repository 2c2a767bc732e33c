"""A lot begins with a mass of nothing: what is there weighs something, and nobody can be credited for what is not."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

WEIGHTLESS = FindingKind(
    "custody.lot.weightless",
    Severity.ERROR,
    _("{lot} begins with a mass of 0 kg."),
    what_to_do=_("Give the mass that was weighed; leave it out where nobody weighed."),
)


def check(case: Case) -> Iterator[Finding]:
    """Look at the mass of every lot that begins."""
    for portion in case.event.begun:
        if portion.mass_mg == 0:
            yield WEIGHTLESS.at(case.event.where, lot=portion.uri)
