"""A tag is used on two bags (ICGLR and iTSCi: a tag number is unique and used once): both lots wait for a person."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

REUSED = FindingKind(
    "custody.tag.reused",
    Severity.WARNING,
    _("{tag} was used before; both lots are on hold."),
    what_to_do=_("Find out which bag carries it and declare the other event an error."),
)


def check(case: Case) -> Iterator[Finding]:
    """Look for an object that begins again, or a tag number that another lot carries."""
    for portion in case.event.begun:
        if portion.instance and case.lots.get(portion.uri).begun:
            yield REUSED.at(case.event.where, tag=portion.uri)
        carriers = case.setting.tags.get(portion.tag, frozenset()) if portion.tag else frozenset()
        if carriers - {portion.uri}:
            yield REUSED.at(case.event.where, tag=portion.facts.tag or portion.uri)
