"""More is taken out of a lot, or claimed from an account, than is in it (rules of every custody model).

Nobody takes more than they have of it either: what they sent is gone, and what is told late finds its place before what
was recorded since. What somebody received may weigh a little more than it was sent with.
"""

from collections.abc import Iterator, Sequence

from orepass.custody.rules.case import Case
from orepass.custody.rules.claims.facts import ClaimFacts
from orepass.custody.rules.happening import Happening, Portion
from orepass.custody.rules.lateness import as_of, completes, missing_after
from orepass.custody.rules.lots import Lot, Move, Movement
from orepass.custody.rules.movements import giver, handed_over, movements
from orepass.custody.rules.stock import SCALES
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _

OVERDRAWN = FindingKind(
    "custody.balance.overdrawn",
    Severity.ERROR,
    _("{missing_kg} kg more than there is are taken or claimed with {lot}."),
    what_to_do=_("Check the weights and assays, or record the delivery that is missing first."),
)


_TAKES = {Happening.TRANSFORMS: Move.USED, Happening.SENDS: Move.SENT, Happening.ENDS: Move.ENDED}


def check(case: Case) -> Iterator[Finding]:
    """Compare what is drawn with what is left, and with what whoever draws it has."""
    found = list(_beyond_lot(case))
    yield from found
    named = {finding.params["lot"] for finding in found}
    yield from (finding for finding in _beyond_hands(case) if finding.params["lot"] not in named)


def _beyond_lot(case: Case) -> Iterator[Finding]:
    if case.event.happening is Happening.TRANSFORMS:
        for lot, mass, content in case.drawn():
            yield from _compared(case, lot, mass, content)
    if case.event.happening in {Happening.SENDS, Happening.ENDS}:
        for portion in case.event.touched:
            told_late = completes(case, portion.uri)
            lot = as_of(case, portion.uri) if told_late else case.lots.get(portion.uri)
            yield from _compared(case, lot, portion.mass_mg, None)
    yield from _told_late(case)


def _beyond_hands(case: Case) -> Iterator[Finding]:
    """Compare what is used, sent or lost with what whoever does so has of it."""
    if case.event.happening not in _TAKES:
        return
    who = giver(case.event, case.setting)
    by_lot: dict[str, list[Movement]] = {}
    for uri, mass in _taken(case):
        by_lot.setdefault(uri, []).append(_moved(case, uri, mass))
    for uri, moved in by_lot.items():
        missing = missing_after(case, uri, moved)
        if missing > (case.lots.get(uri).stock.got.get(who) or 0) * SCALES:
            yield OVERDRAWN.at(case.event.where, lot=uri, missing_kg=in_unit(Milligrams(missing)))


def _taken(case: Case) -> Iterator[tuple[str, int | None]]:
    if case.event.happening is Happening.TRANSFORMS:
        yield from ((lot.uri, mass) for lot, mass, _content in case.drawn() if mass is not None)
    yield from ((portion.uri, portion.mass_mg) for portion in case.event.touched if portion.mass_mg is not None)


def _moved(case: Case, uri: str, mass: int | None) -> Movement:
    told = handed_over(case, mass)
    facts = ClaimFacts(by=told.giver, word=told.word)
    move = _TAKES[case.event.happening]
    return Movement(lot=uri, move=move, at=case.event.happened_at, mass_mg=mass, holder=told.taker, claim=facts)


def _compared(case: Case, lot: Lot, mass: int | None, content: int | None) -> Iterator[Finding]:
    for taken, left in ((content, lot.remaining_content_mg), (mass, lot.remaining_mg)):
        if taken is not None and left is not None and taken > left:
            missing = in_unit(Milligrams(taken - left))
            yield OVERDRAWN.at(case.event.where, lot=lot.uri, missing_kg=missing)
            return


def _beyond_most(case: Case, portion: Portion, out: Sequence[Movement]) -> int | None:
    """Return how much more of an element was taken out of a lot, or could be in it then, than can be in it now."""
    if not out:
        return None
    began = next(moved for moved in movements(case) if moved.move is Move.BEGUN and moved.lot == portion.uri)
    there = dict(began.most)
    if portion.content_mg is not None:
        there[portion.facts.element] = portion.content_mg
    for element, most in there.items():
        taken = sum(moved.content_mg or 0 for moved in out if moved.facts.element == element)
        could = sum(dict(moved.most).get(element, 0) for moved in out) - len(out)  # each part of it was rounded up
        if max(taken, could) > most:
            return max(taken, could) - most
    return None


def _told_late(case: Case) -> Iterator[Finding]:
    """Compare what a lot begins with, of which nobody had told, with what was taken out of it already."""
    for portion in case.event.begun:
        lot = case.lots.get(portion.uri)
        if lot.begun:
            continue
        out = [moved for moved in lot.history if moved.move in {Move.USED, Move.ENDED}]
        if (more := _beyond_most(case, portion, out)) is not None:
            yield OVERDRAWN.at(case.event.where, lot=lot.uri, missing_kg=in_unit(Milligrams(more)))
            continue
        for taken, there in (
            (sum(moved.content_mg or 0 for moved in out), portion.content_mg),
            (sum(moved.mass_mg or 0 for moved in out), portion.mass_mg),
        ):
            if there is not None and taken > there:
                yield OVERDRAWN.at(case.event.where, lot=lot.uri, missing_kg=in_unit(Milligrams(taken - there)))
                break
