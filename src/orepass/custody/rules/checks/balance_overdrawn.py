"""More is taken out of a lot, or claimed from an account, than is in it (rules of every custody model)."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lateness import as_of, completes
from orepass.custody.rules.lots import Lot, Move
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _

OVERDRAWN = FindingKind(
    "custody.balance.overdrawn",
    Severity.ERROR,
    _("{missing_kg} kg more than there is are taken or claimed with {lot}."),
    what_to_do=_("Check the weights and assays, or record the delivery that is missing first."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare what is drawn with what is left."""
    if case.event.happening is Happening.TRANSFORMS:
        for lot, mass, content in case.drawn():
            yield from _compared(case, lot, mass, content)
    if case.event.happening in {Happening.SENDS, Happening.ENDS}:
        for portion in case.event.touched:
            told_late = completes(case, portion.uri)
            lot = as_of(case, portion.uri) if told_late else case.lots.get(portion.uri)
            yield from _compared(case, lot, portion.mass_mg, None)
    yield from _told_late(case)


def _compared(case: Case, lot: Lot, mass: int | None, content: int | None) -> Iterator[Finding]:
    for taken, left in ((content, lot.remaining_content_mg), (mass, lot.remaining_mg)):
        if taken is not None and left is not None and taken > left:
            missing = in_unit(Milligrams(taken - left))
            yield OVERDRAWN.at(case.event.where, lot=lot.uri, missing_kg=missing)
            return


def _told_late(case: Case) -> Iterator[Finding]:
    """Compare what a lot begins with, of which nobody had told, with what was taken out of it already."""
    for portion in case.event.begun:
        lot = case.lots.get(portion.uri)
        if lot.begun:
            continue
        out = [moved for moved in lot.history if moved.move in {Move.USED, Move.ENDED}]
        for taken, there in (
            (sum(moved.content_mg or 0 for moved in out), portion.content_mg),
            (sum(moved.mass_mg or 0 for moved in out), portion.mass_mg),
        ):
            if there is not None and taken > there:
                yield OVERDRAWN.at(case.event.where, lot=lot.uri, missing_kg=in_unit(Milligrams(taken - there)))
                break
