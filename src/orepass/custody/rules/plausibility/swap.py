"""Is it still the same lot (domain rules C4)? Its name begins again as something else, or it arrives as something else.

A class of lots may grow by deliveries of the same form at the same place. A name that begins again with another form
or at another place, and a form that a party names at a hand-over and that is not the lot's, mean that two lots share a
name or that one was swapped: only a transformation makes another form. Masses are compared in ``weights``.
"""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

SWAPPED = FindingKind(
    "custody.plausibility.lot_swapped",
    Severity.WARNING,
    _("{lot} was “{before}” and is now “{now}”, without a step that changes it."),
    what_to_do=_("Check the identifier on the lot; give another lot a name of its own, or record the step."),
)

_SEEN = {Happening.SENDS, Happening.RECEIVES, Happening.LOOKS}


def check(case: Case) -> Iterator[Finding]:
    """Compare form and place of what begins again, and the form named where a lot is handed over or looked at."""
    event = case.event
    for portion in event.begun:
        lot = case.lots.get(portion.uri)
        if not lot.begun or portion.instance:
            continue  # an object that begins again is a tag used twice
        for before, now in (
            (lot.facts.material, portion.facts.material),
            (lot.site, portion.facts.origin_site or event.site),
        ):
            if before and now and before != now:
                yield SWAPPED.at(event.where, lot=portion.uri, before=before, now=now)
    named = event.terms.material
    if named and event.happening in _SEEN:
        for portion in event.touched:
            before = case.lots.get(portion.uri).facts.material
            if before and before != named:
                yield SWAPPED.at(event.where, lot=portion.uri, before=before, now=named)
