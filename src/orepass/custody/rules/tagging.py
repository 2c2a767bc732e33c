"""Tags of a scheme on the way to the border: which a lot and what it was made of carry, and which lack (iTSCi)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from orepass.custody.rules.happening import Event
from orepass.custody.rules.lots import Move, Movement
from orepass.custody.rules.weighing import Step
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

EXTRACTION: Final = "extraction"
PROCESSING: Final = "processing"

UNTAGGED = FindingKind(
    "custody.export.untagged",
    Severity.ERROR,
    _("{lot} leaves {country} under the tags of {scheme}, but {missing} ({bag})."),
    what_to_do=_("Stop it at the border. Tag it where it stands, tell of that, and record what the log book says."),
)

FIRST_TAG: Final = _("the tag of the place where it was won is missing")
SECOND_TAG: Final = _("the tag of the processor is missing")
LOG_LINE: Final = _("no log book tells where it began")


class Tags:
    """What the movements that lead to some lots tell of their tags."""

    def __init__(self, steps: Iterable[Step]) -> None:
        """Lay out how each lot began, and what it was made of."""
        self._begun: dict[str, list[Movement]] = {}
        made_in: dict[str, list[object]] = {}
        used: dict[object, list[str]] = {}
        for step, moved in steps:
            if moved.move is Move.BEGUN:
                self._begun.setdefault(moved.lot, []).append(moved)
                made_in.setdefault(moved.lot, []).append(step)
            elif moved.move is Move.USED:
                used.setdefault(step, []).append(moved.lot)
        self._made_of = {lot: [part for step in steps for part in used.get(step, ())] for lot, steps in made_in.items()}

    def schemes(self, lot: str) -> list[str]:
        """Return the schemes under whose tags a lot goes, or anything that it was made of."""
        named = (moved.facts.tag_scheme for name in self._behind(lot) for moved in self._begun.get(name, ()))
        return sorted({scheme.partition("@")[0] for scheme in named if scheme})

    def missing(self, lot: str, asked: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Return which bag lacks what before a lot may leave the country, of the tags that a scheme asks for."""
        wanted = set(asked)
        for name in self._behind(lot):
            begun = self._begun.get(name, ())
            if not begun:
                yield name, LOG_LINE
            elif EXTRACTION in wanted and any(moved.origin and not moved.facts.tag for moved in begun):
                yield name, FIRST_TAG
        made = [moved for moved in self._begun.get(lot, ()) if not moved.origin]
        if PROCESSING in wanted and (not made or any(not moved.facts.tag for moved in made)):
            yield lot, SECOND_TAG

    def _behind(self, lot: str) -> list[str]:
        found = {lot: None}
        waiting = [lot]
        while waiting:
            for name in self._made_of.get(waiting.pop(), ()):
                if name not in found:
                    found[name] = None
                    waiting.append(name)
        return list(found)


def untagged(
    event: Event, lots: Iterable[str], tags: Tags, asked: Mapping[str, Sequence[str]], country: str
) -> Iterator[Finding]:
    """Say of each lot that leaves a country what it lacks, of what a scheme under whose tags it goes asks for.

    Who does not use our terms is only told.
    """
    for lot in lots:
        for scheme in tags.schemes(lot):
            missing = next(tags.missing(lot, asked[scheme]), None) if scheme in asked else None
            if missing is not None:
                bag, why = missing
                found = UNTAGGED.at(event.where, lot=lot, country=country, scheme=scheme, missing=why, bag=bag)
                yield found if event.ours else msgspec.structs.replace(found, severity=Severity.WARNING)
