"""Why an outcome is what it is: everything that is said about a whole evaluation, declared once."""

from typing import Final

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.scheme.rules.judgement import Judgement
from orepass.scheme.rules.levels import Level

STANDARD_NOT_APPLICABLE: Final = FindingKind(
    "scheme.standard.not_applicable",
    Severity.ERROR,
    _("{standard} is not made for this site: here {facts} ({condition})."),
    what_to_do=_("Choose the standard that fits, or correct the profile."),
)
STANDARD_APPLIES_UNKNOWN: Final = FindingKind(
    "scheme.standard.applies_unknown",
    Severity.WARNING,
    _("Whether {standard} fits this site is not known: {missing} is missing ({condition})."),
    what_to_do=_("Complete the profile."),
)
GATE_FAILED: Final = FindingKind(
    "scheme.gate.failed",
    Severity.ERROR,
    _("The core requirement {requirement} is rated “{rating}”; the level “{level}” needs “{gate}”."),
    what_to_do=_("Meet it before anything else; no score makes up for it."),
)
FLOOR_MISSED: Final = FindingKind(
    "scheme.floor.missed",
    Severity.ERROR,
    _("{requirement} is rated “{rating}”; the level “{level}” needs at least “{floor}” everywhere."),
    what_to_do=_("Raise it to “{floor}” first."),
)
BELOW_THRESHOLD: Final = FindingKind(
    "scheme.threshold.missed",
    Severity.ERROR,
    _("The score is {percent} per cent; the level “{level}” needs {threshold}. Weakest: {weakest}."),
    what_to_do=_("Raise the weakest part first."),
)
MUSTS_MISSED: Final = FindingKind(
    "scheme.musts.missed",
    Severity.ERROR,
    _("{met} of {of} requirements beside the core are met in full; the level “{level}” needs {threshold} per cent."),
    what_to_do=_("Meet more of them in full; those met in part do not count here."),
)
POINTS_SHORT: Final = FindingKind(
    "scheme.points.short",
    Severity.ERROR,
    _("There are {points} points; the level “{level}” needs {needed} in year {year}."),
    what_to_do=_("Raise what weighs most first."),
)
MODULE_FAILED: Final = FindingKind(
    "scheme.module.failed",
    Severity.ERROR,
    _("The module “{module}” is not passed; the level “{level}” needs at least “{gate}” in all of it."),
    what_to_do=_("Raise what is below “{gate}” in it."),
)
YEAR_UNKNOWN: Final = FindingKind(
    "scheme.points.year_unknown",
    Severity.WARNING,
    _("How many points are needed is not known: the day of entry is missing."),
    what_to_do=_("Give the day on which the site entered the scheme."),
)
NOTHING_COUNTS: Final = FindingKind(
    "scheme.nothing.counts",
    Severity.ERROR,
    _("No requirement of {standard} applies and is due, so there is nothing to certify."),
    what_to_do=_("Check the profile and the answers that say “not relevant”."),
)
DIMENSION_EMPTY: Final = FindingKind(
    "scheme.dimension.empty",
    Severity.NOTE,
    _("In “{group}” nothing counts; it is left out of the score."),
)
LEVEL_REACHED: Final = FindingKind(
    "scheme.level.reached",
    Severity.NOTE,
    _("The level “{level}” is reached: every core requirement is met as it asks and the score is {percent} per cent."),
)
HOPELESS: Final = FindingKind(
    "scheme.level.out_of_reach",
    Severity.ERROR,
    _("Even the best answers to what is still open ({count}) would reach no level."),
    what_to_do=_("Mend the failures first."),
)
OPEN: Final = FindingKind(
    "scheme.outcome.open",
    Severity.WARNING,
    _("Nothing is granted while requirements are open ({count}); at best the level “{level}” would be reached."),
    what_to_do=_("Answer them with evidence; unknown is not clean."),
)
NOT_YET_DUE: Final = FindingKind(
    "scheme.due.later", Severity.NOTE, _("Not due yet, and therefore not counted: {count}.")
)


def gate_failed(part: Judgement, level: Level) -> Finding:
    """Say that a core requirement is below the gate of a level."""
    name = part.requirement.id
    return GATE_FAILED.at(name, requirement=name, rating=part.rating, level=level.name, gate=level.gate)


def floor_missed(part: Judgement, level: Level) -> Finding:
    """Say that a requirement is below the floor of a level."""
    name = part.requirement.id
    return FLOOR_MISSED.at(name, requirement=name, rating=part.rating, level=level.name, floor=level.floor)
