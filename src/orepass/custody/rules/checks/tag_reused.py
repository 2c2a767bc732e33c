"""A tag is used on two bags (ICGLR and iTSCi: a tag number is unique and used once): both lots wait for a person.

Under the tags of a scheme whose edition says so (``custody.tag_reuse: refuse``) the second bag is refused instead, and
the first goes on; whoever does not use our terms is only asked.
"""

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
REFUSED = FindingKind(
    "custody.tag.refused",
    Severity.ERROR,
    _("{tag} was used before; under the tags of {scheme} a second bag with it is refused."),
    what_to_do=_("Take a new tag, or declare the event an error that used this one on another bag."),
)


def check(case: Case) -> Iterator[Finding]:
    """Look for an object that begins again, or a tag number that another lot carries."""
    for portion in case.event.begun:
        if portion.instance and case.lots.get(portion.uri).begun:
            yield REUSED.at(case.event.where, tag=portion.uri)
        carriers = case.setting.tags.get(portion.tag, frozenset()) if portion.tag else frozenset()
        scheme = portion.facts.tag_scheme.partition("@")[0]
        if not carriers - {portion.uri}:
            continue
        if case.event.ours and (scheme, case.event.on) in case.setting.reuse_refused:
            yield REFUSED.at(case.event.where, tag=portion.facts.tag, scheme=scheme)
        else:
            yield REUSED.at(case.event.where, tag=portion.facts.tag or portion.uri)
