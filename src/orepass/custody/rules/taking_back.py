"""What stands on an event that is taken back: the books as they would stand without it, with what is told beside it.

Whoever began, used or made something too much takes it back by an error declaration. What was made, sent or lost of it
since stays on record: so it has to be taken back, or told anew, before or in the same document. A lot that would have
no beginning left is another matter: what was made of it carries no claim any more, and what was credited is corrected.

A receipt, a dispatch or a step is not taken back where the credit that came of it was claimed and nothing else in the
account stands for it: the lot would carry its claim again, beside the claim that the account gave. An account of mass
balance never gives more than came in (domain rules C2, C14), so the claim is taken back first, or with it.
"""

from collections.abc import Iterable, Iterator, Mapping

from orepass.custody.rules.case import Case
from orepass.custody.rules.checks import mass_exceeded, recovery_exceeded
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.history import History
from orepass.custody.rules.lots import COUNTED, EVEN, Lot, Lots
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.opened import Booking
from orepass.custody.rules.possible import Part, Throughput, bounded
from orepass.kernel.finding import Finding, FindingKind, Severity, has_errors
from orepass.kernel.text import marked as _

LEAVES_SHORT = FindingKind(
    "custody.declaration.leaves_short",
    Severity.ERROR,
    _("Without this event {missing_kg} kg that were used, sent or lost of {lot} were never there: {events}."),
    what_to_do=_("Declare these events errors first, or in the same document, and tell there what really happened."),
)
LEAVES_TOO_MUCH = FindingKind(
    "custody.declaration.leaves_too_much",
    Severity.ERROR,
    _("Without this event more came out of “{campaign}” than went in: {events}."),
    what_to_do=_("Declare these events errors first, or in the same document, and tell there what really happened."),
)
LEAVES_CLAIMED = FindingKind(
    "custody.declaration.leaves_claimed",
    Severity.ERROR,
    _("The credit of {lot} was claimed already; without this event the lot would carry its claim again: {told}."),
    what_to_do=_("Take these back first, or in the same document, or bring in as much credit."),
)


def falls_short(before: int, after: int) -> bool:
    """Say whether more is missing in an account than before: what was claimed from it has nothing to stand on."""
    return after < min(before, 0)


def lessened(corrections: Iterable[Booking]) -> dict[str, set[str]]:
    """Return by account the lots whose credit becomes less by some corrections."""
    found: dict[str, set[str]] = {}
    for booking in corrections:
        if booking.entry.amount_mg < 0:
            found.setdefault(booking.account, set()).add(booking.lot)
    return found


def missing_in(lot: Lot) -> int:
    """Return how much was taken of a lot that was not there, by mass or by what it contains; of an unbegun lot none."""
    if not lot.begun:
        return 0
    beyond = [lot.stock.missing]
    beyond += [lot.used_mass_mg - lot.mass_mg] if lot.mass_mg is not None else []
    beyond += [lot.used_content_mg - lot.content_mg] if lot.content_mg is not None else []
    beyond += [lot.used_most.get(name, 0) - most for name, most in lot.most.items() if _is_bound(name)]
    return max(*beyond, 0)


def _is_bound(name: str) -> bool:
    """Say whether more than this is impossible; what is there if all is alike, and what counts, is less."""
    return not name.startswith((EVEN, COUNTED))


def left_short(before: Lots, after: Lots) -> Mapping[str, int]:
    """Return the lots of which more is missing than before, and how much."""
    return {
        uri: missing_in(after.get(uri))
        for uri, lot in before.known.items()
        if missing_in(after.get(uri)) > missing_in(lot)
    }


def too_much(event: Event, step: Throughput, limits: Limits) -> list[Finding]:
    """Return why a campaign cannot stand as it is left; it is judged as if one event had told all of it."""
    if step.made and not step.used:
        return [LEAVES_TOO_MUCH.at(event.where, campaign="", events="")]
    made = tuple(_made(part) for part in step.made)
    whole = Event(
        where=event.where,
        happening=Happening.TRANSFORMS,
        happened_at=event.happened_at,
        begun=made,
        campaign="left",
        terms=event.terms,
    )
    history = History(campaigns={"left": Throughput(step.used, ())})
    case = Case(event=whole, lots=Lots(), limits=limits, history=history)
    found = [*recovery_exceeded.check(case), *mass_exceeded.check(case), *_beyond_bounds(case, step)]
    # What would only be asked about as an assay that differs is too much here: an input is missing that was there.
    return [finding for finding in found if has_errors([finding]) or finding.code == recovery_exceeded.DIFFERS.code]


def _made(part: Part) -> Portion:
    return Portion(uri="", mass_mg=part.mass_mg, content_mg=part.content_mg, facts=part.facts)


def _beyond_bounds(case: Case, step: Throughput) -> Iterator[Finding]:
    """Compare what each output could hold when it was told with what can be in it now."""
    now = bounded(Throughput(step.used, ()), Throughput((), step.made), case.limits)
    for part, most in zip(step.made, now, strict=True):
        allowed = dict(most)
        if any(most > allowed.get(name, most) for name, most in part.most if _is_bound(name)):
            yield LEAVES_TOO_MUCH.at(case.event.where, campaign="", events="")
