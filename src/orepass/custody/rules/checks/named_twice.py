"""One lot is named several times in an event, beside itself or within a container: it is there once.

Parts of a lot may stand apart, each with its mass, as far as they add up to no more than what is left of it. What
begins is named once.
"""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Portion
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

TWICE = FindingKind(
    "custody.lot.named_twice",
    Severity.ERROR,
    _("{lot} is named more than once in this event, as a whole or for more than is left of it."),
    what_to_do=_("Name it once: as a lot or within its container, as a whole or in parts with a mass each."),
)


def check(case: Case) -> Iterator[Finding]:
    """Open the containers, and look for lots that occur again."""
    for portions in (case.event.used, case.event.touched):
        named: dict[str, list[Portion | None]] = {}
        for portion in portions:
            for leaf in case.lots.whole_in(portion.uri):
                named.setdefault(leaf, []).append(portion if leaf == portion.uri else None)
        for leaf, found in named.items():
            if len(found) > 1 and not _parts(found, case.lots.get(leaf).remaining_mg):
                yield TWICE.at(case.event.where, lot=leaf)
    begun = [portion.uri for portion in case.event.begun]
    for uri in dict.fromkeys(begun):
        if begun.count(uri) > 1:
            yield TWICE.at(case.event.where, lot=uri)


def _parts(named: list[Portion | None], left: int | None) -> bool:
    masses = [portion.mass_mg for portion in named if portion is not None and portion.mass_mg is not None]
    return len(masses) == len(named) and (left is None or sum(masses) <= left)
