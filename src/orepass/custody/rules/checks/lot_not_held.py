"""A party uses or sends what another registered party holds: other parties' lots are not for you."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lateness import completes
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

NOT_HELD = FindingKind(
    "custody.lot.not_held",
    Severity.ERROR,
    _("{lot} is not in your hands."),
    what_to_do=_("Check the identifier; when it was handed over to you, record that you received it first."),
)

_MOVES = {Happening.TRANSFORMS, Happening.SENDS, Happening.ENDS, Happening.PACKS, Happening.UNPACKS}


def check(case: Case) -> Iterator[Finding]:
    """Compare the holder with the party that acts."""
    event, actor = case.event, case.setting.actor
    if not actor or event.happening not in {*_MOVES, Happening.RECEIVES}:
        return
    for uri in dict.fromkeys(leaf for part in (*event.used, *event.touched) for leaf in _with_contents(case, part.uri)):
        lot = case.lots.get(uri)
        if not lot.holder.startswith("org-") or lot.holder == actor or lot.shared:
            continue
        if event.happening is Happening.RECEIVES and lot.holder == case.setting.organisation(event.sender):
            continue
        if not completes(case, uri):
            yield NOT_HELD.at(event.where, lot=uri)


def _with_contents(case: Case, uri: str) -> list[str]:
    return [uri, *case.lots.contents(uri)]
