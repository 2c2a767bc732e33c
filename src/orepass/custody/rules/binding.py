"""Which events the rules for minerals bind: those told in our terms, and all that touch what was told in them.

An event in plain EPCIS about things that nobody told us of is a fact about somebody else's world: it is kept, and what
does not fit is noted. A lot that began in our terms stays a lot of mineral, and so does what is made of it, whoever
tells of it and in whatever words: leaving our terms out opens no way around a rule.
"""

from collections.abc import Sequence

import msgspec

from orepass.custody.rules.happening import Event
from orepass.custody.rules.lots import Lot, Lots
from orepass.custody.rules.terms import NOTHING


def bound(events: Sequence[Event], lots: Lots) -> list[Event]:
    """Return the events of a document in their order, those that touch lots of mineral as told in our terms.

    Args:
        events: the events, some of which may begin lots that others of them use.
        lots: the lots that are known of them.
    """
    ours: set[str] = set()
    found = list(events)
    for at, event in sorted(enumerate(events), key=lambda numbered: numbered[1].happened_at):
        names = dict.fromkeys(name for uri in event.lots for name in lots.inside(uri))
        if not event.ours and any(name in ours or is_mineral(lots.get(name)) for name in names):
            found[at] = msgspec.structs.replace(event, ours=True)
        if found[at].ours:
            ours.update(names)
    return found


def is_mineral(lot: Lot) -> bool:
    """Say whether a lot began in our terms, or was made of such."""
    return lot.bound or lot.facts is not NOTHING
