"""A part of a lot in a container: what is packed by quantity goes where the container goes, and no more of the lot.

An event that names only the container is read as if it had named each such part with its mass (EPCIS 2.0, 7.4.3: an
aggregation names classes with quantities). A container is no second stock: whoever uses the lot itself may use what is
in it, and then less than was packed is there to be sent.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Lots

_HANDS_OVER: Final = frozenset({Happening.SENDS, Happening.RECEIVES})
_MOVES: Final = frozenset({*_HANDS_OVER, Happening.TRANSFORMS, Happening.ENDS})


def with_parts_packed(event: Event, lots: Lots) -> Event:
    """Return an event that names the parts of lots in its containers beside these, as they are packed by now."""
    if event.happening is Happening.UNPACKS and all(portion.box for portion in event.touched):
        return msgspec.structs.replace(event, touched=_all_in(event.parent, lots))
    if event.happening not in _MOVES:
        return event
    hands_over = event.happening in _HANDS_OVER
    used, touched = _with_parts(event.used, lots), _with_parts(event.touched, lots, together=hands_over)
    if used == event.used and touched == event.touched:
        return event
    return msgspec.structs.replace(event, used=used, touched=touched)


def _all_in(box: str, lots: Lots) -> tuple[Portion, ...]:
    """Return what is in a container: where nothing is named, all of it is taken out (EPCIS 2.0, 7.4.3)."""
    names = (*lots.get(box).children, *lots.get(box).portions)
    return tuple(Portion(uri=name, instance=lots.get(name).instance, box=box) for name in names)


def _with_parts(portions: Iterable[Portion], lots: Lots, *, together: bool = False) -> tuple[Portion, ...]:
    """Return portions with the parts in them; on request what several containers have of a lot is one part."""
    named = [portion for portion in portions if not portion.box]
    parts: dict[tuple[str, str], Portion] = {}
    for portion in named:
        for lot, mass in lots.parts_in(portion.uri).items():
            key = (lot, "" if together else portion.uri)
            there = parts.get(key, Portion(uri=lot, mass_mg=0, box=portion.uri))
            parts[key] = msgspec.structs.replace(there, mass_mg=(there.mass_mg or 0) + mass)
    return (*named, *parts.values())
