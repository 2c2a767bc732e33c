"""A mass is told so that it cannot be read: in a unit of no lot, beyond all measure, or below a milligram."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

UNIT = FindingKind(
    "custody.mass.unit",
    Severity.ERROR,
    _("The mass of {lot} is told in “{unit}”, which is no unit of a lot's mass."),
    what_to_do=_("Write the unit as UN/ECE Recommendation 20 does: KGM, GRM, TNE, LBR, STN or another of a net mass."),
)
UNUSABLE = FindingKind(
    "custody.mass.unusable",
    Severity.ERROR,
    _("{value} {unit} of {lot} cannot be held as a mass."),
    what_to_do=_("Give what was weighed, a milligram or more; leave it out where nobody weighed."),
)


def check(case: Case) -> Iterator[Finding]:
    """Name what was told of a mass and could not be read."""
    event = case.event
    for part in (*event.used, *event.begun, *event.touched):
        if (told := part.misread) is None:
            continue
        if told.known:
            yield UNUSABLE.at(event.where, lot=part.uri, value=told.value, unit=told.unit)
        else:
            yield UNIT.at(event.where, lot=part.uri, unit=told.unit)
